"""Walks the discovery sources: fetches their listings, and decides when one source is enough."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from newscrawl import accounts
from newscrawl.discovery import archive, feed, rest, sitemap
from newscrawl.discovery.listing import MAX_BYTES, Cut, Listing, ListingError
from newscrawl.spiders.fetching import FetchError, fetch
from newscrawl.spiders.opening import named_sitemaps

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from types import ModuleType

    from scrapy.crawler import Crawler

    from newscrawl.items import ArticleRef
    from newscrawl.spiders.arguments import Arguments
    from newscrawl.spiders.opening import Opened

logger = logging.getLogger(__name__)

SOURCES: dict[str, ModuleType] = {"rest": rest, "sitemap": sitemap, "feed": feed, "archive": archive}

_PAST_THE_END = {"rest": {400}, "feed": {404, 410}, "archive": {404, 410}}
"""Statuses by which WordPress says that there is no such further page."""


class Discovery:
    """Lists a site's articles, each once.

    ``answered`` says whether any source could be read, even if it listed nothing; ``complete`` whether a source
    was read to its end without trouble.
    """

    def __init__(self, crawler: Crawler, opened: Opened, arguments: Arguments) -> None:
        self.crawler = crawler
        self.site = opened.info
        self.no_api = opened.no_api
        self.arguments = arguments
        self.cut = Cut(since=arguments.since, limit=arguments.limit)
        self.answered = False
        self.complete = False
        self._listed: set[int] = set()

    async def listings(self) -> AsyncIterator[list[ArticleRef]]:
        """Yield what each listing adds, page by page."""
        for name in self.arguments.discovery:
            walk = _Walk(name)
            async for refs in self._walk(walk):
                room = None if self.cut.limit is None else self.cut.limit - len(self._listed)
                fresh = [ref for ref in refs if hash(_identity(ref.url)) not in self._listed][:room]
                self._listed.update(hash(_identity(ref.url)) for ref in fresh)
                if fresh:
                    yield fresh
                if len(self._listed) == self.cut.limit:
                    return
            self._report(walk)
            enough = not walk.trouble and (walk.named or (walk.answered and self.cut.since))
            self.complete = self.complete or bool(enough)
            if enough and self.arguments.auto:
                return

    async def _walk(self, walk: _Walk) -> AsyncIterator[list[ArticleRef]]:
        """Yield what each listing of one source names: of its groups of URLs, the first that answers counts."""
        if walk.name == "sitemap":
            sitemaps = await named_sitemaps(self.crawler, self.site)
            self.site = replace(self.site, sitemaps=tuple(dict.fromkeys([*sitemaps, *self.site.sitemaps])))
        for group in SOURCES[walk.name].first(self.site, self.cut):
            walk.trouble, asked = [], set(group)
            queue = deque((url, url) for url in group)  # what to fetch, and the first page of the list it goes on
            while queue:
                url, chain = queue.popleft()
                listing = await self._read(walk, url)
                if listing is None:
                    continue
                walk.answered = self.answered = True
                if listing.problem:
                    walk.trouble.append(f"{url} {listing.problem}")
                if not walk.adds(chain, listing.refs) and listing.refs:
                    continue  # the same page under every number: there is no end to follow it to
                lists = set(listing.lists)
                more = [further for further in listing.more if further not in asked]
                asked.update(more)
                queue.extend((further, further if further in lists else chain) for further in more)
                yield listing.refs
            if walk.answered:
                return
        if not walk.trouble:
            walk.trouble.append((walk.name == "rest" and self.no_api) or "the site has none")

    async def _read(self, walk: _Walk, url: str) -> Listing | None:
        try:
            response = await fetch(self.crawler, url, max_size=MAX_BYTES)
            headers = {k.decode("latin-1").lower(): v[-1].decode("latin-1") for k, v in response.headers.items() if v}
            parse = SOURCES[walk.name].parse
            return parse(response.body, response.url, headers, self.site, self.cut)  # type: ignore[no-any-return]
        except FetchError as error:
            if not walk.answered or error.status not in _PAST_THE_END.get(walk.name, ()):
                walk.trouble.append(f"{url}: {error}")
        except ListingError as error:
            walk.trouble.append(f"{url} {error}")
        return None

    def _report(self, walk: _Walk) -> None:
        """Say in one line what went wrong with a source, if anything."""
        if walk.trouble and walk.named:
            logger.warning("%s broke off after %d articles: %s", walk.name, len(walk.named), walk.why)
        elif not walk.named and not (walk.answered and self.cut.since):
            logger.warning("%s skipped: %s", walk.name, walk.why)
        else:
            return
        accounts.skip_source(self.crawler.stats, walk.name, walk.why)


@dataclass(slots=True)
class _Walk:
    """The walk through one source."""

    name: str
    answered: bool = False
    named: set[int] = field(default_factory=set)
    """Identities of the articles named so far."""
    chains: dict[str, set[int]] = field(default_factory=dict)
    """The same for each list that goes on over several pages, by its first page."""
    trouble: list[str] = field(default_factory=list)

    def adds(self, chain: str, refs: list[ArticleRef]) -> bool:
        """Take note of what a page of a list names; return whether any of it is new to this list."""
        identities = {hash(_identity(ref.url)) for ref in refs}
        self.named |= identities
        known = self.chains.setdefault(chain, set())
        fresh = not identities <= known
        known |= identities
        return fresh

    @property
    def why(self) -> str:
        """What went wrong, on one line of bearable length."""
        more = len(self.trouble) - 3
        return "; ".join(self.trouble[:3]) + (f"; and {more} more" if more > 0 else "") or "it lists no articles"


def _identity(url: str) -> str:
    """The part of a URL by which sources agree on a page: some list http for https, or leave the last slash out."""
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/")

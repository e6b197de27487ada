"""Walks the discovery sources: fetches their listings, and decides when one source is enough."""

from __future__ import annotations

import logging
from collections import Counter, deque
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from newscrawl import accounts
from newscrawl.discovery import archive, feed, rest, sitemap
from newscrawl.discovery.links import article_of, bare, identity, upper_article
from newscrawl.discovery.listing import MAX_BYTES, Cut, Listing, ListingError
from newscrawl.items import Validators
from newscrawl.ledger import Decision, Verdict
from newscrawl.ledger import Listing as Remembered
from newscrawl.spiders.fetching import FetchError, fetch, validators_of
from newscrawl.spiders.opening import named_sitemaps
from newscrawl.spiders.patience import patience

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from types import ModuleType

    from scrapy.crawler import Crawler

    from newscrawl.extensions.ledger import LedgerKeeper
    from newscrawl.items import ArticleRef
    from newscrawl.spiders.arguments import Arguments
    from newscrawl.spiders.opening import Opened

logger = logging.getLogger(__name__)

SOURCES: dict[str, ModuleType] = {"rest": rest, "sitemap": sitemap, "feed": feed, "archive": archive}

_PAST_THE_END = {"rest": {400}, "feed": {404, 410}, "archive": {404, 410}}
"""Statuses by which WordPress says that there is no such further page."""

_MAX_IDLE = 20
"""Listings in a row that name no article before a source is left: it would lead on for ever."""

_MAX_OUTSIDE = 1000
"""The same where a listing may hold the posts of another edition of the site, page after page."""

_MAX_TOTAL = 10_000_000
"""Most articles that a site is believed to have where it only says so."""

_NEWEST_FIRST = ("feed", "archive")
"""Sources whose later pages hold nothing new where an earlier one holds nothing new."""

_NAMES_ALL = ("rest", "sitemap")
"""Sources that name every article of a site: what they leave out may have been taken down."""


class Discovery:
    """Lists a site's articles, each once, and asks the ledger which of them to fetch.

    ``answered`` says whether any source could be read, even if it listed nothing; ``complete`` whether a source was
    read to its end without trouble; ``whole`` whether one has named every article that the site has.
    """

    def __init__(self, crawler: Crawler, opened: Opened, arguments: Arguments, keeper: LedgerKeeper | None) -> None:
        self.crawler = crawler
        self.site = opened.info
        self.no_api = opened.no_api
        self._home = opened.page if "archive" in arguments.discovery else None
        self.arguments = arguments
        self.keeper = keeper
        self.cut = Cut(since=arguments.since, limit=arguments.limit)
        self.answered = False
        self.complete = False
        self.whole = False
        self._listed: set[int] = set()
        self._taken = 0

    async def listings(self) -> AsyncIterator[list[Decision]]:
        """Yield what each listing adds, page by page, with what to do about it. Raises LedgerError."""
        for name in self.arguments.discovery:
            walk = _Walk(name, changed_since=self._changed_since(name))
            async for refs in self._walk(walk):
                room = None if self.cut.limit is None else self.cut.limit - self._taken
                fresh = self._fresh(refs)[:room]
                self._taken += len(fresh)
                self._listed.update(map(self._key, (ref.url for ref in fresh)))
                if fresh:
                    accounts.list_source(self.crawler.stats, name, datetime.now(UTC).isoformat(timespec="seconds"))
                self._expect(walk)
                decisions = self._decide(fresh)
                walk.all_known = bool(refs) and not any(decision.fetch for decision in decisions)
                if decisions:
                    yield decisions
                if self._taken == self.cut.limit:
                    return
            self._report(walk)
            if walk.enough(self.cut):
                self.complete = True
                self._remember(walk)
                if self.arguments.auto:
                    return

    def _expect(self, walk: _Walk) -> None:
        named = max(self._taken, min(sum(walk.totals.values()), _MAX_TOTAL))
        accounts.expect(self.crawler.stats, min(named, self.cut.limit or named))

    def _fresh(self, refs: list[ArticleRef]) -> list[ArticleRef]:
        """Leave out what this run has listed already, and what stands below the address of an article that it lists."""
        fresh: dict[int, ArticleRef] = {}
        for key, ref in zip(self._keys(refs), refs, strict=True):
            if key not in self._listed and (key not in fresh or "?" in fresh[key].url):
                fresh[key] = ref
        uppers = {key: upper_article(ref.url, self.site.folder) for key, ref in fresh.items()}
        return [
            ref
            for key, ref in fresh.items()
            if not (upper := uppers[key]) or (not self.lists(upper) and self._key(upper) not in fresh)
        ]

    def _key(self, url: str) -> int:
        return hash(article_of(url, self.site.folder))

    def _keys(self, refs: list[ArticleRef]) -> list[int]:
        """Return the key of each article of a listing, which it may name by a query besides."""
        keys = [self._key(ref.url) for ref in refs]
        here = frozenset(keys)
        for place, ref in enumerate(refs):
            own = bare(ref.url)
            if own and ((key := hash(identity(own))) in here or key in self._listed):
                keys[place] = key
        return keys

    def lists(self, url: str) -> bool:
        """Whether this run has listed the article at ``url``."""
        return self._key(self.site.url(url, self.site.home) or url) in self._listed

    def claim(self, url: str) -> None:
        """Have the article at ``url`` count as listed: it was come to by another address."""
        self._listed.add(self._key(self.site.url(url, self.site.home) or url))

    def _decide(self, refs: list[ArticleRef]) -> list[Decision]:
        if self.keeper is None or not refs:
            return [Decision(ref, Verdict.NEW) for ref in refs]
        return self.keeper.decide(refs)

    def _changed_since(self, name: str) -> datetime | None:
        """The instant from which a source need be read: ``None``, all of it, on the first run and every so often."""
        if self.keeper is None or self.cut != Cut():
            return None
        read, whole = self.keeper.listing(_mark(name)), self.keeper.listing(_mark(name, whole=True))
        if not (read and read.watermark and whole and whole.watermark):
            return None
        days = self.crawler.settings.getfloat("NEWSCRAWL_FULL_LISTING_DAYS")
        read_at, whole_at = datetime.fromisoformat(read.watermark), datetime.fromisoformat(whole.watermark)
        now = datetime.now(UTC)
        # In the future: the clock was wrong, and what changed since the run before would be passed over until then.
        if whole_at + timedelta(days=days) <= now or max(read_at, whole_at) > now:
            return None
        return read_at

    def _remember(self, walk: _Walk) -> None:
        if self.keeper is None or self.cut != Cut():
            return
        started = self.keeper.started.isoformat()
        self.keeper.keep_listing(Remembered(url=_mark(walk.name), watermark=started))
        if walk.changed_since is None:
            self.keeper.keep_listing(Remembered(url=_mark(walk.name, whole=True), watermark=started))
            self.whole = self.whole or walk.name in _NAMES_ALL

    async def _walk(self, walk: _Walk) -> AsyncIterator[list[ArticleRef]]:
        """Yield what each listing of one source names: of its groups of URLs, the first that answers counts."""
        if walk.name == "sitemap":
            sitemaps = await named_sitemaps(self.crawler, self.site)
            self.site = replace(self.site, sitemaps=tuple(dict.fromkeys([*sitemaps, *self.site.sitemaps])))
        cut = replace(self.cut, changed_since=walk.changed_since)
        for group in SOURCES[walk.name].first(self.site, cut):
            walk.trouble, asked, idle = [], set(group), 0
            # One list for each type of posts: which articles are the newest, all of them tell together.
            most = cut.limit if walk.name == "rest" and len(group) > 1 else None
            held: list[ArticleRef] = []
            queue = deque((url, url) for url in group)  # what to fetch, and the first page of the list it goes on
            while queue:
                url, chain = queue.popleft()
                listing = await self._read(walk, url, cut)
                if listing is None:
                    continue
                walk.answered = self.answered = True
                if listing.total:
                    walk.totals[chain] = listing.total
                if listing.problem:
                    walk.trouble.append(f"{url} {listing.problem}")
                adds = walk.adds(chain, self._keys(listing.refs))
                idle = 0 if adds else idle + 1
                if listing.refs and not adds:  # the same page under every number: there is no end to follow it to
                    if walk.name == "feed" and walk.pages[chain] == 1:
                        walk.trouble.append(f"{url} repeats the page before it: the feed has the newest articles only")
                    queue = deque(entry for entry in queue if entry[1] != chain)
                    continue
                if idle > (_MAX_OUTSIDE if self.site.narrow and walk.name == "rest" else _MAX_IDLE):
                    walk.trouble.append(f"{url}: the last {idle} listings name no article")
                    break
                if most is None:
                    yield listing.refs
                else:
                    held += listing.refs
                    if len(walk.chains[chain]) >= most:
                        queue = deque(entry for entry in queue if entry[1] != chain)
                        continue
                if walk.changed_since and walk.all_known and walk.name in _NEWEST_FIRST:
                    queue = deque(entry for entry in queue if entry[1] != chain)
                    continue
                lists = set(listing.lists)
                more = [further for further in listing.more if further not in asked]
                asked.update(more)
                queue.extend((further, further if further in lists else chain) for further in more)
            if held:
                yield sorted(held, key=lambda ref: ref.published or "", reverse=True)
            if walk.answered:
                return
        if not walk.trouble:
            walk.trouble.append((walk.name == "rest" and self.no_api) or "the site has none")

    async def _read(self, walk: _Walk, url: str, cut: Cut) -> Listing | None:
        """Fetch and parse a listing; ``None`` where it could not be had, or ends the list."""
        known = self.keeper.listing(url) if self.keeper and walk.changed_since else None
        validators = Validators(known.etag, known.last_modified) if known else Validators()
        try:
            home, self._home = (self._home, None) if url == self.site.home else (None, self._home)
            response = home or await fetch(self.crawler, url, max_size=MAX_BYTES, validators=validators)
            headers = {k.decode("latin-1").lower(): v[-1].decode("latin-1") for k, v in response.headers.items() if v}
            parse = SOURCES[walk.name].parse
            with patience(self.crawler):
                listing: Listing = parse(response.body, response.url, headers, self.site, cut)
        except FetchError as error:
            if error.status == 304 and known:
                walk.answered = self.answered = True
                self.keep(known)
            elif not walk.answered or error.status not in _PAST_THE_END.get(walk.name, ()):
                walk.trouble.append(f"{url}: {error}")
        except ListingError as error:
            walk.trouble.append(f"{url} {error}")
        else:
            given = validators_of(response)
            # A listing that leads on says nothing about where it leads: only the last of a line can be left out.
            if given and not listing.more:
                self.keep(Remembered(url=url, etag=given.etag, last_modified=given.last_modified))
            return listing
        return None

    def keep(self, listing: Remembered) -> None:
        """Remember a listing for the next run, where there is anything to remember it with."""
        if self.keeper is not None and self.cut == Cut():
            self.keeper.keep_listing(listing)

    def _report(self, walk: _Walk) -> None:
        """Say in one line what went wrong with a source, if anything."""
        if walk.trouble and walk.named:
            logger.warning(
                "%s broke off after %d articles: %s: these are crawled, and %s",
                walk.name,
                len(walk.named),
                walk.why,
                self._following(walk.name),
            )
        elif not walk.named and not walk.enough(self.cut):
            logger.warning("%s skipped: %s: %s", walk.name, walk.why, self._following(walk.name))
        else:
            return
        accounts.skip_source(self.crawler.stats, walk.name, walk.why)

    def _following(self, name: str) -> str:
        """What becomes of the articles that a source should have named."""
        following = self.arguments.discovery[self.arguments.discovery.index(name) + 1 :]
        if following:
            return f"{following[0]} is asked for the rest"
        more = "" if self.arguments.auto else ", and -a discovery=auto asks other sources, too"
        return f"no source is left to ask for the rest: the next run tries again{more}"


@dataclass(slots=True)
class _Walk:
    """The walk through one source."""

    name: str
    changed_since: datetime | None = None
    """Only what changed since is wanted; ``None``: all."""
    answered: bool = False
    all_known: bool = False
    """Nothing on the last listing need be fetched."""
    named: set[int] = field(default_factory=set)
    """Identities of the articles named so far."""
    chains: dict[str, set[int]] = field(default_factory=dict)
    """The same for each list that goes on over several pages, by its first page."""
    pages: Counter[str] = field(default_factory=Counter)
    """How many pages of each list named an article that was new to it, by the list's first page."""
    trouble: list[str] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    """How many articles the site says that a list has, by its first page; absent where it does not say."""

    def adds(self, chain: str, keys: Iterable[int]) -> bool:
        """Take note of what a page of a list names; return whether any of it is new to this list."""
        identities = set(keys)
        self.named |= identities
        known = self.chains.setdefault(chain, set())
        fresh = not identities <= known
        known |= identities
        self.pages[chain] += fresh
        return fresh

    def enough(self, cut: Cut) -> bool:
        """Whether the source gave what it was asked for; nothing at all is enough only where little was asked for."""
        return not self.trouble and bool(self.named or (self.answered and (cut.since or self.changed_since)))

    @property
    def why(self) -> str:
        """What went wrong, on one line of bearable length."""
        more = len(self.trouble) - 3
        return "; ".join(self.trouble[:3]) + (f"; and {more} more" if more > 0 else "") or "it lists no articles"


def _mark(source: str, *, whole: bool = False) -> str:
    """The name under which the ledger remembers when a source was read to its end, and when in whole."""
    return f"newscrawl:{source}{':whole' if whole else ''}"

"""Looks at a site with the crawl's own machinery: its opening, listings, downloader and page reader."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from w3lib.encoding import http_content_type_encoding

from newscrawl.discovery import rest
from newscrawl.discovery.listing import MAX_BYTES, Cut, Listing, ListingError
from newscrawl.ending import StoppedError
from newscrawl.extensions.page_reader import PageReader
from newscrawl.extract.messages import PageError
from newscrawl.items import Rejected
from newscrawl.normalise import normalise_article
from newscrawl.normalise.validity import reasons
from newscrawl.onboarding import api
from newscrawl.onboarding.budget import MADE
from newscrawl.onboarding.sampling import by_category, choose, spread
from newscrawl.onboarding.survey import Api, Listed, Sample, Survey
from newscrawl.spiders.fetching import FetchError, fetch
from newscrawl.spiders.listing import SOURCES
from newscrawl.spiders.news import NewsSpider
from newscrawl.spiders.opening import named_sitemaps
from newscrawl.spiders.reading import read_page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response
    from scrapy.settings import BaseSettings

    from newscrawl.discovery.site import SiteInfo
    from newscrawl.items import ArticleRef
    from newscrawl.spiders.opening import Opened

logger = logging.getLogger(__name__)

_PROGRESS = "newscrawl.extensions.progress.Progress"
_SAMPLE = 12
"""Articles that are read."""
_ATTEMPTS = 16
"""Articles that are asked for at most: some cannot be had."""
_TYPES = 3
"""Types of posts beside WordPress's own that are looked at."""
_ALTERNATIVES = 4
"""Guessed addresses of one source that are tried."""


class OnboardSpider(NewsSpider):
    """Takes a few dozen looks at a site, one at a time, and keeps what it saw in ``survey``. It yields nothing."""

    survey: Survey | None = None

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Count requests, and ask no address twice: robots.txt, home page and feed are wanted by several."""
        super().update_settings(settings)
        middlewares = settings.getdict("DOWNLOADER_MIDDLEWARES")
        middlewares["newscrawl.onboarding.budget.RequestBudget"] = 950  # behind the cache, at 900
        extensions = settings.getdict("EXTENSIONS")
        extensions["newscrawl.onboarding.progress.LookProgress"] = extensions.pop(_PROGRESS, None)
        own = {
            "EXTENSIONS": extensions,
            "DOWNLOADER_MIDDLEWARES": middlewares,
            "HTTPCACHE_ENABLED": True,
            "HTTPCACHE_STORAGE": "newscrawl.onboarding.budget.MemoryCacheStorage",
            "HTTPCACHE_IGNORE_HTTP_CODES": settings.getlist("RETRY_HTTP_CODES"),  # these are tried again
        }
        settings.setdict(own, priority="spider")

    async def start(self) -> AsyncIterator[Any]:
        """Look at the site."""
        given = self.profile
        try:
            opened = await self.open_site()
            self.survey = Survey(profile=self.profile, given=given, opened=opened)
            if not opened.dead:
                await self._look(self.survey, opened)
        except StoppedError:
            return
        self.survey.requests = self.crawler.stats.get_value(MADE, 0)
        self.survey.complete = True
        return
        yield  # what makes it a generator, as Scrapy wants it

    async def _look(self, survey: Survey, opened: Opened) -> None:
        site = opened.info
        if site.api_root:
            survey.listed.append(await self._ask_rest(survey, site.api_root, site))
        else:
            survey.listed.append(Listed(source="rest", why=opened.no_api))
        sitemaps = await named_sitemaps(self.crawler, site)
        site = replace(site, sitemaps=tuple(dict.fromkeys([*sitemaps, *site.sitemaps])))
        for name in ("sitemap", "feed", "archive"):
            enough = any(any(listed.strata) for listed in survey.listed)
            survey.listed.append(await self._ask(name, site, deeper=not enough))
        first = next((listed for listed in survey.listed if any(listed.strata)), None)
        for ref in choose(first.strata, _ATTEMPTS) if first else ():
            if len(survey.samples) < _SAMPLE:
                await self._read(survey, ref)
        if site.api_root:
            survey.api = await self._ask_api(survey, site.api_root, opened)

    async def _ask_rest(self, survey: Survey, root: str, site: SiteInfo) -> Listed:
        """List the newest, the oldest and some posts from between."""
        why = None

        async def posts(url: str) -> Listing:
            response = await fetch(self.crawler, url, max_size=MAX_BYTES)
            survey.facts.update(api.read_facts(response.body))
            count = response.headers.get("X-WP-Total")
            headers = {"x-wp-total": count.decode("latin-1")} if count else {}
            return rest.parse(response.body, response.url, headers, site, Cut())

        try:
            listing = await posts(api.newest_url(root))
        except (FetchError, ListingError) as error:
            return Listed(source="rest", url=root, why=str(error))
        newest, total = listing.refs, listing.total
        own: list[list[ArticleRef]] = []
        oldest: list[ArticleRef] = []
        between: list[ArticleRef] = []
        try:
            for name in site.post_types[:_TYPES]:
                listing = await posts(api.type_url(root, name))
                own.append(listing.refs[:3])
                survey.of_own_types.update(ref.number for ref in listing.refs if ref.number)
                total = total + (listing.total or 0) if total is not None else None
            if len(newest) == rest.PER_PAGE:
                oldest = (await posts(api.oldest_url(root))).refs
            if oldest and (middle := _between(oldest[0].published, newest[-1].published)):
                between = (await posts(api.before_url(root, middle))).refs
            response = await fetch(self.crawler, rest.categories_url(root))
            survey.categories = rest.read_categories(response.body)
        except (FetchError, ListingError) as error:
            why = f"but not everything: {error}"
        order = [category.id for category in survey.categories]
        strata = [newest[:3], *own, oldest or newest[::-1], between, *by_category(newest, survey.facts, order)]
        return Listed(source="rest", url=root, strata=[refs for refs in strata if refs], total=total, why=why)

    async def _ask(self, name: str, site: SiteInfo, *, deeper: bool) -> Listed:
        """Ask a source for its first listing that answers; ``deeper``: for some of those it leads to as well."""
        trouble = []
        for group in SOURCES[name].first(site, Cut())[:_ALTERNATIVES]:
            for url in group[:1]:
                try:
                    listing = await self._listing(name, url, site)
                except (FetchError, ListingError) as error:
                    trouble.append(f"{url} {error}")
                    continue
                strata = [spread(listing.refs, _SAMPLE)]
                beside = [*group[1:], *(further for further in listing.more if further not in group)]
                if deeper:
                    for further in dict.fromkeys([*beside[:2], *beside[-1:]]):
                        try:
                            strata.append(spread((await self._listing(name, further, site)).refs, _SAMPLE))
                        except (FetchError, ListingError) as error:
                            trouble.append(f"{further} {error}")
                if any(strata) or beside:
                    why = listing.problem or ("; ".join(trouble) if deeper and not any(strata) else None)
                    return Listed(
                        source=name, url=url, strata=[refs for refs in strata if refs], further=len(beside), why=why
                    )
                trouble.append(f"{url} lists no articles")
        return Listed(source=name, why="; ".join(trouble) or "the site has none")

    async def _listing(self, name: str, url: str, site: SiteInfo) -> Listing:
        response = await fetch(self.crawler, url, max_size=MAX_BYTES)
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        headers = {"content-type": content_type}
        listing: Listing = SOURCES[name].parse(response.body, response.url, headers, site, Cut())
        return listing

    async def _read(self, survey: Survey, ref: ArticleRef) -> None:
        """Read an article as a crawl would, and keep its page."""
        try:
            response = await fetch(self.crawler, ref.url)
        except FetchError as error:
            survey.unread[ref.url] = str(error)
            return
        try:
            item = await read_page(response, self.profile, self.site, ref, self.crawler.get_extension(PageReader))
        except PageError as error:
            survey.unread[ref.url] = str(error).partition("\n")[0]
            return
        if isinstance(item, Rejected):
            survey.unread[ref.url] = "; ".join(item.reasons)
            return
        article = normalise_article(item, self.profile)
        survey.samples.append(
            Sample(
                ref=ref,
                html=response.body,
                encoding=_charset(response),
                article=article,
                lacks=reasons(article),
            )
        )

    async def _ask_api(self, survey: Survey, root: str, opened: Opened) -> Api:
        """Find out what the API allows beside listing posts."""
        known = opened.api
        parameters = known.parameters if known else frozenset()
        routes = known.routes if known else frozenset()
        bodies = {sample.ref.number: sample.article.body for sample in survey.samples if sample.ref.number}
        for number in survey.of_own_types:
            bodies.pop(number, None)
        texts = None
        if bodies and (answer := await self._answer(api.content_url(root, [n for n in bodies if n]))):
            texts = api.read_texts(answer.body)
        changed: bool | None = "modified_after" in parameters
        if not parameters:
            answer = await self._answer(api.future_url(root))
            found = api.rows(answer.body) if answer else None
            changed = None if found is None else not found
        users: bool | None = False
        if not routes or "/wp/v2/users" in routes:
            answer = await self._answer(api.users_url(root))
            users = bool(answer and api.rows(answer.body))
        return Api(
            full_content=(
                None if texts is None else sum(api.is_whole(texts.get(n or 0, ""), body) for n, body in bodies.items())
            ),
            compared=len(bodies),
            modified_after=changed,
            users=users,
            contexts=known.contexts if known else (),
        )

    async def _answer(self, url: str) -> Response | None:
        try:
            return await fetch(self.crawler, url, max_size=MAX_BYTES)
        except FetchError as error:
            logger.info("%s: %s", url, error)
            return None


def _charset(response: Response) -> str | None:
    return http_content_type_encoding((response.headers.get("Content-Type") or b"").decode("latin-1"))


def _between(early: str | None, late: str | None) -> str | None:
    """The instant half-way between two of a listing, as the API takes it; ``None`` where they cannot be read."""
    try:
        first, last = (datetime.fromisoformat(text or "").replace(tzinfo=None) for text in (early, late))
    except ValueError:
        return None
    return (first + (last - first) / 2).isoformat(timespec="seconds")

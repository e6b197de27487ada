"""The spider: a site's articles, each fetched and read once."""

from __future__ import annotations

import logging
import re
import secrets
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from w3lib.encoding import http_content_type_encoding

import newscrawl
from newscrawl import accounts
from newscrawl.demo import DemoSite
from newscrawl.extract.page import extract_article
from newscrawl.spiders.arguments import read_arguments
from newscrawl.spiders.fetching import explain
from newscrawl.spiders.listing import Discovery
from newscrawl.spiders.opening import open_site
from newscrawl.spiders.zone_finder import find_offset

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from newscrawl.items import Article, ArticleRef, Source
    from newscrawl.spiders.opening import Opened

logger = logging.getLogger(__name__)

# What may stand in a user agent's comment: a mail address or a URL, no header injection.
_CONTACT = re.compile(r"[\w.+-]+@[\w.-]+|https?://[\x21-\x7e]+", re.ASCII)

_SOURCE_OF: dict[str, Source] = {"rest": "rest", "sitemap": "sitemap", "feed": "feed", "archive": "html"}


class NewsSpider(Spider):
    """Crawls the site that the argument ``site`` names; without it, the built-in demo.

    Arguments are those of :func:`newscrawl.spiders.arguments.read_arguments`. Public attributes, which feed
    URIs may name: ``site`` (name of the site), ``run`` (name of the run: UTC time and four random digits),
    ``output_dir``.
    """

    name = "news"

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Name the contact address in the user agent."""
        super().update_settings(settings)
        if contact := settings["NEWSCRAWL_CONTACT"]:
            agent = f"newscrawl/{newscrawl.__version__} (+{contact})"
            settings.set("USER_AGENT", agent, priority="spider")

    @classmethod
    def check(cls, settings: BaseSettings, arguments: dict[str, str]) -> None:
        """Raise ValueError, one line, for arguments or settings that no run can begin with."""
        read_arguments(**arguments)
        contact = settings["NEWSCRAWL_CONTACT"]
        if contact and not _CONTACT.fullmatch(str(contact)):
            raise ValueError(f"setting NEWSCRAWL_CONTACT: {contact!r} is neither a mail address nor a URL")
        share = settings["NEWSCRAWL_MAX_FAILED"]
        try:
            fits = 0 <= float(share) <= 1
        except (TypeError, ValueError):
            fits = False
        if not fits:
            raise ValueError(f"setting NEWSCRAWL_MAX_FAILED: {share!r} is no share: give a number from 0 to 1")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way to make a spider. Raises BadArgumentError."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.output_dir = crawler.settings["NEWSCRAWL_OUTPUT_DIR"]
        return spider

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        super().__init__(name)
        self.arguments = read_arguments(**arguments)
        self.profile = self.arguments.profile
        self.since = self.arguments.since
        self.site = self.profile.name
        self.base_url = self.profile.base_url
        self.run = f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}-{secrets.token_hex(2)}"
        self.output_dir = ""
        self.unreachable: str | None = None
        """Why the home page could not be had."""
        self.nothing_new = False
        """A source was read to its end, and lists nothing that was asked for."""
        self._demo: DemoSite | None = None

    async def start(self) -> AsyncIterator[Any]:
        """Open the site and request its articles, as fast as they are taken and no faster."""
        opened = await self.open_site()
        self.unreachable = opened.trouble
        if opened.dead:
            return
        discovery = Discovery(self.crawler, opened, self.arguments)
        async for refs in discovery.listings():
            for ref in refs:
                accounts.discover(self.crawler.stats, ref)
                yield Request(ref.url, callback=self.parse, errback=self.failed, cb_kwargs={"ref": ref})
            # The next listing waits until this one's articles are under way: the queue stays one listing long.
            scheduler = self.crawler.engine.scheduler
            if scheduler is not None and scheduler.has_pending_requests():
                await self.crawler.signals.wait_for(signals.scheduler_empty)
        self.nothing_new = discovery.complete

    async def open_site(self) -> Opened:
        """Find out what the site tells about itself, and complete the profile with it."""
        if self.profile.demo_edition:
            self._demo = DemoSite(self.profile.demo_edition).start()
            self.base_url = self._demo.url
            logger.info(
                "This is the built-in demo site, served at %s for this crawl. "
                "To crawl a real one: scrapy crawl news -a site=https://news.example/",
                self.base_url,
            )
        hosts = {urlsplit(self.base_url).hostname or "", *self.profile.hosts}
        hosts |= {host.removeprefix("www.") for host in hosts} | {f"www.{host.removeprefix('www.')}" for host in hosts}
        self.allowed_domains = sorted(hosts)
        self.profile = replace(self.profile, base_url=self.base_url)
        opened = await open_site(self.crawler, self.profile)
        zone = self.profile.timezone or opened.info.timezone
        if zone is None and not opened.dead:
            zone = await find_offset(self.crawler, opened.info, self.profile)
        self.profile = replace(self.profile, timezone=zone)
        return opened

    def parse(self, response: Response, ref: ArticleRef | None = None) -> Article:
        """Read an article's page.

        @demo
        @returns items 1 1
        @scrapes url headline body summary raw
        """
        content_type = response.headers.get("Content-Type") or b""
        article = extract_article(
            response.body,
            response.url,
            self.profile,
            encoding=http_content_type_encoding(content_type.decode("latin-1")),
        )
        article.site = self.site
        article.fetched_at = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())
        if ref is not None:
            article.ref = ref
            source = _SOURCE_OF[ref.source]
            evidence = article.evidence
            if ref.number is not None:
                evidence.number.setdefault(source, str(ref.number))
            if ref.published:
                evidence.date.setdefault(source, ref.published)
            if ref.modified:
                evidence.date_modified.setdefault(source, ref.modified)
        return article

    def failed(self, failure: Failure) -> None:
        """Settle an article whose page could not be had."""
        assert failure.value is not None
        state, reason = explain(failure.value)
        request: Request = failure.request  # type: ignore[attr-defined]
        logger.warning("%s %s: %s", state.replace("_", " "), request.url, reason)
        if "ref" in request.cb_kwargs:
            accounts.settle(self.crawler.stats, state)

    def closed(self, reason: str) -> None:
        """End the demo site."""
        if self._demo:
            self._demo.stop()

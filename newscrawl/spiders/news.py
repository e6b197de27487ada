"""The spider: a site's articles, each fetched and read once."""

from __future__ import annotations

import json
import logging
import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals

import newscrawl
from newscrawl import accounts
from newscrawl.ending import StoppedError
from newscrawl.extensions.ledger import LedgerKeeper, outcome, ref_of
from newscrawl.extensions.monitors import check_settings
from newscrawl.extensions.page_reader import PageReader
from newscrawl.extract.messages import PageError
from newscrawl.feeds import output_folder
from newscrawl.items import Rejected, Removed, State, Validators
from newscrawl.ledger import Decision, LedgerError, Listing, Verdict
from newscrawl.ledger.engine import parse_url
from newscrawl.ledger.errors import BadURLError
from newscrawl.spiders.arguments import read_arguments
from newscrawl.spiders.fetching import conditional, explain, is_gone, is_refused
from newscrawl.spiders.following import Follower
from newscrawl.spiders.limits import check_limits
from newscrawl.spiders.listing import Discovery
from newscrawl.spiders.numbers import NUMBERS, numbered
from newscrawl.spiders.opening import named_categories, open_site
from newscrawl.spiders.post_types import PostReaders
from newscrawl.spiders.reading import read_page
from newscrawl.spiders.relisting import relisted
from newscrawl.spiders.zone_finder import Looks, host_of, look, tell

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from newscrawl.demo import DemoSite
    from newscrawl.discovery.site import SiteInfo
    from newscrawl.items import Article, ArticleRef
    from newscrawl.ledger import Entry
    from newscrawl.spiders.opening import Opened

logger = logging.getLogger(__name__)

# What may stand in a user agent's comment: a mail address or a URL, no header injection.
_CONTACT = re.compile(r"[\w.+-]+@[\w.-]+|https?://[\x21-\x7e]+", re.ASCII)

_AHEAD = 100
"""Requests that wait in the queue at a time."""

_CATEGORIES = "newscrawl:categories"
"""The name under which the ledger remembers the site's own list of categories."""

_CLOCK = "newscrawl:clock"
"""The name under which the ledger remembers what was seen of the clock of a site that does not tell its zone."""


def run_name(began: int) -> str:
    """Name a run by when it began, in nanoseconds since 1970; of two runs of a site the later one's sorts later.

    The last four digits are the second's 65,536ths: a run killed at once and the next one may share their second.
    """
    seconds, rest = divmod(began, 10**9)
    return f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime(seconds))}-{(rest << 16) // 10**9:04x}"


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
        if settings["NEWSCRAWL_OUTPUT_DIR"] == "":
            raise ValueError("setting NEWSCRAWL_OUTPUT_DIR is empty: give a folder, such as output")
        if settings["JOBDIR"]:
            raise ValueError("setting JOBDIR: leave it out. A run that was stopped is taken up by running again")
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
        check_limits(settings)
        check_settings(settings)
        if url := settings["NEWSCRAWL_LEDGER_URL"]:
            try:
                parse_url(url)
            except BadURLError as error:
                raise ValueError(str(error)) from error

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way to make a spider. Raises BadArgumentError."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.output_dir = output_folder(crawler.settings)
        if not crawler.settings.frozen:  # as they are in scrapy shell, which opens no site
            spider.set_for_site(crawler.settings)
        return spider

    def set_for_site(self, settings: BaseSettings) -> None:
        """Set what depends on the site."""
        if not self.profile.verify_tls:
            settings.set("DOWNLOAD_VERIFY_CERTIFICATES", False, priority="spider")
        if settings["HTTPAUTH_DOMAIN"] is None:  # credentials are the site's; Scrapy compares host and port
            settings.set("HTTPAUTH_DOMAIN", urlsplit(self.base_url).netloc, priority="spider")

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        super().__init__(name)
        self.arguments = read_arguments(**arguments)
        self.profile = self.arguments.profile
        self.since = self.arguments.since
        self.site = self.profile.name
        self.base_url = self.profile.base_url
        self.run = run_name(time.time_ns())
        self.output_dir = ""
        self.unreachable: str | None = None
        """Why the home page could not be had."""
        self.refused_opening = False
        """It was refused: with HTTP 403, 429 or 503, or by a challenge page."""
        self.nothing_new = False
        """A source was read to its end, and lists nothing that was asked for."""
        self._demo: DemoSite | None = None
        self._posts: PostReaders | None = None
        self._discovery: Discovery | None = None
        self._follower = Follower(self)

    async def start(self) -> AsyncIterator[Any]:
        """Open the site and request its articles, as fast as they are taken and no faster."""
        try:
            async for request in self._requests():
                yield request
        except StoppedError:
            return
        except LedgerError as error:
            keeper = self.crawler.get_extension(LedgerKeeper)
            assert keeper is not None
            keeper.abandon(error)

    async def _requests(self) -> AsyncIterator[Any]:
        opened = await self.open_site()
        self.unreachable, self.refused_opening = opened.trouble, opened.refused
        if opened.dead:
            return
        keeper = self.crawler.get_extension(LedgerKeeper)
        if self.arguments.fetch == "api":
            self._posts = PostReaders(self, opened.info, opened.no_api, keeper)
        if self.arguments.numbers:
            for ref in numbered(self.base_url, self.arguments.numbers, keeper):
                for request in await self._requests_for(Decision(ref, Verdict.NEW)):
                    yield request
            for request in await self._last_posts():
                yield request
            self.nothing_new = True
            return
        discovery = self._discovery = Discovery(self.crawler, opened, self.arguments, keeper)
        async for decisions in discovery.listings():
            for number, decision in enumerate(decisions, 1):
                confirm = decision.fetch and keeper is not None and keeper.gone(decision.entry)
                for request in await self._requests_for(decision, confirm=confirm):
                    yield request
                if number % _AHEAD == 0 or number == len(decisions):
                    await self._under_way()
        for request in await self._last_posts():
            yield request
        self.nothing_new = discovery.complete
        if keeper is not None and self.arguments.limit is None and self.arguments.since is None:
            for entry in keeper.suspects(whole=discovery.whole):
                yield self._request(Decision(ref_of(entry), Verdict.RETRY, entry), confirm=True)
            async for decision in relisted(self.crawler, opened.info, keeper.due()):
                yield self._request(decision)

    async def _under_way(self) -> None:
        """Wait until all that was requested is under way: a request is ten times the size of what it is made from."""
        scheduler = self.crawler.engine.scheduler
        if scheduler is not None and scheduler.has_pending_requests():
            await self.crawler.signals.wait_for(signals.scheduler_empty)

    async def _requests_for(self, decision: Decision, *, confirm: bool = False) -> list[Request]:
        """Book a listed article; return the requests that are due, for itself or for others that waited for it."""
        if self._posts and decision.fetch and not confirm and self._posts.takes(decision):
            accounts.discover(self.crawler.stats, decision.ref)
            return await self._posts.add(decision.ref)
        request = self._request(decision, confirm=confirm)
        return [request] if request else []

    async def _last_posts(self) -> list[Request]:
        return await self._posts.flush() if self._posts else []

    def _request(self, decision: Decision, *, confirm: bool = False) -> Request | None:
        """Book a listed article; return the request for its page, or ``None`` where there is nothing to fetch.

        ``confirm``: its absence is proven but for this last look.
        """
        ref, stats = decision.ref, self.crawler.stats
        accounts.discover(stats, ref)
        if not decision.fetch:
            state = State.FAILED if decision.ends is State.FAILED else State.UNCHANGED
            accounts.settle(stats, State.ROBOTS if decision.ends is State.ROBOTS else state)
            return None
        validators = Validators(decision.etag, decision.last_modified)
        return Request(
            ref.url,
            callback=self.parse,
            errback=self.gone if confirm else self.failed,
            headers=conditional(validators),
            cb_kwargs={"ref": ref} | ({"entry": decision.entry} if confirm else {}),
            meta={"handle_httpstatus_list": [304]} if validators else None,
        )

    def page_request(self, ref: ArticleRef) -> Request:
        """Return the request for the page of an article that is booked already."""
        return Request(ref.url, callback=self.parse, errback=self.failed, cb_kwargs={"ref": ref})

    async def open_site(self) -> Opened:
        """Find out what the site tells about itself, and complete the profile with it."""
        if self.profile.demo_edition:
            from newscrawl.demo import DemoSite  # a real crawl has no use for its texts

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
        likely = self.profile.likely_timezone
        if zone is None and likely is None and not opened.dead:
            likely = await self._find_zone(opened.info)
        categories = self.profile.categories or await self._find_categories(opened.info)
        self.profile = replace(self.profile, timezone=zone, likely_timezone=likely, categories=categories)
        return opened

    async def _find_categories(self, info: SiteInfo) -> tuple[str, ...]:
        """Ask for the site's own list of categories, as often as for its whole list of articles."""
        if info.api_root is None:
            return ()
        keeper = self.crawler.get_extension(LedgerKeeper)
        known = keeper.listing(_CATEGORIES) if keeper else None
        if known and known.watermark:
            read, *names = json.loads(known.watermark)
            days = self.crawler.settings.getfloat("NEWSCRAWL_FULL_LISTING_DAYS")
            if datetime.fromisoformat(read) + timedelta(days=days) > datetime.now(UTC):
                return tuple(names)
        categories = await named_categories(self.crawler, info.api_root)
        if keeper and categories:
            read_at = datetime.now(UTC).isoformat(timespec="seconds")
            keeper.keep_listing(Listing(url=_CATEGORIES, watermark=json.dumps([read_at, *categories])))
        return categories

    async def _find_zone(self, info: SiteInfo) -> str | None:
        """Find out which zone the site seems to be in, from what was seen of its clock in this run and earlier ones."""
        keeper = self.crawler.get_extension(LedgerKeeper)
        known = keeper.listing(_CLOCK) if keeper else None
        looks = Looks(known.watermark if known else None)
        if looks.due:
            looks.add(await look(self.crawler, info, self.profile))
            if keeper:
                keeper.keep_listing(Listing(url=_CLOCK, watermark=looks.dumps()))
        zone = looks.zone(host_of(info))
        if zone:
            tell(info, zone)
        return zone

    async def parse(
        self, response: Response, ref: ArticleRef | None = None, entry: Entry | None = None
    ) -> Article | Rejected | Request | None:
        """Read an article's page.

        @demo
        @returns items 1 1
        @scrapes url headline body summary raw
        """
        if response.status == 304 and ref is not None:
            accounts.settle(self.crawler.stats, State.UNCHANGED)
            self._note(State.UNCHANGED, ref)  # wherever it led: what is not sent again shows no move
            return None
        try:
            page = await self.read(response, ref)
        except PageError as error:
            self.settle_failure(State.FAILED, ref, response.url, str(error))
            return None
        except StoppedError:
            return None
        return page if isinstance(page, Rejected) else self._follower.follow(page, response, ref)

    async def read(self, response: Response, ref: ArticleRef | None, *, first: str | None = None) -> Article | Rejected:
        """Read a page; ``first``: the address of the article's first, where this is a later one. Raises PageError,
        StoppedError.
        """
        reader = self.crawler.get_extension(PageReader)
        return await read_page(response, self.profile, self.site, ref, reader, first=first)

    def lists(self, url: str) -> bool:
        """Whether this run comes to the article at ``url`` by that address."""
        return self._discovery is not None and self._discovery.lists(url)

    def claim(self, url: str) -> None:
        """Have this run not come to the article at ``url`` again."""
        if self._discovery is not None:
            self._discovery.claim(url)

    def settle(self, state: State, ref: ArticleRef, *, article_url: str) -> None:
        """Settle what was listed as ``ref``, and leads to the article at ``article_url``."""
        accounts.settle(self.crawler.stats, state)
        if keeper := self.crawler.get_extension(LedgerKeeper):
            keeper.note(replace(outcome(state, ref), url=article_url, listed_as=ref.url))

    def parse_posts(
        self, response: Response, batch: dict[int, ArticleRef], post_type: str
    ) -> AsyncIterator[Article | Request]:
        """Read posts that the REST API gave."""
        assert self._posts
        return self._posts.read(response, batch, post_type)

    def posts_failed(self, failure: Failure) -> Iterator[Request]:
        """Have posts that the REST API did not give read in other ways."""
        assert self._posts
        return self._posts.failed(failure)

    def failed(self, failure: Failure) -> None:
        """Settle an article whose page could not be had, unless the run is ending: then it is left unfinished."""
        assert failure.value is not None
        if isinstance(failure.value, StoppedError):
            return
        state, reason = explain(failure.value)
        request: Request = failure.request  # type: ignore[attr-defined]
        ref: ArticleRef | None = request.cb_kwargs.get("ref")
        gone = is_gone(failure.value)
        if gone and ref and ref.source == NUMBERS:
            accounts.settle(self.crawler.stats, State.ABSENT)
            return
        self.settle_failure(state, ref, request.url, reason, error=failure.value, gone=gone)

    def settle_failure(
        self,
        state: State,
        ref: ArticleRef | None,
        url: str,
        reason: str,
        *,
        error: BaseException | None = None,
        gone: bool = False,
    ) -> None:
        """Settle an article that could not be had, for a reason that one clause tells; further lines of it stand
        in the log alone. ``error``: what a request for it ended in.
        """
        # What robots.txt keeps out is no fault.
        url = ref.url if ref else url
        if state is State.ROBOTS:
            logger.info("%s %s: %s", state.replace("_", " "), url, reason)
        else:
            clause, _, more = reason.partition("\n")
            logger.warning("%s %s: %s; a later run tries again%s", state, url, clause, f"\n{more}" if more else "")
        if ref:
            if error is not None and is_refused(error):
                accounts.refuse_article(self.crawler.stats)
            accounts.settle(self.crawler.stats, state)
            self._note(state, ref, reason.partition("\n")[0], gone=gone)

    def gone(self, failure: Failure) -> Iterator[Removed]:
        """Report an article that is proven to be taken down; where it is not its page that is gone, settle as usual."""
        assert failure.value is not None
        if not is_gone(failure.value):
            self.failed(failure)
            return
        arguments = failure.request.cb_kwargs  # type: ignore[attr-defined]
        entry: Entry = arguments["entry"]
        first = entry.first_missed or entry.last_seen
        yield Removed(
            site=self.site,
            number=entry.number,
            url=entry.url,
            reason=entry.missed_as or explain(failure.value)[1],
            first_missed_at=first.isoformat(timespec="seconds"),
            # Never before its page was last read, though the clock was set back: that would make it an old line.
            confirmed_at=max(datetime.now(UTC), entry.last_seen).isoformat(timespec="seconds"),
            ref=arguments["ref"],
        )

    def _note(self, state: State, ref: ArticleRef, *reasons: str, gone: bool = False) -> None:
        if keeper := self.crawler.get_extension(LedgerKeeper):
            keeper.note(outcome(state, ref, *reasons, gone=gone))

    def closed(self, reason: str) -> None:
        """End the demo site."""
        if self._posts:
            self._posts.report()
        if self._demo:
            self._demo.stop()

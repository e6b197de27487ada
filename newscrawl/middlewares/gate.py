"""Lets no request out once the run is ending, and ends it when its budget is spent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.utils.asyncio import call_later

from newscrawl.ending import GRACE, REQUESTS_SPENT, SECONDS_SPENT, StoppedError, end_run, ending

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.utils.asyncio import CallLaterResult


class GateMiddleware:
    """The last middleware that decides on a request, so that redirects, retries and robots.txt pass it too.

    NEWSCRAWL_MAX_REQUESTS counts every request of the run. What was let out within it is still waited for.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.requests = crawler.settings.getint("NEWSCRAWL_MAX_REQUESTS")
        self.seconds = crawler.settings.getfloat("NEWSCRAWL_MAX_SECONDS")
        self._timer: CallLaterResult | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the run's beginning and end."""
        middleware = cls(crawler)
        if middleware.seconds:
            crawler.signals.connect(middleware.spider_opened, signals.spider_opened)
            crawler.signals.connect(middleware.spider_closed, signals.spider_closed)
        return middleware

    def spider_opened(self) -> None:
        """Start the clock."""
        self._timer = call_later(self.seconds, self._spent)

    def spider_closed(self) -> None:
        """Stop the clock."""
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Let a request pass. Raises StoppedError."""
        sent = self.crawler.stats.get_value("downloader/request_count", 0)
        if self.requests and sent >= self.requests and not ending(self.crawler):
            line = f"its {self.requests} requests are spent (NEWSCRAWL_MAX_REQUESTS)"
            end_run(self.crawler, REQUESTS_SPENT, line, drop_queued=False)
        if ending(self.crawler):
            raise StoppedError("the run is ending")

    def _spent(self) -> None:
        self._timer = None
        line = f"its {self.seconds:g} seconds are spent (NEWSCRAWL_MAX_SECONDS)"
        end_run(self.crawler, SECONDS_SPENT, line, grace=GRACE)

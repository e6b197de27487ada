"""Keeps a look at a site to a few dozen requests, each address asked once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exceptions import IgnoreRequest
from scrapy.responsetypes import responsetypes

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from scrapy.statscollectors import StatsCollector

MADE = "newscrawl/onboard_requests"
"""Stat that counts the requests that went out; Scrapy's own counts those that the cache answers too."""


class RequestBudget:
    """Downloader middleware, the last before the network: lets ``NEWSCRAWL_ONBOARD_REQUESTS`` requests through.

    robots.txt, redirects and retries count. What is over the budget fails with IgnoreRequest.
    """

    def __init__(self, limit: int, stats: StatsCollector) -> None:
        self.limit = limit
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the limit."""
        return cls(crawler.settings.getint("NEWSCRAWL_ONBOARD_REQUESTS"), crawler.stats)

    def process_request(self, request: Request) -> None:
        """Count the request. Raises IgnoreRequest."""
        if self.stats.get_value(MADE, 0) >= self.limit:
            raise IgnoreRequest(f"the {self.limit} requests of NEWSCRAWL_ONBOARD_REQUESTS are used up")
        self.stats.inc_value(MADE)


class MemoryCacheStorage:
    """Storage for Scrapy's HTTP cache that lives as long as the crawl: no file, nothing pickled."""

    def __init__(self, settings: BaseSettings) -> None:
        self._kept: dict[str, dict[str, Any]] = {}

    def open_spider(self, spider: Spider) -> None:
        """Begin empty."""

    def close_spider(self, spider: Spider) -> None:
        """Forget everything."""
        self._kept.clear()

    def retrieve_response(self, spider: Spider, request: Request) -> Response | None:
        """Return what the address answered before."""
        kept = self._kept.get(request.url)
        if kept is None:
            return None
        kind = responsetypes.from_args(headers=kept["headers"], url=kept["url"], body=kept["body"])
        return kind(**kept)

    def store_response(self, spider: Spider, request: Request, response: Response) -> None:
        """Keep the answer of an address."""
        self._kept[request.url] = {
            "url": response.url,
            "status": response.status,
            "headers": response.headers.copy(),
            "body": response.body,
        }

"""Keeps the crawl on the site."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware as ScrapyOffsiteMiddleware
from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from scrapy import Request, Spider


class OffsiteError(IgnoreRequest):
    """Raised for a request that would leave the site; ``elsewhere`` is the home page of the other site."""

    def __init__(self, message: str, elsewhere: str) -> None:
        super().__init__(message)
        self.elsewhere = elsewhere


class OffsiteMiddleware(ScrapyOffsiteMiddleware):
    """Scrapy's check, made only where the request's errback hears of a refusal.

    Scrapy also checks when a request is scheduled, and drops it there without a word to anybody: an article
    that redirects off the site would never reach a state.
    """

    def request_scheduled(self, request: Request, spider: Spider) -> None:
        """Leave the check to ``process_request``, which every request and redirect passes."""

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Let a request on the site pass. Raises OffsiteError."""
        try:
            super().process_request(request)
        except IgnoreRequest as error:
            parts = urlsplit(request.url)
            host = parts.netloc.rpartition("@")[2]
            raise OffsiteError(str(error), f"{parts.scheme}://{host}/") from error

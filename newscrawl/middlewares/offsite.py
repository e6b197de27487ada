"""Keeps the crawl on the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware as ScrapyOffsiteMiddleware

if TYPE_CHECKING:
    from scrapy import Request, Spider


class OffsiteMiddleware(ScrapyOffsiteMiddleware):
    """Scrapy's check, made only where the request's errback hears of a refusal.

    Scrapy also checks when a request is scheduled, and drops it there without a word to anybody: an article
    that redirects off the site would never reach a state.
    """

    def request_scheduled(self, request: Request, spider: Spider) -> None:
        """Leave the check to ``process_request``, which every request and redirect passes."""

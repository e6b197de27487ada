"""Keeps the crawl on the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware as ScrapyOffsiteMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.discovery.links import host_key, with_www

if TYPE_CHECKING:
    from scrapy import Request, Spider


class OffsiteError(IgnoreRequest):
    """Raised for a request that would leave the site; ``elsewhere`` is the home page of the other site."""

    def __init__(self, message: str, elsewhere: str) -> None:
        super().__init__(message)
        self.elsewhere = elsewhere


class OffsiteMiddleware(ScrapyOffsiteMiddleware):
    """Scrapy's check, made only where the request's errback hears of a refusal, and stricter.

    Scrapy also checks when a request is scheduled, and drops it there without a word to anybody: an article
    that redirects off the site would never reach a state. And it lets every sub-domain and port pass.
    """

    def request_scheduled(self, request: Request, spider: Spider) -> None:
        """Leave the check to ``process_request``, which every request and redirect passes."""

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raise OffsiteError for a host that is not the site's, naming its port too."""
        try:
            super().process_request(request)
        except IgnoreRequest as error:
            parts = urlparse_cached(request)
            place = parts.netloc.rpartition("@")[2]
            raise OffsiteError(f"Filtered offsite request to {place!r}", f"{parts.scheme}://{place}/") from error

    def should_follow(self, request: Request, spider: Spider) -> bool:
        """Whether the request is to one of the site's own hosts, at the site's port or the scheme's own."""
        profile = getattr(spider, "profile", None)
        own = getattr(spider, "allowed_domains", None)
        if profile is None or not own:
            return super().should_follow(request, spider)  # scrapy shell and scrapy parse open no site
        parts = urlparse_cached(request)
        settings = self.crawler.settings
        if parts.scheme == "http" and profile.base_url.startswith("https:") and settings["HTTPAUTH_USER"]:
            return False  # the password would go out in the clear
        hosts = with_www([host_key(profile.base_url), *profile.hosts, *own])
        return host_key(request.url) in hosts and "@" not in parts.netloc

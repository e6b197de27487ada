"""Cookies, where they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class CookiesMiddleware:
    """Scrapy's own, loaded only with COOKIES_ENABLED: its list of suffixes brings a second HTTP client along."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> object:
        """Raise NotConfigured without COOKIES_ENABLED."""
        if not crawler.settings.getbool("COOKIES_ENABLED"):
            raise NotConfigured
        from scrapy.downloadermiddlewares.cookies import CookiesMiddleware

        return CookiesMiddleware.from_crawler(crawler)

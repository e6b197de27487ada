"""Leaves out what was published before the date the user asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newscrawl.drops import Settled
from newscrawl.items import Article, State

if TYPE_CHECKING:
    from datetime import date
    from typing import Self

    from scrapy.crawler import Crawler


class SincePipeline:
    """Drops articles older than ``since``: not every listing tells dates, so some are known only now."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make a pipeline."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Return the article, unless its day at the site is before ``since``."""
        since: date | None = getattr(self.crawler.spider, "since", None)
        if since and isinstance(item, Article) and item.date and item.date[:10] < since.isoformat():
            raise Settled(State.OUTSIDE, f"published {item.date}, before {since}")
        return item

"""Makes the log know which run it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import signals

from newscrawl import logs

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler


class RunLog:
    """Attends to the log when the spider opens: before that, no page has been read."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the run's beginning."""
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        """Attend to the log."""
        logs.attend(spider, self.crawler.settings)

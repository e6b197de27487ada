"""Makes the log know which run it is of."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy import signals

from newscrawl import logs

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from newscrawl.spiders.news import NewsSpider

logger = logging.getLogger(__name__)


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

    def spider_opened(self, spider: NewsSpider) -> None:
        """Attend to the log, and begin it."""
        settings = self.crawler.settings
        logs.attend(spider, settings)
        if not hasattr(spider, "open_site") or spider.profile.demo_edition:
            return
        logger.info("crawling %s, run %s", spider.base_url, spider.run)
        if spider.base_url.startswith("https:") and not settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"):
            logger.warning(
                "the TLS certificates of %s are not verified, as its profile or the settings say: anybody on the way "
                "can change what is read. Leave verify_tls and DOWNLOAD_VERIFY_CERTIFICATES alone once they hold again",
                spider.base_url,
            )

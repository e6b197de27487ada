"""Refuses a run of whose articles nothing would be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.extensions.feedexport import FeedExporter

from newscrawl.extensions.ledger import LedgerKeeper
from newscrawl.feeds import takes_articles
from newscrawl.outcome import ExitCode, refuse

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class FeedCheck:
    """Looks at the feeds when the spider opens.

    Scrapy says in its log what is wrong with a feed, and goes on without any. What was fetched would count as done, and
    an incremental listing would never name it again.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings["NEWSCRAWL_OUTPUT_DIR"] or not hasattr(crawler.spidercls, "open_site"):
            raise NotConfigured
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the run's beginning."""
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        return extension

    def spider_opened(self) -> None:
        """End the run where no article would come into a file."""
        feeds = self.crawler.settings.getdict("FEEDS")
        if feeds and self.crawler.get_extension(FeedExporter) is None:
            line = "nothing would be exported, as FEEDS, -o or -O are given: Scrapy's line before this one says why"
            raise refuse(self.crawler, ExitCode.USAGE, line)
        if self.crawler.get_extension(LedgerKeeper) and not any(map(takes_articles, feeds.values())):
            line = (
                "no feed takes articles: name a file with -O or in FEEDS, or leave articles to pipelines of your own "
                "with -s NEWSCRAWL_LEDGER_URL="
            )
            raise refuse(self.crawler, ExitCode.USAGE, line)

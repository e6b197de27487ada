"""Books how each article ends, from Scrapy's own signals."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.extensions.corestats import CoreStats

from newscrawl import accounts
from newscrawl.drops import Settled
from newscrawl.extensions.ledger import LedgerKeeper
from newscrawl.items import Article, Rejected, Removed, State

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.statscollectors import StatsCollector
    from twisted.python.failure import Failure

logger = logging.getLogger(__name__)

_STATE_OF = {Article: State.EXPORTED, Rejected: State.REJECTED, Removed: State.REMOVED}


class Accounting(CoreStats):
    """Settles articles whose page gave an item; those whose page could not be had, the spider settles.

    Items without ``ref`` come from no listing (``scrapy parse``) and stand in no books. Takes the place of Scrapy's
    CoreStats, and tells the ledger's keeper of what was scraped: each receiver of a signal costs a task for each item.
    """

    crawler: Crawler

    def __init__(self, stats: StatsCollector) -> None:
        super().__init__(stats)
        self._description = accounts.Description()
        self._keeper: LedgerKeeper | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the signals that end an item's way."""
        extension = super().from_crawler(crawler)
        extension.crawler = crawler
        crawler.signals.connect(extension.item_error, signals.item_error)
        crawler.signals.connect(extension.spider_error, signals.spider_error)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        """All extensions are there."""
        super().spider_opened(spider)
        self._keeper = self.crawler.get_extension(LedgerKeeper)

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """An item passed every pipeline."""
        super().item_scraped(item, spider)
        if isinstance(item, Rejected):
            logger.warning("rejected %s: %s; scrapy extract shows what is read", item.url, "; ".join(item.reasons))
        if getattr(item, "ref", None):
            accounts.settle(self.stats, _STATE_OF[type(item)])
            if isinstance(item, Article):
                self._description.add(item)
                if item.status == "updated":
                    accounts.update(self.stats)
        if self._keeper:
            self._keeper.item_scraped(item)

    def item_dropped(self, item: Any, spider: Spider, exception: BaseException) -> None:
        """A pipeline found that there is nothing to export."""
        super().item_dropped(item, spider, exception)
        if getattr(item, "ref", None):
            accounts.settle(self.stats, exception.state if isinstance(exception, Settled) else State.FAILED)

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """All items have come: the books are read from here on."""
        super().spider_closed(spider, reason)
        self._description.book(self.stats)

    def item_error(self, item: Any) -> None:
        """A pipeline broke; Scrapy logs the traceback."""
        if getattr(item, "ref", None):
            accounts.settle(self.stats, State.FAILED)

    def spider_error(self, failure: Failure, response: Response | Failure | None) -> None:
        """A callback broke; Scrapy logs the traceback."""
        for _ in accounts.asked_for(getattr(response, "request", None)):
            accounts.settle(self.stats, State.FAILED)

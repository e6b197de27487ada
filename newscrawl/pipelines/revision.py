"""Counts the revisions of an article, and leaves out what was exported before as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exceptions import NotConfigured

from newscrawl.drops import Settled
from newscrawl.extensions.ledger import LedgerKeeper
from newscrawl.items import Article, State

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class RevisionPipeline:
    """Sets ``status`` and ``revision``: the content hash decides, not what the listing or the server says."""

    def __init__(self, keeper: LedgerKeeper) -> None:
        self.keeper = keeper

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make a pipeline; without a ledger every article is new."""
        keeper = crawler.get_extension(LedgerKeeper)
        if keeper is None:
            raise NotConfigured
        return cls(keeper)

    def process_item(self, item: Any) -> Any:
        """Return the article if it says anything new."""
        if not isinstance(item, Article):
            return item
        following = self.keeper.weigh(item)
        if following is None:
            raise Settled(State.UNCHANGED, f"{item.url} reads as it did")
        item.status, item.revision = following
        return item

"""Feed storages that are no local files: Scrapy's own, which tell what became of a file."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.exceptions import NotConfigured
from scrapy.utils.defer import deferred_from_coro, ensure_awaitable
from scrapy.utils.misc import build_from_crawler, load_object

from newscrawl.feeds import AtomicFileStorage, StoredFile
from newscrawl.logformatter import one_line_errors

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.extensions.feedexport import FeedSlot
    from scrapy.statscollectors import StatsCollector


class RelayedStorage:
    """Scrapy's storage for the scheme of a URI, be it a remote store or standard output.

    ``stored`` tells whether it took the file, and ``error`` why it did not: Scrapy says so in its log alone, and counts
    it, but several files are under way at once. As with local files, a file that is lost ends the crawl.
    """

    def __init__(self, inner: Any, on_failure: Callable[[], object]) -> None:
        self.inner = inner
        self.stored = False
        self.error: Exception | None = None
        self._on_failure = on_failure

    @classmethod
    def from_crawler(cls, crawler: Crawler, uri: str, *, feed_options: dict[str, Any] | None = None) -> Self:
        """Scrapy's way to make a storage. Raises NotConfigured for a URI that it cannot use."""

        def stop() -> None:
            deferred_from_coro(crawler.engine.close_spider_async(reason="output_failed"))

        scheme = urlsplit(uri).scheme
        theirs = load_object(crawler.settings.getdict("FEED_STORAGES_BASE")[scheme])
        try:
            inner = build_from_crawler(theirs, crawler, uri, feed_options=feed_options)
        except (ValueError, AssertionError) as error:
            raise NotConfigured(str(error) or f"{scheme}:// takes a host or a bucket") from error
        one_line_errors("scrapy.extensions.feedexport")
        return cls(inner, stop)

    def open(self, spider: Spider) -> IO[bytes]:
        """Open what is sent when it is whole, or standard output."""
        file: IO[bytes] = self.inner.open(spider)
        return file

    async def store(self, file: IO[bytes]) -> None:
        """Send the file. Raises what Scrapy's storage raises."""
        try:
            await ensure_awaitable(self.inner.store(file))
        except Exception as error:
            self.error = error
            self._on_failure()
            raise
        self.stored = True


def kept(slot: FeedSlot, stats: StatsCollector) -> StoredFile | bool:
    """Return whether the file of a feed that was just closed is kept, and as what, where it is a local one."""
    if isinstance(slot.storage, AtomicFileStorage | RelayedStorage):
        return slot.storage.stored or False
    # A user's own kind does not tell, and several files are under way: one that failed may be this one.
    return not stats.get_value(f"feedexport/failed_count/{type(slot.storage).__name__}")

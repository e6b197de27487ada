"""Feed storages that are no local files: Scrapy's own, which tell what became of a file."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.exceptions import NotConfigured
from scrapy.utils.defer import deferred_from_coro, ensure_awaitable
from scrapy.utils.misc import build_from_crawler, load_object

from newscrawl.feeds import AtomicFileStorage, StoredFile
from newscrawl.items import JSON_LINES
from newscrawl.logformatter import one_line_errors

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from _typeshed import ReadableBuffer as Buffer
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
        if scheme == "stdout" and sys.stdout is None:
            raise NotConfigured("standard output is closed")
        try:
            inner = build_from_crawler(theirs, crawler, uri, feed_options=feed_options)
        except (ValueError, AssertionError) as error:
            raise NotConfigured(str(error) or f"{scheme}:// takes a host or a bucket") from error
        one_line_errors("scrapy.extensions.feedexport")
        return cls(inner, stop)

    def open(self, spider: Spider) -> RelayedFile:
        """Open what is sent when it is whole, or standard output."""
        return RelayedFile(self.inner.open(spider), self._fail)

    async def store(self, file: RelayedFile) -> None:
        """Send the file. Raises what Scrapy's storage raises, and OSError where it could not be written whole."""
        if self.error:
            raise self.error
        try:
            file.inner.flush()  # standard output is the store, and may be full
            await ensure_awaitable(self.inner.store(file.inner))
        except Exception as error:
            self._fail(error)
            raise
        self.stored = True

    def _fail(self, error: Exception) -> None:
        if self.error is None:
            self.error = error
            self._on_failure()


class RelayedFile(io.BufferedIOBase):
    """Passes on what is written; what cannot be is lost, and told once: Scrapy only logs what a feed's writes raise."""

    def __init__(self, inner: IO[bytes], on_failure: Callable[[OSError], object]) -> None:
        self.inner = inner
        self._on_failure = on_failure
        self._failed = False

    def writable(self) -> bool:
        """Always: it is for writing only."""
        return True

    def write(self, data: Buffer) -> int:
        """Write ``data``; exporters call this about once a line."""
        data = bytes(data)
        if not self._failed:
            try:
                self.inner.write(data)
            except OSError as error:
                self._failed = True
                self._on_failure(error)
        return len(data)


def kept(slot: FeedSlot, stats: StatsCollector) -> StoredFile | bool:
    """Return whether the file of a feed that was just closed is kept, and as what, where it is a local one."""
    if isinstance(slot.storage, AtomicFileStorage | RelayedStorage):
        stored = slot.storage.stored or False
        if isinstance(stored, StoredFile) and stored.path.suffix not in JSON_LINES:
            return replace(stored, lines=slot.itemcount)  # of records: others go over lines, or are no text
        return stored
    # A user's own kind does not tell, and several files are under way: one that failed may be this one.
    return not stats.get_value(f"feedexport/failed_count/{type(slot.storage).__name__}")

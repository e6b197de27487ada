"""The download handler, with a way to break off what is under way."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scrapy.utils.defer import maybe_deferred_to_future

from newscrawl.download.handler import DownloadHandler
from newscrawl.ending import StoppedError
from newscrawl.signals import break_off

if TYPE_CHECKING:
    from typing import Any

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred


_PATIENCE = 1.0  # seconds


class AbortableDownloadHandler(DownloadHandler):
    """Ends its downloads at the signal ``break_off``: each fails with StoppedError."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._under_way: set[asyncio.Task[Any]] = set()
        crawler.signals.connect(self.abort, break_off)

    async def download_request(self, request: Request) -> Response:
        """Download. Raises StoppedError and what the handler on guard does."""
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        try:
            return await super().download_request(request)
        except asyncio.CancelledError:
            if task.uncancel():  # somebody else wants the task to end
                raise
            raise StoppedError("the run is ending") from None
        finally:
            self._under_way.discard(task)

    async def close(self) -> None:
        """Close idle connections, as far as that takes no longer than a second.

        Scrapy's own has a timer fire the pool's Deferred, for the second time where the event loop was busy.
        """
        closed: Deferred[None] = self._pool.closeCachedConnections()  # type: ignore[no-untyped-call]
        await asyncio.wait([asyncio.ensure_future(maybe_deferred_to_future(closed))], timeout=_PATIENCE)

    def abort(self) -> None:
        """Break off every download."""
        for task in self._under_way:
            task.cancel()

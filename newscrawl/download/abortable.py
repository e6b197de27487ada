"""The download handler, with a way to break off what is under way."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from newscrawl.download.handler import DownloadHandler
from newscrawl.ending import StoppedError
from newscrawl.signals import abort_downloads

if TYPE_CHECKING:
    from typing import Any

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class AbortableDownloadHandler(DownloadHandler):
    """Ends its downloads at the signal ``abort_downloads``: each fails with StoppedError."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._under_way: set[asyncio.Task[Any]] = set()
        crawler.signals.connect(self.abort, abort_downloads)

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

    def abort(self) -> None:
        """Break off every download."""
        for task in self._under_way:
            task.cancel()

"""Ends a run before all is done, in order: what is under way is finished, what waits is left for the next run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import deferred_from_coro

from newscrawl.signals import break_off

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

BLOCKED = "blocked"
SILENT = "silent"
REQUESTS_SPENT = "requests_spent"
SECONDS_SPENT = "seconds_spent"
SHUTDOWN = "shutdown"
"""Scrapy's own reason for a run that was stopped from outside."""

GRACE = 5.0
"""Seconds beyond NEWSCRAWL_MAX_SECONDS in which what is under way may still come."""

_REASON = "newscrawl/ending"
_LINE = "newscrawl/ending_line"


class StoppedError(IgnoreRequest):
    """Raised in place of a request once the run is ending: whatever it was for is left for the next run."""


def ending(crawler: Crawler) -> str | None:
    """Return why the run is ending early; ``None``: it is not."""
    reason: str | None = crawler.stats.get_value(_REASON)
    return reason


def ending_line(crawler: Crawler) -> str:
    """Return the clause that says what made the run end early; empty where there is no more to say than the reason."""
    line: str = crawler.stats.get_value(_LINE, "")
    return line


def end_run(
    crawler: Crawler, reason: str, line: str = "", *, drop_queued: bool = True, grace: float | None = None
) -> None:
    """Have the run end with ``reason``, Scrapy's finish reason; the first reason counts.

    ``line``: what happened, in one clause. ``drop_queued``: requests that wait for their turn are not sent any more.
    ``grace``: seconds that what is under way may take, if not DOWNLOAD_TIMEOUT. Call it only once the engine runs.
    """
    first = ending(crawler) is None
    if first:
        crawler.stats.set_value(_REASON, reason)
        crawler.stats.set_value(_LINE, line)
    if drop_queued:
        drop_requests(crawler)
    if first:
        stop = crawler.stop_async() if reason == SHUTDOWN else crawler.engine.close_spider_async(reason=reason)
        deferred_from_coro(stop)
        call_later(crawler.settings.getfloat("DOWNLOAD_TIMEOUT") if grace is None else grace, break_off_run, crawler)


def break_off_run(crawler: Crawler) -> None:
    """Break off what a run that is ending still waits for, and leave it for the next run."""
    drop_requests(crawler)
    crawler.signals.send_catch_log(break_off)


def drop_requests(crawler: Crawler) -> None:
    """Refuse the requests that wait in the downloader: with a host's delay, they would hold the end up for minutes."""
    for slot in crawler.engine.downloader.slots.values():
        while slot.queue:
            _, waiting = slot.queue.popleft()
            crawler.stats.inc_value("downloader/request_count", -1)  # it was counted, and is never sent
            waiting.errback(StoppedError("the run is ending"))

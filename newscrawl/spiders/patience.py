"""How long the spider reads what it asks a site about itself."""

from __future__ import annotations

import math
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newscrawl.deadline import TooSlowError, deadline
from newscrawl.discovery.listing import ListingError
from newscrawl.ending import GRACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.crawler import Crawler

_PAGES = 10
"""A listing may take as long as so many pages: it may be five times as large, and names 50,000 of them."""

_LEAST = 0.1  # seconds; 0 would be no limit


@contextmanager
def patience(crawler: Crawler) -> Iterator[None]:
    """Raise ListingError where the block reads for longer than NEWSCRAWL_PAGE_SECONDS allows a listing, or the run
    lasts: nothing else of it comes about meanwhile.
    """
    try:
        with deadline(_allowed(crawler)):
            yield
    except TooSlowError as error:
        raise ListingError(str(error)) from error


def _allowed(crawler: Crawler) -> float:
    seconds = _PAGES * crawler.settings.getfloat("NEWSCRAWL_PAGE_SECONDS") or math.inf
    started = crawler.stats.get_value("start_time")
    if started and (most := crawler.settings.getfloat("NEWSCRAWL_MAX_SECONDS")):
        seconds = min(seconds, max(_LEAST, most + GRACE - (datetime.now(UTC) - started).total_seconds()))
    return 0 if math.isinf(seconds) else seconds

"""How long the spider reads what it asks a site about itself."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from newscrawl.deadline import TooSlowError, deadline
from newscrawl.discovery.listing import ListingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.crawler import Crawler

_PAGES = 10
"""A listing may take as long as so many pages: it may be five times as large, and names 50,000 of them."""


@contextmanager
def patience(crawler: Crawler) -> Iterator[None]:
    """Raise ListingError where the block reads for longer than NEWSCRAWL_PAGE_SECONDS allows a listing."""
    try:
        with deadline(_PAGES * crawler.settings.getfloat("NEWSCRAWL_PAGE_SECONDS")):
            yield
    except TooSlowError as error:
        raise ListingError(str(error)) from error

"""Checks the settings that bound a run, before anything is requested."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_DAY = 24 * 60 * 60

# name: largest value, whether it is a whole number, what it takes
LIMITS: dict[str, tuple[float, bool, str]] = {
    "NEWSCRAWL_MAX_REQUESTS": (10**9, True, "a whole number of requests, or 0 for no limit"),
    "NEWSCRAWL_MAX_SECONDS": (400 * _DAY, False, "seconds, or 0 for no limit"),
    "NEWSCRAWL_PAGE_SECONDS": (3600, False, "seconds up to 3600, or 0 for no limit"),
    "NEWSCRAWL_MAX_RETRY_AFTER": (_DAY, False, "seconds up to 86400, a day"),
    "NEWSCRAWL_MAX_CRAWL_DELAY": (3600, False, "seconds up to 3600"),
    "NEWSCRAWL_MAX_REFUSALS": (10**9, True, "a whole number of refusals in a row, or 0 for no limit"),
}


def check_limits(settings: BaseSettings) -> None:
    """Raise ValueError, one line, for the first setting out of its bounds."""
    for name, (largest, whole, takes) in LIMITS.items():
        given = settings[name]
        text = str(given).strip()
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not 0 <= value <= largest or (whole and not (text.isascii() and text.isdigit())):
            raise ValueError(f"setting {name}: {given!r} does not fit: give {takes}")

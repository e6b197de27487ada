"""Checks the settings that take a number, or yes and no, before anything is requested."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scrapy.settings import default_settings

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_DAY = 24 * 60 * 60

# name: least and largest value, whether it is a whole number, what it takes
LIMITS: dict[str, tuple[float, float, bool, str]] = {
    "NEWSCRAWL_MAX_REQUESTS": (0, 10**9, True, "a whole number of requests, or 0 for no limit"),
    "NEWSCRAWL_MAX_SECONDS": (0, 400 * _DAY, False, "seconds, or 0 for no limit"),
    "NEWSCRAWL_PAGE_SECONDS": (0, 3600, False, "seconds up to 3600, or 0 for no limit"),
    "NEWSCRAWL_MAX_RETRY_AFTER": (0, _DAY, False, "seconds up to 86400, a day"),
    "NEWSCRAWL_MAX_CRAWL_DELAY": (0, 3600, False, "seconds up to 3600"),
    "NEWSCRAWL_MAX_REFUSALS": (0, 10**9, True, "a whole number of refusals in a row, or 0 for no limit"),
    "NEWSCRAWL_FULL_LISTING_DAYS": (0, 36_500, False, "days up to 36500, or 0 to list the site whole each time"),
    "NEWSCRAWL_REMOVAL_MISSES": (1, 10**6, True, "a whole number of misses from 1 up"),
    "NEWSCRAWL_REMOVAL_DAYS": (0, 36_500, False, "days up to 36500"),
    "NEWSCRAWL_ONBOARD_REQUESTS": (1, 10**9, True, "a whole number of requests from 1 up"),
}

FLAGS = ("NEWSCRAWL_PROGRESS", "NEWSCRAWL_LOG_JSON", "NEWSCRAWL_MONITOR_ENABLED")
"""Settings that say yes or no."""


def check_limits(settings: BaseSettings) -> None:
    """Raise ValueError, one line, for the first setting out of its bounds, or one of Scrapy's that is no number."""
    scrapys = vars(default_settings)
    for name in (*FLAGS, *(name for name, default in scrapys.items() if isinstance(default, bool))):
        try:
            settings.getbool(name)
        except ValueError:
            raise ValueError(f"setting {name}: {settings[name]!r} does not fit: give 1 or 0") from None
    for name, default in scrapys.items():
        if isinstance(default, int | float) and not isinstance(default, bool) and settings[name] is not None:
            try:
                float(settings[name])
            except (TypeError, ValueError):
                raise ValueError(f"setting {name}: {settings[name]!r} does not fit: give a number") from None
    for name, (least, largest, whole, takes) in LIMITS.items():
        given = settings[name]
        text = str(given).strip()
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not least <= value <= largest or (whole and not (text.isascii() and text.isdigit())):
            raise ValueError(f"setting {name}: {given!r} does not fit: give {takes}")

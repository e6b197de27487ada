"""Time zones as sites name them."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

# WordPress settings hold either an IANA name or a bare offset from UTC.
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?([0-5]\d))?", re.ASCII | re.IGNORECASE)


@lru_cache(maxsize=256)
def zone(name: str) -> tzinfo:
    """Return the zone called ``name``: an IANA name (``Asia/Kabul``) or an offset (``+04:30``, ``UTC+3``).

    Raises ValueError for any other name.
    """
    offset = _OFFSET.fullmatch(name.strip())
    if offset:
        sign, hours, minutes = offset.groups()
        delta = timedelta(hours=int(hours), minutes=int(minutes or 0))
        if delta < timedelta(hours=24):
            return timezone(-delta if sign == "-" else delta)
    elif name in ("UTC", "Z"):
        return UTC
    else:
        try:
            return ZoneInfo(name)
        except (ValueError, OSError, LookupError):
            pass  # no such zone, or a name that no zone can have
    msg = f"{name!r} is no time zone: give an IANA name such as Asia/Kabul, or an offset such as +04:30"
    raise ValueError(msg)

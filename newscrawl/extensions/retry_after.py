"""Reads the header Retry-After (RFC 9110, 10.2.3)."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_SECONDS_IN_CENTURY = 10  # digits


def retry_after(value: str, date: str = "", now: datetime | None = None) -> float | None:
    """Return the seconds to wait that ``value`` asks for, 0 or more; ``None`` where it says nothing that can be read.

    ``value``: a number of seconds, or an HTTP date. ``date``: the answer's own Date header, by the clock of the same
    server; where it cannot be read, ``now`` counts. Numbers beyond a century are infinite.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value) if len(value) <= _SECONDS_IN_CENTURY else math.inf
    until = _instant(value)
    if until is None:
        return None
    return max(0.0, (until - (_instant(date) or now or datetime.now(UTC))).total_seconds())


def _instant(text: str) -> datetime | None:
    """An HTTP date in any of its three forms; the obsolete ones carry no zone, or the name of one: they mean UTC."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return None

"""Where two sources of a date do not agree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from newscrawl.normalise.warn import quoted

if TYPE_CHECKING:
    from newscrawl.normalise.reading import Placed

TOLERANCE = timedelta(minutes=1)
"""Sources may differ by this much: headers print minutes, machines seconds."""


def apart(one: datetime, other: datetime) -> timedelta:
    """Return the time between two instants. (Python subtracts the clocks, not the instants, within one zone.)"""
    return abs(one.astimezone(UTC) - other.astimezone(UTC))


def agree(one: Placed, other: Placed) -> bool:
    """Tell whether two sources mean the same day at the site and, where both tell the time, the same minute."""
    if one.exact and other.exact:
        return apart(one.instant, other.instant) <= TOLERANCE and one.day == other.day
    return one.day == other.day


def disagreement(taken: Placed, other: Placed) -> str | None:
    """Return a sentence that names both values where ``other`` does not agree with the one ``taken``, else None."""
    if other.told or agree(taken, other):
        return None
    both = f"{taken.source} {quoted(taken.text)} and {other.source} {quoted(other.text)}"
    if not (taken.exact and other.exact):
        return f"{both} are different days; {taken.source} is taken"
    return f"{both} are {_told(apart(taken.instant, other.instant))} apart; {taken.source} is taken"


def _told(time: timedelta) -> str:
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "less than 1 s"

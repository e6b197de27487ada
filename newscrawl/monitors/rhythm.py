"""How often a site publishes."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

WEEKS = 8
LEAST_WEEKS = 4


def usual_gap(published: Iterable[datetime]) -> timedelta | None:
    """Return the longest time without an article in a usual week; ``None``: too little is known.

    The median over the last eight weeks with articles of each week's longest gap: nights, weekends and the like are in
    it, and one long outage or holiday does not move it. A gap counts for the week in which it ended.

    :param published: instants of publication, in any order
    """
    longest: dict[tuple[int, int], timedelta] = {}
    for earlier, later in pairwise(sorted(published)):
        week = later.isocalendar()[:2]
        longest[week] = max(later - earlier, longest.get(week, later - earlier))
    last = [longest[week] for week in sorted(longest, reverse=True)[:WEEKS]]
    return median(last) if len(last) >= LEAST_WEEKS else None  # type: ignore[type-var]

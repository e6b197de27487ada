"""Which zone of the IANA database a site's clock is in, told from the times that it showed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRST = datetime(2003, 5, 27, tzinfo=UTC)
"""WordPress came: zones that have been alike since then are one to its sites."""
_GENERIC = frozenset("ad ai as bz cc cd co dj fm ga gg io la me ml ms nu sc sr st su tf tk tv vc vg ws".split())  # noqa: SIM905
"""Domains of countries that are used all over the world."""


def zone_showing(samples: Iterable[tuple[datetime, timedelta]], host: str = "") -> str | None:
    """Return the zone whose clocks showed all ``samples``: an aware instant, and how far ahead of UTC they were then.

    Where several did, those of the country that ``host`` is named after are asked; zones that have shown the same
    times since 2003 are one. None where more than one is left, or none.
    """
    shown = list(samples)
    if not shown:
        return None
    zones = [name for name in _zones("") if all(_offset(name, instant) == ahead for instant, ahead in shown)]
    last = max(instant for instant, _ in shown)
    country = host.rstrip(".").rpartition(".")[2].lower()
    of_country = set(_zones({"uk": "gb"}.get(country, country))) if country not in _GENERIC else set()
    for some in (zones, [name for name in zones if name in of_country]):
        if some and len({_history(name, last) for name in some}) == 1:
            return some[0]
    return None


def _offset(name: str, instant: datetime) -> timedelta | None:
    return instant.astimezone(ZoneInfo(name)).utcoffset()


def _history(name: str, last: datetime) -> tuple[timedelta | None, ...]:
    """The offsets of every week up to a year after ``last``, when clocks will have been set once more each way."""
    weeks = (last - _FIRST).days // 7 + 52
    return tuple(_offset(name, _FIRST + timedelta(weeks=week)) for week in range(weeks))


@lru_cache(maxsize=8)
def _zones(country: str) -> tuple[str, ...]:
    """Zones of a country by its ISO 3166 code, or of all, those first that most countries keep."""
    table = files("tzdata").joinpath("zoneinfo", "zone1970.tab").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    rows = [row for row in rows if not country or country.upper() in row[0].split(",")]
    return tuple(row[2] for row in sorted(rows, key=lambda row: -len(row[0])))

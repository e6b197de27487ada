"""Dates told from the moment the page was made: ``2 hours ago``, ``دیروز``. They need a known fetch time."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from newscrawl.normalise.clock import find_clock
from newscrawl.normalise.errors import DateError
from newscrawl.normalise.script import flat

if TYPE_CHECKING:
    from datetime import tzinfo

# Unit -> its names in English, Persian and Dari, Pashto, Arabic, Urdu. Months and years are too coarse for a date.
_UNITS: dict[timedelta, str] = {
    timedelta(seconds=1): "second, seconds, sec, secs, ثانیه, ثانیې, ثوان, سیکنڈ",
    timedelta(minutes=1): "minute, minutes, min, mins, دقیقه, دقیقې, دقيقة, دقائق, منٹ",
    timedelta(hours=1): "hour, hours, hr, hrs, ساعت, ساعته, ساعة, ساعات, گھنٹہ, گھنٹے",
    timedelta(days=1): "day, days, روز, ورځ, ورځې, يوم, يوما, أيام, دن",
    timedelta(weeks=1): "week, weeks, هفته, اونۍ, أسبوع, أسابيع, ہفتہ, ہفتے",
}
_TWO: dict[timedelta, str] = {
    timedelta(minutes=2): "دقيقتين",
    timedelta(hours=2): "ساعتين",
    timedelta(days=2): "يومين",
    timedelta(weeks=2): "أسبوعين",
}
_COUNTS = {
    flat(word): count
    for count, words in enumerate(
        ("a an one یک يو یو ایک", "two دو دوه", "three سه درې ثلاث ثلاثة تین", "four چهار څلور أربع أربعة چار"), start=1
    )
    for word in words.split()
}
_DAYS = {
    flat(word): -days
    for days, words in enumerate(("today امروز نن اليوم آج", "yesterday دیروز پرون أمس", "پریروز"))
    for word in words.split()
}


def _table(units: dict[timedelta, str]) -> dict[str, timedelta]:
    return {flat(name): unit for unit, names in units.items() for name in names.split(",")}


_UNIT = _table(_UNITS)
_PAIR = _table(_TWO)
_AGO = "|".join({flat(word) for word in ("ago", "پیش", "قبل", "مخکې", "وړاندې", "پہلے")})
_BEFORE = re.compile(rf"(?:(?:about|حدود|تقریبا) )?(\d{{1,4}}|[^\W\d_]+) ([^\W\d_]+) (?:{_AGO})")
_SINCE = re.compile(rf"(?:{flat('منذ')}|{flat('قبل')}) (?:(\d{{1,4}}|[^\W\d_]+) )?([^\W\d_]+)")


_LONGEST_AGO = timedelta(days=366)
"""Of what counts in weeks at most, more is no date of news."""
_ANY = datetime(2000, 1, 1, tzinfo=UTC)


class Relative(NamedTuple):
    """An instant told from the fetch."""

    instant: datetime
    exact: bool
    """Whether the time of day is told as well; else only the day is."""


def is_relative(text: str) -> bool:
    """Tell whether ``text`` is a relative date; it holds no more than a header line does."""
    try:
        return read_relative(text, _ANY, UTC) is not None
    except (DateError, OverflowError):
        return False


def read_relative(text: str, fetched: datetime, zone: tzinfo) -> Relative | None:
    """Return the instant that ``text`` tells from ``fetched``, in ``zone``; None when it is no relative date.

    ``text`` holds no more than a header line does. Raises DateError for a time that no clock shows.
    """
    line = flat(text)
    now = fetched.astimezone(zone)
    match = _BEFORE.fullmatch(line) or _SINCE.fullmatch(line)
    if match:
        count, name = match.groups()
        unit = _UNIT.get(name)
        ago = _PAIR.get(name) if count is None else None
        if unit is not None:
            times = int(count) if count and count.isdecimal() else _COUNTS.get(count or "one")
            ago = times * unit if times is not None else None
        if ago is None or ago > _LONGEST_AGO:
            return None
        # "3 days ago" counts days of the calendar, "30 hours ago" hours that went by, also where clocks were set
        exact = ago < timedelta(days=1) and (unit or ago) < timedelta(days=1)
        return Relative((fetched.astimezone(UTC) - ago).astimezone(zone) if exact else now - ago, exact)
    clock, rest = find_clock(line)
    days = _DAYS.get(rest.strip(" ,،-"))
    if days is None:
        return None
    day = now + timedelta(days=days)
    if clock is None:
        return Relative(day, exact=False)
    return Relative(datetime.combine(day.date(), clock.time, clock.offset or zone), exact=True)

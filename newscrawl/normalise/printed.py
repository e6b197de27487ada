"""A printed date: which days it may mean, before anything else is known."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from newscrawl.normalise.calendars import YEARS, from_calendar
from newscrawl.normalise.clock import Clock, clock_time, find_clock, parse_offset, parts_apart
from newscrawl.normalise.errors import DateError
from newscrawl.normalise.months import MONTHS
from newscrawl.normalise.named import Numbers, dates_of, named, without_names, words_of
from newscrawl.normalise.script import flat
from newscrawl.normalise.warn import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from newscrawl.sites.profile import Calendar, DateOrder

LONGEST = 200
"""Characters: no header line that gives a date is longer."""


class Day(NamedTuple):
    """One day that a printed date may mean."""

    date: date
    calendar: Calendar
    order: DateOrder | None
    """Order of the numbers under which it means this day. ``None``: the print leaves no choice."""
    dotted: bool = False
    """Whether dots part its numbers: ``24.9.2021``."""
    short: bool = False
    """Whether its year is printed with two digits."""


class Printed(NamedTuple):
    """What a printed date says."""

    days: tuple[Day, ...]
    """The days that it may mean; empty when it names none, as a time alone does."""
    clock: Clock | None
    weekday: int | None
    """0 for Monday, if one is printed."""
    parts: tuple[str, ...] = ()
    """Parts of the day that it names without a clock."""
    unread: str | None = None
    """Why the time of day that is printed with the days cannot be read, where that is so: they are no instant."""


# The forms of machines: ISO 8601, extended or basic. Single spaces, bounded pieces.
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[t ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?"
    r" ?(z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?)?"
)
_ISO_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)(?:t(\d\d)(\d\d)(\d\d)?(z|[+-]\d\d(?::?\d\d)?)?)?")
# The commonest headers: 24 September 2021, September 24, 2021.
_SIMPLE = re.compile(r"(\d{1,2}) ([^\W\d_]+),? (\d{4})")
_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.? (\d{1,2}),? (\d{4})")
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,4})(?: ?([/.-]) ?)(\d{1,2})(?: ?\2 ?)(\d{1,4})(?![\d/-]|\.\d)")
# What names its numbers: 2021年9月24日, 2021년 9월 24일, 2021 оны 9-р сарын 24, 9月 24, 2021, 24 tháng 9 năm 2021.
_YEAR_FIRST_UNITS = re.compile(
    r"(?<!\d)(\d{4}) ?(?:[年년]|оны) ?(\d{1,2})(?: ?[月월]|(?:-р)? сар(?:ын)?(?!\w)) ?(\d{1,2})(?!\d)(?: ?[日號号일])?"
)
_MONTH_FIRST_UNITS = re.compile(r"(?<!\d)(?:(\d{1,2}) ?[月월]|thang (\d{1,2})) (\d{1,2}),? (\d{4})(?!\d)")
_DAY_FIRST_UNITS = re.compile(r"(?<!\d)(\d{1,2}),? thang (\d{1,2}),?(?: nam)? (\d{4})(?!\d)")
_DIGIT = re.compile(r"\d")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)(?!\w)")
_PASHTO_ORDINAL = re.compile(r"(?<=\d)مه(?!\w)")


@lru_cache(maxsize=2048)
def read_printed(text: str) -> Printed:
    """Return what ``text`` says: up to :data:`LONGEST` characters, any script, a date or a time or both.

    A year in a range of two calendars, a year of two digits, and numbers whose order is open give several days. Two
    dates in one string (``17 صفر 1443 / 25 September 2021``) give the day on which they agree. Raises DateError for
    anything else: no date, numbers left over, a day that its calendar does not have.
    """
    folded = flat(text)
    simple = _SIMPLE.fullmatch(folded)
    if simple:
        day_text, name, year_text = simple.groups()
    else:
        simple = _MONTH_FIRST.fullmatch(folded)
        name, day_text, year_text = simple.groups() if simple else ("", "", "")
    if name in MONTHS:
        calendar, number = MONTHS[name]
        return Printed((Day(_day(text, calendar, year_text, number, day_text), calendar, None),), None, None)
    folded = folded.replace("٫", ".").replace("؍", "/").replace("−", "-")
    iso = _ISO.fullmatch(folded) or _ISO_BASIC.fullmatch(folded)
    if iso:
        year, month, day, hour, minute, second, offset = iso.groups()
        clock = None
        if hour:
            clock = Clock(clock_time(text, int(hour), minute, second), parse_offset(offset) if offset else None)
        if int(year) in YEARS["gregorian"]:  # which no other calendar has come to
            return Printed((Day(_day(text, "gregorian", year, int(month), day), "gregorian", None),), clock, None)
        return Printed(_days(text, [Numbers(year, int(month), int(day), None, None)]), clock, None)
    clock, rest = find_clock(folded, printed=text)
    try:
        mentions, weekday = _mentions(rest)
    except DateError as error:
        msg = f"{quoted(text)} {error}"
        raise DateError(msg) from None
    if not mentions and clock is None:
        msg = f"{quoted(text)} holds no date" if folded else "it is printed empty"
        raise DateError(msg)
    days = _agreed(text, [_days(text, readings) for readings in mentions])
    return Printed(days, clock, weekday, () if clock else parts_apart(rest))


def _day(text: str, calendar: Calendar, year: str, month: int, day: str) -> date:
    """Return a day that is printed beyond doubt. Raises DateError, which quotes ``text``, where there is none."""
    try:
        return from_calendar(calendar, int(year), month, int(day))
    except DateError as error:
        msg = f"{quoted(text)}: {error}"
        raise DateError(msg) from None


def read_time(text: str) -> Printed:
    """As :func:`read_printed`, for a string that is labelled as the time, and may hold the date as well."""
    clock, rest = find_clock(flat(text), alone=True, printed=text)
    if clock is None or (rest and _DIGIT.search(rest)):
        return read_printed(text)
    return Printed((), clock, None)


def _days(text: str, readings: Iterable[Numbers]) -> tuple[Day, ...]:
    """Return the days that exist among ``readings``, each once. Raises DateError when none does."""
    days: dict[tuple[date, Calendar], Day] = {}
    problem = DateError(f"{quoted(text)} names no year that news could have")
    for reading in readings:
        for calendar, year in _years(reading):
            try:
                found = from_calendar(calendar, year, reading.month, reading.day)
            except DateError as error:
                problem = DateError(f"{quoted(text)}: {error}")
                continue
            short = len(reading.year) <= 2
            days.setdefault((found, calendar), Day(found, calendar, reading.order, reading.dotted, short))
    if not days:
        raise problem
    return tuple(days.values())


def _years(reading: Numbers) -> Iterator[tuple[Calendar, int]]:
    """Yield each calendar that the year fits, and the year; one of two digits fits several centuries."""
    year = int(reading.year)
    for calendar, years in YEARS.items():
        if reading.calendar in (None, calendar):
            if len(reading.year) == 4:
                if year in years:
                    yield calendar, year
            elif len(reading.year) <= 2:
                for century in range(years.start // 100 * 100, years.stop, 100):
                    if century + year in years:
                        yield calendar, century + year


def _agreed(text: str, mentions: list[tuple[Day, ...]]) -> tuple[Day, ...]:
    """Return the days on which all ``mentions`` agree, as the most exact calendar gives them.

    A lunar date may be a day or two off: months begin when the moon is seen, and that differs from country to country.
    """
    if not mentions:
        return ()
    mentions = sorted(mentions, key=lambda days: any(day.calendar == "hijri" for day in days))
    kept = mentions[0]
    for other in mentions[1:]:
        kept = tuple(day for day in kept if any(_same(day, than) for than in other))
    if not kept:
        msg = f"{quoted(text)} holds dates that differ"
        raise DateError(msg)
    return kept


def _same(day: Day, other: Day) -> bool:
    slack = 2 if (day.calendar == "hijri") != (other.calendar == "hijri") else 0
    return abs((day.date - other.date).days) <= slack


def _mentions(text: str) -> tuple[list[list[Numbers]], int | None]:
    """Return the dates in ``text``, each with its readings, and the weekday. Raises DateError for numbers left over."""
    mentions: list[list[Numbers]] = []
    spans: list[tuple[int, int]] = []
    for match in _NUMERIC.finditer(text):
        readings = list(_numeric(match[1], match[3], match[4], dotted=match[2] == "."))
        if readings:
            mentions.append(readings)
            spans.append(match.span())
    if not text.isascii() or "thang" in text:
        for match in _YEAR_FIRST_UNITS.finditer(text):
            mentions.append([Numbers(match[1], int(match[2]), int(match[3]), None, None)])
            spans.append(match.span())
        for match in _MONTH_FIRST_UNITS.finditer(text):
            mentions.append([Numbers(match[4], int(match[1] or match[2]), int(match[3]), None, None)])
            spans.append(match.span())
        for match in _DAY_FIRST_UNITS.finditer(text):
            mentions.append([Numbers(match[3], int(match[2]), int(match[1]), None, None)])
            spans.append(match.span())
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} # {text[end:]}"
    text = _ORDINAL.sub("", text)
    words = words_of(text)
    if len([kind for kind, *_ in words if kind == "month"]) > 1:  # "د تلې ۲مه" is the 2nd, "۲مه ۲۰۲۱" is in May
        text = _PASHTO_ORDINAL.sub("", text)
        words = words_of(text)
    weekday = next((day for kind, _, day in words if kind == "weekday"), None)
    eras = [era for kind, era, _ in words if kind == "era" and era]
    try:
        mentions += named(dates_of(words), text)
    except DateError:
        dates = without_names(words)
        if all(kind != "month" for kind, *_ in dates):
            raise
        mentions += named(dates_of(dates), text)
    if len(eras) == 1 and len(mentions) == 1:
        of_era = [r._replace(calendar=eras[0]) for r in mentions[0] if r.calendar in (None, eras[0])]
        mentions = [of_era or mentions[0]]
    return mentions, weekday


def _numeric(first: str, second: str, third: str, *, dotted: bool) -> Iterator[Numbers]:
    """Yield the readings of three numbers; one of them has to be able to be a year."""
    if len(first) == 4 and len(third) <= 2:
        yield Numbers(first, int(second), int(third), None, None)
    elif len(first) <= 2 and len(third) in (2, 4):
        yield Numbers(third, int(second), int(first), None, "dmy", dotted)
        yield Numbers(third, int(first), int(second), None, "mdy", dotted)
        if len(first) == len(third) == 2:
            yield Numbers(first, int(second), int(third), None, "ymd", dotted)

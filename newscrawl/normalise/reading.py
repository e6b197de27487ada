"""The strings of a source read, and placed in the site's zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from newscrawl.normalise.clock import in_part, is_part, parts_apart
from newscrawl.normalise.errors import DateError
from newscrawl.normalise.instant import place
from newscrawl.normalise.language import (
    has_namesakes,
    has_own_table,
    read_in_language,
    weekday_in,
    western_years,
)
from newscrawl.normalise.printed import LONGEST, Printed, read_printed, read_time
from newscrawl.normalise.script import flat
from newscrawl.normalise.warn import quoted

if TYPE_CHECKING:
    from datetime import tzinfo

    from newscrawl.items import Source
    from newscrawl.normalise.clock import Clock

_NOTHING = Printed((), None, None)
_WORD = re.compile(r"[^\W\d_]")


class Placed(NamedTuple):
    """One source's date on the time line."""

    source: Source
    text: str
    """As printed."""
    instant: datetime
    """In the site's zone; midnight where no time is printed."""
    exact: bool
    """Whether a time of day is printed with it."""
    zoned: bool = False
    """Whether an offset is printed with it."""
    second: datetime | None = None
    """Where clocks were set back and showed this twice, the later instant; ``instant`` is the earlier one."""
    skipped: bool = False
    """Whether clocks were set forward over it and never showed it."""
    unread: str | None = None
    """Why the time of day that is printed with it could not be read; then it is not ``exact``."""
    told: bool = False
    """Whether it is a relative date, told from the moment of the fetch."""

    @property
    def day(self) -> date:
        """The calendar day at the site."""
        return self.instant.date()


def read_source(text: str, language: str | None) -> Printed:
    """Return what ``text`` says; month names that have no table here are read in ``language``.

    Raises DateError when it is no date, or too long for one.
    """
    if len(text) > LONGEST:
        msg = f"{quoted(text)} is too long for a date"
        raise DateError(msg)
    is_own = language is None or has_own_table(language)
    plain = text if is_own else western_years(text, language)
    try:
        printed = read_printed(plain)
    except DateError:
        if language is None or not _WORD.search(text) or (text.isascii() and language.lower().startswith("en")):
            raise
        try:
            return read_in_language(plain, language)
        except DateError:
            pass  # the first reason tells more
        raise
    if is_own or language is None:
        return printed
    if _WORD.search(text) and has_namesakes(language):
        try:
            days = read_in_language(plain, language).days
        except DateError:
            days = printed.days
        printed = printed._replace(days=(*printed.days, *(day for day in days if day not in printed.days)))
    if len(printed.days) == 1 and printed.weekday is None:
        return printed
    # in other languages names of weekdays are others: "thứ" is no Thursday
    return printed._replace(weekday=weekday_in(text, language))


def read_header(publish: str | None, time: str | None, language: str | None) -> Printed:
    """Return what the header's lines for date and time say together.

    Either line may hold both, or the part of the day for the other's clock. A time that cannot be read leaves the
    day, and the reason in ``unread``. Raises DateError when no line can be read, or the two contradict each other.
    """
    if publish is not None and time is not None and not any(map(str.isalnum, time)):
        time = None  # a dash, or nothing
    first = _NOTHING
    if publish is not None:
        try:
            first = read_source(publish, language)
        except DateError:
            if time is None or not is_part(publish):
                raise
            first = first._replace(parts=parts_apart(flat(publish)))
    if time is None:
        return first
    try:
        return _joined(publish or "", first, time)
    except _UnreadError as error:
        if not first.days:
            raise
        return first._replace(clock=None, unread=str(error))


def read_time_line(time: str) -> Printed:
    """Return what the header's line for the time says by itself: a clock, or why it cannot be read."""
    try:
        return _joined("", _NOTHING, time)._replace(days=())
    except DateError as error:
        return _NOTHING._replace(unread=str(error)) if any(map(str.isalnum, time)) else _NOTHING


class _UnreadError(DateError):
    """The line for the time of day cannot be read, or not with the part of the day in the line for the date."""


def _joined(publish: str, first: Printed, time: str) -> Printed:
    if len(time) > LONGEST:
        msg = f"{quoted(time)} is too long for a time"
        raise _UnreadError(msg)
    try:
        try:
            second = read_time(time)
        except DateError:
            if not is_part(time):
                raise
            second = _NOTHING
        one, other = first.clock, second.clock
        if one and one.may_lack_part:
            one = in_part(f"{publish} {time}", one, parts_apart(flat(time)))
        if other and first.parts and other.may_lack_part:
            other = in_part(f"{publish} {time}", other, first.parts)
    except DateError as error:
        raise _UnreadError(str(error)) from None
    days = first.days or second.days
    if first.days and second.days:
        days = tuple(day for day in first.days if day.date in {other.date for other in second.days})
        if not days:
            msg = f"{quoted(publish)} and {quoted(time)} are different days"
            raise DateError(msg)
    if one and other and one.time.replace(second=0) != other.time.replace(second=0):
        msg = f"{quoted(publish)} and {quoted(time)} are different times"
        raise DateError(msg)
    return Printed(days, other or one, first.weekday if first.weekday is not None else second.weekday)


def place_reading(source: Source, text: str, day: date, clock: Clock | None, zone: tzinfo) -> Placed:
    """Return a day and a time of day on the time line. Raises DateError at the ends of the calendar."""
    if clock is None:
        instant, _ = place(day, time(), zone)
        if instant.date() != day:  # midnight was skipped towards the day before
            instant = instant.replace(hour=0)
        return Placed(source, text, instant, exact=False)
    if clock.offset is not None:
        try:
            instant = datetime.combine(day, clock.time, clock.offset).astimezone(UTC).astimezone(zone)
        except (OverflowError, ValueError) as error:
            msg = f"{quoted(text)} is beyond what can be counted"
            raise DateError(msg) from error
        return Placed(source, text, instant, exact=True, zoned=True)
    instant, second = place(day, clock.time, zone)
    skipped = second is None and (
        instant.minute != clock.time.minute or instant.hour != clock.time.hour or instant.day != day.day
    )
    return Placed(source, text, instant, exact=True, second=second, skipped=skipped)

"""The strings of a source read, and placed in the site's zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from newscrawl.normalise.errors import DateError
from newscrawl.normalise.instant import place
from newscrawl.normalise.language import read_in_language
from newscrawl.normalise.printed import LONGEST, Printed, read_printed, read_time
from newscrawl.normalise.warn import quoted

if TYPE_CHECKING:
    from datetime import tzinfo

    from newscrawl.items import Source
    from newscrawl.normalise.clock import Clock

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
    try:
        return read_printed(text)
    except DateError:
        if not language or not _WORD.search(text) or (text.isascii() and language.lower().startswith("en")):
            raise
        try:
            return read_in_language(text, language)
        except DateError:
            pass  # the first reason tells more
        raise


def read_header(publish: str | None, time: str | None, language: str | None) -> tuple[Printed, str | None]:
    """Return what the header's lines for date and time say together, and what is doubtful as a sentence.

    Either line may hold both. A time that cannot be read leaves the date, with a doubt. Raises DateError when no line
    can be read, or the two contradict each other.
    """
    first = read_source(publish, language) if publish is not None else Printed((), None, None)
    if time is None:
        return first, None
    if len(time) > LONGEST:
        return _or_raise(first, DateError(f"{quoted(time)} is too long for a time"))
    try:
        second = read_time(time)
    except DateError as error:
        return _or_raise(first, error)
    days = first.days or second.days
    if first.days and second.days:
        days = tuple(day for day in first.days if day.date in {other.date for other in second.days})
        if not days:
            msg = f"{quoted(publish or '')} and {quoted(time)} are different days"
            raise DateError(msg)
    clock = second.clock or first.clock
    if first.clock and second.clock and first.clock.time.replace(second=0) != second.clock.time.replace(second=0):
        msg = f"{quoted(publish or '')} and {quoted(time)} are different times"
        raise DateError(msg)
    return Printed(days, clock, first.weekday if first.weekday is not None else second.weekday), None


def _or_raise(first: Printed, error: DateError) -> tuple[Printed, str]:
    if not first.days:
        raise error
    return first, str(error)


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
    skipped = instant.replace(tzinfo=None) != datetime.combine(day, clock.time)
    return Placed(source, text, instant, exact=True, second=second, skipped=skipped)

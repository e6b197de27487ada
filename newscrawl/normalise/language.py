"""Names of months in the languages that have no table here, read through dateparser."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from newscrawl.normalise.clock import find_clock
from newscrawl.normalise.errors import DateError
from newscrawl.normalise.printed import Day, Printed
from newscrawl.normalise.script import flat
from newscrawl.normalise.warn import quoted

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_LONGEST = 80  # characters: dateparser takes its time over long ones
_NUMBER = re.compile(r"\d+")


@lru_cache(maxsize=32)
def _parser(language: str) -> DateDataParser:
    """Return dateparser's parser of one language, told to read whole dates only and to add nothing of its own."""
    from dateparser.date import DateDataParser  # 60 ms: imported when a page first needs it

    settings = {
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["day", "month", "year"],
        "STRICT_PARSING": True,
        "RELATIVE_BASE": datetime(2000, 1, 1),  # noqa: DTZ001  never used: all parts are required
    }
    return DateDataParser(languages=[language], settings=settings)


@lru_cache(maxsize=1024)
def read_in_language(text: str, language: str) -> Printed:
    """Return what ``text`` says, whose month is named in ``language`` (a BCP 47 tag). Raises DateError otherwise.

    The Gregorian calendar is taken, the year has to be printed in
    full, and every number has to be one of the date's.
    """
    if len(text) > _LONGEST:
        msg = f"{quoted(text)} is too long for a date"
        raise DateError(msg)
    clock, rest = find_clock(flat(text))
    numbers = sorted(map(int, _NUMBER.findall(rest)))
    day = _parsed(rest, language.split("-")[0].lower())
    if day is None or numbers not in (sorted((day.year, day.day)), sorted((day.year, day.month, day.day))):
        msg = f"{quoted(text)} is no date that dateparser reads in {quoted(language)}"
        raise DateError(msg)
    return Printed((Day(day, "gregorian", None),), clock, None)


def _parsed(text: str, language: str) -> date | None:
    try:
        found = _parser(language).get_date_data(text).date_obj
    except (ValueError, OverflowError, LookupError, TypeError, AttributeError, RecursionError):
        return None  # a language that dateparser does not know, or a text that it trips over
    return found.date() if found else None

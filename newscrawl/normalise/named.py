"""Dates with a month's name: which words mean something, and which numbers belong to which month."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newscrawl.normalise.errors import DateError
from newscrawl.normalise.months import ERAS, LONGEST_NAME, MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from newscrawl.sites.profile import Calendar, DateOrder

_MONTH_WORD = "ماه"
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
# Hyphens and dots hold a name together (al-Awwal, ه.ش), anything else parts it.
_WITHIN_NAME = re.compile(r"[ .-]{0,2}")
_NUMBER = re.compile(r"\d+")


class Numbers(NamedTuple):
    """Year, month and day as printed, under one reading."""

    year: str
    month: int
    day: int
    calendar: Calendar | None
    order: DateOrder | None


Word = tuple[str, "Calendar | None", int]


def words_of(text: str) -> list[Word]:
    """Return the words that mean something: (kind, calendar, value); a number's value is its index in ``text``."""
    found: list[Word] = []
    tokens = list(_TOKEN.finditer(text))
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token[0][0].isdecimal():
            found.append(("number", None, token.start()))
            index += 1
            continue
        index += _name(text, tokens, index, found)
    return found


def _name(text: str, tokens: list[re.Match[str]], index: int, found: list[Word]) -> int:
    """Add the longest name that begins at ``index``, and return how many tokens it has; 1 for a word unknown."""
    last = index
    while last + 1 < len(tokens) and last + 1 < index + LONGEST_NAME:
        following = tokens[last + 1]
        if following[0][0].isdecimal() or not _WITHIN_NAME.fullmatch(text, tokens[last].end(), following.start()):
            break
        last += 1
    for end in range(last, index - 1, -1):
        key = "".join(token[0] for token in tokens[index : end + 1])
        if key.endswith(_MONTH_WORD) and key not in MONTHS:
            key = key.removesuffix(_MONTH_WORD)  # شهریورماه
        if key in MONTHS:
            calendar, month = MONTHS[key]
            found.append(("month", calendar, month))
        elif key in WEEKDAYS:
            found.append(("weekday", None, WEEKDAYS[key]))
        elif key in ERAS:
            found.append(("era", ERAS[key], 0))
        else:
            continue
        return end - index + 1
    return 1


def named(tokens: list[Word], text: str) -> list[list[Numbers]]:
    """Return the dates with a month's name among ``tokens``. Raises DateError for numbers and names left over."""
    mentions: list[list[Numbers]] = []
    numbers: list[str] = []  # before the next month
    index = 0
    while index < len(tokens):
        kind, calendar, value = tokens[index]
        index += 1
        if kind == "number":
            numbers.append(_digits(text, value))
            continue
        after = [
            _digits(text, tokens[i][2]) for i in range(index, min(index + 2, len(tokens))) if _is_number(tokens[i])
        ]
        if len(tokens) > index and not _is_number(tokens[index]):
            after = []
        year, day, used = _year_and_day(numbers, after)
        mentions.append([Numbers(year, value, day, calendar, None)])
        numbers = []
        index += used
    if numbers:
        msg = "holds numbers that belong to no date"
        raise DateError(msg)
    return mentions


def _is_number(token: Word) -> bool:
    return token[0] == "number"


def _digits(text: str, start: int) -> str:
    match = _NUMBER.match(text, start)
    return match[0] if match else ""


def _year_and_day(before: list[str], after: list[str]) -> tuple[str, int, int]:
    """Return year, day and how many numbers after the month they take."""
    match before, after:
        case [day], [year, *_] if len(day) <= 2 and len(year) in (2, 4):  # 24 September 2021
            return year, int(day), 1
        case [year], [day, *_] if len(year) == 4 and len(day) <= 2:  # 2021 September 24
            return year, int(day), 1
        case [], [day, year, *_] if len(day) <= 2 and len(year) in (2, 4):  # September 24, 2021
            return year, int(day), 2
        case [year, day], _ if len(year) == 4 and len(day) <= 2:  # 2021, 24 September
            return year, int(day), 0
        case _:
            msg = "names a month, but not one day and one year with it"
            raise DateError(msg)

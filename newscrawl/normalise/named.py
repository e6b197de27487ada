"""Dates with a month's name: which words mean something, and which numbers belong to which month."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newscrawl.normalise.errors import DateError
from newscrawl.normalise.months import ERAS, LONGEST_NAME, MONTHS, WEEKDAYS
from newscrawl.normalise.script import flat

if TYPE_CHECKING:
    from newscrawl.sites.profile import Calendar, DateOrder

_MONTH_WORD = "ماه"
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
# Hyphens and dots hold a name together (al-Awwal, ه.ش), anything else parts it.
_WITHIN_NAME = re.compile(r"[ .-]{0,2}")
_NUMBER = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_LINKS = frozenset(flat("of de del د سال کال سنة لسنة عام لعام").split())  # words between a day and its year


class Numbers(NamedTuple):
    """Year, month and day as printed, under one reading."""

    year: str
    month: int
    day: int
    calendar: Calendar | None
    order: DateOrder | None
    dotted: bool = False


Word = tuple[str, "Calendar | None", int]


def words_of(text: str) -> list[Word]:
    """Return the words that may mean something: (kind, calendar, value); a number's value is its index in ``text``.

    Words that say nothing are of kind ``other``, but for those that join day and year.
    """
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
    if tokens[index][0] not in _LINKS:
        found.append(("other", None, 0))
    return 1


def dates_of(words: list[Word]) -> list[Word]:
    """Return numbers and months of ``words``; a month that is named twice in a row (أيلول/سبتمبر) is one."""
    tokens = [word for word in words if word[0] in ("number", "month")]
    return [word for i, word in enumerate(tokens) if word[0] != "month" or i == 0 or tokens[i - 1] != word]


def without_names(words: list[Word]) -> list[Word]:
    """Return ``words`` without the months that no number stands beside: people are called April, May, June and Jan."""
    beside = [word for word in words if word[0] in ("number", "month", "other")]
    names = [
        index
        for index, word in enumerate(beside)
        if word[0] == "month" and all(other[0] != "number" for other in beside[max(0, index - 1) : index + 2])
    ]
    return [word for index, word in enumerate(beside) if index not in names]


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
        after = _after(tokens, index, text)
        year, day, used = _year_and_day(numbers, after)
        mentions.append([Numbers(year, value, day, calendar, None)])
        numbers = []
        index += used
    if numbers:
        msg = "holds numbers that belong to no date"
        raise DateError(msg)
    return mentions


def _after(tokens: list[Word], index: int, text: str) -> list[str]:
    """Return the numbers that follow a month, two at most, and one where a word parts them.

    "mar. 24 août 2021" is no day in March: "mar." is Tuesday, and the month is the word that is not known here.
    """
    starts = [value for kind, _, value in tokens[index : index + 2] if kind == "number"]
    if not starts or tokens[index][0] != "number":
        return []
    found = [_digits(text, start) for start in starts]
    between = _LETTERS.findall(text, starts[0], starts[-1])
    return found if all(word in _LINKS for word in between) else found[:1]


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

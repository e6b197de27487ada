"""Names of months and weekdays in the languages that have no table here, from dateparser's tables."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from newscrawl.normalise.calendars import from_calendar
from newscrawl.normalise.clock import find_clock, parts_apart
from newscrawl.normalise.errors import DateError
from newscrawl.normalise.further_months import ENDINGS, FURTHER_MONTHS
from newscrawl.normalise.months import MONTHS
from newscrawl.normalise.printed import LONGEST, Day, Printed
from newscrawl.normalise.script import flat
from newscrawl.normalise.warn import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_OWN = frozenset(("en", "fa", "prs", "ps", "ar", "ur"))
"""Languages whose names have tables in :mod:`newscrawl.normalise.months`."""
_NUMBER = re.compile(r"\d+")
_PARTS = re.compile(r"[\s,،|()/:–—-]+")
_LONGEST_NAME = 7  # words: November is "sánzá ya zómi na mɔ̌kɔ́" in Lingala
_SAME_AS = {"kmr": "ku"}
_ETHIOPIAN = frozenset(("om", "ti"))  # their names stand for months of the Ethiopian calendar as well

# Years of the Buddhist Era, 543 ahead, as Thailand and Laos count them; with the marks of both eras.
_BUDDHIST = re.compile(r"(?<!\d)2[45]\d\d(?!\d)")
# 2533 is the first year of the web; from 90 on an old one of the other era is as likely
_SHORT_BUDDHIST = range(33, 90)
_AROUND_CLOCK = frozenset(("น", "เวลา", "ເວລາ", "ໂມງ"))
_BUDDHIST_LANGUAGES = frozenset(("th", "lo"))
_ERAS = re.compile(r"[พค]\.? ?ศ\.?")


class _Names(NamedTuple):
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    namesakes: bool = False
    """Whether a word in a month's name is another month in :mod:`newscrawl.normalise.months`."""


def has_own_table(language: str | None) -> bool:
    """Tell whether the names of ``language`` (a BCP 47 tag), or of one that is not known, are looked for here."""
    return language is None or _primary(language) in _OWN


def has_namesakes(language: str) -> bool:
    """Tell whether months of ``language`` are called as others are in the tables here: "may" is November in Basaa."""
    return _names(_primary(language)).namesakes


def western_years(text: str, language: str | None) -> str:
    """Return ``text`` with years of the Buddhist Era as those of the common one, where ``language`` counts these."""
    if language is None or _primary(language) not in _BUDDHIST_LANGUAGES:
        return text
    return _BUDDHIST.sub(lambda match: str(int(match[0]) - 543), _ERAS.sub("", flat(text)))


@lru_cache(maxsize=1024)
def read_in_language(text: str, language: str) -> Printed:
    """Return what ``text`` says, whose month is named in ``language`` (a BCP 47 tag). Raises DateError otherwise.

    The Gregorian calendar is taken, the year has to be printed in full, there are no other numbers, and the month
    stands between day and year or, where these touch, before both, or behind the day where the year comes first
    (``2021. gada 24. septembris``). Other words say nothing. Where years of the Buddhist Era are counted, two digits of
    one that end a date (``24 ก.ย. 64``) mean that or one of the common era; the fetch tells.
    """
    clock, rest = find_clock(flat(text))
    numbers = list(_NUMBER.finditer(rest))
    months = _names(_primary(language)).months if len(text) <= LONGEST else {}
    lengths = [len(match[0]) for match in numbers]
    if months and lengths in ([1, 4], [2, 4], [4, 1], [4, 2]):
        first, second = numbers
        found = _only(rest[first.end() : second.start()], months)
        if not found and len(second[0]) == 4 and not _words(rest[first.end() : second.start()]):
            found = _last(rest[: first.start()], months)
        elif not found and len(first[0]) == 4:
            found = _first(rest[second.end() :], months)
        if found:
            day, year = (first, second) if len(second[0]) == 4 else (second, first)
            date = from_calendar("gregorian", int(year[0]), found, int(day[0]))
            parts = () if clock else parts_apart(rest)
            return Printed((Day(date, "gregorian", None),), clock, weekday_in(text, language), parts)
    if lengths in ([1, 2], [2, 2]) and _primary(language) in _BUDDHIST_LANGUAGES:
        day, year = numbers
        found = _only(rest[day.end() : year.start()], months)
        if found and _AROUND_CLOCK.issuperset(_words(rest[year.end() :])):
            days = tuple(_of_either_era(int(year[0]), found, int(day[0])))
            if days:
                return Printed(days, clock, weekday_in(text, language))
    msg = f"{quoted(text)} is no date with a month of {quoted(language)}"
    raise DateError(msg)


def _of_either_era(year: int, month: int, day: int) -> Iterator[Day]:
    for full in (1957 + year, 2000 + year) if year in _SHORT_BUDDHIST else ():
        try:
            yield Day(from_calendar("gregorian", full, month, day), "gregorian", None, short=True)
        except DateError:
            continue  # 29 February in one of them only


def weekday_in(text: str, language: str) -> int | None:
    """Return the weekday that ``text`` names in ``language``, 0 for Monday; None where it names none, or several."""
    days = {day for name, day in _found(text, _names(_primary(language)).weekdays) if len(name) > 2}
    return days.pop() if len(days) == 1 else None


@lru_cache(maxsize=64)
def _primary(language: str) -> str:
    primary = language.replace("_", "-").split("-")[0].lower()
    return _SAME_AS.get(primary, primary)


@lru_cache(maxsize=32)
def _names(language: str) -> _Names:
    """Return the names of ``language``; none where neither table has it."""
    from dateparser.languages.loader import default_loader  # imported when a page first needs it

    info: Mapping[str, list[str]]
    if language in _ETHIOPIAN:
        return _Names({}, {})
    try:
        info = next(iter(default_loader.get_locales(languages=[language]))).info
    except (ValueError, StopIteration):
        info = {}
    months = _table(info, _MONTHS, 1)
    for line in FURTHER_MONTHS.get(language, ()):
        for month, name in enumerate(line.split(","), 1):
            months.setdefault(_key(name), month)
    namesakes = any(
        MONTHS.get(_key(word), ("gregorian", value)) != ("gregorian", value)
        for value, key in enumerate(_MONTHS, 1)
        for name in info.get(key, ())
        for word in name.split()
    )
    endings = [_key(ending) for ending in ENDINGS.get(language, ())]
    months |= {key + ending: month for key, month in list(months.items()) for ending in endings}
    return _Names(months, _table(info, _WEEKDAYS, 0), namesakes)


def _table(info: Mapping[str, list[str]], keys: Iterable[str], first: int) -> dict[str, int]:
    table: dict[str, int] = {}
    for value, key in enumerate(keys, first):
        for name in info.get(key, ()):
            if not any(map(str.isdecimal, name)):
                table.setdefault(_key(name), value)
    return table


def _key(name: str) -> str:
    return flat(name).replace(".", "").replace(" ", "").replace("-", "")


def _words(text: str) -> list[str]:
    return [bare for word in _PARTS.split(flat(text)) if (bare := word.strip("."))]


def _found(text: str, names: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Yield the names in ``text``, the longest at each place, and their values."""
    words = _words(text)
    index = 0
    while index < len(words):
        for length in range(min(_LONGEST_NAME, len(words) - index), 0, -1):
            key = _key("".join(words[index : index + length]))
            if key in names:
                yield key, names[key]
                index += length - 1
                break
        index += 1


def _only(text: str, names: Mapping[str, int]) -> int | None:
    values = {value for _, value in _found(text, names)}
    return values.pop() if len(values) == 1 else None


def _first(text: str, names: Mapping[str, int]) -> int | None:
    """Return the value of the name that ``text`` begins with."""
    words = _words(text)
    for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
        value = names.get(_key("".join(words[:length])))
        if value:
            return value
    return None


def _last(text: str, names: Mapping[str, int]) -> int | None:
    """Return the value of the name that ``text`` ends with."""
    words = _words(text)
    for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
        value = names.get(_key("".join(words[-length:])))
        if value:
            return value
    return None

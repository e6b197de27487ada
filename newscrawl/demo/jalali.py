"""Days in the Jalali calendar, as the Persian edition prints them: civil Iran's, whose year begins at the equinox."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_FIRST_DAY = 226_895
"""``date.toordinal`` of 1 Farvardin 1, counted back by cycles."""

_CYCLE = 33
_LEAP = (1, 5, 9, 13, 17, 22, 26, 30)
"""The years of each cycle, counted from 0, whose Esfand has 30 days: true to the sky from 1210 to 1634."""


def to_jalali(day: date) -> tuple[int, int, int]:
    """Return year, month and day of month of a day from March 1831 on, up to March 2256."""
    cycles, left = divmod(day.toordinal() - _FIRST_DAY, 365 * _CYCLE + len(_LEAP))
    year = 1
    while left >= 365 + (year % _CYCLE in _LEAP):
        left -= 365 + (year % _CYCLE in _LEAP)
        year += 1
    # six months of 31 days, then months of 30
    month, before = (left // 31, left // 31 * 31) if left < 186 else (6 + (left - 186) // 30, left - (left - 186) % 30)
    return cycles * _CYCLE + year, month + 1, left - before + 1

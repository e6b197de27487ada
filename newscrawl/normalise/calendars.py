"""Days of three calendars as days of the Gregorian one, exact within the years that a news site can print."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from newscrawl.normalise.errors import DateError

if TYPE_CHECKING:
    from newscrawl.sites.profile import Calendar

YEARS: dict[Calendar, range] = {
    "gregorian": range(1900, 2101),
    "jalali": range(1279, 1480),
    "hijri": range(1343, 1501),
}
"""Years that are read, by calendar. Umm al-Qura's tables begin and end with those given here."""

# 1 Farvardin 1400 is 21 March 2021; the rest follows from the leap years before it.
_JALALI_EPOCH = date(2021, 3, 21).toordinal() - 1400 * 365 - (8 * 1400 + 21) // 33


def from_calendar(calendar: Calendar, year: int, month: int, day: int) -> date:
    """Return the Gregorian date of a day of ``calendar``. Raises DateError where that calendar has no such day."""
    if year in YEARS[calendar]:
        try:
            if calendar == "gregorian":
                return date(year, month, day)
            if calendar == "jalali":
                return _from_jalali(year, month, day)
            return _from_hijri(year, month, day)
        except ValueError:
            pass
    msg = f"the {calendar.capitalize()} calendar has no day {year}-{month:02}-{day:02} that news could have"
    raise DateError(msg)


def is_jalali_leap(year: int) -> bool:
    """Tell whether Esfand has 30 days: eight years of 33, which holds with the sky from 1210 to 1634."""
    return (8 * year + 29) % 33 < 8


def _from_jalali(year: int, month: int, day: int) -> date:
    # six months of 31 days, five of 30, and Esfand with 29 or, in leap years, 30
    days = 31 if month <= 6 else 30 if month < 12 or is_jalali_leap(year) else 29
    if not (1 <= month <= 12 and 1 <= day <= days):
        raise ValueError
    day_of_year = 31 * (month - 1) - max(0, month - 7) + day
    leap_years_before = (8 * year + 21) // 33
    return date.fromordinal(_JALALI_EPOCH + 365 * year + leap_years_before + day_of_year - 1)


def _from_hijri(year: int, month: int, day: int) -> date:
    from hijridate import Hijri  # imported when first needed: few sites print this calendar

    return date(*Hijri(year, month, day).to_gregorian().datetuple())

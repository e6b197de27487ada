"""Calendars against implementations of other people, and against days that almanacs give."""

from __future__ import annotations

from datetime import date, timedelta

import jdatetime
import pytest

from newscrawl.normalise import months
from newscrawl.normalise.calendars import YEARS, from_calendar, is_jalali_leap
from newscrawl.normalise.errors import DateError


def test_every_jalali_day_of_a_century_and_a_half():
    day, last, days = date(1921, 3, 21), date(2072, 3, 19), 0
    while day <= last:
        theirs = jdatetime.date.fromgregorian(date=day)
        assert from_calendar("jalali", theirs.year, theirs.month, theirs.day) == day
        day += timedelta(days=1)
        days += 1
    assert days > 55_000


def test_jalali_days_that_no_calendar_has():
    for year in YEARS["jalali"]:
        assert is_jalali_leap(year) == jdatetime.date(year, 1, 1).isleap()
        for month, day in ((0, 1), (13, 1), (1, 0), (1, 32), (7, 31), (12, 30 + is_jalali_leap(year))):
            with pytest.raises(DateError, match="Jalali"):
                from_calendar("jalali", year, month, day)


# First days as printed by the Umm al-Qura calendar of Saudi Arabia.
UMM_AL_QURA = {
    (1420, 9, 1): date(1999, 12, 9),
    (1434, 1, 1): date(2012, 11, 15),
    (1439, 9, 1): date(2018, 5, 16),
    (1441, 10, 1): date(2020, 5, 24),
    (1442, 9, 1): date(2021, 4, 13),
    (1442, 12, 10): date(2021, 7, 20),
    (1443, 1, 1): date(2021, 8, 9),
    (1443, 2, 17): date(2021, 9, 24),
    (1444, 9, 1): date(2023, 3, 23),
    (1445, 12, 9): date(2024, 6, 15),
    (1446, 9, 1): date(2025, 3, 1),
}


@pytest.mark.parametrize("day", UMM_AL_QURA, ids=str)
def test_hijri(day):
    assert from_calendar("hijri", *day) == UMM_AL_QURA[day]


@pytest.mark.parametrize("day", [(1443, 13, 1), (1443, 0, 1), (1443, 2, 31), (1342, 1, 1), (1501, 1, 1), (0, 0, 0)])
def test_hijri_days_that_no_calendar_has(day):
    with pytest.raises(DateError, match="Hijri"):
        from_calendar("hijri", *day)


@pytest.mark.parametrize("day", [(2021, 2, 29), (2021, 13, 1), (1899, 12, 31), (2101, 1, 1)])
def test_gregorian_days_that_no_calendar_has(day):
    with pytest.raises(DateError, match="Gregorian"):
        from_calendar("gregorian", *day)


def test_no_name_means_two_things():
    for lines in (months._GREGORIAN, months._JALALI, months._HIJRI):
        assert len(months._names(lines)) == 12
    names = [
        (name, calendar, month)
        for calendar, lines in (("g", months._GREGORIAN), ("j", months._JALALI), ("h", months._HIJRI))
        for month, variants in enumerate(months._names(lines), start=1)
        for name in variants
    ]
    assert len({name for name, _, _ in names}) == len(set(names))
    assert not set(months.MONTHS) & set(months.WEEKDAYS)
    assert not set(months.MONTHS) & set(months.ERAS)
    assert all(names)

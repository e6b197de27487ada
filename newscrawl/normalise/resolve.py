"""Which of the days that a printed date may mean is meant."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from newscrawl.normalise.errors import AmbiguousDateError
from newscrawl.normalise.warn import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from newscrawl.normalise.printed import Day, Printed
    from newscrawl.sites.profile import Calendar, SiteProfile

FIRST_WEB_DAY = date(1990, 1, 1)
"""No news site printed anything before."""

_LAST_WEB_DAY = date(2089, 12, 31)  # so that two digits of a year have one century

# What a page in this language means by a year between 1300 and 1500, in numbers only.
_CALENDARS: dict[str, Calendar] = {"fa": "jalali", "prs": "jalali", "ps": "jalali", "ar": "hijri", "ur": "hijri"}

# Languages, and regions of languages, that print the day before the month throughout (Unicode CLDR).
_DAY_FIRST = frozenset(
    (
        *("fa", "prs", "ps", "ar", "ur", "ckb", "de", "fr", "it", "pt", "ru", "tr", "nl", "pl", "uk", "el", "he"),
        *("id", "vi", "ro", "bg", "da", "nb", "no", "fi", "cs", "sk"),
        *("en-gb", "en-ie", "en-au", "en-nz", "en-in", "en-pk"),
    )
)


def certain(printed: Printed, profile: SiteProfile) -> date | None:
    """Return the day that ``printed`` means for sure: by itself, by the profile or by its weekday. None: still open."""
    days = _narrowed(printed, profile)
    return days[0].date if len({day.date for day in days}) == 1 else None


def resolve(
    text: str,
    printed: Printed,
    profile: SiteProfile,
    others: Collection[date] = (),
    language: str | None = None,
    fetched: date | None = None,
) -> tuple[date, str | None]:
    """Return the day that ``printed`` means, and a doubt: an order of day and month that rests on the language alone.

    Asked in this order: the date itself, the profile's calendar and order, the weekday that is printed with it, the
    days that ``others`` give for sure, the page's ``language``. The year alone never decides between calendars; a day
    after ``fetched`` is not taken on the language's word. Raises AmbiguousDateError when several days are left.
    """
    days = _narrowed(printed, profile)
    if len({day.date for day in days}) > 1:
        days = _only(days, lambda day: day.date in others)
    if len({day.date for day in days}) == 1:
        return days[0].date, None
    by_language = _by_language(days, language or profile.language, fetched)
    if by_language:
        by_order = {day.date for day in days if day.calendar == by_language.calendar} != {by_language.date}
        why = f"{quoted(text)} is read as {by_language.date} because {language or profile.language} puts the day first"
        return by_language.date, why if by_order else None
    shown = sorted({f"{day.date} ({day.calendar}{', ' + day.order if day.order else ''})" for day in days})
    msg = f"{quoted(text)} may mean {' or '.join(shown[:3])}{' or another day' if len(shown) > 3 else ''}"
    raise AmbiguousDateError(msg)


def _narrowed(printed: Printed, profile: SiteProfile) -> tuple[Day, ...]:
    days = printed.days
    if len(days) > 1:
        if profile.calendar:
            days = _only(days, lambda day: day.calendar == profile.calendar)
        if profile.date_order:
            days = _only(days, lambda day: day.order in (None, profile.date_order))
        if profile.calendar and len({(day.calendar, day.order) for day in days}) == 1:  # several centuries
            days = _only(days, lambda day: FIRST_WEB_DAY <= day.date <= _LAST_WEB_DAY)
        if printed.weekday is not None:
            days = _only(days, lambda day: day.date.weekday() == printed.weekday)
    return days


def _only(days: tuple[Day, ...], wanted: Callable[[Day], bool]) -> tuple[Day, ...]:
    """Return the days that are wanted, or all of them where none is."""
    return tuple(filter(wanted, days)) or days


def _by_language(days: tuple[Day, ...], language: str | None, fetched: date | None) -> Day | None:
    """Return the day that the customs of ``language`` point to, unless it is no day the page could have been made."""
    if language is None:
        return None
    tag = language.lower().replace("_", "-")
    calendar = _CALENDARS.get(tag.split("-")[0])
    last = fetched + timedelta(days=2) if fetched else date.max
    if calendar and len({day.calendar for day in days}) > 1:
        chosen = tuple(day for day in days if day.calendar == calendar)
        if not chosen:
            return None
        # Without a fetch time an earlier day that the other calendar gives is as likely: Hijri 1443 is no Jalali 2064.
        others = (day.date for day in days if day.calendar != calendar)
        if fetched is None and any(FIRST_WEB_DAY <= other < chosen[0].date for other in others):
            return None
        days = chosen
    if len({day.date for day in days}) > 1 and (tag in _DAY_FIRST or tag.split("-")[0] in _DAY_FIRST):
        days = tuple(day for day in days if day.order == "dmy")
    if len({day.date for day in days}) == 1 and FIRST_WEB_DAY <= days[0].date <= last:
        return days[0]
    return None

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

_AHEAD = timedelta(days=2)
"""How far a printed day may lie after the day of the fetch: zones are a day apart, and clocks may be wrong."""

_LAST_WEB_DAY = date(2089, 12, 31)  # so that two digits of a year have one century

# What a page in this language means by a year between 1300 and 1500, in numbers only.
_CALENDARS: dict[str, Calendar] = {"fa": "jalali", "prs": "jalali", "ps": "jalali", "ar": "hijri", "ur": "hijri"}

# Languages, and regions of others, whose short date is dd.MM.yy or the like in the Unicode CLDR, version 49. Of its
# 1147 locales none puts the month first in a short or medium date with dots.
_DOTTED = frozenset(
    {
        "ab", "az", "ba", "be", "bg", "bs", "cs", "da", "de", "dsb", "et", "fi", "fo", "gsw", "he", "hr", "hsb", "hy",
        "is", "ka", "kk", "ksh", "ku", "ky", "lb", "lld", "lv", "mk", "nb", "nds", "nn", "no", "os", "pl", "ro", "ru",
        "sk", "sl", "smn", "sq", "sr", "szl", "tk", "tr", "tt", "uk",
        "fr-ch", "it-ch", "se-fi", "sv-fi",
    }
)  # fmt: skip


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
) -> date:
    """Return the day that ``printed`` means.

    Asked in this order: the date itself, the profile's calendar and order, the weekday that is printed with it, the
    days that ``others`` give for sure, dots; then, for the calendar, the page's ``language``, and for the order the day
    of the fetch, which none can come after.

    A language puts day or month first by custom only: that is no evidence. Dots are: ``03.04.2021`` and ``03.04.21``
    are 3 April 2021 where the page's language writes its short dates so by the Unicode CLDR, since none writes the
    month first with them; on a page in English, or in no known language, they are refused like slashes. But for these a
    year of two digits is read only where the profile names calendar and order, or the weekday or another source
    settles it. The year alone never decides between calendars. Raises AmbiguousDateError when several days are left.
    """
    days = _narrowed(printed, profile)
    if len({day.date for day in days}) > 1:
        days = _only(days, lambda day: day.date in others)
    if len({day.date for day in days}) > 1 and _writes_dots(language or profile.language):
        dotted = tuple(day for day in days if day.dotted and day.order == "dmy" and day.calendar == "gregorian")
        days = _only(dotted, _is_of_web) or days
    last = fetched + _AHEAD if fetched else date.max
    if len({day.calendar for day in days}) > 1 and len({day.date for day in days}) > 1:
        days = _by_language(days, language or profile.language, last if fetched else None)
    # two digits of a year that is of no time of the web may be of anything: "24 September 64 comments" is not 1964
    if len({day.calendar for day in days}) == 1 and all(not day.short or _is_of_web(day) for day in days):
        days = _only(days, lambda day: day.date <= last)
    if len({day.date for day in days}) == 1:
        return days[0].date
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
            days = _only(days, _is_of_web)
        if printed.weekday is not None:
            days = _only(days, lambda day: day.date.weekday() == printed.weekday)
    return days


def _only(days: tuple[Day, ...], wanted: Callable[[Day], bool]) -> tuple[Day, ...]:
    """Return the days that are wanted, or all of them where none is."""
    return tuple(filter(wanted, days)) or days


def _is_of_web(day: Day) -> bool:
    return FIRST_WEB_DAY <= day.date <= _LAST_WEB_DAY


def _writes_dots(language: str | None) -> bool:
    """Whether dates in ``language``, a BCP 47 tag, are parted by dots, the day first."""
    tag = (language or "").lower().replace("_", "-")
    return tag in _DOTTED or tag.split("-")[0] in _DOTTED


def _by_language(days: tuple[Day, ...], language: str | None, last: date | None) -> tuple[Day, ...]:
    """Return the days of the calendar that ``language`` points to, or all where none of them can be meant.

    ``last``: the last day that the page can have been made, where that is known.
    """
    if any(day.short for day in days):  # "24/09/21" on an Arabic page may be 2021, and Hijri 1421
        return days
    calendar = _CALENDARS.get((language or "").lower().replace("_", "-").split("-")[0])
    chosen = tuple(day for day in days if day.calendar == calendar)
    possible = [day for day in chosen if FIRST_WEB_DAY <= day.date <= (last or date.max)]
    if not possible:
        return days
    # Without a fetch time an earlier day that the other calendar gives is as likely: Hijri 1443 is no Jalali 2064.
    others = (day.date for day in days if day.calendar != calendar)
    if last is None and any(FIRST_WEB_DAY <= other < chosen[0].date for other in others):
        return days
    return chosen

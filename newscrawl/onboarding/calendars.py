"""Which calendar a site prints, and in which order its numbers stand: told from the articles themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from newscrawl.normalise.errors import NormaliseError
from newscrawl.normalise.reading import read_header

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newscrawl.items import Article
    from newscrawl.sites.profile import Calendar, DateOrder


@dataclass(slots=True, kw_only=True)
class CalendarEvidence:
    """How the printed headers write their dates."""

    printed: Counter[Calendar] = field(default_factory=Counter)
    """Articles by the calendar of their printed date."""
    open_calendar: Counter[Calendar] = field(default_factory=Counter)
    """Of these, the ones whose print fits another calendar too, and another source settles it."""
    open_order: Counter[DateOrder] = field(default_factory=Counter)
    """Articles whose numbers could stand in another order, and another source settles it."""
    undecided: int = 0
    """Articles whose printed date fits several days, and nothing but their language settles it."""

    @property
    def calendar(self) -> Calendar | None:
        """What a profile should say: ``None`` where the print or the page's own evidence is enough."""
        return next(iter(self.open_calendar)) if len(self.open_calendar) == 1 and len(self.printed) == 1 else None

    @property
    def date_order(self) -> DateOrder | None:
        """What a profile should say; the same."""
        return next(iter(self.open_order)) if len(self.open_order) == 1 else None


def read_calendars(articles: Iterable[tuple[Article, str | None]]) -> CalendarEvidence:
    """Weigh finished articles, each with the date printed in its header, where there is one."""
    evidence = CalendarEvidence()
    for article, publish in articles:
        if not publish or not article.date:
            continue
        try:
            printed = read_header(publish, article.raw.time, article.language)
        except NormaliseError:
            continue
        day = date.fromisoformat(article.date[:10])
        meant = [found for found in printed.days if found.date == day]
        if not meant:
            continue
        evidence.printed[meant[0].calendar] += 1
        if len({found.date for found in printed.days}) == 1:
            continue
        if not any(source != "header" for source in article.evidence.date):
            evidence.undecided += 1
            continue
        if len({found.calendar for found in printed.days}) > 1:
            evidence.open_calendar[meant[0].calendar] += 1
        same = [found for found in printed.days if found.calendar == meant[0].calendar]
        if meant[0].order and len({found.date for found in same}) > 1:
            evidence.open_order[meant[0].order] += 1
    return evidence

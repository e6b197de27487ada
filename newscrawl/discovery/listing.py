"""What every discovery source takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from newscrawl.items import ArticleRef

MAX_BYTES = 50 * 1024 * 1024
"""Largest listing that is read, unpacked: the limit that sitemaps.org sets for a sitemap."""

MAX_REFS = 50_000
"""Most articles that one listing gives: the limit that sitemaps.org sets for a sitemap. The rest is skipped."""

MAX_TITLE = 500
"""Characters of a title that are kept."""


class ListingError(ValueError):
    """The body is no listing of this source. Raised by each ``parse``; its message is one clause, without a
    subject, that says what was there instead: "is HTML, not a sitemap".
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The part of the site that the user asked for. ``parse`` leaves out what is surely outside of it; what it
    cannot tell stays in. ``limit`` cuts no list here: it has the newest articles listed first, and the caller
    stops when it has enough.
    """

    since: date | None = None
    """Articles published on this day or later, by the site's calendar."""
    limit: int | None = None
    """At most so many articles, the newest."""
    changed_since: datetime | None = None
    """Articles published or changed after this instant; what is older is known."""

    @property
    def changed_day(self) -> date | None:
        """The same as a day: clocks differ, and so do the zones of listings; two days cost a few lines of one."""
        return (self.changed_since - timedelta(days=2)).date() if self.changed_since else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one page of a listing says.

    A server may answer every page number with the same page. Whoever follows ``more`` must fetch no URL twice, and
    must stop following a list where a page of it names articles but none that is new to that list. New to the run
    would not do: all that the first pages of a category name may stand on the home page.
    """

    refs: list[ArticleRef] = field(default_factory=list)
    """Articles, each URL once, in the order to fetch them."""
    more: list[str] = field(default_factory=list)
    """Absolute URLs of further listings of the same source, in the order to fetch them; on the site's hosts."""
    lists: list[str] = field(default_factory=list)
    """Those of ``more`` that begin a list of their own; the others are further pages of this one."""
    total: int | None = None
    """How many articles the site says there are, in all pages together. ``None``: it does not say."""
    skipped: int = 0
    """Entries that name no page of the site: without a link, leading elsewhere, not published, past the limit."""
    problem: str | None = None
    """Why the listing may be incomplete, one clause without a subject: "breaks off ...". ``None``: it is whole."""

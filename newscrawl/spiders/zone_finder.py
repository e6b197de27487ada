"""Finds the zone of a site that tells its time zone nowhere, by its feed's clock against its pages'."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newscrawl.discovery import feed
from newscrawl.discovery.listing import Cut, ListingError
from newscrawl.extract.page import extract_article
from newscrawl.normalise import normalise_date
from newscrawl.sites.zones import zone_showing
from newscrawl.spiders.fetching import FetchError, fetch
from newscrawl.spiders.patience import patience

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from newscrawl.discovery.site import SiteInfo
    from newscrawl.items import ArticleRef
    from newscrawl.sites.profile import SiteProfile

logger = logging.getLogger(__name__)

_SAMPLE = 2
"""Articles that must agree: one may have been printed wrongly."""
_KEPT = 60
"""Looks that are remembered: a year of weeks, and some."""
_AGAIN = timedelta(days=7)


class Looks:
    """What was seen of a site's clock, from run to run: instants, and how far ahead of UTC it stood then."""

    def __init__(self, text: str | None = None) -> None:
        """Take up what :meth:`dumps` gave in an earlier run; begin anew where that cannot be read."""
        self.seen: list[tuple[datetime, timedelta]] = []
        self.looked_at: datetime | None = None
        try:
            looked_at, *seen = json.loads(text or "")
            self.seen = [(datetime.fromisoformat(at), timedelta(seconds=ahead)) for at, ahead in seen]
            self.looked_at = datetime.fromisoformat(looked_at)
        except (ValueError, TypeError):
            return

    @property
    def due(self) -> bool:
        """Whether another look may show more: clocks are set twice a year in many countries."""
        return self.looked_at is None or datetime.now(UTC) - self.looked_at >= _AGAIN

    def add(self, found: list[tuple[datetime, timedelta]]) -> None:
        """Note another look."""
        self.looked_at = datetime.now(UTC)
        self.seen = sorted({*self.seen, *found})[-_KEPT:]

    def dumps(self) -> str:
        """Return all that was seen, for the ledger."""
        looked_at = self.looked_at.isoformat(timespec="seconds") if self.looked_at else ""
        return json.dumps([looked_at, *((at.isoformat(), ahead.total_seconds()) for at, ahead in self.seen)])

    def zone(self, host: str) -> str | None:
        """Return the zone that shows all this, else the newest offset (``+04:30``); ``None`` where nothing was seen."""
        if not self.seen:
            return None
        return zone_showing(self.seen, host) or datetime(2000, 1, 1, tzinfo=timezone(self.seen[-1][1])).isoformat()[19:]


async def look(crawler: Crawler, site: SiteInfo, profile: SiteProfile) -> list[tuple[datetime, timedelta]]:
    """Return how far the site's clock is ahead of UTC at the instants of its newest articles; none where it is unclear.

    WordPress feeds give instants in UTC, pages print the site's clock: the difference is the offset. Asks for the feed
    and two pages.
    """
    found = []
    for ref in (await _newest(crawler, site))[:_SAMPLE]:
        try:
            response = await fetch(crawler, ref.url)
            with patience(crawler):
                article = extract_article(response.body, response.url, profile)
                article.evidence.date = {"feed": ref.published} if ref.published else {}
                normalise_date(article, profile)
        except (FetchError, ListingError):
            return []
        if article.sources.get("date") != "header" or not article.evidence.date or not article.date:
            return []
        instant = datetime.fromisoformat(article.date)
        found.append((instant.astimezone(UTC), instant.utcoffset() or timedelta()))
    return found if len(found) == _SAMPLE and len({ahead for _, ahead in found}) == 1 else []


def tell(site: SiteInfo, zone: str) -> None:
    """Say in the log what was found, and how far it can be relied upon."""
    if ":" in zone:
        text = (
            "%s tells its time zone nowhere; its newest articles are printed %s from its feed's clock, which several "
            "zones are. It is taken for articles that show no offset of their own: if its clocks change in the year, "
            "say -a timezone=AREA/CITY"
        )
    else:
        text = (
            "%s tells its time zone nowhere; %s is taken, the only one that fits what its newest articles print "
            "against its feed's clock, for articles that show no offset of their own: if it is another, say "
            "-a timezone=AREA/CITY"
        )
    logger.warning(text, site.home, zone)


def host_of(site: SiteInfo) -> str:
    """Return the host that the site is named by."""
    return urlsplit(site.home).hostname or ""


async def _newest(crawler: Crawler, site: SiteInfo) -> list[ArticleRef]:
    for url in site.feeds:
        try:
            response = await fetch(crawler, url)
            with patience(crawler):
                return feed.parse(response.body, response.url, {}, site, Cut()).refs
        except (FetchError, ListingError):
            continue
    return []

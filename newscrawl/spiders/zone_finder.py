"""Finds the offset of a site that tells its time zone nowhere, by its feed's clock against its pages'."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from newscrawl.discovery import feed
from newscrawl.discovery.listing import Cut, ListingError
from newscrawl.extract.page import extract_article
from newscrawl.normalise import normalise_date
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


async def find_offset(crawler: Crawler, site: SiteInfo, profile: SiteProfile) -> str | None:
    """Return the site's present offset from UTC (``+04:30``), or ``None`` where it does not show.

    WordPress feeds give instants in UTC, pages print the site's clock: the difference is the offset. Asks for the feed
    and two pages. An offset has no daylight saving time, so the log says what was assumed.
    """
    offsets = []
    for ref in (await _newest(crawler, site))[:_SAMPLE]:
        try:
            response = await fetch(crawler, ref.url)
            with patience(crawler):
                article = extract_article(response.body, response.url, profile)
                article.evidence.date = {"feed": ref.published} if ref.published else {}
                normalise_date(article, profile)
        except (FetchError, ListingError):
            return None
        if article.sources.get("date") != "header" or not article.evidence.date or not article.date:
            return None
        offsets.append(article.date[19:])
    if len(offsets) < _SAMPLE or len(set(offsets)) > 1:
        return None
    logger.warning(
        "%s tells its time zone nowhere; its newest articles are printed %s from its feed's clock, which is taken for "
        "all. If its clocks change in the year, say -a timezone=AREA/CITY",
        site.home,
        offsets[0],
    )
    return offsets[0]


async def _newest(crawler: Crawler, site: SiteInfo) -> list[ArticleRef]:
    for url in site.feeds:
        try:
            response = await fetch(crawler, url)
            with patience(crawler):
                return feed.parse(response.body, response.url, {}, site, Cut()).refs
        except (FetchError, ListingError):
            continue
    return []

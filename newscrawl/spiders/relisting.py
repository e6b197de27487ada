"""Asks the REST API again about articles that the ledger alone names: what listings said of them is not remembered."""

from __future__ import annotations

import logging
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from newscrawl.discovery.listing import MAX_BYTES, Cut, ListingError
from newscrawl.discovery.rest import PER_PAGE, numbers_url, parse
from newscrawl.spiders.fetching import FetchError, fetch
from newscrawl.spiders.patience import patience

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from scrapy.crawler import Crawler

    from newscrawl.discovery.site import SiteInfo
    from newscrawl.items import ArticleRef
    from newscrawl.ledger import Decision

logger = logging.getLogger(__name__)


async def relisted(crawler: Crawler, site: SiteInfo, decisions: Iterable[Decision]) -> AsyncIterator[Decision]:
    """Yield ``decisions``, with the dates that the API tells now of those it knows: a request for a hundred of them.

    A page that prints no date is whole only with these. Articles that the API does not know stay as they are, and so
    do all that are left once it gives no list. Raises LedgerError where ``decisions`` do.
    """
    left = iter(decisions)
    asks = site.api_root is not None
    while batch := list(islice(left, PER_PAGE)):
        numbers = {decision.ref.number for decision in batch if decision.fetch and decision.ref.number is not None}
        told: dict[int | None, ArticleRef] = {}
        if asks and numbers:
            try:
                told = await _told(crawler, site, sorted(numbers))
            except (FetchError, ListingError) as error:
                asks = False
                logger.warning(
                    "the REST API was not asked about articles that are due (%s): those whose pages print no date "
                    "are tried again by a later run",
                    error,
                )
        for decision in batch:
            ref = told.get(decision.ref.number)
            yield replace(decision, ref=ref) if ref is not None and decision.fetch else decision


async def _told(crawler: Crawler, site: SiteInfo, numbers: list[int]) -> dict[int | None, ArticleRef]:
    assert site.api_root is not None
    told: dict[int | None, ArticleRef] = {}
    for name in ("posts", *site.post_types):
        left = [number for number in numbers if number not in told]
        if not left:
            break
        url = numbers_url(site.api_root, left, name)
        try:
            response = await fetch(crawler, url, max_size=MAX_BYTES)
            with patience(crawler):
                listing = parse(response.body, response.url, {}, site, Cut())
        except (FetchError, ListingError) as error:
            if told:
                break  # a type that is closed takes nothing from the others
            raise type(error)(f"{url}: {error}") from error
        told |= {ref.number: ref for ref in listing.refs}
    return told

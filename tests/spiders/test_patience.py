"""Listings are read within the crawl's own process: what they may take is bounded by what the run may."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from newscrawl.discovery.listing import ListingError
from newscrawl.spiders.news import NewsSpider
from newscrawl.spiders.patience import patience


def be_busy() -> None:
    until = time.process_time() + 30
    while time.process_time() < until:
        pass


@pytest.mark.parametrize("page_seconds", [10, 0])
def test_a_listing_ends_with_the_run(page_seconds: float) -> None:
    crawler = Crawler(NewsSpider, Settings({"NEWSCRAWL_PAGE_SECONDS": page_seconds, "NEWSCRAWL_MAX_SECONDS": 60}))
    crawler.stats = MemoryStatsCollector(crawler)
    crawler.stats.set_value("start_time", datetime.now(UTC) - timedelta(seconds=64.5))
    with pytest.raises(ListingError, match="of CPU time"), patience(crawler):
        be_busy()

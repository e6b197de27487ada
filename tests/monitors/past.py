"""Manifests of earlier runs, written by the code that writes them at a run's end."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from newscrawl import accounts
from newscrawl.extensions.manifest import ManifestWriter
from newscrawl.items import Article, ArticleRef, State
from newscrawl.monitors.history import PastRun, past_run
from newscrawl.settings import FEEDS
from newscrawl.spiders.news import NewsSpider

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SITE = "https://news.example/"
MONDAY = datetime(2026, 11, 23, 3, 15, tzinfo=UTC)
DAY = timedelta(days=1)
WHOLE: Mapping[str, Any] = {
    "category": "City",
    "date_modified": "2026-11-22T10:00:00+00:00",
    "summary": "What it is about.",
    "authors": ["A. Writer"],
    "tags": ["river"],
    "image": "https://news.example/a.png",
    "language": "en",
    "sources": {"number": "header", "category": "header", "date": "header"},
}
"""Fields of a record that lacks nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A run that a test plants."""

    started: datetime = MONDAY
    site: str = SITE
    exported: int = 0
    rejected: int = 0
    failed: int = 0
    lacking: Mapping[str, int] = field(default_factory=dict)
    """Field -> of the exported records, how many lack it."""
    without_header: int = 0
    """Records whose date is from elsewhere."""
    doubtful: int = 0
    """Records with a warning about their date."""
    reason: str = "finished"
    arguments: Mapping[str, str] = field(default_factory=dict)


def plant(output: Path, past: Past) -> PastRun:
    """Write the manifest of a run; return it as monitors read it."""
    settings = {"NEWSCRAWL_OUTPUT_DIR": str(output), "FEEDS": FEEDS, "NEWSCRAWL_MAX_FAILED": 1.0}
    crawler = Crawler(NewsSpider, Settings(settings))
    crawler.stats = MemoryStatsCollector(crawler)
    crawler.spider = spider = NewsSpider.from_crawler(crawler, site=past.site, **past.arguments)
    spider.run = f"{past.started.astimezone(UTC):%Y%m%dT%H%M%SZ}-0000"
    writer = ManifestWriter.from_crawler(crawler)
    for state, count in (
        (State.EXPORTED, past.exported),
        (State.REJECTED, past.rejected),
        (State.FAILED, past.failed),
    ):
        for _ in range(count):
            accounts.discover(crawler.stats, ArticleRef(url=past.site, source="rest"))
            accounts.settle(crawler.stats, state)
    description = accounts.Description()
    for number in range(past.exported):
        description.add(_article(number, past))
    description.book(crawler.stats)
    writer.started_at = past.started
    spider.nothing_new = True
    writer.spider_closed(spider, past.reason)
    writer.engine_stopped()
    (path,) = (output / spider.site / "runs").glob(f"{spider.run}.json")
    return past_run(json.loads(path.read_bytes()))


def _article(number: int, past: Past) -> Article:
    values = {name: value for name, value in WHOLE.items() if number >= past.lacking.get(name, 0)}
    if number < past.without_header:
        values["sources"] = {"date": "json-ld"}
    warnings = ["date: header prints the time 10:00, not that of '…'"] if number < past.doubtful else []
    return Article(number=number + 1, warnings=warnings, **values)

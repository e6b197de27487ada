"""Bad arguments stop before any request, with one line that names the argument and what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ..crawls import Crawl, crawl
from .site import FaultySite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BAD = [
    # argument, value, words that say what it takes
    ("limit", "x", "whole number"),
    ("limit", "-1", "whole number"),
    ("limit", "0", "whole number"),
    ("limit", "1.5", "whole number"),
    ("limit", "", "whole number"),
    ("limit", "٣", "whole number"),
    ("since", "soon", "2021-09-24"),
    ("since", "2021-02-30", "2021-09-24"),
    ("since", "24.09.2021", "2021-09-24"),
    ("discovery", "telepathy", "rest, sitemap, feed, archive"),
    ("discovery", "rest,telepathy", "rest, sitemap, feed, archive"),
    ("discovery", "", "rest, sitemap, feed, archive"),
    ("discovery", "auto,rest", "rest, sitemap, feed, archive"),
    ("timezone", "Mars/Olympus", "Asia/Kabul"),
    ("timezone", "../../etc/passwd", "Asia/Kabul"),
    ("timezone", "", "Asia/Kabul"),
    ("fetch", "carrier-pigeon", "pages or api"),
    ("site", "no-such-profile", "http"),
    ("site", "news.example", "https://news.example"),
    ("site", "ftp://news.example/", "http"),
    ("site", "file:///etc/passwd", "http"),
    ("site", "http://", "http"),
    ("site", "http://[::1/", ""),
    ("site", "http://127.0.0.1:99999/", ""),
    ("site", "", "http"),
    ("sight", "http://127.0.0.1/", "site, discovery, since, limit, numbers, timezone, fetch"),
]


@pytest.fixture(scope="module")
def site() -> Iterator[FaultySite]:
    with FaultySite(good=1, listings=["rest"]) as site:
        yield site


def only_line(done: Crawl) -> str:
    """What was printed beside Scrapy's greeting: one line."""
    lines = [line for line in done.log.splitlines() if "INFO: Scrapy " not in line]
    assert len(lines) == 1, done.log
    return lines[0]


@pytest.mark.parametrize(("name", "value", "takes"), BAD, ids=lambda value: repr(value)[:30])
def test_bad_argument(site: FaultySite, tmp_path: Path, name: str, value: str, takes: str) -> None:
    done = crawl(tmp_path, {"site": site.url} | {name: value})
    assert done.status == 2, done.log
    line = only_line(done)
    assert name in line
    assert takes in line
    assert site.hits == {}
    assert done.files == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSCRAWL_MAX_FAILED", "many"),
        ("NEWSCRAWL_MAX_FAILED", "2"),
        ("NEWSCRAWL_CONTACT", "somebody"),
        ("NEWSCRAWL_MAX_REQUESTS", "-1"),
        ("NEWSCRAWL_MAX_REQUESTS", "1.5"),
        ("NEWSCRAWL_MAX_SECONDS", "an hour"),
        ("NEWSCRAWL_MAX_SECONDS", "inf"),
        ("NEWSCRAWL_PAGE_SECONDS", "-1"),
        ("NEWSCRAWL_PAGE_SECONDS", "nan"),
        ("NEWSCRAWL_MAX_RETRY_AFTER", "1e9"),
        ("NEWSCRAWL_MAX_CRAWL_DELAY", ""),
        ("NEWSCRAWL_MAX_REFUSALS", "٣"),
        ("NEWSCRAWL_FULL_LISTING_DAYS", "a week"),
        ("NEWSCRAWL_REMOVAL_MISSES", "0"),
        ("NEWSCRAWL_REMOVAL_DAYS", "-3"),
        ("NEWSCRAWL_ONBOARD_REQUESTS", "1.5"),
        ("NEWSCRAWL_PROGRESS", "maybe"),
        ("NEWSCRAWL_LOG_JSON", "json"),
        ("NEWSCRAWL_MONITOR_ENABLED", ""),
        ("LOG_FORMAT", "%(nobody)s %(message)s"),
        ("LOG_FORMAT", "%(message"),
        ("NEWSCRAWL_CONTACT", "a@b.example\r\nX-Header: 1"),
    ],
)
def test_bad_setting(site: FaultySite, tmp_path: Path, name: str, value: str) -> None:
    done = crawl(tmp_path, {"site": site.url}, {name: value})
    assert done.status == 2, done.log
    assert name in only_line(done)
    assert site.hits == {}


def test_unknown_spider(tmp_path: Path) -> None:
    done = crawl(tmp_path, spider="gnus")
    assert done.status == 2, done.log
    assert "news" in only_line(done)


def test_good_arguments_of_every_kind(site: FaultySite, tmp_path: Path) -> None:
    done = crawl(
        tmp_path,
        {
            "site": site.url,
            "discovery": "feed, rest",
            "since": "2021-01-01",
            "limit": "1",
            "timezone": "+04:30",
            "fetch": "pages",
        },
    )
    assert done.status == 0, done.log
    assert [record["date"] for record in done.articles] == [site.good[0].date.isoformat()]

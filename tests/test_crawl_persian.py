"""The main job on the demo site's Persian edition: Jalali dates, Persian digits and labels, a zone with a history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newscrawl.demo import DemoSite, load_library
from newscrawl.sites.registry import site_name
from tests.crawls import crawl
from tests.library import check_records

if TYPE_CHECKING:
    from pathlib import Path

DEMO = load_library("fa")
FOREIGN_WORDS = (
    "دیدگاهتان را بنویسید",
    "لغو پاسخ",
    "نشانی ایمیل شما",
    "موردنیاز",
    "هم‌رسانی",
    "خبرهای مرتبط",
    "چاپخانه، چشمه",
)
"""Printed around the article: never in a record's text."""


@pytest.fixture(scope="module")
def demo_crawl(tmp_path_factory: pytest.TempPathFactory):
    """``scrapy crawl news -a site=demo-fa`` and nothing else."""
    return crawl(tmp_path_factory.mktemp("demo"), {"site": "demo-fa"})


def test_every_record_is_right(demo_crawl) -> None:
    assert demo_crawl.status == 0, demo_crawl.log
    assert demo_crawl.states == {"exported": len(DEMO.posts)}
    demo_crawl.check_sums()
    check_records(demo_crawl, DEMO, "demo-fa")


def test_no_word_of_the_page_around_it_is_taken(demo_crawl) -> None:
    for article in demo_crawl.articles:
        text = "\n".join([article["headline"], article["summary"] or "", article["body"]])
        assert [words for words in FOREIGN_WORDS if words in text] == []


def test_header_is_kept_as_printed(demo_crawl) -> None:
    raw = {article["number"]: article["raw"] for article in demo_crawl.articles}
    assert raw[22180] == {
        "publish": "سه‌شنبه ۲ فروردین ۱۴۰۱",
        "time": "۸:۰۵ ق.ظ",
        "category": "محیط زیست",
        "number": "۲۲۱۸۰",
    }


def test_dates_have_the_offset_of_their_day(demo_crawl) -> None:
    dates = {article["number"]: article["date"] for article in demo_crawl.articles}
    assert dates[21116] == "2021-03-20T11:30:00+03:30"  # 30 Esfand of a leap year
    assert dates[21688] == "2021-09-21T23:30:00+04:30"
    assert dates[21689] == "2021-09-21T23:40:00+03:30"  # clocks had been set back in between
    assert dates[21690] == "2021-09-22T00:10:00+03:30"
    assert dates[22455] == "2022-07-09T22:10:00+04:30"
    assert dates[23241] == "2023-07-09T10:30:00+03:30"  # summer time was given up
    assert dates[24177] == "2025-03-20T10:15:00+03:30"  # 30 Esfand of the next leap year


def test_a_second_run_has_nothing_to_do(tmp_path: Path) -> None:
    with DemoSite("fa") as site:
        first = crawl(tmp_path, {"site": site.url})
        second = crawl(tmp_path, {"site": site.url})
    assert (first.status, second.status) == (0, 0)
    assert first.states == {"exported": len(DEMO.posts)}
    assert second.articles == []


@pytest.mark.parametrize("source", ["sitemap", "feed", "archive"])
def test_other_sources_with_the_zone_told(tmp_path: Path, source: str) -> None:
    off = {"sitemap": source in ("sitemap",), "feed": source in ("sitemap", "feed")}
    with DemoSite("fa", rest=False, **off) as site:
        ran = crawl(tmp_path, {"site": site.url, "timezone": "Asia/Tehran"})
        assert ran.status == 0, ran.log
        assert ran.manifest
        assert ran.manifest["discovered_by_source"] == {source: len(DEMO.posts)}
        check_records(ran, DEMO, site_name(site.url))


def test_the_zone_is_found_where_the_site_does_not_tell_it(tmp_path: Path) -> None:
    with DemoSite("fa", rest=False) as site:
        done = crawl(tmp_path, {"site": site.url})
        assert done.status == 0, done.log
        check_records(done, DEMO, site_name(site.url))
    assert done.manifest is not None
    assert done.manifest["timezone"] == "Asia/Tehran"
    assert "Asia/Tehran is taken, the only one that fits" in done.log

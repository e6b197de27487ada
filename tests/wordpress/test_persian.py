"""A real WordPress in Persian: Jalali dates and Persian digits in the header, Iran's zone, WordPress's translation."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ..crawls import crawl
from .conftest import REQUIRE, Edition
from .persian import FOREIGN_WORDS, WORDS, as_printed, header, look
from .posts import Newsroom
from .records import check_records, check_sample
from .site import WordPress, missing_packages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.wordpress

TEHRAN = "Asia/Tehran"
LANGUAGE = "fa_IR"
SPECIAL_DATES = (
    "2020-09-20 22:59",  # the hour that follows came twice
    "2021-03-20 12:15",  # 30 Esfand of the leap year 1399
    "2021-03-21 00:00",  # Nowruz
    "2021-03-21 23:59",  # clocks are set forward a minute later
    "2021-03-22 01:00",
    "2021-09-21 22:59",  # here too
    "2021-09-22 00:00",
    "2022-09-21 22:59",  # the last summer time
    "2022-09-22 00:01",
    "2023-06-21 12:00",  # a summer without
    "2024-03-19 23:59",  # 29 Esfand of a common year
    "2025-03-20 00:05",  # 30 Esfand of the leap year 1403
)


@pytest.fixture(scope="module")
def newsroom() -> Newsroom:
    # 27 days, 5 hours and some minutes apart: each month of the calendar, all hours, five years
    return Newsroom(words=WORDS, start=datetime(2020, 4, 3, 6, 35), step=timedelta(minutes=39_197))  # noqa: DTZ001


@pytest.fixture(scope="module")
def running_edition(newsroom: Newsroom) -> Iterator[Edition]:
    """A WordPress of its own, in Persian. Skips or fails where the machine lacks something."""
    if missing := missing_packages(LANGUAGE):
        message = f"a WordPress in Persian needs more of this machine: apt-get install {' '.join(missing)}"
        if os.environ.get(REQUIRE) == "1":
            pytest.fail(f"{message} ({REQUIRE}=1)", pytrace=False)
        pytest.skip(message)
    posts = newsroom.write(60)
    special = [
        replace(post, date=datetime.fromisoformat(date))
        for post, date in zip(newsroom.write(len(SPECIAL_DATES)), SPECIAL_DATES, strict=True)
    ]
    with WordPress(title="خبرهای آزمون", timezone=TEHRAN, language=LANGUAGE, first_number=52001) as site:
        yield Edition(site, site.publish([*posts, *special]))


@pytest.fixture
def edition(running_edition: Edition) -> Iterator[Edition]:
    yield running_edition
    running_edition.site.reset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    name: str
    source: str
    """Discovery source that must have found all posts."""
    clock: str
    number: str
    """Label of the printed number."""
    rest: bool = True
    sitemap: bool = True


# Without REST the site tells its zone nowhere, so whoever runs the crawl has to.
VARIANTS = (
    Variant(name="rest", source="rest", clock="24", number="شناسه خبر"),
    Variant(name="rest-off", source="sitemap", clock="halves", number="کد خبر", rest=False),
    Variant(name="feed-only", source="feed", clock="parts", number="شناسهٔ خبر", rest=False, sitemap=False),
)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_every_post_gives_its_record(edition: Edition, tmp_path: Path, variant: Variant) -> None:
    form = header(variant.clock)
    edition.site.set_header(**form | {"labels": form["labels"] | {"number": variant.number}})
    edition.site.set_rest(variant.rest)
    edition.site.set_sitemap(variant.sitemap)

    arguments = {"site": edition.site.url} | ({} if variant.rest else {"timezone": TEHRAN})
    done = crawl(tmp_path, arguments)

    assert done.status == 0, done.log
    check_records(done, [as_printed(post) for post in edition.posts], TEHRAN, look=look(variant.clock))
    assert done.states == {"exported": len(edition.posts)}
    assert done.manifest
    assert done.manifest["discovered_by_source"] == {variant.source: len(edition.posts)}
    assert {record["date"][-6:] for record in done.articles} == {"+03:30", "+04:30"}


# The labels of Iranian and Afghan sites, with the letters of an Arabic keyboard on one of them.
FORMS = {
    "definitions": {"publish": "تاریخ نشر", "time": "زمان", "category": "بخش", "number": "شماره خبر"},
    "table": {"publish": "تاريخ انتشار", "time": "ساعت", "category": "دسته بندي", "number": "كد خبر"},
    "rows": {"publish": "تاریخ", "time": "زمان انتشار", "category": "گروه", "number": "کد"},
    "line": {"publish": "تاریخ درج", "time": "ساعت", "category": "سرویس", "number": "شناسه مطلب"},
}


@pytest.mark.parametrize("layout", FORMS)
def test_layouts_and_labels(edition: Edition, tmp_path: Path, layout: str) -> None:
    edition.site.set_header(**header("parts", layout=layout, labels=FORMS[layout]))
    done = crawl(tmp_path, {"site": edition.site.url, "limit": "15"})
    check_sample(done, [as_printed(post) for post in edition.posts], TEHRAN, 15, look=look("parts"))


def test_the_hour_that_came_twice(edition: Edition, newsroom: Newsroom, tmp_path: Path) -> None:
    site = edition.site
    site.set_header(**header("24"))
    when = datetime(2021, 9, 21, 23, 30)  # noqa: DTZ001  a site's local time
    (post,) = site.publish(replace(post, date=when) for post in newsroom.write(1))
    number = as_printed(post).number
    try:
        # PHP takes the later of the two instants; REST tells which it is
        done = crawl(tmp_path / "rest", {"site": site.url, "since": "2021-09-21"})
        (record,) = [record for record in done.articles if record["number"] == number]
        assert (record["date"], record["warnings"]) == ("2021-09-21T23:30:00+03:30", [])
        site.set_rest(on=False)
        done = crawl(tmp_path / "page", {"site": site.url, "numbers": str(post.number), "timezone": TEHRAN})
        (record,) = done.articles
        assert record["date"] == "2021-09-21T23:30:00+04:30"
        (warning,) = record["warnings"]
        assert "twice" in warning
    finally:
        site.delete(post)


def test_page_is_in_persian_all_over(edition: Edition) -> None:
    edition.site.set_header(**header("24"))
    post = next(post for post in edition.posts if post.comments and post.tags)
    page = edition.site.get(post.url.removeprefix(edition.site.url))[1]
    assert '<html dir="rtl" lang="fa-IR">' in page
    printed = [words for words in FOREIGN_WORDS if words in page]
    assert set(FOREIGN_WORDS) - set(printed) <= {"Words of an alt text"}, "what no record may hold is on the page"
    for word in ("Leave a Reply", "Share this", "Tags:", "Related news", "publish:"):
        assert word not in page

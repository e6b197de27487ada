"""The API path on a site that misbehaves: every article is exported once, in one way or the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ..crawls import Crawl, crawl
from .api import API_FAULTS
from .site import FaultySite

if TYPE_CHECKING:
    from pathlib import Path

FAST: dict[str, Any] = {"RETRY_TIMES": 1, "DOWNLOAD_TIMEOUT": 5}
GOOD = 40


def run(tmp_path: Path, site: FaultySite, **arguments: str) -> Crawl:
    done = crawl(tmp_path, {"site": site.url, "fetch": "api"} | arguments, FAST)
    assert done.status == 0, done.log
    assert "Traceback" not in done.log, done.log
    done.check_sums()
    return done


def by_api(done: Crawl) -> int:
    return sum(record["sources"]["number"] == "rest" for record in done.articles)


def pages_asked(site: FaultySite) -> int:
    return sum(count for target, count in site.hits.items() if target.startswith("/2021/"))


def api_line(done: Crawl) -> str:
    """The warning that says why the API was left; one at most."""
    lines = [line for line in done.log.splitlines() if "WARNING: fetch=api: " in line]
    assert len(lines) <= 1, lines
    return lines[0] if lines else ""


def check_texts(done: Crawl, site: FaultySite) -> None:
    stories = {story.number: story for story, _ in site.articles}
    assert sorted(record["number"] for record in done.articles) == sorted(stories)
    for record in done.articles:
        story = stories[record["number"]]
        assert record["headline"] == story.headline
        assert record["body"].split("\n\n") == story.paragraphs
        assert record["date"] == story.date.isoformat()
        assert (record["category"], record["summary"], record["language"]) == ("Politics", None, "en")


FAULTY = {
    # fault: articles that the API gives all the same
    "500": 0,
    "dropped": 0,
    "html": 0,
    "deep": 0,
    "500-for-a-hundred": GOOD,
    "shrinks": 27,
    "odd": GOOD - 10,
}


def test_a_good_site(tmp_path: Path) -> None:
    with FaultySite(good=GOOD, listings=["rest"]) as site:
        done = run(tmp_path, site)
        check_texts(done, site)
        assert pages_asked(site) == 3, "those that are compared"
    assert by_api(done) == GOOD
    assert api_line(done) == ""


@pytest.mark.parametrize("fault", FAULTY)
def test_what_the_api_does_not_give_is_read_from_pages(tmp_path: Path, fault: str) -> None:
    with FaultySite(good=GOOD, listings=["rest"], api_fault=fault) as site:
        done = run(tmp_path, site)
        check_texts(done, site)
        asked = pages_asked(site)
    assert done.states == {"exported": GOOD}
    assert by_api(done) == FAULTY[fault]
    assert asked == 3 + GOOD - FAULTY[fault]


def test_what_came_before_the_cut_is_kept(tmp_path: Path) -> None:
    with FaultySite(good=GOOD, listings=["rest"], api_fault="cut") as site:
        done = run(tmp_path, site)
        check_texts(done, site)
    assert 20 < by_api(done) < GOOD


def test_an_api_that_stays_broken_is_left_alone(tmp_path: Path) -> None:
    with FaultySite(good=450, listings=["rest"], api_fault="500") as site:
        done = run(tmp_path, site)
        posts = sum(count for target, count in site.hits.items() if "include=" in target)
    assert done.states == {"exported": 450}
    assert "HTTP 500" in api_line(done)
    assert posts <= 2 * (5 + 3 * 4), "a batch, or quarters of it, each twice, and those under way"


def test_numbers_that_are_no_post_ids_are_never_taken_for_them(tmp_path: Path) -> None:
    with FaultySite(good=GOOD, listings=["rest"], shift=5000) as site:
        done = run(tmp_path, site)
        check_texts(done, site)
        assert not [target for target in site.hits if "include=" in target]
    assert by_api(done) == 0
    line = api_line(done)
    assert "number of http" in line
    assert "the API says 60" in line
    assert "the page 10" in line


def test_few_articles_are_not_worth_a_comparison(tmp_path: Path) -> None:
    with FaultySite(good=GOOD, listings=["rest"]) as site:
        done = run(tmp_path, site, limit="5")
        assert not [target for target in site.hits if "_embed" in target]
    assert by_api(done) == 0
    assert done.states == {"exported": 5}


def test_a_site_without_rest(tmp_path: Path) -> None:
    with FaultySite(good=GOOD, listings=["sitemap"]) as site:
        done = run(tmp_path, site, timezone="Asia/Kabul")
        check_texts(done, site)
    assert "there is no REST API" in api_line(done)


def test_pages_that_robots_txt_forbids_are_not_taken_from_the_api(tmp_path: Path) -> None:
    with FaultySite(good=GOOD, faults=["disallowed"], listings=["rest"]) as site:
        done = crawl(tmp_path, {"site": site.url, "fetch": "api"}, FAST)
        assert not [target for target in site.hits if target.startswith("/private")]
    done.check_sums()
    assert done.states == {"exported": GOOD, "skipped_by_robots": 1}
    assert by_api(done) == GOOD


def test_articles_by_number(tmp_path: Path) -> None:
    with FaultySite(good=GOOD, listings=["rest"]) as site:
        done = run(tmp_path, site, numbers="991-1050")
        check_texts(done, site)
        assert not [target for target in site.hits if target.startswith("/?p=")]
    assert done.states == {"exported": GOOD, "absent": 60 - GOOD}


def test_every_fault_is_tried() -> None:
    assert {*FAULTY, "cut"} == API_FAULTS.keys()

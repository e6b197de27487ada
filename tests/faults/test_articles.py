"""Every way in which an article's page can fail ends in a named state, and the others are not harmed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from ..crawls import Crawl, crawl, make_due
from .articles import FAULTS
from .site import FaultySite, Story
from .states import DUPLICATE, STATES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOOD = 8


@dataclass(frozen=True, slots=True)
class Outcome:
    done: Crawl
    hits: dict[str, int]
    urls: dict[str, str]
    """URL by the name of the fault, or ``good-N``."""
    stories: dict[str, Story]
    seconds: float

    def state(self, name: str) -> str:
        """The one state that the article's URL ended in, from what files and log say of it."""
        url = self.urls[name]
        found = []
        if any(record["url"] == url for record in self.done.articles):
            found.append("exported")
        # Where a page led on to the home page, the record may name either.
        either = {url, url.partition("2021")[0]} if name == "redirect-to-home" else {url}
        rejected = [record for record in self.done.rejects if record["url"] in either]
        if rejected:
            assert all(record["reasons"] for record in rejected)
            found.append("rejected")
        for state, words in (("failed", f"failed {url}"), ("skipped_by_robots", f"skipped by robots {url}")):
            if f"{words}: " in self.done.log:
                found.append(state)
        assert len(found) <= 1, f"{name}: {found}"
        return found[0] if found else "none"


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    """One crawl of a site with every fault at once."""
    with FaultySite(good=GOOD, faults=[name for name in FAULTS if name != "good"]) as site:
        urls = {route.story.slug: site.url + path for path, route in site.routes.items()}
        stories = {route.story.slug: route.story for route in site.routes.values()}
        begin = time.monotonic()
        done = crawl(
            tmp_path_factory.mktemp("faults"),
            {"site": site.url, "timezone": "Asia/Kabul"},
            {
                "DOWNLOAD_TIMEOUT": 10,  # on a busy machine the largest pages take some seconds
                "RETRY_TIMES": 1,
                "NEWSCRAWL_MAX_FAILED": 1,
                "NEWSCRAWL_MAX_REFUSALS": 0,  # so many faults at once would be a site that is gone
                "NEWSCRAWL_PAGE_SECONDS": 3,  # of CPU time, which 15,000 paragraphs take on a busy machine
            },
            address_space=1024**3,
        )
        yield Outcome(done, site.hits, urls, stories, time.monotonic() - begin)


def test_table_is_complete() -> None:
    assert STATES.keys() == FAULTS.keys() - {"good"}


def test_crawl_ends_well_and_sums_close(outcome: Outcome) -> None:
    assert outcome.done.status == 0, outcome.done.log
    outcome.done.check_sums()
    assert outcome.done.manifest
    assert outcome.done.manifest["discovered"] == GOOD + len(STATES)
    assert outcome.done.states.get("unfinished", 0) == 0


def test_no_traceback(outcome: Outcome) -> None:
    assert "Traceback" not in outcome.done.log, outcome.done.log


@pytest.mark.parametrize("name", [f"good-{index}" for index in range(GOOD)])
def test_good_articles_are_exported(outcome: Outcome, name: str) -> None:
    assert outcome.state(name) == "exported"


@pytest.mark.parametrize("name", [name for name in STATES if STATES[name] != DUPLICATE])
def test_fault_ends_in_its_state(outcome: Outcome, name: str) -> None:
    assert outcome.state(name) in STATES[name]


def test_states_add_up(outcome: Outcome) -> None:
    expected = {"exported": GOOD, "duplicate": 1, "rejected": 0, "failed": 0, "skipped_by_robots": 0, "none": 0}
    for name in STATES:
        if STATES[name] != DUPLICATE:
            expected[outcome.state(name)] += 1
    assert outcome.done.states == {state: count for state, count in expected.items() if count}


def test_what_is_exported_is_right(outcome: Outcome) -> None:
    stories = {outcome.urls[name]: story for name, story in outcome.stories.items()}
    for record in outcome.done.articles:
        story = stories[record["url"]]
        body = record["body"].split("\n\n")
        if story.slug == "many-paragraphs":
            assert len(body) > 15_000
            body = body[:3]
        found = (record["number"], record["date"], record["headline"], body)
        inserted = (story.number, story.date.isoformat(), story.headline, story.paragraphs)
        assert found == inserted, story.slug


def test_disallowed_page_is_never_asked_for(outcome: Outcome) -> None:
    assert "/private/disallowed/" not in outcome.hits


def test_other_hosts_are_never_asked(outcome: Outcome) -> None:
    assert [target for target in outcome.hits if target.startswith("http://")] == []


def test_what_passes_is_tried_again_and_what_stays_is_not(outcome: Outcome) -> None:
    hits = {
        name: outcome.hits.get(url.partition("/2021")[1] + url.partition("/2021")[2])
        for name, url in outcome.urls.items()
    }
    again = {name for name, count in hits.items() if count and count > 1}
    assert {"503-then-ok", "429-then-ok", "dropped-then-ok", "status-500"} <= again
    assert not again & {"status-404", "status-410", "status-403", "empty", "pdf", "good-1"}


@pytest.mark.parametrize(("allowed", "status"), [(0.2, 3), (0.25, 0)])
def test_threshold_of_failures(tmp_path_factory: pytest.TempPathFactory, allowed: float, status: int) -> None:
    with FaultySite(good=3, faults=["status-404"]) as site:
        done = crawl(tmp_path_factory.mktemp("threshold"), {"site": site.url}, {"NEWSCRAWL_MAX_FAILED": allowed})
    assert done.status == status, done.log
    assert done.states == {"exported": 3, "failed": 1}
    assert len(done.articles) == 3
    assert done.error_lines() == ([] if status == 0 else done.error_lines()[:1])
    if status:
        assert "1 of 4 articles" in done.error_lines()[0]
        assert "NEWSCRAWL_MAX_FAILED" in done.error_lines()[0]


def test_no_page_is_an_article(tmp_path_factory: pytest.TempPathFactory) -> None:
    with FaultySite(good=0, faults=["no-article", "empty"]) as site:
        done = crawl(tmp_path_factory.mktemp("rejects"), {"site": site.url})
    assert done.status == 3, done.log
    assert done.states == {"rejected": 2}
    done.check_sums()


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("redirect-to-home", "it leads to the home page: "),
        ("redirect-to-list", "it leads to a list of articles: "),
        ("no-article", "the page is headed 'Nothing here', which is not what the listing (rest) calls the article, "),
    ],
)
def test_listing_says_nothing_about_a_page_that_is_no_article(tmp_path: Path, fault: str, reason: str) -> None:
    # The REST API gives number and date, and the page that was read has a headline and text.
    with FaultySite(good=12, faults=[fault], listings=["rest", "archive"]) as site:
        done = crawl(tmp_path, {"site": site.url})
        url = site.url_of(fault)
    assert done.status == 0, done.log
    assert done.states == {"exported": 12, "rejected": 1}
    (reject,) = done.rejects
    assert (reject["url"], reject["reasons"][0].startswith(reason)) == (url, True)
    assert {record["headline"].rpartition(" ")[2] for record in done.articles} == {f"good-{n}" for n in range(12)}


@pytest.mark.parametrize("listing", ["rest", "feed"])
def test_notice_in_place_of_an_article_is_no_article_and_is_asked_for_again(tmp_path: Path, listing: str) -> None:
    with FaultySite(good=3, faults=["notice-then-ok"], listings=[listing]) as site:
        arguments = {"site": site.url, "timezone": "Asia/Kabul"}  # else pages are read to find it out
        first = crawl(tmp_path, arguments)
        early = crawl(tmp_path, arguments)
        make_due(tmp_path)
        later = crawl(tmp_path, arguments)
        url = site.url_of("notice-then-ok")
    assert first.states == {"exported": 3, "rejected": 1}
    assert "is headed 'Database Error'" in first.rejects[0]["reasons"][0]
    assert early.articles == []
    assert [record["url"] for record in later.articles] == [url]
    later.check_sums()

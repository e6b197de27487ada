"""``fetch=api`` on the demo site: the records of the pages, run after run."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.demo import DemoSite, load_library
from newscrawl.demo.text import Paragraph
from tests.crawls import Crawl, crawl, database
from tests.library import edited, fresh_post, make_library, this_minute, with_post, without

if TYPE_CHECKING:
    from pathlib import Path

DEMO = load_library("en")
SOME = make_library(30)
DEBUG = {"LOG_LEVEL": "DEBUG"}
OF_THE_WAY = ("fetched_at", "sources", "raw", "warnings")
"""Fields that tell how a record was read: the API has no printed header."""


def run(output: Path, site: DemoSite, settings: dict[str, Any] | None = None, **arguments: str) -> Crawl:
    done = crawl(output, {"site": site.url, "fetch": "api"} | arguments, DEBUG | (settings or {}))
    assert done.status == 0, done.log
    assert "Traceback" not in done.log
    done.check_sums()
    return done


def records(done: Crawl) -> dict[int, dict[str, Any]]:
    return {
        record["number"]: {name: value for name, value in record.items() if name not in OF_THE_WAY}
        for record in done.articles
    }


def told(done: Crawl) -> dict[int, tuple[str, int]]:
    return {record["number"]: (record["status"], record["revision"]) for record in done.articles}


def pages(done: Crawl) -> list[str]:
    """Pages of articles that were asked for."""
    return [url for _, url in done.asked() if "/20" in url and "wp-" not in url]


def test_same_records_for_a_hundredth_of_the_requests(tmp_path: Path) -> None:
    with DemoSite() as site:
        read = crawl(tmp_path / "pages", {"site": site.url})
        taken = run(tmp_path / "posts", site)
        # What one way has exported, the other does not export again.
        crossed = crawl(tmp_path / "posts", {"site": site.url}, {"NEWSCRAWL_FULL_LISTING_DAYS": 0})
    assert records(taken) == records(read)
    assert {record["sources"]["number"] for record in taken.articles} == {"rest"}
    assert all(set(record["raw"].values()) == {None} for record in taken.articles)
    assert len(pages(taken)) <= 6
    assert taken.requests <= 5 + 3 + 6
    assert crossed.articles == []


def test_run_after_run(tmp_path: Path) -> None:
    text, touched, gone, *_ = SOME.posts
    with DemoSite(library=SOME) as site:
        assert len(told(run(tmp_path, site))) == 30
        unchanged = run(tmp_path, site)
        assert unchanged.articles == []
        assert unchanged.requests <= 5
        library = with_post(SOME, edited(text, text="One more paragraph, written today."))
        library = with_post(library, edited(touched))
        site.library = with_post(without(library, gone.number), fresh_post(SOME, 19001))
        changed = run(tmp_path, site)
        later = this_minute(SOME) + timedelta(minutes=1)
        site.library = with_post(site.library, edited(text, title="Another title", modified=later))
        again = run(tmp_path, site)
    assert told(changed) == {text.number: ("updated", 2), 19001: ("new", 1)}
    assert changed.states == {"exported": 2, "unchanged": 1}
    assert pages(changed) == [], "what was compared a day ago holds"
    assert changed.requests <= 5 + 1
    assert told(again) == {text.number: ("updated", 3)}


def test_removals_are_proven_by_the_page(tmp_path: Path) -> None:
    gone = SOME.posts[4]
    whole = {"NEWSCRAWL_FULL_LISTING_DAYS": 0, "NEWSCRAWL_REMOVAL_DAYS": 0, "NEWSCRAWL_REMOVAL_MISSES": 2}
    with DemoSite(library=SOME) as site:
        run(tmp_path, site)
        site.library = without(SOME, gone.number)
        assert run(tmp_path, site, whole).removals == []
        last = run(tmp_path, site, whole)
    assert [removal["number"] for removal in last.removals] == [gone.number], last.log
    assert last.articles == []


def test_a_comparison_is_made_anew_after_a_while(tmp_path: Path) -> None:
    with DemoSite(library=SOME) as site:
        run(tmp_path, site)
        with database(tmp_path) as connection:
            connection.execute("UPDATE ledger_articles SET modified = '2001-01-01T00:00:00Z'")
            connection.execute("DELETE FROM ledger_listings WHERE url = 'newscrawl:rest'")
        again = run(tmp_path, site)
        with database(tmp_path) as connection:
            connection.execute("UPDATE ledger_articles SET modified = '2001-01-01T00:00:00Z'")
        anew = run(tmp_path, site, {"NEWSCRAWL_FULL_LISTING_DAYS": 0})
    assert (again.states, anew.states) == ({"unchanged": 30}, {"unchanged": 30})
    assert pages(again) == []
    assert 3 <= len(pages(anew)) <= 6


def test_since_and_limit(tmp_path: Path) -> None:
    newest = sorted(DEMO.posts, key=lambda entry: entry.published)[::-1]
    with DemoSite() as site:
        limited = run(tmp_path / "limit", site, limit="20")
        since = run(tmp_path / "since", site, since=newest[24].published.date().isoformat())
    assert sorted(told(limited)) == sorted(entry.number for entry in newest[:20])
    day = newest[24].published.date()
    assert sorted(told(since)) == sorted(entry.number for entry in newest if entry.published.date() >= day)
    assert len(pages(limited)) <= 6
    assert len(pages(since)) <= 6


@pytest.mark.parametrize(("sources", "numbered"), [("feed", True), ("feed,sitemap", True), ("sitemap,feed", False)])
def test_sources_that_list_numbers_or_none(tmp_path: Path, sources: str, numbered: bool) -> None:
    with DemoSite() as site:
        done = run(tmp_path, site, discovery=sources)
    assert len(records(done)) == len(DEMO.posts)
    ways = {record["sources"]["number"] for record in done.articles}
    assert ways == ({"rest"} if numbered else {"header"})


def test_without_a_ledger(tmp_path: Path) -> None:
    with DemoSite(library=SOME) as site:
        done = run(tmp_path, site, {"NEWSCRAWL_LEDGER_URL": ""})
    assert len(records(done)) == 30
    assert len(pages(done)) <= 6


def test_a_post_unlike_those_compared_is_read_from_its_page(tmp_path: Path) -> None:
    """Only the newest and the oldest are compared: what stands between them may have what they have not."""
    library = make_library(120)
    rare = replace(library.posts[60], standfirst="A line that an editor wrote above this one story of the valley.")
    with DemoSite(library=with_post(library, rare)) as site:
        done = run(tmp_path, site)
    assert len(told(done)) == 120
    from_pages = [record for record in done.articles if record["sources"]["number"] != "rest"]
    assert [(record["number"], record["summary"]) for record in from_pages] == [(rare.number, rare.standfirst)]


def test_two_posts_are_too_few_to_judge_an_api_by(tmp_path: Path) -> None:
    """Where hardly any can stand for a page, no comparison tells of the others."""
    few = make_library(12)
    odd = Paragraph(text="[poll id=4]")
    posts = [*few.posts[:2], *(replace(post, blocks=(*post.blocks, odd)) for post in few.posts[2:])]
    with DemoSite(library=replace(few, posts=tuple(posts))) as site:
        done = run(tmp_path, site)
    assert len(told(done)) == 12
    assert {record["sources"]["number"] for record in done.articles} == {"header"}
    assert "no more than 2 of its posts can stand for a page" in done.log

"""An article on several pages is one record with the text of all of them, or it has failed as a whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args

from .. import starter
from ..crawls import Crawl, crawl, environment, make_due
from ..faults.pages import plain_page
from .site import NOT_FOUND, Answer, TrapSite, redirect
from .story import Pager, Story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ZONE = {"timezone": "Asia/Kabul"}
QUICK = {"RETRY_TIMES": 1, "NEWSCRAWL_MAX_FAILED": 1}
PAGERS = get_args(Pager)
NOTE = "A note that the theme prints below the text of each page of an article, such as on whom to write to."


def run(tmp_path: Path, site: TrapSite, **settings: Any) -> Crawl:
    done = crawl(tmp_path, {"site": site.url} | ZONE, QUICK | settings)
    assert "Traceback" not in done.log, done.log
    done.check_sums()
    return done


def bodies(done: Crawl) -> dict[int, str]:
    assert len({record["number"] for record in done.articles}) == len(done.articles)
    return {record["number"]: record["body"] for record in done.articles}


def test_all_pages_are_one_record(tmp_path: Path) -> None:
    """Each kind of pager, pretty and plain addresses, two and many pages, beside articles of one page."""
    stories = [
        Story(number=1001 + index, pages=pages, pager=pager, plain=plain, note=note)
        for index, (pager, plain, pages, note) in enumerate(
            [
                *((pager, plain, 3, "") for pager in PAGERS for plain in (False, True)),
                ("numbers", False, 1, ""),
                ("numbers", False, 2, NOTE),
                ("next", False, 14, NOTE),
                ("head", False, 1, ""),
            ]
        )
    ]
    with TrapSite(stories) as site:
        done = run(tmp_path, site)
        asked = dict(site.hits)
    assert done.status == 0, done.log
    assert bodies(done) == {story.number: story.body() for story in stories}
    for record, story in zip(sorted(done.articles, key=lambda record: record["number"]), stories, strict=True):
        assert (record["url"], record["headline"]) == (site.url + story.path, story.headline)
        assert (record["date"], record["category"]) == (story.date.isoformat(), "Politics")
        assert record["summary"] == story.standfirst
        assert record["warnings"] == []
    assert done.manifest
    assert done.manifest["discovered"] == len(stories)
    assert {asked[story.page_path(page)] for story in stories for page in range(1, story.pages + 1)} == {1}


LOST: dict[str, tuple[Callable[[TrapSite], Answer], str]] = {
    "404": (lambda _: NOT_FOUND, "HTTP 404"),
    "500": (lambda _: Answer("Error", status=500), "HTTP 500"),
    "home": (lambda _: redirect("/"), "the page is the home page, no article"),
    "off-site": (lambda _: redirect("http://127.0.0.2:9/"), "it leads off the site"),
    "soft-404": (lambda _: Answer(plain_page("Nothing here", "Nothing, and the server says 200.")), "is another page"),
    "another": (lambda site: Answer(site.stories[-1].html(site.url)), "is another page"),
    "pdf": (lambda _: Answer("%PDF-1.7", content_type="application/pdf"), "no HTML page, but 'application/pdf'"),
    "empty": (lambda _: Answer(""), "is another page"),
}


def test_an_article_that_lacks_a_page_fails_and_comes_whole_later(tmp_path: Path) -> None:
    stories = [Story(number=1001 + index, pages=3) for index in range(len(LOST))]
    single = Story(number=1999)
    with TrapSite([*stories, single], disallowed=("Disallow: /2021/09/what-was-said-of-story-1500/2/",)) as site:
        kept_out = Story(number=1500, pages=2)
        site.stories.insert(0, kept_out)
        for story, (answer, _) in zip(stories, LOST.values(), strict=True):
            site.answers[story.page_path(2)] = lambda _, answer=answer: answer(site)
        first = run(tmp_path, site)
        site.answers.clear()
        make_due(tmp_path)
        second = run(tmp_path, site)
    assert bodies(first) == {single.number: single.body()}
    assert first.states == {"exported": 1, "failed": len(LOST), "skipped_by_robots": 1}
    for story, (_, reason) in zip(stories, LOST.values(), strict=True):
        where = site.url + story.path
        (line,) = [line for line in first.log.splitlines() if f"failed {where}: " in line]
        assert f"its page 2, {where}2/" in line
        assert reason in line
    assert f"skipped by robots {site.url}{kept_out.path}: its page 2, " in first.log
    assert bodies(second) == {story.number: story.body() for story in stories}
    assert second.states == {"exported": len(LOST), "unchanged": 1, "skipped_by_robots": 1}


def test_paging_without_an_end(tmp_path: Path) -> None:
    """New text on ever more pages fails, the same text again ends the article with a warning."""
    endless, repeating, leading_back, gap = (
        Story(number=1001),
        Story(number=1002, pages=9, pager="next"),
        Story(number=1003, pages=2),
        Story(number=1004, pages=3),
    )
    with TrapSite([endless, repeating, leading_back, gap], endless=frozenset({1001})) as site:
        for page in range(3, 10):
            text = repeating.html(site.url, 2).replace(repeating.page_path(3), repeating.page_path(page + 1))
            site.answers[repeating.page_path(page)] = lambda _, text=text: Answer(text)
        site.answers[leading_back.page_path(2)] = lambda _: redirect(leading_back.path)
        lacking = gap.html(site.url, 1).replace(f'href="{site.url}{gap.page_path(2)}"', "")
        site.answers[gap.path] = lambda _: Answer(lacking)
        done = run(tmp_path, site)
        asked = dict(site.hits)
    assert done.states == {"exported": 2, "failed": 2}
    assert f"failed {site.url}{endless.path}: it goes on over more than 100 pages" in done.log
    assert f"failed {site.url}{gap.path}: it names its page 3, but no page 2" in done.log
    assert endless.page_path(101) not in asked
    two = Story(number=1002, pages=2)
    assert bodies(done) == {1002: two.body(), 1003: Story(number=1003).body()}
    warnings = {record["number"]: record["warnings"] for record in done.articles}
    assert [len(told) for told in warnings.values()] == [1, 1]
    assert f"{repeating.page_path(3)}, repeats an earlier one" in warnings[1002][0]
    assert f"{leading_back.page_path(2)}, repeats an earlier one" in warnings[1003][0]
    assert repeating.page_path(4) not in asked


def test_second_looks_take_all_pages_into_account(tmp_path: Path) -> None:
    """The first page's ETag says nothing of the last page."""
    paged, single = Story(number=1001, pages=3), Story(number=1002)
    with TrapSite([paged, single], tags=True) as site:
        assert set(bodies(run(tmp_path, site))) == {1001, 1002}
        make_due(tmp_path)
        site.statuses.clear()
        unchanged = run(tmp_path, site)
        assert unchanged.states == {"unchanged": 2}
        assert site.statuses[304] == 1  # the article of one page
        site.editions[1001, 3] = " in the end"
        make_due(tmp_path)
        changed = run(tmp_path, site)
        make_due(tmp_path)
        again = run(tmp_path, site)
        site.stories[0] = Story(number=1001, pages=2)
        make_due(tmp_path)
        shorter = run(tmp_path, site)
    (record,) = changed.articles
    assert (record["number"], record["status"], record["revision"]) == (1001, "updated", 2)
    assert record["body"].count(" in the end") == 1
    assert record["body"].startswith(paged.paragraphs(1)[0])
    assert again.articles == []
    assert bodies(shorter) == {1001: Story(number=1001, pages=2).body()}


def test_extract_prints_all_pages(tmp_path: Path) -> None:
    story = Story(number=1001, pages=3)
    with TrapSite([story]) as site:

        def extract(*target: str) -> dict[str, Any]:
            done = starter.run(["extract", "-a", "timezone=Asia/Kabul", *target], env=environment(), timeout=60)
            assert done.returncode == 0, done.stderr
            return dict(json.loads(done.stdout))

        fetched = extract(site.url + story.path)
        file = tmp_path / "page.html"
        file.write_text(story.html(site.url), "utf-8")
        read = extract("--url", site.url + story.path, str(file))
    assert fetched["body"] == story.body()
    assert read["body"] == "\n\n".join(story.paragraphs(1))
    assert any("goes on over 2 more page(s)" in warning for warning in read["warnings"])

"""What editors do between runs on a real WordPress: each run asks for what changed and exports no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from ..crawls import Crawl, crawl, make_due

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Edition
    from .posts import Newsroom

pytestmark = pytest.mark.wordpress

AT_ONCE = {"NEWSCRAWL_FULL_LISTING_DAYS": 0, "NEWSCRAWL_REMOVAL_DAYS": 0, "NEWSCRAWL_REMOVAL_MISSES": 2}
"""Whole listings each time, and two proofs however close: what takes days then takes runs."""


def told(done: Crawl) -> dict[int, tuple[str, int]]:
    """Number -> status and revision of what a run exported."""
    assert done.status == 0, done.log
    assert done.rejects == []
    done.check_sums()
    return {record["number"]: (record["status"], record["revision"]) for record in done.articles}


@pytest.mark.parametrize("fetch", ["pages", "api"])
def test_editors_between_runs(edition: Edition, newsroom: Newsroom, tmp_path: Path, fetch: str) -> None:
    site, posts = edition.site, edition.posts

    def run(**settings: Any) -> Crawl:
        return crawl(tmp_path, {"site": site.url, "fetch": fetch}, settings)

    assert len(told(run())) == len(posts)
    unchanged = run()
    assert told(unchanged) == {}
    assert unchanged.requests <= 5

    edited, touched, trashed = posts[30], posts[40], posts[10]
    now = datetime.now(ZoneInfo("Asia/Kabul")).replace(tzinfo=None, microsecond=0)
    fresh, backdated = newsroom.write(2)
    added = site.publish([replace(fresh, date=now), backdated])
    try:
        site.edit(edited, title="Another title", blocks=(*edited.blocks, posts[0].blocks[0]))
        site.edit(touched, title=touched.title)  # saved, and nothing changed but its date of change
        site.trash(trashed)
        second = run()
        assert told(second) == {edited.number: ("updated", 2), added[0].number: ("new", 1)}
        (record,) = [record for record in second.articles if record["number"] == edited.number]
        assert record["headline"] == "Another title"
        assert second.requests <= 5 + 3

        # Trashed: one whole listing that lacks it is no proof, two are, and a last look.
        third = run(**AT_ONCE)
        # WordPress dates a backdated post's change back too: no listing of changes names it, a whole one does.
        assert told(third) == {added[1].number: ("new", 1)}
        assert third.removals == []
        fourth = run(**AT_ONCE)
        assert told(fourth) == {}
        assert [(removal["number"], removal["url"]) for removal in fourth.removals] == [(trashed.number, trashed.url)]
        assert told(run(**AT_ONCE)) == {}

        # Back again: WordPress dates the change, so a listing of changes names it.
        site.restore(trashed)
        sixth = run()
        assert told(sixth) == {trashed.number: ("updated", 2)}
        assert sixth.requests <= 5 + 1
        last = run()
        assert told(last) == {}
        assert last.requests <= 5
    finally:
        site.edit(edited, title=edited.title, blocks=edited.blocks)
        if trashed.number not in site.urls():
            site.restore(trashed)
        for post in added:
            site.delete(post)


def test_trashed_and_restored_between_two_looks(edition: Edition, tmp_path: Path) -> None:
    """Never missed by the crawl, and the same text: nothing to tell."""
    site, post = edition.site, edition.posts[-5]
    arguments = {"site": site.url, "limit": "20"}
    assert post.number in told(crawl(tmp_path, arguments))
    site.trash(post)
    site.restore(post)
    assert told(crawl(tmp_path, arguments)) == {}


def test_without_rest(edition: Edition, tmp_path: Path) -> None:
    """WordPress's own sitemaps tell no dates of change before 6.5: then a second look at its time does."""
    site, post = edition.site, edition.posts[31]
    arguments = {"site": site.url, "timezone": "Asia/Kabul"}
    site.set_rest(on=False)
    assert len(told(crawl(tmp_path, arguments))) == len(edition.posts)
    unchanged = crawl(tmp_path, arguments)
    assert told(unchanged) == {}
    assert unchanged.requests <= 15
    try:
        site.edit(post, title="Another title")
        make_due(tmp_path, post.number, edition.posts[32].number)
        third = crawl(tmp_path, arguments)
        assert told(third) == {post.number: ("updated", 2)}
        assert third.requests <= 15 + 2
    finally:
        site.edit(post, title=post.title)

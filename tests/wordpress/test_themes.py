"""Themes that others wrote print no header list: every record is compared with what was inserted all the same.

Number, category and date come from what WordPress prints of itself: the classes of ``body``, ``rel="category tag"``,
``time``, or the REST API.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from ..crawls import Crawl, crawl
from .conftest import lacks
from .posts import AUTHORS
from .site import DEBIAN_THEMES, PLAIN, PRETTY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .conftest import Edition
    from .posts import Newsroom, Post

pytestmark = pytest.mark.wordpress

KABUL = "Asia/Kabul"
BIOGRAPHY = "writes of mountains and lives with two cats"
FOREIGN_WORDS = (
    "belong to no article",
    "Words of an alt text",
    "Leave a Reply",
    "Leave a comment",
    "Your email address will not be published",
    "Required fields",
    "Post Comment",
    "A visitor",
    "Proudly powered by",
    "WordPress",
    "Previous Post",
    "Next Post",
    "Previous post",
    "Next post",
    "Published",
    "Posted",
    "Categorized",
    "Tagged",
    "Tags:",
    "Edit",
    "Skip to content",
    "Test News",
    "Pages:",
    "youtube",
    "Photograph",
    BIOGRAPHY,
    *(f"By {author}" for author in AUTHORS),
)
"""Printed on the pages around the text: never in a record's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    theme: str
    permalinks: str = PRETTY
    rest: bool = True

    def __str__(self) -> str:
        return "-".join([self.theme, *(["plain"] if not self.permalinks else []), *([] if self.rest else ["rest-off"])])


LANES = (
    Lane(theme="news"),
    Lane(theme="twentytwentyone"),
    Lane(theme="twentytwentyone", rest=False),
    Lane(theme="twentytwentytwo"),
    Lane(theme="twentytwentythree"),
    Lane(theme="twentytwentythree", permalinks=PLAIN),
)


@pytest.fixture(scope="module")
def showcase(running_site: Edition, newsroom: Newsroom) -> Iterator[list[Post]]:
    """The site's newest posts, for the length of this file."""
    site = running_site.site
    site.set_biographies({author: f"{author} {BIOGRAPHY}." for author in AUTHORS})
    posts = site.publish(newsroom.showcase())
    yield posts
    site.act(*(("delete", post.number) for post in posts))
    site.set_biographies(dict.fromkeys(AUTHORS, ""))


@pytest.mark.parametrize("lane", LANES, ids=str)
def test_every_record_is_what_was_inserted(edition: Edition, showcase: list[Post], tmp_path: Path, lane: Lane) -> None:
    site = edition.site
    if lane.theme != "news" and not (DEBIAN_THEMES / lane.theme).is_dir():
        lacks(f"wordpress-theme-{lane.theme}")
    site.set_theme(lane.theme)
    site.set_permalinks(lane.permalinks)
    site.set_rest(lane.rest)
    urls = site.urls()
    # The newest posts: the others are like them, and take their time.
    arguments = {"site": site.url, "limit": str(len(showcase))} | ({} if lane.rest else {"timezone": KABUL})
    done = crawl(tmp_path, arguments)

    assert done.status == 0, done.log
    done.check_sums()
    assert done.states == {"exported": len(showcase)}
    found = {record["number"]: as_compared(record) for record in done.articles}
    expected = {post.number: as_inserted(post, urls[post.number]) for post in showcase}
    assert found.keys() == expected.keys()
    wrong = {
        number: differing
        for number, wanted in expected.items()
        if (
            differing := {key: (found[number][key], wanted[key]) for key in wanted if found[number][key] != wanted[key]}
        )
    }
    assert not wrong, f"(found, inserted) of {len(wrong)} records:\n{json.dumps(wrong, ensure_ascii=False, indent=1)}"
    check_sources(done, lane)


def check_sources(done: Crawl, lane: Lane) -> None:
    for record in done.articles:
        header = lane.theme == "news"
        assert record["sources"].keys() == {"number", "category", "date"}
        assert ("header" in record["sources"].values()) == header
        assert record["raw"]["number"] == (str(record["number"]) if header else None)


def as_inserted(post: Post, url: str) -> dict[str, Any]:
    return {
        "url": url,
        "headline": post.title,
        "date": post.date.replace(tzinfo=ZoneInfo(KABUL)).isoformat(timespec="minutes"),
        "category": post.categories[0] if len(post.categories) == 1 else min(post.categories),
        "categories": sorted(post.categories),
        "summary": None,
        "texts": post.prose(),
        "authors": [post.author],
        "tags": list(post.tags),
        "language": "en-US",
        "status": "new",
        "warnings": [],
        "foreign words": [],
    }


def as_compared(record: dict[str, Any]) -> dict[str, Any]:
    """The record in the form of :func:`as_inserted`. How lists are marked inside the body is left open."""
    text = "\n".join([record["headline"], record["summary"] or "", record["body"]])
    lines = [line.removeprefix("- ").removeprefix("> ") for line in record["body"].split("\n") if line]
    return record | {
        "date": datetime.fromisoformat(record["date"]).isoformat(timespec="minutes"),
        "texts": lines,
        "foreign words": [words for words in FOREIGN_WORDS if words in text],
    }

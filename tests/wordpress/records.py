"""What a crawl of the test site must give, from what was inserted, and the comparison of both."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..crawls import Crawl
    from .posts import Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the site prints a post."""

    language: str
    raw: Callable[[Post], dict[str, str]]
    """The header's strings."""
    foreign_words: tuple[str, ...]
    """Printed on the pages around the article, or by its comment form: never in a record's text."""
    caption: str
    """How captions begin, which are no part of the text."""


def _english_raw(post: Post) -> dict[str, str]:
    return {
        "publish": f"{post.date.day} {post.date:%B %Y}",
        "time": f"{post.date:%I:%M}".lstrip("0") + f" {post.date:%p}".lower(),
        "category": ", ".join(post.categories),
        "number": str(post.number),
    }


ENGLISH = Look(
    language="en-US",
    raw=_english_raw,
    foreign_words=(
        "belong to no article",
        "Words of an alt text",
        "Leave a Reply",
        "Your email address will not be published",
        "Required fields",
        "Save my name, email",
        "Post Comment",
        "A visitor",
        "Share this article",
        "Facebook",
        "Related news",
        "Tags:",
        "11111",
        "22222",
    ),
    caption="Photograph ",
)


def check_sample(
    done: Crawl, posts: list[Post], zone: str, count: int, *, raw: bool = True, look: Look = ENGLISH
) -> None:
    """Assert that the crawl gave ``count`` of the posts, each right."""
    assert done.status == 0, done.log
    assert done.states == {"exported": count}
    numbers = {record["number"] for record in done.articles}
    assert len(numbers) == count
    check_records(done, [post for post in posts if post.number in numbers], zone, raw=raw, look=look)


def check_records(done: Crawl, posts: list[Post], zone: str, *, raw: bool = True, look: Look = ENGLISH) -> None:
    """Assert that the crawl gave one right record for each of ``posts``, and nothing else."""
    assert done.rejects == []
    done.check_sums()
    numbers = [record["number"] for record in done.articles]
    assert sorted(numbers) == sorted(post.number for post in posts)
    by_number = {post.number: post for post in posts}
    wrong = {}
    for record in done.articles:
        post = by_number[record["number"]]
        found, expected = as_compared(record, look), as_inserted(post, zone, look)
        if not raw:
            del found["raw"], expected["raw"]
        differing = {key: (found[key], expected[key]) for key in expected if found[key] != expected[key]}
        if differing:
            wrong[record["number"]] = differing
    shown = json.dumps(dict(list(wrong.items())[:3]), ensure_ascii=False, indent=1, default=str)
    assert not wrong, f"{len(wrong)} of {len(posts)} records differ; (found, inserted):\n{shown}"


def as_inserted(post: Post, zone: str, look: Look) -> dict[str, Any]:
    date = datetime.fromisoformat(f"{post.date:%Y-%m-%dT%H:%M}{zone}") if zone[0] in "+-" else post.date
    if date.tzinfo is None:
        date = date.replace(tzinfo=ZoneInfo(zone))
    prose = post.prose()
    paragraphs_only = all(block.kind in ("paragraph", "image") for block in post.blocks)
    return ({"body": "\n\n".join(prose)} if paragraphs_only else {}) | {
        "url": post.url,
        "date": date.isoformat(timespec="minutes"),
        "category": post.categories[0],
        "categories": list(post.categories),
        "headline": post.title,
        "summary": post.excerpt or None,
        "texts": prose,
        "authors": [post.author],
        "tags": list(post.tags),
        "language": look.language,
        "status": "new",
        "sources": {"number": "header", "category": "header", "date": "header"},
        "warnings": [],
        "raw": look.raw(post),
        "foreign words": [],
        "captions": [],
    }


def as_compared(record: dict[str, Any], look: Look) -> dict[str, Any]:
    """The record in the form of :func:`as_inserted`. How lists are marked inside the body is left open."""
    text = "\n".join([record["headline"], record["summary"] or "", record["body"]])
    lines = [line.removeprefix("- ").removeprefix("> ") for line in record["body"].split("\n") if line]
    return record | {
        "date": datetime.fromisoformat(record["date"]).isoformat(timespec="minutes"),
        "texts": lines,
        "foreign words": [words for words in look.foreign_words if words in text],
        "captions": [line for line in lines if line.startswith(look.caption)],
    }

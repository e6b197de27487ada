"""Libraries for the demo site in the size that a test needs: posts written by rule, without links and pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from newscrawl.demo import load_library
from newscrawl.demo.content import Entry
from newscrawl.demo.text import Paragraph
from newscrawl.items import Article, record_fields

if TYPE_CHECKING:
    from newscrawl.demo import Library
    from tests.crawls import Crawl

FIRST = 18001
STEP = 3
"""Between the numbers of two posts, as WordPress counts pictures and drafts too."""
NO_CATEGORY = ("Uncategorized", "دسته‌بندی نشده")
"""What the editions call WordPress's default category, which is none."""


def make_library(count: int, *, every: timedelta = timedelta(hours=7)) -> Library:
    """``count`` posts, the first years old, numbered from :data:`FIRST` in steps of :data:`STEP`; no two read the same.

    ``every``: from one to the next.
    """
    edition = load_library("en")
    zone = edition.posts[0].published.tzinfo
    start = datetime(2021, 9, 24, 18, 35, tzinfo=zone)
    posts = [
        Entry(
            number=FIRST + STEP * index,
            kind="post",
            slug=f"story-{index}",
            title=f"Story {index} of the valley",
            published=start + every * index,
            modified=start + every * index,
            author=edition.authors[index % len(edition.authors)],
            categories=(edition.categories[index % 5],),
            blocks=(
                Paragraph(text=f"The first paragraph of story {index} tells what happened at mile {7 * index}."),
                Paragraph(text=f"The second paragraph names {index + 40} people who saw it and what they said of it."),
                Paragraph(text=f"The third ends story {index} with some more words, so that there is a body to read."),
            ),
        )
        for index in range(count)
    ]
    return replace(edition, posts=tuple(reversed(posts)), pages=())


def fresh_post(library: Library, number: int, **changes: Any) -> Entry:
    """A post published in this minute."""
    post = library.posts[0]
    values = {"slug": f"fresh-{number}", "published": this_minute(library), "modified": this_minute(library)} | changes
    return replace(post, number=number, **values)


def edited(post: Entry, *, text: str | None = None, **changes: Any) -> Entry:
    """``post`` changed in this minute; ``text``: with one more paragraph."""
    blocks = (*post.blocks, Paragraph(text=text)) if text else post.blocks
    now = datetime.now(post.published.tzinfo).replace(second=0, microsecond=0)
    return replace(post, **({"blocks": blocks, "modified": now} | changes))


def with_post(library: Library, post: Entry) -> Library:
    """``library`` with ``post`` in place of the one of its number, or besides the others."""
    others = [other for other in library.posts if other.number != post.number]
    posts = sorted([*others, post], key=lambda entry: (entry.published, entry.number), reverse=True)
    return replace(library, posts=tuple(posts))


def without(library: Library, *numbers: int) -> Library:
    return replace(library, posts=tuple(post for post in library.posts if post.number not in numbers))


def this_minute(library: Library) -> datetime:
    """The present as the site writes dates."""
    return datetime.now(library.posts[0].published.tzinfo).replace(second=0, microsecond=0)


def check_records(ran: Crawl, library: Library, site: str) -> None:
    """Assert that a crawl of the demo site gave one record for each of its posts, right in every field."""
    entries = {entry.number: entry for entry in library.posts}
    assert sorted(article["number"] for article in ran.articles) == sorted(entries)
    for article in ran.articles:
        entry = entries[article["number"]]
        assert list(article) == record_fields(Article)
        assert article["headline"] == entry.title
        names = [term.name for term in entry.categories]
        names = [name for name in names if name not in NO_CATEGORY] or names
        assert article["category"] == names[0]
        assert article["categories"] == names
        assert article["date"] == entry.published.isoformat(timespec="seconds")
        assert article["authors"] == [entry.author.name]
        assert article["tags"] == [term.name for term in entry.tags]
        assert article["language"] == library.edition.language
        assert article["sources"] == {"number": "header", "category": "header", "date": "header"}
        assert article["warnings"] == []
        assert (article["status"], article["revision"], article["site"]) == ("new", 1, site)
        assert article["summary"] == (entry.standfirst or None)
        # Nothing is lost, nothing is added: the cells of a table's row stand on one line, parted by a bar.
        assert article["body"].replace(" | ", " ").split() == " ".join(entry.prose).split()

"""What every page of the demo site is drawn from, and the pieces of HTML that several pages share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Literal

from newscrawl.demo.links import SIZES, Links, term_path
from newscrawl.demo.text import More, Writer, html_text, plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from newscrawl.demo.content import Author, Entry, Library, Picture, Term

PER_PAGE = 10
"""Posts on one page of an archive and in one page of the feed, as WordPress has it out of the box."""

_TEASER_WORDS = 55
"""Words of an excerpt that WordPress makes itself."""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """An archive: the home page, or what one category, tag, author, month or search holds."""

    kind: Literal["home", "category", "tag", "author", "date", "search"]
    url: str
    """Absolute URL of its first page."""
    heading: str
    """Plain text; empty on the home page."""
    posts: tuple[Entry, ...]
    """Newest first."""
    description: str = ""
    term: Term | None = None
    author: Author | None = None

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.posts) // PER_PAGE))

    def on_page(self, number: int) -> tuple[Entry, ...]:
        """Return the posts of page ``number``, counted from 1."""
        return self.posts[(number - 1) * PER_PAGE : number * PER_PAGE]

    def page_url(self, number: int) -> str:
        return self.url if number == 1 else f"{self.url}page/{number}/"


@dataclass(frozen=True, kw_only=True, eq=False)
class View:
    library: Library
    links: Links
    rest: bool
    sitemap: bool
    feed: bool

    def writer(self, entry: Entry) -> Writer:
        return Writer(
            number=entry.number,
            classic=entry.classic,
            permalink=lambda number: self.links.entry(self.library.by_number[number]),
            img=lambda picture, style: self.img(picture, style),
        )

    def content(self, entry: Entry) -> str:
        """Return the body's HTML."""
        writer = self.writer(entry)
        return "\n\n".join(block.html(writer) for block in entry.blocks)

    def rest_content(self, entry: Entry) -> str:
        """Return the body's HTML as the REST API gives it: the mark where teasers end stays as it is."""
        writer = self.writer(entry)
        return "\n\n".join(More.MARK if isinstance(b, More) else b.html(writer) for b in entry.blocks) + "\n"

    def img(self, picture: Picture, style: str, size: str = "full") -> str:
        width, height = SIZES.get(size, (picture.width, picture.height))
        copies = [(picture.width, "full"), *((SIZES[name][0], name) for name in SIZES)]
        srcset = ", ".join(f"{self.links.picture(picture, name)} {wide}w" for wide, name in copies)
        return (
            f'<img decoding="async" loading="lazy" width="{width}" height="{height}"'
            f' src="{self.links.picture(picture, size)}" alt="{escape(picture.alt)}" class="{style}"'
            f' srcset="{srcset}" sizes="(max-width: {width}px) 100vw, {width}px" />'
        )

    def excerpt(self, entry: Entry) -> str:
        """Return the standfirst, or the first words of the body, as HTML without a paragraph around it."""
        if entry.standfirst:
            return html_text(entry.standfirst)
        words = " ".join(entry.prose).split()
        more = " [&hellip;]" if len(words) > _TEASER_WORDS else ""
        return html_text(" ".join(words[:_TEASER_WORDS])) + more

    def summary(self, entry: Entry) -> str:
        """Return the excerpt as plain text, for ``content`` attributes and JSON."""
        if entry.standfirst:
            return plain(entry.standfirst)
        words = " ".join(entry.prose).split()
        return " ".join(words[:_TEASER_WORDS]) + (" […]" if len(words) > _TEASER_WORDS else "")

    def term_links(self, terms: Iterable[Term]) -> str:
        rel = {"category": "category tag", "post_tag": "tag"}
        return self.library.edition.phrases.comma.join(
            f'<a href="{self.links.term(term)}" rel="{rel[term.taxonomy]}">{html_text(term.name)}</a>' for term in terms
        )

    @cached_property
    def counts(self) -> dict[int, int]:
        """Posts in each term, by the term's ID; no key for a term without posts."""
        terms = (*self.library.categories, *self.library.tags)
        return {term.id: count for term in terms if (count := len(self.in_term(term)))}

    def in_term(self, term: Term) -> tuple[Entry, ...]:
        """Return the posts of a term and of those below it, newest first."""
        prefix = f"{term_path(term)}/"
        return tuple(
            post
            for post in self.library.posts
            if any(
                own == term or (own.taxonomy == term.taxonomy and term_path(own).startswith(prefix))
                for own in (*post.categories, *post.tags)
            )
        )

    def by(self, author: Author) -> tuple[Entry, ...]:
        return tuple(post for post in self.library.posts if post.author == author)


def utc(when: datetime) -> str:
    """Return the instant as WordPress's plugins print it: ISO 8601 in UTC, whole seconds."""
    return when.astimezone(UTC).isoformat(timespec="seconds")

"""The demo site's addresses: pretty permalinks of the form ``/2023/05/headline/``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from datetime import datetime

    from newscrawl.demo.content import Author, Comment, Entry, Picture, Term

SIZES = {"thumbnail": (300, 169), "medium": (640, 360)}
"""Smaller copies of each picture, as width and height in pixels."""


@dataclass(frozen=True, slots=True)
class Links:
    home: str
    """Absolute URL of the home page, with its slash."""

    def entry(self, entry: Entry) -> str:
        folder = f"{entry.published:%Y/%m}/" if entry.kind == "post" else ""
        return f"{self.home}{folder}{quoted_slug(entry.slug)}/"

    def short(self, entry: Entry) -> str:
        return f"{self.home}?{'p' if entry.kind == 'post' else 'page_id'}={entry.number}"

    def comment(self, entry: Entry, comment: Comment) -> str:
        return f"{self.entry(entry)}#comment-{comment.id}"

    def term(self, term: Term) -> str:
        return f"{self.home}{'category' if term.taxonomy == 'category' else 'tag'}/{term_path(term)}/"

    def author(self, author: Author) -> str:
        return f"{self.home}author/{quoted_slug(author.slug)}/"

    def month(self, when: datetime) -> str:
        return f"{self.home}{when:%Y/%m}/"

    def picture(self, picture: Picture, size: str = "full") -> str:
        stem, _, ending = picture.file.rpartition(".")
        name = picture.file if size == "full" else f"{stem}-{SIZES[size][0]}x{SIZES[size][1]}.{ending}"
        return f"{self.home}wp-content/uploads/{quote(name)}"

    def rest(self, route: str = "") -> str:
        return f"{self.home}wp-json/{route}"


def term_path(term: Term) -> str:
    """Return a term's slug after those of the terms it stands under, parted by slashes."""
    return (f"{term_path(term.parent)}/" if term.parent else "") + quoted_slug(term.slug)


def quoted_slug(slug: str) -> str:
    """Return a slug as it stands in addresses and in WordPress's tables."""
    # WordPress writes the bytes of other scripts in lower case hexadecimal.
    quoted = quote(slug)
    return quoted.lower() if quoted != slug else slug


def css_name(term: Term) -> str:
    """Return how class names of a page name a term: by its slug, or by its ID where that has no ASCII letters."""
    return term.slug if term.slug.isascii() else str(term.id)

"""What the demo site holds: articles, pages, terms, authors, pictures and comments, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from newscrawl.demo.edition import Edition
    from newscrawl.demo.text import Block


@dataclass(frozen=True, kw_only=True)
class Term:
    """A category or a tag."""

    id: int
    taxonomy: Literal["category", "post_tag"]
    name: str
    slug: str
    description: str = ""
    parent: Term | None = None


@dataclass(frozen=True, kw_only=True)
class Author:
    id: int
    name: str
    slug: str
    bio: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """An uploaded image. Its pixels are drawn from its name when somebody asks."""

    id: int
    file: str
    """Path below ``wp-content/uploads/``."""
    alt: str
    caption: str
    width: int = 960
    height: int = 540


@dataclass(frozen=True, kw_only=True)
class Comment:
    id: int
    author: str
    date: datetime
    text: str
    parent: int = 0
    """ID of the comment that this one answers; 0: none."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Entry:
    """A post or a page, as WordPress keeps both in one table."""

    number: int
    kind: Literal["post", "page"]
    slug: str
    title: str
    published: datetime
    """Aware, in the site's zone, whole minutes."""
    modified: datetime
    """The same form; never before ``published``."""
    author: Author
    standfirst: str = ""
    """Plain text; empty: the entry has none."""
    categories: tuple[Term, ...] = ()
    """By name, as WordPress gives them; posts have at least one."""
    tags: tuple[Term, ...] = ()
    """By name."""
    picture: Picture | None = None
    """The featured image, printed above the body."""
    blocks: tuple[Block, ...] = ()
    comments: tuple[Comment, ...] = ()
    classic: bool = False
    """Written in the classic editor: the markup has no block classes."""

    @cached_property
    def prose(self) -> list[str]:
        """The body's own text piece by piece: paragraphs, sub-headings, quotes, list items, table cells.

        Captions are not among it.
        """
        return [piece for block in self.blocks for piece in block.prose()]

    @cached_property
    def touched(self) -> datetime:
        """When the page changed last: the text, or a comment below it."""
        return max(self.modified, *(comment.date for comment in self.comments), self.published)

    @cached_property
    def captions(self) -> list[str]:
        """What stands under the pictures, the featured one first."""
        own = [self.picture.caption] if self.picture and self.picture.caption else []
        return own + [caption for block in self.blocks for caption in block.captions()]

    @cached_property
    def pictures(self) -> list[Picture]:
        """Every picture of the entry, the featured one first."""
        own = [self.picture] if self.picture else []
        return own + [picture for block in self.blocks for picture in block.shown()]


@dataclass(frozen=True, kw_only=True, eq=False)
class Library:
    """One edition's whole content."""

    edition: Edition
    posts: tuple[Entry, ...]
    """Newest first."""
    pages: tuple[Entry, ...]
    categories: tuple[Term, ...]
    """By name; those without posts too."""
    tags: tuple[Term, ...]
    """By name."""
    authors: tuple[Author, ...]
    by_number: dict[int, Entry] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index the entries. Raises ValueError where two share a number."""
        entries = self.posts + self.pages
        index = {entry.number: entry for entry in entries}
        if len(index) != len(entries):
            msg = f"{len(entries) - len(index)} entries share a number"
            raise ValueError(msg)
        object.__setattr__(self, "by_number", index)

    @cached_property
    def touched(self) -> datetime:
        """When anything changed last; a day before the first text where there is nothing."""
        return max((entry.touched for entry in self.posts + self.pages), default=datetime(2015, 3, 1, tzinfo=UTC))

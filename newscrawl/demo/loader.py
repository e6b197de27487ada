"""Reads an edition's texts from the package: ``articles/<edition>/site.toml`` and its ``*.txt`` files.

A text file holds entries. Each starts with ``@@ NUMBER``, then ``key: value`` lines, a blank line, and the body in the
markup of :mod:`newscrawl.demo.text`. Keys: ``title``, ``slug``, ``published``, ``modified``, ``author``, ``categories``
and ``tags`` (slugs, comma list), ``standfirst``, ``picture`` (``file | alt | caption``), ``editor: classic``,
``kind: page``, and any number of ``comment`` and ``reply`` lines (``name | date | text``).
Dates are in the site's zone; ``again`` behind one means the second time that clocks, set back, showed it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from newscrawl.demo.content import Author, Comment, Entry, Library, Picture, Term
from newscrawl.demo.editions import edition
from newscrawl.demo.text import parse_blocks

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_TRACELESS = re.compile("[’«»\u200b-\u200f]")
_LONGEST_SLUG = 200
_ENTRY = re.compile(r"^@@ (\d+)\n", re.MULTILINE)


@cache
def load_library(name: str = "en") -> Library:
    """Return the content of the edition called ``name``.

    Raises ValueError where there is no such edition or its texts are not in order.
    """
    which = edition(name)
    folder = resources.files("newscrawl.demo").joinpath("articles", name)
    site = tomllib.loads(folder.joinpath("site.toml").read_text(encoding="utf-8"))
    reader = _Reader(
        zone=ZoneInfo(which.timezone),
        authors={row["slug"]: Author(**row) for row in site["authors"]},
        categories=_terms(site["categories"], "category"),
        tags=_terms(site["tags"], "post_tag"),
    )
    entries = [entry for file in _texts(folder) for entry in reader.entries(file.read_text(encoding="utf-8"))]
    return Library(
        edition=which,
        posts=tuple(
            sorted((e for e in entries if e.kind == "post"), key=lambda e: (e.published, e.number), reverse=True)
        ),
        pages=tuple(e for e in entries if e.kind == "page"),
        categories=tuple(sorted(reader.categories.values(), key=lambda term: term.name)),
        tags=tuple(sorted(reader.tags.values(), key=lambda term: term.name)),
        authors=tuple(reader.authors.values()),
    )


def _texts(folder: Traversable) -> list[Traversable]:
    return sorted((f for f in folder.iterdir() if f.name.endswith(".txt")), key=lambda f: f.name)


def _terms(rows: list[dict[str, Any]], taxonomy: Literal["category", "post_tag"]) -> dict[str, Term]:
    terms: dict[str, Term] = {}
    for row in rows:
        parent = terms[row["parent"]] if "parent" in row else None
        terms[row["slug"]] = Term(**{**row, "taxonomy": taxonomy, "parent": parent})
    return terms


@dataclass(kw_only=True)
class _Reader:
    zone: tzinfo
    authors: dict[str, Author]
    categories: dict[str, Term]
    tags: dict[str, Term]
    comments: int = 400
    """ID of the last comment; they are numbered in the order of the files."""
    ids: set[int] = field(default_factory=set)

    def entries(self, text: str) -> list[Entry]:
        parts = _ENTRY.split(text)
        if parts[0].strip():
            msg = f"text before the first entry: {parts[0].strip()[:60]!r}"
            raise ValueError(msg)
        return [self._entry(int(number), body) for number, body in zip(parts[1::2], parts[2::2], strict=True)]

    def _entry(self, number: int, text: str) -> Entry:
        head, _, body = text.partition("\n\n")
        keys: dict[str, str] = {}
        notes: list[tuple[str, str]] = []
        for line in head.splitlines():
            key, _, value = line.partition(": ")
            if key in ("comment", "reply"):
                notes.append((key, value))
            elif key in keys or not value:
                msg = f"entry {number}: line {line!r} is empty or comes twice"
                raise ValueError(msg)
            else:
                keys[key] = value
        published = self._date(keys.pop("published"))
        uploads = f"{published:%Y/%m}"

        def picture(file: str, alt: str, caption: str) -> Picture:
            # WordPress gives attachments the numbers after the draft they are uploaded to.
            return Picture(id=self._new_id(number), file=f"{uploads}/{file}", alt=alt, caption=caption)

        self._take(number)
        title = keys.pop("title")
        featured = keys.pop("picture", None)
        entry = Entry(
            number=number,
            kind="page" if keys.pop("kind", "post") == "page" else "post",
            slug=keys.pop("slug", slugify(title)),
            title=title,
            published=published,
            modified=self._date(keys.pop("modified")) if "modified" in keys else published,
            author=self.authors[keys.pop("author")],
            standfirst=keys.pop("standfirst", ""),
            categories=_named(self.categories, keys.pop("categories", "")),
            tags=_named(self.tags, keys.pop("tags", "")),
            picture=picture(*(part.strip() for part in featured.split("|"))) if featured else None,
            blocks=parse_blocks(body, picture),
            comments=self._comments(notes),
            classic=keys.pop("editor", "") == "classic",
        )
        if keys or entry.modified < entry.published or (entry.kind == "post" and not entry.categories):
            msg = f"entry {number}: {sorted(keys) or 'its dates or categories are not in order'}"
            raise ValueError(msg)
        return entry

    def _comments(self, notes: list[tuple[str, str]]) -> tuple[Comment, ...]:
        comments: list[Comment] = []
        for kind, line in notes:
            author, date, text = (part.strip() for part in line.split("|", 2))
            self.comments += 1
            parent = comments[-1].id if kind == "reply" else 0
            comments.append(Comment(id=self.comments, author=author, date=self._date(date), text=text, parent=parent))
        return tuple(comments)

    def _date(self, text: str) -> datetime:
        clock, again, _ = text.partition(" again")
        return datetime.strptime(clock, "%Y-%m-%d %H:%M").replace(tzinfo=self.zone, fold=int(bool(again)))

    def _new_id(self, after: int) -> int:
        number = after + 1
        while number in self.ids:
            number += 1
        self._take(number)
        return number

    def _take(self, number: int) -> None:
        if number in self.ids:
            msg = f"number {number} is taken"
            raise ValueError(msg)
        self.ids.add(number)


def _named(terms: dict[str, Term], slugs: str) -> tuple[Term, ...]:
    found = [terms[slug.strip()] for slug in slugs.split(",") if slug.strip()]
    return tuple(sorted(found, key=lambda term: term.name))


def slugify(title: str) -> str:
    """Return a title's part of the address as WordPress makes it, unquoted.

    Lower case, no accents on Latin letters, words joined by hyphens; of what stands in percent encoding in the address,
    200 bytes. Quotation marks and what has no width go without a trace.
    """
    bare = _TRACELESS.sub("", title.lower())
    letters = "".join(_base(c) for c in unicodedata.normalize("NFC", bare))
    slug = re.sub(r"[^\w\u064b-\u0655]+|_+", "-", letters).strip("-")
    while len(quote(slug)) > _LONGEST_SLUG:
        slug = slug[:-1].rstrip("-")
    return slug


def _base(character: str) -> str:
    first = unicodedata.normalize("NFD", character)[0]
    return first if first.isascii() else character

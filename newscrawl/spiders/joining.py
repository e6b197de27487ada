"""Joins the pages of an article that is printed on several: one record, whole or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newscrawl.discovery.links import identity
from newscrawl.extract.parts import without_number
from newscrawl.items import Validators
from newscrawl.normalise.warn import quoted, warn

if TYPE_CHECKING:
    from newscrawl.items import Article

MAX_PARTS = 100
"""Most pages of one article: a longer one fails, for endless paging looks like it."""

_EDGE = 3
"""Paragraphs at either end of a page in which a theme repeats what it prints on each."""
_SAYING = 15
"""Characters from which a paragraph that stands on two pages counts as repeated by the theme."""
_NO_LETTERS = re.compile(r"[\W_]+")


class PartError(Exception):
    """Raised by :class:`Joining`: the article cannot be had whole. Its text is one clause that names the page."""


@dataclass(slots=True)
class Joining:
    """An article of several pages, as far as it is read."""

    article: Article
    """As its first page gives it."""
    first: str
    """Address of the first page, as the others are named from it."""
    number: int = 1
    """The last page that was read."""
    named: dict[int, str] = field(default_factory=dict)
    """Addresses of the pages that those read so far have named."""
    seen: set[str] = field(default_factory=set)
    """Identities of the pages that were read."""
    bodies: list[list[str]] = field(default_factory=list)
    """Paragraphs of each page."""

    @classmethod
    def begin(cls, article: Article, url: str) -> Joining:
        """Begin with the first page, which was read at ``url`` and names others."""
        named = dict(article.role.following)
        first = without_number(next(iter(named.values())))[0] or url
        return cls(article, first, named=named, seen={identity(url)}, bodies=[_paragraphs(article.body)])

    @property
    def place(self) -> str:
        """The page that is read next, as messages name it."""
        return f"its page {self.number + 1}, {self.named.get(self.number + 1)}"

    def next(self) -> str | None:
        """Return the address of the page to read next; ``None``: all are read. Raises PartError."""
        wanted, last = self.number + 1, max(self.named, default=0)
        if last < wanted:
            return None
        if wanted > MAX_PARTS:
            raise PartError(f"it goes on over more than {MAX_PARTS} pages")
        if wanted not in self.named:
            raise PartError(f"it names its page {last}, but no page {wanted}")
        return self.named[wanted]

    def add(self, page: Article, url: str) -> None:
        """Take over the page that was asked for, which was read at ``url``. Raises PartError."""
        paragraphs = self._own_text(page)
        known = {_plain(text) for body in self.bodies for text in body}
        if identity(url) in self.seen or (paragraphs and known.issuperset(map(_plain, paragraphs))):
            # Readers find no more there either: the server takes any number for a page that it has.
            warn(self.article, "body", f"{self.place}, repeats an earlier one: the article is taken to end before it")
            self.named.clear()
            return
        if not _is_same_article(self.article, page):
            raise PartError(f"{self.place}, is another page: {quoted(page.headline)}")
        self.named = dict(page.role.following) | self.named
        self.seen.add(identity(url))
        self.number += 1
        # What a theme prints below the text of each page stands below the whole once.
        repeated = _common(self.bodies[-1][::-1], paragraphs[::-1])
        self.bodies[-1] = self.bodies[-1][: len(self.bodies[-1]) - repeated]
        self.bodies.append(paragraphs)

    def whole(self) -> Article:
        """Return the article with the text of all pages. What the server gave to ask with next time is the first
        page's word alone, so the next look asks for all of them.
        """
        self.article.body = "\n\n".join(text for body in self.bodies for text in body)
        self.article.validators = Validators()
        return self.article

    def _own_text(self, page: Article) -> list[str]:
        """The page's text without headline and standfirst, which themes print on each page."""
        printed = {_plain(text) for text in (self.article.headline, page.headline)}
        printed.update(map(_plain, _paragraphs(self.article.summary or "")))
        printed.discard("")
        paragraphs = _paragraphs(page.body)
        # Where the first page has no such standfirst, what looks like one is this page's first paragraph.
        if page.summary and page.summary not in page.body:
            paragraphs = _paragraphs(page.summary) + paragraphs
        for _ in range(_EDGE):
            if paragraphs and _plain(paragraphs[0]) in printed:
                del paragraphs[0]
        return paragraphs[_common(self.bodies[0], paragraphs) :] if len(paragraphs) > _EDGE else paragraphs


def _is_same_article(article: Article, page: Article) -> bool:
    """Whether a page belongs to the article, by the number that both give, else by the headline."""
    for one, other in (
        (article.raw.number, page.raw.number),
        (article.evidence.number.get("html"), page.evidence.number.get("html")),
    ):
        if one and other:
            return one == other
    one, other = _plain(article.headline), _plain(page.headline)
    return bool(one and other) and (one in other or other in one)


def _common(one: list[str], other: list[str]) -> int:
    """How many paragraphs both begin with, few and not short: more would be text."""
    count = 0
    for mine, yours in zip(one[:_EDGE], other[:_EDGE], strict=False):
        if mine != yours or len(mine) < _SAYING:
            break
        count += 1
    return count


def _paragraphs(text: str) -> list[str]:
    return [paragraph for paragraph in text.split("\n\n") if paragraph.strip()]


def _plain(text: str) -> str:
    """Letters and digits only."""
    return _NO_LETTERS.sub("", text).casefold()

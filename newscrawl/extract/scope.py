"""Which part of a page is its article, and how its elements are asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from newscrawl.extract.containers import ARTICLE, BODY, HENTRY, HIDDEN, JUNK, JUNK_GUESS, class_flags
from newscrawl.extract.flow import running_sums

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml.etree import _Element

    from newscrawl.extract.flow import Flow, Span


@dataclass(slots=True)
class Scope:
    """Which blocks belong to the article in the wide sense: header, body, meta lines."""

    outside: list[bool]
    """Per block (one more than there are): part of a sidebar, a footer of the page or another article."""
    others: list[bool]
    """Per block: part of another article."""
    start: int
    end: int


def scope_of(flow: Flow, weights: list[int], title: int) -> Scope:
    """The article that holds the headline: its ``hentry`` or ``article`` element, else the page without its junk."""
    count = len(flow.text) + 2
    outside = [False] * count
    others = [False] * count
    best: Span | None = None
    for span in flow.named:
        flags = span.flags
        if flags & (HENTRY | ARTICLE) and span.start <= title < span.end and (best is None or span.depth < best.depth):
            best = span
    sizes = running_sums(weights)
    total = sizes[-1]
    for span in flow.named:
        end = min(span.end, len(flow.text))
        if span.flags & (JUNK | JUNK_GUESS):
            if span.start <= title < end or (sizes[end] - sizes[span.start]) * 2 > total:
                continue
            if best is not None and best.start <= span.start and end <= best.end and span.element.tag == "footer":
                continue  # the article's own footer carries its categories and tags
        elif title >= 0 and span.flags & (HENTRY | ARTICLE):
            if span.start <= title < span.end or (sizes[end] - sizes[span.start]) * 2 > total:
                continue  # the article itself, or its text beside its headline
            others[span.start : end] = [True] * (end - span.start)
        else:
            continue
        outside[span.start : end] = [True] * (end - span.start)
    if best is None:
        return Scope(outside, others, 0, len(flow.text))
    return Scope(outside, others, best.start, best.end)


_LONG: Final = 1000
"""Characters of paragraphs within one element from which it holds an article, and not a box about its author."""


def holds_article(element: _Element) -> bool:
    """Whether an element that is left out took the article in, as a ``nav`` does that is never closed."""
    size = 0
    for inner in element.iter("h1", "p", "div", "section"):
        if inner.tag == "p":
            size += sum(map(len, inner.itertext()))
        if inner.tag == "h1" or size >= _LONG or class_flags(inner.get("class") or "") & BODY:
            return True
    return False


_ADVERT: Final = re.compile(r"(?:\A|[\s_-])(?:ads?|adsbygoogle|adsense|advads|advert\w{0,9}|code-block)(?:[\s_-]|\Z)")


def holds_long_article(element: _Element) -> bool:
    """Whether an element that is left out holds a long text and a headline, as some build pages of widget areas, or is
    an advertisement's with such a text, as where its own markup is never closed."""
    if next(element.iter("h1"), None) is None and not _ADVERT.search((element.get("class") or "").lower()):
        return False
    return sum(len(piece) for p in element.iter("p") for piece in p.itertext()) >= _LONG


def asked_first(holds: Callable[[_Element], bool]) -> Callable[[_Element], bool]:
    """``holds`` for the first elements it is asked of, false for all others: a hostile page nests thousands."""
    left = iter(range(MOST_ASKED))
    return lambda element: next(left, None) is not None and holds(element)


_MOST_INNER: Final = 30
"""Elements within one that are asked whether they are seen."""


def element_text(element: _Element) -> str:
    """The text below ``element`` that is shown, white space folded; what only screen readers get where that is all."""
    whole = shown = "".join(element.itertext())
    if len(element):
        for inner in islice(element.iter(), 1, _MOST_INNER):
            if inner.tag in ("script", "style", "svg") or class_flags(inner.get("class") or "") & HIDDEN:
                shown = shown.replace("".join(inner.itertext()), " ", 1)
    return " ".join(shown.split()) or " ".join(whole.split())


def spaced(pieces: Sequence[str]) -> str:
    """The text nodes of a block on one line, with a space between two elements that print none: ``Ida|On 7 May``."""
    text = ""
    for piece in pieces:
        if text and text[-1].isalnum() and (piece[:1].isupper() or piece[:1].isdigit()):
            text += " "
        text += piece
    return " ".join(text.replace("\v", " ").split())


def letters(text: str) -> str:
    """Letters and digits only, case folded: sites print other quotes, dashes and spaces than they declare."""
    return "".join(filter(str.isalnum, text)).casefold()


def urlsplit_path(url: str) -> str:
    """The path of ``url``; empty for what is no URL."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


MOST_ASKED: Final = 60
"""Elements that are asked for one field at most: a hostile page nests thousands, each with all the text of the next."""


def noted(flow: Flow, flags: int) -> list[Span]:
    """The first spans that any of ``flags`` is noted of."""
    return list(islice((s for s in flow.named if s.flags & flags), MOST_ASKED))

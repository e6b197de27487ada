"""Which blocks of a page are the article's text, and which of them its standfirst."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newscrawl.extract.boilerplate import SENTENCE_ENDS, says_more
from newscrawl.extract.comments import comments_start
from newscrawl.extract.containers import (
    ARTICLE,
    BODY,
    BODY_GUESS,
    FACTS,
    HEADER,
    HENTRY,
    JUNK,
    JUNK_FIRM,
    JUNK_GUESS,
    JUNK_WEAK,
    TITLE,
    class_flags,
    id_flags,
)
from newscrawl.extract.flow import HEADINGS, Span, running_sums
from newscrawl.extract.pruning import trimmed, without_boilerplate
from newscrawl.extract.scope import noted
from newscrawl.extract.standfirst import take_summary

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from newscrawl.extract.flow import Flow

_TEXT_TAGS: Final = HEADINGS | {"p", "ul", "ol", "blockquote", "figure", "pre", "table"}
_ENOUGH: Final = 140
"""Characters of prose from which a container named as the article's body is believed to be it."""
_LITTLE: Final = 400
"""Characters of prose outside of a container named as the article's body below which no article stands there."""
_LONG: Final = 80
"""Characters of a block that is prose however it ends: no date or byline is as long."""
_SENTENCE: Final = 20
"""Characters of a block that is prose if it ends as a sentence."""
_ITEM: Final = 400
"""Characters of prose of an article's items on average: teasers have less."""
_MOST: Final = 20
"""Containers that are each compared with all others, at most: a hostile page nests thousands."""
_GALLERY: Final = 3
"""Captions that make a story in pictures."""


@dataclass(slots=True)
class Text:
    """The article's text as block indices."""

    blocks: list[int]
    """The blocks of the body in order."""
    start: int
    end: int
    """The region that the body was taken from, end exclusive."""
    summary: str | None = None


def _is_box(flow: Flow, aside: Span) -> bool:
    """Whether an ``aside`` is a box of the article: prose without links, between two paragraphs of its text."""
    element = aside.element
    names = class_flags(element.get("class") or "") | id_flags(element.get("id") or "")
    if names & (JUNK | JUNK_GUESS) or any(flow.linked[aside.start : aside.end]):
        return False
    before, after = element.getprevious(), element.getnext()
    if before is None or after is None or before.tag not in _TEXT_TAGS or after.tag not in _TEXT_TAGS:
        return False
    return any(says_more(text) for text in flow.text[aside.start : aside.end])


def _is_between(flow: Flow, span: Span) -> bool:
    """Whether a span leads nowhere and stands between two elements of a text: no list of other articles does."""
    before, after = span.element.getprevious(), span.element.getnext()
    if before is None or after is None or before.tag not in _TEXT_TAGS or after.tag not in _TEXT_TAGS:
        return False
    return not any(flow.linked[span.start : span.end])


def _junk_spans(flow: Flow, sums: list[int], title: int) -> list[Span]:
    """Spans named as no part of an article that do not turn out to hold it."""
    total = sums[-1]
    found = []
    holds = [0] * (len(flow.text) + 2)
    articles = [0] * (len(flow.text) + 2)
    for span in flow.named:
        if span.flags & (BODY | HENTRY):
            holds[span.start] += 1
        if span.flags & (ARTICLE | HENTRY):
            articles[span.start] += 1
    holds, articles = running_sums(holds), running_sums(articles)
    for span in flow.named:
        if span.flags & (JUNK | JUNK_GUESS):
            if not span.flags & JUNK and (
                span.flags & BODY
                or (holds[span.end] > holds[span.start] and articles[span.end] == articles[span.start])
            ):
                continue  # a name that is the text's by convention says more than one that may mean anything
            if span.start > title >= 0 and span.element.tag == "aside" and _is_box(flow, span):
                continue
            if span.flags & JUNK_WEAK and not span.flags & (JUNK | JUNK_FIRM) and _is_between(flow, span):
                continue
            inside = sums[min(span.end, len(sums) - 1)] - sums[span.start]
            if span.start <= title < span.end:
                continue  # what holds the headline is the article's head, as a banner may be
            # most of the text, and not named beyond doubt, or with an article's own container in it
            if inside * 5 > total * 2 and (not span.flags & JUNK or holds[span.end] > holds[span.start]):
                continue
            found.append(span)
    return _without_makers(flow, sums, found)


def _without_makers(flow: Flow, sums: list[int], junk: list[Span]) -> list[Span]:
    """``junk`` without what a container named as the article's text is made of, as page builders put it together: of
    widgets, or of parts that each name a place in the table of contents.
    """
    if not junk:
        return junk
    total = sums[-1]
    for text in noted(flow, BODY):
        size = sums[text.end] - sums[text.start]
        if size < _ENOUGH or size * 5 <= total * 2:
            continue
        groups: dict[tuple[int, str | None], int] = {}
        for span in flow.named:
            if (
                span.flags & (JUNK | JUNK_GUESS)
                and span.depth > text.depth
                and text.start <= span.start
                and span.end <= text.end
            ):
                key = span.depth, span.element.get("class")
                groups[key] = groups.get(key, 0) + sums[span.end] - sums[span.start]
        makers = {key for key, inside in groups.items() if inside * 5 > size * 3}
        if makers:
            junk = [
                s
                for s in junk
                if s.start < text.start or s.end > text.end or (s.depth, s.element.get("class")) not in makers
            ]
    return junk


def _choose(flow: Flow, sums: list[int], junk: list[bool], title: int) -> Span | None:
    """The span that is the article's body by its name, else by where the prose stands."""
    strong: list[tuple[int, Span]] = []
    guesses: list[tuple[int, Span]] = []
    for span in flow.named:
        if span.flags & (BODY | BODY_GUESS) and span.end > span.start:
            size = sums[min(span.end, len(sums) - 1)] - sums[span.start]
            if size:
                (strong if span.flags & BODY else guesses).append((size, span))
    total = sums[-1] - (sums[title + 1] - sums[title] if title >= 0 else 0)
    for candidates, share in ((strong, 0.15), (guesses, 0.3)):
        if not candidates:
            continue
        # the article stands after its headline; a teaser list may stand anywhere
        after = [c for c in candidates if c[1].end > title] or candidates
        after = _of_one_article(flow, after, title)
        size, best = max(after, key=lambda c: (c[0], -c[1].depth))
        # A short article is believed where there is little else.
        if (size < share * total or (size < _ENOUGH and size * 2 < total)) and not (
            candidates is strong and total - size < _LITTLE and all(s.start >= best.start for _, s in after)
        ):
            continue
        inner = [c for c in after if c[1] is not best and best.start <= c[1].start and c[1].end <= best.end]
        for inner_size, span in sorted(inner, key=lambda c: c[1].depth):
            if inner_size >= 0.8 * size and span.depth > best.depth:
                size, best = inner_size, span
        return _with_siblings(flow, sums, junk, best)
    return None


def _of_one_article(flow: Flow, candidates: list[tuple[int, Span]], title: int) -> list[tuple[int, Span]]:
    """The ``candidates`` without those of other articles on the page, as themes load them while readers scroll; all of
    them where the article with the headline has none.
    """
    if title < 0 or len(candidates) < 2:
        return candidates
    articles = [s for s in flow.named if s.flags & (HENTRY | ARTICLE)]
    own = max((s for s in articles if s.start <= title < s.end), key=lambda s: s.depth, default=None)
    if own is None:
        return candidates
    within = [c for c in candidates if own.start <= c[1].start and c[1].end <= own.end]
    if not within or max(size for size, _ in within) < _ENOUGH:
        return candidates
    others = [s for s in articles if not s.start <= title < s.end][:_MOST]
    return [c for c in candidates if not any(s.start <= c[1].start and c[1].end <= s.end for s in others)] or candidates


def _with_siblings(flow: Flow, sums: list[int], junk: list[bool], best: Span) -> Span:
    """``best``, or a span over all of its like: page builders and long pages print the text in several containers."""
    name = best.element.get("class")
    size = sums[min(best.end, len(sums) - 1)] - sums[best.start]
    kind = BODY if best.flags & BODY or size * 2 > sums[-1] else BODY_GUESS
    like = [
        s
        for s in flow.named
        if s.flags & kind and not junk[s.start] and s.depth == best.depth and s.element.get("class") == name
    ]
    if len(like) < 2:
        return best
    start, end = min(s.start for s in like), max(s.end for s in like)
    inside = sum(sums[s.end] - sums[s.start] for s in like)
    if inside * 10 < (sums[end] - sums[start]) * 8 or inside == size:
        return best
    for span in flow.named:
        # each in an article of its own: a list of articles
        if span.flags & (HENTRY | ARTICLE) and (start < span.start < end or start < span.end < end):
            return best
    return Span(best.flags, start, end, best.depth, best.element)


def _densest(flow: Flow, sums: list[int], title: int) -> Span | None:
    """From the outermost container down into the one that holds most of the prose, as long as one does."""
    spans = sorted((s for s in flow.spans if s.end > s.start), key=lambda s: s.depth)
    if not spans:
        return None
    best: Span | None = None
    low, high, size = 0, len(flow.text), sums[-1]
    floor = size * 0.5
    for span in spans:
        if span.start < low or span.end > high or (best is not None and span.depth <= best.depth):
            continue
        inside = sums[span.end] - sums[span.start]
        if inside >= floor and inside * 10 >= size * (7 if best is None or span.flags & HENTRY else 8) and inside > 0:
            best, low, high = span, span.start, span.end
            size = inside
    return best


def find_text(flow: Flow, weights: list[int], title: int, taken: AbstractSet[int], host: str) -> Text:
    """The body's blocks and the standfirst.

    ``weights`` are the blocks' :func:`~newscrawl.extract.flow.prose_weights`, ``title`` is the headline's block
    (-1: none), ``taken`` the blocks of the printed header list, ``host`` the site's, to tell its links from others.
    """
    count = len(flow.text)
    if not count:
        return Text([], 0, 0)
    sums = running_sums(weights)
    junk = [False] * count
    for beside in _junk_spans(flow, sums, title):
        end = min(beside.end, count)
        junk[beside.start : end] = [True] * (end - beside.start)
    sums = running_sums([0 if bad else weight for weight, bad in zip(weights, junk, strict=True)])

    span = _choose(flow, sums, junk, title)
    named = span is not None
    if span is None:
        span = _densest(flow, sums, title)
    start, end = (span.start, span.end) if span is not None else (0, count)
    if start <= title < end:
        # the headline stands in the same container: what is above it is no body
        before = sums[title] - sums[start]
        if before * 3 < sums[end] - sums[start]:
            start = title + 1
    end = comments_start(flow, start, end, title)

    out = [junk[index] or index in taken for index in range(count)]
    _leave_out(flow, sums, start, end, out)
    blocks = [i for i in range(start, end) if not out[i] and flow.kind[i] != "caption" and i != title]
    blocks = trimmed(flow, without_boilerplate(flow, blocks, host), end, named, host)
    blocks = _with_captions(flow, blocks, start, end, out)
    if not named and not any(_is_prose(flow.text[i]) for i in blocks):
        blocks = []  # what is left of an article without text: its date, its byline
    if not blocks:  # and no prose to tell where captions belong
        start, end = title + 1, comments_start(flow, title + 1, count, title)
        blocks = _with_captions(flow, [], start, end, out)
    text = Text(blocks, start, end)
    own_container = named and span is not None and not span.start <= title < span.end
    take_summary(flow, text, title, junk, taken, own_container)
    return text


def _is_prose(text: str) -> bool:
    return len(text) >= _LONG or (len(text) >= _SENTENCE and text.rstrip("\"'”»’)")[-1:] in SENTENCE_ENDS)


def _with_captions(flow: Flow, blocks: list[int], start: int, end: int, out: list[bool]) -> list[int]:
    """``blocks``, and the captions of the pictures where these tell the story: several, and longer than all else; or
    sentences, and there is nothing else.
    """
    captions = [i for i in range(start, end) if flow.kind[i] == "caption" and not out[i]]
    if len(captions) < _GALLERY and (blocks or not any(_is_prose(flow.text[i]) for i in captions)):
        return blocks
    if sum(len(flow.text[i]) for i in captions) <= sum(len(flow.text[i]) for i in blocks):
        return blocks
    return sorted({*blocks, *captions})


def _items(flow: Flow, sums: list[int], start: int, end: int) -> set[int]:
    """Depths at which the ``article`` elements within the region are most of its text: items of a list that is the
    article, where each has a text of its own.
    """
    sizes: dict[int, list[int]] = {}
    for span in flow.named:
        if span.flags & ARTICLE and start <= span.start and span.end <= end and span.end - span.start < end - start:
            sizes.setdefault(span.depth, []).append(sums[span.end] - sums[span.start])
    total = sums[end] - sums[start]
    return {depth for depth, of in sizes.items() if sum(of) * 5 > total * 3 and sum(of) > _ITEM * len(of)}


def _leave_out(flow: Flow, sums: list[int], start: int, end: int, out: list[bool]) -> None:
    """Mark fact lines, captions and headers within the region."""
    total = sums[end] - sums[start]
    items = _items(flow, sums, start, end)
    linked = [f * 10 > len(t) * 9 for f, t in zip(flow.linked, flow.text, strict=True)]
    links = running_sums([int(whole) for whole in linked])
    for span in flow.named:
        if span.start < start or span.end > end or span.end - span.start >= end - start:
            continue
        flags = span.flags
        if flags & (HENTRY | ARTICLE):
            # another article's teaser: part of the page for its link
            inside = sums[span.end] - sums[span.start]
            if inside * 3 < total and links[span.end] > links[span.start] and span.depth not in items:
                out[span.start : span.end] = [True] * (span.end - span.start)
        elif flags & TITLE and span.end - span.start == 1 and linked[span.start]:
            out[span.start] = True
        elif flags & (FACTS | HEADER) or span.element.tag == "footer":
            inside = sums[span.end] - sums[span.start]
            if inside < 300 and inside * 5 < total and span.element.tag not in ("a", "span", "time", "abbr", "td"):
                for index in range(span.start, span.end):
                    out[index] = True


def body_text(flow: Flow, blocks: list[int]) -> str:
    """The blocks as plain text, parted by blank lines; the cells of a table row on one line."""
    parts: list[str] = []
    row: object = None
    cell: object = None
    for index in blocks:
        text = flow.text[index]
        if flow.kind[index] in ("td", "th"):
            parent = flow.owner[index].getparent()
            if parent is not None and parent is row and parts and flow.owner[index] is not cell:
                cell = flow.owner[index]
                parts[-1] += " | " + text
                continue
            row, cell = parent, flow.owner[index]
        else:
            row = None
        parts.append(text)
    return "\n\n".join(parts)

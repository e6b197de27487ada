"""Which blocks of a page are the article's text, and which of them its standfirst."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from newscrawl.extract.boilerplate import (
    appeals,
    closes,
    is_notice,
    leads_elsewhere,
    opening,
    says_more,
    speaks_for_site,
)
from newscrawl.extract.comments import comments_start
from newscrawl.extract.containers import (
    AUTHOR,
    BODY,
    BODY_GUESS,
    CATEGORIES,
    DATE,
    HENTRY,
    JUNK,
    JUNK_GUESS,
    META,
    SUMMARY,
    TAGS,
    TITLE,
    UPDATED,
    class_flags,
    id_flags,
)
from newscrawl.extract.flow import Span, running_sums

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from lxml.etree import _Element

    from newscrawl.extract.flow import Flow

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TEXT_TAGS: Final = _HEADINGS | {"p", "ul", "ol", "blockquote", "figure", "pre", "table"}
_FACTS: Final = META | AUTHOR | DATE | UPDATED | CATEGORIES | TAGS
_TAIL: Final = 12
"""Blocks at the text's end that may ask for support."""
_ENOUGH: Final = 140
"""Characters of prose from which a container named as the article's body is believed to be it."""

_BYLINE: Final = re.compile(r"(?:by|von|par|por|di|door)\s[^.!?]*\Z", re.IGNORECASE)
_CUT_MARKS: Final = re.compile(r"(?:\s|\[|\]|…|\.\.\.|»|→|read more|continue reading|weiterlesen)+\Z", re.IGNORECASE)
"""What an automatic excerpt ends with. Asked of a text's last 60 characters only."""


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


def _junk_spans(flow: Flow, sums: list[int], title: int) -> list[Span]:
    """Spans named as no part of an article that do not turn out to hold it."""
    total = sums[-1]
    found = []
    holds = [0] * (len(flow.text) + 2)
    for span in flow.spans:
        if span.flags & (BODY | HENTRY):
            holds[span.start] += 1
    holds = running_sums(holds)
    for span in flow.spans:
        if span.flags & (JUNK | JUNK_GUESS):
            if span.start > title >= 0 and span.element.tag == "aside" and _is_box(flow, span):
                continue
            inside = sums[min(span.end, len(sums) - 1)] - sums[span.start]
            if span.start <= title < span.end and inside * 4 > total:
                continue
            # most of the text, and not named beyond doubt, or with an article's own container in it
            if inside * 5 > total * 2 and (not span.flags & JUNK or holds[span.end] > holds[span.start]):
                continue
            found.append(span)
    return found


def _choose(flow: Flow, sums: list[int], junk: list[bool], title: int) -> Span | None:
    """The span that is the article's body by its name, else by where the prose stands."""
    strong: list[tuple[int, Span]] = []
    guesses: list[tuple[int, Span]] = []
    for span in flow.spans:
        if span.flags & (BODY | BODY_GUESS) and span.end > span.start:
            size = sums[min(span.end, len(sums) - 1)] - sums[span.start]
            if size:
                (strong if span.flags & BODY else guesses).append((size, span))
    total = sums[-1]
    for candidates, share in ((strong, 0.15), (guesses, 0.3)):
        if not candidates:
            continue
        # the article stands after its headline; a teaser list may stand anywhere
        after = [c for c in candidates if c[1].end > title] or candidates
        size, best = max(after, key=lambda c: (c[0], -c[1].depth))
        if size < _ENOUGH or size < share * total:
            continue
        inner = [c for c in after if c[1] is not best and best.start <= c[1].start and c[1].end <= best.end]
        for inner_size, span in sorted(inner, key=lambda c: c[1].depth):
            if inner_size >= 0.8 * size and span.depth > best.depth:
                size, best = inner_size, span
        return _with_siblings(flow, sums, junk, best)
    return None


def _with_siblings(flow: Flow, sums: list[int], junk: list[bool], best: Span) -> Span:
    """``best``, or a span over all of its like: page builders and long pages print the text in several containers."""
    name = best.element.get("class")
    size = sums[min(best.end, len(sums) - 1)] - sums[best.start]
    like = [
        s
        for s in flow.spans
        if s.flags & BODY and not junk[s.start] and s.depth == best.depth and s.element.get("class") == name
    ]
    if len(like) < 2:
        return best
    start, end = min(s.start for s in like), max(s.end for s in like)
    inside = sum(sums[s.end] - sums[s.start] for s in like)
    if inside * 10 < (sums[end] - sums[start]) * 8 or inside == size:
        return best
    for span in flow.spans:
        # each in an article of its own: a list of articles
        if (span.flags & HENTRY or span.element.tag == "article") and (
            start < span.start < end or start < span.end < end
        ):
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


def _own_link(flow: Flow, index: int, host: str) -> bool:
    """Whether the block's link leads to another page of the site, not to a file or a place on this page."""
    owner = flow.owner[index]
    link = owner if owner.tag == "a" else next(owner.iter("a"), None)
    if link is None:
        link = next((e for e in owner.iterancestors("a")), None)
        if link is None:
            return False
    href = (link.get("href") or "").strip()
    if "wp-content/" in href or href.startswith(("mailto:", "tel:")):
        return False
    if href.startswith(("http:", "https:", "//")):
        return bool(host) and href.split("/", 3)[2].removeprefix("www.") == host.removeprefix("www.")
    return bool(href)


def _leads_out(flow: Flow, index: int) -> bool:
    """Whether the block's first link is an address on another site, in a paragraph or a list."""
    hrefs = _hrefs(flow.owner[index])
    return (
        flow.kind[index] in ("p", "li")
        and bool(hrefs)
        and hrefs[0].startswith(("http:", "https:"))
        and not _shares(flow, index)
    )


_SHARE_ADDRESSES: Final = (
    "sharer", "intent/tweet", "intent/post", "twitter.com/share", "x.com/share", "/pin/create/", "t.me/share",
    "whatsapp:", "wa.me/?", "api.whatsapp.com/send", "shareArticle", "mailto:?", "reddit.com/submit", "share-offsite",
    "vk.com/share", "telegram.me/share", "javascript:print", "javascript:window.print", "tg://msg", "viber://",
    "?share=",
)  # fmt: skip
"""What the addresses of share buttons hold."""
_FACT_LABEL: Final = re.compile(
    r"(?:tags?|tagged|topics?|filed under|filed in|schlagwörter|schlagworte|etiquetas)\s*:", re.IGNORECASE
)
_TRAIL: Final = re.compile(r"\s[»›>→]\s")
_SMALL: Final = 240
"""Characters of a caption at most."""


def _hrefs(element: _Element) -> list[str]:
    # the first elements only: a whole page may be one block's element
    return [e.get("href") or "" for e in islice(element.iter(), 60) if e.tag == "a"]


def _shares(flow: Flow, index: int) -> bool:
    """Whether a block is made of share buttons."""
    text = flow.text[index]
    if len(text) > 120 or flow.linked[index] * 2 < len(text):
        return False
    hrefs = _hrefs(flow.owner[index])
    return bool(hrefs) and any(any(map(href.__contains__, _SHARE_ADDRESSES)) for href in hrefs)


def _is_fact_line(flow: Flow, index: int, tagged: AbstractSet[int], first: bool) -> bool:
    """Whether a short block with links lists tags, or, at the text's start, names the author or the way to the page."""
    text, linked = flow.text[index], flow.linked[index]
    if says_more(text) or len(text) - linked > 60:
        return False
    if (index in tagged and linked * 2 > len(text) - 20) or _FACT_LABEL.match(text):
        return True
    if not first:
        return False
    if _TRAIL.search(text) and "«" not in text:
        return True
    return len(text) < 80 and any(at == index and rel == "author" for at, rel, _ in flow.links)


def _is_hidden(element: _Element) -> bool:
    """Whether the block's own markup hides it from all readers."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and "none" in style and "display:none" in style.replace(" ", "").lower()


def _is_caption(flow: Flow, index: int) -> bool:
    """Whether a short paragraph stands alone under an image in a box that was given the image's width."""
    owner = flow.owner[index]
    if owner.tag != "p" or len(flow.text[index]) > _SMALL:
        return False
    image, box = owner.getprevious(), owner.getparent()
    if image is None or box is None or box.tag != "div" or len(box) != 2:
        return False
    if "width" not in (box.get("style") or "") or image.tag not in ("img", "a", "picture"):
        return False
    return (image.tag == "img" or next(image.iter("img"), None) is not None) and not "".join(image.itertext()).strip()


def _neighbours(flow: Flow, blocks: list[int], position: int) -> list[str]:
    return [flow.kind[i] for i in (*blocks[max(0, position - 1) : position], *blocks[position + 1 : position + 2])]


def _short_texts(flow: Flow, blocks: list[int], longest: int) -> str:
    return "\n".join([text for index in blocks if len(text := flow.text[index]) < longest])


def _without_boilerplate(flow: Flow, blocks: list[int], host: str) -> list[int]:
    """The blocks without what speaks of other articles or for the site."""
    kept: list[int] = []
    announced = False
    last_ones = len(blocks) - _TAIL
    # Asked of all at once: most texts hold nothing of the kind, and each asking takes longer than the search.
    pleads = appeals(_short_texts(flow, blocks[-_TAIL:], 200))
    tagged = {index for index, rel, _ in flow.links if "tag" in rel.split()}
    for position, index in enumerate(blocks):
        text, linked = flow.text[index], flow.linked[index]
        if _is_hidden(flow.owner[index]):
            continue
        size = len(text)
        all_link = linked > 0 and linked * 20 >= size * 17
        if size < 240:
            start = opening(text)
            if leads_elsewhere(start) and (size < 60 or linked * 3 > size) and (linked or not says_more(text)):
                announced = True
                continue
            if linked and (_is_fact_line(flow, index, tagged, position < 2) or _shares(flow, index)):
                continue
            if announced and linked * 3 > size and not says_more(text):
                continue  # a card: the other article's headline and its date
            if _is_caption(flow, index):
                continue
            if size < 120 and is_notice(start) and (linked or not says_more(text)):
                continue
            if pleads and size < 200 and position > last_ones and appeals(text):
                continue
            if all_link:
                kind = flow.kind[index]
                if kind == "li" and "li" not in _neighbours(flow, blocks, position):
                    kind = "p"  # a list of one link is a link put between the paragraphs
                if announced or (
                    kind not in ("li", "td", "th", "dd", "dt", "pre")
                    and kind not in _HEADINGS
                    and _own_link(flow, index, host)
                ):
                    continue
        if not all_link:
            announced = False
        kept.append(index)
    # what closes an article speaks for the site, however it is marked up
    quiet = not speaks_for_site(_short_texts(flow, [*kept[:1], *kept[-_TAIL:]], 400))

    def ends(index: int, longest: int) -> bool:
        text = flow.text[index]
        return len(text) < longest and closes(text, flow.linked[index], quiet=quiet)

    for _ in range(6):
        if len(kept) > 2 and ends(kept[-1], 400):
            kept.pop()
        else:
            break
    if len(kept) > 3:
        tail = kept[-4:]
        kept[-4:] = [i for i in tail if not ends(i, 300)]
        if ends(kept[0], 200):
            kept.pop(0)
    while len(kept) > 2 and flow.kind[kept[-1]] == "li" and flow.linked[kept[-1]] >= len(flow.text[kept[-1]]):
        if not _own_link(flow, kept[-1], host):
            break
        kept.pop()
    return kept


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
    blocks = _trim(flow, _without_boilerplate(flow, blocks, host), named, host)
    if not blocks and start < end:
        blocks = [i for i in range(start, end) if i not in taken and i != title and not junk[i]]
    text = Text(blocks, start, end)
    own_container = named and span is not None and not span.start <= title < span.end
    _take_summary(flow, text, title, junk, taken, own_container)
    return text


def _leave_out(flow: Flow, sums: list[int], start: int, end: int, out: list[bool]) -> None:
    """Mark fact lines, captions and headers within the region."""
    total = sums[end] - sums[start]
    linked = [f * 10 > len(t) * 9 for f, t in zip(flow.linked, flow.text, strict=True)]
    links = running_sums([int(whole) for whole in linked])
    for span in flow.spans:
        if span.start < start or span.end > end or span.end - span.start >= end - start:
            continue
        flags = span.flags
        tag = span.element.tag
        if tag == "article" or flags & HENTRY:
            # another article's teaser: part of the page for its link
            inside = sums[span.end] - sums[span.start]
            if inside * 3 < total and links[span.end] > links[span.start]:
                out[span.start : span.end] = [True] * (span.end - span.start)
        elif flags & TITLE and span.end - span.start == 1 and linked[span.start]:
            out[span.start] = True
        elif tag == "header" or tag == "footer" or flags & _FACTS:
            inside = sums[span.end] - sums[span.start]
            if inside < 300 and inside * 5 < total and tag not in ("a", "span", "time", "abbr", "td"):
                for index in range(span.start, span.end):
                    out[index] = True


def _trim(flow: Flow, blocks: list[int], named: bool, host: str) -> list[int]:
    """Cut headings without text and lists of the site's links from the end, and link lists from the start if nothing
    named the container. Links to other sites at the end are the article's sources."""

    def weak(index: int) -> bool:
        if dangling(index):
            return True
        return flow.linked[index] * 10 > len(flow.text[index]) * 8 and (
            _own_link(flow, index, host) or not _leads_out(flow, index)
        )

    def dangling(index: int) -> bool:
        return flow.kind[index] in _HEADINGS and len(flow.text[index]) < 80 and flow.text[index][-1] not in '.!…»”"'

    low, high = 0, len(blocks)
    while high > low and (dangling(blocks[high - 1]) or (not named and weak(blocks[high - 1]))):
        high -= 1
    if not high:
        high = len(blocks)
    while not named and low < high and flow.linked[blocks[low]] * 10 > len(flow.text[blocks[low]]) * 8:
        low += 1
    return blocks[low:high]


def _fold(text: str) -> str:
    return " ".join(text.split())


def is_cut_copy(summary: str, body_start: str) -> bool:
    """Whether ``summary`` is the body's start over again, in full or cut off."""
    plain = _fold(summary)
    # only the end is asked, for a page may print a million dots
    plain = plain[:-60] + _CUT_MARKS.sub("", plain[-60:])
    return bool(plain) and _fold(body_start).startswith(plain)


def _is_short_line_of_text(text: str) -> bool:
    """Whether a short block above the text is a sentence, not a byline, a date or a label."""
    return text.count(" ") >= 2 and text[-1] in ".!?…。؟۔" and not any(c.isdigit() or c in ":|·" for c in text)


def _take_summary(flow: Flow, text: Text, title: int, junk: list[bool], taken: AbstractSet[int], named: bool) -> None:
    if not text.blocks:
        return
    first = text.blocks[0]
    body_start = " ".join(flow.text[i] for i in text.blocks[:8])
    low = min(title, first) if title >= 0 else max(0, first - 8)
    facts: set[int] = set(taken)
    marked: list[int] = []
    for span in flow.spans:
        if span.flags & SUMMARY and span.end - span.start <= 4 and span.element.tag not in ("time", "a"):
            if low <= span.start and span.end <= text.start + 6 and span.end <= len(flow.text):
                marked.extend(range(span.start, span.end))
        elif span.flags & _FACTS and span.end - span.start <= 6 and not span.flags & HENTRY:
            facts.update(range(span.start, min(span.end, len(flow.text))))
    marked = [
        i for i in sorted(set(marked)) if i != title and not junk[i] and i not in taken and len(flow.text[i]) > 20
    ]
    outside = [i for i in marked if i not in text.blocks]
    if not outside and title >= 0:
        outside = [
            i
            for i in range(title + 1, text.start)
            if (not junk[i] or len(flow.text[i]) >= 80)
            and i not in facts
            and flow.kind[i] in ("p", "div", "h2", "h3", "h4", "section", "header", "article", "main")
            and flow.linked[i] * 4 < len(flow.text[i])
            and (len(flow.text[i]) >= 40 or _is_short_line_of_text(flow.text[i]))
        ][:6]
    inside = [i for i in marked if i in text.blocks[:2]]
    if not outside and not inside and len(text.blocks) >= 3 and taken and first - title <= len(taken) + 2:
        # a dateline or a kicker of a word or two stands before the standfirst
        first = next((i for i in text.blocks[:2] if flow.text[i].count(" ") > 1 or flow.text[i][-1] in ".!?"), first)
        if _BYLINE.match(flow.text[first]) and len(flow.text[first]) < 60:
            first = next((i for i in text.blocks[1:2] if i != first), first)
        candidate = flow.text[first]
        if len(candidate) <= 400 and flow.kind[first] in ("p", "div", "td", "h2", "h3", "h4") and not named:
            inside = [first]
    chosen = outside or inside
    if not chosen:
        return
    if inside and not outside and len(text.blocks) > len(inside):
        text.blocks = [i for i in text.blocks if i not in inside]
    summary = "\n\n".join(flow.text[i] for i in chosen)
    if outside and is_cut_copy(summary, body_start):
        return
    text.summary = summary


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

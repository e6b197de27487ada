"""A page as the flow of its text blocks: one walk over the tree, from which all else is decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from newscrawl.extract.containers import (
    ARTICLE,
    AUTHOR,
    BODY,
    BODY_GUESS,
    CAPTION,
    CATEGORIES,
    CRUMBS,
    DATE,
    DROP,
    HEADER,
    HENTRY,
    HIDDEN,
    JUNK,
    JUNK_GUESS,
    META,
    SUMMARY,
    TAGS,
    TITLE,
    UPDATED,
    class_flags,
    flags_memory,
    id_flags,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

_SKIP: Final = 1
_BREAK: Final = 2
_IMAGE: Final = 3
_INLINE: Final = 4
_PLAIN: Final = 5  # inline, without a class worth asking for
_BLOCK: Final = 6
_CONTAINER: Final = 7
_MARKED: Final = 8  # a container whose tag says what it holds

_ACTIONS: Final[dict[str, int]] = {
    **dict.fromkeys(
        [
            "script",
            "style",
            "svg",
            "noscript",
            "iframe",
            "select",
            "textarea",
            "button",
            "template",
            "object",
            "video",
            "audio",
            "canvas",
            "head",
            "link",
            "meta",
            "map",
            "dialog",
            "input",
            "option",
            "datalist",
            "progress",
            "meter",
            "math",
            "frameset",
            "frame",
            "embed",
            "param",
            "track",
            "nav",
            "base",
            "title",
        ],
        _SKIP,
    ),
    **dict.fromkeys(
        ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "pre", "td", "th", "address", "summary"], _BLOCK
    ),
    **dict.fromkeys(
        [
            "div",
            "section",
            "main",
            "ul",
            "ol",
            "dl",
            "table",
            "tbody",
            "thead",
            "tfoot",
            "tr",
            "blockquote",
            "figure",
            "fieldset",
            "details",
            "center",
            "hgroup",
            "body",
            "html",
            "menu",
            "dir",
        ],
        _CONTAINER,
    ),
    **dict.fromkeys(
        [
            "b",
            "strong",
            "em",
            "i",
            "u",
            "mark",
            "sup",
            "sub",
            "abbr",
            "cite",
            "q",
            "code",
            "kbd",
            "var",
            "samp",
            "bdi",
            "bdo",
            "font",
            "big",
            "tt",
            "s",
            "del",
            "ins",
            "source",  # the parser takes the picture beside it for its content
        ],
        _PLAIN,
    ),
    **dict.fromkeys(["article", "header", "aside", "footer", "form", "figcaption", "caption", "legend"], _MARKED),
    "br": _BREAK,
    "hr": _BREAK,
    "img": _IMAGE,
}
_LENIENT_ACTIONS: Final = {**_ACTIONS, "nav": _CONTAINER, "button": _CONTAINER, "noscript": _CONTAINER}
_TAG_FLAGS: Final = {
    "article": ARTICLE,
    "header": HEADER,
    "aside": JUNK,
    "footer": JUNK,
    "form": JUNK,
    "figcaption": CAPTION,
    "caption": CAPTION,
    "legend": CAPTION,
}

_NOTED: Final = (
    BODY | BODY_GUESS | JUNK | JUNK_GUESS | TITLE | SUMMARY | CAPTION | AUTHOR | DATE | CATEGORIES | TAGS | HENTRY
    | UPDATED | META | CRUMBS
)  # fmt: skip
_INLINE_NOTED: Final = AUTHOR | DATE | CATEGORIES | TAGS | UPDATED | TITLE | SUMMARY | META
_DECLARING: Final = frozenset({"script", "meta", "link", "title"})
_NEVER_DROPPED: Final = frozenset({"main", "article"})
_ENTRY: Final = "menu-item"
"""Class of each entry of a menu as WordPress prints it."""
_LOCK: Final = "post-password-form"
"""Class of WordPress's form for the password of a protected article."""
_ITEMPROP: Final = {
    "articlebody": BODY,
    "headline": TITLE,
    "datepublished": DATE,
    "datemodified": UPDATED,
    "author": AUTHOR,
    "articlesection": CATEGORIES,
}


@dataclass(slots=True, eq=False)
class Span:
    """An element that holds blocks ``start`` to ``end`` (exclusive)."""

    flags: int
    start: int
    end: int
    depth: int
    element: _Element


@dataclass(slots=True)
class Flow:
    """The blocks of a page in document order; parallel lists, an index names a block."""

    root: _Element
    text: list[str] = field(default_factory=list)
    """White space folded; ``\\n`` for a line break within the block; lines kept as they are in ``pre``."""
    kind: list[str] = field(default_factory=list)
    """Tag of the nearest block element, or ``caption``."""
    linked: list[int] = field(default_factory=list)
    """Characters that stand in links."""
    pieces: list[list[str]] = field(default_factory=list)
    """The text nodes of the block, unfolded."""
    owner: list[_Element] = field(default_factory=list)
    """The nearest block element."""
    spans: list[Span] = field(default_factory=list)
    """Containers and noted elements, in the order in which they end."""
    named: list[Span] = field(default_factory=list)
    """Those of ``spans`` whose class, id or tag says something."""
    anchors: list[_Element] = field(default_factory=list)
    """All links, but for those in ``left_out``."""
    links: list[tuple[int, str, _Element]] = field(default_factory=list)
    """Links that carry ``rel``: block index, value of ``rel`` in lower case, element."""
    times: list[tuple[int, int, _Element]] = field(default_factory=list)
    """``time`` elements: block index, flags of the element, or else of those around it, element."""
    images: list[tuple[int, _Element]] = field(default_factory=list)
    """Images: block index, element."""
    unseen: list[tuple[int, int, str]] = field(default_factory=list)
    """Texts within a block for screen readers only: block index, index among its pieces, text."""
    locks: list[_Element] = field(default_factory=list)
    """Forms that ask for the password of an article."""
    forms: list[int] = field(default_factory=list)
    """Forms and fields of several lines: index of the block that they stand before or begin with, ascending."""
    left_out: list[_Element] = field(default_factory=list)
    """Navigation and what is never part of an article."""
    declared: list[_Element] = field(default_factory=list)
    """What belongs into the page's head, wherever else it stands: ``meta``, ``link``, ``script``, ``title``."""


HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def prose_weights(flow: Flow) -> list[int]:
    """Characters of running text in each block: none for captions, few for links and headings."""
    weights: list[int] = []
    add = weights.append
    for kind, text, linked in zip(flow.kind, flow.text, flow.linked, strict=True):
        size = len(text)
        if linked * 2 > size or kind == "caption":
            add(0)
        elif kind == "p" or size > 80:
            add(20 if kind in HEADINGS else size - linked)
        elif kind in HEADINGS:
            add(size if size < 20 else 20)
        else:
            add((size - linked) // 2)
    return weights


def running_sums(weights: list[int]) -> list[int]:
    """Sums of the first 0, 1, 2 … weights: ``sums[end] - sums[start]`` is what a region weighs."""
    return [0, *accumulate(weights)]


_ODD_SPACES: Final = ("\xa0", "\u2009", "\u202f", "\u2003", "\u2002", "\u200a", "\u3000", "\u2028", "\u2008", "\u2005")


def _one_line(text: str) -> str:
    """White space folded. Most paragraphs hold none to fold, which is ten times faster seen than done."""
    if len(text) > 60 and "\n" not in text and "  " not in text and "\t" not in text and "\r" not in text:
        if text.isascii():
            if "\v" not in text and "\f" not in text:
                return text.strip()
        elif not any(map(text.__contains__, _ODD_SPACES)):
            return text.strip()
    return " ".join(text.split())


def _ends_in_break(pieces: list[str]) -> bool:
    """Whether a block that is being read ends in a line break and white space."""
    for piece in reversed(pieces):
        if piece == "\v":
            return True
        if not piece.isspace():
            return False
    return False


def _fold(pieces: list[str]) -> str:
    text = pieces[0] if len(pieces) == 1 else "".join(pieces)
    if "\v" in text:
        # \v stands for <br>: printed white space around it goes, the break stays
        return "\n".join([line for part in text.split("\v") if (line := _one_line(part))])
    return _one_line(text)


def read_flow(root: _Element, *, keeps: Callable[[_Element], bool] | None = None) -> Flow:
    """Walk the tree below ``root`` once.

    With ``keeps``, navigation is read too, and what class names call no part of an article where ``keeps`` says that it
    holds one: for pages where nothing else is left, as when a ``nav`` or ``button`` is never closed, or a ``noscript``
    holds the article. Explicit stack, for a page may nest 2048 deep; one long function, for a call for each element
    would double its time.
    """
    flow = Flow(root)
    texts, kinds, linked, pieces, owners = flow.text, flow.kind, flow.linked, flow.pieces, flow.owner
    spans, links, times, images, left_out = flow.spans, flow.links, flow.times, flow.images, flow.left_out
    anchors = flow.anchors
    action_of = _LENIENT_ACTIONS.get if keeps else _ACTIONS.get
    skip_flags = DROP | HIDDEN
    known = flags_memory.get

    def close(kind: str, buf: list[str], link_chars: int, owner: _Element) -> None:
        if kind == "pre":
            text = "".join(buf).replace("\v", "\n").strip("\n")
            if text.isspace():
                return
        else:
            text = _fold(buf)
        if text:
            texts.append(text)
            kinds.append(kind)
            linked.append(link_chars)
            pieces.append(buf)
            owners.append(owner)

    buf: list[str] = []  # text nodes of the open block; white space alone opens none
    link_chars = 0
    in_link = 0
    kind = "body"
    owner = root
    around = 0
    # of each open element: iterator of its parent, action, element, flags, start block, kind and owner before
    stack: list[tuple[Iterator[_Element], int, _Element, int, int, str, _Element, int]] = []
    children: Iterator[_Element] = iter(root[:])  # all at once: an iterator of lxml's takes twice the time

    while True:
        for element in children:
            tag: str = element.tag  # type: ignore[assignment]  # no comments, no instructions are parsed
            action = action_of(tag, _INLINE)
            if action >= _BLOCK:  # p, div and the like
                flags = 0
                value = element.get("class")
                if value and tag != "body":  # the classes of body tell of the page, not of its text
                    flags = known(value, -1)
                    if flags < 0:
                        flags = class_flags(value)
                    if flags & DROP and tag == "li" and _ENTRY in value and not keeps:
                        menu = element.getparent()
                        if menu is not None and menu[-1].tag == "li":  # entries and nothing else: gone as a whole
                            left_out.append(menu)
                            if next(menu.iter("form"), None) is not None:
                                flow.forms.append(len(texts))
                            children = iter(())
                            break
                    if tag in _NEVER_DROPPED:
                        flags &= ~(DROP | HIDDEN)
                if action != _BLOCK or tag == "p":  # plugins tell to print breadcrumbs in a p with an id
                    value = element.get("id")
                    if value:
                        flags |= id_flags(value)
                if action != _BLOCK or tag == "h1" or tag == "h2":
                    value = element.get("itemprop")
                    if value:
                        flags |= _ITEMPROP.get(value.lower(), 0)
                if buf:
                    close(kind, buf, link_chars, owner)
                    buf = []
                    link_chars = 0
                if action == _MARKED and tag == "form":
                    flow.forms.append(len(texts))
                    if _LOCK in (element.get("class") or ""):
                        flow.locks.append(element)
                if flags & skip_flags and not flags & (BODY | HENTRY) and not (keeps and keeps(element)):
                    if flags & DROP:
                        left_out.append(element)
                        if tag != "form" and next(element.iter("form"), None) is not None:
                            flow.forms.append(len(texts))
                elif inside := element[:]:
                    if action == _MARKED:
                        flags |= _TAG_FLAGS[tag]
                    stack.append((children, action, element, flags, len(texts), kind, owner, around))
                    around |= flags
                    owner = element
                    if flags & CAPTION:
                        kind = "caption"
                    elif action == _BLOCK:
                        if kind != "caption":
                            kind = tag
                    elif kind != "caption" and kind != "li":
                        kind = tag
                    text = element.text
                    if text and not text.isspace():
                        buf.append(text)
                        if in_link:
                            link_chars += len(text)
                    children = iter(inside)
                    break
                else:
                    text = element.text
                    if text and not text.isspace():
                        if action == _MARKED:
                            flags |= _TAG_FLAGS[tag]
                        texts.append(text.strip("\n") if tag == "pre" else _one_line(text))
                        kinds.append("caption" if flags & CAPTION or kind == "caption" else tag)
                        linked.append(len(text) if in_link else 0)
                        pieces.append([text])
                        owners.append(element)
                        if flags & _NOTED:
                            spans.append(Span(flags, len(texts) - 1, len(texts), len(stack), element))
            elif action >= _INLINE:
                flags = 0
                if action == _INLINE:
                    value = element.get("class")
                    if value:
                        flags = known(value, -1)
                        if flags < 0:
                            flags = class_flags(value)
                        if flags & (DROP | HIDDEN | CAPTION) and (flags & CAPTION or flags & skip_flags):
                            if flags & HIDDEN and element.text:
                                flow.unseen.append((len(texts), len(buf), element.text))
                            elif flags & DROP:
                                left_out.append(element)
                            tail = element.tail
                            if tail and (buf or not tail.isspace()):
                                buf.append(tail)
                                if in_link:
                                    link_chars += len(tail)
                            continue
                    value = element.get("itemprop")
                    if value:
                        flags |= _ITEMPROP.get(value.lower(), 0)
                    if tag == "a":
                        anchors.append(element)
                        value = element.get("rel")
                        if value:
                            links.append((len(texts), value.lower(), element))
                        in_link += 1
                    elif tag == "time":
                        times.append((len(texts), flags if flags & (DATE | UPDATED) else around, element))
                text = element.text
                if text and (buf or not text.isspace()):
                    buf.append(text)
                    if in_link:
                        link_chars += len(text)
                if inside := element[:]:
                    stack.append((children, action, element, flags, len(texts), kind, owner, around))
                    around |= flags
                    children = iter(inside)
                    break
                if flags & _INLINE_NOTED:
                    spans.append(Span(flags, len(texts), len(texts) + 1, len(stack), element))
                if tag == "a":
                    in_link -= 1
            elif action == _BREAK:
                if buf:
                    if tag == "br" and kind != "pre" and _ends_in_break(buf):
                        # two breaks part paragraphs
                        close(kind, buf, link_chars, owner)
                        buf = []
                        link_chars = 0
                    else:
                        buf.append("\v")
            elif action == _IMAGE:
                images.append((len(texts), element))
            elif tag in _DECLARING:
                flow.declared.append(element)
            elif tag == "nav" or tag == "button" or (tag == "noscript" and len(element) and element[0].tag != "img"):
                left_out.append(element)
            elif tag == "textarea":
                flow.forms.append(len(texts))
            tail = element.tail
            if tail and (buf or not tail.isspace()):
                buf.append(tail)
                if in_link:
                    link_chars += len(tail)
        else:
            if not stack:
                if buf:
                    close(kind, buf, link_chars, owner)
                flow.named = [span for span in spans if span.flags]
                return flow
            inner, inner_owner = kind, owner
            children, action, element, flags, start, kind, owner, around = stack.pop()
            if action >= _BLOCK:
                if buf:
                    close(inner, buf, link_chars, inner_owner)
                    buf = []
                    link_chars = 0
                if len(texts) > start and (action >= _CONTAINER or flags & _NOTED):
                    spans.append(Span(flags, start, len(texts), len(stack), element))
            else:
                if flags & _INLINE_NOTED:
                    spans.append(Span(flags, start, len(texts) + 1, len(stack), element))
                if element.tag == "a":
                    in_link -= 1
            tail = element.tail
            if tail and (buf or not tail.isspace()):
                buf.append(tail)
                if in_link:
                    link_chars += len(tail)

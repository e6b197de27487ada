"""The printed header list, found by its labels: ``publish / time / category / No``, in whatever markup."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from newscrawl.items import Raw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawl.extract.flow import Flow
    from newscrawl.sites.profile import HeaderField, SiteProfile

_PARTERS: Final = re.compile(r"[|·•¦‖\n\v]")
_LONGEST: Final = 240
"""Characters of a block that may be part of a header list: four labels with their values fit well."""
_COLONS: Final = ":：∶﹕"


@dataclass(slots=True)
class Entry:
    """One labelled value."""

    name: HeaderField
    value: str
    block: int
    """The block of the label."""
    last: int
    """The block of the value."""
    firm: bool
    """Label and value are parted by a colon or by markup, not by white space alone."""


@dataclass(slots=True)
class HeaderList:
    """The article's header list."""

    raw: Raw = field(default_factory=Raw)
    blocks: frozenset[int] = frozenset()
    """The blocks that it takes up."""


@dataclass(frozen=True, slots=True)
class _Labels:
    exact: dict[str, HeaderField]
    leading: re.Pattern[str]


@lru_cache(maxsize=64)
def _labels(items: tuple[tuple[HeaderField, tuple[str, ...]], ...]) -> _Labels:
    exact: dict[str, HeaderField] = {}
    for name, labels in items:
        for label in labels:
            exact.setdefault(" ".join(label.casefold().split()), name)
    longest_first = sorted(exact, key=len, reverse=True)
    words = "|".join(re.escape(label).replace(r"\ ", r"\s+") for label in longest_first)
    # icons and bullets, then one label, then what parts it from its value; each part is matched once, so it is linear
    leading = re.compile(rf"[^\w№#]*({words})(?!\w)(\.?\s*[{_COLONS}]?\s*)", re.IGNORECASE)
    return _Labels(exact, leading)


def _valid(name: HeaderField, value: str) -> bool:
    """Whether ``value`` can be what ``name`` prints at all."""
    if not value or len(value) > 160:
        return False
    if name == "category":
        return any(c.isalpha() for c in value) and len(value) <= 120
    if name == "number":
        return len(value) <= 24 and any(c.isdigit() for c in value)
    return any(c.isdigit() for c in value) and len(value) <= 80


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(" |·•¦‖,;-–—\u200b\u200e\u200f")


def _tokens(pieces: Sequence[str]) -> list[str]:
    """The text nodes of a block, cut at the signs that part entries of one line."""
    tokens: list[str] = []
    for piece in pieces:
        if _PARTERS.search(piece):
            for number, part in enumerate(_PARTERS.split(piece)):
                if number:
                    tokens.append("|")
                tokens.append(part)
        else:
            tokens.append(piece)
    return [t for t in tokens if t.strip()]


def _bare(labels: _Labels, text: str) -> HeaderField | None:
    """The field if ``text`` is a label and nothing else."""
    match = labels.leading.match(text)
    if match is None or match.end() < len(text.rstrip()):
        return None
    return labels.exact.get(" ".join(match[1].casefold().split()))


def _read_block(labels: _Labels, pieces: Sequence[str], index: int) -> tuple[list[Entry], HeaderField | None]:
    """Entries within one block, and the label that ends it without a value."""
    entries: list[Entry] = []
    name: HeaderField | None = None
    firm = False
    parted = True
    value: list[str] = []

    def close() -> None:
        if name is not None:
            text = _clean("".join(value))
            if _valid(name, text):
                entries.append(Entry(name, text, index, index, firm))

    for token in _tokens(pieces):
        if token == "|":  # noqa: S105  (a sign that parts entries)
            # names of a category list may be parted by the same sign: only a label after it ends the entry
            parted = True
            if value:
                value.append(" | ")
            continue
        match = labels.leading.match(token)
        leads, parted = parted, False
        if match is not None:
            rest = token[match.end() :]
            found = labels.exact[" ".join(match[1].casefold().split())]
            colon = any(c in match[2] for c in _COLONS)
            whole = not rest.strip()
            bare = (leads or any(c.isdigit() for c in rest)) and _valid(found, _clean(rest))
            if colon or whole or bare:
                close()
                name, firm, value = found, colon or whole, [rest] if rest.strip() else []
                continue
        if name is not None:
            stripped = token.lstrip()
            if not value and stripped[:1] in _COLONS:
                firm = True
                token = stripped[1:]
            value.append(token)
    pending = name if name is not None and not "".join(value).strip() else None
    if pending is None:
        close()
    return entries, pending


def _entries(flow: Flow, labels: _Labels, outside: Sequence[bool]) -> list[Entry]:
    entries: list[Entry] = []
    waiting: list[tuple[int, HeaderField]] = []
    match = labels.leading.match
    for index, text in enumerate(flow.text):
        if len(text) > _LONGEST or outside[index]:
            waiting.clear()
            continue
        # a label leads the block, one of its elements, or one of the parts of its line
        pieces = flow.pieces[index]
        hit = match(text) is not None
        if not hit and len(pieces) > 1:
            hit = any(map(match, pieces))
        if not hit and _PARTERS.search(text) is not None:
            hit = any(map(match, _PARTERS.split(text)))
        if hit:
            found, pending = _read_block(labels, pieces, index)
            if found or pending:
                if waiting and found:
                    waiting.clear()
                entries.extend(found)
                if pending is not None:
                    waiting.append((index, pending))
                continue
        if waiting:
            block, name = waiting.pop(0)
            value = _clean(text.lstrip(_COLONS))
            if _valid(name, value) and index - block <= 8:
                entries.append(Entry(name, value, block, index, True))
            else:
                waiting.clear()
    return entries


def _groups(entries: list[Entry]) -> list[list[Entry]]:
    """Entries that stand next to each other, each field once."""
    groups: list[list[Entry]] = []
    for entry in entries:
        group = groups[-1] if groups else None
        if group is not None and entry.block - group[-1].last <= 2 and all(e.name != entry.name for e in group):
            group.append(entry)
        else:
            groups.append([entry])
    return groups


def find_header(
    flow: Flow, profile: SiteProfile, title: int, outside: Sequence[bool], body: tuple[int, int] | None
) -> HeaderList:
    """The article's own header list, or an empty one.

    ``title`` is the headline's block (-1: none), ``outside`` marks the blocks of sidebars, footers and other
    articles, ``body`` is the region of the article's text where its container is named.

    A list of two and more labels wins over a lone one, the one nearest to the headline over others. What stands
    within the prose is the article's own talk, not its header.
    """
    found = HeaderList()
    labels = _labels(tuple(profile.labels.items()))
    entries = _entries(flow, labels, outside)
    if not entries:
        return found
    best: list[Entry] | None = None
    best_score = 0.0
    for group in _groups(entries):
        score = _score(flow, group, title, body)
        if score > best_score:
            best, best_score = group, score
    if best is None:
        return found
    for entry in best:
        setattr(found.raw, entry.name, entry.value)
    found.blocks = frozenset(b for e in best for b in (e.block, e.last))
    return found


def _score(flow: Flow, group: list[Entry], title: int, body: tuple[int, int] | None) -> float:
    first, last = group[0].block, group[-1].last
    firm = sum(e.firm for e in group)
    if len(group) == 1 and not firm:
        return 0
    low, high = (last + 1, title) if last < title else (title + 1, first)
    between = range(low, high)
    prose = sum(len(flow.text[i]) for i in between if flow.kind[i] not in ("li", "caption") or len(flow.text[i]) > 80)
    distance = len(between)
    if last < title and distance > 6:
        return 0  # in the page's head, above other things
    if first > title and prose > 600:
        # below the article's start: only a whole list, with the number, right after the text, is its own
        names = {e.name for e in group}
        if (
            len(group) < 3
            or "number" not in names
            or (body is not None and body[0] <= first < body[1] - len(group) - 4)
        ):
            return 0
        return len(group)
    if len(group) == 1 and (distance > 6 or prose > 200):
        return 0
    return len(group) * 10 + firm - min(distance, 20) * 0.5 - min(prose, 800) / 100

"""The printed header list, found by its labels: ``publish / time / category / No``, in whatever markup."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from newscrawl.extract.comments import comments_start
from newscrawl.extract.flow import HEADINGS, running_sums
from newscrawl.items import Raw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawl.extract.flow import Flow
    from newscrawl.sites.profile import HeaderField, SiteProfile

_PARTERS: Final = re.compile(r"[|·•¦‖\n\v]")
_MANY: Final = 3
"""Labels in one line that show it to be a header list, whatever parts its entries."""
_SHORTEST_LINE: Final = 24
_LONGEST: Final = 240
"""Characters of a block that may be part of a header list: four labels with their values fit well."""
_YEAR: Final = re.compile(r"\d{4}")
_TIME_FOLLOWS: Final = re.compile(r"[\s,@–—|-]*(?:at\b|um\b|à\b|ساعت\b)?\s*(?:\d{1,2}[:.]\d\d|\Z)")
_BYLINE: Final = re.compile(r"\s(?:by|von|par|por|توسط)\s", re.IGNORECASE)
_COLONS: Final = ":：∶﹕"
_UNSEEN: Final = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Characters without width that editors and right-to-left themes leave around colons."""


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
    """By what :func:`label_key` makes of a label."""
    leading: re.Pattern[str]
    within: re.Pattern[str]
    """A label with its colon, anywhere in a line."""


# Letters that Persian and Arabic keyboards mix, and the two ways to write "of" behind a final heh.
_ALIKE: Final = {"ی": "[یيى]", "ک": "[کك]", "ه": "(?:[هة](?:\N{ARABIC HAMZA ABOVE}|\u200cی\\b)?|ۀ)"}
_FIRST_LETTERS: Final = dict.fromkeys("یيى", "یيى") | dict.fromkeys("کك", "کك") | dict.fromkeys("هةۀ", "هةۀ")
_ONE_LETTER: Final = str.maketrans("يىكةۀ", "ییکهه", "\N{ARABIC HAMZA ABOVE}")


def label_key(label: str) -> str:
    """Return one key for all ways to type a label: letters of other keyboards, a space or joiner between words."""
    return "".join(label.casefold().translate(_ONE_LETTER).replace("ه\u200cی", "ه").replace("\u200c", "").split())


def _spellings(label: str) -> str:
    """A pattern of all ways to write ``label``: its words are parted by a space, or by a zero-width non-joiner."""
    gaps = {" ": r"[\s\u200c]+", "\u200c": r"[\s\u200c]*"}
    return "".join(gaps.get(c) or _ALIKE.get(c) or re.escape(c) for c in label.translate(_ONE_LETTER))


@lru_cache(maxsize=64)
def _labels(items: tuple[tuple[HeaderField, tuple[str, ...]], ...]) -> _Labels:
    spelled = {" ".join(label.casefold().split()): name for name, labels in reversed(items) for label in labels}
    if "№" in spelled or "no" in spelled:
        for sign in ("nº", "n°", "n.º"):
            spelled.setdefault(sign, spelled.get("no", spelled.get("№", "number")))
    longest_first = sorted(spelled, key=len, reverse=True)
    words = "|".join(_spellings(label) + (r"(?!\u200c?\w)" if label[-1].isalnum() else "") for label in longest_first)
    # icons and bullets, then one label, then what parts it from its value; each part is matched once, so it is linear
    gap = rf"[\s{_UNSEEN}]*"
    firsts = "".join(sorted({c for label in longest_first for c in _FIRST_LETTERS.get(label[0], label[0])}))
    # nearly all texts begin with no label's letter: that is asked before the labels are
    leading = re.compile(rf"[^\w№#]*(?=[{re.escape(firsts)}])({words})(\.?{gap}[{_COLONS}]?{gap})", re.IGNORECASE)
    within = re.compile(rf"(?<!\w)({words})\.?{gap}[{_COLONS}]", re.IGNORECASE)
    return _Labels({label_key(label): name for label, name in spelled.items()}, leading, within)


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
    return " ".join(text.split()).strip(" /|·•¦‖,;-–—" + _UNSEEN)


def _date_pieces(pieces: list[str]) -> list[str]:
    """The pieces up to the one that completes a date, and the time after it: bylines follow on the same line."""
    year_at = next((i for i, piece in enumerate(pieces) if _YEAR.search("".join(pieces[: i + 1]))), None)
    if year_at is None:
        return pieces
    end = year_at + 1
    while end < len(pieces) and _TIME_FOLLOWS.match(pieces[end]):
        end += 1
    kept = pieces[:end]
    kept[-1] = _BYLINE.split(kept[-1], maxsplit=1)[0]
    return kept


def _cut_at_labels(labels: _Labels, text: str) -> list[str]:
    """A line of three and more entries that slashes, commas or spaces alone part, entry by entry; else empty."""
    starts = {labels.exact[label_key(m[1])]: m.start() for m in labels.within.finditer(text)}
    if len(starts) >= _MANY:
        cuts = sorted(starts.values())
        return [text[: cuts[0]], *(text[a:b] for a, b in pairwise([*cuts, len(text)]))]
    parts = text.split(" / ")
    if len(parts) >= _MANY and sum(labels.leading.match(part) is not None for part in parts) >= _MANY:
        return parts
    return []


def _tokens(labels: _Labels, pieces: Sequence[str]) -> list[str]:
    """The text nodes of a block, cut at the signs that part entries of one line."""
    tokens: list[str] = []
    for whole in pieces:
        if len(whole) > _SHORTEST_LINE and (cut := _cut_at_labels(labels, whole)):
            for part in cut:
                tokens.extend(("|", part))
        else:
            tokens.extend(_split(whole))
    return tokens


def _split(text: str) -> list[str]:
    """``text`` cut at the signs that part entries, a ``|`` in place of each."""
    if not _PARTERS.search(text):
        return [text]
    tokens: list[str] = []
    for number, part in enumerate(_PARTERS.split(text)):
        if number:
            tokens.append("|")
        tokens.append(part)
    return tokens


def _joined(pieces: list[str]) -> str:
    """The pieces as one text; a space between words of two elements that print none: ``<a>One</a><a>Two</a>``."""
    text = ""
    for piece in pieces:
        if text and piece and text[-1].isalnum() and (piece[0].isupper() or piece[0].isdigit()):
            text += " "
        text += piece
    return text


def _bare(labels: _Labels, text: str) -> HeaderField | None:
    """The field if ``text`` is a label and nothing else."""
    match = labels.leading.match(text)
    if match is None or match.end() < len(text.rstrip()):
        return None
    return labels.exact.get(label_key(match[1]))


def _read_block(labels: _Labels, pieces: Sequence[str], index: int) -> tuple[list[Entry], HeaderField | None]:
    """Entries within one block, and the label that ends it without a value."""
    entries: list[Entry] = []
    name: HeaderField | None = None
    firm = False
    parted = True
    value: list[str] = []

    def close() -> None:
        if name is not None:
            text = _joined(_date_pieces(value) if name == "publish" else value)
            text = _clean(_BYLINE.split(text, maxsplit=1)[0] if name == "time" else text)
            if _valid(name, text):
                entries.append(Entry(name, text, index, index, firm))

    for token in _tokens(labels, pieces):
        if token == "|":  # noqa: S105  (a sign that parts entries)
            # names of a category list may be parted by the same sign: only a label after it ends the entry
            parted = True
            if value:
                value.append(" | ")
            continue
        if not token or token.isspace():
            if value:
                value.append(" ")
            continue
        match = labels.leading.match(token)
        leads, parted = parted, False
        if match is not None:
            rest = token[match.end() :]
            found = labels.exact[label_key(match[1])]
            colon = any(c in match[2] for c in _COLONS)
            whole = not rest.strip()
            bare = (leads or any(c.isdigit() for c in rest)) and _valid(found, _clean(rest))
            if colon or whole or bare:
                close()
                name, firm, value = found, colon or whole, [rest] if rest.strip() else []
                continue
        if name is not None:
            stripped = token.lstrip(" \t\n\r\xa0" + _UNSEEN)
            if not value and stripped[:1] in _COLONS:
                firm = True
                token = stripped[1:]
            value.append(token)
    pending = name if name is not None and not "".join(value).strip() else None
    if pending is None:
        close()
    return entries, pending


def _with_labels(pieces: list[str], labels: list[tuple[int, str]]) -> list[str]:
    read = list(pieces)
    for at, label in reversed(labels):
        read.insert(at, label)
    return read


def _entries(flow: Flow, labels: _Labels, outside: Sequence[bool]) -> list[Entry]:
    entries: list[Entry] = []
    waiting: list[tuple[int, HeaderField]] = []
    match = labels.leading.match
    spoken: dict[int, list[tuple[int, str]]] = {}
    labelled = [(place, name) for place in flow.unseen if (name := _bare(labels, place[2])) is not None]
    if len({name for _, name in labelled}) >= _MANY:  # themes of WordPress print "Posted on" and "Categories" so
        for (block, at, label), _ in labelled:
            spoken.setdefault(block, []).append((at, label))
    for index, text in enumerate(flow.text):
        if len(text) > _LONGEST or outside[index]:
            waiting.clear()
            continue
        # a label leads the block, one of its elements, or one of the parts of its line
        pieces = flow.pieces[index]
        if index in spoken:  # a label for screen readers, before an icon for all others
            pieces = _with_labels(pieces, spoken[index])
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
            if not text.strip(_COLONS + _UNSEEN + " "):
                continue  # a cell of its own for the colon
            block, name = waiting.pop(0)
            value = _clean(text.lstrip(_COLONS + _UNSEEN + " "))
            if _valid(name, value) and index - block <= 8:
                entries.append(Entry(name, value, block, index, True))
            else:
                waiting.clear()
    return entries


def _groups(entries: list[Entry], title: int, fields: int) -> list[list[Entry]]:
    """Entries that stand next to each other on one side of the headline, each field once.

    Where lists follow upon each other, those that have all ``fields`` are cut out first, the nearest to the headline
    before all, so that no field of another list joins the article's.
    """
    runs: list[list[Entry]] = []
    for entry in entries:
        last = runs[-1][-1].last if runs else 0
        if runs and entry.block - last <= 2 and not last < title < entry.block:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    groups: list[list[Entry]] = []
    for run in runs:
        groups.extend(_lists(run, fields, run[-1].last < title))
    return groups


def _lists(run: list[Entry], fields: int, above: bool) -> list[list[Entry]]:
    """``run`` in lists that name each field once, read from the headline on (``above``: it stands below the run)."""
    if len({e.name for e in run}) == len(run):
        return [run]
    ordered = run[::-1] if above else run
    found: list[list[Entry]] = []
    at = 0
    rest: list[Entry] = []
    while at < len(ordered):
        window = ordered[at : at + fields]
        if len({e.name for e in window}) == fields:
            _divide(rest, found)
            found.append(window)
            rest = []
            at += fields
        else:
            rest.append(ordered[at])
            at += 1
    _divide(rest, found)
    return [sorted(group, key=lambda e: e.block) for group in found]


def _divide(entries: list[Entry], found: list[list[Entry]]) -> None:
    """Add ``entries`` to ``found`` as lists that name each field once."""
    group: list[Entry] = []
    for entry in entries:
        if any(e.name == entry.name for e in group):
            found.append(group)
            group = []
        group.append(entry)
    if group:
        found.append(group)


def find_header(flow: Flow, profile: SiteProfile, title: int, outside: Sequence[bool]) -> HeaderList:
    """The article's own header list, or an empty one.

    ``title`` is the headline's block (-1: none), ``outside`` marks the blocks of sidebars, footers and other
    articles. A list of two and more labels wins over a lone one; of several, the one nearest to the headline and
    closest to it in the page's structure. What stands within the prose is the article's own talk, not its header.
    """
    found = HeaderList()
    if not any(profile.labels.values()):
        return found
    labels = _labels(tuple(profile.labels.items()))
    entries = _entries(flow, labels, outside)
    if not entries:
        return found
    lengths = running_sums(
        [
            0 if kind == "caption" or (kind == "li" and len(text) <= 80) else len(text)
            for kind, text in zip(flow.kind, flow.text, strict=True)
        ]
    )
    around = [s for s in flow.spans if s.start <= title < s.end]
    best: list[Entry] | None = None
    best_score = 0.0
    below: list[list[Entry]] = []
    groups = _groups(entries, title, len(profile.labels))
    form = len(flow.text)
    if any(group[0].block > title for group in groups):
        form = comments_start(flow, title + 1, form, title)
    for group in groups:
        first, last = group[0].block, group[-1].last
        if first > title and (first > form or (flow.kind[max(0, first - 1)] in HEADINGS and first - 1 != title)):
            continue  # under a headline of its own, as in a list of other articles
        if _is_below(lengths, title, first):
            below.append(group)
            continue
        score = _score(lengths, group, title)
        if score > 0:
            score += 0.2 * max((s.depth for s in around if s.start <= first and last < s.end), default=0)
        if score > best_score:
            best, best_score = group, score
    if best is None:
        best = _whole_list_below(flow, below)
    if best is None:
        return found
    for entry in best:
        setattr(found.raw, entry.name, entry.value)
    found.blocks = frozenset(b for e in best for b in range(e.block, e.last + 1))
    return found


_START_OF_TEXT: Final = 600
"""Characters of text after the headline behind which a list is no longer at the article's head."""


def _is_below(lengths: list[int], title: int, first: int) -> bool:
    return first > title and lengths[first] - lengths[title + 1] > _START_OF_TEXT


def _whole_list_below(flow: Flow, groups: list[list[Entry]]) -> list[Entry] | None:
    """A list under the article's text: the only one, with three labels and the number, under no other headline."""
    whole = [g for g in groups if len(g) >= 3 and any(e.name == "number" for e in g)]
    if len(whole) != 1:
        return None  # several are the lists of several other articles
    first = whole[0][0].block
    for index in range(max(0, first - 2), first):
        size = len(flow.text[index])
        if flow.kind[index] in HEADINGS or flow.linked[index] * 10 > size * 9:
            return None
    return whole[0]


def _score(lengths: list[int], group: list[Entry], title: int) -> float:
    first, last = group[0].block, group[-1].last
    firm = sum(e.firm for e in group)
    low, high = (last + 1, title) if last < title else (title + 1, first)
    distance = max(0, high - low)
    prose = max(0, lengths[max(low, high)] - lengths[low])
    if last < title and distance > 6:
        return 0  # in the page's head, above other things
    if len(group) == 1 and (not firm or distance > 6 or prose > 200):
        return 0
    return len(group) * 10 + firm - min(distance, 20) * 0.5 - min(prose, 800) / 100

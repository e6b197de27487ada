"""The standfirst: what stands between headline and text, and is no copy of the text's start."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newscrawl.extract.boilerplate import ends_in_credit
from newscrawl.extract.containers import FACTS, HENTRY, JUNK_GUESS, SUMMARY
from newscrawl.extract.scope import letters

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from newscrawl.extract.body import Text
    from newscrawl.extract.flow import Flow

_BYLINE: Final = re.compile(r"(?:by|von|par|por|di|door)\s[^.!?]*\Z", re.IGNORECASE)
_CUT_MARKS: Final = re.compile(
    r"\[?(?:…|\.\.\.)[^…\n.!?]{0,40}\Z|(?:\s|\[|\]|»|→|read more|continue reading|weiterlesen)+\Z", re.IGNORECASE
)
"""What an automatic excerpt ends with: dots and the words of a link, in any language, or such words without dots.
Asked of a text's last 60 characters only."""
_WHEN: Final = re.compile(
    r"(?<!\d)(?:\d{1,2}:\d\d|\d{4}-\d\d-\d\d|\d{1,2}[./]\s?\d{1,2}[./]\s?(?:\d\d){1,2}"
    r"|\d{1,2}(?:\.|st|nd|rd|th)?\s(?:de\s)?[^\W\d_]{3,12}\.?,?\s(?:de\s)?(?:19|20)\d\d"
    r"|(?<=[^\W\d_]\s)\d{1,2}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d)(?!\d)"
)
"""A day or a time of day. A year alone says nothing: sentences tell of years."""
_FACT_LINE: Final = 120
"""Characters of a line of facts at most."""
_TAIL: Final = 40
"""Letters before a cut that stand in the text, where the copy begins with what the text leaves out."""


def is_cut_copy(summary: str, body_start: str) -> bool:
    """Whether ``summary`` is the body's start over again, in full or cut off; quotes and spaces may differ."""
    # only the end is asked, for a page may print a million dots
    end = _CUT_MARKS.sub("", summary[-60:])
    plain = letters(summary[:-60] + end)
    return bool(plain) and letters(body_start[: 2 * len(summary) + _TAIL]).startswith(plain)


def _is_cut(summary: str, body_start: str) -> bool:
    """Whether one paragraph is such a copy, or one that begins with what the body leaves out: a caption, a dateline."""
    if is_cut_copy(summary, body_start):
        return True
    end = _CUT_MARKS.sub("", summary[-60:])
    if end == summary[-60:].rstrip():
        return False
    plain = letters(summary[:-60] + end)
    return len(plain) > 2 * _TAIL and plain[-_TAIL:] in letters(body_start)


def _is_short_line_of_text(text: str) -> bool:
    """Whether a short block above the text is a sentence, not a byline, a date or a label."""
    return text.count(" ") >= 2 and text[-1] in ".!?…。؟۔" and not any(c.isdigit() or c in ":|·" for c in text)


def _tells_when(text: str) -> bool:
    """Whether a block above the text is a line of facts: it holds a day or a time of day, and ends as no sentence."""
    return len(text) < _FACT_LINE and text[-1] not in ".!?…。؟۔”»\"'" and _WHEN.search(text) is not None


def take_summary(flow: Flow, text: Text, title: int, junk: list[bool], taken: AbstractSet[int], named: bool) -> None:
    if not text.blocks:
        return
    first = text.blocks[0]
    body_start = " ".join(flow.text[i] for i in text.blocks[:8])
    low = min(title, first) if title >= 0 else max(0, first - 8)
    facts: set[int] = set(taken)
    marked: list[int] = []
    teasers: set[int] = set()
    for span in flow.named:
        if span.flags & SUMMARY and span.end - span.start <= 4 and span.element.tag not in ("time", "a"):
            if low <= span.start and span.end <= text.start + 6 and span.end <= len(flow.text):
                marked.extend(range(span.start, span.end))
                if span.flags & JUNK_GUESS and title < span.start and span.end <= text.start:
                    teasers.update(range(span.start, span.end))  # a teaser of the article itself
        elif span.flags & FACTS and span.end - span.start <= 6 and not span.flags & HENTRY:
            facts.update(range(span.start, min(span.end, len(flow.text))))
    marked = [
        i
        for i in sorted(set(marked))
        if i != title and (not junk[i] or i in teasers) and i not in taken and len(flow.text[i]) > 20
    ]
    outside = [i for i in marked if i not in text.blocks]
    if not outside and title >= 0:
        outside = [
            i
            for i in range(title + 1, text.start)
            if (not junk[i] or len(flow.text[i]) >= 80)
            and i not in facts
            and not ends_in_credit(flow.text[i])
            and not _tells_when(flow.text[i])
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
    if outside:
        if is_cut_copy("\n\n".join(flow.text[i] for i in chosen), body_start):
            return
        # some themes print an excerpt of WordPress's own making beside the standfirst
        chosen = [i for i in chosen if not _is_cut(flow.text[i], body_start)]
    text.summary = "\n\n".join(flow.text[i] for i in chosen) or None

"""Where an article's text ends and its readers' comments begin, on pages whose markup does not name them."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING, Final

from newscrawl.extract.boilerplate import heads_comment_form, may_head_comment_form
from newscrawl.extract.flow import HEADINGS
from newscrawl.extract.links import hrefs_of

if TYPE_CHECKING:
    from newscrawl.extract.flow import Flow

_HEADING_LIKE: Final = HEADINGS | {"div", "section", "p", "legend", "form", "body", "main", "article"}
_BEFORE_FORM: Final = 600
"""Characters that may stand between the headline of a comment form and the form: notes on it."""
_PROSE: Final = 60
"""Characters of a paragraph outside of all lists from which it is the article's."""
_COUNT: Final = re.compile(
    r"(?:\d{1,6}|one|no|یک|بدون) (?:comments?|responses?|replies|reply|thoughts?|kommentare?|commentaires?|comentarios?"
    r"|comentários?|commenti|commento|reacties?|komentarze?|комментари\w{1,3}|دیدگاه|نظر|پاسخ)"
    r"(?: (?:on|to|zu|sur|en|em|su|op|برای|به|درباره(?:\u0654|\u200cی)?) (.+))?:?",
    re.IGNORECASE,
)
_LETTERS: Final = re.compile(r"[\W_]+")


def _heads_form(flow: Flow, index: int) -> bool:
    """Whether the block is a comment form's headline, by what it says and by the form that follows."""
    text = flow.text[index]
    if flow.kind[index] not in _HEADING_LIKE or not heads_comment_form(text):
        return False
    if any(e.tag == "form" for e in (flow.owner[index], *islice(flow.owner[index].iterancestors(), 12))):
        return True
    at = bisect_left(flow.forms, index + 1)
    if at == len(flow.forms):
        # the page ends here, or asks to log in
        return index + 1 == len(flow.text) or any("wp-login" in href for href in hrefs_of(flow.owner[index + 1]))
    room = _BEFORE_FORM
    for text in islice(flow.text, index + 1, flow.forms[at]):
        room -= len(text)
        if room < 0:
            return False
    return True


def _heads_comments(flow: Flow, index: int, headline: str) -> bool:
    """Whether the block is WordPress's headline of a list of comments: "2 Comments", "3 Responses to <headline>"."""
    text = flow.text[index]
    if flow.kind[index] not in HEADINGS or len(text) > 300:
        return False
    match = _COUNT.fullmatch(text)
    if match is None:
        return False
    if match[1]:
        return _LETTERS.sub("", match[1]).casefold() == _LETTERS.sub("", headline).casefold()
    # a bare count may be a sub-heading: comments stand in a list, or carry links to answer them, up to their form
    form = next((at for at in flow.forms if at > index), len(flow.text))
    following = range(index + 1, min(index + 6, len(flow.text)))
    if not any(_in_list(flow, i) or any("replytocom=" in href for href in hrefs_of(flow.owner[i])) for i in following):
        return False
    for i in range(index + 1, form):
        if heads_comment_form(flow.text[i]):
            return True
        if len(flow.text[i]) > _PROSE and flow.kind[i] == "p" and not _in_list(flow, i):
            return False
    return True


def _in_list(flow: Flow, index: int) -> bool:
    return flow.kind[index] == "li" or any(e.tag == "li" for e in islice(flow.owner[index].iterancestors(), 8))


def comments_start(flow: Flow, start: int, end: int, title: int) -> int:
    """The first block from ``start`` to ``end`` that is no longer article but comments or their form; else ``end``.

    ``title`` is the headline's block (-1: none). A list of comments counts as one only where a form follows.
    """
    headline = flow.text[title] if title >= 0 else ""
    last_form = flow.forms[-1] if flow.forms else -1
    for index in range(start, end):
        text = flow.text[index]
        if len(text) > 300:
            continue
        if (may_head_comment_form(text) and _heads_form(flow, index)) or (
            index < last_form and flow.kind[index] in HEADINGS and _heads_comments(flow, index, headline)
        ):
            return index
    return end

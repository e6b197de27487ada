"""Whether two titles are of one article."""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"<[^<>]{0,500}>")
_NO_LETTERS = re.compile(r"[\W_]+")
_LONGEST = 500
_SHORT = 4
"""Letters of a title below which it is looked for nowhere else: it would be found by chance."""
_SHARE = 0.25
"""Of the runs of three letters, how many two titles share: unrelated ones hardly reach a tenth, edited ones half."""


def alike(printed: str, listed: str) -> bool:
    """Whether a page's headline and a listing's title, with markup or not, may be of one article.

    An editor rewords, a theme adds a kicker or the site's name: that is still one. True where there is nothing to
    compare.
    """
    one, other = _letters(printed), _letters(_TAG.sub(" ", html.unescape(html.unescape(listed))))
    if not one or not other or one == other:
        return True
    if min(len(one), len(other)) >= _SHORT and (one in other or other in one):
        return True
    runs, others = _runs(one), _runs(other)
    return 2 * len(runs & others) >= _SHARE * (len(runs) + len(others))


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text[:_LONGEST]).casefold()


def _runs(letters: str) -> set[str]:
    return {letters[start : start + 3] for start in range(max(1, len(letters) - 2))}

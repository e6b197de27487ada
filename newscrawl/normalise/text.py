"""Plain text as readers see it: NFC, one kind of space, nothing invisible but what a script needs."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate
from typing import TYPE_CHECKING

from newscrawl.normalise.charset import mend, uncommon
from newscrawl.normalise.errors import TextError
from newscrawl.normalise.markup import without_markup
from newscrawl.normalise.misread import charset_of
from newscrawl.normalise.warn import quoted, warn
from newscrawl.sites.profile import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable

    from newscrawl.items import Article
    from newscrawl.sites.profile import SiteProfile

# Invisible junk: control characters but line ends and tabs, soft hyphen, Arabic letter mark, zero-width space, bidi
# marks and isolates, word joiner, byte order mark, annotation and object marks, tag characters.
_JUNK = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffc\U000e0000-\U000e007f]"
)
# Joiners shape the letters of Persian and of Indian scripts, and join emoji. They stay between characters that may
# need them: after one and, for the non-joiner, before one, that is neither ASCII nor a space.
# The pattern begins with what it looks for: that is found sooner.
_JOINERS = re.compile(
    r"[\u200c\u200d](?:(?<![^\s\x00-\x7f][\u200c\u200d])[\u200c\u200d]*"
    r"|(?<=[\u200c\u200d]{2})[\u200c\u200d]*|(?<=\u200c)(?![^\s\x00-\x7f]))"
)
_SPACE = re.compile(r"\s")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_MOST_NAMES = 500  # of authors, or of tags: each costs time
_LONGEST_NAMES = 20_000  # characters of all of them
# No writing needs more than 30 marks on a letter, says UAX 15 (stream-safe text); to order n of them takes n² steps.
_MANY_MARKS = re.compile(r"[^\w\s\x00-\x7f]{31,}")
_MOST_MARKS = 30
_MOST_ROUNDS = 10  # sound text settles in one, mojibake of mojibake in two or three


# All that the three above and the surrogates look for: most texts hold none of it, which one search tells.
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufeff\ufff9-\ufffc\U000e0000-\U000e007f]"
)


def _tidy(text: str) -> str:
    """Return ``text`` without junk, in NFC, with line ends as ``\\n``."""
    if not _SUSPECT.search(uncommon(text)):
        return _composed(text)
    text = _LINE_END.sub("\n", text)
    if not text.isascii():
        text = _composed(_SURROGATE.sub("\ufffd", text))
    text = _JUNK.sub("", text)
    if "\u200c" in text or "\u200d" in text:
        text = _JOINERS.sub("", text)
    return text


def _composed(text: str) -> str:
    """Return ``text`` in NFC, with no more than 30 marks on a letter."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _MANY_MARKS.sub(_first_marks, text))


def _first_marks(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.category(character)[0] == "M" else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _stable(text: str, fold: Callable[[str], str]) -> str:
    """Clean and fold ``text`` until nothing changes: what one round joins, the next may have to treat."""
    for _ in range(_MOST_ROUNDS):
        changed = fold(_tidy(without_markup(mend(text))))
        if changed == text:
            return text
        text = changed
    msg = f"{quoted(text)} does not settle"
    raise TextError(msg)


def _line(text: str) -> str:
    return " ".join(text.split())


_FOLDABLE = ("  ", " \n", "\n ", "\n\n\n", "\t")


def _paragraphs(text: str) -> str:
    # Most texts hold nothing to fold, which is soon seen.
    if not any(map(text.__contains__, _FOLDABLE)) and text == text.strip() and not _SPACE.search(uncommon(text)):
        return text
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def clean_line(text: str) -> str:
    """Return ``text`` on one line: NFC, single spaces, no invisible junk, no markup, mojibake mended.

    Entities are not resolved: whoever read them from HTML has done so, and ``&amp;`` here is what a reader sees.
    Raises TextError when the text was decoded with a wrong charset and cannot be mended with certainty, or is built
    so that each round of cleaning makes new work.
    """
    if text.isascii() and text.isprintable() and "<" not in text and "  " not in text and text == text.strip():
        return text  # most names and headlines
    return _stable(text, _line)


def clean_text(text: str) -> str:
    """Return ``text`` in paragraphs parted by one blank line; else as :func:`clean_line`. A single line end stays."""
    return _stable(text, _paragraphs)


def normalise_text(article: Article, profile: SiteProfile = DEFAULT) -> Article:
    """Clean headline, summary, body, authors and tags, and return the same article, changed in place.

    ``profile`` is not asked: all steps are called alike.

    A text in a wrong charset that cannot be mended is taken out and told in ``article.warnings``; all texts are where
    the article as a whole shows letters that its language does not have.
    """
    article.headline = _cleaned(article, "headline", article.headline, clean_line)
    article.body = _cleaned(article, "body", article.body, clean_text)
    if article.summary is not None:
        article.summary = _cleaned(article, "summary", article.summary, clean_text) or None
    article.authors = _names(article, "authors", article.authors)
    article.tags = _names(article, "tags", article.tags)
    # last, so that a second pass sees the same
    charset = charset_of(f"{article.headline}\n{article.summary or ''}\n{article.body}", article.language)
    if charset:
        why = f"it is {article.language} in {charset} that was read as windows-1252"
        for field in ("headline", "body"):
            if text := getattr(article, field):
                warn(article, field, f"{quoted(text)}: {why}")
        article.headline = article.body = ""
        article.summary, article.authors, article.tags = None, [], []
    return article


def _cleaned(article: Article, field: str, text: str, clean: Callable[[str], str]) -> str:
    try:
        text = clean(text)
    except TextError as error:
        warn(article, field, str(error))
        return ""
    lost = text.count("\ufffd")
    if lost:
        warn(article, field, f"{lost} character{'s were' if lost > 1 else ' was'} lost before it was read")
    return text


def _names(article: Article, field: str, names: list[str]) -> list[str]:
    """Return the names cleaned, each once, without empty ones."""
    if len(names) > _MOST_NAMES:
        warn(article, field, f"{len(names)} are more than an article has: the first {_MOST_NAMES} are kept")
        names = names[:_MOST_NAMES]
    if sum(map(len, names)) > _LONGEST_NAMES:
        ends = accumulate(map(len, names))
        names = [name for name, end in zip(names, ends, strict=True) if end <= _LONGEST_NAMES]
        warn(article, field, f"they are longer than names of an article: the first {len(names)} are kept")
    return list(dict.fromkeys(filter(None, (_cleaned(article, field, name, clean_line) for name in names))))

"""The article's number: one whole number, or refused."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from newscrawl.normalise.errors import NumberError
from newscrawl.normalise.script import flat, fold
from newscrawl.normalise.warn import quoted, warn
from newscrawl.sites.profile import DEFAULT

if TYPE_CHECKING:
    from newscrawl.items import Article
    from newscrawl.sites.profile import SiteProfile

LARGEST = 2**63 - 1
"""What the databases that keep such numbers can hold."""

_LONGEST = 200  # characters: no header line that gives a number is longer

# Words that stand beside the number and say only that it is one.
_WORDS = """
no, nr, num, number, №, nº, n°, n, numero, número, numéro, nummer, numer, numara, номер, ном, id, ref, reference, code
post, postid, article, item, news, story, entry, serial, the, of
شماره, شناسه, کد, کدخبر, خبر, مطلب, نوشته, سریال, پست, مقاله, خبری, ش
رقم, الخبر, المقال, المقالة, الموضوع, خبر, معرف, معرّف, كود, المنشور
شمېره, شمیره, ګڼه, گڼه, د, خبر, لیکنې
نمبر, خبر, شمارہ, مضمون, کی, کا
""".replace("\n", ",").split(",")

# One run of digits, or groups of three parted by one and the same separator; in South Asia of two before the last
# three (1,23,456). A plain space parts two numbers, a
# full stop may be a decimal point: neither is taken for a thousands separator, but for two full stops or more.
_DIGITS = re.compile(r"[0-9]+")
_GROUPED = re.compile(
    r"[1-9][0-9]{0,2}(?:([,٬،'’_])[0-9]{3}(?:\1[0-9]{3})*|(\.)[0-9]{3}(?:\.[0-9]{3})+)"
    r"|[1-9][0-9]?(?:([,٬،])[0-9]{2}(?:\3[0-9]{2})*\3[0-9]{3})"
)
_NARROW_SPACES = re.compile("(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_JOINT = re.compile(r"(?<=[^\W\d_])\u200c(?=[^\W\d_])")  # of two words of a label
_DATE = re.compile(r"[0-9]{1,4}([/.-])[0-9]{1,2}\1[0-9]{1,4}")
_DECIMAL = re.compile(r"[0-9]+[.,٫][0-9]+")
_EDGE = ' .:：#|/()[]{}«»"-–—=*،,'


@lru_cache(maxsize=64)
def _known(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(flat(word) for label in (*_WORDS, *labels) for word in (label, *label.split()))


def parse_number(text: str, labels: tuple[str, ...] = ()) -> int:
    """Return the number that ``text`` prints: a positive integer up to :data:`LARGEST`.

    Digits of any script, thousands separators, and words that only say "number" in front or behind are read;
    ``labels`` are more such words. Raises NumberError for anything else: no number or several, a decimal, a date, a
    sign, a word that gives the number another meaning (``18 comments``).
    """
    plain = len(text) <= 18 and text.isascii() and text.isdigit()
    value = int(text) if plain else _printed(text, labels)
    if not 0 < value <= LARGEST:
        msg = f"{quoted(text)} is not between 1 and {LARGEST}"
        raise NumberError(msg)
    return value


def _printed(text: str, labels: tuple[str, ...]) -> int:
    if len(text) > _LONGEST:
        msg = f"{quoted(text)} is too long for a number"
        raise NumberError(msg)
    if "\u200c" in text:
        text = _JOINT.sub(" ", text)
    folded = fold(_NARROW_SPACES.sub(",", _ascii_digits(text)))
    match = _DIGITS.search(folded)
    if not match:
        msg = f"{quoted(text)} holds no number" if folded else "it is printed empty"
        raise NumberError(msg)
    match = _GROUPED.match(folded, match.start()) or match
    before, after = folded[: match.start()], folded[match.end() :]
    if _DIGITS.search(after):
        raise NumberError(_why_not_one(text, folded))
    if before.endswith(("-", "−", "+", "±")) and not before[:-1].rstrip(_EDGE):
        msg = f"{quoted(text)} has a sign"
        raise NumberError(msg)
    known = _known(labels)
    for words in (before, after):
        for word in re.split(r"[\s/|]+", words):
            bare = flat(word.strip(_EDGE))
            if bare and bare not in known:
                msg = f"{quoted(text)} holds {quoted(word)} beside the number"
                raise NumberError(msg)
    return int(re.sub("[^0-9]", "", match[0]))


def _ascii_digits(text: str) -> str:
    return text if text.isascii() else "".join(fold(c) if c.isdecimal() else c for c in text)


def _why_not_one(text: str, folded: str) -> str:
    if _DATE.search(folded):
        return f"{quoted(text)} looks like a date"
    count = len(_DIGITS.findall(folded))
    if count == 2 and _DECIMAL.search(folded):
        return f"{quoted(text)} may be a decimal"
    return f"{quoted(text)} holds {'two' if count == 2 else count} numbers"


def normalise_number(article: Article, profile: SiteProfile = DEFAULT) -> Article:
    """Set ``article.number`` and its source, and return the same article, changed in place.

    The first source in the profile's order of trust that can be read gives the number. A number that already has a
    source is finished and stays. What cannot be read is told in ``article.warnings`` (``number: …``), and if nothing
    can be read the number stays as it was.

    The header's number and the post ID of other sources need not be the same, so their difference is no warning. Two
    other sources that differ both claim to name the post: that is one.
    """
    if article.number is not None and "number" in article.sources:
        return article
    printed = article.evidence.number
    if article.raw.number is not None:
        printed = {**printed, "header": article.raw.number}
    found: int | None = None
    post: tuple[str, int] | None = None
    for source in profile.trust:
        text = printed.get(source)
        if text is None:
            continue
        try:
            value = parse_number(text, profile.labels.get("number", ()))
        except NumberError as error:
            warn(article, "number", f"{source}: {error}")
            continue
        if found is None:
            found = article.number = value
            article.sources["number"] = source
        if source == "header":
            continue
        if post is None:
            post = (source, value)
        elif value != post[1]:
            warn(article, "number", f"{post[0]} says {post[1]}, but {source} says {value}")
    return article

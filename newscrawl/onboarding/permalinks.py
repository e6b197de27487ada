"""The shape of a site's permalinks, in WordPress's own terms."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from newscrawl.discovery.links import parameters

if TYPE_CHECKING:
    from collections.abc import Sequence

_YEAR = re.compile(r"(?:19|20|1[34])\d\d", re.ASCII)
_TWO_DIGITS = re.compile(r"\d{1,2}", re.ASCII)
_ENDING = re.compile(r"\.(?:s?html?|php|aspx?)$", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?", re.ASCII | re.IGNORECASE)
_WORD = re.compile(r"\w+")
_CATEGORY = "%category%"
_AFTER_YEAR = ("%monthnum%", "%day%", "%hour%", "%minute%", "%second%")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An article's address, and what may stand in it."""

    url: str
    number: int | None = None
    slug: str | None = None
    terms: frozenset[str] = frozenset()
    """Slugs of categories."""
    authors: tuple[str, ...] = ()
    """Names of its authors."""


def permalink_shape(articles: Sequence[Known], folder: str = "/") -> tuple[str, int] | None:
    """Return the commonest shape, ``/%year%/%monthnum%/%postname%/`` or ``?p=%post_id%``, and how many have it.

    ``None`` where there are no articles.
    """
    paths = [_segments(article.url, folder) for article in articles]
    fixed = _fixed(paths)
    shapes = Counter(
        _plain(article) or _shape(article, parts, fixed, slash=urlsplit(article.url).path.endswith("/"))
        for article, parts in zip(articles, paths, strict=True)
    )
    return shapes.most_common(1)[0] if shapes else None


def _segments(url: str, folder: str) -> list[str]:
    path = urlsplit(url).path
    path = path[len(folder) :] if path.startswith(folder) else path
    return [unquote(part) for part in path.split("/") if part]


def _fixed(paths: list[list[str]]) -> frozenset[tuple[int, str]]:
    """Segments that stand at the same place in all addresses, but the last: a base such as ``archives``."""
    if len(paths) < 2:
        return frozenset()
    kept = [set(enumerate(parts[:-1])) for parts in paths]
    return frozenset(set.intersection(*kept))


def _plain(article: Known) -> str | None:
    names = parameters(article.url)
    return "?p=%post_id%" if names.get("p", "").isdigit() else None


def _shape(article: Known, parts: list[str], fixed: frozenset[tuple[int, str]], *, slash: bool) -> str:
    tokens: list[str] = []
    dated = 0
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        if _YEAR.fullmatch(part) and not last:
            tokens.append("%year%")
            dated = 1
            continue
        if 0 < dated <= len(_AFTER_YEAR) and _TWO_DIGITS.fullmatch(part):
            tokens.append(_AFTER_YEAR[dated - 1])
            dated += 1
            continue
        dated = 0 if dated else dated
        edition = index == 0 and not last and _LANGUAGE.fullmatch(part) and part.lower() not in article.terms
        if edition or (index, part) in fixed:
            tokens.append(part)
        elif last or part == article.slug or part == str(article.number):
            tokens.append(_last(article, part))
        else:
            tokens.append(_within(article, part))
    # a category and its children are one tag
    kept = [name for index, name in enumerate(tokens) if index == 0 or name != _CATEGORY or tokens[index - 1] != name]
    return f"/{'/'.join(kept)}{'/' if slash and kept else ''}"


def _within(article: Known, part: str) -> str:
    """The tag of a segment that is not the last."""
    if part.lower() not in article.terms and part.lower() in map(_slug, article.authors):
        return "%author%"
    return _CATEGORY if part.lower() in article.terms or not part.isdigit() else "%post_id%"


def _slug(name: str) -> str:
    return "-".join(_WORD.findall(name.lower()))


def _last(article: Known, part: str) -> str:
    ending = _ENDING.search(part)
    name, end = (part[: ending.start()], part[ending.start() :]) if ending else (part, "")
    number = str(article.number) if article.number else None
    if name == number or (number is None and name.isdigit()):
        return f"%post_id%{end}"
    if number and len(number) > 1:
        if name.endswith(f"-{number}"):
            return f"%postname%-%post_id%{end}"
        if name.startswith(f"{number}-"):
            return f"%post_id%-%postname%{end}"
    return f"%postname%{end}"

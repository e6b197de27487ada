"""The article's categories: names told apart, spelled as the site spells them, the primary one first."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from newscrawl.normalise.errors import CategoryError, TextError
from newscrawl.normalise.placeholders import GENERAL, HOME, NO_CATEGORY
from newscrawl.normalise.script import flat
from newscrawl.normalise.text import clean_line
from newscrawl.normalise.warn import quoted, warn
from newscrawl.sites.profile import CATEGORY_SEPARATORS, DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newscrawl.items import Article, Source
    from newscrawl.sites.profile import SiteProfile

_LONGEST = 2000  # characters of one source: more is no list of categories
_MOST_PARTS = 8  # separators that one name may hold
_MOST_NAMES = 100  # of one source: each costs time
_FIRST_WORD = re.compile(r"\w+")
_BESIDE_PUNCTUATION = re.compile(r" ?([^\w ]) ?")
_PATH = frozenset(">»›→")
_WHOLE: frozenset[Source] = frozenset({"html", "rest", "feed"})
"""Sources that give each name by itself, so that a separator within is part of the name."""


def _unescaped(text: str) -> str:
    """Return ``text`` without entities, also those that were escaped twice or thrice: their ``;`` parts no names."""
    for _ in range(3):
        if "&" not in text:
            break
        text = html.unescape(text)
    return text


@lru_cache(maxsize=4096)
def _name_and_key(text: str) -> tuple[str, str]:
    """Return ``text`` as a name on one line, and the key under which its variants meet."""
    try:
        name = clean_line(_unescaped(text))
    except TextError:
        return "", ""
    name = name.strip(" ,;|،؛")
    return name, flat(name)


@lru_cache(maxsize=64)
def _spellings(names: tuple[str, ...], aliases: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return key -> canonical name, for the site's own names and the profile's aliases."""
    spellings = {key: name for name, key in map(_name_and_key, names) if key}
    for printed, canonical in aliases:
        # the site's own spelling of the canonical name wins
        name, key = _name_and_key(canonical)
        canonical_name = spellings.get(key, name)
        spellings.setdefault(key, canonical_name)
        spellings[_name_and_key(printed)[1]] = canonical_name
    spellings.pop("", None)
    for key, name in list(spellings.items()):
        spellings.setdefault(_close(key), name)
    return spellings


def _close(key: str) -> str:
    """Return ``key`` without spaces beside punctuation: sites print "Science / Tech" for "Science/Tech"."""
    return _BESIDE_PUNCTUATION.sub(r"\1", key)


@lru_cache(maxsize=64)
def _separator(separators: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern of literal alternatives only: it cannot backtrack."""
    return re.compile("(" + "|".join(map(re.escape, sorted(filter(None, separators), key=len, reverse=True))) + ")")


def split_categories(
    text: str,
    known: Mapping[str, str] | None = None,
    separators: tuple[str, ...] = CATEGORY_SEPARATORS,
) -> list[str]:
    """Return the names that ``text`` prints, in order, each once.

    ``known`` maps :func:`~newscrawl.normalise.script.flat` keys of names to their canonical spelling; a known name
    that holds a separator stays whole. ``Home`` at the head of a path is dropped. Raises CategoryError when no name is
    left, or ``text`` is too long for a list of names.
    """
    if len(text) > _LONGEST:
        msg = f"{quoted(text)} is too long for a list of categories"
        raise CategoryError(msg)
    known = known or {}
    whole, key = _name_and_key(text)
    name = known.get(key) or known.get(_close(key))
    if name:
        return [name]
    if not key or not any(c.isalnum() for c in key):
        msg = f"{quoted(text)} holds no name"
        raise CategoryError(msg)
    pieces = _separator(separators).split(_unescaped(text)) if separators else [text]
    if len(pieces) == 1:
        return [whole]
    if len(pieces) > 2 * _MOST_NAMES:
        msg = f"{quoted(text)} holds too many names for a list of categories"
        raise CategoryError(msg)
    names: dict[str, str] = {}
    for position, name, name_key in _joined(pieces, known, _parts_by_first_word(known, separators)):
        is_home = position == 0 and name_key in HOME and name_key not in known and pieces[1] in _PATH
        if name and not is_home:
            names.setdefault(flat(name), name)
    if not names:
        msg = f"{quoted(text)} holds no name"
        raise CategoryError(msg)
    return list(names.values())


def _joined(
    pieces: list[str], known: Mapping[str, str], most_parts: Mapping[str, int]
) -> Iterable[tuple[int, str, str]]:
    """Yield (index, name, key) for ``pieces`` (name, separator, name, …), the longest known names kept whole."""
    start = 0
    while start < len(pieces):
        stop = start + 1
        name, key = _name_and_key(pieces[start])
        found = known.get(key, name)
        if any(character.isalnum() for character in name):
            parts = most_parts.get(_first_word(key), 0)
            for end in range(min(start + 2 * parts + 1, len(pieces)), start + 1, -2):
                _, joined_key = _name_and_key("".join(pieces[start:end]))
                joined = known.get(joined_key) or known.get(_close(joined_key))
                if joined:
                    found, key, stop = joined, joined_key, end
                    break
            yield start, found, key
        start = stop + 1


def _parts_by_first_word(known: Mapping[str, str], separators: tuple[str, ...]) -> dict[str, int]:
    """Return how many separators the known names hold that begin with each word, those that hold any."""
    separator = _separator(tuple(map(flat, separators)))
    most: dict[str, int] = {}
    for key in known:
        parts = len(separator.findall(key))
        if parts:
            word = _first_word(key)
            most[word] = min(max(parts, most.get(word, 0)), _MOST_PARTS)
    return most


def _first_word(key: str) -> str:
    match = _FIRST_WORD.search(key)
    return match[0] if match else ""


def normalise_category(article: Article, profile: SiteProfile = DEFAULT) -> Article:
    """Set ``article.category``, ``categories`` and their source, and return the same article, changed in place.

    The first source in the profile's order of trust for categories that names a real one gives them all;
    ``Uncategorized``, in any language, is dropped unless no source names anything else, and a name like ``Allgemein``
    (general) goes to the end. Names are spelled as the profile's aliases say, then as the site's list does, then as
    printed. A category that already has a source is finished and stays.

    Told in ``article.warnings`` (``category: …``): a source that cannot be read, and another that shares no name with
    the one that was taken.
    """
    if article.category is not None and "category" in article.sources:
        return article
    printed: dict[Source, list[str]] = article.evidence.category
    if article.raw.category is not None:
        printed = {**printed, "header": [article.raw.category]}
    known: Mapping[str, str] = _spellings(profile.categories, tuple(profile.category_aliases.items()))
    known = _with_whole_names(known, printed)
    taken: tuple[Source, list[str]] | None = None
    placeholder: tuple[Source, list[str]] | None = None
    for source in profile.category_trust:
        texts = printed.get(source)
        if not texts or source not in profile.trust:
            continue
        try:
            names = _names(texts, known, () if source in _WHOLE else profile.category_separators)
        except CategoryError as error:
            warn(article, "category", f"{source}: {error}")
            continue
        real = [name for name in names if flat(name) not in NO_CATEGORY]
        if not real:
            placeholder = placeholder or (source, names[:1])
        elif taken is None:
            taken = (source, [*real, *(name for name in names if flat(name) in GENERAL)])
        elif not {_letters(name) for name in real} & {_letters(name) for name in taken[1]}:
            ours, theirs = quoted(", ".join(taken[1])), quoted(", ".join(real))
            warn(article, "category", f"{taken[0]} says {ours}, but {source} says {theirs}")
    taken = taken or placeholder
    if taken:
        article.sources["category"], article.categories = taken
        article.category = article.categories[0]
    return article


def _with_whole_names(known: Mapping[str, str], printed: Mapping[Source, list[str]]) -> Mapping[str, str]:
    """Return ``known`` and the names that the page itself gives one by one."""
    extra: dict[str, str] = {}
    if len(printed) == 1 and "header" in printed:
        return known
    for source in _WHOLE:
        texts = printed.get(source, ())
        if sum(map(len, texts)) > _LONGEST or len(texts) > _MOST_NAMES:
            continue  # told when the source is read
        for text in texts:
            name, key = _name_and_key(text)
            if key and key not in known and any(map(str.isalnum, key)):
                extra[key] = name
    # What differs in punctuation only is one name: a slug says "culture-arts" for "Culture & Arts".
    for text in printed.get("header", ()):
        if len(text) > _LONGEST:
            continue
        name, key = _name_and_key(text)
        if key not in known and key not in extra and _letters(name) in {_letters(other) for other in extra}:
            extra[key] = name
    return {**known, **extra} if extra else known


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, flat(name)))


def _names(texts: list[str], known: Mapping[str, str], separators: tuple[str, ...]) -> list[str]:
    """Return the names of all ``texts``, each once. Raises CategoryError when none holds a name."""
    names: dict[str, str] = {}
    problem = CategoryError("it is printed empty")
    if sum(map(len, texts)) > _LONGEST or len(texts) > _MOST_NAMES:
        msg = f"{quoted(texts[0])} begins what is too long for a list of categories"
        raise CategoryError(msg)
    for text in texts:
        try:
            for name in split_categories(text, known, separators):
                names.setdefault(flat(name), name)
        except CategoryError as error:
            problem = error
    if not names:
        raise problem
    return list(names.values())

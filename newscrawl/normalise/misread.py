"""Languages whose letters look sound when they were read in the charset of Western Europe."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from newscrawl.normalise.alphabets import ALPHABETS

_READ_AS = "cp1252"
_CHARSETS = {
    **dict.fromkeys(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sr"), "cp1250"),
    **dict.fromkeys(("lt", "lv"), "cp1257"),
    "tr": "cp1254",
}
_ALPHABET_OF = {"bs": "hr", "sr": "hr"}
_FEWEST = 5  # letters that the language does not have
_FEWEST_KINDS = 3  # of them; Hungarian has two


class _Misread(NamedTuple):
    shown: frozenset[str]
    """What is shown for letters of the language that the other charset has elsewhere."""
    allowed: frozenset[str]
    """That, and the language's letters which are the same in both."""


@lru_cache(maxsize=len(_CHARSETS))
def _misread(language: str) -> _Misread:
    letters = ALPHABETS[_ALPHABET_OF.get(language, language)]
    pairs = {}
    for letter in letters + letters.upper():
        byte = letter.encode(_CHARSETS[language], "ignore")
        if byte:
            pairs[letter] = byte.decode(_READ_AS, "ignore") or chr(byte[0])
    return _Misread(frozenset(shown for letter, shown in pairs.items() if letter != shown), frozenset(pairs.values()))


def charset_of(text: str, language: str | None) -> str | None:
    """Return the charset that ``text`` was written in, where it was read as windows-1252 for sure.

    It is in ``language``, a BCP 47 tag, has some letters that this language does not have but would show when it is
    misread (``Þehirde aðýr kýþ``), none of those that it does have (``ş``, ``ğ``, ``ı``), and no other accented ones.
    """
    primary = (language or "").replace("_", "-").split("-")[0].lower()
    if primary not in _CHARSETS or text.isascii():
        return None
    shown, allowed = _misread(primary)
    counts = {character: text.count(character) for character in {*text} if not character.isascii()}
    strange = shown & counts.keys()
    kinds = {character.lower() for character in strange}
    if sum(counts[character] for character in strange) < _FEWEST or len(kinds) < min(_FEWEST_KINDS, len(shown) // 2):
        return None
    if any(character.isalpha() and character not in allowed for character in counts):
        return None
    return _CHARSETS[primary]

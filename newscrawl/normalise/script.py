"""Digits, marks and letters of many scripts, folded to one spelling so that they can be compared.

Nothing here is for output: what readers see is cleaned in :mod:`newscrawl.normalise.text`.
"""

from __future__ import annotations

import unicodedata

# What takes no room on the page: soft hyphen, Arabic letter mark, zero-width space, joiners, bidi marks and
# isolates, word joiner, byte order mark.
_INVISIBLE = (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)

# Letters that Arabic, Persian, Pashto and Urdu keyboards mix, and hamza seats that writers leave out.
_LETTERS = {
    "ا": "أإآٱٲٳ",
    "و": "ؤۆۇۈۉۋ",
    "ی": "يىئېۍۑےۓ",
    "ک": "كګڪڬ",
    "گ": "ݢ",
    "ه": "ةۀہھۂۃەۿ",
    "ن": "ڼ",
    "ر": "ړ",
    "ز": "ږ",
    "س": "ښ",
    "ت": "ټ",
    "د": "ډ",
}
# Vowel signs and other combining marks of the Arabic script, the stretching line, and hamza alone.
_DROPPED = (0x621, 0x640, *range(0x610, 0x61B), *range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6DD), *range(0x6DF, 0x6E9))
_APOSTROPHES = "'’‘ʻʼ`´ʿʾ＇｀"


class _Table(dict[int, str | None]):
    """A table for ``str.translate`` that knows the digits of scripts beyond the filled part, and never grows."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isdecimal():
            return str(unicodedata.decimal(character))
        return character


def _filled() -> _Table:
    table = _Table()
    for code in (*range(0x800), *range(0x2000, 0x2070)):
        table[code] = table.__missing__(code)
    for code in _INVISIBLE:
        table[code] = None
    for code in range(0xFF01, 0xFF5F):  # full-width forms of ASCII
        table[code] = chr(code - 0xFEE0)
    return table


_FOLD = _filled()
_FLAT = _Table(_FOLD)
for _plain, _variants in _LETTERS.items():
    for _variant in _variants:
        _FLAT[ord(_variant)] = _plain
for _code in (*_DROPPED, *range(0x300, 0x370), *map(ord, _APOSTROPHES)):
    _FLAT[_code] = None


def fold(text: str) -> str:
    """Return ``text`` with digits of any script as ASCII, invisible marks dropped and white space folded."""
    if not text.isascii():
        text = text.translate(_FOLD)
    return " ".join(text.split())


def flat(text: str) -> str:
    """Return :func:`fold` of ``text`` in one case, without accents and with one spelling for each Arabic letter."""
    if text.isascii():
        return " ".join(text.lower().split()).replace("'", "").replace("`", "")
    text = text.casefold().translate(_FLAT)
    if not text.isascii():
        parted = unicodedata.normalize("NFD", text)
        if parted != text:  # accents came off, and there may be letters of Arabic keyboards beneath
            parted = parted.translate(_FLAT)
        composed = unicodedata.normalize("NFC", parted)
        text = composed if composed == text else composed.translate(_FLAT)
    return " ".join(text.split())

"""Text that was decoded with a wrong charset: mended where that is certain, refused where it is damaged."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from newscrawl.normalise.errors import TextError
from newscrawl.normalise.warn import quoted

# What may follow an accented letter in sound text, so that the pair proves nothing: closing quotes, dots, dashes,
# signs and the no-break space.
_NATURAL = "…’”»›–—™®°ºª²³¹\xa0"
_CHARSETS = ("cp1252", "cp1256", "cp1251")
_FEWEST_SEQUENCES = 3  # of letters beyond Latin, or read from another charset than cp1252
_RUNS = re.compile("[À-ÖØ-öø-ÿ]{2,}")
_LETTER = re.compile(r"[^\W\d_]")


class _Wrong(NamedTuple):
    """UTF-8 that was read as one charset of single bytes."""

    to_latin1: dict[int, int]
    whole: re.Pattern[str]  # ASCII and sequences only; possessive, so that it cannot backtrack
    sequence: re.Pattern[str]
    proof: re.Pattern[str]  # a sequence that no sound text holds


@lru_cache(maxsize=len(_CHARSETS))
def _wrong(charset: str) -> _Wrong:
    def characters(first: int, last: int, but: str = "") -> str:
        # bytes that the charset leaves undefined are read as C1 controls, as are all of 80-9F by Latin-1
        found = {bytes([byte]).decode(charset, "ignore") or chr(byte) for byte in range(first, last + 1)}
        found |= {chr(byte) for byte in range(first, min(last, 0x9F) + 1)}
        return "[" + "".join(re.escape(c) for c in sorted(found - set(but))) + "]"

    lead2, lead3, lead4 = characters(0xC2, 0xDF), characters(0xE0, 0xEF), characters(0xF0, 0xF4)
    rest, odd = characters(0x80, 0xBF), characters(0x80, 0xBF, but=_NATURAL)
    sequence = f"(?:{lead2}{rest}|{lead3}{rest}{{2}}|{lead4}{rest}{{3}})"
    table = {byte: byte for byte in range(0x80, 0xA0)}
    for byte in range(0x80, 0x100):
        character = bytes([byte]).decode(charset, "ignore")
        if character:
            table[ord(character)] = byte
    return _Wrong(
        table,
        re.compile(f"(?:[\\x00-\\x7f]++|{sequence})++"),
        re.compile(sequence),
        re.compile(f"(?:{lead2}{odd}|{lead3}{odd}{rest}|{lead4}{odd}{rest}{{2}})"),
    )


def _leads() -> str:
    """All characters that a sequence can begin with in one of the charsets."""
    read = {bytes([byte]).decode(charset, "ignore") for charset in _CHARSETS for byte in range(0xC2, 0xF5)}
    return "".join(re.escape(character) for character in sorted(read))


# Without a lead, a lost letter or an accented one nothing below can find anything: one search tells most texts.
_POSSIBLE = re.compile(f"[\x80-\xff\ufffd{_leads()}]")


_COMMON = bytes([*range(32, 127), *b"\t\n"])


def uncommon(text: str) -> str:
    """Return the characters of ``text`` that are not ASCII as it is typed, in order: what most searches are after.

    Taking the others out takes a tenth of the time that a pattern takes to pass them.
    """
    return text.encode("utf-8", "surrogatepass").translate(None, _COMMON).decode("utf-8", "surrogatepass")


def mend(text: str) -> str:
    """Return ``text``, and where all of it is UTF-8 that was read as a charset of single bytes, what was written.

    That is certain only if every character beyond ASCII is part of a UTF-8 sequence, one of the sequences makes no
    sense otherwise, and what comes out is text. Raises TextError when most of what is not ASCII is damaged but cannot
    be mended: part of the bytes is lost, or the charset could be any of several.
    """
    if text.isascii() or not _POSSIBLE.search(rest := uncommon(text)):
        return text
    for charset in _CHARSETS:
        mended = _mended(text, rest, charset)
        if mended is not None:
            return mended
    _check(text, rest)
    return text


def _mended(text: str, rest: str, charset: str) -> str | None:
    wrong = _wrong(charset)
    # What stands side by side in the text does so in the rest, so that the rest need be asked first.
    if not wrong.proof.search(rest) or not wrong.whole.fullmatch(text) or not wrong.proof.search(text):
        return None
    try:
        mended = text.translate(wrong.to_latin1).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
    beyond = [c for c in mended if not c.isascii()]
    if any(unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") for c in beyond):
        return None
    latin = all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2200 for c in beyond)
    if (charset != "cp1252" or not latin) and len(beyond) < _FEWEST_SEQUENCES:
        return None
    return mended


def _check(text: str, rest: str) -> None:
    """Raise TextError when ``text`` is damaged beyond what a reader could make out."""
    lost = text.count("\ufffd")
    if lost >= _FEWEST_SEQUENCES and lost * 20 > len(text):
        msg = f"{quoted(text)} has lost letters: its bytes were read in a wrong charset"
        raise TextError(msg)
    for charset in _CHARSETS[:2]:
        wrong = _wrong(charset)
        if not wrong.proof.search(rest) or not wrong.proof.search(text):
            continue
        sequences = wrong.sequence.findall(text)
        beyond = sum(not c.isascii() and not c.isspace() for c in text)
        if len(sequences) > _FEWEST_SEQUENCES and sum(map(len, sequences)) * 10 > beyond * 8:
            msg = f"{quoted(text)} is UTF-8 that was read as {charset}, and parts of it are lost"
            raise TextError(msg)
    runs = sum(map(len, _RUNS.findall(text))) if _RUNS.search(rest) else 0
    if runs >= 8 and runs * 2 > len(_LETTER.findall(text)):
        msg = f"{quoted(text)} is text of another script that was read as Latin-1"
        raise TextError(msg)

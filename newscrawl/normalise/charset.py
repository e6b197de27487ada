"""Text that was decoded with a wrong charset: mended where that is certain, refused where it is damaged."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from newscrawl.normalise.alphabets import in_one_word, of_one_language
from newscrawl.normalise.errors import TextError
from newscrawl.normalise.warn import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

# What may follow an accented letter in sound text, so that the pair proves nothing: closing quotes, dots, dashes,
# signs and the no-break space.
_NATURAL = "…’”»›–—™®°ºª²³¹\xa0"
_CHARSETS = (
    *("cp1252", "cp1256", "cp1251", "cp1250", "cp1254", "cp1253", "cp1255", "cp1257", "koi8-r", "koi8-u"),
    *("iso8859-2", "iso8859-5", "iso8859-7", "iso8859-9", "mac-roman", "cp866", "cp437"),
)
_COMMON_CHARSETS = _CHARSETS[:3]
"""Those in which few letters that stand together in sound text are UTF-8: TÉŽ, Её, بک. In others many are: MŮŽE."""
_TOLD = _CHARSETS[:2]
"""Charsets in which UTF-8 is known also where parts of it are lost."""
_LEADS, _FOLLOWING = (0xC2, 0xF4), (0x80, 0xBF)
"""First and last of the bytes that begin a sequence of UTF-8, and of those that go on with it."""
_FEWEST_SEQUENCES = 3  # of letters beyond Latin
_FEWEST_WORDS = 2  # that no sound text holds
_LONG_WORD = 5  # letters that do not come together by chance
_ENOUGH = 5000  # characters: a charset is that of the whole text
_RUNS = re.compile("[À-ÖØ-öø-ÿ]{2,}")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")

_LATIN = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
_SCRIPTS = ("Ѐ-ԯ", "ؠ-يٮ-ۓۺ-ۿݐ-ݿ", "א-ת", _LATIN)
# Letters of two scripts side by side; of Greek only in what is mended: "Δt" is sound.
_MIXED = re.compile("|".join(f"[{one}](?=[{''.join(s for s in _SCRIPTS if s != one)}])" for one in _SCRIPTS))
_STRAY_MARK = re.compile(f"[{_LATIN}\\s][\u0591-\u05c7\u0610-\u061a\u064b-\u065f]|[\u0334-\u036f]")
_TWINS = dict.fromkeys(map(ord, "aceijopsxyABCEHIJKMOPSTXYасеіјорѕхуАВСЕНІЈКМОРЅТХУ"))
_GREEK = "Ͱ-Ͽἀ-῾"
_GREEK_MIXED = re.compile(f"[{_GREEK}](?=[{''.join(_SCRIPTS)}])|[{''.join(_SCRIPTS)}](?=[{_GREEK}])")
_ACCENTED_MIXED = re.compile("[À-ÿ][Ѐ-ԯؠ-ۿ]|[Ѐ-ԯؠ-ۿ][À-ÿ]")
_BEYOND_LATIN = re.compile("[Ѐ-ԯא-תؠ-ۿݐ-ݿ]")
# Cyrillic in KOI8 read as cp1251, or the other way round: "рТЙЧЕФ НЙТ".
_CYRILLIC = re.compile("[А-яЁё]{2,}")
_CYRILLIC_WORD = re.compile("[Ѐ-ԯ]{2,}")
_INVERTED = re.compile("[а-яё][А-ЯЁ]+")
_CAPITALS = re.compile("[А-ЯЁ]+")
# Letters in a charset of another script read as Latin: a word of nothing else. × and ÷ are letters there.
_ACCENTED_WORD = re.compile("[^\\W\\d_a-zA-Z]{3,}")
_LATIN_WORD = re.compile(f"[{_LATIN}×÷]{{3,}}")
# Signs and lines within words: "Za¿ó³æ", "╧ЁштхЄ".
_SIGNS = "¿¡¹³¼½¾±¶¤¦§\u2500-\u259f"
_SIGN_WITHIN = re.compile(f"[^\\W\\d_][{_SIGNS}]+(?=[^\\W\\d_])")
_SIGN = re.compile(f"[{_SIGNS}]")


# Latin letters with vowel signs of Arabic or Hebrew, capitals in the midst of Cyrillic words: "îٌêً", "юЄъЁ√ырё№".
_SIGN_ON_LATIN = re.compile(f"[{_LATIN}][\u05b0-\u05c7\u064b-\u065f]")
_CAPITAL_WITHIN = re.compile("[а-яёєїўґ][ЁЄЇЎҐ]")
_ISO_AND_WINDOWS = (("iso8859-1", "cp1252"), ("iso8859-2", "cp1250"), ("iso8859-9", "cp1254"))
_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
_CONTROL_WITHIN = re.compile(r"[^\W\d_][\x80-\x84\x86-\x9f]|[\x80-\x84\x86-\x9f][^\W\d_]")


class _Wrong(NamedTuple):
    """How to tell UTF-8 that was read as one charset of single bytes."""

    whole: re.Pattern[str]  # ASCII and sequences only; possessive, so that it cannot backtrack
    sequence: re.Pattern[str]
    proof: re.Pattern[str]  # a sequence that no sound text holds
    beside: re.Pattern[str]  # one that stands in a word with an ASCII letter


@lru_cache(maxsize=len(_CHARSETS))
def _bytes_of(charset: str) -> dict[int, int]:
    """Return the byte for each character that the charset has beyond ASCII, as :meth:`str.translate` takes it."""
    # bytes that the charset leaves undefined are read as C1 controls, as are all of 80-9F by Latin-1
    table = {byte: byte for byte in range(0x80, 0xA0)}
    for byte in range(0x80, 0x100):
        table[ord(bytes([byte]).decode(charset, "ignore") or chr(byte))] = byte
    return table


@lru_cache(maxsize=len(_CHARSETS))
def _wrong(charset: str) -> _Wrong:
    def read(first: int, last: int) -> set[str]:
        return {chr(character) for character, byte in _bytes_of(charset).items() if first <= byte <= last}

    def characters(found: set[str]) -> str:
        return "[" + "".join(re.escape(c) for c in sorted(found)) + "]"

    following = read(*_FOLLOWING)
    rest, letters = characters(following), {c for c in following if c.isalpha()}

    def odd(leads: set[str], length: int) -> Iterator[str]:
        """Yield patterns for what makes no sense behind ``leads``, which begin sequences of this length."""
        behind: dict[frozenset[str], set[str]] = {}
        for lead in leads:
            found = following - set(_NATURAL) - {c for c in following if in_one_word(lead, c)}
            if charset in _COMMON_CHARSETS:
                if lead.islower():  # "вЂ": no capital comes behind it, but in kB (кБ, which is UTF-8 in ISO 8859-5)
                    found |= {c for c in following if c.isupper()}
            elif not lead.isalpha():
                # signs and lines stand beside letters in tables, but within no word
                found -= letters
                behind.setdefault(frozenset(letters), set()).add(lead)
            behind.setdefault(frozenset(found), set()).add(lead)
        for odd_ones, alike in behind.items():
            within = "(?<=[^\\W\\d_])" if odd_ones == letters else ""
            yield f"{within}{characters(alike)}{characters(set(odd_ones))}{rest}{{{length - 2}}}"

    leads = {length: read(*span) for length, span in ((2, (0xC2, 0xDF)), (3, (0xE0, 0xEF)), (4, (0xF0, 0xF4)))}
    sequence = "|".join(f"{characters(lead)}{rest}{{{length - 1}}}" for length, lead in leads.items())
    proof = "|".join(pattern for length, found in leads.items() for pattern in odd(found, length))
    return _Wrong(
        re.compile(f"(?:[\\x00-\\x7f]++|{sequence})++"),
        re.compile(sequence),
        re.compile(proof),
        re.compile(f"[A-Za-z](?:{sequence})|(?:{sequence})[A-Za-z]"),
    )


def _leads() -> str:
    """All characters that a sequence can begin with in one of the charsets."""
    first, last = _LEADS
    read = {bytes([byte]).decode(charset, "ignore") for charset in _CHARSETS for byte in range(first, last + 1)}
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
    found = frozenset(rest)
    mended = {m for charset in _readings(found) if (m := _mended(text, charset)) is not None}
    if len(mended) == 1:
        return mended.pop()
    if mended:
        msg = f"{quoted(text)} is UTF-8 that was read in a wrong charset, and that could be any of several"
        raise TextError(msg)
    _check(text, rest)
    _check_words(text, rest)
    return _as_windows(text) if _CONTROL.search(rest) else text


def _as_windows(text: str) -> str:
    """Return ``text`` with the letters and quotes that Windows has where an ISO charset has controls.

    Pages that say ISO 8859 often are in the other: browsers read Latin-1 so. Raises TextError where the controls stand
    in words and may be several letters; elsewhere they are left, as junk.
    """
    found: set[str] = set()
    for iso, windows in _ISO_AND_WINDOWS:
        try:
            found.add(text.encode(iso).decode(windows))
        except UnicodeError:
            continue
    if len(found) == 1:
        return found.pop()
    if found and _CONTROL_WITHIN.search(text):
        msg = f"{quoted(text)} has controls within words: it was read in a wrong charset"
        raise TextError(msg)
    return text


@lru_cache(maxsize=64)
def _readings(found: frozenset[str]) -> tuple[str, ...]:
    """Return the charsets in which the characters ``found`` may be UTF-8, those that have them at the same places once.

    Few texts have any, and patterns are made for these only: those of all charsets take a megabyte.
    """
    readings: dict[tuple[int, ...], str] = {}
    for charset in _CHARSETS:
        table = _bytes_of(charset)
        places = tuple(table[ord(character)] for character in sorted(found) if ord(character) in table)
        if len(places) == len(found) and all(
            any(first <= place <= last for place in places) for first, last in (_LEADS, _FOLLOWING)
        ):
            readings.setdefault(places, charset)
    return tuple(readings.values())


def _mended(text: str, charset: str) -> str | None:
    wrong = _wrong(charset)
    if not wrong.whole.fullmatch(text):
        return None
    start = text[:_ENOUGH]
    if not wrong.proof.search(start) and not (charset in _COMMON_CHARSETS and _is_likely(start, wrong, charset)):
        return None
    try:
        mended = text.translate(_bytes_of(charset)).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
    beyond = [c for c in mended if not c.isascii()]
    if any(unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") for c in beyond):
        return None
    latin = all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2200 or ord(c) > 0xFFFF for c in beyond)
    if not latin and len(beyond) < _FEWEST_SEQUENCES:
        return None
    if _MIXED.search(mended) or _GREEK_MIXED.search(mended) or _STRAY_MARK.search(mended):
        return None  # sound text of the charset that happens to be UTF-8 as well
    return mended


def _is_likely(text: str, wrong: _Wrong, charset: str) -> bool:
    """Tell whether sequences that could each be two letters of a word are too many, or in words of another script."""
    if len(wrong.sequence.findall(text)) >= _FEWEST_SEQUENCES:
        return True
    return charset != "cp1252" and wrong.beside.search(text) is not None


def _check(text: str, rest: str) -> None:
    """Raise TextError when ``text`` is damaged beyond what a reader could make out."""
    lost = text.count("\ufffd")
    if lost >= _FEWEST_SEQUENCES and lost * 20 > len(text):
        msg = f"{quoted(text)} has lost letters: its bytes were read in a wrong charset"
        raise TextError(msg)
    text, rest = text[:_ENOUGH], rest[:_ENOUGH]
    for charset in _TOLD:
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


def _check_words(text: str, rest: str) -> None:
    """Raise TextError when the words of ``text`` are such as no language has, so that its charset was another."""
    text, rest = text[:_ENOUGH], rest[:_ENOUGH]
    if len(_SIGN_ON_LATIN.findall(text)) >= _FEWEST_WORDS:
        msg = f"{quoted(text)} has Latin letters with signs of another script: it was read in a wrong charset"
        raise TextError(msg)
    if _BEYOND_LATIN.search(rest):
        words = _CYRILLIC_WORD.findall(text) if _CAPITAL_WITHIN.search(rest) else []
        broken = [word for word in words if _CAPITAL_WITHIN.search(word)]
        if len(broken) >= _FEWEST_WORDS and len(broken) * 3 >= len(words):
            msg = f"{quoted(text)} has capitals in the midst of words: it was read in a wrong charset"
            raise TextError(msg)
        mixed = len(_MIXED.findall(text))
        if mixed >= _FEWEST_WORDS:
            words = [word for word in _WORD.findall(text) if not word.isascii()]
            broken = [word for word in words if _MIXED.search(word.translate(_TWINS))]
            # "RФАЙЛ" changes once and is ASCII, what was read in a wrong charset goes to and fro, or is not
            odd = any(_ACCENTED_MIXED.search(word) or len(_MIXED.findall(word)) > 1 for word in broken)
            if odd and len(broken) >= _FEWEST_WORDS and len(broken) * 2 >= len(words):
                msg = f"{quoted(text)} mixes the letters of two scripts in most words: it was read in a wrong charset"
                raise TextError(msg)
        words = _CYRILLIC.findall(text) if _INVERTED.search(rest) else []
        inverted = [word for word in words if _INVERTED.fullmatch(word)]
        if max(map(len, inverted), default=0) >= _LONG_WORD and all(
            _INVERTED.fullmatch(word) or _CAPITALS.fullmatch(word) for word in words
        ):
            msg = f"{quoted(text)} begins words small and goes on in capitals: it was read in a wrong charset"
            raise TextError(msg)
    elif _ACCENTED_WORD.search(rest):
        letters = "".join(_LATIN_WORD.findall(text))
        if len(letters) >= _LONG_WORD and not any(map(str.isascii, letters)) and not of_one_language(set(letters)):
            msg = f"{quoted(text)} is text of another script that was read as Latin"
            raise TextError(msg)
    if _SIGN.search(rest) and len(_SIGN_WITHIN.findall(text)) >= _FEWEST_WORDS:
        words = [word for word in text.split() if not word.isascii()]
        if sum(_SIGN_WITHIN.search(word) is not None for word in words) * 3 >= len(words):
            msg = f"{quoted(text)} holds signs within words: it was read in a wrong charset"
            raise TextError(msg)

"""Which accented letters occur in one language, so that two of them side by side are a word and not bytes misread."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

ALPHABETS = {
    "ca": "àçèéíïòóúü",
    "cs": "áčďéěíňóřšťúůýž",
    "cy": "áàâäèéêëîïôöûüŵŷ",
    "da": "æøåáéèêóòâôü",
    "de": "äöüß",
    "eo": "ĉĝĥĵŝŭ",
    "es": "áéíñóúü",
    "et": "äöõüšž",
    "fi": "åäöšž",
    "fr": "àâæçèéêëîïôœùûüÿ",
    "hr": "čćđšž",
    "hsb": "ćčěłńóřšžź",
    "hu": "áéíóöőúüű",
    "is": "áðéíóúýþæöø",
    "it": "àèéìíîòóùú",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņōŗšūž",
    "mt": "àèìòùċġħż",
    "pl": "ąćęłńóśźż",
    "pt": "ãáàâçéêíóôõúü",
    "ro": "ăâîșțşţ",
    "se": "áčđŋšŧž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sq": "çë",
    "tr": "çğıöşüâîûəİ",
}
"""Primary language subtag -> letters beyond ASCII, in lower case; foreign names' letters that are usual among them."""

_OF_LANGUAGE = {language: frozenset(letters + letters.upper()) for language, letters in ALPHABETS.items()}


def of_one_language(letters: set[str]) -> bool:
    """Tell whether all of the accented Latin ``letters`` occur in one language."""
    return any(letters <= alphabet for alphabet in _OF_LANGUAGE.values())


@lru_cache(maxsize=4096)
def in_one_word(first: str, second: str) -> bool:
    """Tell whether ``second`` may stand behind ``first`` in a word: of one script, Latin ones of one language."""
    if not (first.isalpha() and second.isalpha()):
        return False
    scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in (first, second)}
    return len(scripts) == 1 and (scripts != {"LATIN"} or of_one_language({first, second}))

"""Language tags as pages declare them, checked against the words of the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_TAG = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{2,8}){0,3})\Z")  # bounded repeats only
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis", "xx", "zz"})

_WORDS: Final[dict[str, frozenset[str]]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in is that for on with was as are by this be from at have has not it were which their",
        "de": "der die und das ist nicht den von mit dem für sich auf ein eine zu auch des es wird sind im einen bei",
        "fr": "le la les des et est une dans que pour qui sur pas au du avec par sont ce cette plus ses mais aux",
        "es": "el la los las que del una por con para su es como más pero al se sus lo este fue entre sobre ha",
        "pt": "os que do da em um uma para com não por mais dos das como mas ao foi são pela pelo ele seu também",
        "it": "il di che la per una sono con del non della più anche nel alla dei gli ha è come dal si questo delle",
        "nl": "de het een van en dat niet zijn voor met op te aan ook er bij naar maar om wordt uit door heeft als",
        "sv": "och att det som är på för av med den till inte om ett har men var från kan vi när så också sig",
        "da": "og at det som er på for af med den til ikke en har men var fra kan vi når så også sig blev efter",
        "nb": "og at det som er på for av med den til ikke en har men var fra kan vi når så også seg ble etter",
        "pl": "w i na się nie że z do to jest jak o przez od po dla są oraz był ale tego które ze za",
        "cs": "a v se na že je s z do o k i ve pro jako za jsou by ale podle také jeho který bylo",
        "tr": "ve bir bu için ile de da olarak çok daha olan gibi ancak kadar sonra en ne ya her olduğu",
        "ro": "și în de la nu cu pe că din un este o pentru care au mai fost sunt prin după această",
        "hu": "a az és hogy nem egy is van ezt de meg csak már volt mint el ha még azt szerint pedig",
        "fi": "ja on ei se että oli hän mutta myös ovat kun joka sen ole tai niin kuin mukaan jo vain",
        "id": "yang dan di untuk dengan dari ini pada tidak dalam akan itu juga ke oleh telah sebagai adalah",
    }.items()
}
"""The commonest words of languages that share the Latin script."""
_FIRST: Final = 600
_READ: Final = 2500
"""Characters of text that are asked for their words: to bear out a tag, and to tell a language."""
_SPOKEN: Final = 5
"""Different common words from which a text is taken to be in the language declared."""
_SURE: Final = 8
"""Different common words from which a text is taken to be in another language than declared, or in any."""
_SCRIPTS: Final = (
    ("\u0370", "\u03ff", "el"),
    ("\u0530", "\u058f", "hy"),
    ("\u0590", "\u05ff", "he"),
    ("\u0980", "\u09ff", "bn"),
    ("\u0a00", "\u0a7f", "pa"),
    ("\u0a80", "\u0aff", "gu"),
    ("\u0b80", "\u0bff", "ta"),
    ("\u0c00", "\u0c7f", "te"),
    ("\u0c80", "\u0cff", "kn"),
    ("\u0d00", "\u0d7f", "ml"),
    ("\u0d80", "\u0dff", "si"),
    ("\u0e00", "\u0e7f", "th"),
    ("\u0e80", "\u0eff", "lo"),
    ("\u1000", "\u109f", "my"),
    ("\u10a0", "\u10ff", "ka"),
    ("\u1200", "\u137f", "am"),
    ("\u1780", "\u17ff", "km"),
    ("\u3040", "\u30ff", "ja"),
    ("\uac00", "\ud7af", "ko"),
    ("\u4e00", "\u9fff", "zh"),
)
"""Scripts that one language is written in, or nearly so: first and last character of their main block."""
_LETTERS: Final[tuple[tuple[str, str | None], ...]] = (
    ("ټډړږښېۍ", "ps"),
    ("ٹڈڑںے", "ur"),
    ("ڵڕۆێ", "ckb"),
    ("پچژگکی", "fa"),
    ("ةىيك", "ar"),
    ("їєґ", "uk"),
    ("ўқғҳәңөұүӣӯҷ", None),  # Belarusian, and languages of Central Asia
    ("ыэ", "ru"),
)
"""Letters of the languages that share the Arabic and the Cyrillic script, which the others lack; the rarest first."""
_TOLD_BY_LETTERS: Final = frozenset(
    language for language in (*(told for _, _, told in _SCRIPTS), *(told for _, told in _LETTERS)) if language
)
_OFTEN: Final = 100
"""Letters of a text of which one at least is of those that tell its language."""
_NO_LATIN: Final = "\u0250"
"""Letters from here on are not Latin ones, but for a few."""
_KIN: Final = {"no": "nb", "nn": "nb"}


def language_tag(value: str | None) -> str | None:
    """``value`` as a BCP 47 tag in its usual case (``en-US``, ``uz-Cyrl-UZ``), ``None`` if it is none.

    Takes the forms that WordPress and OpenGraph print too: ``en_US``, ``de_DE_formal``.
    """
    match = _TAG.match(value.strip()) if value else None
    if match is None or match[1].lower() in _NO_LANGUAGE:
        return None
    parts = [match[1].lower()]
    for part in match[2].replace("_", "-").split("-")[1:]:
        if len(part) == 4 and part.isalpha():
            parts.append(part.title())  # script
        elif (len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdigit()):
            parts.append(part.upper())  # region
        else:
            break  # WordPress variants (formal, informal, ao90) are no registered subtags
    return "-".join(parts)


def checked_language(declared: Iterable[str], text: str) -> str | None:
    """The first of the tags ``declared`` that ``text`` bears out; where none does and the text is plainly in another
    language, that one; else the first.

    Themes print ``en-US`` over text in any language, and a site's own tag stands over its articles in another.
    Languages are told by their words in Latin script, else by their letters.
    """
    start = set(text[:_FIRST].lower().split())
    tags = []
    for tag in declared:
        tags.append(tag)
        common = _common(tag)
        if common is not None and len(start & common) >= _SPOKEN:
            return tag
        if common is None and _primary(tag) not in _TOLD_BY_LETTERS:
            return tag  # nothing is known of its words
    first = tags[0] if tags else None
    letters = [c for c in text[:_READ].lower() if c.isalpha()]
    if sum(c < _NO_LATIN for c in letters) * 2 < len(letters):
        if first and _common(first) is None and _holds_own(_primary(first), letters):
            return first
        spoken = _written(letters)
        if spoken is None and first and _common(first) is None:
            return first
    else:
        spoken = _spoken(first, set(text[:_READ].lower().split()))
        if spoken is None:
            return first
    return next((tag for tag in tags if _primary(tag) == spoken), spoken)


def _spoken(first: str | None, words: set[str]) -> str | None:
    """The language that ``words`` are plainly in, and not in that of the tag ``first``."""
    counts = sorted(((len(words & common), language) for language, common in _WORDS.items()), reverse=True)
    (count, language), (second, _) = counts[:2]
    own = len(words & (_common(first) or frozenset())) if first else 0
    return None if count < _SURE or count * 2 < second * 3 or own * 3 > count else language


def _holds_own(language: str, letters: list[str]) -> bool:
    """Whether a text holds letters of ``language``, which is not told by them alone, as often as it should."""
    own = next((own for own, spoken in _LETTERS if spoken == language), "")
    return bool(own) and sum(c in own for c in letters) >= max(2, len(letters) // _OFTEN)


def _written(letters: list[str]) -> str | None:
    """The language of letters that are not Latin; ``None`` where several are written so."""
    for first, last, language in _SCRIPTS:
        if sum(first <= c <= last for c in letters) * (10 if language == "ja" else 2) > len(letters):
            return language
    least = max(2, len(letters) // _OFTEN)
    for own, spoken in _LETTERS:
        if sum(c in own for c in letters) >= least:
            return spoken
    return None


def _primary(tag: str) -> str:
    return tag.partition("-")[0]


def _common(tag: str) -> frozenset[str] | None:
    language = _primary(tag)
    return _WORDS.get(_KIN.get(language, language))

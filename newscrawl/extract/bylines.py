"""Bylines taken apart: names, without "by", labels, roles, degrees, accounts and dates."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

_BY_WORDS: Final = (
    "by|von|vom|par|por|di|door|av|af|przez|text|text by|text von|words by|story by|"
    "(?:written|posted|published|reported|compiled|authored) by|(?:geschrieben|verfasst|veröffentlicht|erstellt) von|"
    "(?:écrit|publié|rédigé) par|(?:escrito|publicado) por|(?:scritto|pubblicato) da|(?:geschreven|geplaatst) door|"
    "(?:skrevet|skriven) av|author|autor|autorin|auteur|autore"
)
_LABELS: Final = (
    "reporters?|correspondent|journalist|words|writer|authors|post author|autoren|auteurs|autores|autori|redakteur|"
    "نویسنده|نویسندگان|خبرنگار|گزارشگر|نگارنده|به قلم|كتب|كاتب|بقلم|автор|авторы|текст|автори|yazar|yazan|penulis"
)
"""What stands before a name with a colon only."""
BY: Final = re.compile(rf"(?:(?:{_BY_WORDS})(?:\s*:\s*|\s+)|(?:{_LABELS})\s*:\s*)", re.IGNORECASE)
STUCK_BY: Final = re.compile(r"(?:geschrieben von|written by|posted by|verfasst von)(?=[A-ZÄÖÜ])", re.IGNORECASE)
"""Two elements that no space parts: ``<span>Written by</span><a>Ida Venn</a>``."""
_LINK_LABEL: Final = re.compile(
    r"(?:view|see|read|show)?\s?(?:all|more) (?:posts|articles|stories|entries) (?:by|from) "
    r"|alle (?:beiträge|artikel) von |(?:voir )?tous les articles (?:de|par) |ver todas las entradas de ",
    re.IGNORECASE,
)
"""What themes write on the link to an author's other articles: WordPress has it for its default themes."""
DATED_BY: Final = re.compile(r"\d{4}\b[^.!?]{0,20}?\b(?:by|von|par|por)\s", re.IGNORECASE)
"""A line that names the day before the author: "Posted on 21 September 2020 by Ida Venn"."""
_NAME_ENDS: Final = re.compile(
    r"\s*(?:[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b"
    r"|\||·|•|●|\n|@|\(|\bon\b|\bam\b|\bin\b|\bspecial to\b|\b(?:el|le|il|em|op|den|dne)\s+\d|\d"
    r"|posted|published|updated|/| – | — | - ).*\Z",
    re.IGNORECASE | re.DOTALL,
)
_AND: Final = re.compile(r"\s*(?:,|;|،|、|&|\b(?:and|und|et|y|e|en|och|og|и|و)\b)\s+")
_SHORT_AND: Final = re.compile(r"\s(?:i|a|oraz|ja|ve|och|și|și|és)\s")
_MAIL: Final = re.compile(r"\s+[\w.+-]{1,64}@[\w.-]{1,100}")
_COMMA: Final = re.compile(r"\s*[,;،、]\s*")
_DEGREE: Final = re.compile(
    r",\s*(?:Ph\.?\s?D\.?|M\.?D\.?|M\.?Sc?\.?|B\.?Sc?\.?|M\.?A\.?|B\.?A\.?|MBA|MPH|R\.?D\.?N?|LL\.?M\.?|J\.?D\.?|Esq\.?)(?=,|\Z)"
)
_HANDLE: Final = re.compile(r"\s+@\w{2,40}\Z")
_FOR: Final = re.compile(r"\s+(?:for|of|at|with)\s+(?:the\s+)?", re.IGNORECASE)
ADDRESS: Final = re.compile(
    r"\S+(?:@|\[at\]|\(at\))\S+|(?:https?:)?//\S*|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|[a-z]{2})", re.IGNORECASE
)
"""An address in place of a name: mail, page or host."""
LOGIN: Final = re.compile(r"[a-z][a-z0-9_.-]{1,59}", re.ASCII)
"""What WordPress shows for an author who never chose a name to be shown."""
NO_AUTHORS: Final = frozenset(
    {
        "admin", "administrator", "author", "autor", "by", "von", "posted by", "redaktör", "wordpressadmin", "wpadmin",
        "wp-admin", "wp_admin", "webmaster", "webadmin", "siteadmin", "root", "user", "unknown", "anonymous", "editor1",
    }
)  # fmt: skip
_ROLES: Final = frozenset(
    {
        "writer", "reporter", "correspondent", "editor", "columnist", "contributor", "journalist", "producer",
        "photographer", "intern", "fellow", "critic", "blogger", "publisher", "staffer", "chief", "redakteur",
        "redakteurin", "reporterin", "korrespondent", "korrespondentin", "journalistin", "volontär", "volontärin",
        "chefredakteur", "chefredakteurin", "journaliste", "rédacteur", "rédactrice", "correspondant",
        "correspondante", "periodista", "redactor", "redactora", "corresponsal", "giornalista", "redattore",
        "jornalista", "repórter", "verslaggever", "redacteur",
    }
)  # fmt: skip
_KINDS_OF_ROLE: Final = frozenset(
    {
        "staff", "senior", "chief", "political", "politics", "sports", "sport", "business", "news", "associate",
        "managing", "deputy", "assistant", "contributing", "freelance", "special", "national", "international",
        "foreign", "executive", "general", "digital", "web", "online", "science", "health", "education", "crime",
        "courts", "city", "local", "lead", "investigative", "enterprise", "data", "features", "culture", "arts",
        "opinion", "guest", "bureau", "copy", "photo", "in", "and", "assignment", "freier", "freie", "environment",
        "economics", "technology", "tech", "world", "regional",
    }
)  # fmt: skip
_OTHERS_WORK: Final = re.compile(
    r"(?:photos?|photographs?|pictures?|images?|videos?|graphics?|illustrations?|fotos?|bild(?:er)?|grafik|video|edited|"
    r"translated|übersetzung|traduction|photographie|عکس|ویرایش|ترجمه)(?:\s+(?:by|von|par|por))?(?:\s*:|\s)",
    re.IGNORECASE,
)
"""What stands before the name of somebody who did not write the text."""
_ARTICLES: Final = frozenset({"the", "to", "of", "from", "our"})
"""What shows that a role is part of a name: "Letters to the Editor"."""
_PARTICLES: Final = frozenset(
    {
        "de", "da", "do", "dos", "das", "di", "del", "della", "der", "den", "van", "von", "zu", "zur", "la", "le",
        "el", "al", "bin", "ibn", "bint", "af", "av", "ten", "ter", "y", "e", "du", "des", "st.",
    }
)  # fmt: skip


def without_by(name: str) -> str:
    """A declared name without what is no part of it: "by", degrees, the account behind it."""
    if "," in name or "@" in name:
        name = _DEGREE.sub("", _HANDLE.sub("", name)).strip(" ,")
    is_label = name[:1].islower() or name[:3] in ("By ", "BY ") or ":" in name or not name[:1].isascii()
    match = STUCK_BY.match(name) or _LINK_LABEL.match(name) or (BY.match(name) if is_label else None)
    return name[match.end() :] if match else name


def parted(name: str) -> list[str]:
    """The names in a declared one, where it is plainly several: "Ida Venn and Jon Hale". No role counts as one."""
    parts = (_AND if name.lower() != name.upper() else _COMMA).split(name)
    if len(parts) < 2:
        return [_without_role(name)]
    people = [_without_role(part.strip()) for part in parts if part.strip() and not is_role(part)]
    return people if people and all(map(is_personal, people)) else [name]


def names_of(text: str, own: AbstractSet[str]) -> list[str]:
    """The names in a printed byline, without "by" and the date; none where it can be no name.

    ``own``: names of the site and of nobody, case folded, which are none.
    """
    text = text.strip()
    dated = DATED_BY.search(text)
    match = STUCK_BY.match(text) or BY.match(text)
    if match:
        text = text[match.end() :]
    elif dated:
        text = text[dated.end() :]
    if not ADDRESS.fullmatch(text):  # the first part of an address is no name either
        text = _MAIL.sub("", text) if "@" in text else text
        text = _DEGREE.sub("", _NAME_ENDS.sub("", text)).strip(" ,;:-–|")
    for place in _FOR.finditer(text[:200]):
        if text[place.end() :].casefold() in own:
            text = text[: place.start()]
            break
    names = [name for part in _AND.split(text) if (name := part.strip(" ,;:-–|"))]
    if len(names) > 1:
        names = [name for name in names if not is_role(name) and not _OTHERS_WORK.match(name)] or names[:1]
    names = [one for name in names for one in _told_apart(_without_role(name))]
    if not names or len(names) > 6 or any(not _is_name(name, own) for name in names):
        return []
    return list(dict.fromkeys(names))


def _told_apart(name: str) -> list[str]:
    """Two people whom a word parts that is a name's own as well: "Ida Venn i Jon Hale", but not "Gaudí i Cornet"."""
    people = _SHORT_AND.split(name)
    return people if len(people) > 1 and all(map(is_personal, people)) else [name]


@lru_cache(maxsize=1000)  # an API names few authors, each in thousands of posts
def is_one_name(name: str) -> bool:
    """Whether a name reads as one where no link tells: "AFP / Reuters" and "Ann Lee and Bob Ray" do not."""
    return names_of(name, NO_AUTHORS) == [name]


def is_role(text: str) -> bool:
    """Whether a part of a byline says what somebody is: "Associated Press Writer"."""
    words = text.casefold().split()
    return 0 < len(words) <= 6 and words[-1].strip(".") in _ROLES


def _without_role(name: str) -> str:
    """A name of two words and more without the role behind it: "Ida Venn Senior Reporter"."""
    words = name.split(" ")
    end = len(words)
    if end > 2 and words[-1].casefold() in _ROLES:
        while end > 2 and words[end - 1].casefold() in (_ROLES if end == len(words) else _ROLES | _KINDS_OF_ROLE):
            end -= 1
    return name if words[end - 1].casefold() in _ARTICLES else " ".join(words[:end])


def _is_name(text: str, own: AbstractSet[str]) -> bool:
    if not 1 < len(text) < 50 or text.count(" ") > 5 or text.casefold() in own:
        return False
    return own is NO_AUTHORS or not ADDRESS.fullmatch(text)


def is_personal(name: str) -> bool:
    """Whether a name is that of a person by its shape: words with capitals, where the script has them."""
    words = name.split()
    return 2 <= len(words) <= 4 and all(
        word in _PARTICLES or (word[0].isalpha() and not word[0].islower() and not any(map(str.isdigit, word)))
        for word in words
    )

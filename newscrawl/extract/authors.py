"""The article's authors: what plugins declare, what themes print, names told from bylines."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from newscrawl.extract.boilerplate import is_byline
from newscrawl.extract.containers import AUTHOR, DROP, JUNK_GUESS, META, class_flags
from newscrawl.extract.scope import element_text, noted, spaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from lxml.etree import _Element

    from newscrawl.extract.body import Text
    from newscrawl.extract.flow import Flow
    from newscrawl.extract.head import Head
    from newscrawl.extract.jsonld import LinkedData
    from newscrawl.extract.scope import Scope

_BY_WORDS: Final = (
    "by|von|vom|par|por|di|door|av|af|przez|text|text by|text von|words by|story by|"
    "(?:written|posted|published|reported|compiled|authored) by|(?:geschrieben|verfasst|veröffentlicht|erstellt) von|"
    "(?:écrit|publié|rédigé) par|(?:escrito|publicado) por|(?:scritto|pubblicato) da|(?:geschreven|geplaatst) door|"
    "(?:skrevet|skriven) av|author|autor|autorin|auteur|autore"
)
_BY: Final = re.compile(rf"(?:{_BY_WORDS})(?:\s*:\s*|\s+)", re.IGNORECASE)
_STUCK_BY: Final = re.compile(r"(?:geschrieben von|written by|posted by|verfasst von)(?=[A-ZÄÖÜ])", re.IGNORECASE)
"""Two elements that no space parts: ``<span>Written by</span><a>Ida Venn</a>``."""
_DATED_BY: Final = re.compile(r"\d{4}\b[^.!?]{0,20}?\b(?:by|von|par|por)\s", re.IGNORECASE)
"""A line that names the day before the author: "Posted on 21 September 2020 by Ida Venn"."""
_NAME_ENDS: Final = re.compile(
    r"\s*(?:\||·|•|\n|@|\(|\bon\b|\bam\b|\bin\b|\b(?:el|le|il|em|op|den|dne)\s+\d|\d|posted|published|/| – | — | - )"
    r".*\Z",
    re.IGNORECASE | re.DOTALL,
)
_AND: Final = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\boch\b|\bog\b)\s+")
_DEGREE: Final = re.compile(
    r",\s*(?:Ph\.?\s?D\.?|M\.?D\.?|M\.?Sc?\.?|B\.?Sc?\.?|M\.?A\.?|B\.?A\.?|MBA|MPH|R\.?D\.?N?|LL\.?M\.?|J\.?D\.?|Esq\.?)(?=,|\Z)"
)
_HANDLE: Final = re.compile(r"\s+@\w{2,40}\Z")
_ADDRESS: Final = re.compile(
    r"\S+(?:@|\[at\]|\(at\))\S+|(?:https?:)?//\S*|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|[a-z]{2})", re.IGNORECASE
)
"""An address in place of a name: mail, page or host."""
NO_AUTHORS: Final = frozenset(
    {
        "admin", "administrator", "author", "autor", "by", "von", "posted by", "redaktör", "wordpressadmin", "wpadmin",
        "wp-admin", "wp_admin", "webmaster", "webadmin", "siteadmin", "root", "user", "unknown", "anonymous", "editor1",
    }
)  # fmt: skip
_WRITTEN_BY: Final = frozenset(
    {
        "written by", "verfasst von", "geschrieben von", "écrit par", "escrito por", "scritto da", "geschreven door",
        "napisane przez", "skriven av", "skrevet av", "skrevet af", "kirjoittanut", "yazan", "napsal", "napsal(a)",
        "scris de", "автор", "написано автором", "автор:", "كتب بواسطة", "نویسنده", "نوشته‌شده توسط", "נכתב על ידי",
        "執筆者", "作者", "글쓴이", "ditulis oleh", "được viết bởi", "szerző", "author", "verfasst durch",
    }
)  # fmt: skip
"""Label of Yoast's card for Twitter before the author's name, in its translations."""
_LONGEST: Final = 60


def find_authors(
    flow: Flow, head: Head, linked: LinkedData | None, scope: Scope, text: Text, title: int, site_names: Sequence[str]
) -> list[str]:
    """Names of the authors, without "by", degrees and accounts.

    In order: JSON-LD; links with ``rel="author"``, which WordPress prints for the post's own author; ``meta``, which
    some themes print the same on every page; bylines; the box about the author. What names the site itself, a login of
    its administrator or an address counts only where there is nothing else.
    """
    own = {n.casefold() for n in site_names if n} | NO_AUTHORS
    rest: list[str] = []
    for names in _declared(flow, head, linked, scope):
        real = [name for name in names if name.casefold() not in own and not _ADDRESS.fullmatch(name)]
        if real:
            return real
        rest.extend(names)
    printed = _printed_authors(flow, scope, text, title, own)
    if printed:
        return printed
    rest.extend(_printed_authors(flow, scope, text, title, NO_AUTHORS))
    return [name for name in rest if name.casefold() not in NO_AUTHORS][:1]


def _declared(flow: Flow, head: Head, linked: LinkedData | None, scope: Scope) -> Iterator[list[str]]:
    """Names by the source that gives them, the best first."""
    if linked is not None:
        yield cleaned(linked.authors)
    yield _linked_authors(flow, scope)
    yield cleaned((*_card_authors(head), *head.meta.get("author", ()), *head.meta.get("article:author", ())))


def cleaned(names: Iterable[str]) -> list[str]:
    """Declared names without what is no part of them."""
    found = []
    for name in names:
        if len(name) >= 80 or name.startswith(("http", "@")):
            continue
        if "," in name or "@" in name:
            name = _DEGREE.sub("", _HANDLE.sub("", name)).strip(" ,")
        match = _STUCK_BY.match(name) or (_BY.match(name) if name[:1].islower() or name[:3] == "By " else None)
        found.append(name[match.end() :] if match else name)
    return list(dict.fromkeys(filter(None, found)))


def is_one_name(name: str) -> bool:
    """Whether a name reads as one where no link tells: "AFP / Reuters" and "Ann Lee and Bob Ray" do not."""
    return _byline(name, NO_AUTHORS) == [name]


def _card_authors(head: Head) -> list[str]:
    """The author as Yoast's card for Twitter names it."""
    if head.first("twitter:label1").casefold().strip() not in _WRITTEN_BY:
        return []
    return [name for name in head.meta.get("twitter:data1", ())[:1] if name]


def _linked_authors(flow: Flow, scope: Scope) -> list[str]:
    within: list[str] = []
    beside: list[str] = []
    for index, rel, element in flow.links:
        if "author" in rel and "author" in rel.split() and not scope.others[index]:
            names = cleaned([element_text(element)])
            if names and 1 < len(names[0]) < _LONGEST and "\n" not in names[0]:
                (beside if scope.outside[index] else within).extend(names)
    return list(dict.fromkeys(within or beside))[:6]


def _printed_authors(flow: Flow, scope: Scope, text: Text, title: int, own: AbstractSet[str]) -> list[str]:
    found: list[str] = []
    place = -1
    for span in noted(flow, AUTHOR):
        if scope.outside[span.start] or span.end - span.start > 3 or span.element.tag == "h1":
            continue
        if scope.start - 6 <= span.start <= scope.end + 3 and place in (-1, span.start):
            names = _byline(_formatted_name(span.element) or element_text(span.element), own)
            if names:  # of several authors, each may be marked as one
                found, place = [*found, *names], span.start
    if found:
        return list(dict.fromkeys(found))[:6]
    facts = (i for span in noted(flow, META) if span.end - span.start <= 3 for i in range(span.start, span.end))
    for index in chain(range(max(0, title - 2), title + 5), facts):
        if index >= len(flow.text) or scope.outside[index]:
            continue
        block = flow.text[index]
        if len(block) < 160:
            block = spaced(flow.pieces[index])
            match = (_BY.match(block) if len(block) < 80 else None) or _DATED_BY.search(block)
            names = _byline(block[match.end() :], own) if match else []
            if names:
                return names
    # the last lines of the region: a byline there is no text any more
    for index in range(min(text.end, len(flow.text)) - 1, max(text.end - 3, text.start, title), -1):
        if is_byline(flow.text[index]) and (names := _byline(flow.text[index], own)):
            return names
    for element in islice(_author_boxes(flow), 10):
        names = _byline(_name_in_box(element), own)
        if names:
            return names
    return []


def _formatted_name(element: _Element) -> str:
    """The hCard's ``fn`` within, which is the name alone."""
    inner = next((e for e in islice(element.iter(), 20) if "fn" in (e.get("class") or "").split()), None)
    return element_text(inner) if inner is not None else ""


def _author_boxes(flow: Flow) -> Iterable[_Element]:
    """Boxes about the author, by their names: themes and plugins print them under the text."""
    spans = (span.element for span in noted(flow, AUTHOR | JUNK_GUESS))
    for element in chain(flow.left_out, spans):
        name = f"{element.get('class')} {element.get('id')}".lower()
        if ("author" in name or "autor" in name or "abox" in name) and "comment" not in name:
            yield element


def _name_in_box(box: _Element) -> str:
    """The name in a box about the author: marked as one, else its headline."""
    heading = ""
    for element in islice(box.iter(), 60):
        value = element.get("class")
        if value and element is not box:
            tokens = value.lower().split()
            if "fn" in tokens or (any("name" in token for token in tokens) and class_flags(value) & (AUTHOR | DROP)):
                return element_text(element)
        if not heading and element.tag in ("h2", "h3", "h4", "h5", "h6", "strong", "b"):
            heading = element_text(element)
    return heading


def _byline(text: str, own: AbstractSet[str]) -> list[str]:
    """The names in a printed byline, without "by" and the date; none where it can be no name."""
    text = text.strip()
    dated = _DATED_BY.search(text)
    match = _STUCK_BY.match(text) or _BY.match(text)
    if match:
        text = text[match.end() :]
    elif dated:
        text = text[dated.end() :]
    if not _ADDRESS.fullmatch(text):  # the first part of an address is no name either
        text = _DEGREE.sub("", _NAME_ENDS.sub("", text)).strip(" ,;:-–|")
    names = [name for part in _AND.split(text) if (name := part.strip(" ,;:-–|"))]
    if not names or len(names) > 6 or any(not _is_name(name, own) for name in names):
        return []
    return list(dict.fromkeys(names))


def _is_name(text: str, own: AbstractSet[str]) -> bool:
    if not 1 < len(text) < 50 or text.count(" ") > 5 or text.casefold() in own:
        return False
    return own is NO_AUTHORS or not _ADDRESS.fullmatch(text)

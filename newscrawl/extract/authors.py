"""The article's authors: what plugins declare, what themes print, names told from bylines."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from newscrawl.extract.boilerplate import is_byline
from newscrawl.extract.bylines import (
    ADDRESS,
    BY,
    DATED_BY,
    LOGIN,
    NO_AUTHORS,
    is_personal,
    names_of,
    parted,
    without_by,
)
from newscrawl.extract.containers import AUTHOR, DROP, JUNK_GUESS, META, class_flags
from newscrawl.extract.scope import MOST_ASKED, element_text, noted, spaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from lxml.etree import _Element

    from newscrawl.extract.body import Text
    from newscrawl.extract.flow import Flow
    from newscrawl.extract.head import Head
    from newscrawl.extract.jsonld import LinkedData
    from newscrawl.extract.scope import Scope

_WRITTEN_BY: Final = frozenset(
    {
        "written by", "verfasst von", "geschrieben von", "écrit par", "escrito por", "scritto da", "geschreven door",
        "napisane przez", "skriven av", "skrevet av", "skrevet af", "kirjoittanut", "yazan", "napsal", "napsal(a)",
        "scris de", "автор", "написано автором", "автор:", "كتب بواسطة", "نویسنده", "نوشته‌شده توسط", "נכתב על ידי",
        "執筆者", "作者", "글쓴이", "ditulis oleh", "được viết bởi", "szerző", "author", "verfasst durch",
    }
)  # fmt: skip
"""Label of Yoast's card for Twitter before the author's name, in its translations."""
_ABOUT: Final = re.compile(
    r"\A(?:about|über|à propos d[eu]|sobre|over)\s+(?:(?:the|den|die|l['’]|el|de)\s*(?:author|autor(?:in)?|auteur)\b)?",
    re.IGNORECASE,
)
"""What the headline of a box about the author says beside the name, or in place of it."""
_SPACES: Final = re.compile(r"\s+")
_LABEL: Final = 16
"""Characters of a byline beside the name: "Written by"."""
_LONGEST: Final = 60
_LONGEST_LIST: Final = 200


def find_authors(
    flow: Flow, head: Head, linked: LinkedData | None, scope: Scope, text: Text, title: int, site_names: Sequence[str]
) -> list[str]:
    """Names of the authors, without "by", degrees and accounts.

    In order: JSON-LD; links with ``rel="author"``, which WordPress prints for the post's own author; ``meta``, which
    some themes print the same on every page; bylines; the box about the author. What names the site itself, a login or
    an address counts only where there is nothing else. Plugins for SEO know the first author only: a byline that names
    that one beside others knows better.
    """
    own = {n.casefold() for n in site_names if n} | NO_AUTHORS
    rest: list[str] = []
    for names in _declared(flow, head, linked, scope):
        real = [name for name in names if _is_real(name, own)]
        if real:
            return _with_others(real, flow, scope, own) if len(real) == 1 else real
        rest.extend(names)
    logins = [name for name in rest if LOGIN.fullmatch(name) and name not in own]
    if logins:
        printed = _marked_authors(flow, scope, own) or _linked_above(flow, scope, title, own)
    else:
        printed = _printed_authors(flow, scope, text, title, own)
    if real := [name for name in printed if _is_real(name, own)]:
        return real
    rest = logins or [*rest, *printed, *_printed_authors(flow, scope, text, title, NO_AUTHORS)]
    return [name for name in rest if name.casefold() not in NO_AUTHORS][:1]


def _is_real(name: str, own: AbstractSet[str]) -> bool:
    return name.casefold() not in own and not ADDRESS.fullmatch(name) and not LOGIN.fullmatch(name)


def _with_others(declared: list[str], flow: Flow, scope: Scope, own: AbstractSet[str]) -> list[str]:
    """All authors that links next to one another or the byline name, where the one declared is among them; else that
    one."""
    bylines = [span.element for span in noted(flow, AUTHOR) if not scope.outside[span.start]]
    longest = max((sum(map(len, islice(e.itertext(), MOST_ASKED))) for e in bylines), default=0)
    links = sum("author" in rel for _, rel, _ in flow.links)
    if links < 2 and len(bylines) < 2 and longest < len(declared[0]) + _LABEL:
        return declared  # nobody else has room there
    for names in (_linked_authors(flow, scope, declared[0]), _marked_authors(flow, scope, own)):
        found = [name for name in names if _is_real(name, own)]
        others = [name for name in found if name.casefold() != declared[0].casefold()]
        if 0 < len(others) < len(found) and all(map(is_personal, others)):
            return found
    return declared


def _declared(flow: Flow, head: Head, linked: LinkedData | None, scope: Scope) -> Iterator[list[str]]:
    """Names by the source that gives them, the best first."""
    if linked is not None:
        yield cleaned(linked.authors)
    yield _linked_authors(flow, scope)
    yield cleaned((*_card_authors(head), *head.meta.get("author", ()), *_plain_authors(head)))


def cleaned(names: Iterable[str]) -> list[str]:
    """Declared names one by one, without what is no part of them."""
    plain = (without_by(name) for name in names if len(name) < _LONGEST_LIST and not name.startswith(("http", "@")))
    return list(dict.fromkeys(one for name in plain for one in parted(name) if 0 < len(one) < 80))


def _card_authors(head: Head) -> list[str]:
    """The author as Yoast's card for Twitter names it."""
    if head.first("twitter:label1").casefold().strip() not in _WRITTEN_BY:
        return []
    return [name for name in head.meta.get("twitter:data1", ())[:1] if name]


def _plain_authors(head: Head) -> list[str]:
    names = ("article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "citation_author")
    return next((found for name in names if (found := head.meta.get(name, []))), [])


def _linked_authors(flow: Flow, scope: Scope, near: str = "") -> list[str]:
    """Texts of the links with ``rel="author"`` in one place, the first or that of ``near``: others may lead to the
    authors of other articles."""
    found: tuple[list[tuple[int, str]], list[tuple[int, str]]] = ([], [])
    for index, rel, element in flow.links:
        if "author" in rel and "author" in rel.split() and not scope.others[index]:
            names = cleaned([element_text(element)])
            if names and 1 < len(names[0]) < _LONGEST and "\n" not in names[0]:
                found[scope.outside[index]].extend((index, name) for name in names)
    links = found[False] or found[True]
    place = next((index for index, name in links if not near or name.casefold() == near.casefold()), -9)
    return list(dict.fromkeys(name for index, name in links if abs(index - place) < 2))[:6]


def _marked_authors(flow: Flow, scope: Scope, own: AbstractSet[str]) -> list[str]:
    """Names in what is named for the author, at the first place that names one."""
    found: list[str] = []
    place = -1
    for span in noted(flow, AUTHOR):
        if scope.outside[span.start] or span.end - span.start > 3 or span.element.tag == "h1":
            continue
        if scope.start - 6 <= span.start <= scope.end + 3 and place in (-1, span.start):
            element = span.element
            names = _names_by_link(element, own) or names_of(_formatted_name(element) or _lines(element), own)
            if names:  # of several authors, each may be marked as one
                found, place = [*found, *names], span.start
    return list(dict.fromkeys(found))[:6]


def _names_by_link(element: _Element, own: AbstractSet[str]) -> list[str]:
    """Texts of the links to authors' pages within a byline, where each is a name."""
    links = (a for a in islice(element.iter("a"), 20) if "/author/" in (a.get("href") or ""))
    texts = [text for a in links if (text := element_text(a))]
    return [] if any(names_of(text, own) != [text] or text.count(" ") > 3 for text in texts) else texts


def _lines(element: _Element) -> str:
    """The text of a byline, a line for each piece that no space parts from the one before: "By|Ida Venn|Editor"."""
    text = ""
    for piece in islice(element.itertext(), MOST_ASKED):
        if text and text[-1].isalnum() and piece[:1].isupper():
            text += "\n"
        text += _SPACES.sub(" ", piece)
    shown = element_text(element)
    return text if "".join(text.split()) == "".join(shown.split()) else shown


def _printed_authors(flow: Flow, scope: Scope, text: Text, title: int, own: AbstractSet[str]) -> list[str]:
    if found := _marked_authors(flow, scope, own):
        return found
    if found := _linked_above(flow, scope, title, own):
        return found
    facts = (i for span in noted(flow, META) if span.end - span.start <= 3 for i in range(span.start, span.end))
    for index in chain(range(max(0, title - 2), title + 5), facts):
        if index >= len(flow.text) or scope.outside[index]:
            continue
        block = flow.text[index]
        if len(block) < 160:
            block = spaced(flow.pieces[index])
            match = (BY.match(block) if len(block) < 80 else None) or DATED_BY.search(block)
            names = names_of(block[match.end() :], own) if match else []
            if names:
                return names
    # the last lines of the region: a byline there is no text any more
    for index in range(min(text.end, len(flow.text)) - 1, max(text.end - 3, text.start, title), -1):
        if is_byline(flow.text[index]) and (names := names_of(flow.text[index], own)):
            return names
    for element in islice(_author_boxes(flow), 10):
        names = names_of(_name_in_box(element), own) or _names_by_link(element, own)
        if names:
            return names
    return []


def _linked_above(flow: Flow, scope: Scope, title: int, own: AbstractSet[str]) -> list[str]:
    """Names that lead to WordPress's pages of authors from a line of facts around the headline."""
    for index in range(max(0, title - 2), min(title + 5, len(flow.text))):
        if index == title or scope.outside[index] or len(flow.text[index]) >= 160 or not flow.linked[index]:
            continue
        if names := _names_by_link(flow.owner[index], own):
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
                return _ABOUT.sub("", element_text(element))
        if not heading and element.tag in ("h2", "h3", "h4", "h5", "h6", "strong", "b"):
            heading = _ABOUT.sub("", element_text(element))
    return heading

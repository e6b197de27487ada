"""Which further pages of its article a page names, and which page of it this is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit, urlunsplit

from newscrawl.extract.containers import PAGER, class_flags
from newscrawl.extract.tracking import without_tracking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from newscrawl.extract.flow import Flow

_NUMBER: Final = re.compile(r"[1-9]\d{0,3}", re.ASCII)
_NUMBERED: Final = re.compile(r"(?:\A|/)[1-9]\d{0,3}/?(?:[?#]|\Z)|[?&;]page=[1-9]", re.ASCII)
"""What the address of a further page holds: asked of each link before it is made absolute."""
_PAGER: Final = re.compile(
    r"(?:\A|\s)(?:post-)?(?:page-?(?:links?|numbers?|nav(?:i|igation)?)|nav-links|link-pages|pagination|pager|multipage"
    r"|next-?page|wp-pagenavi|next|button|btn|wp-block-button(?:__link)?)(?:\s|\Z)"
)
"""Classes of a pager, WordPress's own and common ones. Alternatives of fixed words: linear."""
_OWN_PAGER: Final = re.compile(r"(?:\A|\s)(?:page-?links?|post-page-numbers|post-nav-links|link-pages)(?:\s|\Z)")
"""Classes of what ``wp_link_pages()`` prints and themes wrap around it: the pager of an article, of nothing else."""
_PAGED_BODY: Final = re.compile(r"(?:\A|\s)(?:single|page)-paged-(\d{1,4})(?:\s|\Z)", re.ASCII)
"""What ``body_class()`` prints on a later page of an article."""
_AROUND: Final = 3
"""Elements around a link that may name it a pager's."""
_LABEL: Final = 20
"""Characters of a pager's line that stand in no link: "Pages:", the present page's number."""
_LINE: Final = 80
"""Characters of a line that turns pages, at most."""
_MOST: Final = 1000
"""Links that are looked at closely: a pager has few."""


@dataclass(slots=True)
class Parts:
    """The pages of an article, as one of them tells."""

    first: str | None = None
    number: int = 1
    following: tuple[tuple[int, str], ...] = ()
    """As in :class:`~newscrawl.items.PageRole`."""
    pagers: set[_Element] = field(default_factory=set)
    """The links to other pages of the article and the elements right around them."""


@dataclass(frozen=True, slots=True)
class _Address:
    """A URL as far as it tells a page: two addresses of one page are equal."""

    host: str
    path: str
    query: tuple[tuple[str, str], ...]
    page: int | None
    """The parameter ``page``, which is not in ``query``."""


def find_parts(
    flow: Flow, url: str, canonical: str, base: str, named_next: Iterable[str] = (), first: str | None = None
) -> Parts:
    """What the page says of the further pages of its article.

    ``url`` is the page's address, ``canonical`` what it calls itself, ``base`` what relative links start from,
    ``named_next`` the addresses of its ``link`` elements with ``rel=next``; ``first``: the address of the article's
    first page, where ``url`` is known to be a later one. A link counts where it leads to the article's own address with
    a number, and stands in a pager; ``rel=next`` only where there is no pager, for plugins print it beyond the last.
    """
    parts = Parts()
    to_first = _address(first or without_number(url)[0] or "")
    links = list(
        islice(_links(flow, base, to_first, _last_segment(to_first or _address(url), _address(canonical))), _MOST)
    )
    parts.first, parts.number = (first, _relative(url, first)) if first else _later(flow.root, url, canonical, links)
    articles = [a for one in ((parts.first,) if parts.first else (url, canonical)) if (a := _address(one)) is not None]
    found: dict[int, str] = {}
    for element, target, address in links:
        number = max((_number_of(address, article) for article in articles), default=0)
        if number in (0, parts.number) or not _turns_pages(element, number):
            continue
        parts.pagers.add(element)
        parts.pagers.update(islice(element.iterancestors(), _AROUND))
        if number > parts.number:
            found.setdefault(number, target)
    if not parts.pagers:
        for href in named_next:
            target = _joined(base, href)
            address_of_next = _address(target)
            if address_of_next and any(_number_of(address_of_next, a) == parts.number + 1 for a in articles):
                found[parts.number + 1] = target
    parts.following = tuple(sorted(found.items()))
    return parts


def is_pager_line(flow: Flow, index: int, parts: Parts) -> bool:
    """Whether a block of the page only turns its pages: "Pages: 1 2 3"."""
    if flow.owner[index] not in parts.pagers:
        return False
    size = len(flow.text[index])
    return size <= _LABEL or (size <= _LINE and flow.linked[index] > 0)


def _last_segment(article: _Address | None, canonical: _Address | None) -> str:
    """What all addresses of the article's pages hold, but for relative ones; empty where it has two names."""
    if article is None or (canonical is not None and not canonical.path.startswith(article.path)):
        return ""
    return article.path.rpartition("/")[2]


def _holds_pager(element: _Element) -> bool:
    """Whether navigation is a pager, by its own class or one of those right below: menus hold half of all links."""
    for inner in islice(element.iter(), _AROUND + 1):
        value = inner.get("class")
        # what each class of a pager holds is seen at a glance
        if value and ("pag" in value.lower() or "nav-links" in value) and class_flags(value) & PAGER:
            return True
    return False


def _links(flow: Flow, base: str, first: _Address | None, slug: str) -> Iterator[tuple[_Element, str, _Address]]:
    """Links that may lead to another page of the article: with a number, or to its ``first``.

    ``slug`` is what :func:`_last_segment` says of them.
    """
    pagers = (element for element in flow.left_out if _holds_pager(element))
    for element in chain(flow.anchors, *(element.iter("a") for element in pagers)):
        href = element.get("href")
        # nearly all links lead to other articles, and that is seen at a glance
        if not href or (slug not in href and href[0] in "h/" and "%" not in href and slug not in href.lower()):
            continue
        href = href.strip()
        numbered = _NUMBERED.search(href) is not None
        # A link to the first page has no number; its last segment may be written in several ways, or be left out.
        if not href or href.startswith("#") or not (numbered or first):
            continue
        target = without_tracking(_joined(base, href))
        address = _address(target)
        if address is not None and (numbered or address == first):
            yield element, target, address


def _later(
    root: _Element, url: str, canonical: str, links: list[tuple[_Element, str, _Address]]
) -> tuple[str | None, int]:
    """The article's first page and this one's number, where the page says that it is a later one: its address alone
    may as well be that of article 2.
    """
    stripped, number = without_number(url)
    article = _address(stripped) if stripped else None
    if stripped is None or article is None or number < 2:
        return None, 1
    if _address(canonical) == article:
        return stripped, number
    for body in root.iterchildren("body"):
        match = _PAGED_BODY.search(body.get("class") or "")
        if match and int(match[1]) == number:
            return stripped, number
    for element, _, address in links:
        if _number_of(address, article) == 1 and (_text(element) == "1" or _stands_in(element, _OWN_PAGER)):
            return stripped, number
    return None, 1


def _turns_pages(link: _Element, number: int) -> bool:
    """Whether a link to page ``number`` stands there to turn pages, not in a sentence."""
    text = _text(link)
    if "next" in (link.get("rel") or "").split() or _stands_in(link, _PAGER):
        return True
    if len(text) <= _LABEL and re.findall(r"\d{1,4}", text) == [str(number)]:
        return True
    around = link.getparent()
    if around is None or len(around) > 60 or len(text) > 2 * _LABEL:
        return False
    # A line of links and little else, as old versions print it: "Pages: Previous page Next page".
    beside = len(_text(around)) - sum(len(_text(other)) for other in islice(around.iter("a"), 60))
    return beside <= _LABEL


def _stands_in(link: _Element, classes: re.Pattern[str]) -> bool:
    near = (link, *islice(link.iterancestors(), _AROUND))
    return any(e.tag not in ("body", "html") and classes.search((e.get("class") or "")[:500].lower()) for e in near)


def _text(element: _Element) -> str:
    # Only whether it is short is asked: a hostile page nests links, each with all the text of the next.
    return " ".join("".join(piece[:200] for piece in islice(element.itertext(), 200)).split())


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href).partition("#")[0]
    except ValueError:
        return ""


@lru_cache(maxsize=64)
def _address(url: str) -> _Address | None:
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=50) if parts.query else []
    except ValueError:
        return None
    if parts.scheme not in ("http", "https"):
        return None
    pages = [value for name, value in query if name == "page"]
    return _Address(
        host=parts.netloc.lower().removeprefix("www."),
        path=unquote(parts.path).lower().rstrip("/"),
        query=tuple(sorted((name, value) for name, value in query if name != "page")),
        page=int(pages[0]) if len(pages) == 1 and _NUMBER.fullmatch(pages[0]) else None,
    )


def without_number(url: str) -> tuple[str | None, int]:
    """``/slug/2/`` gives ``/slug/`` and 2, ``?p=5&page=2`` gives ``?p=5`` and 2; others ``None`` and 1."""
    address = _address(url)
    if address is None:
        return None, 1
    parts = urlsplit(url)
    if address.page is not None:
        query = "&".join(pair for pair in parts.query.split("&") if pair.partition("=")[0] != "page")
        return urlunsplit((parts.scheme, parts.netloc, parts.path, query, "")), address.page
    head, _, last = parts.path.rstrip("/").rpartition("/")
    if not head or not _NUMBER.fullmatch(last):
        return None, 1
    path = f"{head}/" if parts.path.endswith("/") else head
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, "")), int(last)


def _number_of(link: _Address, article: _Address) -> int:
    """Which page of ``article`` is at ``link``: 1 for its first, 0 for none."""
    if link.host != article.host:
        return 0
    if link.path == article.path:
        return (link.page or 1) if link.query == article.query else 0
    head, _, last = link.path.rpartition("/")
    # The article may have been asked for with parameters that its pager does not repeat.
    fits = bool(head) and head == article.path and link.page is None and set(link.query) <= set(article.query)
    return int(last) if fits and _NUMBER.fullmatch(last) else 0


def _relative(url: str, first: str) -> int:
    """Which page of the article that begins at ``first`` is at ``url``; 1 where that does not show."""
    link, article = _address(url), _address(first)
    return (_number_of(link, article) or 1) if link and article else 1

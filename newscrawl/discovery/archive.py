"""Articles from the pages that people read: the home page and the lists of each category, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from newscrawl.discovery.dates import day_in_url, published_before
from newscrawl.discovery.htmlpage import Place, read_page
from newscrawl.discovery.links import (
    is_archive,
    is_category,
    is_home,
    is_permalink,
    is_post_query,
    is_trap,
    page_of,
    parameters,
    segments,
    untwinned,
)
from newscrawl.discovery.listing import Cut, Listing, ListingError
from newscrawl.discovery.site import archive_links
from newscrawl.discovery.sniff import what_is
from newscrawl.items import ArticleRef

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newscrawl.discovery.htmlpage import Anchor, HtmlPage
    from newscrawl.discovery.site import SiteInfo

NAME = "archive"

MAX_PAGE = 20_000
"""No list is followed further: 200,000 articles at WordPress's ten a page."""

MAX_ARCHIVES = 500
"""Most lists that one page leads to."""

_FEW = 5
"""Articles from which a list without links to its other pages may have some: shorter ones end there."""

_WORDPRESS = (b"/wp-content/", b"/wp-includes/", b'content="WordPress')
_MARKUP = (b"<a ", b"<a\n", b"<a\t", b"<A ", b"<html", b"<HTML", b"<body", b"<!DOCTYPE", b"<!doctype")
_FILE_ENDINGS = (".php", ".html", ".htm")
_NEXT_CLASSES = frozenset(("next", "nextpostslink", "older-posts", "next-page", "wp-block-query-pagination-next"))
_TERM = frozenset(("category", "tag"))
_APART = _TERM | {"attachment"}
"""Where one link says so, it holds of all links to that page."""
_NO_ARTICLE = _TERM | {"author", "next", "prev", "home", "search", "help", "license", "attachment", "amphtml"}


def first(site: SiteInfo, cut: Cut) -> list[list[str]]:
    """Return groups of URLs to ask: groups are alternatives in order, the URLs of a group belong together.

    Here one group: the home page, then the lists that it links to.
    """
    return [list(dict.fromkeys([site.home, *site.archives[:MAX_ARCHIVES]]))]


def parse(body: bytes, url: str, headers: Mapping[str, str], site: SiteInfo, cut: Cut) -> Listing:
    """Read one page of a list. Of ``headers``, ``Content-Type`` is read for the charset.

    ``more`` holds the following pages of the same list, as long as there were articles, and the lists of categories.
    Raises ListingError where ``body`` is no HTML.
    """
    head = body[:65536].replace(b"\0", b"")
    if not any(mark in head for mark in _MARKUP):
        msg = f"{what_is(body)}, not an HTML page"
        raise ListingError(msg)
    page = read_page(body, url, headers.get("content-type", ""))
    lists = archive_links(page, site.hosts, site.folder, secure=site.home.startswith("https:"))
    found = _articles(page, url, site, set(lists))
    refs = [ref for ref in found if not _is_early(ref, cut, site)]
    # The newest come first: where all are older than asked for, so is what follows.
    following = _following_pages(page, url, site) if refs else []
    if (
        not following
        and len(refs) >= _FEW
        and any(sign in body for sign in _WORDPRESS)
        and not _has_pager(page, url, site)
    ):
        following = _unnamed_page(url, site)
    if page_of(url)[1] > 1 or not is_home(url, site.folder):
        lists = [link for link in lists if is_category(link, site.folder)]
    lists = [link for link in lists[:MAX_ARCHIVES] if link not in following]
    return Listing(refs=refs, more=[*following, *lists], lists=lists)


def is_edition(body: bytes, url: str, headers: Mapping[str, str], site: SiteInfo) -> bool:
    """Whether the home page at ``url`` lists articles of the site's folder, as that of an edition does, ``/fa/`` beside
    ``/en/``. A page of the user's choice, ``/start/``, leads out of it.
    """
    if site.folder == "/":
        return False
    try:
        return bool(parse(body, url, headers, site, Cut()).refs)
    except ListingError:
        return False


def _articles(page: HtmlPage, url: str, site: SiteInfo, lists: set[str]) -> list[ArticleRef]:
    candidates: list[tuple[str, Anchor]] = []
    for anchor in page.anchors:
        link = site.url(anchor.href, page.base)
        if link is None or anchor.place & (Place.MENU | Place.PAGER) or not _NO_ARTICLE.isdisjoint(anchor.rel):
            if link and not _APART.isdisjoint(anchor.rel):
                lists.add(link)
            continue
        candidates.append((link, anchor))
    own = page_of(url)[0]
    candidates = [
        (link, anchor)
        for link, anchor in candidates
        if link not in lists
        and site.holds(link)
        and not (is_trap(link) or is_home(link, site.folder) or is_archive(link, site.folder))
        and untwinned(link, site.folder) == link
        and page_of(link)[0] != own
    ]
    main = [(link, anchor) for link, anchor in candidates if not anchor.place & Place.CHROME]
    # Some themes build their front page of widgets, or call what holds everything a sidebar.
    chosen = _chosen(main, site) or _chosen(
        [(link, anchor) for link, anchor in candidates if anchor.place & (Place.POST | Place.TITLE)], site
    )
    refs: dict[str, ArticleRef] = {}
    for link, anchor in chosen:
        date = page.dates.get(anchor.post) if anchor.post is not None else None
        known = refs.get(link)
        if known is None or (known.published is None and date):
            refs[link] = ArticleRef(url=link, source=NAME, number=_number(link), published=date)
    return list(refs.values())


def _chosen(candidates: list[tuple[str, Anchor]], site: SiteInfo) -> list[tuple[str, Anchor]]:
    """Leave the links that lead to articles: by their place, by their shape, or as the first of an entry that has no
    such link.
    """
    sure = [_is_article_link(link, anchor, site) for link, anchor in candidates]
    served = {anchor.post for (_, anchor), is_sure in zip(candidates, sure, strict=True) if is_sure}
    chosen = []
    for (link, anchor), is_sure in zip(candidates, sure, strict=True):
        if not is_sure:
            if anchor.post is None or anchor.post in served or anchor.place & (Place.TEXT | Place.META):
                continue
            served.add(anchor.post)
        chosen.append((link, anchor))
    return chosen


def _is_article_link(link: str, anchor: Anchor, site: SiteInfo) -> bool:
    if anchor.place & Place.TITLE:
        return True
    if anchor.place & Place.META:
        return False
    if anchor.place & Place.TEXT:
        # An article shown whole has headings and links of its own, to anything.
        return bool(anchor.place & Place.HEADING) and is_permalink(link, site.folder)
    return bool(anchor.place & Place.HEADING) or is_permalink(link, site.folder)


def _number(url: str) -> int | None:
    number = parameters(url).get("p", "") if is_post_query(url) else ""
    return int(number) if 0 < len(number) < 19 else None


def _is_early(ref: ArticleRef, cut: Cut, site: SiteInfo) -> bool:
    return cut.since is not None and published_before(ref.published or day_in_url(ref.url, site), cut.since, site)


def _following_pages(page: HtmlPage, url: str, site: SiteInfo) -> list[str]:
    """Return the later pages of the same list, in order."""
    own, number = page_of(url)
    links = [(link.href, link.rel, frozenset[str]()) for link in page.links if "next" in link.rel]
    links += [(anchor.href, anchor.rel, anchor.classes) for anchor in page.anchors]
    numbered: dict[int, str] = {}
    named: list[str] = []
    for href, rel, classes in links:
        link = site.url(href, page.base)
        if link is None or link == url or is_trap(link):
            continue
        base, page_number = page_of(link)
        if base == own and number < page_number <= MAX_PAGE:
            numbered.setdefault(page_number, link)
        elif ("next" in rel or not _NEXT_CLASSES.isdisjoint(classes)) and _continues(link, url, site.folder):
            named.append(link)
    if number + 1 not in numbered:
        return [*named[:1], *(numbered[key] for key in sorted(numbered))]
    return [numbered[key] for key in sorted(numbered)]


def _has_pager(page: HtmlPage, url: str, site: SiteInfo) -> bool:
    """Whether the page leads to others of its list, as the last one does to those before it."""
    own, number = page_of(url)
    for anchor in page.anchors:
        link = site.url(anchor.href, page.base)
        if "prev" in anchor.rel or (link and anchor.place & Place.PAGER and page_of(link) != (own, number)):
            return True
    return any("prev" in link.rel for link in page.links)


def _unnamed_page(url: str, site: SiteInfo) -> list[str]:
    """Return the next page of a list that names none, where WordPress has it all the same: themes with a button "Load
    more", or that load while readers scroll, fetch it by script.
    """
    parts = urlsplit(url)
    _, number = page_of(url)
    if number >= MAX_PAGE or parts.path.endswith(_FILE_ENDINGS):
        return []
    if parts.query:
        kept = [pair for pair in parts.query.split("&") if pair.partition("=")[0] != "paged"]
        path, query = parts.path, "&".join([*kept, f"paged={number + 1}"])
    else:
        head = parts.path.rstrip("/")
        head = head.rpartition("/page/")[0] if number > 1 else head
        path, query = f"{head}/page/{number + 1}/", ""
    following = site.url(urlunsplit((parts.scheme, parts.netloc, path, query, "")), url)
    return [following] if following else []


def _continues(link: str, url: str, folder: str) -> bool:
    """True where ``link`` differs from ``url`` as the pages of one list do: ``/news/`` and ``/news/2/``,
    ``/news/seite/2/`` and ``/news/seite/3/``, ``/news/`` and ``/news/?start=20``. Not the next article.
    """
    here, there = segments(url, folder), segments(link, folder)
    if here == there:
        return page_of(link)[0] != page_of(url)[0]  # parameters other than the page's number
    if not there or not (there[-1].isascii() and there[-1].isdigit() and len(there[-1]) < 6):
        return False
    if len(there) == len(here):
        return there[:-1] == here[:-1] and here[-1].isascii() and here[-1].isdigit() and int(there[-1]) > int(here[-1])
    return 0 < len(there) - len(here) <= 2 and there[: len(here)] == here

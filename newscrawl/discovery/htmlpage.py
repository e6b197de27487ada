"""The links of an HTML page, each with the kind of place it stands in. No tree is built: memory stays small."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntFlag, auto
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from lxml import etree
from w3lib.encoding import html_to_unicode

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_HTML = 8 * 1024 * 1024
"""Bytes of a page that are read; links of a list stand long before."""

MAX_ANCHORS = 20_000
_MAX_ELEMENTS = 400_000
_MAX_CLASSES = 50
_CHUNK = 64 * 1024


class Place(IntFlag):
    """Where a link stands. Everything around it counts."""

    MENU = auto()
    """The site's menus: the same on all pages."""
    CHROME = auto()
    """Sidebar, footer, form, breadcrumbs, comments, share links: not the list itself."""
    POST = auto()
    """One entry of a list of articles."""
    TITLE = auto()
    """An article's title by its class, or a link that says ``rel=bookmark``."""
    HEADING = auto()
    """A heading, or a link around one."""
    TEXT = auto()
    """An article's own text or excerpt."""
    META = auto()
    """The line of author, date, categories and tags."""
    PAGER = auto()
    """Links to the other pages of the list."""


@dataclass(slots=True)
class Anchor:
    """One ``a`` element with an ``href``."""

    href: str
    rel: frozenset[str]
    classes: frozenset[str]
    place: Place
    post: int | None
    """Which entry of the list it stands in, counted from 0. ``None``: in none."""


@dataclass(slots=True)
class HeadLink:
    """One ``link`` element with an ``href``."""

    href: str
    rel: frozenset[str]
    type: str
    title: str


@dataclass(slots=True)
class HtmlPage:
    """What :func:`read_page` found."""

    base: str
    """URL that relative links start from."""
    language: str | None = None
    generator: str | None = None
    site_name: str | None = None
    classes: frozenset[str] = frozenset()
    """Of the ``body`` element, in lower case."""
    links: list[HeadLink] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    dates: dict[int, str] = field(default_factory=dict)
    """Entry of the list -> its ``time`` element's ``datetime``."""


_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_TAG_PLACES = {"nav": Place.MENU, "footer": Place.CHROME, "aside": Place.CHROME}
_ROLE_PLACES = {
    "navigation": Place.MENU,
    "menu": Place.MENU,
    "menubar": Place.MENU,
    "complementary": Place.CHROME,
    "contentinfo": Place.CHROME,
    "search": Place.CHROME,
}
_CLASS_PLACES: dict[str, Place] = {
    name: place
    for place, names in (
        (Place.MENU, "menu nav navbar nav-menu main-menu mainmenu main-nav site-nav navigation main-navigation topnav"),
        (Place.MENU, "primary-menu menu-item widget_nav_menu wp-block-navigation wp-block-page-list mobile-menu"),
        (Place.CHROME, "sidebar widget-area site-footer footer colophon breadcrumb breadcrumbs comments comment"),
        (Place.CHROME, "comment-list commentlist comment-respond respond share sharing sharedaddy social social-links"),
        (Place.CHROME, "tagcloud tag-cloud wp-block-tag-cloud widget_tag_cloud widget_archive widget_categories"),
        (Place.CHROME, "widget_pages widget_meta widget_recent_comments widget_calendar widget_search widget_links"),
        (
            Place.CHROME,
            "wp-calendar-table wp-block-calendar wp-block-archives wp-block-categories skip-link popup modal",
        ),
        (Place.CHROME, "wp-block-latest-comments wp-calendar-nav site-branding site-title cookie-notice cookie-bar"),
        (Place.CHROME, "sidebar-primary sidebar-secondary footer-widgets footer-widget-area"),
        (Place.POST, "hentry post type-post wp-block-post post-item news-item article-item"),
        (Place.TITLE, "entry-title wp-block-post-title wp-block-latest-posts__post-title headline"),
        (Place.TEXT, "entry-content entry-summary post-content post-excerpt excerpt wp-block-post-excerpt"),
        (Place.TEXT, "wp-block-post-content article-body entry-body article-content"),
        (Place.META, "cat-links tags-links entry-meta post-meta byline author vcard posted-on entry-footer"),
        (Place.META, "post-categories post-category entry-categories entry-tags wp-block-post-terms post-tags"),
        (Place.META, "wp-block-post-author entry-category category-links tag-links meta-category"),
        (Place.PAGER, "pagination nav-links posts-navigation paging-navigation page-numbers wp-block-query-pagination"),
        (Place.PAGER, "wp-pagenavi pager navigation-posts page-navigation posts-pagination loop-pagination pagenavi"),
        (Place.PAGER, "nav-previous older-posts paging page-nav"),
        (Place.PAGER, "page-links post-page-numbers post-nav-links page-link pagelink link-pages"),
    )
    for name in names.split()
}
_TITLE_WORDS = ("post", "entry", "article", "news", "story", "module", "card", "item")
_POST_CLASS = re.compile(r"post-\d+|type-(?!page\b|attachment\b)[a-z0-9_-]+", re.ASCII)


def read_page(html: bytes, url: str, content_type: str = "") -> HtmlPage:
    """Read a page. ``content_type``: the header's value, for the charset. Never raises: no HTML, no links."""
    _, text = html_to_unicode(content_type, html[:MAX_HTML])
    collector = _Collector(HtmlPage(base=url), url)
    data = text.replace("\0", "").encode("utf-8", "replace")
    target: Any = collector  # lxml's stubs know no such parser
    parser: Any = etree.HTMLParser(
        target=target, encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
        parser.close()
    except (etree.XMLSyntaxError, _EnoughError):  # nothing that looks like markup; more than anybody reads
        pass
    return collector.page


class _EnoughError(Exception):
    """Raised by the collector to stop the parser."""


class _Collector:
    """Target of lxml's parser. A stack holds, for each open element, the places that it stands in."""

    def __init__(self, page: HtmlPage, url: str) -> None:
        self.page = page
        self._url = url
        self._places: list[Place] = []
        self._posts: list[int | None] = []
        self._open: list[tuple[int, Anchor]] = []
        self._post_count = 0
        self._elements = 0
        self._has_base = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        if self._elements > _MAX_ELEMENTS or len(self.page.anchors) >= MAX_ANCHORS:
            raise _EnoughError
        place = self._places[-1] if self._places else Place(0)
        post = self._posts[-1] if self._posts else None
        if tag not in ("html", "body"):
            classes = frozenset(attributes.get("class", "").lower().split()[:_MAX_CLASSES])
            here = _place(tag, attributes, classes)
            if here & Place.POST:
                # The list may itself stand in something called a post, such as a static front page: the innermost
                # counts, and what it stands in says nothing about its links.
                post = self._post_count
                self._post_count += 1
                place &= Place.MENU | Place.CHROME
            place |= here
            if tag == "a":
                self._anchor(attributes, classes, place, post)
            elif tag in _HEADINGS and self._open:
                self._open[-1][1].place |= Place.HEADING
            elif tag == "time" and post is not None and attributes.get("datetime"):
                self.page.dates.setdefault(post, attributes["datetime"][:64])
        elif tag == "body":
            self.page.classes = frozenset(attributes.get("class", "").lower().split()[:_MAX_CLASSES])
        self._head(tag, attributes)
        self._places.append(place)
        self._posts.append(post)

    def end(self, _tag: str) -> None:
        if self._places:
            self._places.pop()
            self._posts.pop()
        while self._open and self._open[-1][0] >= len(self._places):
            self._open.pop()

    def data(self, _data: str) -> None:
        """Take no notice of text."""

    def close(self) -> None:
        return None

    def _anchor(self, attributes: Mapping[str, str], classes: frozenset[str], place: Place, post: int | None) -> None:
        href = attributes.get("href", "").strip()
        if not href or href.startswith("#"):
            return
        rel = frozenset(attributes.get("rel", "").lower().split()[:20])
        if "bookmark" in rel:
            place |= Place.TITLE
        anchor = Anchor(href, rel, classes, place, post)
        self.page.anchors.append(anchor)
        self._open.append((len(self._places), anchor))

    def _head(self, tag: str, attributes: Mapping[str, str]) -> None:
        page = self.page
        if tag == "link" and attributes.get("href") and len(page.links) < 1000:
            rel = frozenset(attributes.get("rel", "").lower().split()[:20])
            kind = attributes.get("type", "").partition(";")[0].strip().lower()
            page.links.append(HeadLink(attributes["href"], rel, kind, attributes.get("title", "")[:1000]))
        elif tag == "base" and attributes.get("href") and not self._has_base:
            self._has_base = True
            with suppress(ValueError):
                page.base = urljoin(self._url, attributes["href"].strip())
        elif tag == "html":
            page.language = page.language or _language(attributes)
        elif tag == "meta":
            content = " ".join(attributes.get("content", "")[:500].split())
            if attributes.get("name", "").lower() == "generator":
                page.generator = page.generator or content or None
            elif attributes.get("property", "").lower() == "og:site_name":
                page.site_name = page.site_name or content or None


_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}", re.ASCII)


def _language(attributes: Mapping[str, str]) -> str | None:
    for name in ("lang", "xml:lang"):
        value = attributes.get(name, "").strip().replace("_", "-")
        if _LANGUAGE.fullmatch(value):
            return value
    return None


def _place(tag: str, attributes: Mapping[str, str], classes: frozenset[str]) -> Place:
    """Return the places that an element itself is."""
    place = _TAG_PLACES.get(tag, Place(0)) | _ROLE_PLACES.get(attributes.get("role", "").lower(), Place(0))
    for name in classes:
        place |= _CLASS_PLACES.get(name, Place(0))
        if name.endswith("title") and any(word in name for word in _TITLE_WORDS):
            place |= Place.TITLE
        elif _POST_CLASS.fullmatch(name):
            place |= Place.POST
    identity = attributes.get("id", "").lower()
    if identity:
        place |= _CLASS_PLACES.get(identity, Place(0)) & (Place.MENU | Place.CHROME)
        if identity.startswith(("sidebar", "footer", "secondary")):
            place |= Place.CHROME
    if tag == "article":
        place |= Place.POST
    elif tag in _HEADINGS:
        place |= Place.HEADING
    if place & Place.PAGER:
        # A pager is marked up as navigation too, but belongs to the list.
        place &= ~(Place.MENU | Place.CHROME)
    return place

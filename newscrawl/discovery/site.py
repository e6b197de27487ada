"""What the start of a crawl reads: home page, API root, robots.txt."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

from protego import Protego
from w3lib.url import safe_url_string

from newscrawl.discovery.answers import load
from newscrawl.discovery.homes import ARTICLE, LIST
from newscrawl.discovery.htmlpage import Place, read_page
from newscrawl.discovery.links import (
    clean_url,
    host_key,
    is_archive,
    is_category,
    is_home,
    is_permalink,
    is_trap,
    page_of,
    segments,
    with_www,
    words,
)
from newscrawl.discovery.listing import ListingError
from newscrawl.discovery.post_types import PostTypes, parameters, read_post_types
from newscrawl.discovery.sniff import what_is
from newscrawl.sites.zone import zone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newscrawl.discovery.htmlpage import HtmlPage

API_RELATION = "https://api.w.org/"
"""Relation that leads to the root of WordPress's REST API, in a Link header or a ``link`` element."""

_POSTS_ROUTE = "/wp/v2/posts"
_MAX_ROBOTS = 512 * 1024  # RFC 9309 asks that 500 KiB at least be read
_MAX_API_ROOT = 16 * 1024 * 1024
# One target and the parameters after it; quoted strings whole. The two alternatives begin differently, so it is linear.
_LINK = re.compile(r'<([^<>]*)>((?:[^<"]|"[^"]*")*)')
_PARAMETER = re.compile(r';\s{0,9}([a-z*]{1,20})\s{0,9}=\s{0,9}(?:"([^"]*)"|([^\s";,]+))', re.IGNORECASE)
_ACCOUNT = words(
    "cart basket checkout account my-account login log-in logout signin sign-in signup sign-up register registration "
    "lost-password password-reset wishlist warenkorb kasse mein-konto panier mon-compte carrito mi-cuenta"
)
"""Pages of shops and logins in menus: no lists."""
_FEED_TYPES = frozenset(("application/rss+xml", "application/atom+xml"))
# WordPress translates the titles of its links, and sites their URLs; a feed of comments that slips through is
# recognised by its items.
_COMMENTS = re.compile(
    r"comment|kommentar|comentari|comentário|commento|commenti|reacti|yorum|комментари", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteInfo:
    """The site as it describes itself. Any of it may be missing, except where it is and what belongs to it."""

    home: str
    """Absolute URL of the home page, after redirects, without fragment."""
    hosts: frozenset[str]
    """Hosts that belong to the site, ``example.org`` or ``127.0.0.1:8000``: no other is ever asked."""
    folder: str = "/"
    """Path that the site lives under, with a slash at both ends. Sitemaps and archives give nothing outside of it."""
    narrow: bool = False
    """Articles outside of the folder belong to another edition, ``/fa/`` beside ``/en/``: the REST API and feeds, which
    may list those of all, give nothing outside of it either."""
    api_root: str | None = None
    """URL of the REST root, of the kind ``https://example.org/wp-json/`` or ``https://example.org/?rest_route=/``.
    ``None``: it has none, or it gives no posts."""
    post_types: tuple[str, ...] = ()
    """Types of posts that hold articles beside WordPress's ``posts``, as the REST API names their lists."""
    name: str | None = None
    timezone: str | None = None
    """IANA name or offset (``+04:30``). ``None``: not known."""
    language: str | None = None
    """BCP 47 tag of the home page."""
    feeds: tuple[str, ...] = ()
    """Feeds that the home page names, the main one first, then guesses. They are alternatives."""
    sitemaps: tuple[str, ...] = ()
    """Sitemaps that robots.txt and the home page name. They belong together."""
    archives: tuple[str, ...] = ()
    """Lists of articles that the home page links to: categories and sections."""
    generator: str | None = None
    """What the home page says it was made with, ``WordPress 6.1.9``."""

    def url(self, href: str, base: str) -> str | None:
        """Return ``href`` clean and absolute; ``None`` where it is none of the site's. See :func:`clean_url`."""
        return clean_url(href, base, self.hosts, secure=self.home.startswith("https:"))

    def holds(self, url: str) -> bool:
        """True where ``url`` lies in the site's folder."""
        return urlsplit(url).path.startswith(self.folder)

    def owns(self, url: str) -> bool:
        """True where ``url`` may be an article of this edition of the site."""
        return not self.narrow or self.holds(url)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """What the home page says; fields named as in :class:`SiteInfo` mean the same."""

    home: str
    hosts: frozenset[str]
    folder: str
    api_roots: tuple[str, ...]
    """Candidates for the REST root, the likeliest first; all on the site's hosts."""
    feeds: tuple[str, ...]
    sitemaps: tuple[str, ...]
    archives: tuple[str, ...]
    name: str | None
    language: str | None
    generator: str | None
    kind: str | None = None
    """What WordPress says that the page is, where that is no home page: an article, a list. ``None``: it may be one."""
    owner: str | None = None
    """Home page of the site that the page belongs to, as its link to the REST API names it."""

    def site(
        self, *, api_root: str | None = None, api: ApiRoot | None = None, sitemaps: Iterable[str] = ()
    ) -> SiteInfo:
        """Put together what is known. ``api_root``: the candidate that answered with ``api``; ``sitemaps``: what
        :func:`read_robots` gave.
        """
        return SiteInfo(
            home=self.home,
            hosts=self.hosts,
            folder=self.folder,
            api_root=api_root if api is not None and api.has_posts else None,
            post_types=api.post_types.articles if api is not None else (),
            name=(api.name if api else None) or self.name,
            timezone=api.timezone if api else None,
            language=self.language,
            feeds=self.feeds,
            sitemaps=tuple(dict.fromkeys(url for url in (*sitemaps, *self.sitemaps) if host_key(url) in self.hosts)),
            archives=self.archives,
            generator=self.generator,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRoot:
    """What the root of the REST API says."""

    name: str | None
    home: str | None
    """URL of the home page as configured."""
    timezone: str | None
    """IANA name or offset (``+04:30``)."""
    has_posts: bool
    """True where it has the route that lists posts."""
    routes: frozenset[str] = frozenset()
    """The routes it names, ``/wp/v2/posts``. Empty: it names none, which says nothing."""
    parameters: frozenset[str] = frozenset()
    """What a list of posts may be asked for, ``modified_after``. Empty: it does not say."""
    contexts: tuple[str, ...] = ()
    """Contexts in which posts may be asked for, ``view``; others than that and ``embed`` want a login."""
    post_types: PostTypes = field(default_factory=PostTypes)


def read_home(
    html: bytes,
    url: str,
    link_headers: Iterable[str] = (),
    *,
    asked: str | None = None,
    hosts: Iterable[str] = (),
    content_type: str = "",
) -> HomePage:
    """Read the home page, however little there is to read. Never raises.

    ``url`` is its URL after redirects, ``asked`` the one that the user gave: that one says which folder the site
    lives in (the home page may lead on to ``/en/``), and its host belongs to the site too. ``hosts``: further hosts
    of the site. ``link_headers``: values of the response's ``Link`` headers.
    """
    asked = asked or url
    own = with_www([_host(url), _host(asked), *hosts])
    home = clean_url(url, url, own) or url
    page = read_page(html, url, content_type)
    folder = _folder(clean_url(asked, asked, own) or asked)
    roots = list(dict.fromkeys([_in_folder(home, folder), _in_folder(home, _folder(home))]))
    secure = home.startswith("https:")

    def clean(href: str, base: str) -> str | None:
        return clean_url(href, base, own, secure=secure)

    return HomePage(
        home=home,
        hosts=own,
        folder=folder,
        api_roots=_unique(
            *(clean(target, url) for target in _link_targets(link_headers)),
            *(clean(link.href, page.base) for link in page.links if API_RELATION in link.rel),
            *(f"{root}wp-json/" for root in roots),
            *(f"{root}?rest_route=/" for root in roots),
        ),
        feeds=_unique(
            *sorted(
                (feed for href in _feed_links(page) if (feed := clean(href, page.base))),
                key=lambda feed: segments(feed, folder) not in (["feed"], []),
            ),
            *(f"{root}feed/" for root in roots),
            *(f"{root}?feed=rss2" for root in roots),
        ),
        sitemaps=_unique(*(clean(link.href, page.base) for link in page.links if "sitemap" in link.rel)),
        archives=_unique(*archive_links(page, own, folder, secure=secure)),
        name=page.site_name,
        language=page.language,
        generator=page.generator,
        kind=_kind(page.classes),
        owner=next(
            (
                found.removesuffix("wp-json/")
                for link in page.links
                if API_RELATION in link.rel and (found := clean(link.href, page.base)) and found.endswith("/wp-json/")
            ),
            None,
        ),
    )


def _kind(classes: frozenset[str]) -> str | None:
    """Tell an article's page and a list from a home page by what ``body_class()`` of WordPress prints."""
    if "home" in classes:
        return None
    if "single" in classes and any(name.startswith("postid-") for name in classes):
        return ARTICLE
    if "archive" in classes and not classes.isdisjoint(("category", "tag", "author", "date")):
        return LIST
    return None


def archive_links(page: HtmlPage, hosts: frozenset[str], folder: str, *, secure: bool = False) -> list[str]:
    """Return the lists of articles that a page of the site links to, as its menus and category links name them."""
    found = []
    for anchor in page.anchors:
        url = clean_url(anchor.href, page.base, hosts, secure=secure)
        if url is None or is_trap(url) or not urlsplit(url).path.startswith(folder) or is_home(url, folder):
            continue
        if page_of(url)[1] > 1:
            continue
        in_menu = (
            bool(anchor.place & Place.MENU)
            and not urlsplit(url).query
            and not is_permalink(url, folder)
            and _ACCOUNT.isdisjoint(segments(url, folder))
        )
        if is_category(url, folder) or "category" in anchor.rel or (in_menu and not is_archive(url, folder)):
            found.append(url)
    return list(dict.fromkeys(found))


def read_api_root(body: bytes, url: str) -> ApiRoot:
    """Read the answer of a REST root. Raises ListingError where it is none."""
    if len(body) > _MAX_API_ROOT:
        msg = f"is larger than {_MAX_API_ROOT // 1024**2} MiB"
        raise ListingError(msg)
    root = load(body, '{"')
    if not isinstance(root, dict) or not ("routes" in root or "namespaces" in root):
        raise ListingError(what_is(body))
    routes = root.get("routes")
    namespaces = root.get("namespaces")
    if isinstance(routes, dict) and routes:
        has_posts = _POSTS_ROUTE in routes
    else:
        has_posts = isinstance(namespaces, list) and "wp/v2" in namespaces
    name, home = root.get("name"), root.get("home")
    of_posts = parameters(routes, _POSTS_ROUTE)
    contexts = of_posts.get("context")
    contexts = contexts.get("enum") if isinstance(contexts, dict) else None
    return ApiRoot(
        name=name.strip() or None if isinstance(name, str) else None,
        home=urljoin(url, home) if isinstance(home, str) and host_key(home) else None,
        timezone=_zone_name(root.get("timezone_string")) or _offset_name(root.get("gmt_offset")),
        has_posts=has_posts,
        routes=frozenset(map(str, routes)) if isinstance(routes, dict) else frozenset(),
        parameters=frozenset(of_posts),
        contexts=tuple(name for name in contexts if isinstance(name, str)) if isinstance(contexts, list) else (),
        post_types=read_post_types(routes),
    )


def read_robots(body: bytes, url: str, hosts: frozenset[str] | None = None) -> list[str]:
    """Return the sitemaps that a robots.txt names, on ``hosts`` only (default: the host of ``url``)."""
    own = with_www([host_key(url)]) if hosts is None else hosts
    text = body[:_MAX_ROBOTS].decode("utf-8", "replace")
    named = (clean_url(str(sitemap), url, own) for sitemap in Protego.parse(text).sitemaps)
    return list(dict.fromkeys(sitemap for sitemap in named if sitemap))


def _unique(*urls: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url for url in urls if url))


def _host(url: str) -> str | None:
    try:
        return host_key(safe_url_string(url))
    except ValueError:
        return None


def _folder(url: str) -> str:
    head, _, last = urlsplit(url).path.rpartition("/")
    if last and "." not in last:  # https://example.org/news is the folder /news/
        head = f"{head}/{last}"
    return f"{head.removesuffix('/index.php')}/" if head.startswith("/") else "/"


def _in_folder(home: str, folder: str) -> str:
    parts = urlsplit(home)
    return urlunsplit((parts.scheme, parts.netloc, folder, "", ""))


def _link_targets(headers: Iterable[str]) -> list[str]:
    targets = []
    for header in headers:
        for target, attributes in _LINK.findall(header[:16384]):
            values = [quoted or bare for name, quoted, bare in _PARAMETER.findall(attributes) if name.lower() == "rel"]
            if values and API_RELATION in values[0].split():  # of several, RFC 8288 takes the first
                targets.append(target)
    return targets


def _feed_links(page: HtmlPage) -> list[str]:
    return [
        link.href
        for link in page.links
        if "alternate" in link.rel
        and link.type in _FEED_TYPES
        and not _COMMENTS.search(link.href)
        and not _COMMENTS.search(link.title)
    ]


def _zone_name(value: object) -> str | None:
    """Return a zone's name where it is one that this machine knows."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        zone(value.strip())
    except ValueError:
        return None
    return value.strip()


def _offset_name(value: object) -> str | None:
    """Return hours from UTC (``4.5``, ``"-3.5"``) as ``+04:30``."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        minutes = round(float(value) * 60)
    except (ValueError, OverflowError):  # no number, or none that is finite
        return None
    if abs(minutes) > 14 * 60:
        return None
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"

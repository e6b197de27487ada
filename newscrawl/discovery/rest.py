"""Articles from WordPress's REST API: a hundred a request, with number and dates."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from newscrawl.discovery.answers import load
from newscrawl.discovery.links import host_key
from newscrawl.discovery.listing import MAX_BYTES, MAX_REFS, MAX_TITLE, Listing, ListingError
from newscrawl.discovery.sniff import what_is
from newscrawl.items import ArticleRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newscrawl.discovery.listing import Cut
    from newscrawl.discovery.site import SiteInfo

NAME = "rest"

PER_PAGE = 100
"""Most posts that WordPress gives in one answer."""

MAX_AHEAD = 1000
"""Most pages that the first one announces; each later page names the next, so a longer list is read whole too."""

_FIELDS = "id,link,date,date_gmt,modified,modified_gmt,status,title"
_PAST_THE_END = "rest_post_invalid_page_number"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_NO_TIME = "0000-"


def first(site: SiteInfo, cut: Cut) -> list[list[str]]:
    """Return groups of URLs to ask: groups are alternatives in order, the URLs of a group belong together.

    By ascending ID, so that a post published meanwhile shifts nothing; with a limit the newest come first. One URL for
    each type of posts, but two where only changes are wanted: a scheduled post that comes out keeps its old date of
    change.
    """
    if site.api_root is None:
        return []
    query = {"per_page": str(PER_PAGE), "page": "1", "orderby": "id", "order": "asc", "_fields": _FIELDS}
    if cut.limit is not None:
        query |= {"per_page": str(max(1, min(cut.limit, PER_PAGE))), "orderby": "date", "order": "desc"}
    if cut.since is not None:
        # WordPress compares with > in the site's own time; midnight itself is to be in.
        query["after"] = f"{(cut.since - timedelta(days=1)).isoformat()}T23:59:59"
    queries = [query]
    if cut.changed_since is not None:
        # Clocks differ and answers are cached; a day also bears a server that takes UTC for the site's own time.
        before = (cut.changed_since - timedelta(days=1)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        queries = [query | {name: before} for name in ("modified_after", "after")]
    lists = dict.fromkeys(("posts", *site.post_types))
    return [[route_url(site.api_root, name, asked) for name in lists for asked in queries]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category as the API lists it; name and slug are plain text of the site's choice."""

    id: int
    name: str
    slug: str
    count: int


def categories_url(api_root: str) -> str:
    """Return the URL that lists the site's categories, the hundred commonest."""
    query = {"per_page": str(PER_PAGE), "orderby": "count", "order": "desc", "_fields": "id,name,slug,count"}
    return route_url(api_root, "categories", query)


def read_categories(body: bytes) -> tuple[Category, ...]:
    """Return the categories, the commonest first. Raises ListingError where ``body`` is no list of them."""
    terms = load(body, "[{")
    if not isinstance(terms, list):
        raise ListingError(what_is(body))
    found = []
    for term in terms[:PER_PAGE]:
        name = term.get("name") if isinstance(term, dict) else None
        if isinstance(name, str) and 0 < len(name.strip()) < 200:
            number, count, slug = term.get("id"), term.get("count"), term.get("slug")
            found.append(
                Category(
                    id=number if isinstance(number, int) else 0,
                    name=html.unescape(name).strip(),
                    slug=slug if isinstance(slug, str) else "",
                    count=count if isinstance(count, int) else 0,
                )
            )
    return tuple(found)


def parse_categories(body: bytes) -> tuple[str, ...]:
    """Return the names of categories, the commonest first. Raises ListingError where ``body`` is no list of them."""
    return tuple(category.name for category in read_categories(body))


def numbers_url(api_root: str, numbers: Iterable[int], post_type: str = "posts") -> str:
    """Return the URL that lists the posts with these IDs, at most a hundred."""
    wanted = ",".join(map(str, numbers))
    query = {"include": wanted, "per_page": str(PER_PAGE), "orderby": "include", "_fields": _FIELDS}
    return route_url(api_root, post_type, query)


def posts_url(api_root: str, query: Mapping[str, str]) -> str:
    """Return the URL that lists posts, for a root of either kind: ``/wp-json/`` or ``/?rest_route=/``."""
    return route_url(api_root, "posts", query)


def route_url(api_root: str, route: str, query: Mapping[str, str]) -> str:
    """Return the URL of a route of ``wp/v2``, such as ``categories``."""
    parts = urlsplit(api_root)
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    path = parts.path
    if "rest_route" in given:
        given["rest_route"] = given["rest_route"].rstrip("/") + f"/wp/v2/{route}"
    else:
        path = path.rstrip("/") + f"/wp/v2/{route}"
    return urlunsplit((parts.scheme, parts.netloc, path, _encoded(given | dict(query)), ""))


def parse(body: bytes, url: str, headers: Mapping[str, str], site: SiteInfo, cut: Cut) -> Listing:
    """Read one page of posts. ``headers``: names in lower case; ``X-WP-Total`` and ``X-WP-TotalPages`` are read.

    Where a proxy took those headers away, the next page is asked until one is empty or WordPress answers, with status
    400, that the page number is too large: that answer gives an empty listing. Raises ListingError for anything else
    that is no list of posts.
    """
    if len(body) > MAX_BYTES:
        msg = f"is larger than {MAX_BYTES // 1024**2} MiB"
        raise ListingError(msg)
    page = _number(dict(parse_qsl(urlsplit(url).query)).get("page")) or 1
    posts = load(body, "[{")
    if isinstance(posts, dict) and posts.get("code") == _PAST_THE_END and page > 1:
        return Listing()
    if not isinstance(posts, list):
        raise ListingError(what_is(body))
    refs: dict[str, ArticleRef] = {}
    skipped = max(0, len(posts) - MAX_REFS)
    elsewhere: list[str] = []
    for post in posts[:MAX_REFS]:
        ref = post_ref(post, url, site, elsewhere)
        if ref is None or ref.url in refs:
            skipped += 1
        else:
            refs[ref.url] = ref
    if posts and not refs:
        if elsewhere:
            msg = f"lists only pages of other hosts, such as {elsewhere[0]}"
            raise ListingError(msg)
        if not any(isinstance(post, dict) and "id" in post for post in posts):
            msg = "is JSON, but no list of posts"
            raise ListingError(msg)
    pages = _number(headers.get("x-wp-totalpages"))
    return Listing(
        refs=list(refs.values()),
        more=[_page_url(url, number) for number in _next_pages(page, pages, found=bool(posts), cut=cut)],
        total=None if site.narrow else _number(headers.get("x-wp-total")),
        skipped=skipped,
    )


def post_ref(post: object, base: str, site: SiteInfo, elsewhere: list[str]) -> ArticleRef | None:
    """Return the article that a post of an answer from ``base`` names; ``None``: none of the site's.

    The host of a post that leads elsewhere is added to ``elsewhere``.
    """
    if not isinstance(post, dict) or post.get("status", "publish") != "publish":
        return None
    number = post.get("id")
    if isinstance(number, bool) or not isinstance(number, int) or number <= 0:
        number = None
    link = post.get("link")
    if isinstance(link, str) and link.strip():
        url = site.url(link, base)
        if url is None:
            elsewhere.extend(filter(None, [host_key(urljoin(base, link))]))
    elif number:
        url = site.url(f"?p={number}", site.home)  # every WordPress leads from there to the permalink
    else:
        url = None
    if url is None or not site.owns(url):
        return None
    return ArticleRef(
        url=url,
        source=NAME,
        number=number,
        published=_time(post, "date_gmt", "date"),
        modified=_time(post, "modified_gmt", "modified"),
        title=_title(post),
        post_type=_post_type(base),
    )


@lru_cache(maxsize=16)
def _post_type(url: str) -> str:
    """The type of posts that a list at ``url`` holds."""
    parts = urlsplit(url)
    route = dict(parse_qsl(parts.query)).get("rest_route") or parts.path
    return route.rstrip("/").rpartition("/")[2]


def _title(post: dict[str, Any]) -> str | None:
    title = post.get("title")
    text = title.get("rendered") if isinstance(title, dict) else None
    return text[:MAX_TITLE] if isinstance(text, str) else None


def _time(post: dict[str, Any], in_utc: str, local: str) -> str | None:
    """Return a time as ISO 8601: with ``Z`` where the post has it in UTC, else in local time without a zone."""
    for name, zone in ((in_utc, "Z"), (local, "")):
        value = post.get(name)
        if not isinstance(value, str) or value.startswith(_NO_TIME):
            continue
        time = _TIME.fullmatch(value)
        if time:
            return value if time[1] else value + zone
    return None


def _next_pages(page: int, pages: int | None, *, found: bool, cut: Cut) -> range:
    if pages is None:
        last = page + 1 if found else page
    elif page == 1 and cut.limit is None:
        last = min(pages, 1 + MAX_AHEAD)
    else:
        last = min(pages, page + 1)
    return range(page + 1, last + 1)


def _page_url(url: str, page: int) -> str:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | {"page": str(page)}
    return urlunsplit((parts.scheme, parts.netloc, parts.path, _encoded(query), ""))


def _encoded(query: Mapping[str, str]) -> str:
    return urlencode(query, safe="/,:", quote_via=quote)


def _number(value: str | None) -> int | None:
    value = (value or "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None

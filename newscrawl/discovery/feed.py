"""Articles from feeds: RSS 2.0, RSS 1.0 (RDF) and Atom, paged as WordPress does it or by ``rel=next``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from newscrawl.discovery.dates import published_before
from newscrawl.discovery.links import host_key, is_home, is_post_query, is_trap, page_of, parameters, untwinned
from newscrawl.discovery.listing import MAX_TITLE, Listing, ListingError
from newscrawl.discovery.unpack import unpack
from newscrawl.discovery.xmlrecords import read_records
from newscrawl.items import ArticleRef

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newscrawl.discovery.listing import Cut
    from newscrawl.discovery.site import SiteInfo
    from newscrawl.discovery.xmlrecords import Document, Record

NAME = "feed"

MAX_PAGE = 20_000
"""No feed is followed further: 200,000 articles at WordPress's ten a page."""

_RECORDS = frozenset(("item", "entry"))
_ROOTS = frozenset(("rss", "feed", "RDF"))
_CHANNEL = frozenset(("channel", "feed"))
_TEXTS = {
    "title": _RECORDS,
    "link": _RECORDS | _CHANNEL,
    "origLink": _RECORDS,  # FeedBurner's: where its own link leads
    "guid": _RECORDS,
    "id": _RECORDS,
    "post-id": _RECORDS,  # WordPress.com's
    "pubDate": _RECORDS,
    "date": _RECORDS,  # Dublin Core, in RSS 1.0
    "published": _RECORDS,
    "updated": _RECORDS,
    "generator": _CHANNEL,
}
_COMMENT = re.compile(r"#comment-\d", re.ASCII)


def first(site: SiteInfo, cut: Cut) -> list[list[str]]:
    """Return groups of URLs to ask: groups are alternatives in order. Here each feed is one."""
    return [[url] for url in site.feeds]


def parse(body: bytes, url: str, headers: Mapping[str, str], site: SiteInfo, cut: Cut) -> Listing:
    """Read one page of a feed. ``headers`` are not needed.

    ``more`` is the feed's own ``rel=next``; else, for a feed of WordPress's, the next page as long as there were items
    (past the end WordPress answers 404). Raises ListingError where ``body`` is no feed, is one of comments, or leads
    to other hosts only.
    """
    body, whole = unpack(body)
    document = read_records(body, wanted="a feed", roots=_ROOTS, records=_RECORDS, texts=_TEXTS)
    refs: dict[str, ArticleRef] = {}
    skipped, comments, early, outside = document.dropped, 0, 0, 0
    elsewhere: list[str] = []
    for record in document.records:
        link = _link(record)
        if _COMMENT.search(link) or _COMMENT.search(record.texts.get("guid", "")):
            comments += 1
            continue
        article = site.url(link, url) if link else None
        article = untwinned(article, site.folder) if article else None
        if article is not None and not site.owns(article):
            outside += 1
            continue
        if article is None or is_trap(article) or is_home(article, site.folder):
            skipped += 1
            elsewhere.extend(filter(None, [host_key(link) if article is None else None]))
            continue
        ref = _ref(record, article)
        if published_before(ref.published, cut.since, site):
            early += 1
        else:
            refs.setdefault(ref.url, ref)
    if comments and comments == len(document.records):
        msg = "is a feed of comments"
        raise ListingError(msg)
    if elsewhere and not refs and not early:
        msg = f"lists only pages of other hosts, such as {elsewhere[0]}"
        raise ListingError(msg)
    if outside and outside == len(document.records) and url in site.feeds:
        msg = f"lists only articles outside of {site.folder}"
        raise ListingError(msg)
    # The newest come first, so a page of nothing but older articles is followed by none that is asked for.
    go_on = early < len(document.records)
    return Listing(
        refs=list(refs.values()),
        more=_next(document, url, site) if go_on else [],
        skipped=skipped + comments + outside,
        problem=document.problem if whole else "breaks off: the packed data is cut or damaged",
    )


def _link(record: Record) -> str:
    """Return the URL of an item's page: Atom's alternate link, else what RSS has."""
    if record.texts.get("origLink"):
        return record.texts["origLink"]
    for attributes in record.links:
        kind = attributes.get("type", "text/html")
        if attributes.get("rel", "alternate") == "alternate" and "html" in kind:
            return attributes["href"]
    if record.texts.get("link"):
        return record.texts["link"]
    for name in ("guid", "id"):
        if host_key(record.texts.get(name, "")):
            return record.texts[name]
    return ""


def _ref(record: Record, url: str) -> ArticleRef:
    texts = record.texts
    return ArticleRef(
        url=url,
        source=NAME,
        number=_number(record),
        published=texts.get("published") or texts.get("pubDate") or texts.get("date"),
        modified=texts.get("updated"),
        title=texts.get("title", "")[:MAX_TITLE] or None,
    )


def _number(record: Record) -> int | None:
    """Return the post ID: WordPress's GUID is the plain permalink, ``?p=18793``, and stays so for ever."""
    texts = record.texts
    number = texts.get("post-id", "")
    if not number:
        guid = texts.get("guid") or texts.get("id") or ""
        try:
            number = parameters(guid)["p"] if is_post_query(guid) else ""
        except ValueError:  # no URL
            number = ""
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 and int(number) else None


def _next(document: Document, url: str, site: SiteInfo) -> list[str]:
    _, page = page_of(url)
    for attributes in document.outside.links:
        if attributes.get("rel") == "next":
            following = site.url(attributes["href"], url)
            return [following] if following and following != url else []
    if page >= MAX_PAGE or not _is_wordpress(document, url):
        return []
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | {"paged": str(page + 1)}
    following = site.url(urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), "")), url)
    return [following] if following else []


def _is_wordpress(document: Document, url: str) -> bool:
    last = urlsplit(url).path.rstrip("/").rpartition("/feed")
    return (
        "feed" in parameters(url)
        or (bool(last[1]) and last[2] in ("", "/rss", "/rss2", "/rdf", "/atom"))
        or "wordpress.org" in document.outside.texts.get("generator", "")
    )

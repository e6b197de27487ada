"""Articles from sitemaps (sitemaps.org): XML or text, packed or not, an index or a list, with Google's news tags."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urljoin

from newscrawl.discovery.dates import changed_before, day_in_url, published_before
from newscrawl.discovery.links import host_key, is_archive, is_home, is_trap, untwinned
from newscrawl.discovery.listing import MAX_REFS, Listing, ListingError
from newscrawl.discovery.sitemap_names import is_news_sitemap, kind_of_sitemap
from newscrawl.discovery.unpack import unpack
from newscrawl.discovery.xmlrecords import read_records
from newscrawl.items import ArticleRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newscrawl.discovery.listing import Cut
    from newscrawl.discovery.site import SiteInfo
    from newscrawl.discovery.sitemap_names import Kind
    from newscrawl.discovery.xmlrecords import Record

_T = TypeVar("_T")

NAME = "sitemap"

GUESSES = ("wp-sitemap.xml", "sitemap_index.xml", "sitemap.xml", "?sitemap=index")
"""Where WordPress core, the plugins, everybody else and a WordPress without pretty permalinks keep theirs."""

_ROOTS = frozenset(("urlset", "sitemapindex"))
_RECORDS = frozenset(("url", "sitemap"))
_TEXTS = {
    "loc": _RECORDS,
    "lastmod": _RECORDS,
    "publication_date": frozenset(("news",)),
}


def first(site: SiteInfo, cut: Cut) -> list[list[str]]:
    """Return groups of URLs to ask: groups are alternatives in order, the URLs of a group belong together.

    First what robots.txt and the home page name, then guesses. Sitemaps of the last days' news alone come last.
    """
    named = [url for url in site.sitemaps if kind_of_sitemap(url) != "other"]
    # Hosts with several sites name the sitemaps of all in one robots.txt.
    own = [url for url in named if site.holds(url)]
    others = [url for url in named if not site.holds(url)]
    roots = dict.fromkeys(urljoin(site.home, root) for root in (site.folder, "./"))
    groups = [[root + guess] for root in roots for guess in GUESSES]
    for group in (others, own):
        if group and all(map(is_news_sitemap, group)):
            groups.append(group)
        elif group:
            groups.insert(0 if group is own else len(groups), group)
    if cut.limit is not None:
        groups = [sorted(group, key=lambda url: not is_news_sitemap(url)) for group in groups]
    return groups


def parse(body: bytes, url: str, headers: Mapping[str, str], site: SiteInfo, cut: Cut) -> Listing:
    """Read a sitemap or an index of sitemaps. ``headers`` are not needed.

    An index gives ``more``: sitemaps of posts and custom types, not those of pages, terms, users and media, as their
    names tell. Raises ListingError where ``body`` is no sitemap, is larger than 50 MiB, declares entities, or lists
    only pages of other hosts.
    """
    body, whole = unpack(body)
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _is_text(body):
        entries = [{"loc": line} for line in body.decode("utf-8-sig", "replace").split()]
        dropped = max(0, len(entries) - MAX_REFS)
        listing = _urls(entries[:MAX_REFS], url, site, cut)
        problem = None
    else:
        document = read_records(body, wanted="a sitemap", roots=_ROOTS, records=_RECORDS, texts=_TEXTS)
        dropped, problem = document.dropped, document.problem
        if document.root == "sitemapindex":
            listing = _index(document.records, url, site, cut)
        else:
            listing = _urls([record.texts for record in document.records], url, site, cut)
    if not whole:
        problem = "breaks off: the packed data is cut or damaged"
    return replace(listing, skipped=listing.skipped + dropped, problem=problem)


def _is_text(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:8].lower().startswith((b"http://", b"https://"))


def _index(records: Iterable[Record], base: str, site: SiteInfo, cut: Cut) -> Listing:
    found: dict[str, str] = {}
    seen: set[str] = set()
    skipped = 0
    elsewhere: list[str] = []
    for record in records:
        loc = record.texts.get("loc", "")
        url = site.url(loc, base) if loc else None
        if url is None:
            skipped += 1
            elsewhere.extend(filter(None, [host_key(loc)]))
            continue
        seen.add(url)
        if kind_of_sitemap(url) != "other" and not changed_before(
            record.texts.get("lastmod"), cut.since or cut.changed_day, site
        ):
            found.setdefault(url, record.texts.get("lastmod", ""))
    _refuse_if_foreign(seen, elsewhere)
    more = list(found)
    if cut.limit is not None:
        more = _newest_first(more, list(found.values()))
    return Listing(more=more, lists=list(more), skipped=skipped)


def _urls(entries: Iterable[Mapping[str, str]], base: str, site: SiteInfo, cut: Cut) -> Listing:
    kind = kind_of_sitemap(base)
    refs: dict[str, ArticleRef] = {}
    seen: set[str] = set()
    skipped = 0
    elsewhere: list[str] = []
    for entry in entries:
        loc = entry.get("loc", "")
        url = site.url(loc, base) if loc else None
        if url is None:
            skipped += 1
            elsewhere.extend(filter(None, [host_key(loc)]))
            continue
        seen.add(url)
        url = untwinned(url, site.folder)  # some list the AMP twin of each article, or nothing else
        published, modified = entry.get("publication_date"), entry.get("lastmod")
        if (
            not _may_be_article(url, site, kind)
            or (cut.since and published_before(published or day_in_url(url, site), cut.since, site))
            or (published is None and changed_before(modified, cut.since, site))
            or changed_before(modified, cut.changed_day, site)
        ):
            continue
        refs.setdefault(url, ArticleRef(url=url, source=NAME, published=published, modified=modified))
    _refuse_if_foreign(seen, elsewhere)
    found = list(refs.values())
    if cut.limit is not None:
        found = _newest_first(found, [ref.published or ref.modified or "" for ref in found])
    return Listing(refs=found, skipped=skipped)


def _may_be_article(url: str, site: SiteInfo, kind: Kind) -> bool:
    if is_trap(url) or is_home(url, site.folder) or not site.holds(url):
        return False
    # A list of posts is believed, whatever their permalinks look like.
    return kind == "articles" or not is_archive(url, site.folder)


def _refuse_if_foreign(own: Iterable[str], elsewhere: list[str]) -> None:
    if elsewhere and not own:
        msg = f"lists only pages of other hosts, such as {elsewhere[0]}"
        raise ListingError(msg)


def _newest_first(things: list[_T], dates: list[str]) -> list[_T]:
    """Order by date; where none has one, backwards: WordPress core lists by ascending ID, without dates."""
    if not any(dates):
        return things[::-1]
    ordered = sorted(zip(dates, range(len(things)), strict=True), key=lambda pair: pair[0], reverse=True)
    return [things[index] for _, index in ordered]

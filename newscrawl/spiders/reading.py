"""Reads an article's page into an item."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from w3lib.encoding import http_content_type_encoding

from newscrawl.discovery.links import is_archive, is_home
from newscrawl.extract.page import extract_article
from newscrawl.items import Article, ArticleRef, Rejected
from newscrawl.normalise.titles import alike
from newscrawl.normalise.warn import quoted
from newscrawl.spiders.fetching import validators_of

if TYPE_CHECKING:
    from scrapy.http import Response

    from newscrawl.extensions.page_reader import PageReader
    from newscrawl.items import Source
    from newscrawl.sites.profile import SiteProfile

_SOURCE_OF: dict[str, Source] = {"rest": "rest", "sitemap": "sitemap", "feed": "feed", "archive": "html"}
"""Where a listing's word on an article counts as read. What the ledger remembers is no evidence."""


async def read_page(
    response: Response,
    profile: SiteProfile,
    site: str,
    ref: ArticleRef | None,
    reader: PageReader | None = None,
    *,
    first: str | None = None,
) -> Article | Rejected:
    """Return what the page says, raw, with what its listing said as further evidence.

    ``reader`` reads the page elsewhere; then raises PageError, StoppedError. ``first``: URL of the article's first
    page, where this is known to be a later one.
    """
    fetched_at = timestamp()
    if ref is not None and first is None and (place := _leads_to(response.url, ref.url, profile)):
        reasons = [f"it leads to {place}: {response.url}"]
        return Rejected(site=site, url=ref.url, reasons=reasons, fetched_at=fetched_at, ref=ref, again=True)
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    encoding = http_content_type_encoding(content_type)
    if reader:
        article = await reader.read(response.body, response.url, profile, encoding, first)
    else:
        article = extract_article(response.body, response.url, profile, encoding=encoding, first=first)
    no_article = f"the page is {article.role.kind}, no article" if article.role.kind else None
    if not article.body and "html" not in content_type.lower():
        no_article = f"the page is no HTML page, but {content_type or 'of no stated type'!a}"
    if no_article is None and ref is not None and first is None:
        no_article = _is_another(article, ref)
    if no_article:
        return Rejected(
            site=site,
            url=ref.url if ref else response.url,
            reasons=[no_article],
            headline=article.headline,
            fetched_at=fetched_at,
            ref=ref,
            again=True,
        )
    article.site = site
    article.fetched_at = fetched_at
    article.validators = validators_of(response)
    if ref is not None and response.url != ref.url and _is_another_post(article, ref):
        ref = ArticleRef(url=ref.url, source=ref.source)  # the rest is said of a post that leads here
    article.ref = ref
    if ref is not None:
        add_listed(article, ref)
    return article


def _is_another_post(article: Article, ref: ArticleRef) -> bool:
    """Whether the page is of another post than the one listed, by the post ID that WordPress marks it with."""
    marked = article.evidence.number.get("html", "")
    return ref.number is not None and marked.isascii() and marked.isdecimal() and int(marked[:20]) != ref.number


def add_listed(article: Article, ref: ArticleRef) -> None:
    """Add what a listing says of an article to its evidence."""
    source = _SOURCE_OF.get(ref.source)
    if source is None:
        return
    evidence = article.evidence
    if ref.number is not None:
        evidence.number.setdefault(source, str(ref.number))
    if ref.published:
        evidence.date.setdefault(source, ref.published)
    if ref.modified:
        evidence.date_modified.setdefault(source, ref.modified)


def timestamp() -> str:
    """Return the present as ``fetched_at`` has it."""
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())


def _is_another(article: Article, ref: ArticleRef) -> str | None:
    """Say why a page that says nothing by which it can be told is not the one that was listed.

    An error page, a notice or the home page under the article's address would take number and date from the listing.
    """
    evidence, raw = article.evidence, article.raw
    tells_itself = raw.number or raw.publish or evidence.number or {"json-ld", "opengraph"} & evidence.date.keys()
    if tells_itself or not ref.title or alike(article.headline, ref.title):
        return None
    return (
        f"the page is headed {quoted(article.headline)}, which is not what the listing ({ref.source}) calls the "
        f"article, {quoted(ref.title)}, and it says neither number nor date"
    )


def _leads_to(url: str, listed: str, profile: SiteProfile) -> str | None:
    """Name the page, not an article's, that an article's URL redirects to: what the listing said is not about that one.

    ``url`` is what was read, ``listed`` what was asked for.
    """
    folder = urlsplit(profile.base_url).path.rstrip("/") + "/"
    if url == listed:
        return None
    if is_home(url, folder) or is_home(url):
        return "the home page"
    if is_archive(url, folder) and not is_archive(listed, folder):
        return "a list of articles"
    return None

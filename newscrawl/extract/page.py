"""From the bytes of one page to an :class:`~newscrawl.items.Article` with raw fields and evidence."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

from newscrawl.extract.authors import find_authors
from newscrawl.extract.body import body_text, find_text
from newscrawl.extract.document import ends_early, parse
from newscrawl.extract.flow import prose_weights, read_flow
from newscrawl.extract.head import read_head
from newscrawl.extract.header import find_header
from newscrawl.extract.jsonld import page_key, read_jsonld
from newscrawl.extract.metadata import find_language, opengraph_evidence, printed_evidence
from newscrawl.extract.parts import find_parts, is_pager_line
from newscrawl.extract.pictures import find_image, pictures_alone
from newscrawl.extract.pruning import without_authors
from newscrawl.extract.role import asks_for_password, is_twin, kind_of
from newscrawl.extract.scope import asked_first, holds_article, holds_long_article, scope_of
from newscrawl.extract.terms import find_tags
from newscrawl.extract.title import find_title
from newscrawl.extract.tracking import without_tracking
from newscrawl.items import Article, Evidence, PageRole
from newscrawl.sites.profile import DEFAULT

if TYPE_CHECKING:
    from lxml.etree import _Element

    from newscrawl.extract.head import Head
    from newscrawl.sites.profile import SiteProfile

_SHORT = 300
"""Characters of a body below which the page is read again with what stands after its comments."""
_FEW = 50
_LITTLE = 200
"""Blocks and characters of a page's whole text below which the walk left too much out."""
_THIN = 3000
"""Characters of a page's whole text below which an advertisement may have taken the article in."""


def extract_article(
    html: bytes, url: str, profile: SiteProfile = DEFAULT, *, encoding: str | None = None, first: str | None = None
) -> Article:
    """Read the article on a page.

    ``url`` is the page's absolute address, ``encoding`` the charset of the HTTP ``Content-Type`` header where known;
    ``first`` the address of the article's first page, where this is known to be a later one: ``role`` tells which.
    Raises nothing, whatever the bytes: what cannot be read stays empty. Number, category, date and their sources are
    left to the normalisers.
    """
    collects = gc.isenabled()
    gc.disable()  # thousands of objects and no cycle among them: to look for one takes a tenth of the time
    try:
        article = _read(parse(html, encoding, whole=False), html, url, profile, first)
        if len(article.body) < _SHORT and (b'id="comments"' in html or b'id="respond"' in html or ends_early(html)):
            # a theme that prints its comments first, uses the name for something else, or ends the page in its header
            article = _read(parse(html, encoding), html, url, profile, first)
    finally:
        if collects:
            gc.enable()
    return article


def _read(root: _Element | None, html: bytes, url: str, profile: SiteProfile, first: str | None) -> Article:
    host = _host(url)
    article = Article(url=url.partition("#")[0], site=host if profile is DEFAULT else profile.name)
    if root is None:
        return article
    flow = read_flow(root)
    if (
        len(flow.text) < _FEW
        and sum(map(len, flow.text)) < _LITTLE
        and any(map(asked_first(holds_article), flow.left_out))
    ):
        flow = read_flow(root, keeps=asked_first(holds_article))
    elif ("h1" not in flow.kind or sum(map(len, flow.text)) < _THIN) and any(
        map(asked_first(holds_long_article), flow.left_out)
    ):
        flow = read_flow(root, keeps=asked_first(holds_long_article))
    head = read_head(root, flow.declared)
    article_url = without_tracking(article.url)
    page_url = without_tracking(_canonical(article.url, head.canonical or _without_query(article.url, head)))
    article.url = page_url
    linked = read_jsonld(head.jsonld, (page_url, url, head.first("og:url"), head.canonical)) if head.jsonld else None
    site_names = [head.first("og:site_name"), head.first("application-name"), host, host.removeprefix("www.")]
    site_names.append(head.feed_title.partition(" » ")[0])  # as WordPress puts it: "The Courier » Feed"
    declared = [head.first("og:title"), linked.headline if linked else "", head.first("twitter:title")]
    article.headline, title = find_title(flow, declared, head.title, site_names, page_url)

    weights = prose_weights(flow)
    scope = scope_of(flow, weights, title)
    header = find_header(flow, profile, title, scope.outside)
    article.raw = header.raw
    text = find_text(flow, weights, title, header.blocks, host)
    base = _joined(page_url, head.base)
    parts = find_parts(flow, article_url, page_url, _joined(article_url, head.base), head.following, first)
    if parts.pagers:
        text.blocks = [i for i in text.blocks if not is_pager_line(flow, i, parts)]
    article.body = body_text(flow, text.blocks)
    kind = kind_of(root)
    if kind is None and asks_for_password(flow.locks, head.number, article.body):
        kind = "a form that asks for the article's password"
    article.role = PageRole(
        kind=kind,
        twin=bool(article_url) and page_url != article_url and is_twin(root, html, head),
        first=parts.first,
        number=parts.number,
        following=parts.following,
    )
    article.summary = text.summary
    if not article.body and linked is not None and linked.body:
        article.body = linked.body.strip()
    if not article.body and (pictures := pictures_alone(flow)):
        article.warnings.append(f"body: {pictures}")

    evidence = Evidence()
    opengraph_evidence(head, evidence)
    if linked is not None:
        if linked.date:
            evidence.date["json-ld"] = linked.date
        if linked.date_modified:
            evidence.date_modified["json-ld"] = linked.date_modified
        if linked.sections:
            evidence.category["json-ld"] = linked.sections
    printed_evidence(flow, head, scope, text, title, page_url, article.headline, evidence)
    article.evidence = evidence
    article.authors = find_authors(flow, head, linked, scope, text, title, site_names)
    blocks = without_authors(flow, text.blocks, article.authors)
    if len(blocks) < len(text.blocks):
        article.body = body_text(flow, blocks)
    article.tags = find_tags(flow, head, linked, scope)
    article.image = find_image(flow, head, linked, text, base)
    article.language = find_language(head, linked, profile, article.body, evidence)
    return article


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _joined(url: str, base: str) -> str:
    try:
        return urljoin(url, base) if base else url
    except ValueError:
        return url


def _without_query(url: str, head: Head) -> str:
    """What OpenGraph calls a page without a canonical address, where that is its own but for the query."""
    own = head.first("og:url")
    return own if own and "?" in url and "?" not in own and page_key(own) == page_key(url) else ""


def _bare(host: str | None) -> str:
    return (host or "").removeprefix("www.")


def _canonical(url: str, canonical: str) -> str:
    """``canonical`` where it is an address of the same host that can be this page's, else ``url``."""
    if not canonical or canonical == url:
        return url
    if not url:  # a file of which nobody said where it is from
        return canonical.partition("#")[0] if canonical.startswith(("https://", "http://")) else url
    try:
        target = urljoin(url, canonical).partition("#")[0]
        here, there = urlsplit(url), urlsplit(target)
        host = there.netloc.lower().removesuffix(":443" if there.scheme == "https" else ":80")
    except ValueError:
        return url
    if there.scheme not in ("http", "https") or _bare(there.hostname) != _bare(here.hostname):
        return url
    scheme = "https" if here.scheme == "https" else there.scheme  # plugins forget that a site moved on
    if (scheme, host) != (there.scheme, there.netloc):
        target = urlunsplit(there._replace(scheme=scheme, netloc=host))
    if there.path in ("", "/") and not there.query and (here.path not in ("", "/") or here.query):
        return url  # a broken plugin names the home page on every page
    return url if page_key(target) == page_key(url) and target == url else target

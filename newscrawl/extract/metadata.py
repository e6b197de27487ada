"""Evidence beside the printed header: OpenGraph, ``rel`` links, ``time``, classes, microdata. A function a field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urljoin, urlsplit

from newscrawl.extract.containers import (
    AUTHOR,
    BODY,
    CATEGORIES,
    DATE,
    HENTRY,
    JUNK,
    JUNK_GUESS,
    TAGS,
    UPDATED,
)
from newscrawl.extract.flow import running_sums
from newscrawl.extract.language import language_tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from newscrawl.extract.body import Text
    from newscrawl.extract.flow import Flow, Span
    from newscrawl.extract.head import Head
    from newscrawl.extract.jsonld import LinkedData
    from newscrawl.items import Evidence
    from newscrawl.sites.profile import SiteProfile

_POST_ID: Final = re.compile(r"post-(\d{1,12})\Z")
_PATH_DATE: Final = re.compile(r"/((?:19|20)\d\d)/([01]?\d)/([0-3]?\d)(?:/|$)")
_DATE_TEXT: Final = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2,4}|\d{1,2}(?:st|nd|rd|th|\.|º|er)?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?(?:19|20)\d\d\b"
    r"|\b[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b"
)
"""A day as pages print it; every repeat is bounded or over one character class followed by another."""
_BY: Final = re.compile(
    r"(?:by|von|par|por|di|door|av|af|przez|written by|posted by|geschrieben von|author|autor|text)(?:\s*:\s*|\s+)",
    re.IGNORECASE,
)
_NAME_ENDS: Final = re.compile(r"\s*(?:\||·|•|\n|\bon\b|\bam\b|\d|posted|published|/).*\Z", re.IGNORECASE | re.DOTALL)
NO_AUTHORS: Final = frozenset({"admin", "administrator", "author", "autor", "by", "von", "posted by", "redaktör"})


@dataclass(slots=True)
class Scope:
    """Which blocks belong to the article in the wide sense: header, body, meta lines."""

    outside: list[bool]
    """Per block (one more than there are): part of a sidebar, a footer of the page or another article."""
    others: list[bool]
    """Per block: part of another article."""
    start: int
    end: int


def scope_of(flow: Flow, weights: list[int], title: int) -> Scope:
    """The article that holds the headline: its ``hentry`` or ``article`` element, else the page without its junk."""
    count = len(flow.text) + 2
    outside = [False] * count
    others = [False] * count
    best: Span | None = None
    for span in flow.spans:
        flags = span.flags
        if (
            (flags & HENTRY or span.element.tag == "article")
            and span.start <= title < span.end
            and (best is None or span.depth < best.depth)
        ):
            best = span
    sizes = running_sums(weights)
    total = sizes[-1]
    for span in flow.spans:
        end = min(span.end, len(flow.text))
        if span.flags & (JUNK | JUNK_GUESS):
            if span.start <= title < end or (sizes[end] - sizes[span.start]) * 2 > total:
                continue
            if best is not None and best.start <= span.start and end <= best.end and span.element.tag == "footer":
                continue  # the article's own footer carries its categories and tags
        elif title >= 0 and (span.flags & HENTRY or span.element.tag == "article"):
            if span.start <= title < span.end or (sizes[end] - sizes[span.start]) * 2 > total:
                continue  # the article itself, or its text beside its headline
            others[span.start : end] = [True] * (end - span.start)
        else:
            continue
        outside[span.start : end] = [True] * (end - span.start)
    if best is None:
        return Scope(outside, others, 0, len(flow.text))
    return Scope(outside, others, best.start, best.end)


def opengraph_evidence(head: Head, evidence: Evidence) -> None:
    """Dates and sections of ``article:`` tags and their kin."""
    date = head.first(
        "article:published_time", "article:published", "og:published_time", "og:article:published_time",
        "datepublished", "publish-date", "publish_date", "publication_date", "date", "dc.date",
        "dc.date.issued", "dcterms.date", "dcterms.created", "sailthru.date", "parsely-pub-date",
        "cxenseparse:recs:publishtime", "pubdate", "dc.created", "article.published", "published_time",
        "dcterms.issued", "citation_publication_date", "citation_date",
    )  # fmt: skip
    if date:
        evidence.date["opengraph"] = date
    modified = head.first(
        "article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified"
    )
    if modified:
        evidence.date_modified["opengraph"] = modified
    sections = list(dict.fromkeys(s for s in head.meta.get("article:section", ()) if s))
    if sections:
        evidence.category["opengraph"] = sections


def element_text(element: _Element) -> str:
    """All text below ``element``, white space folded."""
    return " ".join("".join(element.itertext()).split())


def printed_evidence(
    flow: Flow,
    head: Head,
    scope: Scope,
    text: Text,
    title: int,
    url: str,
    headline: str,
    evidence: Evidence,
    html: bytes,
) -> None:
    """Number, categories and dates as the page's own markup shows them."""
    number = head.number or _article_number(flow, scope, title)
    if number:
        evidence.number["html"] = number
    declared = {name.casefold() for names in evidence.category.values() for name in names}
    categories = find_categories(flow, scope, title, headline, declared, html)
    if categories:
        evidence.category["html"] = categories
    date, modified = find_dates(flow, scope, text, title)
    if not date and not evidence.date:
        match = _PATH_DATE.search(urlsplit_path(url))
        if match:
            date = f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
        else:
            match = _DATE_TEXT.match(head.title)  # some sites begin the page's title with the day
            date = match[0] if match else ""
    if date:
        evidence.date["html"] = date
    if modified:
        evidence.date_modified["html"] = modified


def _article_number(flow: Flow, scope: Scope, title: int) -> str:
    for span in flow.spans:
        if span.flags & HENTRY and span.start <= title < span.end:
            match = _POST_ID.match(span.element.get("id") or "")
            if match:
                return match[1]
    return ""


_MOST_ASKED: Final = 60
"""Elements that are asked for one field at most: a hostile page nests thousands, each with all the text of the next."""


def _noted(flow: Flow, flags: int) -> list[Span]:
    """The first spans that any of ``flags`` is noted of."""
    return list(islice((s for s in flow.spans if s.flags & flags), _MOST_ASKED))


def _rel_names(flow: Flow, scope: Scope, word: str) -> list[str]:
    """Texts of the links whose ``rel`` holds ``word``: the article's, else those of a box beside it, but no other's."""
    tiers: tuple[list[str], list[str], list[str]] = ([], [], [])
    for index, rel, element in flow.links:
        rels = rel.lower().split()
        if "tag" in rels and "category" not in rels and "/category/" in (element.get("href") or ""):
            rels.append("category")  # themes that print rel="tag" for every term
        if word not in rels or (word == "tag" and "category" in rels) or scope.others[index]:
            continue
        name = element_text(element)
        if name and len(name) < 80:
            within = scope.start <= index <= scope.end
            tiers[(0 if not scope.outside[index] else 1) if within else 2].append(name)
    return list(dict.fromkeys(next(filter(None, tiers), [])))


def _span_names(flow: Flow, scope: Scope, flag: int) -> list[str]:
    """Texts of the links in the first element that is named for categories or tags, by ``flag``."""
    for span in _noted(flow, flag):
        if span.flags & BODY or scope.outside[span.start] or span.end - span.start > 30:
            continue
        if not scope.start - 6 <= span.start <= scope.end + 6:
            continue
        anchors = [span.element] if span.element.tag == "a" else list(islice(span.element.iter("a"), 41))
        if len(anchors) > 40:
            continue
        names = [name for a in anchors if (name := element_text(a)) and len(name) < 60]
        if not anchors:
            printed = element_text(span.element).rpartition(":")[2]
            names = [name for part in printed.split(",") if (name := part.strip()) and len(name) < 40]
        if names:
            return list(dict.fromkeys(names))
    return []


def find_categories(flow: Flow, scope: Scope, title: int, headline: str, declared: set[str], html: bytes) -> list[str]:
    """Names of the article's categories.

    In order: links with ``rel="category tag"``, which WordPress prints for the post's own categories only; links in a
    block for categories; breadcrumbs, but where the page declares sections (``declared``, case folded) only if they
    agree; the slugs of ``post_class``, spelled as the page's links to them are; a link right above the headline.
    ``html`` is asked whether it speaks of breadcrumbs at all.
    """
    names = _rel_names(flow, scope, "category") or _span_names(flow, scope, CATEGORIES)
    if names:
        return names
    if b"crumb" in html:
        names = _breadcrumb_names(flow, headline)
        if names and (not declared or declared & {n.casefold() for n in names}):
            return names
    if declared:
        return []
    return _slug_names(flow, title) or _link_above(flow, scope, title)


def _link_above(flow: Flow, scope: Scope, title: int) -> list[str]:
    """A short block above the headline that is one link as a whole: the kicker that leads to the category."""
    index = title - 1
    if index >= 0 and (index == 0 or flow.linked[index - 1] < len(flow.text[index - 1])):  # no list of links
        text = flow.text[index]
        if flow.linked[index] >= len(text) and len(text) < 40 and not scope.others[index] and "\n" not in text:
            owner = flow.owner[index]
            link = next(owner.iter("a"), None)
            if link is None:
                link = next(owner.iterancestors("a"), None)
            if link is not None and len(urlsplit_path(link.get("href") or "").strip("/")) > 2:
                return [text]
    return []


def _slug_names(flow: Flow, title: int) -> list[str]:
    slugs: list[str] = []
    for span in flow.spans:
        if span.flags & HENTRY and span.start <= title < span.end:
            for token in (span.element.get("class") or "").split():
                if token.startswith("category-") and len(token) > 9:
                    slugs.append(token[9:])
    if not slugs:
        return []
    names: dict[str, str] = {}
    # A link to the category ends with its slug, or, on sites with plain permalinks, reads as the slug does.
    spelled = {_letters(slug): slug for slug in slugs}
    for link in flow.root.iter("a"):
        href = (link.get("href") or "").rstrip("/")
        slug = href.rpartition("/")[2]
        if slug not in slugs and "cat=" not in slug:
            continue
        name = element_text(link)
        slug = slug if slug in slugs else spelled.get(_letters(name), "")
        if slug and name and len(name) < 60:
            names.setdefault(slug, name)
    return [names.get(s) or unquote(s).replace("-", " ").capitalize() for s in dict.fromkeys(slugs)]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unquote(text).casefold()))


def _breadcrumb_names(flow: Flow, headline: str) -> list[str]:
    """Names between the first crumb, the home page, and the article."""
    beside = chain(flow.left_out, (s.element for s in flow.spans if s.flags & JUNK_GUESS))
    for element in islice(beside, 2 * _MOST_ASKED):
        inner = chain((element,), islice(element.iter("ol", "ul", "div", "p"), 4))
        if not any("crumb" in f"{e.get('class')} {e.get('id')}".lower() for e in inner):
            continue
        links = list(islice(element.iter("a"), 9))
        if not 1 <= len(links) <= 8:
            continue
        names = []
        for position, link in enumerate(links):
            name = element_text(link)
            path = urlsplit_path(link.get("href") or "")
            if name and len(name) < 60 and path not in ("", "/") and name != headline and (position or len(path) > 4):
                names.append(name)
        if names and len(links) > 1:
            return list(dict.fromkeys(names))
    return []


def urlsplit_path(url: str) -> str:
    """The path of ``url``; empty for what is no URL."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def find_tags(flow: Flow, head: Head, linked: LinkedData | None, scope: Scope) -> list[str]:
    """Names of the article's tags: links with ``rel="tag"``, else ``article:tag``, else JSON-LD keywords."""
    names = _rel_names(flow, scope, "tag") or _span_names(flow, scope, TAGS)
    if not names:
        names = list(dict.fromkeys(t for t in head.meta.get("article:tag", ()) if t))
    if not names and linked is not None:
        names = linked.keywords
    if not names:
        names = [t for part in head.first("news_keywords").split(",") if (t := part.strip())]
    return [n.removeprefix("#").strip() or n for n in names]


def find_dates(flow: Flow, scope: Scope, text: Text, title: int) -> tuple[str, str]:
    """Date of publication and of the last change as ``time`` elements, classes and microdata give them."""
    date = modified = ""
    anchor = title if title >= 0 else text.start
    best = 10**9
    for index, flags, element in flow.times:
        value = (element.get("datetime") or "").strip() or element_text(element)
        if not value or not any(c.isdigit() for c in value):
            continue
        if scope.outside[index] and (scope.others[index] or not 0 <= anchor - index <= 2):
            continue
        if text.start < index < text.end - 1 and not flags & (DATE | UPDATED):
            continue
        if flags & UPDATED and not flags & DATE:
            modified = modified or value
            continue
        distance = abs(index - anchor) - (5 if flags & DATE else 0)
        if distance < best:
            date, best = value, distance
    if date:
        return date, modified
    for span in _noted(flow, DATE | UPDATED):
        if scope.outside[span.start] or span.end - span.start > 3:
            continue
        if abs(span.start - anchor) > 12 and not scope.start <= span.start <= scope.end:
            continue
        element = span.element
        value = element.get("content") or element.get("datetime") or element.get("title") or ""
        if not any(c.isdigit() for c in value):
            value = " ".join(" ".join(element.itertext()).split())
        if len(value) > 80 or not any(c.isdigit() for c in value):
            continue
        if span.flags & UPDATED and not span.flags & DATE:
            modified = modified or value
        elif abs(span.start - anchor) < best:
            date, best = value, abs(span.start - anchor)
    if not date:
        near = [
            *range(max(0, anchor - 4), min(len(flow.text), anchor + 7)),
            *range(text.end, min(len(flow.text), text.end + 4)),
        ]
        for index in near:
            block = flow.text[index]
            if not scope.outside[index] and len(block) < 160:
                match = _DATE_TEXT.search(block)
                if match:
                    return match[0], modified
    return date, modified


def find_authors(
    flow: Flow, head: Head, linked: LinkedData | None, scope: Scope, title: int, site_names: Sequence[str]
) -> list[str]:
    """Names of the authors: JSON-LD, else ``meta``, else what is printed: links with ``rel="author"``, bylines.

    Who declares the site itself as the author is asked for the printed name first.
    """
    own = {n.casefold() for n in site_names if n} | NO_AUTHORS
    declared = [
        *(linked.authors if linked is not None else ()),
        *(n for n in head.meta.get("author", ()) if len(n) < 80),
        *(n for n in head.meta.get("article:author", ()) if len(n) < 80),
    ]
    declared = [n for n in declared if n and not n.startswith(("http", "@"))]
    names = [n for n in declared if n.casefold() not in own]
    if names:
        first = linked.authors if linked is not None else ()
        return [n for n in names if n in first] or list(dict.fromkeys(names))
    printed = _printed_authors(flow, scope, title)
    return printed or [n for n in dict.fromkeys(declared) if n.casefold() not in NO_AUTHORS]


def _printed_authors(flow: Flow, scope: Scope, title: int) -> list[str]:
    names: list[str] = []
    for index, rel, element in flow.links:
        if "author" in rel.lower().split() and not scope.others[index]:
            name = element_text(element)
            if 1 < len(name) < 60 and name not in names:
                names.append(name)
    if names:
        return names[:6]
    for span in _noted(flow, AUTHOR):
        if scope.outside[span.start] or span.end - span.start > 3:
            continue
        name = _byline(element_text(span.element)) if scope.start - 6 <= span.start <= scope.end + 3 else ""
        if name:
            return [name]
    for index in range(max(0, title - 2), min(len(flow.text), title + 5)):
        block = flow.text[index]
        if len(block) < 80 and not scope.outside[index] and _BY.match(block):
            name = _byline(block)
            if name:
                return [name]
    return []


def _byline(text: str) -> str:
    """The name in a printed byline, without "by" and the date; empty where it can be no name."""
    match = _BY.match(text)
    if match:
        text = text[match.end() :]
    text = _NAME_ENDS.sub("", text).strip(" ,:;-–|")
    return text if 1 < len(text) < 50 and text.casefold() not in NO_AUTHORS else ""


def find_image(flow: Flow, head: Head, linked: LinkedData | None, text: Text, base: str) -> str | None:
    """Absolute URL of the main image: OpenGraph, JSON-LD, Twitter, else WordPress's featured image."""
    value = head.first("og:image", "og:image:url", "og:image:secure_url")
    value = value or (linked.image if linked is not None else "") or head.first("twitter:image", "twitter:image:src")
    if not value:
        for index, element in flow.images:
            if "wp-post-image" in (element.get("class") or "") and index <= text.start + 3:
                value = element.get("data-src") or element.get("data-lazy-src") or element.get("src") or ""
                break
        else:
            for index, element in flow.images:
                if text.start <= index <= text.end:
                    value = element.get("data-src") or element.get("data-lazy-src") or element.get("src") or ""
                    break
    value = value.strip()
    if not value or value.startswith("data:"):
        return None
    try:
        absolute = urljoin(base, value)
        return absolute if urlsplit(absolute).scheme in ("http", "https") else None
    except ValueError:
        return None


def find_language(head: Head, linked: LinkedData | None, profile: SiteProfile) -> str | None:
    """BCP 47 tag: the profile's, else ``html lang``, else OpenGraph's locale, else JSON-LD's."""
    for value in (
        profile.language,
        head.lang,
        head.first("og:locale"),
        linked.language if linked is not None else "",
        head.first("content-language", "language", "dc.language"),
    ):
        tag = language_tag(value)
        if tag:
            return tag
    return None

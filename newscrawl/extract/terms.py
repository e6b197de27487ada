"""The article's categories and tags as the page's own markup shows them."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from newscrawl.extract.containers import BODY, CATEGORIES, CRUMBS, HENTRY, TAGS
from newscrawl.extract.scope import MOST_ASKED, element_text, letters, noted, urlsplit_path

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from lxml.etree import _Element

    from newscrawl.extract.flow import Flow
    from newscrawl.extract.head import Head
    from newscrawl.extract.jsonld import LinkedData
    from newscrawl.extract.scope import Scope

_CATEGORY_QUERY: Final = re.compile(r"[?&;](?:cat=\d|category_name=)", re.ASCII)


def _slug(href: str) -> str:
    """The last part of an address: for a link to a category or an author, the slug."""
    return unquote(href.partition("?")[0].rstrip("/").rpartition("/")[2]).casefold()


def _parent(flow: Flow, index: int) -> _Element | None:
    return flow.owner[index].getparent() if index < len(flow.owner) else None


def _leads_to_category(link: _Element) -> bool:
    """Whether a link with ``rel="tag"`` is to a category: block themes print that for every term."""
    href = link.get("href") or ""
    if "/category/" in href or _CATEGORY_QUERY.search(href):
        return True
    around = link.getparent()
    return around is not None and "taxonomy-category" in (around.get("class") or "").split()


def _rel_names(
    flow: Flow, scope: Scope, word: str, slugs: AbstractSet[str] = frozenset(), declared: AbstractSet[str] = frozenset()
) -> list[str]:
    """Texts of the links whose ``rel`` holds ``word``: the article's, else those of a box beside it, but no other's.

    Where some lead to one of ``slugs``, only these and those next to them: lists of other articles print the like.
    Those from outside the article have to agree with the names that the page declares (``declared``, case folded), if
    there are any.
    """
    tiers: tuple[list[str], list[str], list[str]] = ([], [], [])
    found: list[tuple[int, str]] = []
    sure: set[int] = set()
    for index, rel, element in flow.links:
        if "tag" not in rel and "category" not in rel:
            continue
        rels = rel.split()
        if "tag" in rels and "category" not in rels and _leads_to_category(element):
            rels.append("category")  # themes that print rel="tag" for every term
        if word not in rels or (word == "tag" and "category" in rels) or scope.others[index]:
            continue
        name = element_text(element)
        if name and len(name) < 80:
            within = scope.start <= index <= scope.end
            tiers[(0 if not scope.outside[index] else 1) if within else 2].append(name)
            if slugs:
                found.append((index, name))
                if _slug(element.get("href") or "") in slugs:
                    sure.add(index)
    if sure:
        beside = {(at, _parent(flow, index)) for index in sure for at in (index - 1, index, index + 1)}
        return list(dict.fromkeys(name for index, name in found if (index, _parent(flow, index)) in beside))
    if declared and declared.isdisjoint(map(str.casefold, tiers[2])):
        tiers[2].clear()
    return list(dict.fromkeys(next(filter(None, tiers), [])))


def _span_names(flow: Flow, scope: Scope, flag: int) -> list[str]:
    """Texts of the links in the first element that is named for categories or tags, by ``flag``."""
    for span in noted(flow, flag):
        if span.flags & BODY or scope.outside[span.start] or span.end - span.start > 30:
            continue
        if not scope.start - 6 <= span.start <= scope.end + 6:
            continue
        anchors = [span.element] if span.element.tag == "a" else list(islice(span.element.iter("a"), 41))
        if len(anchors) > 40:
            continue
        leads = "/tag/" if flag & CATEGORIES else "/category/"  # page builders print either in one widget
        own = [a for a in anchors if leads not in (a.get("href") or "")]
        names = [name for a in own if (name := element_text(a)) and len(name) < 60]
        if not anchors:
            printed = element_text(span.element).rpartition(":")[2]
            names = [name for part in printed.split(",") if (name := part.strip()) and len(name) < 40]
        if names:
            return list(dict.fromkeys(names))
    return []


def find_categories(flow: Flow, scope: Scope, title: int, headline: str, declared: set[str]) -> list[str]:
    """Names of the article's categories.

    In order: links with ``rel="category tag"``, which WordPress prints for the post's own categories only; links in a
    block for categories; breadcrumbs, but where the page declares sections (``declared``, case folded) only if they
    agree and tell no less; the slugs of ``post_class``, spelled as the page's links to them are; a link right above
    the headline.
    """
    slugs = _category_slugs(flow, title)
    names = _rel_names(flow, scope, "category", frozenset(slugs), declared) or _span_names(flow, scope, CATEGORIES)
    if names:
        return names
    names = _breadcrumb_names(flow, headline)
    folded = {name.casefold() for name in names}
    if names and (not declared or (declared & folded and not folded < declared)):
        return names
    if declared:
        return []
    return _slug_names(flow, slugs) or _link_above(flow, scope, title)


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
                return [] if "home" in (link.get("rel") or "").split() else [text]
    return []


def _category_slugs(flow: Flow, title: int) -> list[str]:
    """Slugs of the article's categories as ``post_class`` gives them: a number for one that ASCII cannot spell."""
    slugs: list[str] = []
    for span in flow.named:
        if span.flags & HENTRY and span.start <= title < span.end:
            for token in (span.element.get("class") or "").split():
                if token.startswith("category-") and len(token) > 9:
                    slugs.append(token[9:])
    return slugs


def _slug_names(flow: Flow, slugs: list[str]) -> list[str]:
    if not slugs:
        return []
    names: dict[str, str] = {}
    # A link to the category ends with its slug, or, on sites with plain permalinks, reads as the slug does.
    spelled = {letters(unquote(slug)): slug for slug in slugs}
    for link in flow.root.iter("a"):
        href = (link.get("href") or "").rstrip("/")
        slug = href.rpartition("/")[2]
        if slug not in slugs and "cat=" not in slug:
            continue
        name = element_text(link)
        slug = slug if slug in slugs else spelled.get(letters(unquote(name)), "")
        if slug and name and len(name) < 60:
            names.setdefault(slug, name)
    if any(slug.isdigit() for slug in slugs):
        names = _names_by_id(flow) | names
        # WordPress prints a term's ID where its slug has no ASCII letters: by itself that is no name
        slugs = [slug for slug in slugs if slug in names or not slug.isdigit()]
    return [names.get(s) or unquote(s).replace("-", " ").capitalize() for s in dict.fromkeys(slugs)]


def _names_by_id(flow: Flow) -> dict[str, str]:
    """Term ID -> name, from WordPress's list of categories."""
    found: dict[str, str] = {}
    for entry in flow.root.iter("li"):
        for token in (entry.get("class") or "").split():
            if token.startswith("cat-item-") and (link := next(entry.iter("a"), None)) is not None:
                found.setdefault(token.removeprefix("cat-item-"), element_text(link))
    return found


def _is_trail(element: _Element) -> bool:
    return "crumb" in f"{element.get('class')} {element.get('id')}".lower()


def _breadcrumb_names(flow: Flow, headline: str) -> list[str]:
    """Names between the first crumb, the home page, and the article."""
    beside = (e for e in islice(flow.left_out, MOST_ASKED) if any(map(_is_trail, islice(e.iter(), 5))))
    for element in chain(beside, (s.element for s in noted(flow, CRUMBS))):
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


def find_tags(flow: Flow, head: Head, linked: LinkedData | None, scope: Scope) -> list[str]:
    """Names of the article's tags: links with ``rel="tag"``, else ``article:tag``, else JSON-LD keywords."""
    names = _rel_names(flow, scope, "tag") or _span_names(flow, scope, TAGS)
    if not names:
        names = _spans_by_address(flow, scope) or _in_a_cloud(flow)
    if not names:
        names = [t for t in head.meta.get("article:tag", ()) if t]
        if len(names) == 1:  # some plugins print all of them in one
            names = [t for part in names[0].split(",") if (t := part.strip())]
    if not names and linked is not None:
        names = linked.keywords
    if not names:
        names = [t for part in head.first("news_keywords").split(",") if (t := part.strip())]
    return list(dict.fromkeys(n.removeprefix("#").strip() or n for n in names))


def _spans_by_address(flow: Flow, scope: Scope) -> list[str]:
    """Texts of the links to tags in a block that is named for any term, as page builders print them."""
    for span in noted(flow, CATEGORIES):
        if not scope.outside[span.start] and scope.start - 6 <= span.start <= scope.end + 6:
            links = (a for a in islice(span.element.iter("a"), 41) if "/tag/" in (a.get("href") or ""))
            if names := [name for a in links if (name := element_text(a)) and len(name) < 60]:
                return names
    return []


def _in_a_cloud(flow: Flow) -> list[str]:
    """Texts of links with ``rel="tag"`` in what is called a cloud of tags but stands in a block for those of a post."""
    for element in islice((e for e in flow.left_out if "tagcloud" in (e.get("class") or "")), MOST_ASKED):
        around = " ".join(e.get("class") or "" for e in islice(element.iterancestors(), 3)).lower()
        if "tags" in around and "post" in around and "widget" not in around:
            links = (a for a in islice(element.iter("a"), 40) if "tag" in (a.get("rel") or "").split())
            if names := [name for a in links if (name := element_text(a)) and len(name) < 80]:
                return names
    return []

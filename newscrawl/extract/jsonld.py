"""JSON-LD: the node that describes this page's article, among all that plugins print."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Node = dict[str, Any]

_PAGE_TYPES = frozenset({"WebPage", "ItemPage", "AboutPage", "MedicalWebPage", "FAQPage", "QAPage"})
_OTHER_TYPES = frozenset(
    {"Review", "Recipe", "HowTo", "Report", "CreativeWork", "VideoObject", "PodcastEpisode", "Episode"}
)
_TRAILING_COMMA = re.compile(r",\s*([}\]])")  # one class after one comma: cannot backtrack
_MAX_NODES = 2000


@dataclass(slots=True)
class LinkedData:
    """What the page's JSON-LD says of its article. Empty strings and lists where it says nothing."""

    headline: str = ""
    date: str = ""
    date_modified: str = ""
    sections: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    image: str = ""
    language: str = ""
    description: str = ""
    body: str = ""


def _load(text: str) -> Any:
    text = text.strip().strip(";")
    if text.startswith("<!--"):
        text = text[4:].removesuffix("-->")
    elif "<![CDATA[" in text[:40]:
        text = text.replace("<![CDATA[", "").replace("]]>", "").replace("//", "", 1).strip().removesuffix("//")
    for repair in (None, _TRAILING_COMMA):
        try:
            # plugins print raw line breaks within strings
            return json.loads(repair.sub(r"\1", text) if repair else text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _types(node: Node) -> list[str]:
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return [str(n).rsplit("/", 1)[-1] for n in names if n]


def _is_article(types: list[str]) -> bool:
    return any(t.endswith(("Article", "BlogPosting", "NewsStory")) or t == "SocialMediaPosting" for t in types)


def _nodes(data: Any) -> Iterator[Node]:
    """Top-level nodes: lists, ``@graph`` and a page's main entity are opened, lists of other items are not."""
    queue = [data]
    seen = 0
    while queue and seen < _MAX_NODES:
        item = queue.pop(0)
        seen += 1
        if isinstance(item, list):
            queue[:0] = item
        elif isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            if graph:
                queue[:0] = [graph]
            if not _PAGE_TYPES.isdisjoint(_types(item)) and isinstance(item.get("mainEntity"), dict):
                queue[:0] = [item["mainEntity"]]


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = next((v for v in value if v), "")
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    return " ".join(unescape(str(value)).split()) if isinstance(value, (str, int)) else ""


def _texts(value: Any, *, split: bool = False) -> list[str]:
    if not isinstance(value, list):
        value = [value]
    found: list[str] = []
    for item in value[:200]:
        text = _text(item)
        for part in text.split(",") if split else (text,):
            part = part.strip()
            if part and part not in found:
                found.append(part)
    return found


def _names(value: Any, by_id: dict[str, Node]) -> list[str]:
    names: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            if "name" not in item and isinstance(item.get("@id"), str):
                item = by_id.get(item["@id"], item)
            item = item.get("name")
        for name in _texts(item):
            if name not in names and not name.startswith(("http:", "https:")):
                names.append(name)
    return names


def _image(value: Any, by_id: dict[str, Node]) -> str:
    if isinstance(value, list):
        value = next((v for v in value if v), "")
    if isinstance(value, dict):
        node = value
        if "url" not in node and "contentUrl" not in node and isinstance(node.get("@id"), str):
            node = by_id.get(node["@id"], node)
        value = node.get("url") or node.get("contentUrl") or ""
        if isinstance(value, list):
            value = next((v for v in value if v), "")
    return value.strip() if isinstance(value, str) else ""


def _same_page(node: Node, keys: frozenset[str]) -> bool:
    values: list[Any] = [node.get("url"), node.get("@id"), node.get("mainEntityOfPage"), node.get("isPartOf")]
    for value in values:
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and page_key(value) in keys:
            return True
    return False


def page_key(url: str) -> str:
    """A URL without what two addresses of one page may differ in: scheme, ``www.``, fragment, query, end slash."""
    url = url.partition("#")[0].partition("?")[0].rstrip("/")
    return url.partition("://")[2].removeprefix("www.") or url


def read_jsonld(scripts: Iterable[str], urls: Iterable[str]) -> LinkedData:
    """The article of this page in ``scripts``, the texts of its ``application/ld+json`` elements.

    ``urls`` are the addresses of the page. Of several articles the one that names the page wins; else the first,
    unless the articles are plainly a list of others.
    """
    found = LinkedData()
    nodes: list[Node] = []
    for script in scripts:
        data = _load(script)
        if data is not None:
            nodes.extend(_nodes(data))
    if not nodes:
        return found
    by_id = {n["@id"]: n for n in nodes if isinstance(n.get("@id"), str) and len(n) > 1}
    keys = frozenset(page_key(u) for u in urls if u)
    articles, pages, others = [], [], []
    for node in nodes:
        types = _types(node)
        if _is_article(types):
            articles.append(node)
        elif not _PAGE_TYPES.isdisjoint(types):
            pages.append(node)
        elif not _OTHER_TYPES.isdisjoint(types):
            others.append(node)
    article = next((n for n in articles if _same_page(n, keys)), None)
    if article is None and articles and len(articles) <= 2:
        article = articles[0]
    page = next((n for n in pages if _same_page(n, keys)), pages[0] if len(pages) == 1 else None)
    # the page node of Yoast carries dates where the site's posts are no articles to it
    chain = [n for n in (article, page, *(others[:1] if article is None else ())) if n is not None]
    for node in chain:
        found.date = found.date or _text(node.get("datePublished"))
        found.date_modified = found.date_modified or _text(node.get("dateModified"))
        found.language = found.language or _text(node.get("inLanguage"))
        found.description = found.description or _text(node.get("description"))
        found.image = found.image or _image(
            node.get("image") or node.get("primaryImageOfPage") or node.get("thumbnailUrl"), by_id
        )
        if not found.authors and (node is not page or article is None):
            found.authors = _names(node.get("author"), by_id)
    if article is not None:
        found.headline = _text(article.get("headline")) or _text(article.get("name"))
        found.sections = _texts(article.get("articleSection"), split=isinstance(article.get("articleSection"), str))
        found.keywords = _texts(article.get("keywords"), split=True)
        body = article.get("articleBody")
        found.body = unescape(body) if isinstance(body, str) else ""
    return found

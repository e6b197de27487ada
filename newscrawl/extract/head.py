"""What a page declares in ``meta``, ``link``, ``title`` and scripts, read in one pass that only meets those."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

_POST_ID = re.compile(r"(?:^|\s)postid-(\d{1,12})(?:\s|$)")
_QUERY_ID = re.compile(r"[?&]p=(\d{1,12})(?:&|#|$)")
_API_ID = re.compile(r"/wp/v2/posts/(\d{1,12})$")


@dataclass(slots=True)
class Head:
    """Declarations of a page. Empty strings and lists where there is none."""

    title: str = ""
    """Text of the ``title`` element."""
    meta: dict[str, list[str]] = field(default_factory=dict)
    """``name``, ``property`` or ``itemprop`` in lower case -> contents in order."""
    canonical: str = ""
    base: str = ""
    number: str = ""
    """WordPress post ID as the body class, the REST link or the shortlink give it."""
    feed_title: str = ""
    """Title of the first feed's link."""
    jsonld: list[str] = field(default_factory=list)
    """Texts of JSON-LD scripts."""
    lang: str = ""
    following: list[str] = field(default_factory=list)
    """Addresses that the page names as the next one."""

    def first(self, *names: str) -> str:
        """The first content of the first of ``names`` that is declared and not empty."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value:
                    return value
        return ""


def _fold(text: str | None) -> str:
    if not text or (text.isascii() and text.isprintable() and "  " not in text):
        return text.strip() if text else ""
    return " ".join(text.split())


def read_head(root: _Element, declared: Iterable[_Element] = ()) -> Head:
    """Read the declarations of the page below ``root``: those of its head, and ``declared``, those that a walk over the
    page met elsewhere."""
    head = Head()
    meta = head.meta
    body_number = api_number = short_number = ""
    head.lang = root.get("lang") or root.get("xml:lang") or ""
    for body in root.iterchildren("body"):
        match = _POST_ID.search(body.get("class") or "")
        body_number = match[1] if match else body_number
    heads = [element.iter("meta", "link", "script", "title", "base") for element in root.iterchildren("head")]
    for element in chain(*heads, declared):
        tag = element.tag
        if tag == "meta":
            name = element.get("property") or element.get("name") or element.get("itemprop")
            content = element.get("content")
            if name and content:
                meta.setdefault(name.lower(), []).append(_fold(content))
        elif tag == "script":
            kind = element.get("type")
            if kind and "ld+json" in kind and element.text:
                head.jsonld.append(element.text)
        elif tag == "link":
            rel = (element.get("rel") or "").lower()
            if rel == "canonical":
                head.canonical = head.canonical or (element.get("href") or "").strip()
            elif rel == "shortlink":
                match = _QUERY_ID.search(element.get("href") or "")
                short_number = match[1] if match else short_number
            elif rel == "next":
                head.following.append(element.get("href") or "")
            elif rel == "alternate" and element.get("type") == "application/json":
                match = _API_ID.search(element.get("href") or "")
                api_number = match[1] if match else api_number
            elif rel == "alternate" and element.get("type") == "application/rss+xml":
                head.feed_title = head.feed_title or _fold(element.get("title"))
        elif tag == "title":
            if not head.title:
                head.title = _fold(element.text)
        elif tag == "base":
            head.base = head.base or (element.get("href") or "").strip()
    head.number = body_number or api_number or short_number
    return head

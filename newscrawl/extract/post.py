"""From one post of WordPress's REST API to an :class:`~newscrawl.items.Article` with raw fields and evidence.

The post's HTML goes the way that a page's does, so that both give the same text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from lxml.etree import XPath

from newscrawl.extract.authors import cleaned
from newscrawl.extract.body import body_text, find_text
from newscrawl.extract.bylines import NO_AUTHORS
from newscrawl.extract.document import parse
from newscrawl.extract.flow import Flow, prose_weights, read_flow
from newscrawl.extract.head import Head
from newscrawl.extract.header import find_header
from newscrawl.extract.language import language_tag
from newscrawl.extract.pictures import absolute, find_image
from newscrawl.extract.pruning import without_authors
from newscrawl.extract.standfirst import is_cut_copy
from newscrawl.items import Article
from newscrawl.sites.profile import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from newscrawl.sites.profile import SiteProfile

_SHORTCODE: Final = re.compile(
    # A closing one; one with attributes; a name that is no word. Each repeat is bounded and ends where the next begins.
    r"\[/[a-z][\w-]{1,60}\]|\[[a-z][\w-]{1,60}\s{1,5}[a-z_][\w-]{0,60}\s{0,5}=|\[[a-z][a-z0-9]{0,40}[_-][\w-]{1,40}\s{0,5}/?\]"
)
"""What WordPress leaves of a shortcode that nobody replaced: editors' brackets ("[the] president") are none."""
_ALONE: Final = re.compile(r"\[[a-z][a-z0-9]{1,40}\s{0,5}/?\]")
"""A shortcode that is a word, by itself in its block."""
_NO_LETTERS: Final = re.compile(r"[\W_]+")
_CUT: Final = ("[…]", "[...]")
"""How WordPress ends the excerpt that it makes itself: of the text without embeds and what plugins take out."""
_PRINTED: Final = XPath("descendant::text()[not(parent::script or parent::style)]")
"""The text of a post as WordPress makes excerpts of it: all but tags, with embeds and what only some readers see."""
_LINE: Final = 120
"""Characters of a block that may be a line of a header."""
_NEXT_PAGE: Final = "<!--nextpage-->"
_NO_TEASER: Final = "<!--noteaser-->"
_LITTLE: Final = 140
"""Characters of prose below which the text shows on its page by what stands around it."""
_LONGEST_NAME: Final = 500
_FULL: Final = "full"


class PostError(ValueError):
    """Raised by :func:`read_post` for a post that cannot stand for its page: one clause, without a subject."""


@dataclass(slots=True)
class Post:
    """A post as it was read."""

    article: Article
    """Raw, with categories as evidence; its picture is the whole one. Number and dates are the listing's to tell."""
    pictures: dict[str, str] = field(default_factory=dict)
    """Addresses of the featured image by the name of its size, ``full`` and those of WordPress; empty: it has none."""
    within: str | None = None
    """Address of the first picture in the text."""
    unnamed: int | None = None
    """Number of the author where the API does not name it."""


def read_post(post: Mapping[str, Any], url: str, profile: SiteProfile = DEFAULT) -> Post:
    """Read a post that was asked for with its author, terms and featured image embedded.

    ``url`` is the page's absolute address. Raises PostError, and nothing else, whatever the values: where the post is
    protected or empty, goes on over several pages, holds a shortcode that was not replaced, or is not complete.
    """
    content = _rendered(post, "content")
    if _NEXT_PAGE in content:
        msg = "goes on over several pages"
        raise PostError(msg)
    if _NO_TEASER in content:
        msg = "begins in lists only, not on its page"
        raise PostError(msg)
    title = _rendered(post, "title")
    # What a theme prints around it, at the least: the same machinery then finds the same text.
    root = parse(
        f'<html><body><article class="hentry"><h1 class="entry-title">{title}</h1>'
        f'<div class="entry-content">{content}</div></article></body></html>'.encode("utf-8", "replace")
    )
    flow = read_flow(root) if root is not None else None
    if root is None or flow is None or not flow.text or flow.owner[0].get("class") != "entry-title":
        msg = "has no title"
        raise PostError(msg)
    if "[" in content and _holds_shortcode(flow):
        msg = "holds a shortcode that was not replaced"
        raise PostError(msg)
    lines = any(len(block) <= _LINE for block in flow.text[1:])
    if lines and find_header(flow, profile, 0, [False] * len(flow.text)).blocks:
        msg = "has a header in its text"
        raise PostError(msg)
    host = _host(url)
    weights = prose_weights(flow)
    text = find_text(flow, weights, 0, frozenset(), host)
    authors = _authors(post)
    blocks = without_authors(flow, text.blocks, authors or [])
    body = body_text(flow, blocks)
    if not body:
        msg = "has no text"
        raise PostError(msg)
    if sum(weights[index] for index in blocks) < _LITTLE:
        msg = "has little text"
        raise PostError(msg)
    unnamed = None if authors is not None else _number(post.get("author"))
    pictures = _pictures(post)
    within = find_image(flow, Head(), None, text, url)
    article = Article(
        site=host if profile is DEFAULT else profile.name,
        url=url,
        headline=" ".join(flow.text[0].split()),
        body=body,
        summary=text.summary or _summary(post, flow, text.blocks, root),
        authors=authors or [],
        tags=[name.removeprefix("#").strip() or name for name in _terms(post, "post_tag", "tags")],
        image=pictures.get(_FULL) or within,
        language=language_tag(profile.language),
    )
    categories = _terms(post, "category", "categories")
    if categories:
        article.evidence.category["rest"] = categories
    return Post(article, pictures, within, unnamed)


def _rendered(post: Mapping[str, Any], name: str) -> str:
    value = post.get(name)
    if not isinstance(value, dict) or not isinstance(value.get("rendered"), str):
        msg = f"has no {name}"
        raise PostError(msg)
    if value.get("protected"):
        msg = "is protected by a password"
        raise PostError(msg)
    rendered: str = value["rendered"]
    if not rendered.strip():
        msg = f"has an empty {name}"
        raise PostError(msg)
    return rendered


def _holds_shortcode(flow: Flow) -> bool:
    return any("[" in block and (_ALONE.fullmatch(block) or _SHORTCODE.search(block)) for block in flow.text)


def _summary(post: Mapping[str, Any], flow: Flow, blocks: list[int], root: _Element) -> str | None:
    """The excerpt that an editor wrote. The one that WordPress makes itself is the start of the text."""
    excerpt = post.get("excerpt")
    if excerpt is None and post.get("type", "post") != "post":
        return None  # types of a site's own need have none
    if not isinstance(excerpt, dict) or not isinstance(excerpt.get("rendered"), str):
        msg = "has no excerpt"
        raise PostError(msg)
    text = _excerpt_text(_without_more(excerpt["rendered"]))
    if not text or text.endswith(_CUT):
        return None
    # WordPress counts headings, captions and what else the body leaves out, and parts paragraphs by nothing.
    start = _start(flow, blocks, len(text))
    return None if is_cut_copy(text, start) or _opens_with(root, text) else text


def _opens_with(root: _Element, text: str) -> bool:
    """Whether the post, with all that the body leaves out, begins with the letters of ``text``."""
    letters = _NO_LETTERS.sub("", text)
    found = ""
    content = next(root.iter("div"))
    plain = next(content.iter("script", "style"), None) is None  # then it need not be walked to its end
    for piece in content.itertext() if plain else _PRINTED(content):
        found += _NO_LETTERS.sub("", piece[: 2 * len(letters) + 100])
        if not found.startswith(letters[: len(found)]):
            return False
        if len(found) >= len(letters):
            break
    return found.startswith(letters)


def _start(flow: Flow, blocks: list[int], size: int) -> str:
    """The body's first blocks, as many as ``size`` characters take and some more."""
    parts, length = [], 0
    for index in blocks:
        parts.append(flow.text[index])
        length += len(parts[-1])
        if length > size:
            break
    return " ".join(parts)


def _without_more(excerpt: str) -> str:
    """The excerpt without the link to the whole text that themes end it with."""
    cut = excerpt.rfind("<a ")
    end = excerpt.find("</a>", cut) if cut >= 0 else -1
    return excerpt[:cut] if end >= 0 and not excerpt[end + 4 :].strip(" \n</p>") else excerpt


def _excerpt_text(excerpt: str) -> str:
    plain = excerpt.strip().removeprefix("<p>").removesuffix("</p>")
    if "<" not in plain:
        return " ".join(unescape(plain).split())
    root = parse(f"<html><body>{excerpt}</body></html>".encode("utf-8", "replace"))
    return "\n\n".join(read_flow(root).text) if root is not None else ""


def _embedded(post: Mapping[str, Any], relation: str) -> list[Any]:
    embedded = post.get("_embedded")
    found = embedded.get(relation) if isinstance(embedded, dict) else None
    return found if isinstance(found, list) else []


def _terms(post: Mapping[str, Any], taxonomy: str, ids: str) -> list[str]:
    """Names of the post's terms. WordPress embeds the first ten."""
    names = [
        name
        for terms in _embedded(post, "wp:term")
        if isinstance(terms, list)
        for term in terms
        if isinstance(term, dict) and term.get("taxonomy") == taxonomy and (name := _name(term))
    ]
    wanted = post.get(ids)
    if isinstance(wanted, list) and len(wanted) > len(names):
        msg = f"does not name all its {ids}"
        raise PostError(msg)
    return list(dict.fromkeys(names))


def _authors(post: Mapping[str, Any]) -> list[str] | None:
    """``None`` where there is an author, and the API does not say who."""
    names = [name for author in _embedded(post, "author") if isinstance(author, dict) and (name := _name(author))]
    if not names and post.get("author"):
        return None
    return [name for name in cleaned(names) if name.casefold() not in NO_AUTHORS]


def _number(author: object) -> int:
    if not isinstance(author, int) or isinstance(author, bool):
        msg = "does not name its author"
        raise PostError(msg)
    return author


def _name(thing: Mapping[str, Any]) -> str:
    """The name of a term or author, which WordPress stores escaped."""
    name = thing.get("name")
    if not isinstance(name, str) or len(name) > _LONGEST_NAME:
        return ""
    return " ".join((unescape(name) if "&" in name else name).split())


def _pictures(post: Mapping[str, Any]) -> dict[str, str]:
    if not post.get("featured_media"):
        return {}
    media = next(iter(_embedded(post, "wp:featuredmedia")), None)
    full = _picture(media)
    if full is None or not isinstance(media, dict):
        msg = "does not tell its picture"
        raise PostError(msg)
    details = media.get("media_details")
    sizes = details.get("sizes") if isinstance(details, dict) else None
    found = {
        name: address
        for name, size in (sizes.items() if isinstance(sizes, dict) else ())
        if (address := _picture(size)) is not None
    }
    return {**found, _FULL: full}


def _picture(size: object) -> str | None:
    value = size.get("source_url") if isinstance(size, dict) else None
    return absolute(value, "") if isinstance(value, str) else None


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""

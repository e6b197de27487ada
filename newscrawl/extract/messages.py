"""A page, and the article read from it, as the bytes that go between two processes. JSON: data, never code."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

from newscrawl.extract.post import Post, PostError
from newscrawl.items import Article, Evidence, PageRole, Raw
from newscrawl.sites.profile import DEFAULT, SiteProfile

_PARTS: dict[str, type[Raw | Evidence | PageRole]] = {"raw": Raw, "evidence": Evidence, "role": PageRole}
_NAMES = [f.name for f in fields(Article) if f.name not in ("ref", "validators")]
"""What extraction sets; how the page was asked for, the other process does not know."""
_PART_NAMES: dict[type, list[str]] = {part: [f.name for f in fields(part)] for part in (Raw, Evidence, PageRole)}

_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, default=lambda part: [getattr(part, n) for n in _PART_NAMES[type(part)]]
).encode


class PageError(Exception):
    """A page broke what read it; the text is one clause that says how."""


def pack_profile(profile: SiteProfile) -> bytes:
    """Return the message that tells the site's profile."""
    return json.dumps({f.name: getattr(profile, f.name) for f in fields(profile)}, default=dict).encode()


def unpack_profile(message: bytes) -> SiteProfile:
    """Return the profile of a message that :func:`pack_profile` made."""
    profile = SiteProfile(**{name: _frozen(value) for name, value in json.loads(message).items()})
    return DEFAULT if profile == DEFAULT else profile


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    return tuple(value) if isinstance(value, list) else value


def pack_page(html: bytes, url: str, encoding: str | None, first: str | None = None) -> bytes:
    """Return the message that asks for a page to be read; see :func:`newscrawl.extract.page.extract_article`."""
    addresses = (text.encode("utf-8", "surrogatepass") for text in (url, first or ""))
    return b"\n".join((*addresses, (encoding or "").encode("ascii", "replace"), html))


def unpack_page(message: bytes) -> tuple[bytes, str, str | None, str | None]:
    """Return ``html, url, encoding, first`` of a message that :func:`pack_page` made."""
    url, first, encoding, html = message.split(b"\n", 3)
    addresses = [text.decode("utf-8", "surrogatepass") for text in (url, first)]
    return html, addresses[0], encoding.decode("ascii") or None, addresses[1] or None


def pack_post(source: str, url: str) -> bytes:
    """Return the message that asks for a post to be read, given as JSON; see :func:`newscrawl.extract.post.read_post`.

    Its first line is empty, where that of a page holds the page's address.
    """
    return b"\n".join((b"", url.encode("utf-8", "surrogatepass"), source.encode("utf-8", "replace")))


def asks_for_post(message: bytes) -> bool:
    """Whether :func:`pack_post` made the message, not :func:`pack_page`."""
    return message.startswith(b"\n")


def unpack_post(message: bytes) -> tuple[dict[str, Any], str]:
    """Return the post and ``url`` of a message that :func:`pack_post` made."""
    _, url, source = message.split(b"\n", 2)
    return json.loads(source), url.decode("utf-8", "surrogatepass")


def pack_answer(answer: Post | PostError) -> bytes:
    """Return the message that answers with a post that was read, or why it cannot stand for its page."""
    if isinstance(answer, PostError):
        return _encode({"why": str(answer)}).encode("utf-8", "surrogatepass")
    article = [getattr(answer.article, name) for name in _NAMES]
    return _encode({"pictures": answer.pictures, "article": article}).encode("utf-8", "surrogatepass")


def unpack_answer(message: bytes) -> Post:
    """Return the post of a message that :func:`pack_answer` made; raise PostError, or PageError with an error's."""
    answer = json.loads(message.decode("utf-8", "surrogatepass"))
    if isinstance(answer, str):
        raise PageError(answer)
    if "why" in answer:
        raise PostError(answer["why"])
    return Post(_article(answer["article"]), answer["pictures"])


def pack_article(article: Article) -> bytes:
    """Return the message that answers with an article, its raw fields and its evidence."""
    return _encode([getattr(article, name) for name in _NAMES]).encode("utf-8", "surrogatepass")


def pack_error(error: str) -> bytes:
    """Return the message that answers that reading broke, and how."""
    return _encode(error).encode("utf-8", "surrogatepass")


def unpack_article(message: bytes) -> Article:
    """Return the article of a message that :func:`pack_article` made; raise PageError with :func:`pack_error`'s."""
    answer = json.loads(message.decode("utf-8", "surrogatepass"))
    if isinstance(answer, str):
        raise PageError(answer)
    return _article(answer)


def _article(packed: list[Any]) -> Article:
    values: dict[str, Any] = dict(zip(_NAMES, packed, strict=True))
    for name, part in _PARTS.items():
        values[name] = part(**dict(zip(_PART_NAMES[part], values[name], strict=True)))
    role: PageRole = values["role"]
    values["role"] = replace(role, following=tuple((number, url) for number, url in role.following))
    return Article(**values)

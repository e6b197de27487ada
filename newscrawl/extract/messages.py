"""A page, and the article read from it, as the bytes that go between two processes. JSON: data, never code."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from newscrawl.extract.post import Post, PostError
from newscrawl.items import Article, Evidence, PageRole, Raw
from newscrawl.sites.profile import DEFAULT, SiteProfile

if TYPE_CHECKING:
    from newscrawl.extract.posts import Told

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


def pack_posts(body: bytes, base: str, declared: str | None, skip: int) -> bytes:
    """Return the message that asks for an answer's posts to be read; see :func:`newscrawl.extract.posts.read_posts`.

    Its first line is empty, where that of a page holds the page's address.
    """
    head = json.dumps({"base": base, "declared": declared, "skip": skip})
    return b"\n".join((b"", head.encode("ascii"), body))


def asks_for_posts(message: bytes) -> bool:
    """Whether :func:`pack_posts` made the message, not :func:`pack_page`."""
    return message.startswith(b"\n")


def unpack_posts(message: bytes) -> tuple[bytes, dict[str, Any]]:
    """Return the answer, and ``base``, ``declared`` and ``skip``, of a message that :func:`pack_posts` made."""
    _, head, body = message.split(b"\n", 2)
    return body, json.loads(head)


def pack_post(told: Told, post: Post | PostError) -> bytes:
    """Return the message that answers with a post that was read, or why it cannot stand for its page."""
    if isinstance(post, PostError):
        return _encode({"told": told, "why": str(post)}).encode("utf-8", "surrogatepass")
    article = [getattr(post.article, name) for name in _NAMES]
    answer = {
        "told": told,
        "pictures": post.pictures,
        "within": post.within,
        "unnamed": post.unnamed,
        "article": article,
    }
    return _encode(answer).encode("utf-8", "surrogatepass")


def unpack_post(message: bytes) -> tuple[Told, Post | PostError | PageError]:
    """Return what :func:`pack_post` was given; a PageError where :func:`pack_error` made the message."""
    answer = json.loads(message.decode("utf-8", "surrogatepass"))
    if isinstance(answer, str):
        return {}, PageError(answer)
    if "why" in answer:
        return answer["told"], PostError(answer["why"])
    return answer["told"], Post(_article(answer["article"]), answer["pictures"], answer["within"], answer["unnamed"])


def pack_end(trouble: str | None) -> bytes:
    """Return the message that ends an answer's posts; ``trouble``: that of an AnswerError."""
    return _encode([trouble]).encode("utf-8", "surrogatepass")


def is_end(message: bytes) -> bool:
    """Whether :func:`pack_end` made the message, not :func:`pack_post` or :func:`pack_error`."""
    return message.startswith(b"[")


def unpack_end(message: bytes) -> str | None:
    """Return what :func:`pack_end` was given."""
    (trouble,) = json.loads(message.decode("utf-8", "surrogatepass"))
    return trouble  # type: ignore[no-any-return]


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

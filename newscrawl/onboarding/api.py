"""Questions to the REST API beside those of a crawl, and their answers read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newscrawl.discovery.answers import load
from newscrawl.discovery.rest import posts_url, route_url
from newscrawl.extract.document import parse
from newscrawl.onboarding.survey import PostFacts

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIELDS = "id,link,date,date_gmt,modified,modified_gmt,status,slug,categories"
_WORD = re.compile(r"\w+")
_WHOLE = 0.9
"""Share of a body's words that must stand in the API's text for both to be the same: themes add a line or two."""


def newest_url(api_root: str) -> str:
    """Return the URL of the newest hundred posts."""
    return _posts(api_root, per_page="100", orderby="date", order="desc", _fields=_FIELDS)


def type_url(api_root: str, name: str) -> str:
    """Return the URL of the newest posts of a type of the site's own."""
    return route_url(api_root, name, {"per_page": "5", "orderby": "date", "order": "desc", "_fields": _FIELDS})


def oldest_url(api_root: str) -> str:
    """Return the URL of the oldest posts."""
    return _posts(api_root, per_page="5", orderby="date", order="asc", _fields=_FIELDS)


def before_url(api_root: str, instant: str) -> str:
    """Return the URL of the last posts before ``instant``, ISO 8601."""
    return _posts(api_root, per_page="5", orderby="date", order="desc", before=instant, _fields=_FIELDS)


def content_url(api_root: str, numbers: Iterable[int]) -> str:
    """Return the URL of the texts of these posts."""
    include = sorted(numbers)
    return _posts(
        api_root, include=",".join(map(str, include)), per_page=str(len(include)), _fields="id,content,excerpt"
    )


def future_url(api_root: str) -> str:
    """Return a URL that lists no post where ``modified_after`` is understood, and one where it is not."""
    return _posts(api_root, modified_after="2200-01-01T00:00:00", per_page="1", _fields="id")


def users_url(api_root: str) -> str:
    """Return the URL that lists one author's ID, and nothing else."""
    return route_url(api_root, "users", {"per_page": "1", "_fields": "id"})


def rows(body: bytes) -> list[dict[str, Any]] | None:
    """Return the objects of a JSON list; ``None`` where ``body`` is none."""
    found = load(body, "[{")
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else None


def read_facts(body: bytes) -> dict[int, PostFacts]:
    """Return what a list of posts says of each, by ID."""
    found = {}
    for row in rows(body) or ():
        number, slug, categories = row.get("id"), row.get("slug"), row.get("categories")
        if isinstance(number, int) and isinstance(slug, str):
            ids = categories if isinstance(categories, list) else []
            found[number] = PostFacts(slug=slug, categories=tuple(term for term in ids if isinstance(term, int)))
    return found


def read_texts(body: bytes) -> dict[int, str] | None:
    """Return the text of each post, by ID, empty where it is protected; ``None`` where ``body`` lists no posts."""
    found = rows(body)
    if found is None:
        return None
    texts = {}
    for row in found:
        number, content = row.get("id"), row.get("content")
        if isinstance(number, int) and isinstance(content, dict):
            rendered = content.get("rendered")
            readable = isinstance(rendered, str) and not content.get("protected")
            texts[number] = _text(str(rendered)) if readable else ""
    return texts


def is_whole(text: str, body: str) -> bool:
    """Whether ``text`` has what an article's ``body`` says, give or take a line."""
    words = _WORD.findall(body.casefold())
    there = set(_WORD.findall(text.casefold()))
    return bool(words) and sum(word in there for word in words) >= _WHOLE * len(words)


def _text(markup: str) -> str:
    root = parse(f"<div>{markup}</div>".encode("utf-8", "replace"), "utf-8")
    return " ".join(" ".join(map(str, root.itertext())).split()) if root is not None else ""


def _posts(api_root: str, **query: str) -> str:
    return posts_url(api_root, query)

"""Which of a site's own types of posts hold articles, as the root of its REST API names and describes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from newscrawl.discovery.sitemap_names import kind_of_type

_LIST = re.compile(r"/wp/v2/([\w-]{1,60})", re.ASCII)
_OF_POSTS = frozenset(("after", "before", "slug", "status"))
"""What every list of posts takes, and none of terms, users or comments does."""
_OF_ARTICLES = frozenset(("categories", "tags"))
"""What a list takes whose posts the site files as it files its articles."""
_MOST = 20


@dataclass(frozen=True, slots=True)
class PostTypes:
    """Types beside WordPress's ``posts``, by the names that their lists have in the API."""

    articles: tuple[str, ...] = ()
    """Filed in the site's categories or tags, or named as articles are: ``news``, ``stories``."""
    others: tuple[str, ...] = ()
    """Any others of the site's own: events, portfolios, recipes."""


def read_post_types(routes: object) -> PostTypes:
    """Return the types that the ``routes`` of an API root name; none where they are not described."""
    articles, others = [], []
    for route in routes if isinstance(routes, dict) else ():
        match = _LIST.fullmatch(route) if isinstance(route, str) else None
        if match is None or match[1] == "posts" or not parameters(routes, route).keys() >= _OF_POSTS:
            continue
        kind = kind_of_type(match[1])
        if kind == "articles" or (kind == "unknown" and not _OF_ARTICLES.isdisjoint(parameters(routes, route))):
            articles.append(match[1])
        elif kind == "unknown":
            others.append(match[1])
    return PostTypes(tuple(articles[:_MOST]), tuple(others[:_MOST]))


def parameters(routes: object, route: str) -> dict[str, Any]:
    """Return what a route takes, name -> description, of the endpoint that is asked with GET."""
    described = routes.get(route) if isinstance(routes, dict) else None
    endpoints = described.get("endpoints") if isinstance(described, dict) else None
    for endpoint in endpoints if isinstance(endpoints, list) else ():
        methods = endpoint.get("methods") if isinstance(endpoint, dict) else None
        if isinstance(methods, list | str) and "GET" in methods:
            arguments = endpoint.get("args")
            return arguments if isinstance(arguments, dict) else {}
    return {}

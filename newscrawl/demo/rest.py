"""The demo site's REST API, as WordPress 6 answers to a visitor: reading only, ``context=view``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlencode
from zoneinfo import ZoneInfo

from newscrawl.demo.links import SIZES, quoted_slug
from newscrawl.demo.response import Response
from newscrawl.demo.rest_objects import Objects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from newscrawl.demo.content import Entry
    from newscrawl.demo.view import View

Query = dict[str, list[str]]


class RestError(Exception):
    """Raised inside the API where a request cannot be answered; holds what WordPress says then."""

    def __init__(self, code: str, message: str, status: int, **data: Any) -> None:
        super().__init__(message)
        self.status = status
        self.payload = {"code": code, "message": message, "data": {"status": status, **data}}


@dataclass(frozen=True, kw_only=True)
class _Collection:
    rows: Sequence[Any]
    render: Callable[[Any], dict[str, Any]]
    orders: Mapping[str, Callable[[Any], Any]]
    """Value of ``orderby`` -> sort key; the first is the default."""
    descending: bool
    missing: tuple[str, str]
    """Code and message where there is no row with the ID asked for."""
    ident: Callable[[Any], int] = lambda row: int(row.id)
    slug: Callable[[Any], str] = lambda row: quoted_slug(row.slug)
    words: Callable[[Any], str] = lambda row: str(row.name)
    """What ``search`` looks through."""
    filters: Mapping[str, Callable[[Any, list[int]], bool]]
    """Parameters that take a list of IDs; a row stays where the function is true."""
    dates: Mapping[str, Callable[[Any], datetime]]
    """Parameters that take an instant. Rows later than it stay for ``…after``, earlier ones for ``…before``."""


class RestApi:
    def __init__(self, view: View) -> None:
        self._view = view
        self._zone = ZoneInfo(view.library.edition.timezone)
        objects = Objects(view)
        self._objects = objects
        rendered: dict[int, dict[str, Any]] = {}

        def entry(row: Entry) -> dict[str, Any]:
            # Lists of posts are asked for again and again; their HTML is made once.
            if row.number not in rendered:
                rendered[row.number] = objects.entry(row)
            return rendered[row.number]

        self._collections = _collections(view, objects, entry)

    def respond(self, route: str, query: Query) -> Response:
        """Return the answer to a GET of ``route``, given without slashes around it."""
        try:
            return self._route([part for part in route.split("/") if part], query)
        except RestError as error:
            return self._json(error.payload, query={}, status=error.status)

    def _route(self, parts: list[str], query: Query) -> Response:
        if query.get("context", ["view"])[-1] == "edit":
            raise RestError(
                "rest_forbidden_context", "Sorry, you are not allowed to edit posts in this post type.", 401
            )
        match parts:
            case []:
                return self._json(self._index(), query)
            case ["wp", "v2"]:
                return self._json({"namespace": "wp/v2", "routes": self._routes()}, query)
            case ["wp", "v2", name] if name in self._collections:
                return self._list(name, query)
            case ["wp", "v2", name, number] if name in self._collections and number.isascii() and number.isdigit():
                return self._one(self._collections[name], int(number), query)
            case ["oembed", "1.0", "embed"]:
                return self._oembed(query)
        raise RestError("rest_no_route", "No route was found matching the URL and request method.", 404)

    def _list(self, name: str, query: Query) -> Response:
        rows, page, per_page = self._select(self._collections[name], query)
        offset = _whole(query, "offset", 0, 0) or (page - 1) * per_page
        pages = -(-len(rows) // per_page)
        if page > max(1, pages):
            message = "The page number requested is larger than the number of pages available."
            raise RestError("rest_post_invalid_page_number", message, 400)
        headers = [("X-WP-Total", str(len(rows))), ("X-WP-TotalPages", str(pages))]
        neighbours = [("prev", page - 1), ("next", page + 1)]
        links = [
            f'<{self._view.links.rest(f"wp/v2/{name}")}?{_query_string(query, which)}>; rel="{rel}"'
            for rel, which in neighbours
            if 1 <= which <= pages
        ]
        if links:
            headers.append(("Link", ", ".join(links)))
        render = self._collections[name].render
        return self._json([render(row) for row in rows[offset : offset + per_page]], query, headers=headers)

    def _select(self, collection: _Collection, query: Query) -> tuple[list[Any], int, int]:
        """Return all rows that the query asks for in its order, the page asked for, and the size of a page."""
        page = _whole(query, "page", 1, 1)
        per_page = _whole(query, "per_page", 10, 1, 100)
        default = next(iter(collection.orders))
        orderby = _one_of(query, "orderby", [*collection.orders, "include"], default)
        order = _one_of(query, "order", ["asc", "desc"], "desc" if collection.descending else "asc")
        include, exclude = _ids(query, "include"), _ids(query, "exclude")
        slugs = [quoted_slug(unquote(slug)) for slug in _values(query, "slug")]
        search = query.get("search", [""])[-1].lower()
        lists = [(_ids(query, key), keep) for key, keep in collection.filters.items() if key in _names(query)]
        instants = [
            (self._instant(query, key), key.endswith("after"), of)
            for key, of in collection.dates.items()
            if key in query
        ]
        rows = [
            row
            for row in collection.rows
            if (not include or collection.ident(row) in include)
            and collection.ident(row) not in exclude
            and (not slugs or collection.slug(row) in slugs)
            and (not search or search in collection.words(row).lower())
            and all(keep(row, wanted) for wanted, keep in lists)
            and all((of(row) > instant) if later else (of(row) < instant) for instant, later, of in instants)
        ]
        if orderby == "include":
            rows.sort(key=lambda row: include.index(collection.ident(row)) if include else 0)
        else:
            rows.sort(key=collection.orders[orderby], reverse=order == "desc")
        return rows, page, per_page

    def _one(self, collection: _Collection, number: int, query: Query) -> Response:
        for row in collection.rows:
            if collection.ident(row) == number:
                return self._json(collection.render(row), query, headers=[("Allow", "GET")])
        raise RestError(*collection.missing, 404)

    def _instant(self, query: Query, name: str) -> datetime:
        """Read an ISO 8601 date; without a zone it is the site's own time, as WordPress reads it."""
        day, mark, clock = query[name][-1].partition("T")
        text = f"{day}{mark}{clock.replace(' ', '+')}"  # an offset's plus that was not escaped
        try:
            when = datetime.fromisoformat(text)
        except ValueError:
            raise _invalid(name, "Invalid date.", "rest_invalid_date") from None
        return when if when.tzinfo else when.replace(tzinfo=self._zone)

    def _json(
        self, payload: Any, query: Query, *, status: int = 200, headers: Iterable[tuple[str, str]] = ()
    ) -> Response:
        if status == 200:
            payload = self._shaped(payload, query)
        # As PHP writes it: ASCII only, slashes escaped.
        body = json.dumps(payload, separators=(",", ":")).replace("/", "\\/").encode()
        own = dict(headers)
        own.setdefault("Link", f'<{self._view.links.rest()}>; rel="https://api.w.org/"')
        fixed = {
            "X-Robots-Tag": "noindex",
            "X-Content-Type-Options": "nosniff",
            "Access-Control-Expose-Headers": "X-WP-Total, X-WP-TotalPages, Link",
            "Allow": "GET",
        }
        return Response(status, body, "application/json; charset=UTF-8", tuple((fixed | own).items()))

    def _shaped(self, payload: Any, query: Query) -> Any:
        """Apply ``_embed`` and ``_fields``."""
        rows = payload if isinstance(payload, list) else [payload]
        if "_embed" in _names(query):
            wanted = [rel for rel in _values(query, "_embed") if rel not in ("", "1", "true")]
            rows = [{**row, "_embedded": self._objects.embedded(row, wanted)} for row in rows]
        fields = _values(query, "_fields")
        if fields:
            rows = [_only(row, [field.split(".") for field in fields]) for row in rows]
        return rows if isinstance(payload, list) else rows[0]

    def _index(self) -> dict[str, Any]:
        site = self._view.library.edition
        home = self._view.links.home.rstrip("/")
        offset = self._view.library.touched.astimezone(self._zone).utcoffset()
        hours = offset.total_seconds() / 3600 if offset else 0.0
        return {
            "name": site.title,
            "description": site.tagline,
            "url": home,
            "home": home,
            "gmt_offset": int(hours) if hours.is_integer() else hours,
            "timezone_string": site.timezone,
            "namespaces": ["oembed/1.0", "wp/v2"],
            "authentication": [],
            "routes": self._routes(),
            "site_logo": 0,
            "site_icon": 0,
            "site_icon_url": "",
            "_links": {"help": [{"href": "https://developer.wordpress.org/rest-api/"}]},
        }

    def _routes(self) -> dict[str, Any]:
        names = ["", "oembed/1.0/embed", "wp/v2"]
        names += [f"wp/v2/{name}" for name in self._collections]
        routes = {f"/{name}": self._route_entry(name) for name in names}
        for name in self._collections:
            single = self._route_entry(f"wp/v2/{name}")
            del single["_links"]
            routes[f"/wp/v2/{name}/(?P<id>[\\d]+)"] = single
        return routes

    def _route_entry(self, name: str) -> dict[str, Any]:
        return {
            "namespace": "/".join(name.split("/")[:2]),
            "methods": ["GET"],
            "endpoints": [{"methods": ["GET"], "args": {}}],
            "_links": {"self": [{"href": self._view.links.rest(name)}]},
        }

    def _oembed(self, query: Query) -> Response:
        url = query.get("url", [""])[-1]
        site = self._view.library.edition
        for post in self._view.library.posts:
            if url in (self._view.links.entry(post), self._view.links.short(post)):
                return self._json(
                    {
                        "version": "1.0",
                        "provider_name": site.title,
                        "provider_url": self._view.links.home.rstrip("/"),
                        "author_name": post.author.name,
                        "author_url": self._view.links.author(post.author),
                        "title": post.title,
                        "type": "rich",
                        "width": SIZES["medium"][0],
                        "height": SIZES["medium"][1],
                        "html": f'<blockquote class="wp-embedded-content"><a href="{url}">{post.slug}</a></blockquote>',
                    },
                    query,
                )
        raise RestError("oembed_invalid_url", "Not Found", 404)


def _collections(view: View, objects: Objects, render: Callable[[Entry], dict[str, Any]]) -> dict[str, _Collection]:
    library = view.library
    dates: dict[str, Callable[[Entry], datetime]] = {
        "after": lambda row: row.published,
        "before": lambda row: row.published,
        "modified_after": lambda row: row.modified,
        "modified_before": lambda row: row.modified,
    }
    orders: dict[str, Callable[[Entry], Any]] = {
        "date": lambda row: (row.published, row.number),
        "id": lambda row: row.number,
        "modified": lambda row: (row.modified, row.number),
        "title": lambda row: row.title,
        "slug": lambda row: row.slug,
        "author": lambda row: row.author.id,
        "relevance": lambda row: row.published,
    }
    filters: dict[str, Callable[[Entry, list[int]], bool]] = {
        "author": lambda row, wanted: row.author.id in wanted,
        "categories": lambda row, wanted: any(term.id in wanted for term in row.categories),
        "categories_exclude": lambda row, wanted: not any(term.id in wanted for term in row.categories),
        "tags": lambda row, wanted: any(term.id in wanted for term in row.tags),
    }

    def entries(rows: Sequence[Entry]) -> _Collection:
        return _Collection(
            rows=rows,
            render=render,
            orders=orders,
            descending=True,
            missing=("rest_post_invalid_id", "Invalid post ID."),
            ident=lambda row: int(row.number),
            words=lambda row: f"{row.title} {row.standfirst} {' '.join(row.prose)}",
            filters=filters,
            dates=dates,
        )

    def terms(rows: Sequence[Any]) -> _Collection:
        return _Collection(
            rows=rows,
            render=objects.term,
            orders={
                "name": lambda row: row.name,
                "id": lambda row: row.id,
                "slug": lambda row: row.slug,
                "count": lambda row: view.counts.get(row.id, 0),
            },
            descending=False,
            missing=("rest_term_invalid", "Term does not exist."),
            filters={
                "hide_empty": lambda row, wanted: 1 not in wanted or row.id in view.counts,
                "parent": lambda row, wanted: (row.parent.id if row.parent else 0) in wanted,
                "post": lambda row, wanted: any(
                    row in (*post.categories, *post.tags) for post in library.posts if post.number in wanted
                ),
            },
            dates={},
        )

    return {
        "posts": entries(library.posts),
        "pages": entries(library.pages),
        "categories": terms(library.categories),
        "tags": terms(library.tags),
        "users": _Collection(
            rows=[author for author in library.authors if view.by(author)],
            render=objects.author,
            orders={"name": lambda row: row.name, "id": lambda row: row.id, "slug": lambda row: row.slug},
            descending=False,
            missing=("rest_user_invalid_id", "Invalid user ID."),
            filters={},
            dates={},
        ),
        "media": _Collection(
            rows=objects.pictures,
            render=objects.picture,
            orders={"date": lambda row: row.id, "id": lambda row: row.id},
            descending=True,
            missing=("rest_post_invalid_id", "Invalid post ID."),
            slug=lambda row: str(row.file),
            words=lambda row: f"{row.alt} {row.caption}",
            filters={"parent": lambda row, wanted: objects.parent(row).number in wanted},
            dates={},
        ),
        "comments": _Collection(
            rows=objects.comments,
            render=objects.comment,
            orders={"date_gmt": lambda row: row.date, "date": lambda row: row.date, "id": lambda row: row.id},
            descending=True,
            missing=("rest_comment_invalid_id", "Invalid comment ID."),
            slug=lambda row: "",
            words=lambda row: str(row.text),
            filters={"post": lambda row, wanted: objects.parent(row).number in wanted},
            dates={"after": lambda row: row.date, "before": lambda row: row.date},
        ),
    }


def _names(query: Query) -> set[str]:
    return {name.removesuffix("[]") for name in query}


def _values(query: Query, name: str) -> list[str]:
    """Return a list parameter in either form: ``name=a,b`` or ``name[]=a&name[]=b``."""
    given = query.get(f"{name}[]") or query.get(name, [])[-1:]
    return [part.strip() for value in given for part in value.split(",") if part.strip()]


def _ids(query: Query, name: str) -> list[int]:
    words = {"true": "1", "false": "0"}
    values = [words.get(value, value) for value in _values(query, name)]
    if not all(value.isascii() and value.isdigit() for value in values):
        raise _invalid(name, f"{name}[0] is not of type integer.")
    return [int(value) for value in values]


def _whole(query: Query, name: str, default: int, least: int, most: int | None = None) -> int:
    text = query.get(name, [str(default)])[-1]
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise _invalid(name, f"{name} is not of type integer.")
    if int(text) < least or (most is not None and int(text) > most):
        bounds = f"between {least} (inclusive) and {most} (inclusive)" if most else f"greater than or equal to {least}"
        raise _invalid(name, f"{name} must be {bounds}", "rest_out_of_bounds")
    return int(text)


def _one_of(query: Query, name: str, choices: list[str], default: str) -> str:
    value = query.get(name, [default])[-1]
    if value not in choices:
        raise _invalid(name, f"{name} is not one of {', '.join(choices)}.", "rest_not_in_enum")
    return value


def _invalid(name: str, reason: str, code: str = "rest_invalid_type") -> RestError:
    details = {name: {"code": code, "message": reason, "data": None}}
    return RestError("rest_invalid_param", f"Invalid parameter(s): {name}", 400, params={name: reason}, details=details)


def _query_string(query: Query, page: int) -> str:
    pairs = [(name, value) for name, values in query.items() for value in values if name not in ("page", "rest_route")]
    return urlencode([*pairs, ("page", str(page))])


def _only(row: Any, paths: list[list[str]]) -> Any:
    """Return the object with nothing but the fields at ``paths``, nested names included."""
    if not isinstance(row, dict):
        return row
    kept: dict[str, Any] = {}
    for name, value in row.items():
        below = [path[1:] for path in paths if path[0] == name]
        if [] in below:
            kept[name] = value
        elif below:
            nested = _only(value, below)
            if nested:
                kept[name] = nested
    return kept

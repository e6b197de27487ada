"""Answers each address of the demo site."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from newscrawl.demo.archive import archive_page, not_found_page
from newscrawl.demo.feeds import CONTENT_TYPE as RSS
from newscrawl.demo.feeds import comments_feed, posts_feed
from newscrawl.demo.links import SIZES, Links
from newscrawl.demo.listings import find_listing, home_listing, search_listing
from newscrawl.demo.pictures import draw
from newscrawl.demo.response import HTML, Response, redirect
from newscrawl.demo.rest import RestApi
from newscrawl.demo.single import article_page, static_page
from newscrawl.demo.sitemaps import CONTENT_TYPE as XML
from newscrawl.demo.sitemaps import STYLESHEET, robots_txt, sitemap
from newscrawl.demo.view import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from newscrawl.demo.content import Entry, Library
    from newscrawl.demo.view import Listing

TEXT = "text/plain; charset=UTF-8"

_UPLOAD = re.compile(r"(.+?)(?:-(\d+)x(\d+))?(\.png)")
_QUERIES = {"p", "page_id", "cat", "author", "s", "paged", "feed"}
"""Parameters that WordPress acts upon on any page; it passes over all others."""


class Site:
    """Content bound to an address. Answers are made once and kept, so the site costs its process little."""

    def __init__(self, library: Library, home: str, *, rest: bool, sitemap: bool, feed: bool) -> None:
        links = Links(home)
        self.view = View(library=library, links=links, rest=rest, sitemap=sitemap, feed=feed)
        self._api = RestApi(self.view) if rest else None
        self._entries = {unquote(urlsplit(links.entry(e)).path): e for e in library.posts + library.pages}
        self._pictures = {p.file: p for e in library.posts + library.pages for p in e.pictures}
        self._missing = Response(404, not_found_page(self.view), HTML, self._page_headers())
        self._kept: dict[str, Response] = {}

    def respond(self, target: str) -> Response:
        """Return the answer to a GET of ``target``, the path and query of a request."""
        path, _, query = target.removeprefix(self.view.links.home.rstrip("/")).partition("?")
        path = unquote(path, errors="replace") or "/"
        if not query and path in self._kept:
            return self._kept[path]
        response = self._answer(path, parse_qs(query, keep_blank_values=True))
        # What can be asked for in endlessly many ways is not kept.
        if response.status == 200 and not query and not path.startswith(("/search/", "/wp-json")):
            self._kept[path] = response
        return response

    def _answer(self, path: str, query: dict[str, list[str]]) -> Response:
        if self._api and (path == "/wp-json" or path.startswith("/wp-json/")):
            return self._api.respond(path.removeprefix("/wp-json"), query)
        if self._api and path == "/" and "rest_route" in query:
            return self._api.respond(query["rest_route"][-1], query)
        if path.startswith("/wp-content/uploads/"):
            return self._picture(path.removeprefix("/wp-content/uploads/"))
        return self._file(path) or self._page(path, query) or self._missing

    def _file(self, path: str) -> Response | None:
        """Return what stands at a fixed name, or ``None``."""
        changed = self._changed()
        if path == "/robots.txt":
            return Response(200, robots_txt(self.view), TEXT)
        if self.view.sitemap:
            if path == "/sitemap.xml":
                return redirect(f"{self.view.links.home}wp-sitemap.xml", 302)
            if path in ("/wp-sitemap.xsl", "/wp-sitemap-index.xsl"):
                return Response(200, STYLESHEET, XML)
            body = sitemap(self.view, path[1:])
            if body is not None:
                return Response(200, body, XML, (("X-Robots-Tag", "noindex, follow"),), changed)
        if path in ("/xmlrpc.php", "/wp-comments-post.php"):
            return Response(405, b"This address takes POST requests only.\n", TEXT, (("Allow", "POST"),))
        if path.startswith(("/wp-admin", "/wp-login.php")):
            return Response(403, b"The demo site has no back office.\n", TEXT)
        return None

    def _page(self, path: str, query: dict[str, list[str]]) -> Response | None:
        asked = {name: query[name][-1] for name in query if name in _QUERIES}
        if path == "/" and asked:
            return self._by_query(asked)
        parts = [part for part in path.split("/") if part]
        page = 1
        feed = bool(parts) and parts[-1] in ("feed", "rss2") and self.view.feed
        if feed:
            parts = parts[:-2] if parts[-2:] == ["feed", "rss2"] else parts[:-1]
            page = _number(asked.get("paged", "1"))
        elif len(parts) >= 2 and parts[-2] == "page":
            page = _number(parts[-1])
            parts = parts[:-2]
        found = self._find(parts, page, feed=feed)
        if found is None:
            return None
        url, answer = found
        # Every page has one address; WordPress leads all others there.
        same = path == unquote(url.removeprefix(self.view.links.home.rstrip("/")))
        return answer() if same else redirect(url)

    def _find(self, parts: list[str], page: int, *, feed: bool) -> tuple[str, Callable[[], Response]] | None:
        """Return the one URL of what ``parts`` name and the way to make it, or ``None`` where there is nothing."""
        if feed and parts == ["comments"]:
            return f"{self.view.links.home}comments/feed/", self._comments_feed
        entry = self._entries.get(f"/{'/'.join(parts)}/")
        if entry:
            if page != 1 or (feed and entry.kind == "page"):
                return None
            url = self.view.links.entry(entry)
            return (f"{url}feed/", lambda: self._comments_feed(entry)) if feed else (url, lambda: self._entry(entry))
        listing = find_listing(self.view, parts)
        if listing is None or not 1 <= page <= listing.pages:
            return None
        if feed:
            return f"{listing.url}feed/", lambda: self._feed(listing, page)
        return listing.page_url(page), lambda: self._archive(listing, page)

    def _by_query(self, asked: dict[str, str]) -> Response | None:
        """Answer plain addresses, such as ``/?p=18793``, of which all but searches lead to pretty ones."""
        links, library = self.view.links, self.view.library
        if asked.get("feed") and self.view.feed:
            return redirect(f"{links.home}feed/")
        if "p" in asked or "page_id" in asked:
            entry = library.by_number.get(_number(asked.get("p") or asked.get("page_id", "")))
            return redirect(links.entry(entry)) if entry else None
        for term in library.categories:
            if str(term.id) == asked.get("cat"):
                return redirect(links.term(term))
        for author in library.authors:
            if str(author.id) == asked.get("author"):
                return redirect(links.author(author))
        page = _number(asked.get("paged", "1"))
        if "s" in asked:
            listing = search_listing(self.view, asked["s"])
            return self._archive(listing, page) if 1 <= page <= listing.pages else None
        if "paged" in asked and page > 1:
            return redirect(f"{links.home}page/{page}/")
        return None if {"cat", "author"} & asked.keys() else self._archive(home_listing(self.view), 1)

    def _comments_feed(self, entry: Entry | None = None) -> Response:
        return Response(200, comments_feed(self.view, entry), RSS, (), self._changed(entry))

    def _entry(self, entry: Entry) -> Response:
        links = self.view.links
        body = article_page(self.view, entry) if entry.kind == "post" else static_page(self.view, entry)
        headers = list(self._page_headers())
        if self._api:
            route = links.rest(f"wp/v2/{'posts' if entry.kind == 'post' else 'pages'}/{entry.number}")
            headers.append(("Link", f'<{route}>; rel="alternate"; type="application/json"'))
        headers.append(("Link", f"<{links.short(entry)}>; rel=shortlink"))
        return Response(200, body, HTML, tuple(headers), self._changed(entry))

    def _archive(self, listing: Listing, page: int) -> Response:
        return Response(200, archive_page(self.view, listing, page), HTML, self._page_headers(), self._changed())

    def _feed(self, listing: Listing, page: int) -> Response:
        headers = (("Link", f'<{self.view.links.rest()}>; rel="https://api.w.org/"'),) if self._api else ()
        return Response(200, posts_feed(self.view, listing, page), RSS, headers, self._changed())

    def _picture(self, name: str) -> Response:
        match = _UPLOAD.fullmatch(name)
        picture = self._pictures.get(f"{match[1]}{match[4]}") if match else None
        if not match or picture is None:
            return self._missing
        size = (int(match[2]), int(match[3])) if match[2] else (picture.width, picture.height)
        if match[2] and size not in SIZES.values():
            return self._missing
        return Response(200, draw(picture.file, *size), "image/png", (), self._changed())

    def _page_headers(self) -> tuple[tuple[str, str], ...]:
        own = [("X-Pingback", f"{self.view.links.home}xmlrpc.php")]
        if self._api:
            own.append(("Link", f'<{self.view.links.rest()}>; rel="https://api.w.org/"'))
        return tuple(own)

    def _changed(self, entry: Entry | None = None) -> datetime:
        return (entry.touched if entry else self.view.library.touched).astimezone(UTC)


def _number(text: str) -> int:
    """Return a number in an address; 0 where it is none, which stands for nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

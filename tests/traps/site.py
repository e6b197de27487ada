"""A news site on loopback that is full of addresses which lead to no article, to the same one again, or on for ever."""

from __future__ import annotations

import html
import json
import re
import threading
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qsl, urlsplit

from ..faults import pages
from .addresses import ELSEWHERE, ENDINGS, PLAIN_QUERIES, QUERIES
from .api import posts as listed_posts
from .calendar import month
from .story import ZONE, Story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LISTINGS = ("rest", "sitemap", "feed", "archive")
PAGE_SIZE = 3


@dataclass(slots=True)
class Answer:
    body: str
    status: int = 200
    content_type: str = "text/html; charset=UTF-8"
    headers: tuple[tuple[str, str], ...] = ()


def redirect(path: str) -> Answer:
    return Answer("", status=301, headers=(("Location", path),))


def hung(url: str, path: str) -> list[str]:
    """What hangs on an article's pretty address, and the same address written in other ways."""
    return [
        *(f"{path}?{query}" for query in QUERIES.split()),
        *(f"{path}{ending}{'' if '?' in ending else '/'}" for ending in ENDINGS.split()),
        f"{path.rstrip('/')};jsessionid=A1B2/",
        f"{path}./",
        f"{url}{path.replace('/', '//')}",
        path.rstrip("/"),
    ]


NOT_FOUND = Answer(pages.plain_page("Not found", "There is nothing here."), status=404)


@dataclass(slots=True)
class TrapSite:
    """Serves ``stories`` and the traps around them. Use it as a context manager."""

    stories: list[Story]
    listings: Iterable[str] = ("sitemap",)
    sitemap: Callable[[TrapSite], list[str]] | None = None
    """What ``/sitemap.xml`` lists, paths or URLs, in place of WordPress's own sitemap of posts."""
    answers: dict[str, Callable[[int], Answer]] = field(default_factory=dict)
    """Path and query -> answer in place of the usual one; it is given the count of requests, from 1."""
    endless: frozenset[int] = frozenset()
    """Numbers of stories whose pages never end."""
    editions: dict[tuple[int, int], str] = field(default_factory=dict)
    """Number and page -> words that another state of that page holds."""
    disallowed: tuple[str, ...] = ()
    """Lines of robots.txt."""
    tags: bool = False
    """Pages of articles have an ETag, and answer 304 to it."""
    url: str = ""
    hits: Counter[str] = field(default_factory=Counter)
    """Requests by path and query."""
    statuses: Counter[int] = field(default_factory=Counter)
    _server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        site, lock = self, threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                with lock:
                    site.hits[self.path] += 1
                    answer = site.answer(self.path, site.hits[self.path], self.headers.get("If-None-Match"))
                    site.statuses[answer.status] += 1
                data = answer.body.encode() if answer.status != 304 else b""
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Length", str(len(data)))
                for name, value in answer.headers:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server
        self._server.shutdown()
        self._server.server_close()

    # Answers

    def answer(self, target: str, visit: int, tag: str | None) -> Answer:
        if target in self.answers:
            return self.answers[target](visit)
        parts = urlsplit(target)
        path, query = parts.path, dict(parse_qsl(parts.query))
        if path == "/robots.txt":
            return self._robots()
        if path.startswith("/wp-json") and "rest" in self.listings:
            return self._rest(path, query)
        if "sitemap" in self.listings and "sitemap" in path:
            return self._sitemap(path)
        if path == "/feed/" and "feed" in self.listings:
            return self._feed(int(query.get("paged", 1)))
        return self._story(target, tag) or self._trap(path, query) or NOT_FOUND

    def _story(self, target: str, tag: str | None) -> Answer | None:
        for story in self.stories:
            if not target.startswith(story.path):
                continue
            match = re.fullmatch(r"&page=(\d+)" if story.plain else r"(\d+)/", target.removeprefix(story.path))
            number = int(match[1]) if match else 1
            if (match or target == story.path) and (number <= story.pages or story.number in self.endless):
                return self._page(story, number, tag)
        return None

    def _page(self, story: Story, number: int, tag: str | None) -> Answer:
        edition = self.editions.get((story.number, number), "")
        text = story.html(self.url, number, edition=edition, endless=story.number in self.endless)
        if not self.tags:
            return Answer(text)
        own = f'"{story.number}-{number}-{edition}"'
        return Answer(text, status=304 if tag == own else 200, headers=(("ETag", own),))

    def _trap(self, path: str, query: dict[str, str]) -> Answer | None:
        """What else WordPress, its plugins and a broken theme answer."""
        parts = [part for part in path.lower().split("/") if part]
        for story in self.stories:
            own = story.path.strip("/").lower().split("/")
            if own == parts[: len(own)] and not story.plain:
                if parts[-1] == "photo":
                    return Answer(self._attachment(story))
                # AMP, print, feed, comments, capitals, tracking: the same text once more.
                twin = '<meta name="robots" content="noindex, follow">'
                return Answer(story.html(self.url, head=twin))
        if parts[:1] == ["view"]:
            (story,) = [story for story in self.stories if story.slug == parts[1]]
            page = story.html(self.url).replace("<html ", "<html amp ")
            return Answer(page.replace(f"<p>{story.paragraphs(1)[2]}</p>", ""))
        if parts[:1] in (["events"], ["event"]):
            return Answer(month(path, query))
        number = int(parts[-1]) if parts[-2:-1] == ["page"] else 1
        if not query and (not parts or parts[0] in ("page", "category")):
            return Answer(self._list(path.partition("page/")[0], number, "home blog"))
        if (
            set(query) == {"s"}
            or parts[:1] in (["search"], ["tag"], ["author"])
            or re.fullmatch(r"\d{4}(/\d\d)*", path.strip("/"))
        ):
            return Answer(self._list(path.partition("page/")[0], number, "archive date"))
        return None

    def _attachment(self, story: Story) -> str:
        """A picture's page prints a date and a number as articles do."""
        page = story.html(self.url).replace(str(story.number), str(story.number + 5000))
        return page.replace(
            "single single-post", f"attachment single single-attachment attachmentid-{story.number + 5000}"
        )

    def _list(self, path: str, number: int, classes: str) -> str:
        """A list that has no end: every page has a next, and those beyond the last repeat the first article."""
        shown = self.stories[PAGE_SIZE * (number - 1) : PAGE_SIZE * number] or self.stories[:1]
        feed = '<link rel="alternate" type="application/rss+xml" href="/feed/">' if "feed" in self.listings else ""
        rest = '<link rel="https://api.w.org/" href="/wp-json/">' if "rest" in self.listings else ""
        entries = "\n".join(self._entry(story) for story in shown)
        earlier = f"/20{21 - number % 20}/{number % 12 + 1:02}/"
        elsewhere = "".join(
            f'<h3><a href="{html.escape(target)}">More on water</a></h3>' for target in ELSEWHERE.split()
        )
        return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="UTF-8"><title>Traps</title>{feed}{rest}
<link rel="next" href="{path}page/{number + 1}/"></head><body class="{classes}">
<nav class="menu"><a href="/">Home</a> <a href="/category/politics/">Politics</a> <a href="/category/World/">World</a>
<a href="/author/ann/">Ann</a> <a href="/2021/09/">September</a> <a href="/?s=water">Water</a>
<a href="/events/">Events</a> <a href="/cart/">Cart</a> <a href="/my-account/">Account</a></nav>
<main>{entries}</main>
<nav class="pagination"><a class="page-numbers" href="{path}page/{number + 1}/">{number + 1}</a>
<a class="page-numbers" href="{path}page/99999/">99999</a>
<a class="next page-numbers" href="{path}page/{number + 1}/">Older</a></nav>
<aside class="widget_calendar"><table><tr><td><a href="/2021/09/24/">24</a></td></tr></table>
<a href="{earlier}">Earlier</a></aside>
<div class="tagcloud"><a href="/tag/water/">water</a></div>{elsewhere}</body></html>"""

    def _entry(self, story: Story) -> str:
        """An article in a list, shown whole, with every link that a theme and its plugins hang on it."""
        path = story.path
        upper = path.upper()
        parts = "".join(
            f'<a class="post-page-numbers" href="{story.page_path(page)}">{page}</a>'
            for page in range(2, story.pages + 1)
        )
        bare = "".join(f'<h4><a href="{story.page_path(page)}">{page}</a></h4>' for page in range(2, story.pages + 1))
        others = (
            [f"{path}&{query}" for query in PLAIN_QUERIES.split()] if story.plain else [*hung(self.url, path), upper]
        )
        if not story.plain:  # another one each time that a page is made
            others.append(f"{path}?visit={self.hits.total()}")
        links = "".join(f'<h3><a href="{html.escape(target)}">{story.headline}</a></h3>' for target in others)
        return f"""<article class="post hentry">
<h2 class="entry-title"><a rel="bookmark" href="{path}">{story.headline}</a></h2>
<a href="/author/ann/" rel="author">Ann</a> <a href="/tag/water/" rel="tag">water</a>
<a href="/2021/09/24/"><time datetime="{story.date.isoformat()}">{story.date:%d %B}</time></a>
<h3><a rel="attachment wp-att-1" href="{path}photo/">Photo</a></h3>{links}
<div class="entry-content"><p>{story.paragraphs(1)[0]}</p><div class="page-links">{parts}</div></div>{bare}
<a href="{path}#respond">Leave a comment</a></article>"""

    def _robots(self) -> Answer:
        named = "sitemap.xml" if self.sitemap else "wp-sitemap.xml"
        lines = ["User-agent: *", "Disallow: /wp-admin/", *self.disallowed]
        if "sitemap" in self.listings:
            lines += ["", f"Sitemap: {self.url}/{named}"]
        return Answer("\n".join(lines) + "\n", content_type="text/plain; charset=UTF-8")

    def _sitemap(self, path: str) -> Answer:
        xml = "application/xml; charset=UTF-8"
        if path == "/sitemap.xml" and self.sitemap:
            listed = [url if url.startswith("http") else self.url + url for url in self.sitemap(self)]
            return Answer(pages.sitemap(listed), content_type=xml)
        if path == "/wp-sitemap.xml" and not self.sitemap:
            names = ("posts-post", "posts-attachment", "taxonomies-post_tag", "users")
            listed = [f"{self.url}/wp-sitemap-{name}-1.xml" for name in names]
            return Answer(pages.sitemap(listed, tag="sitemapindex"), content_type=xml)
        if path == "/wp-sitemap-posts-post-1.xml":
            return Answer(pages.sitemap(self.url + story.path for story in self.stories), content_type=xml)
        return NOT_FOUND

    def _feed(self, number: int) -> Answer:
        """Beyond the last page it says the last again: a feed without end."""
        shown = self.stories[PAGE_SIZE * (number - 1) : PAGE_SIZE * number] or self.stories[-PAGE_SIZE:]
        return Answer(
            pages.feed([(story, self.url + self._in_feed(story)) for story in shown], self.url),  # type: ignore[misc]
            content_type="application/rss+xml",
        )

    def _in_feed(self, story: Story) -> str:
        """As plugins that count readers have it, and never the same way twice."""
        return f"{story.path}{'&' if story.plain else '?'}utm_source=rss&utm_term={self.hits.total()}"

    def _rest(self, path: str, query: dict[str, str]) -> Answer:
        route, kind = path.removeprefix("/wp-json").rstrip("/"), "application/json; charset=UTF-8"
        if route == "":
            root = {"name": "Traps", "timezone_string": ZONE, "namespaces": ["wp/v2"], "routes": {"/wp/v2/posts": {}}}
            return Answer(json.dumps(root), content_type=kind)
        if route != "/wp/v2/posts":
            return Answer('{"code": "rest_no_route"}', status=404, content_type=kind)
        posts, count = listed_posts(self.stories, self.url, query)
        pages = -(-count // int(query.get("per_page", 10)))
        total = (("X-WP-Total", str(count)), ("X-WP-TotalPages", str(pages)))
        return Answer(json.dumps(posts), content_type=kind, headers=total)

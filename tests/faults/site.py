"""A news site on loopback whose pages fail in named ways."""

from __future__ import annotations

import contextlib
import html
import json
import socket
import threading
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from . import pages
from .api import API_FAULTS, whole_post
from .articles import FAULTS
from .exchange import Exchange
from .listings import LISTING_FAULTS
from .pages import Story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .articles import Fault

LISTINGS = ("rest", "sitemap", "feed", "archive")
PAGE_SIZE = 10  # articles on an archive page and in a feed
OTHER_HOST = "127.0.0.2"


@dataclass(frozen=True, slots=True)
class Route:
    """An article and how its page answers."""

    story: Story
    answer: Fault


class FaultySite:
    """A small WordPress-like site: ``good`` articles, and one more for each name in ``faults``.

    ``listings``: which of :data:`LISTINGS` it offers; the others answer 404. ``listing_faults``: names of
    :data:`~.listings.LISTING_FAULTS`. ``before`` is asked first about each request, and returns whether it has
    answered. ``robots``: more lines of robots.txt. ``api_fault``: name of one of :data:`~.api.API_FAULTS`. ``shift``:
    how much higher than the number on its page an article's post ID is. Use it as a context manager.
    """

    def __init__(
        self,
        *,
        good: int = 5,
        faults: Iterable[str] = (),
        listings: Iterable[str] = ("sitemap",),
        listing_faults: Iterable[str] = (),
        before: Callable[[Exchange], bool] | None = None,
        robots: Iterable[str] = (),
        api_fault: str | None = None,
        shift: int = 0,
    ) -> None:
        self.api_fault = API_FAULTS[api_fault] if api_fault else None
        self.shift = shift
        self.listings = frozenset(listings)
        self.listing_faults = {name: LISTING_FAULTS[name] for name in listing_faults}
        assert self.listings <= set(LISTINGS)
        self.before = before
        self.robots = tuple(robots)
        self.good: list[Story] = []
        self.routes: dict[str, Route] = {}
        """Answers of the articles by path."""
        for index in range(good):
            self.good.append(self._add(f"good-{index}", FAULTS["good"], 1001 + index))
        for index, name in enumerate(faults):
            self._add(name, FAULTS[name], 2001 + index)
        self._hits: Counter[str] = Counter()
        self._first_asked: dict[str, float] = {}
        self._lock = threading.Lock()
        self._listeners: list[socket.socket] = []
        self._connections: set[socket.socket] = set()
        self.url = ""
        """Base URL, without a slash at the end."""
        self.other_url = ""
        """Base URL of another host that a redirect leads to: nothing may ever be asked there."""

    def _add(self, slug: str, answer: Fault, number: int) -> Story:
        folder = "/private" if slug.startswith("disallowed") else "/2021/09"
        story = Story(number, slug, f"{folder}/{slug}/")
        self.routes[story.path] = Route(story, answer)
        return story

    # What tests read

    def url_of(self, name: str) -> str:
        """URL of the article with that fault, or ``good-N``."""
        (path,) = (path for path, route in self.routes.items() if route.story.slug == name)
        return self.url + path

    @property
    def hits(self) -> dict[str, int]:
        """Requests seen, by path and query; those to the other host by their whole URL."""
        with self._lock:
            return dict(self._hits)

    @property
    def articles(self) -> list[tuple[Story, str]]:
        """All articles with their URLs, in the order of their numbers."""
        return [(route.story, self.url + path) for path, route in self.routes.items()]

    # Life

    def __enter__(self) -> Self:
        try:
            self.url = self._listen("127.0.0.1")
            self.other_url = self._listen(OTHER_HOST)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the listening and every connection."""
        for listener in self._listeners:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
            listener.close()
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _listen(self, host: str) -> str:
        listener = socket.create_server((host, 0), backlog=128)
        self._listeners.append(listener)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return f"http://{host}:{listener.getsockname()[1]}"

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with self._lock:
            self._connections.add(connection)
        try:
            with connection, contextlib.suppress(OSError):  # the crawler may go at any time
                connection.settimeout(60)
                while (exchange := Exchange.read(connection, self)) and exchange.open:
                    self._answer(exchange)
                    if not exchange.open:
                        return
        finally:
            with self._lock:
                self._connections.discard(connection)

    def count(self, host: str, target: str) -> tuple[int, float]:
        """Notes a request; returns how many there were for its target, and when the first came."""
        key = target if not host.startswith(OTHER_HOST) else f"http://{host}{target}"
        with self._lock:
            self._hits[key] += 1
            return self._hits[key], self._first_asked.setdefault(key, time.monotonic())

    # Answers

    def _answer(self, exchange: Exchange) -> None:
        if self.before is not None and self.before(exchange):
            return
        for listing_fault in self.listing_faults.values():
            if listing_fault(exchange):
                return
        if route := self.routes.get(exchange.path):
            route.answer(exchange, route.story)
        elif exchange.path == "/robots.txt":
            self._robots(exchange)
        elif exchange.path.startswith("/wp-json") and "rest" in self.listings:
            self._rest(exchange)
        elif exchange.path.startswith("/wp-sitemap") and "sitemap" in self.listings:
            self._sitemap(exchange)
        elif exchange.path == "/feed/" and "feed" in self.listings:
            self._feed(exchange)
        elif exchange.path == "/" or (exchange.path.startswith("/page/") and "archive" in self.listings):
            self._archive(exchange)
        else:
            exchange.answer(pages.plain_page("Not found", "There is nothing here."), status=404)

    def _robots(self, exchange: Exchange) -> None:
        lines = ["User-agent: *", "Disallow: /private/", *self.robots]
        if "sitemap" in self.listings:
            lines += ["", f"Sitemap: {self.url}/wp-sitemap.xml"]
        exchange.answer("\n".join(lines) + "\n", content_type="text/plain; charset=UTF-8")

    def _rest(self, exchange: Exchange) -> None:
        route = exchange.path.removeprefix("/wp-json").rstrip("/")
        if route == "":
            data: object = {
                "name": "Faulty News",
                "home": self.url,
                "gmt_offset": 4.5,
                "timezone_string": pages.ZONE,
                "namespaces": ["wp/v2"],
                "routes": {"/wp/v2/posts": {"methods": ["GET"]}},
            }
            headers = []
        elif route == "/wp/v2/posts" and "_embed" in exchange.query:
            self._posts(exchange)
            return
        elif route == "/wp/v2/posts":
            size, number = int(exchange.query.get("per_page", 10)), int(exchange.query.get("page", 1))
            total = -(-len(self.routes) // size)
            if number > max(total, 1):
                exchange.answer(
                    json.dumps({"code": "rest_post_invalid_page_number", "data": {"status": 400}}),
                    status=400,
                    content_type="application/json; charset=UTF-8",
                )
                return
            data = [
                {
                    "id": story.number + self.shift,
                    "link": url,
                    "date": f"{story.date:%Y-%m-%dT%H:%M:%S}",
                    "modified": f"{story.date:%Y-%m-%dT%H:%M:%S}",
                    "type": "post",
                    "status": "publish",
                    "title": {"rendered": html.escape(story.headline)},
                }
                for story, url in self.articles[size * (number - 1) : size * number]
            ]
            headers = [("X-WP-Total", str(len(self.routes))), ("X-WP-TotalPages", str(total))]
        else:
            exchange.answer('{"code": "rest_no_route"}', status=404, content_type="application/json")
            return
        exchange.answer(json.dumps(data), content_type="application/json; charset=UTF-8", headers=headers)

    def _posts(self, exchange: Exchange) -> None:
        """Whole posts: those asked for by number, else the newest or the oldest."""
        whole = {story.number + self.shift: (story, url) for story, url in self.articles}
        numbers = [int(number) for number in exchange.query.get("include", "").split(",") if number]
        wanted = numbers or sorted(whole, reverse=exchange.query["order"] == "desc")[: int(exchange.query["per_page"])]
        posts = [whole_post(*whole[number], number) for number in wanted if number in whole]
        if numbers and self.api_fault and self.api_fault(exchange, posts):
            return
        exchange.answer(json.dumps(posts), content_type="application/json; charset=UTF-8")

    def _sitemap(self, exchange: Exchange) -> None:
        if exchange.path == "/wp-sitemap.xml":
            body = pages.sitemap([f"{self.url}/wp-sitemap-posts-post-1.xml"], tag="sitemapindex")
        elif exchange.path == "/wp-sitemap-posts-post-1.xml":
            body = pages.sitemap(url for _, url in self.articles)
        else:
            exchange.answer(status=404)
            return
        exchange.answer(body, content_type="application/xml; charset=UTF-8")

    def _feed(self, exchange: Exchange) -> None:
        shown, _ = self._page(int(exchange.query.get("paged", 1)))
        if shown or not self.routes:
            exchange.answer(pages.feed(shown, f"{self.url}/"), content_type="application/rss+xml; charset=UTF-8")
        else:
            exchange.answer(status=404)

    def _archive(self, exchange: Exchange) -> None:
        number = int(exchange.path.strip("/").removeprefix("page/") or 1)
        shown, more = self._page(number) if "archive" in self.listings else ([], False)
        if number > 1 and not shown:
            exchange.answer(status=404)
            return
        exchange.answer(
            pages.home(
                shown,
                rest="rest" in self.listings,
                feed="feed" in self.listings,
                following=f"/page/{number + 1}/" if more else None,
            )
        )

    def _page(self, number: int) -> tuple[list[tuple[Story, str]], bool]:
        """One page's articles, the newest first, and whether there are more."""
        articles = self.articles[::-1]
        return articles[PAGE_SIZE * (number - 1) : PAGE_SIZE * number], len(articles) > PAGE_SIZE * number

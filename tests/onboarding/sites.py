"""Sites on loopback to be looked at: small, in odd forms, each counting what it is asked."""

from __future__ import annotations

import json
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from newscrawl.demo import DemoSite

if TYPE_CHECKING:
    from collections.abc import Callable


class CountingDemo(DemoSite):
    """The demo site, with the paths and queries it was asked for in ``asked``."""

    def start(self) -> Self:
        super().start()
        self.asked: list[str] = []
        server = self._server
        assert server is not None
        respond = server.site.respond

        def counted(target: str) -> Any:
            self.asked.append(target)
            return respond(target)

        server.site.respond = counted  # type: ignore[method-assign]
        return self


class StaticSite:
    """Serves ``pages``, path -> body or (status, body), as a context manager. ``hits`` counts requests by path."""

    def __init__(self, pages: dict[str, Any] | Callable[[str], dict[str, Any]]) -> None:
        self._make = pages if callable(pages) else lambda _: pages
        self.pages: dict[str, Any] = {}
        self.hits: Counter[str] = Counter()
        self.url = ""

    def __enter__(self) -> Self:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.hits[self.path] += 1
                answer = site.pages.get(self.path, (404, "<h1>Nothing here</h1>"))
                status, body = answer if isinstance(answer, tuple) else (200, answer)
                data = body.encode("utf-8", "surrogatepass")
                self.send_response(status)
                if body.startswith(("{", "[")):
                    kind = "application/json"
                else:
                    kind = "text/plain" if self.path == "/robots.txt" else "text/html; charset=utf-8"
                self.send_header("Content-Type", "application/xml" if body.startswith("<?xml") else kind)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        self.pages = self._make(self.url)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@dataclass(frozen=True, kw_only=True)
class Theme:
    """How the articles of :func:`news` print their header."""

    labels: tuple[str, str, str, str] = ("publish", "time", "category", "No")
    date: Callable[[datetime], str] = field(default=lambda when: f"{when.day}/{when.month}/{when.year}")
    language: str = "eo"
    category: str = "Politiko"
    headline: str = "Rakonto {} el la valo"
    zone: str = "Asia/Kabul"
    linked: bool = True
    """JSON-LD tells the date too."""
    generator: str = "WordPress 6.4.2"
    link: str = "/arkivo/{}/rakonto-numero-{}-el-la-valo/"
    body: str = "La {} alineo de la rakonto {} diras, kio okazis ĉe la ponto kaj kiu ĝin vidis tiun tagon."


ESPERANTO = Theme(labels=("aperis", "horo", "rubriko", "artikola numero"))
"""Labels that no table knows."""


def news(theme: Theme, count: int = 20) -> Callable[[str], dict[str, Any]]:
    """A site without REST API that lists ``count`` articles in a sitemap."""

    def pages(url: str) -> dict[str, Any]:
        site: dict[str, Any] = {"/robots.txt": "User-agent: *\nDisallow: /privata/\n"}
        for index in range(count):
            number = 4001 + 7 * index
            when = datetime(2021, 9, 20, 18, 35, tzinfo=ZoneInfo(theme.zone)) + timedelta(hours=31 * index)
            site[theme.link.format(number, index)] = _article(theme, number, when)
        links = [f"{url[:-1]}{path}" for path in site if path != "/robots.txt"]
        entries = "".join(f"<url><loc>{link}</loc></url>" for link in links)
        site["/wp-sitemap.xml"] = (
            f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
        )
        site["/"] = (
            f'<!doctype html><html lang="{theme.language}"><head><meta charset="utf-8">'
            f'<meta name="generator" content="{theme.generator}"><title>La Valo</title></head>'
            f"<body><h1>La Valo</h1></body></html>"
        )
        return site

    return pages


def _article(theme: Theme, number: int, when: datetime) -> str:
    hour = f"{when:%H:%M}"
    values = (theme.date(when), hour, f'<a rel="category tag" href="/c/">{theme.category}</a>', str(number))
    rows = "".join(f"<li>{label}: {value}</li>" for label, value in zip(theme.labels, values, strict=True))
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": when.isoformat()}
    linked = f'<script type="application/ld+json">{json.dumps(data)}</script>' if theme.linked else ""
    headline = theme.headline.format(number)
    text = "".join(f"<p>{theme.body.format(ordinal, number)}</p>" for ordinal in ("unua", "dua", "tria"))
    return (
        f'<!doctype html><html lang="{theme.language}"><head><meta charset="utf-8"><title>{headline}</title>{linked}'
        f'<link rel="stylesheet" href="/wp-content/themes/ponto-child/style.css">'
        f'<link rel="shortlink" href="/?p={number}"></head><body class="single postid-{number}">'
        f'<article class="post-{number} hentry"><ul class="detaloj">{rows}</ul><h1>{headline}</h1>'
        f'<div class="entry-content">{text}</div></article></body></html>'
    )

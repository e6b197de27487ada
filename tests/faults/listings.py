"""Listings that misbehave, by name. Each answers the requests it is about and returns whether it did."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from . import pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from .exchange import Exchange

    ListingFault = Callable[[Exchange], bool]

LISTING_FAULTS: dict[str, ListingFault] = {}


def listing_fault(name: str, path: str) -> Callable[[Callable[[Exchange], None]], Callable[[Exchange], None]]:
    """Registers a fault of all paths that begin with ``path``; a path that ends in ``$`` means just that one."""

    def concerns(exchange: Exchange) -> bool:
        return exchange.path == path[:-1] if path.endswith("$") else exchange.path.startswith(path)

    def register(function: Callable[[Exchange], None]) -> Callable[[Exchange], None]:
        def answer(exchange: Exchange) -> bool:
            if not concerns(exchange):
                return False
            function(exchange)
            return True

        LISTING_FAULTS[name] = answer
        return function

    return register


XML = "application/xml; charset=UTF-8"
JSON = "application/json; charset=UTF-8"


@listing_fault("home-500", "/$")
def home_500(exchange: Exchange) -> None:
    exchange.answer("Broken", status=500)


@listing_fault("home-png", "/$")
def home_png(exchange: Exchange) -> None:
    exchange.answer(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), content_type="image/png")


@listing_fault("home-empty", "/$")
def home_empty(exchange: Exchange) -> None:
    exchange.answer(b"")


@listing_fault("home-dropped", "/$")
def home_dropped(exchange: Exchange) -> None:
    exchange.drop()


@listing_fault("home-off-site", "/$")
def home_off_site(exchange: Exchange) -> None:
    exchange.redirect(exchange.site.other_url + "/")


@listing_fault("all-500", "/")
def all_500(exchange: Exchange) -> None:
    exchange.answer("Broken", status=500)


@listing_fault("all-dropped", "/")
def all_dropped(exchange: Exchange) -> None:
    exchange.drop()


@listing_fault("robots-500", "/robots.txt$")
def robots_500(exchange: Exchange) -> None:
    exchange.answer("Broken", status=500)


@listing_fault("robots-forbids-all", "/robots.txt$")
def robots_forbids_all(exchange: Exchange) -> None:
    exchange.answer("User-agent: *\nDisallow: /\n", content_type="text/plain")


@listing_fault("robots-binary", "/robots.txt$")
def robots_binary(exchange: Exchange) -> None:
    exchange.answer(bytes(range(256)) * 400, content_type="text/plain")


@listing_fault("rest-html", "/wp-json/wp/v2/posts")
def rest_html(exchange: Exchange) -> None:
    exchange.answer(pages.plain_page("Checking your browser", "Please wait."))


@listing_fault("rest-cut", "/wp-json/wp/v2/posts")
def rest_cut(exchange: Exchange) -> None:
    exchange.answer('[{"id": 1001, "link": "http', content_type=JSON, headers=[("X-WP-TotalPages", "1")])


@listing_fault("rest-odd", "/wp-json/wp/v2/posts")
def rest_odd(exchange: Exchange) -> None:
    odd = [None, 7, "post", [], {}, {"id": "x", "link": 5}, {"id": 1, "link": "javascript:alert(1)"}, {"id": -3}]
    exchange.answer(json.dumps(odd), content_type=JSON, headers=[("X-WP-TotalPages", "many")])


@listing_fault("rest-deep", "/wp-json/wp/v2/posts")
def rest_deep(exchange: Exchange) -> None:
    exchange.answer("[" * 100_000, content_type=JSON)


def rest_500_on_page_2(exchange: Exchange) -> bool:
    if not exchange.path.startswith("/wp-json/wp/v2/posts") or exchange.query.get("page", "1") == "1":
        return False
    exchange.answer("Broken", status=500)
    return True


LISTING_FAULTS["rest-500-on-page-2"] = rest_500_on_page_2


@listing_fault("rest-endless", "/wp-json/wp/v2/posts")
def rest_endless(exchange: Exchange) -> None:
    """Every page is the first one, and there are always more."""
    posts = [{"id": story.number, "link": url} for story, url in exchange.site.articles]
    exchange.answer(json.dumps(posts), content_type=JSON, headers=[("X-WP-TotalPages", "99999999")])


@listing_fault("sitemap-cut", "/wp-sitemap-posts")
def sitemap_cut(exchange: Exchange) -> None:
    body = pages.sitemap(url for _, url in exchange.site.articles)
    exchange.answer(body[: len(body) // 2], content_type=XML)


@listing_fault("sitemap-endless", "/wp-sitemap")
def sitemap_endless(exchange: Exchange) -> None:
    """An index that names itself and another index, which does the same, without end."""
    site = exchange.site
    number = int("".join(filter(str.isdigit, exchange.path)) or 0) + 1
    named = [site.url + exchange.path, f"{site.url}/wp-sitemap-posts-post-{number}.xml"]
    exchange.answer(pages.sitemap(named, tag="sitemapindex"), content_type=XML)


@listing_fault("sitemap-laughs", "/wp-sitemap-posts")
def sitemap_laughs(exchange: Exchange) -> None:
    """Entities that grow a thousandfold three times, and one that names a file."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    exchange.answer(
        f'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY e0 "ha">{entities}'
        '<!ENTITY file SYSTEM "file:///etc/hostname">]>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<url><loc>{exchange.site.url}/&file;&e9;</loc></url></urlset>",
        content_type=XML,
    )


@listing_fault("feed-cut", "/feed/")
def feed_cut(exchange: Exchange) -> None:
    body = pages.feed(exchange.site.articles, exchange.site.url)
    exchange.answer(body[: len(body) // 2], content_type="application/rss+xml")


@listing_fault("feed-endless", "/feed/")
def feed_endless(exchange: Exchange) -> None:
    """Every page is the first one."""
    exchange.answer(pages.feed(exchange.site.articles, exchange.site.url), content_type="application/rss+xml")


@listing_fault("feed-newest-only", "/feed/")
def feed_newest_only(exchange: Exchange) -> None:
    """The newest articles whatever page is asked for, as behind a cache that knows no queries."""
    newest = exchange.site.articles[:-6:-1]
    exchange.answer(pages.feed(newest, exchange.site.url), content_type="application/rss+xml")


def archive_by_script(exchange: Exchange) -> bool:
    """Lists that name no further page: a button has a script fetch it."""
    if exchange.path != "/" and not exchange.path.startswith("/page/"):
        return False
    number = int(exchange.path.strip("/").removeprefix("page/") or 1)
    shown = exchange.site.articles[::-1][10 * (number - 1) : 10 * number]
    if not shown:
        exchange.answer(status=404)
        return True
    page = pages.home(shown, rest=False, feed=False, following=None)
    script = '<button class="load-more">More</button><script src="/wp-content/themes/news/more.js"></script>'
    exchange.answer(page.replace("</main>", f"</main>{script}"))
    return True


LISTING_FAULTS["archive-by-script"] = archive_by_script


@listing_fault("archive-endless", "/page/")
def archive_endless(exchange: Exchange) -> None:
    """Every page is the first one and leads on to another."""
    number = int(exchange.path.strip("/").removeprefix("page/"))
    exchange.answer(pages.home(exchange.site.articles, rest=False, feed=False, following=f"/page/{number + 1}/"))

"""Sitemaps and feeds that would have the parser fetch, read or swell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newscrawl.discovery import feed
from newscrawl.discovery.listing import Cut, Listing, ListingError
from newscrawl.discovery.site import SiteInfo
from tests.crawls import crawl
from tests.faults import pages
from tests.faults.site import FaultySite

from .tripwire import Tripwire

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.exchange import Exchange

SITE = SiteInfo(home="http://news.test/", hosts=frozenset({"news.test"}))
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DOCUMENTS = {
    "billion-laughs": f'<!DOCTYPE u [<!ENTITY l0 "lol">{LAUGHS}]><{{root}}>{{start}}&l9;{{end}}</{{root}}>',
    "external-entity": '<!DOCTYPE u [<!ENTITY x SYSTEM "file://{secret}">]><{root}>{start}&x;{end}</{root}>',
    "external-dtd": '<!DOCTYPE u SYSTEM "{wire}/x.dtd"><{root}>{start}{url}{end}</{root}>',
    "parameter-entity": '<!DOCTYPE u [<!ENTITY % x SYSTEM "{wire}/x.dtd"> %x;]><{root}>{start}{url}{end}</{root}>',
    "xinclude": '<{root} xmlns:xi="http://www.w3.org/2001/XInclude">{start}'
    '<xi:include href="file://{secret}" parse="text"/>{end}</{root}>',
    "stylesheet": '<?xml-stylesheet type="text/xsl" href="{wire}/x.xsl"?><{root}>{start}{url}{end}</{root}>',
}
SITEMAP = {"root": "urlset", "start": "<url><loc>", "end": "</loc></url>"}
FEED = {"root": "rss", "start": "<channel><item><link>", "end": "</link></item></channel>"}


@pytest.mark.parametrize("listing", ["sitemap", "feed"])
def test_documents_do_nothing(tmp_path: Path, listing: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a-word-that-nobody-may-read")
    met = []
    with Tripwire() as wire, FaultySite(good=1, listings=(listing,)) as site:
        shape = SITEMAP if listing == "sitemap" else FEED
        url = f"{site.url}/2021/09/good-0/"
        bodies = {name: text.format(**shape, secret=secret, wire=wire.url, url=url) for name, text in DOCUMENTS.items()}

        paths = {f"/wp-sitemap-posts-post-{number}.xml": name for number, name in enumerate(bodies, 1)}

        def answer(exchange: Exchange) -> bool:
            if exchange.path == "/wp-sitemap.xml":
                exchange.answer(pages.sitemap([f"{site.url}{path}" for path in paths], tag="sitemapindex"))
            elif exchange.path in paths:
                met.append(paths[exchange.path])
                exchange.answer(bodies[paths[exchange.path]], content_type="application/xml")
            elif exchange.path == "/feed/":
                met.append("external-entity")
                exchange.answer(bodies["external-entity"], content_type="application/xml")
            else:
                return False
            return True

        site.listing_faults["xml"] = answer
        settings = {"LOG_LEVEL": "DEBUG"}
        done = crawl(tmp_path / "out", {"site": site.url, "discovery": listing}, settings, address_space=4 << 30)
    assert set(met) == (set(bodies) if listing == "sitemap" else {"external-entity"})
    assert done.status == (0 if listing == "sitemap" else 5), done.log
    assert wire.connections == 0
    assert "Traceback" not in done.log
    everything = done.log + "".join(file.read_text("utf-8") for file in done.files)
    assert "a-word-that-nobody-may-read" not in everything
    assert "lollol" not in everything


@pytest.mark.parametrize("document", DOCUMENTS)
def test_feed_reads_no_entity(document: str) -> None:
    with Tripwire() as wire:
        url = "http://news.test/2021/09/good-0/"
        body = DOCUMENTS[document].format(**FEED, secret="/etc/passwd", wire=wire.url, url=url)  # noqa: S106
        try:
            found = feed.parse(body.encode(), "http://news.test/feed/", {}, SITE, Cut())
        except ListingError:
            found = Listing()
        assert {ref.url for ref in found.refs} <= {url}
        assert wire.connections == 0

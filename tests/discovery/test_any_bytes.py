"""Whatever a server sends: a listing or a ListingError, and nothing that is not the site's."""

from __future__ import annotations

import gzip
from datetime import date
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newscrawl.discovery import archive, feed, rest, sitemap
from newscrawl.discovery.links import host_key
from newscrawl.discovery.listing import Cut, ListingError
from newscrawl.discovery.sniff import what_is

if TYPE_CHECKING:
    from newscrawl.discovery.site import SiteInfo

PIECES = st.sampled_from(
    [
        b'<?xml version="1.0"?>',
        b"<urlset>",
        b"</urlset>",
        b"<url>",
        b"</url>",
        b"<loc>",
        b"</loc>",
        b"<sitemapindex>",
        b"<sitemap>",
        b"<lastmod>2021-09-24",
        b"</lastmod>",
        b"<rss><channel>",
        b"<item>",
        b"</item>",
        b"<link>",
        b"<link href='/x/' rel=next>",
        b"<guid>?p=5",
        b"<![CDATA[",
        b"]]>",
        b"<!DOCTYPE x [",
        b"<!ENTITY a 'b'>",
        b"]>",
        b"&a;",
        b"&",
        b"<html><body>",
        b"<article>",
        b"<h2><a href=",
        b"<a rel=next href='/page/2'>",
        b"'/a-b-c-d/'",
        b">",
        b"<nav class='menu'>",
        b"https://news.example/a/",
        b"https://other.example/",
        b"http://[",
        b'[{"id":5,"link":"',
        b'"}]',
        b"\0",
        b"\xff\xfe",
        b"\x1f\x8b",
        b"\n",
    ]
)
BODIES = st.binary(max_size=200) | st.lists(PIECES | st.binary(max_size=4), max_size=25).map(b"".join)
URLS = st.sampled_from(
    ["https://news.example/", "https://news.example/feed/?paged=2", "https://news.example/x.xml?page=3"]
)
CUTS = st.builds(Cut, since=st.none() | st.dates(min_value=date(1, 1, 2)), limit=st.none() | st.integers(1, 10))


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=BODIES, url=URLS, cut=CUTS, packed=st.booleans())
@example(body=b"\x1f\x8b", url="https://news.example/", cut=Cut(), packed=False)
@example(body=b"<?xml version='1.0' encoding='base64'?><urlset>", url="https://news.example/", cut=Cut(), packed=False)
@example(body=b"<?xml version='1.0' encoding='ucs-9'?><urlset>", url="https://news.example/", cut=Cut(), packed=False)
def test_any_body(body: bytes, url: str, cut: Cut, packed: bool, site: SiteInfo) -> None:
    assert what_is(body)
    for source in (rest, sitemap, feed, archive):
        source.first(site, cut)
        try:
            listing = source.parse(gzip.compress(body) if packed else body, url, {}, site, cut)
        except ListingError:
            continue
        urls = [ref.url for ref in listing.refs]
        assert len(set(urls)) == len(urls)
        assert {host_key(link) for link in [*urls, *listing.more]} <= site.hosts
        assert set(listing.lists) <= set(listing.more)
        assert {ref.source for ref in listing.refs} <= {source.NAME}

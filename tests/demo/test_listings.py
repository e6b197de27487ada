"""Sitemaps, feeds and robots.txt of the demo site, and the switches that take them away."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import pytest

from newscrawl.demo import DemoSite, load_library

from .client import fetch

if TYPE_CHECKING:
    from collections.abc import Iterator

LIBRARY = load_library()
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def test_robots_txt_names_the_sitemap(site: DemoSite) -> None:
    answer = fetch(f"{site.url}robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = answer.body.decode().splitlines()
    assert "Disallow: /wp-admin/" in lines
    assert f"Sitemap: {site.url}wp-sitemap.xml" in lines


def test_sitemaps_hold_every_article_once_with_its_last_change(site: DemoSite) -> None:
    files = fetch(f"{site.url}wp-sitemap.xml").locations()
    posts = [file for file in files if "-posts-post-" in file]
    assert len(posts) == 2
    assert len(files) == 6
    found: dict[str, str] = {}
    for file in posts:
        for row in fetch(file).xml():
            location, changed = (str(child.text) for child in row)
            assert location not in found
            found[location] = changed
    assert len(found) == len(LIBRARY.posts)
    address = fetch(f"{site.url}?p=18793").headers["Location"]
    assert found[address] == "2024-02-09T05:40:00+00:00"


def test_every_address_in_the_sitemaps_is_there(site: DemoSite) -> None:
    for file in fetch(f"{site.url}wp-sitemap.xml").locations():
        locations = fetch(file).locations()
        assert locations
        assert {fetch(location).status for location in locations} == {200}
    assert fetch(f"{site.url}sitemap.xml").headers["Location"] == f"{site.url}wp-sitemap.xml"
    assert fetch(f"{site.url}wp-sitemap-posts-post-3.xml").status == 404


def test_feed_pages_sum_to_all_articles(site: DemoSite) -> None:
    numbers: list[int] = []
    pages = -(-len(LIBRARY.posts) // 10)
    for page in range(1, pages + 1):
        answer = fetch(f"{site.url}feed/" + (f"?paged={page}" if page > 1 else ""))
        assert answer.headers["Content-Type"] == "application/rss+xml; charset=UTF-8"
        items = answer.xml().findall("channel/item")
        for item in items:
            number = int((item.findtext("guid") or "").partition("?p=")[2])
            post = LIBRARY.by_number[number]
            numbers.append(number)
            assert item.findtext("title") == post.title
            assert parsedate_to_datetime(item.findtext("pubDate") or "") == post.published
            terms = [term.name for term in (*post.categories, *post.tags)]
            assert [category.text for category in item.findall("category")] == terms
            assert "<p>" in (item.findtext(CONTENT) or "")
    assert numbers == [post.number for post in LIBRARY.posts]
    assert fetch(f"{site.url}feed/?paged={pages + 1}").status == 404


def test_other_feeds(site: DemoSite) -> None:
    arts = fetch(f"{site.url}category/culture-arts/feed/").xml()
    assert arts.findtext("channel/title") == "Culture & Arts – The Sangab Courier"
    assert len(arts.findall("channel/item")) == 10
    comments = fetch(f"{site.url}comments/feed/").xml()
    assert (comments.findtext("channel/item/title") or "").startswith("Comment on ")
    own = fetch(fetch(f"{site.url}?p=18793").headers["Location"] + "feed/").xml()
    assert len(own.findall("channel/item")) == 2


@pytest.fixture(scope="module")
def bare() -> Iterator[DemoSite]:
    with DemoSite(rest=False, sitemap=False, feed=False) as demo:
        yield demo


@pytest.mark.parametrize(
    "path",
    ["wp-json/", "wp-json/wp/v2/posts", "wp-sitemap.xml", "sitemap.xml", "wp-sitemap-posts-post-1.xml", "feed/"],
)
def test_a_source_switched_off_is_not_there(bare: DemoSite, path: str) -> None:
    assert fetch(f"{bare.url}{path}").status == 404


def test_no_page_names_a_source_switched_off(bare: DemoSite) -> None:
    post = fetch(f"{bare.url}?p=18793").headers["Location"]
    for url in (bare.url, post, f"{bare.url}category/politics/", f"{bare.url}robots.txt"):
        answer = fetch(url)
        assert answer.status == 200
        for words in (b"wp-json", b"api.w.org", b"rss+xml", b"Sitemap:", b"oembed"):
            assert words not in answer.body
        assert "api.w.org" not in str(answer.headers.get_all("Link"))
    assert "application/json" not in fetch(f"{bare.url}?rest_route=/").headers["Content-Type"]


def test_one_source_can_be_switched_off_alone() -> None:
    with DemoSite(sitemap=False) as demo:
        assert fetch(f"{demo.url}wp-sitemap.xml").status == 404
        assert fetch(f"{demo.url}wp-json/").status == 200
        assert fetch(f"{demo.url}feed/").status == 200

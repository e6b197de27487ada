from __future__ import annotations

import dataclasses
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

import pytest

from newscrawl.discovery import archive
from newscrawl.discovery.listing import Cut, ListingError

if TYPE_CHECKING:
    from newscrawl.discovery.listing import Listing
    from newscrawl.discovery.site import SiteInfo

HOST = "https://news.example/"


def parse(body: str, site: SiteInfo, path: str = "", cut: Cut | None = None) -> Listing:
    return archive.parse(body.encode(), HOST + path, {"content-type": "text/html; charset=UTF-8"}, site, cut or Cut())


def found(listing: Listing) -> list[str]:
    return [ref.url.removeprefix(HOST) for ref in listing.refs]


def more(listing: Listing) -> list[str]:
    return [url.removeprefix(HOST) for url in listing.more]


CLASSIC = """<!DOCTYPE html><html lang="en"><head><title>The Example News</title>
<link rel="alternate" type="application/rss+xml" href="/feed/"></head>
<body class="home blog hfeed has-sidebar">
<header id="masthead" class="site-header"><p class="site-title"><a href="https://news.example/" rel="home">N</a></p>
<nav id="site-navigation" class="main-navigation"><ul id="primary-menu" class="menu">
<li class="menu-item menu-item-type-custom"><a href="https://news.example/">Home</a></li>
<li class="menu-item menu-item-type-taxonomy"><a href="https://news.example/category/politics/">Politics</a></li>
<li class="menu-item menu-item-object-page"><a href="https://news.example/about/">About</a></li>
<li class="menu-item"><a href="https://news.example/2021/09/01/special-report-on-kabul/">Special</a></li>
<li class="menu-item"><a href="https://shop.example/">Shop</a></li></ul></nav></header>
<div id="content" class="site-content"><main id="main" class="site-main">
<article id="post-18793" class="post-18793 post type-post status-publish format-standard hentry category-politics">
<header class="entry-header"><h2 class="entry-title">
<a href="https://news.example/islamic-state/" rel="bookmark">Islamic State targeting Taliban leaders</a></h2>
<div class="entry-meta"><span class="posted-on"><a href="https://news.example/islamic-state/" rel="bookmark">
<time class="entry-date published" datetime="2021-09-24T18:35:00+04:30">24 September</time>
<time class="updated" datetime="2021-09-25T08:00:00+04:30">25 September</time></a></span>
<span class="byline"><a class="url fn n" href="https://news.example/author/jane/">Jane</a></span></div></header>
<div class="entry-content"><p>After the attack, see <a href="https://news.example/about-our-methods/">our methods</a>
and <a href="https://other.example/">others</a>.
<a href="https://news.example/islamic-state/#more-18793" class="more-link">More</a>
<h3><a href="/donate/">Donate</a></h3></p></div>
<footer class="entry-footer"><span class="cat-links">
<a href="https://news.example/category/politics/" rel="category tag">P</a>
<a href="https://news.example/asia/" rel="category tag">Asia</a></span>
<span class="tags-links"><a href="https://news.example/tag/isis/" rel="tag">ISIS</a></span>
<span class="comments-link"><a href="https://news.example/islamic-state/#respond">Leave a comment</a></span>
<a href="https://news.example/islamic-state/?share=twitter">Share</a></footer></article>
<article class="post-18790 post type-post hentry"><h2 class="entry-title">
<a href="/?p=18790" rel="bookmark">Second</a></h2>
</article>
<nav class="navigation posts-navigation"><h2 class="screen-reader-text">Posts navigation</h2><div class="nav-links">
<div class="nav-previous"><a href="https://news.example/page/2/">Older posts</a></div></div></nav></main>
<aside id="secondary" class="widget-area"><section class="widget widget_recent_entries"><ul>
<li><a href="https://news.example/2020/01/01/an-old-one-that-is-popular/">Popular</a></li></ul></section>
<section class="widget widget_archive"><ul><li><a href="https://news.example/2021/09/">September</a></li></ul></section>
<table id="wp-calendar" class="wp-calendar-table"><tr><td><a href="https://news.example/2021/09/24/">24</a></td></tr></table>
</aside></div>
<footer id="colophon" class="site-footer"><a href="https://news.example/privacy-policy-of-the-example-news/">Privacy</a>
<a href="mailto:desk@news.example">Mail</a></footer></body></html>"""


def test_classic_theme(site: SiteInfo) -> None:
    listing = parse(CLASSIC, site)
    assert found(listing) == ["islamic-state/", "?p=18790"]
    first, second = listing.refs
    assert (first.source, first.published, first.number) == ("archive", "2021-09-24T18:35:00+04:30", None)
    assert (second.published, second.number) == (None, 18790)
    assert more(listing) == ["page/2/", "category/politics/", "about/", "asia/"]
    assert [url.removeprefix(HOST) for url in listing.lists] == ["category/politics/", "about/", "asia/"]


def test_menus_are_followed_from_the_home_page_only(site: SiteInfo) -> None:
    body = CLASSIC.replace("/page/2/", "/category/world/page/3/")
    assert more(parse(body, site, "category/world/page/2/")) == ["category/world/page/3/", "category/politics/"]


BLOCKS = """<!DOCTYPE html><html><body class="home page wp-embed-responsive"><header class="wp-block-template-part">
<nav class="wp-block-navigation"><ul class="wp-block-page-list"><li><a href="/world/">World</a></li></ul></nav></header>
<main class="wp-block-group"><article class="page type-page"><div class="entry-content wp-block-post-content">
<div class="wp-block-query"><ul class="wp-block-post-template">
<li class="wp-block-post post-5 post type-post hentry">
<figure class="wp-block-post-featured-image"><a href="/five/"><img></a>
</figure><h2 class="wp-block-post-title"><a href="https://news.example/five/" target="_self">Five</a></h2>
<div class="wp-block-post-excerpt"><p>See <a href="/elsewhere-on-this-very-site/">this</a></p></div>
<div class="wp-block-post-date"><time datetime="2021-09-24T18:35:00+04:30"><a href="/five/">24</a></time></div></li>
<li class="wp-block-post post-4 post type-post hentry"><h2 class="wp-block-post-title">
<a href="/four/">Four</a></h2></li>
</ul><nav class="wp-block-query-pagination">
<a href="/?query-0-page=2" class="wp-block-query-pagination-next">Next</a></nav>
</div></div></article></main></body></html>"""


def test_block_theme_with_a_static_front_page(site: SiteInfo) -> None:
    listing = parse(BLOCKS, site)
    assert found(listing) == ["five/", "four/"]
    assert listing.refs[0].published == "2021-09-24T18:35:00+04:30"
    assert more(listing) == ["?query-0-page=2", "world/"]


def test_entries_inside_the_text_of_a_front_page(site: SiteInfo) -> None:
    body = """<body><article class="page"><div class="entry-content"><p><a href="/about-us/">About</a></p>
    <div class="hentry"><h3><a href="/kabul/">Kabul</a></h3></div></div></article></body>"""
    assert found(parse(body, site)) == ["kabul/"]


def test_cards_without_any_known_class(site: SiteInfo) -> None:
    body = """<html><body><div class="grid">
    <div class="x"><a href="/leaders/"><img><h3>Leaders</h3></a></div>
    <div class="x"><h3><a href="/kabul/">Kabul</a></h3><a href="/kabul/">Read on</a></div>
    <div class="x"><a href="/taliban-leaders-divided-over-group/">T</a></div>
    <div class="x"><a href="/archives/18793">Number</a></div>
    <a href="/contact/">Contact</a></div></body></html>"""
    assert found(parse(body, site)) == [
        "leaders/",
        "kabul/",
        "taliban-leaders-divided-over-group/",
        "archives/18793",
    ]


def test_an_entry_without_heading_gives_its_first_link(site: SiteInfo) -> None:
    body = """<body><article><a href="/short/"><img></a><a href="/author/jane/">J</a><a href="/other/">x</a></article>
    <article><h2><a href="/with-heading/">W</a></h2><a href="/other/">x</a></article></body>"""
    assert found(parse(body, site)) == ["short/", "with-heading/"]


def test_widgets_only_where_there_is_nothing_else(site: SiteInfo) -> None:
    body = """<body><div class="sidebar"><div class="hentry"><h2><a href="/kabul/">K</a></h2></div></div>{}</body>"""
    assert found(parse(body.format(""), site)) == ["kabul/"]
    assert found(parse(body.format("<article><h2><a href=/main/>M</a></h2></article>"), site)) == ["main/"]


TRAPS = """<body><article class="post">{}</article></body>"""


@pytest.mark.parametrize(
    "href",
    [
        "/a-post-with-long-slug-here/?replytocom=5",
        "/a-post-with-long-slug-here/?share=facebook",
        "/a-post-with-long-slug-here/amp/",
        "/a-post-with-long-slug-here/feed/",
        "/a-post-with-long-slug-here/comment-page-2/",
        "/wp-content/uploads/2021/09/photo-of-the-kabul-airport.jpg",
        "/wp-login.php?redirect_to=/a-post-with-long-slug-here/",
        "/2021/09/",
        "/2021/09/24/",
        "/tag/a-tag-with-long-name/",
        "/author/jane-of-the-example-news/",
        "/category/a-category-with-long-name/",
        "/search/a-word-with-long-name/",
        "/?s=kabul",
        "/?attachment_id=18793",
        "#a-b-c-d-e",
        "mailto:a@news.example",
        "https://other.example/a-post-with-long-slug-here/",
        "javascript:alert(1)",
        "http://[",
        "/",
    ],
)
def test_never_an_article(href: str, site: SiteInfo) -> None:
    listing = parse(TRAPS.format(f'<h2><a href="{href}" rel="bookmark">x</a></h2>'), site)
    assert listing.refs == []


PAGER = """<body><article><h2><a href="/a-post/">A</a></h2></article><nav class="pagination">{}</nav>
<a href="/category/other/page/2/">other list</a><a href="/2021/page/7/">calendar</a></body>"""


@pytest.mark.parametrize(
    ("path", "links", "following"),
    [
        ("", '<a class="page-numbers" href="/page/2/">2</a><a href="/page/9/">9</a>', ["page/2/", "page/9/"]),
        ("page/2/", '<a href="/">1</a><a href="/page/1/">1</a><a href="/page/3/">3</a>', ["page/3/"]),
        ("?paged=2", '<a href="/?paged=1">1</a><a href="/?paged=3">3</a>', ["?paged=3"]),
        ("?cat=4", '<a href="/?cat=4&paged=2">2</a><a href="/?cat=5&paged=2">x</a>', ["?cat=4&paged=2"]),
        ("category/w/", '<a rel="next" href="/category/w/page/2/">→</a>', ["category/w/page/2/"]),
        ("news/", '<a class="next" href="/news/2/">→</a>', ["news/2/"]),
        ("news/2/", '<a class="next" href="/news/3/">→</a><a class="prev" href="/news/">←</a>', ["news/3/"]),
        ("news/", '<a rel="next" href="/news/seite/2/">→</a>', ["news/seite/2/"]),
        ("news/?start=20", '<a rel="next" href="/news/?start=40">→</a>', ["news/?start=40"]),
        ("news/", '<a rel="next" href="/the-next-article-of-all/">→</a>', []),
        ("page/2/", '<a rel="next" href="/page/2/">→</a><a rel="next" href="/page/1/">→</a>', []),
        ("", '<a href="/page/99999999/">last</a>', []),
    ],
)
def test_following_pages(path: str, links: str, following: list[str], site: SiteInfo) -> None:
    listing = parse(PAGER.format(links), site, path)
    assert [url for url in more(listing) if url not in ("category/politics/",)] == following


def test_next_in_the_head(site: SiteInfo) -> None:
    body = '<head><link rel="next" href="/page/2/"></head><article><h2><a href="/a/">A</a></h2></article>'
    assert more(parse(body, site)) == ["page/2/"]


def test_a_page_without_articles_ends_the_list(site: SiteInfo) -> None:
    body = '<body><p>Nothing</p><a class="next" href="/page/100/">→</a></body>'
    listing = parse(body, site, "page/99/")
    assert (listing.refs, listing.more) == ([], [])


def test_since(site: SiteInfo) -> None:
    body = """<body><article><h2><a href="/a/">A</a></h2><time datetime="2021-09-24T01:00:00+04:30"></time></article>
    <article><h2><a href="/2021/09/22/b/">B</a></h2></article><article><h2><a href="/2021/09/c/">C</a></h2></article>
    <article><h2><a href="/d/">D</a></h2></article><a class="next" href="/page/2/">→</a></body>"""
    assert found(parse(body, site, cut=Cut(since=date(2021, 9, 24)))) == ["a/", "2021/09/c/", "d/"]
    listing = parse(body.replace("/d/", "/2020/01/d/"), site, cut=Cut(since=date(2021, 10, 1)))
    assert (listing.refs, listing.more) == ([], [])


def test_base_and_charset(site: SiteInfo) -> None:
    body = '<head><base href="/news/"><meta charset="windows-1251"></head>'
    body += '<article><h2><a href="новость/">x</a></h2></article>'
    listing = archive.parse(body.encode("windows-1251"), HOST, {}, site, Cut())
    assert found(listing) == ["news/%d0%bd%d0%be%d0%b2%d0%be%d1%81%d1%82%d1%8c/"]


def test_nothing_outside_of_the_folder(site: SiteInfo) -> None:
    site = dataclasses.replace(site, home=f"{HOST}blog/", folder="/blog/")
    body = '<article><h2><a href="/blog/a/">A</a></h2></article><article><h2><a href="/shop/b/">B</a></h2></article>'
    assert found(parse(body, site, "blog/")) == ["blog/a/"]


def test_first(site: SiteInfo) -> None:
    site = dataclasses.replace(site, archives=(f"{HOST}world/", HOST))
    assert archive.first(site, Cut()) == [[HOST, f"{HOST}world/"]]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "is empty, not an HTML page"),
        (b'{"code":"x"}', "answered JSON with code x, not an HTML page"),
        (b"<rss><channel/></rss>", "is a feed, not an HTML page"),
        (b"\x89PNG\r\n\x1a\n\1\2\3\4\5\6\7\0\1\2", "is binary data, not an HTML page"),
        (b"just words", "is plain text, not an HTML page"),
    ],
)
def test_no_page(body: bytes, reason: str, site: SiteInfo) -> None:
    with pytest.raises(ListingError) as error:
        archive.parse(body, HOST, {}, site, Cut())
    assert str(error.value) == reason


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 200_000,
        "<a href=/x>" * 30_000,
        "<html>" + "\0" * 100_000 + "<a href=/a-b-c-d-e/>x</a>",
        "<html><body " + "x" * 1_000_000,
        "<html><body>" + "<article><h2><a href='/a-b-c-d-e/'>" * 5_000,
        "<html>" + "<a href='" + "/" * 1_000_000 + "'>",
        "<html><body class='" + "a " * 500_000 + "'>",
    ],
    ids=range(7),
)
def test_hostile_pages_end(body: str, site: SiteInfo) -> None:
    with suppress(ListingError):
        assert len(parse(body, site).refs) <= 1


def entries(count: int, tail: str = "") -> str:
    listed = "".join(
        f'<article class="post"><h2><a href="/story-{n}/">Story {n}</a></h2></article>' for n in range(count)
    )
    return f'<html><body><main>{listed}</main>{tail}<script src="/wp-includes/a.js"></script></body></html>'


@pytest.mark.parametrize(
    ("path", "following"),
    [
        ("", "page/2/"),
        ("page/2/", "page/3/"),
        ("category/world", "category/world/page/2/"),
        ("category/world/page/9/", "category/world/page/10/"),
        ("?cat=4", "?cat=4&paged=2"),
        ("?cat=4&paged=2", "?cat=4&paged=3"),
    ],
)
def test_list_that_names_no_further_page(site: SiteInfo, path: str, following: str) -> None:
    assert more(parse(entries(5), site, path)) == [following]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (entries(4), ""),
        (entries(5).replace("wp-includes", "js"), ""),
        (entries(5, '<nav class="pagination"><a href="/">1</a> 2</nav>'), "page/2/"),
        (entries(5, '<a rel="prev" href="/">Newer</a>'), "page/2/"),
        (entries(5), "news.html"),
    ],
)
def test_list_that_ends(site: SiteInfo, body: str, path: str) -> None:
    assert more(parse(body, site, path)) == []


def test_the_home_page_of_an_edition(site: SiteInfo) -> None:
    edition = dataclasses.replace(site, home="https://news.example/fa/", folder="/fa/")
    own, other = (f'<article><h2><a href="{path}2021/09/24/a/">A story</a></h2></article>' for path in ("/fa/", "/"))
    for inside, found in ((own, True), (own + other, True), (other, False), ("", False)):
        body = f"<html><body>{inside}</body></html>".encode()
        assert archive.is_edition(body, edition.home, {}, edition) is found
        assert not archive.is_edition(body, site.home, {}, site)
    assert not archive.is_edition(b"{}", edition.home, {}, edition)

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.discovery.listing import ListingError
from newscrawl.discovery.site import ApiRoot, read_api_root, read_home, read_robots
from newscrawl.sites.zone import zone

HOME = """<!DOCTYPE html>
<html lang="en-GB"><head>
<title>The Example News &#8211; Every day</title>
<meta name="generator" content="WordPress 6.1.9" />
<meta property="og:site_name" content="The Example News" />
<link rel="alternate" type="application/rss+xml" title="The Example News &raquo; Comments Feed"
  href="https://news.example/comments/feed/" />
<link rel="alternate" type="application/rss+xml" title="Sport &raquo; Feed" href="/category/sport/feed/" />
<link rel="alternate" type="application/rss+xml" title="The Example News &raquo; Feed"
  href="https://news.example/feed/" />
<link rel="alternate" type="application/rss+xml" title="N &raquo; Kommentar-Feed" href="/antworten/feed/" />
<link rel="alternate" type="application/atom+xml" title="Elsewhere" href="https://feeds.other.example/news" />
<link rel='https://api.w.org/' href='https://news.example/index.php/wp-json/' />
<link rel="sitemap" href="/my-sitemap.xml">
</head><body class="home blog">
<nav><ul><li class="menu-item"><a href="/">Home</a></li><li><a href="/politics/">Politics</a></li>
<li><a href="/2021/09/24/a-post/">New</a></li><li><a href="/category/world/">World</a></li>
<li><a href="https://other.example/x/">Elsewhere</a></li></ul></nav>
<article class="post"><h2><a href="/2021/09/24/a-post/">A post</a></h2>
<a rel="category tag" href="/asia/">Asia</a> <a rel="tag" href="/tag/x/">x</a></article>
</body></html>"""


def test_home_page_of_wordpress() -> None:
    home = read_home(
        HOME.encode(),
        "https://news.example/",
        [
            '<https://news.example/wp-json/>; rel="https://api.w.org/"',
            '<https://news.example/?p=2>; rel=shortlink, <https://evil.example/wp-json/>; rel="https://api.w.org/"',
        ],
    )
    assert home.api_roots == (
        "https://news.example/wp-json/",
        "https://news.example/index.php/wp-json/",
        "https://news.example/?rest_route=/",
    )
    assert home.feeds == (
        "https://news.example/feed/",
        "https://news.example/category/sport/feed/",
        "https://news.example/?feed=rss2",
    )
    assert home.sitemaps == ("https://news.example/my-sitemap.xml",)
    assert home.archives == (
        "https://news.example/politics/",
        "https://news.example/category/world/",
        "https://news.example/asia/",
    )
    assert (home.language, home.name, home.generator) == ("en-GB", "The Example News", "WordPress 6.1.9")
    assert home.hosts == {"news.example", "www.news.example"}


@pytest.mark.parametrize(
    "header",
    [
        '<https://news.example/x/>; rel="https://api.w.org/"',
        "<https://news.example/x/>;rel=https://api.w.org/",
        '</x/>; title="a, <b>; rel=next"; rel="alternate https://api.w.org/"',
        '<https://news.example/>; rel="preload", </x/>; rel="https://api.w.org/", </y/>; rel=next',
    ],
)
def test_link_header(header: str) -> None:
    assert read_home(b"", "https://news.example/", [header]).api_roots[0] == "https://news.example/x/"


def test_nothing_on_the_home_page_leaves_guesses() -> None:
    home = read_home(b"", "https://www.news.example/", [])
    assert home.api_roots == ("https://www.news.example/wp-json/", "https://www.news.example/?rest_route=/")
    assert home.feeds == ("https://www.news.example/feed/", "https://www.news.example/?feed=rss2")
    assert (home.archives, home.language, home.name) == ((), None, None)


@pytest.mark.parametrize("asked", ["https://host.example/news", "https://host.example/news/index.php"])
def test_a_site_in_a_folder(asked: str) -> None:
    home = read_home(b"", "https://host.example/news/", [], asked=asked)
    assert home.folder == "/news/"
    assert home.api_roots[0] == "https://host.example/news/wp-json/"
    site = home.site()
    assert site.holds("https://host.example/news/a/")
    assert not site.holds("https://host.example/shop/a/")


def test_a_home_page_that_leads_into_a_folder_is_still_the_whole_site() -> None:
    home = read_home(b"", "https://www.news.example/en/", [], asked="http://news.example/")
    assert home.folder == "/"
    assert home.api_roots == (
        "https://www.news.example/wp-json/",
        "https://www.news.example/en/wp-json/",
        "https://www.news.example/?rest_route=/",
        "https://www.news.example/en/?rest_route=/",
    )


def test_a_moved_site_keeps_its_old_host() -> None:
    home = read_home(b"", "https://new.example/", [], asked="https://old.example/", hosts=["cdn.example"])
    assert {"new.example", "old.example", "cdn.example"} <= home.hosts


def test_site_is_put_together() -> None:
    home = read_home(HOME.encode(), "https://news.example/", [])
    api = ApiRoot(name="Its name", home=None, timezone="+04:30", has_posts=True)
    site = home.site(
        api_root=home.api_roots[0], api=api, sitemaps=["https://news.example/s.xml", "https://evil.example/s.xml"]
    )
    assert site.api_root == "https://news.example/index.php/wp-json/"
    assert (site.name, site.timezone) == ("Its name", "+04:30")
    assert site.sitemaps == ("https://news.example/s.xml", "https://news.example/my-sitemap.xml")
    without = ApiRoot(name=None, home=None, timezone="Asia/Kabul", has_posts=False)
    site = home.site(api_root=home.api_roots[0], api=without)
    assert (site.api_root, site.timezone, site.name) == (None, "Asia/Kabul", "The Example News")


def root(**values: object) -> bytes:
    whole = {"name": "N", "home": "https://news.example", "namespaces": ["wp/v2"], "routes": {"/wp/v2/posts": {}}}
    return json.dumps(whole | values).encode()


@pytest.mark.parametrize(
    ("offset", "name"),
    [
        ("4.5", "+04:30"),
        (4.5, "+04:30"),
        ("-3.5", "-03:30"),
        (5.75, "+05:45"),
        (0, "+00:00"),
        ("0", "+00:00"),
        (-8, "-08:00"),
        ("", None),
        (None, None),
        (True, None),
        ("nan", None),
        (1e400, None),
        (99, None),
        ([4], None),
    ],
)
def test_time_zone_from_offset(offset: object, name: str | None) -> None:
    found = read_api_root(root(timezone_string="", gmt_offset=offset), "https://news.example/wp-json/").timezone
    assert found == name
    if found:
        zone(found)


def test_time_zone_by_name_wins_if_it_is_one() -> None:
    url = "https://news.example/wp-json/"
    assert read_api_root(root(timezone_string="Asia/Kabul", gmt_offset="1"), url).timezone == "Asia/Kabul"
    assert read_api_root(root(timezone_string="Mars/Base", gmt_offset="1"), url).timezone == "+01:00"


def test_api_root() -> None:
    url = "https://news.example/wp-json/"
    api = read_api_root(root(), url)
    assert (api.name, api.home, api.has_posts) == ("N", "https://news.example", True)
    assert not read_api_root(root(routes={"/": {}, "/oembed/1.0": {}}), url).has_posts
    assert read_api_root(root(routes=[]), url).has_posts
    assert not read_api_root(root(routes=None, namespaces=["oembed/1.0"]), url).has_posts
    assert read_api_root(root(name=" ", home="javascript:1"), url).home is None
    warned = b"<br />\n<b>Warning</b>: Undefined array key in {closure} in /a.php on line 3<br />\n" + root()
    assert read_api_root(warned, url) == api


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"code":"rest_disabled","message":"No","data":{"status":401}}', "answered JSON with code rest_disabled"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "is HTML"),
        (b"", "is empty"),
        (b"[]", "is JSON of another kind"),
        (b'{"a":', "is broken JSON"),
        (b"0", "is plain text"),
        (b"[" * 100_000, "is broken JSON"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\0\1\2\3\4\5\6", "is binary data"),
    ],
)
def test_no_api_root(body: bytes, reason: str) -> None:
    with pytest.raises(ListingError) as error:
        read_api_root(body, "https://news.example/wp-json/")
    assert str(error.value) == reason


def test_robots() -> None:
    body = b"""\xef\xbb\xbfUser-agent: *\r\nDisallow: /wp-admin/\r\nSitemap: https://news.example/wp-sitemap.xml\r
sitemap: /news-sitemap.xml\r\nSitemap: https://evil.example/sitemap.xml\r\nSitemap: https://www.news.example/s.xml
Sitemap: https://news.example/wp-sitemap.xml\r\nSitemap:\r\nSitemap: http://[bad"""
    assert read_robots(body, "https://news.example/robots.txt") == [
        "https://news.example/wp-sitemap.xml",
        "https://news.example/news-sitemap.xml",
        "https://www.news.example/s.xml",
    ]
    assert read_robots(b"<!DOCTYPE html><html>", "https://news.example/robots.txt") == []


@given(st.binary(max_size=300))
def test_start_up_reads_anything(body: bytes) -> None:
    read_home(body, "https://news.example/", [body.decode("latin-1")], content_type=body.decode("latin-1"))
    read_robots(body, "https://news.example/robots.txt")
    with pytest.raises(ListingError):
        read_api_root(body, "https://news.example/wp-json/")


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda v: st.lists(v), max_leaves=5))
def test_api_root_with_any_values(value: object) -> None:
    body = root(timezone_string=value, gmt_offset=value, name=value, home=value, routes=value)
    found = read_api_root(body, "https://news.example/wp-json/").timezone
    if found:
        zone(found)

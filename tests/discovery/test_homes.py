from __future__ import annotations

import pytest

from newscrawl.discovery.homes import ARTICLE, FEED, LIST, no_home
from newscrawl.discovery.site import read_home

SITE = "https://news.example"


@pytest.mark.parametrize(
    ("path", "kind", "home"),
    [
        ("/2026/03/water-is-back/", ARTICLE, "/"),
        ("/news/2026/03/12/water/", ARTICLE, "/news/"),
        ("/index.php/2026/03/water/", ARTICLE, "/"),
        ("/?p=18793", ARTICLE, "/"),
        ("/news/?p=18793", ARTICLE, "/news/"),
        ("/2026/03/", LIST, "/"),
        ("/?cat=4", LIST, "/"),
        ("/en/category/politics/", LIST, "/en/"),
        ("/Author/ann", LIST, "/"),
        ("/news/page/2/", LIST, "/news/"),
        ("/feed/", FEED, "/"),
        ("/blog/feed", FEED, "/blog/"),
        ("/category/politics/feed/", FEED, "/"),
        ("/wp-json/wp/v2/posts", None, "/"),
        ("/wp-sitemap.xml", None, "/"),
    ],
)
def test_what_is_certainly_no_home_page(path: str, kind: str | None, home: str) -> None:
    found = no_home(SITE + path)
    assert found is not None
    assert found[0] == kind or kind is None
    assert found[1] == SITE + home


@pytest.mark.parametrize(
    "path",
    ["", "/", "/fa/", "/2026/", "/news-of-the-valley-and-the-lake/", "/?lang=fa", "/category/", "/page/", "/a.b/"],
)
def test_what_may_be_one(path: str) -> None:
    assert no_home(SITE + path) is None


@pytest.mark.parametrize(
    ("classes", "kind"),
    [
        ("post-template-default single single-post postid-7 logged-out", ARTICLE),
        ("archive category category-politics category-3", LIST),
        ("home blog", None),
        ("home page-template-default page page-id-2", None),
        ("page-template-default page page-id-2", None),
        ("home single single-comic postid-7", None),
        ("single", None),
        ("", None),
    ],
)
def test_what_wordpress_says_of_a_page(classes: str, kind: str | None) -> None:
    html = f'<head><link rel="https://api.w.org/" href="/en/wp-json/"></head><body class="{classes}"></body>'
    home = read_home(html.encode(), f"{SITE}/en/water/")
    assert (home.kind, home.owner) == (kind, f"{SITE}/en/")

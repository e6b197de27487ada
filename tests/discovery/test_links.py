from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.discovery.links import (
    MAX_URL,
    article_of,
    clean_url,
    host_key,
    identity,
    is_archive,
    is_category,
    is_home,
    is_permalink,
    is_trap,
    page_of,
    untwinned,
    upper_article,
    with_www,
)

HOSTS = frozenset(("news.example", "www.news.example", "127.0.0.1:8000"))
BASE = "https://news.example/world/"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://news.example/a/", "https://news.example/a/"),
        ("https://news.example", "https://news.example/"),
        ("a-b/", "https://news.example/world/a-b/"),
        ("/a/#comments", "https://news.example/a/"),
        ("//www.news.example/a/", "https://www.news.example/a/"),
        ("https://news.example//2021//09/a/", "https://news.example/2021/09/a/"),
        ("  https://news.example/a/\n", "https://news.example/a/"),
        ("https://news.example:443/a/", "https://news.example/a/"),
        ("http://news.example:80/a/", "http://news.example/a/"),
        ("http://127.0.0.1:8000/a/", "http://127.0.0.1:8000/a/"),
        ("HTTPS://News.Example/A/", "https://news.example/A/"),
        ("https://news.example/./a/../b/", "https://news.example/b/"),
        ("https://news.example/?p=18793", "https://news.example/?p=18793"),
        ("https://news.example/a/?utm_source=rss&utm_medium=x", "https://news.example/a/"),
        ("https://news.example/?fbclid=1&p=7&UTM_Campaign=z", "https://news.example/?p=7"),
        ("https://news.example/a/?ref=home&mtm_campaign=b", "https://news.example/a/"),
        ("https://news.example/a/?PHPSESSID=0123456789abcdef0123&p=7", "https://news.example/a/?p=7"),
        ("https://news.example/a;jsessionid=A1B2/b/", "https://news.example/a/b/"),
        ("https://news.example/?sid=0123456789abcdef0123", "https://news.example/"),
        ("https://news.example/?sid=18793", "https://news.example/?sid=18793"),
        ("https://news.example/خبر/", "https://news.example/%d8%ae%d8%a8%d8%b1/"),
        ("https://news.example/%D8%AE%d8%A8%d8%b1/", "https://news.example/%d8%ae%d8%a8%d8%b1/"),
    ],
)
def test_clean_url(href: str, url: str) -> None:
    assert clean_url(href, BASE, HOSTS) == url


@pytest.mark.parametrize(
    "href",
    [
        "https://other.example/a/",
        "https://news.example.evil.example/a/",
        "https://news.example@evil.example/a/",
        "https://user:secret@news.example/a/",
        "http://127.0.0.1:8001/a/",
        "http://127.0.0.1/a/",
        "mailto:desk@news.example",
        "javascript:void(0)",
        "ftp://news.example/a",
        "file:///etc/passwd",
        "http://[::1/a",
        "http://news.example:99999/",
        "https://news.example/" + "a" * MAX_URL,
    ],
)
def test_what_is_not_the_sites_is_refused(href: str) -> None:
    assert clean_url(href, BASE, HOSTS) is None


def test_a_site_on_https_has_no_http_pages() -> None:
    assert clean_url("http://news.example/a/", BASE, HOSTS, secure=True) == "https://news.example/a/"
    assert clean_url("http://127.0.0.1:8000/a/", BASE, HOSTS, secure=True) == "http://127.0.0.1:8000/a/"


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_is_clean_or_refused(href: str, base: str) -> None:
    for candidate in (href, f"https://news.example/{href}", f"//news.example:{href}"):
        url = clean_url(candidate, base, HOSTS)
        if url is not None:
            assert host_key(url) in HOSTS
            assert "#" not in url
            assert url.isascii()
            assert clean_url(url, base, HOSTS) == url
            is_trap(url), is_archive(url), is_home(url), is_category(url), is_permalink(url), page_of(url)


def test_with_www() -> None:
    assert with_www(["www.a.example", "b.example:81", None]) == {
        "a.example",
        "www.a.example",
        "b.example:81",
        "www.b.example:81",
    }


@pytest.mark.parametrize(
    "path",
    [
        "2021/09/24/feed/",
        "feed/",
        "a-post/embed/",
        "a-post/amp/",
        "a-post/?amp=1",
        "a-post/?replytocom=17",
        "a-post/?share=twitter",
        "a-post/?print=print",
        "a-post/comment-page-2/",
        "a-post/attachment/photo-1/",
        "?attachment_id=5",
        "?s=kabul",
        "?page_id=2",
        "wp-content/uploads/2021/09/photo.jpg",
        "report.PDF",
        "wp-login.php?redirect_to=x",
        "wp-admin/",
        "wp-json/wp/v2/posts/1",
        "post-sitemap.xml",
    ],
)
def test_traps(path: str) -> None:
    assert is_trap(f"https://news.example/{path}")


@pytest.mark.parametrize(
    "path",
    [
        "category/politics/",
        "category/world/asia/page/3/",
        "tag/isis/",
        "author/jane/",
        "kategorie/politik/",
        "page/2/",
        "?paged=2",
        "?cat=3",
        "?m=202109",
        "2021/09/",
        "2021/09/24/",
        "2021/09/24/page/2/",
        "search/kabul/",
        "blog/2021/09/",
        "archives/2021/09/24/",
        "archives/date/2021/09/",
        "events/2021-09/",
        "event/market-day-in-the-old-town/2021-09-24/",
        "events/list/?tribe-bar-date=2021-10-01",
    ],
)
def test_archives(path: str) -> None:
    assert is_archive(f"https://news.example/{path}")


@pytest.mark.parametrize(
    "path",
    [
        "2021/09/24/islamic-state-targeting-taliban-leaders/",
        "islamic-state-targeting-taliban-leaders/",
        "archives/18793",
        "18793/",
        "?p=18793",
        "politics/18793-leaders.html",
        "index.php/2021/09/24/leaders/",
        "world/2021/09/18793/",
        "morning-briefing/the-events-of-the-day-2021-09-24/",
        "%d8%af%d9%88%d9%84%d8%aa-%d8%a7%d8%b3%d9%84%d8%a7%d9%85%db%8c-%d9%88-%d8%b7%d8%a7%d9%84%d8%a8%d8%a7%d9%86/",
    ],
)
def test_permalinks(path: str) -> None:
    url = f"https://news.example/{path}"
    assert is_permalink(url)
    assert not is_trap(url)
    assert not is_archive(url)
    assert not is_home(url)


@pytest.mark.parametrize("path", ["politics/", "about-us/", "2021/", "world/asia/", "contact.html"])
def test_sections_are_no_permalinks(path: str) -> None:
    assert not is_permalink(f"https://news.example/{path}")


def test_home_of_a_folder() -> None:
    for path in ("news/", "news", "news/index.php", "news/index.html", "news/?lang=en"):
        assert is_home(f"https://host.example/{path}", "/news/")
    assert not is_home("https://host.example/news/?p=5", "/news/")
    assert not is_home("https://host.example/", "/news/")
    assert is_category("https://host.example/news/category/politics/", "/news/")


@pytest.mark.parametrize(
    ("path", "base", "number"),
    [
        ("", "", 1),
        ("page/2/", "", 2),
        ("?paged=3", "", 3),
        ("category/world/page/12", "/category/world", 12),
        ("?cat=4&paged=2", "?cat=4", 2),
        ("index.php/page/2/", "", 2),
        ("news/?page=7", "/news", 7),
        ("homepage/2/", "/homepage/2", 1),
    ],
)
def test_page_of(path: str, base: str, number: int) -> None:
    assert page_of(f"https://news.example/{path}") == (f"https://news.example{base}", number)


SLUG = "https://news.example/2021/09/slug/"


@pytest.mark.parametrize(
    "twin",
    ["amp/", "print/", "feed/", "embed/", "trackback/", "comment-page-2/", "?amp=1", "?AMP", "?print=print", "?share=x",
     "?replytocom=7", "?cpage=2", "amp/?amp=1", "comments/feed/", "feed/atom/", "comment-page-2/amp/", "?pdf=1"],
)  # fmt: skip
def test_untwinned(twin: str) -> None:
    assert untwinned(SLUG + twin) == SLUG
    assert untwinned(SLUG) == SLUG


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/band/print/",  # a story of that name, or a twin of the list: not to be told
        "https://news.example/feed/",
        "https://news.example/?feed=rss2",
        "https://news.example/2021/09/slug/?attachment_id=5",
        "https://news.example/2021/09/print/",
        "https://news.example/category/world/feed/",
    ],
)
def test_untwinned_leaves_others(url: str) -> None:
    assert untwinned(url) == url


@pytest.mark.parametrize(
    ("url", "first"),
    [
        (f"{SLUG}2/", SLUG),
        (f"{SLUG}12", SLUG.rstrip("/")),
        ("https://news.example/archives/18793/2/", "https://news.example/archives/18793/"),
        (f"{SLUG}photo/", SLUG),
        ("https://news.example/archives/18793/photo", "https://news.example/archives/18793"),
        ("https://news.example/all-that-is-news-today/photo/", None),  # may be a page with articles below it
        ("https://news.example/2021/09/2/", None),
        ("https://news.example/2021/09/24/2/", None),
        ("https://news.example/archives/2/", "https://news.example/archives/"),  # if that is an article
        ("https://news.example/archives/22/", None),
        ("https://news.example/water-war/pdf/", "https://news.example/water-war/"),
        ("https://news.example/pdf/", None),
        ("https://news.example/category/news-of-all-the-world/2/", None),
        (f"{SLUG}1/", None),
        (f"{SLUG}2/?a=b", None),
        (SLUG, None),
    ],
)
def test_upper_article(url: str, first: str | None) -> None:
    assert upper_article(url) == first


def test_part_of_a_plain_permalink_is_no_article() -> None:
    assert is_trap("https://news.example/?p=7&page=2")
    assert is_trap("https://news.example/?p=7&cpage=2")
    assert not is_trap("https://news.example/?p=7")


def test_identity() -> None:
    assert identity("https://www.news.example/2021/09/Slug") == identity("http://news.example/2021/09/slug/")
    assert identity("https://news.example/?p=7") != identity("https://news.example/?p=8")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (f"{SLUG}?filter=red", f"{SLUG}?visit=3", True),
        (f"{SLUG}?filter=red", SLUG, True),
        (f"{SLUG}?lang=fa", SLUG, False),
        (f"{SLUG}?id=5", f"{SLUG}?id=6", False),
        ("https://news.example/story/?number=5", "https://news.example/story/?number=6", False),
        ("https://news.example/?p=7&v=1", "https://news.example/?p=8&v=1", False),
    ],
)
def test_article_of(one: str, other: str, same: bool) -> None:
    assert (article_of(one) == article_of(other)) is same

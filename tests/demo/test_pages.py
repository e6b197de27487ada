"""Pages of the demo site: articles, archives, and what is not there."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from newscrawl.demo import Entry, load_library

from .client import fetch, own_words

if TYPE_CHECKING:
    from lxml import html

    from newscrawl.demo import DemoSite

LIBRARY = load_library()
NEWEST = LIBRARY.posts[0]


def address(site: DemoSite, entry: Entry) -> str:
    folder = f"{entry.published:%Y/%m}/" if entry.kind == "post" else ""
    return f"{site.url}{folder}{entry.slug}/"


def folded(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def article_links(page: html.HtmlElement) -> list[str]:
    return [str(href) for href in page.xpath("//main//h2[@class='entry-title']/a/@href")]


@pytest.mark.parametrize("post", LIBRARY.posts, ids=lambda post: str(post.number))
def test_article_page_holds_exactly_the_article(site: DemoSite, post: Entry) -> None:
    answer = fetch(address(site, post))
    assert answer.status == 200
    assert 15_000 <= len(answer.body) <= 30_000
    page = answer.page()
    content = page.xpath("//div[@class='entry-content']")
    assert len(content) == 1
    assert own_words(content[0]) == " ".join(post.prose).split()
    (h1,) = page.xpath("//h1")
    assert folded(h1) == post.title
    assert [folded(p) for p in page.xpath("//p[@class='standfirst']")] == [post.standfirst] * bool(post.standfirst)


def test_header_list_reads_as_on_the_site_it_imitates(site: DemoSite) -> None:
    page = fetch(address(site, LIBRARY.by_number[18793])).page()
    (header,) = page.xpath("//ul[@class='post-details']")
    assert [folded(li) for li in header] == [
        "publish: 8 February 2024",
        "time: 6:35 pm",
        "category: Culture & Arts",
        "No: 18793",
    ]


@pytest.mark.parametrize(
    ("number", "time"), [(17872, "12:35 am"), (18824, "12:05 pm"), (18260, "12:00 am"), (18476, "11:59 pm")]
)
def test_clock_at_noon_and_midnight(site: DemoSite, number: int, time: str) -> None:
    page = fetch(address(site, LIBRARY.by_number[number])).page()
    assert folded(page.xpath("//li[@class='meta-time']")[0]) == f"time: {time}"


def test_head_names_what_wordpress_names(site: DemoSite) -> None:
    post = LIBRARY.by_number[18793]
    answer = fetch(address(site, post))
    page = answer.page()
    rels = {(link.get("rel"), link.get("type")): link.get("href") for link in page.xpath("//head/link")}
    assert rels["canonical", None] == address(site, post)
    assert rels["shortlink", None] == f"{site.url}?p=18793"
    assert rels["https://api.w.org/", None] == f"{site.url}wp-json/"
    assert rels["alternate", "application/json"] == f"{site.url}wp-json/wp/v2/posts/18793"
    assert page.xpath("//meta[@property='article:published_time']/@content") == ["2024-02-08T14:05:00+00:00"]
    assert page.xpath("//meta[@name='generator']/@content")[0].startswith("WordPress 6.")
    assert page.xpath("//html/@lang") == ["en-US"]
    assert "single-post postid-18793" in page.xpath("//body/@class")[0]
    graph = json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])["@graph"]
    article = next(node for node in graph if node["@type"] == "Article")
    assert article["headline"] == post.title
    assert article["articleSection"] == ["Culture & Arts"]
    assert article["datePublished"] == "2024-02-08T14:05:00+00:00"
    assert article["dateModified"] == "2024-02-09T05:40:00+00:00"
    links = answer.headers.get_all("Link") or []
    assert f'<{site.url}wp-json/>; rel="https://api.w.org/"' in links
    assert f"<{site.url}?p=18793>; rel=shortlink" in links


def test_page_carries_what_must_not_be_taken_for_the_article(site: DemoSite) -> None:
    page = fetch(address(site, LIBRARY.by_number[18793])).page()
    text = folded(page)
    for words in (
        "Leave a Reply Cancel reply",
        "Your email address will not be published. Required fields are marked *",
        "No: 1 choice",
        "Share this:",
        "Related stories",
        "category: best day of the year",  # a comment
        "No: 4 Printing House Lane",
    ):
        assert words in text
    assert page.xpath("//nav[contains(@class, 'post-navigation')]//a/@rel") == ["prev", "next"]
    assert page.xpath("//div[@class='author-box']//a[@rel='author']/text()") == ["Lale Orhun-Sey"]


@pytest.mark.parametrize(
    ("path", "posts"),
    [
        ("", LIBRARY.posts),
        ("category/culture-arts/", [p for p in LIBRARY.posts if any(t.slug == "culture-arts" for t in p.categories)]),
        ("category/sport/", [p for p in LIBRARY.posts if {t.slug for t in p.categories} & {"sport", "rowing"}]),
        ("category/sport/rowing/", [p for p in LIBRARY.posts if any(t.slug == "rowing" for t in p.categories)]),
        ("tag/lake-andur/", [p for p in LIBRARY.posts if any(t.slug == "lake-andur" for t in p.tags)]),
        ("author/tomas-ekwall/", [p for p in LIBRARY.posts if p.author.slug == "tomas-ekwall"]),
        ("2023/", [p for p in LIBRARY.posts if p.published.year == 2023]),
        ("2023/05/", [p for p in LIBRARY.posts if p.published.strftime("%Y/%m") == "2023/05"]),
        ("2023/05/16/", [p for p in LIBRARY.posts if p.published.strftime("%Y/%m/%d") == "2023/05/16"]),
        ("search/ferry/", None),
    ],
)
def test_archive_pages_sum_to_their_articles(site: DemoSite, path: str, posts: list[Entry] | None) -> None:
    found: list[str] = []
    url: str | None = f"{site.url}{path}"
    pages = 0
    while url:
        answer = fetch(url)
        assert answer.status == 200
        page = answer.page()
        found += article_links(page)
        pages += 1
        following = page.xpath("//head/link[@rel='next']/@href")
        assert page.xpath("//a[@class='next page-numbers']/@href") == following
        if pages > 1:
            assert page.xpath("//span[@class='page-numbers current']/text()") == [str(pages)]
        url = str(following[0]) if following else None
    if posts is not None:
        assert found == [address(site, post) for post in posts]
    else:
        assert 0 < len(found) < len(LIBRARY.posts)
    assert pages == -(-len(found) // 10)
    assert fetch(f"{site.url}{path}page/{pages + 1}/").status == 404


def test_menu_and_sidebar_lead_to_pages_that_are_there(site: DemoSite) -> None:
    page = fetch(site.url).page()
    links = {str(href) for href in page.xpath("//nav[@id='site-navigation']//a/@href | //aside//a/@href")}
    assert len(links) > 40
    assert {fetch(link).status for link in links} == {200}


def test_a_page_is_no_article(site: DemoSite) -> None:
    for name in ("about", "contact"):
        page = fetch(f"{site.url}{name}/").page()
        assert not page.xpath("//ul[@class='post-details'] | //form[@id='commentform']")
        assert "postid-" not in page.xpath("//body/@class")[0]


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("?p=18793", "2024/02/ilse-varga-sings-aisle-seven-in-aisle-three/"),
        ("?page_id=12", "about/"),
        ("?cat=9", "category/culture-arts/"),
        ("?author=8", "author/asa-pirmoradi/"),
        ("?paged=2", "page/2/"),
        ("?feed=rss2", "feed/"),
        ("page/1/", ""),
        ("about", "about/"),
        ("category//politics", "category/politics/"),
        ("feed", "feed/"),
    ],
)
def test_other_addresses_lead_to_the_one(site: DemoSite, asked: str, location: str) -> None:
    answer = fetch(f"{site.url}{asked}")
    assert (answer.status, answer.headers["Location"]) == (301, f"{site.url}{location}")
    assert fetch(answer.headers["Location"]).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "?p=99999",
        "?p=12x",
        "nothing-here/",
        "page/999/",
        "page/0/",
        "page/x/",
        "about/page/2/",
        "2021/",
        "2023/05/no-such-story/",
        "category/no-such/",
        "category/rowing/",
        "author/nobody/",
        "wp-content/uploads/2022/03/none.png",
        "wp-content/uploads/2022/03/council-chamber-9999x9999.png",
        "%00%ff/",
        "//[/",
        "2022/03/../../etc/",
    ],
)
def test_what_is_not_there_is_a_404_page(site: DemoSite, path: str) -> None:
    answer = fetch(f"{site.url}{path}")
    assert answer.status == 404
    assert answer.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert "error404" in answer.page().xpath("//body/@class")[0]


def test_search_escapes_what_was_asked_for(site: DemoSite) -> None:
    answer = fetch(f"{site.url}?s=%3Cscript%3Ealert(1)%3C/script%3E%22%27")
    assert answer.status == 200
    assert b"<script>alert" not in answer.body
    assert answer.page().xpath("//h1/text()") == ["Search Results for: <script>alert(1)</script>\"'"]


def test_pictures_are_png_files_of_their_sizes(site: DemoSite) -> None:
    page = fetch(address(site, LIBRARY.by_number[16632])).page()
    addresses = {part.split()[0] for s in page.xpath("//main//img/@srcset") for part in s.split(", ")}
    assert len(addresses) == 9
    for url in addresses:
        answer = fetch(url)
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.body.startswith(b"\x89PNG\r\n\x1a\n")
        size = re.search(r"-(\d+)x(\d+)\.png", url)
        width, height = (int(size[1]), int(size[2])) if size else (960, 540)
        assert answer.body[16:24] == width.to_bytes(4, "big") + height.to_bytes(4, "big")


def test_links_inside_articles_lead_to_articles(site: DemoSite) -> None:
    inner = {
        str(href)
        for post in LIBRARY.posts
        for href in fetch(address(site, post)).page().xpath("//div[@class='entry-content']//a/@href")
        if str(href).startswith(site.url)
    }
    assert len(inner) >= 5
    assert inner <= {address(site, post) for post in LIBRARY.posts}
    assert all(urlsplit(url).path.endswith("/") for url in inner)

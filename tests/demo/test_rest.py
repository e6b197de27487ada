"""The demo site's REST API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from newscrawl.demo import load_library

from .client import fetch, own_words

if TYPE_CHECKING:
    from newscrawl.demo import DemoSite

LIBRARY = load_library()
NUMBERS = sorted(post.number for post in LIBRARY.posts)


def posts(site: DemoSite, query: str) -> list[dict[str, Any]]:
    answer = fetch(f"{site.url}wp-json/wp/v2/posts?{query}")
    assert answer.status == 200, answer.body
    found: list[dict[str, Any]] = answer.json()
    return found


def ids(rows: list[dict[str, Any]]) -> list[int]:
    return [row["id"] for row in rows]


def test_root_tells_of_the_site(site: DemoSite) -> None:
    answer = fetch(f"{site.url}wp-json/")
    assert answer.headers["Content-Type"] == "application/json; charset=UTF-8"
    root = answer.json()
    assert root["name"] == "The Sangab Courier"
    assert root["home"] == site.url.rstrip("/")
    assert (root["timezone_string"], root["gmt_offset"]) == ("Asia/Kabul", 4.5)
    assert "wp/v2" in root["namespaces"]
    assert "/wp/v2/posts" in root["routes"]
    assert fetch(f"{site.url}?rest_route=/").json() == root


@pytest.mark.parametrize("size", [7, 10, 35, 100])
def test_pages_sum_to_all_articles(site: DemoSite, size: int) -> None:
    found: list[int] = []
    url: str | None = f"{site.url}wp-json/wp/v2/posts?per_page={size}&orderby=id&order=asc&_fields=id"
    while url:
        answer = fetch(url)
        assert answer.headers["X-WP-Total"] == str(len(NUMBERS))
        assert answer.headers["X-WP-TotalPages"] == str(-(-len(NUMBERS) // size))
        found += ids(answer.json())
        links = dict(reversed(link.split("; rel=")) for link in (answer.headers["Link"] or "").split(", "))
        url = links['"next"'][1:-1] if '"next"' in links else None
    assert found == NUMBERS


def test_newest_first_unless_asked_otherwise(site: DemoSite) -> None:
    assert ids(posts(site, "")) == [post.number for post in LIBRARY.posts[:10]]
    modified = [row["modified"] for row in posts(site, "orderby=modified&per_page=100")]
    assert modified == sorted(modified, reverse=True)


def test_post_is_shaped_as_wordpress_shapes_it(site: DemoSite) -> None:
    answer = fetch(f"{site.url}wp-json/wp/v2/posts/18793")
    row = answer.json()
    assert row["date"] == "2024-02-08T18:35:00"
    assert row["date_gmt"] == "2024-02-08T14:05:00"
    assert row["modified_gmt"] == "2024-02-09T05:40:00"
    assert row["link"] == f"{site.url}2024/02/ilse-varga-sings-aisle-seven-in-aisle-three/"
    assert row["guid"]["rendered"] == f"{site.url}?p=18793"
    assert row["title"]["rendered"] == "Ilse Varga sings &#8220;Aisle Seven&#8221; in Aisle Three"
    assert b"\\/" in answer.body  # as PHP writes slashes
    assert answer.body.isascii()
    post = LIBRARY.by_number[18793]
    content = html.fragment_fromstring(row["content"]["rendered"], create_parent="div")
    assert own_words(content) == " ".join(post.prose).split()
    names = {c["id"]: c["name"] for c in fetch(f"{site.url}wp-json/wp/v2/categories?per_page=100").json()}
    assert [names[number] for number in row["categories"]] == ["Culture &amp; Arts"]


def test_teaser_mark_stays_in_the_content(site: DemoSite) -> None:
    assert "<!--more-->" in posts(site, "include=16021")[0]["content"]["rendered"]


def test_fields_are_cut_down_to_those_asked_for(site: DemoSite) -> None:
    (row,) = posts(site, "include=18793&_fields=id,title.rendered,_links.self,content.protected")
    assert row.keys() == {"id", "title", "_links", "content"}
    assert row["title"].keys() == {"rendered"}
    assert row["_links"].keys() == {"self"}
    assert row["content"] == {"protected": False}
    (row,) = posts(site, "include=18793&_fields[]=id&_fields[]=slug")
    assert row.keys() == {"id", "slug"}


def test_embedded_objects(site: DemoSite) -> None:
    (row,) = posts(site, "include=18793&_embed")
    embedded = row["_embedded"]
    assert embedded["author"][0]["name"] == "Lale Orhun-Sey"
    assert [[term["name"] for term in terms] for terms in embedded["wp:term"]] == [["Culture &amp; Arts"], ["music"]]
    assert fetch(embedded["wp:featuredmedia"][0]["source_url"]).headers["Content-Type"] == "image/png"
    (row,) = posts(site, "include=18793&_embed=author")
    assert row["_embedded"].keys() == {"author"}
    assert "_embedded" not in posts(site, "include=18793")[0]


def test_dates_cut_the_list_and_are_exclusive(site: DemoSite) -> None:
    moment = "2023-09-05T19:55:00"  # the site's own time, of article 18180
    later = [post.number for post in LIBRARY.posts if post.published.replace(tzinfo=None).isoformat() > moment]
    assert ids(posts(site, f"after={moment}&per_page=100")) == later
    assert ids(posts(site, "after=2023-09-05T15:25:00Z&per_page=100")) == later
    assert ids(posts(site, "after=2023-09-05T19:55:00%2B04:30&per_page=100")) == later
    earlier = ids(posts(site, f"before={moment}&per_page=100"))
    assert len(later) + len(earlier) == len(NUMBERS) - 1
    assert 18180 not in later + earlier
    changed = posts(site, "modified_after=2024-02-01T00:00:00&per_page=100")
    assert sorted(ids(changed)) == [18793, 18824, 18868]


def test_terms_authors_and_search_cut_the_list(site: DemoSite) -> None:
    arts = [post.number for post in LIBRARY.posts if any(term.id == 9 for term in post.categories)]
    assert ids(posts(site, "categories=9&per_page=100")) == arts
    assert not set(ids(posts(site, "categories_exclude=9&per_page=100"))) & set(arts)
    assert len(posts(site, "tags=33,41&per_page=100")) > 8
    assert len(posts(site, "author=8&per_page=100")) == 10
    assert ids(posts(site, "slug=a-dictionary-of-winds")) == [16324]
    assert 16324 in ids(posts(site, "search=dictionary"))
    assert ids(posts(site, "include=16324,16021&orderby=include")) == [16324, 16021]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("posts?page=99", 400, "rest_post_invalid_page_number"),
        ("posts?per_page=101", 400, "rest_invalid_param"),
        ("posts?per_page=0", 400, "rest_invalid_param"),
        ("posts?page=x", 400, "rest_invalid_param"),
        ("posts?orderby=colour", 400, "rest_invalid_param"),
        ("posts?after=soon", 400, "rest_invalid_param"),
        ("posts?categories=x", 400, "rest_invalid_param"),
        ("posts?context=edit", 401, "rest_forbidden_context"),
        ("posts/1", 404, "rest_post_invalid_id"),
        ("users/99", 404, "rest_user_invalid_id"),
        ("nothing", 404, "rest_no_route"),
    ],
)
def test_errors_are_wordpress_errors(site: DemoSite, path: str, status: int, code: str) -> None:
    answer = fetch(f"{site.url}wp-json/wp/v2/{path}")
    assert answer.status == status
    assert answer.json()["code"] == code
    assert answer.json()["data"]["status"] == status


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("pages", len(LIBRARY.pages)),
        ("categories", len(LIBRARY.categories)),
        ("tags", len(LIBRARY.tags)),
        ("users", 6),
        ("media", sum(len(post.pictures) for post in LIBRARY.posts)),
        ("comments", sum(len(post.comments) for post in LIBRARY.posts)),
    ],
)
def test_other_collections(site: DemoSite, name: str, count: int) -> None:
    answer = fetch(f"{site.url}?rest_route=/wp/v2/{name}&per_page=100")
    assert answer.headers["X-WP-Total"] == str(count)
    rows = answer.json()
    assert len(rows) == count
    one = fetch(f"{site.url}wp-json/wp/v2/{name}/{rows[0]['id']}")
    assert one.json() == rows[0]


def test_every_link_of_a_post_answers(site: DemoSite) -> None:
    links = fetch(f"{site.url}wp-json/wp/v2/posts/16632").json()["_links"]
    found = {link["href"] for rel, rows in links.items() if rel != "curies" for link in rows}
    assert len(found) >= 8
    assert {fetch(url).status for url in found} == {200}
    page = fetch(f"{site.url}?p=16632").headers["Location"]
    (embed,) = fetch(page).page().xpath("//link[@type='application/json+oembed']/@href")
    assert fetch(embed).json()["title"] == LIBRARY.by_number[16632].title

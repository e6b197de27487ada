from __future__ import annotations

import dataclasses
import json
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newscrawl.discovery import rest
from newscrawl.discovery.listing import Cut, ListingError
from newscrawl.items import ArticleRef

if TYPE_CHECKING:
    from newscrawl.discovery.listing import Listing
    from newscrawl.discovery.site import SiteInfo

URL = "https://news.example/wp-json/wp/v2/posts?per_page=100&page=1&orderby=id&order=asc"


def post(number: int = 18793, **values: Any) -> dict[str, Any]:
    return {
        "id": number,
        "date": "2021-09-24T18:35:00",
        "date_gmt": "2021-09-24T14:05:00",
        "modified": "2021-09-25T08:00:00",
        "modified_gmt": "2021-09-25T03:30:00",
        "status": "publish",
        "link": f"https://news.example/2021/09/24/post-{number}/",
    } | values


def parse(posts: object, site: SiteInfo, url: str = URL, cut: Cut | None = None, **headers: str) -> Listing:
    body = posts if isinstance(posts, bytes) else json.dumps(posts).encode()
    return rest.parse(body, url, {k.replace("_", "-"): v for k, v in headers.items()}, site, cut or Cut())


def pages(listing: Listing) -> list[str]:
    return [parse_qs(urlsplit(url).query)["page"][0] for url in listing.more]


def test_first_request(site: SiteInfo) -> None:
    [[url]] = rest.first(site, Cut())
    assert url.startswith("https://news.example/wp-json/wp/v2/posts?")
    query = parse_qs(urlsplit(url).query)
    assert query["per_page"] == ["100"]
    assert (query["orderby"], query["order"]) == (["id"], ["asc"])
    assert "after" not in query


def test_first_request_without_pretty_permalinks(site: SiteInfo) -> None:
    for root in ("https://news.example/?rest_route=/", "https://news.example/?rest_route=%2F"):
        [[url]] = rest.first(dataclasses.replace(site, api_root=root), Cut())
        assert url.startswith("https://news.example/?rest_route=/wp/v2/posts&per_page=100&page=1&")


def test_first_request_of_a_cut(site: SiteInfo) -> None:
    [[url]] = rest.first(site, Cut(limit=7, since=date(2021, 9, 24)))
    query = parse_qs(urlsplit(url).query)
    assert query["per_page"] == ["7"]
    assert (query["orderby"], query["order"]) == (["date"], ["desc"])
    assert query["after"] == ["2021-09-23T23:59:59"]  # WordPress compares with >
    [[url]] = rest.first(site, Cut(limit=250))
    assert parse_qs(urlsplit(url).query)["per_page"] == ["100"]


def test_first_requests_for_what_changed(site: SiteInfo) -> None:
    read = datetime(2021, 9, 24, 2, 30, tzinfo=timezone(timedelta(hours=4.5)))
    [urls] = rest.first(site, Cut(changed_since=read))
    queries = [parse_qs(urlsplit(url).query) for url in urls]
    told = [{name: query[name] for name in ("after", "modified_after") if name in query} for query in queries]
    assert told == [{"modified_after": ["2021-09-22T22:00:00Z"]}, {"after": ["2021-09-22T22:00:00Z"]}]


def test_no_api_no_request(site: SiteInfo) -> None:
    assert rest.first(dataclasses.replace(site, api_root=None), Cut()) == []


def test_reference(site: SiteInfo) -> None:
    listing = parse([post()], site, x_wp_total="1", x_wp_totalpages="1")
    assert listing.refs == [
        ArticleRef(
            url="https://news.example/2021/09/24/post-18793/",
            source="rest",
            number=18793,
            published="2021-09-24T14:05:00Z",
            modified="2021-09-25T03:30:00Z",
        )
    ]
    assert (listing.total, listing.more, listing.skipped, listing.problem) == (1, [], 0, None)


def test_title(site: SiteInfo) -> None:
    for title, kept in (({"rendered": "A &amp; <b>b</b>"}, "A &amp; <b>b</b>"), ({"rendered": "x" * 9999}, "x" * 500)):
        assert parse([post(title=title)], site).refs[0].title == kept
    for odd in ("text", {"rendered": 5}, [], None):
        assert parse([post(title=odd)], site).refs[0].title is None


def test_local_times_where_utc_is_missing(site: SiteInfo) -> None:
    [ref] = parse([post(date_gmt=None, modified_gmt="0000-00-00T00:00:00")], site).refs
    assert (ref.published, ref.modified) == ("2021-09-24T18:35:00", "2021-09-25T08:00:00")
    [ref] = parse([post(date_gmt="soon", date=5, modified=None, modified_gmt=[])], site).refs
    assert (ref.published, ref.modified) == (None, None)


def test_a_post_without_link_is_found_by_its_number(site: SiteInfo) -> None:
    [ref] = parse([{"id": 5}], site).refs
    assert ref.url == "https://news.example/?p=5"


def test_what_is_not_published_is_skipped_and_counted(site: SiteInfo) -> None:
    items = [post(1), post(2, status="private"), 7, None, "x", {}, post(3, link="https://other.example/3/"), post(1)]
    listing = parse(items, site)
    assert [ref.number for ref in listing.refs] == [1]
    assert listing.skipped == 7


@pytest.mark.parametrize("number", [True, -1, 0, "5", 1.5, None])
def test_a_number_that_is_none(number: object, site: SiteInfo) -> None:
    [ref] = parse([post(id=number, link="https://news.example/a/")], site).refs
    assert ref.number is None


def test_first_page_names_all_others(site: SiteInfo) -> None:
    listing = parse([post()], site, x_wp_total="321", x_wp_totalpages="4")
    assert pages(listing) == ["2", "3", "4"]
    assert listing.total == 321
    assert listing.more[0] == URL.replace("page=1&", "page=2&")


def test_later_pages_name_the_next(site: SiteInfo) -> None:
    url = URL.replace("page=1&", "page=3&")
    assert pages(parse([post()], site, url, x_wp_totalpages="4")) == ["4"]
    assert pages(parse([post()], site, url, x_wp_totalpages="3")) == []


def test_with_a_limit_pages_come_one_by_one(site: SiteInfo) -> None:
    assert pages(parse([post()], site, cut=Cut(limit=150), x_wp_totalpages="9")) == ["2"]


def test_plain_root_keeps_its_route(site: SiteInfo) -> None:
    url = "https://news.example/?rest_route=/wp/v2/posts&per_page=100&page=1"
    [following] = parse([post()], site, url, x_wp_totalpages="2").more
    assert following == "https://news.example/?rest_route=/wp/v2/posts&per_page=100&page=2"


def test_without_headers_pages_go_on_until_one_is_empty(site: SiteInfo) -> None:
    assert pages(parse([post()], site)) == ["2"]
    assert pages(parse([], site, URL.replace("page=1&", "page=2&"))) == []
    end = {"code": "rest_post_invalid_page_number", "message": "…", "data": {"status": 400}}
    assert parse(end, site, URL.replace("page=1&", "page=2&")).refs == []
    with pytest.raises(ListingError):
        parse(end, site)


def test_a_claim_of_a_million_pages_is_bounded(site: SiteInfo) -> None:
    assert len(parse([post()], site, x_wp_totalpages="999999999").more) == rest.MAX_AHEAD
    assert pages(parse([post()], site, x_wp_totalpages="9" * 5000)) == ["2"]


def test_warnings_of_php_in_front(site: SiteInfo) -> None:
    body = b"<br />\n<b>Warning</b>: Undefined variable in /a.php on line 3<br />\n" + json.dumps([post()]).encode()
    assert len(parse(body, site).refs) == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"code":"rest_no_route","message":"No route"}', "answered JSON with code rest_no_route"),
        (b'{"code":"rest_cannot_access","data":{"status":401}}', "answered JSON with code rest_cannot_access"),
        (b"<!DOCTYPE html><html></html>", "is HTML"),
        (b"<html><script>x=[{}];</script></html>", "is HTML"),
        (b"[1, 2]", "is JSON, but no list of posts"),
        (b'[{"id":', "is broken JSON"),
        (b"[" * 1_000_000, "is broken JSON"),
        (b"null", "is plain text"),
    ],
)
def test_no_list(body: bytes, reason: str, site: SiteInfo) -> None:
    with pytest.raises(ListingError) as error:
        parse(body, site)
    assert str(error.value) == reason


def test_a_list_that_leads_elsewhere(site: SiteInfo) -> None:
    with pytest.raises(ListingError, match=r"other hosts, such as localhost:8080"):
        parse([post(link="http://localhost:8080/a/")], site)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "link", "date", "date_gmt", "status", "code"]), inner)
    ),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=JSON, header=st.text(max_size=8))
def test_any_json(value: object, header: str, site: SiteInfo) -> None:
    for candidate in (value, [value], [post(link=value, id=value, date_gmt=value)]):
        with suppress(ListingError):
            parse(candidate, site, x_wp_total=header, x_wp_totalpages=header)


def test_an_edition_gives_its_own_posts(site: SiteInfo) -> None:
    """Not those of others, nor a total that counts them; a page without any is no error."""
    edition = dataclasses.replace(site, home="https://news.example/fa/", folder="/fa/", narrow=True)
    own, other = post(link="https://news.example/fa/2021/a/"), post(link="https://news.example/2021/b/")
    listing = parse([other, own], edition, x_wp_total="2", x_wp_totalpages="3")
    assert [ref.url for ref in listing.refs] == ["https://news.example/fa/2021/a/"]
    assert (listing.total, listing.skipped, len(listing.more)) == (None, 1, 2)
    assert parse([other], edition).refs == []
    assert len(parse([other, own], dataclasses.replace(edition, narrow=False)).refs) == 2

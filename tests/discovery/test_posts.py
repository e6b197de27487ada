from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from newscrawl.discovery.listing import ListingError
from newscrawl.discovery.posts import each_post, newest_url, numbered_url

POSTS = [{"id": 1, "content": {"rendered": "a [1, 2] {b} é"}}, {"id": 2}, {"id": 3}]


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(POSTS).encode(),
        json.dumps(POSTS, ensure_ascii=False, indent=1).encode(),
        b"\xef\xbb\xbf" + json.dumps(POSTS).encode(),
        b"<br />\n<b>Warning</b>: Undefined array key 1 in [x.php]\n" + json.dumps(POSTS).encode(),
        json.dumps([None, *POSTS, 5, [], "x"]).encode(),
    ],
)
def test_each_post(body: bytes) -> None:
    found = list(each_post(body))
    assert [post for post, _ in found] == POSTS
    assert [json.loads(source) for _, source in found] == POSTS


def test_no_posts() -> None:
    assert list(each_post(b" [ ] ")) == []


def test_what_came_before_the_break_is_whole() -> None:
    posts = each_post(json.dumps(POSTS).encode()[:-4])
    assert [next(posts)[0], next(posts)[0]] == POSTS[:2]
    with pytest.raises(ListingError, match="breaks off"):
        next(posts)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><title>Checking your browser</title>",
        b'{"code": "rest_forbidden"}',
        b"[" * 100_000,
        b"[{]",
        b"[1" + b"2" * 10_000 + b"]",
        bytes(range(256)),
    ],
)
def test_what_is_no_answer(body: bytes) -> None:
    with pytest.raises(ListingError):
        list(each_post(body))


@pytest.mark.parametrize(
    ("root", "path"),
    [("https://a.example/wp-json/", "/wp-json/wp/v2/posts"), ("https://a.example/?rest_route=/", "/")],
)
def test_urls(root: str, path: str) -> None:
    parts = urlsplit(numbered_url(root, [5, 3]))
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert parts.path == path
    assert (asked["include"], asked["orderby"], asked["per_page"]) == ("5,3", "include", "100")
    assert {"content", "_links.author", "_embedded"} <= set(asked["_fields"].split(","))
    assert "order=asc" in newest_url(root, 50, oldest=True)
    assert "order=desc" in newest_url(root, 50)

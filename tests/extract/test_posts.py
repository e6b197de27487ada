"""The posts of an answer: each read as by itself, with what it says of itself."""

from __future__ import annotations

import json

import pytest

from newscrawl.extract.post import Post, PostError, read_post
from newscrawl.extract.posts import AnswerError, each_post, read_posts

from .test_post import a_post

BASE = "https://news.example/wp-json/wp/v2/posts?include=1"
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
    assert list(each_post(body)) == POSTS


def test_no_posts() -> None:
    assert list(each_post(b" [ ] ")) == []


def test_what_came_before_the_break_is_whole() -> None:
    posts = each_post(json.dumps(POSTS).encode()[:-4])
    assert [next(posts), next(posts)] == POSTS[:2]
    with pytest.raises(AnswerError, match="breaks off"):
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
    with pytest.raises(AnswerError):
        list(each_post(body))


def answer(*posts: object) -> bytes:
    return json.dumps(posts).encode()


def test_each_is_read_under_its_own_address() -> None:
    whole = a_post() | {"id": 7, "link": "https://news.example/seven/", "status": "publish"}
    empty = a_post(content={"rendered": ""}) | {"id": 8, "link": ["no", "address"], "date_gmt": None}
    (told, post), (of_empty, error) = read_posts(answer(whole, empty), BASE)
    assert told["id"] == 7
    assert isinstance(post, Post)
    assert post.article == read_post(whole, "https://news.example/seven/").article
    assert (of_empty["id"], "link" in of_empty, "date_gmt" in of_empty) == (8, False, False)
    assert isinstance(error, PostError)


@pytest.mark.parametrize("link", [None, 5, "//[", "/seven/", "javascript:alert(1)"])
def test_an_odd_address_does_no_harm(link: object) -> None:
    ((_, post),) = read_posts(answer(a_post() | {"link": link}), BASE)
    assert isinstance(post, Post)


@pytest.mark.parametrize(("declared", "language"), [(None, None), ("", "en"), ("en-GB", "en-GB"), ("de", "en")])
def test_the_language_is_looked_for_where_asked(declared: str | None, language: str | None) -> None:
    text = "<p>The president said that it was for the people of the town, and that they have it.</p>" * 2
    ((_, post),) = read_posts(answer(a_post(content={"rendered": text})), BASE, declared=declared)
    assert isinstance(post, Post)
    assert post.article.language == language


def test_some_are_left_out() -> None:
    posts = [a_post() | {"id": number} for number in range(4)]
    assert [told["id"] for told, _ in read_posts(answer(*posts), BASE, skip=3)] == [3]
    assert list(read_posts(answer(*posts), BASE, skip=9)) == []

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from newscrawl.extract.post import Post
from newscrawl.items import Article
from newscrawl.spiders.comparison import Manner, UnlikeError, learn, telling, traits

FULL, LARGE = "https://a.example/a.png", "https://a.example/a-1024.png"


def pair(page: dict[str, Any] | None = None, **ours: Any) -> tuple[Post, Article, Article]:
    """A post, its record, and that of its page, which differs in ``page``."""
    values = {
        "number": 7,
        "url": "https://a.example/7/",
        "headline": "Seven",
        "category": "Sport",
        "categories": ["Sport"],
        "date": "2021-09-24T18:35:07+04:30",
        "body": "Text.",
        "summary": "Sum.",
        "authors": ["Ann"],
        "tags": ["t"],
        "image": FULL,
    } | ours
    article = Article(**deepcopy(values))
    article.evidence.category["rest"] = list(article.categories)
    article.evidence.date["rest"] = "2021-09-24T14:05:07Z"
    pictures = {"large": LARGE, "full": FULL} if article.image == FULL else {}
    return (
        Post(article, pictures, None if pictures else article.image),
        article,
        Article(**deepcopy(values | {"language": "en-US"} | (page or {}))),
    )


def test_pages_that_say_the_same() -> None:
    manner = learn([pair(), pair(summary=None, image=None)])
    assert manner == Manner(language="en-US", traits=frozenset({"summary", "authors", "tags", "featured image"}))
    assert Manner.loads(manner.dumps()) == manner


def test_an_author_whom_the_api_does_not_name_is_not_compared() -> None:
    unnamed = pair({"authors": ["Ann"]}, authors=[])
    unnamed[0].unnamed = 3
    assert learn([unnamed, pair()]).hidden == ()
    with pytest.raises(UnlikeError, match="authors of"):
        learn([pair({"authors": ["Ann"]}, authors=[]), pair()])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("number", 12),
        ("url", "https://a.example/other/"),
        ("headline", "Eight"),
        ("category", "World"),
        ("categories", ["Sport", "World"]),
        ("body", "Text. And a standfirst from another field."),
        ("summary", "Another."),
        ("authors", ["B"]),
        ("tags", ["t", "u"]),
        ("image", "https://a.example/b.png"),
        ("date", "2021-09-24T18:36:00+04:30"),
        ("date", None),
    ],
)
def test_a_field_that_differs(name: str, value: Any) -> None:
    with pytest.raises(UnlikeError) as caught:
        learn([pair(), pair({name: value})])
    assert str(caught.value).startswith(f"{name} of https://a.example/")
    assert "\n" not in str(caught.value)


def test_an_image_in_the_text_that_differs() -> None:
    with pytest.raises(UnlikeError, match="image"):
        learn([pair(), pair({"image": "https://a.example/site.png"}, image="https://a.example/in-text.png")])


def test_dates_to_the_minute() -> None:
    manner = learn([pair({"date": "2021-09-24T18:35:00+04:30"})])
    assert manner.minutes
    post, *_ = pair()
    assert manner.apply(post).evidence.date == {"rest": "2021-09-24T14:05:00Z"}


@pytest.mark.parametrize(("name", "absent"), [("summary", None), ("authors", []), ("tags", [])])
def test_what_the_theme_hides(name: str, absent: Any) -> None:
    manner = learn([pair({name: absent}), pair({name: absent})])
    assert manner.hidden == (name,)
    post, *_ = pair()
    assert getattr(manner.apply(post), name) == absent
    with pytest.raises(UnlikeError, match=name):
        learn([pair({name: absent}), pair()])


def test_the_size_of_the_picture() -> None:
    manner = learn([pair({"image": LARGE})])
    post, *_ = pair()
    assert manner.apply(post).image == LARGE
    small = Post(post.article, {"full": FULL})
    assert manner.covers(post)
    assert not manner.covers(small)


def test_a_featured_image_that_pages_do_not_show() -> None:
    """The main image is then the first in the text, of this post and of those without a featured image."""
    inside = "https://a.example/in-text.png"
    manner = learn([pair({"image": None}), pair(image=inside)])
    post, *_ = pair()
    assert manner.apply(post).image is None
    both = replace(post, within=inside)
    assert manner.covers(both)
    assert manner.apply(both).image == inside
    only, *_ = pair(image=inside)
    assert manner.apply(only).image == inside
    assert not learn([pair({"image": None})]).covers(only)
    with pytest.raises(UnlikeError, match="image"):
        learn([pair({"image": None}), pair()])


@pytest.mark.parametrize("name", ["Ann Lee and Bob Ray", "AFP / Reuters", "O’Neill & Søns, Jr.", "Lee, Ray"])
def test_an_author_of_several_names(name: str) -> None:
    """Pages that part the names do not stand in the way of the other posts; theirs are read from the page."""
    several = pair(authors=[name])
    assert learn([pair(), several]).covers(several[0])
    parted = learn([pair(), pair({"authors": ["Ann Lee", "Bob Ray"]}, authors=[name])])
    assert parted.covers(pair()[0])
    assert not parted.covers(several[0])
    with pytest.raises(UnlikeError, match="authors"):
        learn([pair({"authors": ["B"]}), several])


def test_languages_that_differ() -> None:
    with pytest.raises(UnlikeError, match="language"):
        learn([pair(), pair({"language": "fa-AF"})])


def test_posts_unlike_those_compared_are_not_covered() -> None:
    manner = learn([pair(summary=None)])
    assert manner.covers(pair(summary=None)[0])
    assert not manner.covers(pair()[0])
    assert not manner.covers(pair(summary=None, categories=["Sport", "World"])[0])


def test_what_another_version_remembered() -> None:
    for text in ("", "{}", "[]", '{"traits": [], "hidden": [], "mood": 1}'):
        with pytest.raises(ValueError):  # noqa: PT011 - any: it is compared anew
            Manner.loads(text)


def test_the_pages_that_tell_most() -> None:
    plain, summed, rich = frozenset[str](), frozenset({"summary"}), frozenset({"summary", "tags"})
    assert telling([plain] * 9, 3, 6) == [0, 8, 1]
    assert telling([plain, summed, plain, rich, plain], 3, 6) == [0, 4, 3]
    assert telling([plain, frozenset({"a"}), frozenset({"b"}), frozenset({"c"}), plain], 3, 4) == [0, 4, 1, 2]
    assert telling([plain], 3, 6) == [0]
    assert telling([], 3, 6) == []
    assert traits(pair()[0]) == {"summary", "authors", "tags", "featured image"}

"""The texts of the demo site: enough of them, varied, and in order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from importlib import resources

import pytest

from newscrawl.demo import Entry, load_library
from newscrawl.demo.loader import slugify
from newscrawl.demo.text import Figures, Heading, Listing, More, Paragraph, Quote, Table, Writer, parse_blocks

LIBRARY = load_library()


def test_there_is_enough_to_crawl() -> None:
    assert len(LIBRARY.posts) >= 64
    used = Counter(term.name for post in LIBRARY.posts for term in post.categories)
    assert len(used) >= 6
    assert used["Culture & Arts"] > 10  # more than one page of an archive
    assert len({term.name for post in LIBRARY.posts for term in post.tags}) >= 12
    assert len({post.author.name for post in LIBRARY.posts}) >= 5
    assert len({post.published.strftime("%Y-%m") for post in LIBRARY.posts}) >= 20


def test_numbers_are_unique_among_all_that_wordpress_numbers() -> None:
    entries = LIBRARY.posts + LIBRARY.pages
    numbers = [e.number for e in entries] + [picture.id for e in entries for picture in e.pictures]
    assert len(set(numbers)) == len(numbers)
    assert 18793 in numbers
    assert len({term.id for term in LIBRARY.categories + LIBRARY.tags}) == len(LIBRARY.categories + LIBRARY.tags)


def test_two_entries_with_one_number_are_refused() -> None:
    with pytest.raises(ValueError, match="share a number"):
        replace(LIBRARY, posts=(*LIBRARY.posts, LIBRARY.posts[0]))


def test_numbers_do_not_follow_dates_everywhere() -> None:
    numbers = [post.number for post in LIBRARY.posts]
    assert numbers != sorted(numbers, reverse=True)


def test_addresses_are_unique() -> None:
    assert len({(p.published.strftime("%Y/%m"), p.slug) for p in LIBRARY.posts}) == len(LIBRARY.posts)


@pytest.mark.parametrize("post", LIBRARY.posts, ids=lambda post: str(post.number))
def test_article_is_in_order(post: Entry) -> None:
    words = sum(len(piece.split()) for piece in post.prose)
    assert 85 <= words <= 200
    assert str(post.published.utcoffset()) == "4:30:00"
    assert post.modified >= post.published
    assert all(comment.date >= post.published for comment in post.comments)
    assert post.title
    assert post.slug == slugify(post.slug)
    text = " ".join([post.title, post.standfirst, *post.prose, *post.captions])
    for leftover in ("**", "](", "&amp;", "&nbsp;", "@@", "'", '"', "\n "):
        assert leftover not in text


def test_articles_are_varied() -> None:
    kinds = Counter(type(block) for post in LIBRARY.posts for block in post.blocks)
    assert all(kinds[kind] for kind in (Figures, Heading, Listing, More, Paragraph, Quote, Table))
    assert any(len(b.pictures) > 1 for post in LIBRARY.posts for b in post.blocks if isinstance(b, Figures))
    assert {post.classic for post in LIBRARY.posts} == {True, False}
    assert sum(1 for post in LIBRARY.posts if not post.standfirst) >= 10
    assert sum(1 for post in LIBRARY.posts if post.modified > post.published) >= 8
    assert sum(1 for post in LIBRARY.posts if len(post.categories) > 1) >= 10


def test_texts_stay_small() -> None:
    folder = resources.files("newscrawl.demo").joinpath("articles", "en")
    assert sum(len(file.read_bytes()) for file in folder.iterdir()) < 250_000


def test_markup_gives_the_html_of_both_editors() -> None:
    blocks = parse_blocks("## A & B\n\nSee **this** [there](#7): 5 < 6\\\nnext.\n\n> Word.\n> -- Who", lambda *_: None)  # type: ignore[arg-type,return-value]
    modern = Writer(number=1, classic=False, permalink=lambda n: f"/{n}/", img=lambda *_: "")
    assert [block.html(modern) for block in blocks] == [
        '<h2 class="wp-block-heading">A &amp; B</h2>',
        '<p>See <strong>this</strong> <a href="/7/">there</a>: 5 &lt; 6<br />\nnext.</p>',
        '<blockquote class="wp-block-quote">\n<p>Word.</p><cite>Who</cite></blockquote>',
    ]
    classic = Writer(number=1, classic=True, permalink=lambda n: f"/{n}/", img=lambda *_: "")
    assert blocks[0].html(classic) == "<h2>A &amp; B</h2>"
    assert [piece for block in blocks for piece in block.prose()] == [
        "A & B",
        "See this there: 5 < 6\nnext.",
        "Word.",
        "Who",
    ]


def test_unknown_edition_is_refused() -> None:
    with pytest.raises(ValueError, match="'xx' is no edition of the demo site: there is en"):
        load_library("xx")

"""The texts of the demo site: enough of them, varied, and in order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from importlib import resources

import pytest

from newscrawl.demo import Entry, Library, load_library
from newscrawl.demo.editions import EDITIONS
from newscrawl.demo.loader import slugify
from newscrawl.demo.text import Figures, Heading, Listing, More, Paragraph, Quote, Table, Writer, parse_blocks

LIBRARIES = {name: load_library(name) for name in sorted(EDITIONS)}
LIBRARY = LIBRARIES["en"]
POSTS = [(library, post) for library in LIBRARIES.values() for post in library.posts]
WORDS = {"en": (85, 200), "fa": (65, 160)}
"""How short and how long an article may be, by edition."""

every_edition = pytest.mark.parametrize("library", LIBRARIES.values(), ids=LIBRARIES)


@every_edition
def test_there_is_enough_to_crawl(library: Library) -> None:
    assert len(library.posts) >= 60
    used = Counter(term.name for post in library.posts for term in post.categories)
    assert len(used) >= 6
    assert max(used.values()) > 10  # more than one page of an archive
    assert len({term.name for post in library.posts for term in post.tags}) >= 12
    assert len({post.author.name for post in library.posts}) >= 5
    assert len({post.published.strftime("%Y-%m") for post in library.posts}) >= 20


@every_edition
def test_numbers_are_unique_among_all_that_wordpress_numbers(library: Library) -> None:
    entries = library.posts + library.pages
    numbers = [e.number for e in entries] + [picture.id for e in entries for picture in e.pictures]
    assert len(set(numbers)) == len(numbers)
    assert len({term.id for term in library.categories + library.tags}) == len(library.categories + library.tags)


def test_two_entries_with_one_number_are_refused() -> None:
    with pytest.raises(ValueError, match="share a number"):
        replace(LIBRARY, posts=(*LIBRARY.posts, LIBRARY.posts[0]))


def test_numbers_do_not_follow_dates_everywhere() -> None:
    numbers = [post.number for post in LIBRARY.posts]
    assert numbers != sorted(numbers, reverse=True)


@every_edition
def test_addresses_are_unique(library: Library) -> None:
    assert len({(p.published.strftime("%Y/%m"), p.slug) for p in library.posts}) == len(library.posts)


@pytest.mark.parametrize(("library", "post"), POSTS, ids=[f"{lib.edition.name}-{post.number}" for lib, post in POSTS])
def test_article_is_in_order(library: Library, post: Entry) -> None:
    words = sum(len(piece.split()) for piece in post.prose)
    least, most = WORDS[library.edition.name]
    assert least <= words <= most
    assert str(post.published.tzinfo) == library.edition.timezone
    assert post.modified >= post.published
    assert all(comment.date >= post.published for comment in post.comments)
    assert post.title
    assert post.slug == slugify(post.slug)
    text = " ".join([post.title, post.standfirst, *post.prose, *post.captions])
    for leftover in ("**", "](", "&amp;", "&nbsp;", "@@", "'", '"', "\n "):
        assert leftover not in text


@every_edition
def test_articles_are_varied(library: Library) -> None:
    kinds = Counter(type(block) for post in library.posts for block in post.blocks)
    assert all(kinds[kind] for kind in (Figures, Heading, Listing, More, Paragraph, Quote, Table))
    assert any(len(b.pictures) > 1 for post in library.posts for b in post.blocks if isinstance(b, Figures))
    assert {post.classic for post in library.posts} == {True, False}
    assert sum(1 for post in library.posts if not post.standfirst) >= 10
    assert sum(1 for post in library.posts if post.modified > post.published) >= 8
    assert sum(1 for post in library.posts if len(post.categories) > 1) >= 10


@every_edition
def test_texts_stay_small(library: Library) -> None:
    folder = resources.files("newscrawl.demo").joinpath("articles", library.edition.name)
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
    with pytest.raises(ValueError, match="'xx' is no edition of the demo site: there is en, fa"):
        load_library("xx")

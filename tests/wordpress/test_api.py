"""The API path against a real WordPress: the records of the pages, for a hundredth of their requests."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from ..crawls import Crawl, crawl
from .conftest import lacks
from .posts import Block
from .site import DEBIAN_THEMES, PLAIN

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Edition
    from .posts import Newsroom

pytestmark = pytest.mark.wordpress

OF_THE_WAY = ("fetched_at", "sources", "raw", "warnings")
"""Fields that tell how a record was read: the API has no printed header."""


def told(done: Crawl) -> dict[int, dict[str, Any]]:
    """What a crawl's records say, by number."""
    assert done.status == 0, done.log
    assert done.rejects == []
    done.check_sums()
    return {
        record["number"]: {name: value for name, value in record.items() if name not in OF_THE_WAY}
        for record in done.articles
    }


def ways(done: Crawl) -> set[str]:
    return {record["sources"]["number"] for record in done.articles}


@pytest.mark.parametrize(("permalinks", "meta"), [(None, False), (PLAIN, True)], ids=["pretty-bare", "plain-meta"])
def test_same_records_as_from_pages(edition: Edition, tmp_path: Path, permalinks: str | None, meta: bool) -> None:
    site = edition.site
    site.set_meta(meta)
    if permalinks is not None:
        site.set_permalinks(permalinks)
    pages = crawl(tmp_path / "pages", {"site": site.url})
    posts = crawl(tmp_path / "posts", {"site": site.url, "fetch": "api"})
    expected, found = told(pages), told(posts)
    differing = {
        number: {name: (record[name], found[number][name]) for name in record if record[name] != found[number][name]}
        for number, record in expected.items()
        if found.get(number) != record
    }
    assert not differing, (list(differing.items())[:3], posts.log)
    assert found.keys() == expected.keys()
    assert ways(posts) == {"rest"}, posts.log
    assert posts.requests <= 7 + len(edition.posts) // 100 * 2 + 8


def test_an_edition_in_a_folder(edition: Edition, tmp_path: Path) -> None:
    """The API lists all editions, and the posts of the one that was asked for are taken from it."""
    site = edition.site
    site.set_editions(True)
    numbers = {post.number for post in edition.posts if post.number % 2 == 0}
    home = f"{site.url}/fa/"
    pages = told(crawl(tmp_path / "pages", {"site": home, "discovery": "rest"}))
    assert pages.keys() == numbers
    assert all(record["url"].startswith(home) for record in pages.values())
    posts = crawl(tmp_path / "posts", {"site": home, "fetch": "api"})
    assert told(posts) == pages
    assert ways(posts) == {"rest"}, posts.log
    assert told(crawl(tmp_path / "limit", {"site": home, "limit": "30"})).keys() == set(sorted(numbers)[-30:])


def test_authors_whom_the_api_does_not_name(edition: Edition, tmp_path: Path) -> None:
    """Two pages of each tell what it is called."""
    site = edition.site
    site.set_users(False)
    pages = crawl(tmp_path / "pages", {"site": site.url})
    posts = crawl(tmp_path / "posts", {"site": site.url, "fetch": "api"})
    assert told(posts) == told(pages)
    assert ways(posts) == {"rest"}, posts.log
    authors = {post.author for post in edition.posts}
    assert len(authors) < 10
    assert posts.requests <= 7 + len(edition.posts) // 100 * 2 + 8 + 2 * len(authors)
    now = datetime.now(ZoneInfo("Asia/Kabul")).replace(microsecond=0, tzinfo=None)
    added = site.publish([replace(edition.posts[0], title="One more of a known author", date=now)])
    try:
        again = crawl(tmp_path / "posts", {"site": site.url, "fetch": "api"})
        (record,) = again.articles
        assert (record["authors"], record["sources"]["number"]) == ([added[0].author], "rest")
        assert again.requests <= 6, "its page is not asked for"
    finally:
        site.delete(added[0])


@pytest.mark.parametrize("theme", ["news", "twentytwentyone"])
def test_types_of_the_sites_own(edition: Edition, newsroom: Newsroom, tmp_path: Path, theme: str) -> None:
    """Each is compared by itself: where its pages say something else, they are read, and the others are not.

    Twenty Twenty-One prints no date for them: the API's is that of both records.
    """
    site = edition.site
    if theme != "news" and not (DEBIAN_THEMES / theme).is_dir():
        lacks(f"wordpress-theme-{theme}")
    site.set_theme(theme)
    site.set_types({"news": ["category", "post_tag"], "article": ["category"]})
    added = site.publish(
        replace(post, type=name, categories=("Politics",))  # of which the theme prints no more than the slug
        for post, name in zip(newsroom.write(30), ("news", "article") * 15, strict=True)
    )
    try:
        pages = crawl(tmp_path / "pages", {"site": site.url})
        posts = crawl(tmp_path / "posts", {"site": site.url, "fetch": "api"})
        assert len(told(posts)) == len(edition.posts) + 30
        assert told(posts) == told(pages)
        assert ways(posts) == {"rest"}, posts.log
        if theme != "news":
            return
        site.set_header(number=500, type="article")
        done = crawl(tmp_path / "unlike", {"site": site.url, "fetch": "api"})
        ours = {post.number + 500 for post in added if post.type == "article"}
        others = {post.number for post in [*edition.posts, *added] if post.type != "article"}
        assert told(done).keys() == ours | others
        from_pages = {record["number"] for record in done.articles if record["sources"]["number"] == "header"}
        assert from_pages == ours
        assert "WARNING: fetch=api, article: pages are read" in done.log
    finally:
        for post in added:
            site.delete(post)


ODD_AUTHORS = ("Ann Lee and Bob Ray", "AFP / Reuters", "O’Neill & Søns, Jr.", "desk@news.example", "By Staff Reporter")
TWEET = '<blockquote class="twitter-tweet"><p>We were not asked.</p>&mdash; Farms (@farms)</blockquote>'


@pytest.mark.parametrize("theme", ["news", "twentytwentytwo"])
def test_odd_posts(edition: Edition, newsroom: Newsroom, tmp_path: Path, theme: str) -> None:
    """What themes print in other ways than the API tells it: their records are those of the pages all the same."""
    site = edition.site
    if theme != "news" and not (DEBIAN_THEMES / theme).is_dir():
        lacks(f"wordpress-theme-{theme}")
    site.set_theme(theme)
    written = newsroom.write(len(ODD_AUTHORS) + 6)
    odd = [replace(post, author=author) for post, author in zip(written, ODD_AUTHORS, strict=False)]
    for post, markup in zip(
        written[len(ODD_AUTHORS) :],
        (
            f'<figure class="wp-block-embed">{TWEET}</figure>',
            "<!--nextpage-->",
            "<!--more--><!--noteaser-->",
            "<p>Category: Nonsense</p><p>No: 77777</p>",
            '[gallery ids="1"]',
            '<figure class="wp-block-gallery"><img src="/wp-content/uploads/photo.png"></figure>',
        ),
        strict=True,
    ):
        blocks = list(post.blocks)
        odd.append(replace(post, excerpt="", blocks=(*blocks[:1], Block("raw", (markup,)), *blocks[1:])))
    added = site.publish(odd)
    try:
        pages = crawl(tmp_path / "pages", {"site": site.url, "limit": "40"})
        posts = crawl(tmp_path / "posts", {"site": site.url, "fetch": "api", "limit": "40"})
        assert told(posts) == told(pages)
        assert "We were not asked" not in " ".join(record["body"] for record in pages.articles)
        assert {"desk@news.example"} in [set(record["authors"]) for record in pages.articles]
        assert "rest" in ways(posts), posts.log
    finally:
        for post in added:
            site.delete(post)


def test_what_only_the_page_knows(edition: Edition, newsroom: Newsroom, tmp_path: Path) -> None:
    """Posts that cannot stand for their page are read from it; a theme with another number is never believed."""
    site = edition.site
    plain, odd = newsroom.write(2)
    added = site.publish([plain, replace(odd, blocks=(*odd.blocks, Block("paragraph", ("[poll_box]",))))])
    try:
        done = crawl(tmp_path / "odd", {"site": site.url, "fetch": "api"})
        assert len(told(done)) == len(edition.posts) + 2
        from_pages = [record["number"] for record in done.articles if record["sources"]["number"] != "rest"]
        assert from_pages == [added[1].number]
    finally:
        for post in added:
            site.delete(post)
    site.set_header(labels={"number": "ID"}, number=500)
    done = crawl(tmp_path / "numbers", {"site": site.url, "fetch": "api", "limit": "20"})
    assert sorted(told(done)) == [post.number + 500 for post in edition.posts[-20:]]
    assert ways(done) == {"header"}
    assert len([line for line in done.log.splitlines() if "WARNING: fetch=api: " in line and "number of" in line]) == 1

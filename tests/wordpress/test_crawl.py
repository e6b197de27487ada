"""The real command against a real WordPress: every record is compared with what was inserted."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from ..crawls import crawl
from .conftest import lacks
from .records import check_records, check_sample
from .site import DEBIAN_THEMES, PLAIN, PRETTY

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Edition
    from .posts import Newsroom, Post
    from .site import WordPress

pytestmark = pytest.mark.wordpress

KABUL = "Asia/Kabul"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    name: str
    source: str
    """Discovery source that must have found all posts."""
    permalinks: str = PRETTY
    rewrite: bool | None = None
    rest: bool = True
    sitemap: bool = True
    arguments: tuple[tuple[str, str], ...] = ()
    limit: int | None = None
    """Where the pages are those of another variant, found in another way: so many of them."""


# Without REST the site tells its zone nowhere, so whoever runs the crawl has to.
TOLD_ZONE = (("timezone", KABUL),)
VARIANTS = (
    Variant(name="pretty", source="rest"),
    Variant(name="plain", source="rest", permalinks=PLAIN),
    Variant(name="plain-nginx", source="rest", permalinks=PLAIN, rewrite=True, limit=30),
    Variant(name="rest-off", source="sitemap", rest=False, arguments=TOLD_ZONE),
    Variant(name="sitemap-off", source="rest", sitemap=False),
    Variant(name="rest-and-sitemap-off", source="feed", rest=False, sitemap=False, arguments=TOLD_ZONE),
    Variant(name="plain-rest-off", source="sitemap", permalinks=PLAIN, rest=False, arguments=TOLD_ZONE, limit=30),
    Variant(
        name="plain-rest-and-sitemap-off",
        source="feed",
        permalinks=PLAIN,
        rest=False,
        sitemap=False,
        arguments=TOLD_ZONE,
        limit=30,
    ),
    Variant(name="by-archive", source="archive", arguments=(("discovery", "archive"),), limit=30),
    Variant(name="by-sitemap", source="sitemap", arguments=(("discovery", "sitemap"),), limit=30),
)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_every_post_gives_its_record(edition: Edition, tmp_path: Path, variant: Variant) -> None:
    site = edition.site
    site.set_permalinks(variant.permalinks, rewrite=variant.rewrite)
    site.set_rest(variant.rest)
    site.set_sitemap(variant.sitemap)

    limit = {"limit": str(variant.limit)} if variant.limit else {}
    done = crawl(tmp_path, {"site": site.url} | dict(variant.arguments) | limit)

    count = variant.limit or len(edition.posts)
    check_sample(done, at_present(site, edition.posts), KABUL, count)
    assert done.manifest
    assert done.manifest["discovered_by_source"] == {variant.source: count}


def test_union_of_sources_lists_each_article_once(edition: Edition, tmp_path: Path) -> None:
    done = crawl(tmp_path, {"site": edition.site.url, "discovery": "archive,feed,sitemap,rest"})
    assert done.status == 0, done.log
    check_records(done, edition.posts, KABUL)
    assert done.states == {"exported": len(edition.posts)}


@pytest.mark.parametrize("layout", ["list", "definitions", "table", "rows", "line"])
def test_layouts_of_the_header(edition: Edition, tmp_path: Path, layout: str) -> None:
    edition.site.set_header(layout=layout)
    check_sample(crawl(tmp_path, {"site": edition.site.url, "limit": "20"}), edition.posts, KABUL, 20)


def test_labels_in_other_words(edition: Edition, tmp_path: Path) -> None:
    edition.site.set_header(
        labels={"publish": "Published on", "time": "TIME", "category": "Section", "number": "№"},
        date="F j, Y",
        time="H:i",
    )
    done = crawl(tmp_path, {"site": edition.site.url, "limit": "20"})
    check_sample(done, edition.posts, KABUL, 20, raw=False)


def test_zone_with_summer_time(edition: Edition, tmp_path: Path) -> None:
    posts = edition.posts[80:110]  # around its end
    edition.site.set_timezone("America/New_York")
    done = crawl(tmp_path, {"site": edition.site.url, "numbers": f"{posts[0].number}-{posts[-1].number}"})
    assert done.status == 0, done.log
    check_records(done, posts, "America/New_York")
    assert {record["date"][-6:] for record in done.articles} == {"-04:00", "-05:00"}


def test_offset_in_place_of_a_zone(edition: Edition, tmp_path: Path) -> None:
    edition.site.set_timezone(-3.5)
    check_sample(crawl(tmp_path, {"site": edition.site.url, "limit": "20"}), edition.posts, "-03:30", 20)


def test_offset_read_from_the_page_when_rest_is_off(edition: Edition, tmp_path: Path) -> None:
    edition.site.set_rest(on=False)
    edition.site.set_meta(on=True)
    check_sample(crawl(tmp_path, {"site": edition.site.url, "limit": "20"}), edition.posts, KABUL, 20)


@pytest.mark.parametrize("what", ["an article", "a category"])
def test_an_address_that_is_no_home_page(edition: Edition, tmp_path: Path, what: str) -> None:
    site = edition.site
    site.act(("options", {"category_base": "topics"}))
    site.set_permalinks("/%postname%/")
    address = site.urls()[edition.posts[0].number] if what == "an article" else f"{site.url}/topics/sport/"
    try:
        done = crawl(tmp_path, {"site": address})
    finally:
        site.act(("options", {"category_base": None}))
    assert done.status == 4, done.log
    assert f"no home page: give that, such as -a site={site.url}/" in done.log
    assert done.requests <= 2  # robots.txt is one


def test_an_address_that_does_not_exist_is_no_site(edition: Edition, tmp_path: Path) -> None:
    """WordPress's REST API answers there all the same."""
    done = crawl(tmp_path, {"site": f"{edition.site.url}/no/such/place/"})
    assert done.status == 4, done.log
    assert "there is no such page (HTTP 404): give" in done.log
    assert f"give the home page, such as -a site={edition.site.url}/" in done.log
    assert done.articles == []


OWN_TYPES = {"news": [], "report": ["category"], "event": []}


@pytest.mark.parametrize("permalinks", [PRETTY, PLAIN], ids=["pretty", "plain"])
def test_articles_of_the_sites_own_types(edition: Edition, newsroom: Newsroom, tmp_path: Path, permalinks: str) -> None:
    site = edition.site
    site.set_types(OWN_TYPES)
    added = site.publish(
        replace(post, type=name) for post, name in zip(newsroom.write(6), [*OWN_TYPES, *OWN_TYPES], strict=True)
    )
    site.set_permalinks(permalinks)
    try:
        done = crawl(tmp_path, {"site": site.url, "since": f"{added[0].date:%Y-%m-%d}"})
        assert done.status == 0, done.log
        assert done.manifest
        assert set(done.manifest["discovered_by_source"]) == {"rest"}
        headlines = {record["number"]: record["headline"] for record in done.articles}
        articles = {post.number: post.title for post in added if post.type != "event"}
        assert headlines.items() >= articles.items()
        assert headlines.keys().isdisjoint(post.number for post in added if post.type == "event")
        newest = sorted([*edition.posts, *(post for post in added if post.type != "event")], key=lambda post: post.date)
        done = crawl(tmp_path / "limit", {"site": site.url, "limit": "6"})
        assert sorted(record["number"] for record in done.articles) == sorted(post.number for post in newest[-6:])
    finally:
        for post in added:
            site.delete(post)


@pytest.mark.parametrize("theme", ["news", "twentytwentyone", "twentytwentytwo", "twentytwentythree"])
def test_what_is_no_whole_article_has_no_record(
    edition: Edition, newsroom: Newsroom, tmp_path: Path, theme: str
) -> None:
    site = edition.site
    if theme != "news" and not (DEBIAN_THEMES / theme).is_dir():
        lacks(f"wordpress-theme-{theme}")
    whole, protected, empty, untitled = newsroom.write(4)
    protected = replace(protected, password="asked for")  # noqa: S106  nobody's
    added = site.publish([whole, protected, replace(empty, blocks=(), excerpt=""), replace(untitled, title="")])
    site.set_theme(theme)
    try:
        numbers = [post.number for post in added]
        done = crawl(tmp_path, {"site": site.url, "numbers": f"{numbers[0]}-{numbers[-1]}"})
        rejected = {row["url"]: row["reasons"] for row in done.rejects}
        expected = [
            "the page is a form that asks for the article's password, no article",
            "body: the page gives none",
            "headline: the page gives none",
        ]
        if theme == "twentytwentyone":  # it prints one: Untitled
            expected.pop()
        assert [reasons for _, reasons in sorted(rejected.items())] == [[reason] for reason in expected], done.log
        assert numbers[0] in {record["number"] for record in done.articles}
    finally:
        for post in added:
            site.delete(post)


def at_present(site: WordPress, posts: list[Post]) -> list[Post]:
    """The posts under the URLs that the site gives them now."""
    urls = site.urls()
    return [replace(post, url=urls[post.number]) for post in posts]


def test_what_themes_hang_around_articles_is_left_alone(edition: Edition, tmp_path: Path) -> None:
    """By lists alone, in a theme that links authors, tags, months, comments, feeds: no address is asked for twice."""
    site = edition.site
    if not (DEBIAN_THEMES / "twentytwentyone").is_dir():
        lacks("wordpress-theme-twentytwentyone")
    site.set_theme("twentytwentyone")
    done = crawl(tmp_path, {"site": site.url, "discovery": "archive", "limit": "60"}, {"LOG_LEVEL": "DEBUG"})
    assert done.states == {"exported": 60}
    asked = [url.removeprefix(site.url) for _, url in done.asked()]
    assert {path: count for path, count in Counter(asked).items() if count > 1 and path != "/robots.txt"} == {}
    articles = {url.removeprefix(site.url) for url in site.urls().values()}
    others = {path for path in asked if path not in articles and not path.startswith("/wp-json/")}
    assert {path for path in others if not re.fullmatch(r"(/category/[a-z-]+)?/(page/\d+/)?", path)} <= {"/robots.txt"}

"""Whatever the site hangs around its articles: each comes once, no address is asked for twice, and the crawl ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ..crawls import Crawl, crawl
from .addresses import ELSEWHERE
from .site import LISTINGS, TrapSite, hung
from .story import Story

if TYPE_CHECKING:
    from pathlib import Path

STORIES = [Story(number=1001 + index, pages=3 if index == 2 else 1) for index in range(8)]
PLAIN = [Story(number=1001 + index, pages=2 if index == 2 else 1, plain=True) for index in range(8)]
SHORT = [Story(number=1001 + index, pages=3 if index == 2 else 1, short=True) for index in range(8)]
ZONE = {"timezone": "Asia/Kabul"}
BY_SITEMAP = ZONE | {"discovery": "sitemap"}
ENOUGH = {"CLOSESPIDER_PAGECOUNT": 400}
"""A crawl that does not end by itself shall not hang the tests: its exit status says that it was stopped."""


def check(done: Crawl, site: TrapSite, **others: int) -> None:
    """Assert that the crawl exported each story once, as it is, and asked for no address twice."""
    assert done.status == 0, done.log
    done.check_sums()
    assert done.states == {"exported": len(site.stories), **others}
    found = {record["number"]: (record["url"], record["headline"], record["body"]) for record in done.articles}
    assert found == {story.number: (site.url + story.path, story.headline, story.body()) for story in site.stories}
    # robots.txt is asked for by Scrapy, to obey it, and for the sitemaps that it names.
    assert [target for target, count in site.hits.items() if count > 1 and target != "/robots.txt"] == []


@pytest.mark.parametrize("stories", [STORIES, PLAIN, SHORT], ids=["pretty", "plain", "short"])
@pytest.mark.parametrize("listing", [*LISTINGS, ",".join(LISTINGS)])
def test_each_way_of_discovery(tmp_path: Path, listing: str, stories: list[Story]) -> None:
    with TrapSite(stories, listings=listing.split(",")) as site:
        done = crawl(tmp_path, {"site": site.url, "discovery": listing} | ZONE, ENOUGH)
    check(done, site)
    articles = {story.page_path(page) for story in stories for page in range(1, story.pages + 1)}
    lists = (
        {"/", "/robots.txt", "/events/"}
        | {f"/{kind}page/{n}/" for kind in KINDS for n in (2, 3, 4)}
        | {f"/{kind}" for kind in KINDS}
    )
    asked = {target for target in site.hits if not target.startswith(("/wp-json", "/wp-sitemap", "/feed/", "/?feed="))}
    assert asked - articles - lists - {"/?rest_route=/"} == set()
    assert articles <= asked


def test_whole_posts_from_the_api(tmp_path: Path) -> None:
    """Few pages are read: those that are compared, and those of the article that goes on over several."""
    stories = [Story(number=1001 + index, pages=2 if index == 20 else 1) for index in range(40)]
    with TrapSite(stories, listings=["rest"]) as site:
        done = crawl(tmp_path, {"site": site.url, "fetch": "api"} | ZONE, ENOUGH)
    check(done, site)
    pages = {target for target in site.hits if target.startswith("/2021/")}
    assert pages < {story.page_path(page) for story in stories for page in (1, 2)}
    assert {stories[20].path, stories[20].page_path(2)} <= pages
    assert len(pages) < 10


KINDS = ("", "category/politics/", "category/World/")
"""What has pages of its own that are worth following."""
FIRST, PAGED = STORIES[0].path, STORIES[2].path


def everything(site: TrapSite) -> list[str]:
    """What a plugin lists that knows no difference."""
    return ["/", "/2021/", *ELSEWHERE.split(), *hung(site.url, FIRST), FIRST.upper(), f"{PAGED}2/", f"{PAGED}3/"]


@pytest.mark.parametrize("order", [1, -1], ids=["articles-first", "articles-last"])
def test_sitemap_that_lists_everything(tmp_path: Path, order: int) -> None:
    """One address does not tell that it leads to no article: it is asked for once, and the page says so."""
    with TrapSite(STORIES, sitemap=lambda site: [*(s.path for s in site.stories), *everything(site)][::order]) as site:
        done = crawl(tmp_path, {"site": site.url} | BY_SITEMAP, ENOUGH)
    assert {record["url"].removeprefix(site.url): record["reasons"] for record in done.rejects} == {
        "/2021/": ["the page is a list of articles, no article"],
    }
    check(done, site, rejected=1)


def test_sitemap_of_twins_alone(tmp_path: Path) -> None:
    """Nothing else names the articles: their own pages are read all the same."""
    twins = ["amp/", "?amp=1", "print/", "?print=1", "comment-page-2/", "feed/", "?replytocom=7", "embed/"]
    urls = [f"{story.path}{twin}" for story, twin in zip(STORIES, twins, strict=True)]
    with TrapSite(STORIES, sitemap=lambda _: urls) as site:
        done = crawl(tmp_path, {"site": site.url} | BY_SITEMAP, ENOUGH)
    check(done, site)
    assert site.hits.keys().isdisjoint(urls)


@pytest.mark.parametrize("also", ["alone", "before", "after"])
def test_twin_that_only_its_canonical_tells(tmp_path: Path, also: str) -> None:
    """The twin holds half of the text: the record is the canonical page's."""
    stories = [Story(number=1001 + index) for index in range(24)]  # more than are under way at a time

    def listed(site: TrapSite) -> list[str]:
        twins, own = [f"/view/{story.slug}" for story in site.stories], [story.path for story in site.stories]
        return {"alone": twins, "before": twins + own, "after": own + twins}[also]

    with TrapSite(stories, sitemap=listed) as site:
        first = crawl(tmp_path, {"site": site.url} | BY_SITEMAP, ENOUGH)
        check(first, site, **({} if also == "alone" else {"duplicate": len(stories)}))
        site.hits.clear()
        second = crawl(tmp_path, {"site": site.url} | BY_SITEMAP, ENOUGH)
    assert second.articles == []
    second.check_sums()
    assert not any("story" in target for target in site.hits)


def test_part_that_is_listed_for_an_article(tmp_path: Path) -> None:
    """Alone: the article is read from its first page on."""
    paged = STORIES[2]
    with TrapSite([paged], sitemap=lambda _: [f"{paged.path}2/"]) as site:
        done = crawl(tmp_path, {"site": site.url} | BY_SITEMAP, ENOUGH)
    assert done.status == 0, done.log
    assert done.states == {"exported": 1}
    assert [(record["url"], record["body"]) for record in done.articles] == [(site.url + paged.path, paged.body())]

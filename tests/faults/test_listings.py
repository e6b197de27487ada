"""Listings that fail: what is left is used, nothing runs for ever, and the exit status tells."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from ..crawls import crawl
from .listings import LISTING_FAULTS
from .site import LISTINGS, FaultySite

if TYPE_CHECKING:
    from pathlib import Path

    from .exchange import Exchange

GOOD = 25
ZONE = {"timezone": "Asia/Kabul"}
FAST = {"RETRY_TIMES": 1, "DOWNLOAD_TIMEOUT": 10}


@pytest.mark.parametrize("listing", LISTINGS)
def test_each_listing_gives_all_articles(tmp_path: Path, listing: str) -> None:
    with FaultySite(good=GOOD, listings=[listing]) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, FAST)
    assert done.status == 0, done.log
    done.check_sums()
    assert done.states == {"exported": GOOD}
    assert done.manifest
    assert done.manifest["discovered_by_source"] == {listing: GOOD}


BROKEN = {
    # listing fault: listings offered, the one that must have given the articles
    "home-500": (("sitemap",), "sitemap"),
    "home-png": (("sitemap",), "sitemap"),
    "home-empty": (("rest",), "rest"),
    "home-dropped": (("sitemap",), "sitemap"),
    "robots-binary": (("sitemap",), "sitemap"),
    "rest-html": (("rest", "sitemap"), "sitemap"),
    "rest-cut": (("rest", "feed"), "feed"),
    "rest-odd": (("rest", "sitemap"), "sitemap"),
    "rest-deep": (("rest", "archive"), "archive"),
    "rest-endless": (("rest",), "rest"),
    "sitemap-laughs": (("sitemap", "feed"), "feed"),
    "sitemap-endless": (("sitemap", "feed"), "feed"),
    "feed-endless": (("feed",), "feed"),
    "archive-endless": (("archive",), "archive"),
    "archive-by-script": (("archive",), "archive"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_listing_loses_no_article(tmp_path: Path, name: str) -> None:
    listings, source = BROKEN[name]
    with FaultySite(good=GOOD, listings=listings, listing_faults=[name]) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, FAST, address_space=1024**3, timeout=60)
        requests = sum(site.hits.values())
        others = [target for target in site.hits if target.startswith("http://")]
    assert done.status == 0, done.log
    assert "Traceback" not in done.log, done.log
    done.check_sums()
    assert done.states == {"exported": GOOD}
    assert done.manifest
    assert done.manifest["discovered_by_source"] == {source: GOOD}
    assert others == []
    assert requests < GOOD + 150
    if source != listings[0]:
        assert listings[0] in done.manifest["sources_skipped"]
        assert sum(f"{listings[0]} skipped: " in line for line in done.log.splitlines()) == 1


PARTLY = {
    # listing fault: listings offered; the second holds what the first lost
    "rest-500-on-page-2": ("rest", "sitemap"),
    "sitemap-cut": ("sitemap", "feed"),
    "feed-cut": ("feed", "archive"),
}


@pytest.mark.parametrize("name", PARTLY)
def test_listing_that_breaks_off_is_made_good_by_the_next(tmp_path: Path, name: str) -> None:
    listings = PARTLY[name]
    with FaultySite(good=130, listings=listings, listing_faults=[name]) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, FAST)
    assert done.status == 0, done.log
    done.check_sums()
    assert done.states == {"exported": 130}
    assert done.manifest
    assert listings[0] in done.manifest["sources_skipped"]
    assert done.manifest["discovered_by_source"].keys() == set(listings)


@pytest.mark.parametrize("name", PARTLY)
def test_listing_that_breaks_off_alone_gives_what_it_has(tmp_path: Path, name: str) -> None:
    listing = PARTLY[name][0]
    with FaultySite(good=130, listings=[listing], listing_faults=[name]) as site:
        done = crawl(tmp_path, {"site": site.url, "discovery": listing} | ZONE, FAST)
    assert done.manifest, done.log
    done.check_sums()
    assert 0 < done.states["exported"] < 130
    assert listing in done.manifest["sources_skipped"]
    assert f"{listing} broke off" in done.log


CLOSED = ("all-500", "all-dropped", "robots-500", "robots-forbids-all")


@pytest.mark.parametrize("name", CLOSED)
def test_site_that_cannot_be_opened(tmp_path: Path, name: str) -> None:
    with FaultySite(good=GOOD, listings=LISTINGS, listing_faults=[name]) as site:
        done = crawl(tmp_path, {"site": site.url}, FAST)
        others = [target for target in site.hits if target.startswith("http://")]
    assert done.status in (4, 5), done.log
    assert len(done.error_lines()) == 1
    assert site.url in done.error_lines()[0]
    assert "Traceback" not in done.log
    assert others == []
    assert done.articles == []
    done.check_sums()


@pytest.mark.parametrize(
    ("status", "code"), [(500, 4), (503, 10), (429, 10), (None, 4)], ids=["500", "503", "429", "dropped"]
)
def test_nothing_is_asked_of_a_host_whose_robots_txt_may_say_anything(
    tmp_path: Path, status: int | None, code: int
) -> None:
    def broken(exchange: Exchange) -> bool:
        if exchange.path != "/robots.txt":
            return False
        if status:
            exchange.answer("Broken", status=status)
        else:
            exchange.drop()
        return True

    with FaultySite(good=GOOD, listings=LISTINGS, before=broken) as site:
        done = crawl(tmp_path, {"site": site.url}, FAST)
        assert set(site.hits) == {"/robots.txt"}
        (line,) = done.error_lines()
        assert "its robots.txt could not be had" in line
        assert "-s ROBOTSTXT_OBEY=0" in line
        assert (done.status, done.states) == (code, {}), done.log
        regardless = crawl(tmp_path, {"site": site.url}, FAST | {"ROBOTSTXT_OBEY": 0})
    assert regardless.status == 0, regardless.log
    assert len(regardless.articles) == GOOD


@pytest.mark.parametrize("status", [403, 404])
def test_a_robots_txt_that_is_not_for_us_is_none(tmp_path: Path, status: int) -> None:
    def refused(exchange: Exchange) -> bool:
        if exchange.path != "/robots.txt":
            return False
        exchange.answer("No", status=status)
        return True

    with FaultySite(good=GOOD, listings=LISTINGS, before=refused) as site:
        done = crawl(tmp_path, {"site": site.url}, FAST)
    assert (done.status, done.states) == (0, {"exported": GOOD}), done.log


def test_nobody_listens(tmp_path: Path) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # and does not listen
        done = crawl(tmp_path, {"site": f"http://127.0.0.1:{deaf.getsockname()[1]}/"}, FAST)
    assert done.status == 4, done.log
    assert len(done.error_lines()) == 1
    assert "could not open" in done.error_lines()[0]
    assert "Traceback" not in done.log


def test_host_that_does_not_exist(tmp_path: Path) -> None:
    done = crawl(tmp_path, {"site": "http://no-such-host.invalid/"}, FAST)
    assert done.status == 4, done.log
    assert len(done.error_lines()) == 1
    assert "Traceback" not in done.log


def test_home_page_that_leads_to_another_site(tmp_path: Path) -> None:
    with FaultySite(good=GOOD, listings=LISTINGS, listing_faults=["home-off-site"]) as site:
        done = crawl(tmp_path, {"site": site.url}, FAST)
        hits = site.hits
        other = site.other_url
    assert done.status == 4, done.log
    assert len(done.error_lines()) == 1
    assert f"-a site={other}/" in done.error_lines()[0]
    assert hits == {"/robots.txt": 1, "/": 1}, "nothing else is asked, here or there"


def test_site_without_articles(tmp_path: Path) -> None:
    with FaultySite(good=0, listings=LISTINGS) as site:
        done = crawl(tmp_path, {"site": site.url}, FAST)
    assert done.status == 5, done.log
    assert len(done.error_lines()) == 1
    assert "no article was found" in done.error_lines()[0]
    done.check_sums()


def test_every_listing_fault_is_tried() -> None:
    tried = {*BROKEN, *PARTLY, "feed-newest-only", "home-off-site", *CLOSED}
    assert tried == LISTING_FAULTS.keys()


def test_feed_of_the_newest_alone_is_not_the_whole_site(tmp_path: Path) -> None:
    with FaultySite(good=GOOD, listings=["feed", "archive"], listing_faults=["feed-newest-only"]) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, FAST)
        again = crawl(tmp_path, {"site": site.url} | ZONE, FAST)
    assert done.status == 0, done.log
    assert "the feed has the newest articles only: these are crawled, and archive is asked for the rest" in done.log
    assert done.states == {"exported": GOOD}
    assert done.manifest
    assert done.manifest["discovered_by_source"] == {"feed": 5, "archive": GOOD - 5}
    assert again.status == 0, again.log
    assert again.articles == []

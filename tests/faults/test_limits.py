"""Budgets of a run and limits of a page: each end has a name, and the next run goes on from there."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest

from ..crawls import PROJECT, command, crawl, environment, left_by
from . import pages
from .articles import FAULTS
from .pages import Story
from .site import LISTINGS, FaultySite

if TYPE_CHECKING:
    from collections.abc import Callable

    from .exchange import Exchange

GOOD = 40
ZONE = {"timezone": "Asia/Kabul"}
FAST = {"RETRY_TIMES": 1, "DOWNLOAD_TIMEOUT": 10}


def test_requests_are_spent_and_the_next_runs_go_on(tmp_path: Path) -> None:
    urls: list[str] = []
    statuses = []
    with FaultySite(good=GOOD) as site:
        for _ in range(6):
            before = sum(site.hits.values())
            done = crawl(tmp_path, {"site": site.url} | ZONE, FAST | {"NEWSCRAWL_MAX_REQUESTS": 20})
            done.check_sums()
            assert done.requests == sum(site.hits.values()) - before <= 20
            statuses.append(done.status)
            urls += [record["url"] for record in done.articles]
            if done.status == 0:
                break
            assert done.requests == 20
            (line,) = done.error_lines()
            assert "NEWSCRAWL_MAX_REQUESTS" in line
            assert done.manifest
            assert (done.manifest["outcome"], done.manifest["finish_reason"]) == ("budget_spent", "requests_spent")
    assert statuses[:2] == [11, 11]
    assert statuses[-1] == 0
    assert sorted(urls) == sorted(url for _, url in site.articles)


def test_a_budget_that_is_just_enough(tmp_path: Path) -> None:
    with FaultySite(good=5) as site:
        whole = crawl(tmp_path / "a", {"site": site.url} | ZONE, FAST)
        enough = crawl(tmp_path / "b", {"site": site.url} | ZONE, FAST | {"NEWSCRAWL_MAX_REQUESTS": whole.requests})
    assert (whole.status, enough.status) == (0, 0), enough.log
    assert enough.states == {"exported": 5}


def test_a_budget_that_ends_while_the_site_is_opened(tmp_path: Path) -> None:
    with FaultySite(good=5, listings=LISTINGS) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, FAST | {"NEWSCRAWL_MAX_REQUESTS": 2})
        assert sum(site.hits.values()) == 2
    assert done.status == 11, done.log
    assert len(done.error_lines()) == 1
    assert "Traceback" not in done.log
    done.check_sums()


@pytest.mark.parametrize("delay", [0.2, 3600], ids=["under way", "waiting"])
def test_seconds_are_spent(tmp_path: Path, delay: float) -> None:
    settings = FAST | {
        "NEWSCRAWL_MAX_SECONDS": 5,
        "DOWNLOAD_SLOTS": f'{{"127.0.0.1": {{"delay": {delay}, "jitter": 0}}}}',
    }
    with FaultySite(good=GOOD) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, settings, timeout=60)
        asked = sum(site.hits.values())
        again = crawl(tmp_path, {"site": site.url} | ZONE, FAST)
    assert done.status == 11, done.log
    assert "NEWSCRAWL_MAX_SECONDS" in done.error_lines()[0]
    assert done.requests == asked
    done.check_sums()
    assert done.manifest
    assert done.manifest["finish_reason"] == "seconds_spent"
    if delay < 1:
        assert 0 < done.states["exported"] < GOOD
        assert done.states["unfinished"] == GOOD - done.states["exported"]
    assert again.status == 0, again.log
    assert len(done.articles) + len(again.articles) == GOOD


@pytest.mark.parametrize("way", ["pages", "api"])
def test_seconds_end_a_run_whose_reader_does_nothing(tmp_path: Path, way: str) -> None:
    """Such a process uses no time that NEWSCRAWL_PAGE_SECONDS could count; after five minutes it would be left."""
    reached, stopped = Event(), Event()

    def held(exchange: Exchange) -> bool:
        if "-21/" in exchange.path or "include=" in exchange.target:
            reached.set()
            stopped.wait(60)
        return False

    with FaultySite(good=GOOD, listings=LISTINGS, before=held) as site:
        line = command(
            tmp_path,
            {"site": site.url, "fetch": way} | ZONE,
            FAST | {"NEWSCRAWL_MAX_SECONDS": 15, "CONCURRENT_REQUESTS": 1, "DOWNLOAD_TIMEOUT": 600},
        )
        with subprocess.Popen(line, cwd=PROJECT, env=environment(), stderr=subprocess.PIPE, text=True) as run:
            assert reached.wait(60)
            reader = int(Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text())
            os.kill(reader, signal.SIGSTOP)
            stopped.set()
            try:
                _, log = run.communicate(timeout=120)
            except subprocess.TimeoutExpired:
                run.kill()
                raise
        done = left_by(tmp_path, set(), run.returncode, log)
        again = crawl(tmp_path, {"site": site.url, "fetch": way} | ZONE, FAST)
    assert done.status == 11, done.log
    assert "Traceback" not in done.log
    assert not Path(f"/proc/{reader}").exists()
    done.check_sums()
    assert set(done.states) <= {"exported", "unfinished"}
    assert done.states["unfinished"] > 0
    assert len(done.error_lines()) == 1
    assert again.status == 0, again.log
    assert len(done.articles) + len(again.articles) == GOOD


def test_seconds_end_a_wait_for_a_name_server(tmp_path: Path) -> None:
    settings = {
        "NEWSCRAWL_MAX_SECONDS": 3,
        "DOWNLOAD_TIMEOUT": 600,
        "TWISTED_DNS_RESOLVER": "tests.security.names.DeafResolver",
    }
    log = tmp_path / "run.log"
    line = command(tmp_path / "output", {"site": "http://news.test/"}, settings, options=("--logfile", str(log)))
    done = subprocess.run(
        line, cwd=PROJECT, env=environment(), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 11, log.read_text()
    (said,) = done.stderr.splitlines()
    assert log.read_text().endswith(f"{said.removeprefix('newscrawl: ')}\n")
    (manifest,) = tmp_path.glob("output/*/runs/*.json")
    assert json.loads(manifest.read_text())["outcome"] == "budget_spent"


def test_seconds_end_an_answer_that_drips(tmp_path: Path) -> None:
    def dripping(exchange: Exchange) -> bool:
        if not exchange.path.endswith("-7/"):
            return False
        exchange.head(200, [("Content-Type", "text/html"), ("Content-Length", "5000")])
        exchange.drip(b"x" * 5000, seconds=500)
        return True

    settings = {"NEWSCRAWL_MAX_SECONDS": 6, "DOWNLOAD_TIMEOUT": 600}
    with FaultySite(good=GOOD, before=dripping) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, settings, timeout=120)
    assert done.status == 11, done.log
    assert done.states == {"exported": GOOD - 1, "unfinished": 1}


def test_seconds_end_a_wait_that_the_site_asked_for(tmp_path: Path) -> None:
    def busy(exchange: Exchange) -> bool:
        if exchange.path not in exchange.site.routes:
            return False
        exchange.answer("Busy", status=503, headers=[("Retry-After", "500")])
        return True

    with FaultySite(good=GOOD, before=busy) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, FAST | {"NEWSCRAWL_MAX_SECONDS": 4}, timeout=60)
    assert done.status == 11, done.log
    assert done.states == {"unfinished": GOOD}


def test_a_listing_that_takes_too_long_to_read_is_left(tmp_path: Path) -> None:
    def vast(exchange: Exchange) -> bool:
        if exchange.path != "/wp-sitemap-posts-post-1.xml":
            return False
        body = pages.sitemap(f"{exchange.site.url}/2021/09/of-many-{number}/" for number in range(300_000))
        exchange.answer(gzip.compress(body.encode(), 1), content_type="application/x-gzip")
        return True

    with FaultySite(good=8, listings=("sitemap", "feed"), before=vast) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, FAST | {"NEWSCRAWL_PAGE_SECONDS": 0.08})
    assert done.status == 0, done.log
    assert done.states == {"exported": 8}
    assert done.manifest
    assert done.manifest["discovered_by_source"] == {"feed": 8}
    assert "of CPU time" in done.manifest["sources_skipped"]["sitemap"]


def drips(path: str) -> Callable[[Exchange], bool]:
    def answer(exchange: Exchange) -> bool:
        if exchange.path != path:
            return False
        exchange.head(200, [("Content-Type", "text/plain"), ("Content-Length", "5000")])
        exchange.drip(b"x" * 5000, seconds=30)
        return True

    return answer


def bomb(path: str) -> Callable[[Exchange], bool]:
    def answer(exchange: Exchange) -> bool:
        if exchange.path != path:
            return False
        story = Story(1, "bomb", path)
        FAULTS["zstd-bomb"](exchange, story)
        return True

    return answer


def loops(path: str) -> Callable[[Exchange], bool]:
    def answer(exchange: Exchange) -> bool:
        if exchange.path != path:
            return False
        exchange.redirect(exchange.path)
        return True

    return answer


@pytest.mark.parametrize("how", [drips, bomb, loops])
@pytest.mark.parametrize(
    ("path", "listings", "source"),
    [
        ("/robots.txt", ("sitemap",), "sitemap"),
        ("/wp-sitemap.xml", ("sitemap", "feed"), "feed"),
        ("/wp-json/wp/v2/posts", ("rest", "feed"), "feed"),
        ("/feed/", ("feed", "archive"), "archive"),
    ],
)
def test_listings_that_never_end(
    tmp_path: Path,
    how: Callable[[str], Callable[[Exchange], bool]],
    path: str,
    listings: tuple[str, ...],
    source: str,
) -> None:
    with FaultySite(good=5, listings=listings, before=how(path)) as site:
        done = crawl(
            tmp_path,
            {"site": site.url} | ZONE,
            {"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 2},
            address_space=1024**3,
            timeout=60,
        )
        requests = sum(site.hits.values())
    assert "Traceback" not in done.log
    if path == "/robots.txt" and how is drips:
        assert (done.status, requests) == (4, 1), done.log  # what it would have said, nobody knows
        return
    assert done.status == 0, done.log
    assert done.states == {"exported": 5}
    assert done.manifest
    assert done.manifest["discovered_by_source"] == {source: 5}
    assert requests < 40
    if path != "/robots.txt":
        assert listings[0] in done.manifest["sources_skipped"]


def test_an_archive_without_end_ends_with_the_budget(tmp_path: Path) -> None:
    """New articles on every page, for ever: no rule tells that from a large site."""

    def endless(exchange: Exchange) -> bool:
        if not exchange.path.startswith("/page/") and exchange.path != "/":
            if exchange.path.startswith("/2021/"):
                number = int(exchange.path.strip("/").rpartition("-")[2])
                exchange.answer(
                    Story(number, f"endless-{number}", exchange.path).page(exchange.site.url + exchange.path)
                )
                return True
            return False
        page = int(exchange.path.strip("/").removeprefix("page/") or 1)
        numbers = range(1000 + 10 * page, 1010 + 10 * page)
        stories = [Story(number, f"endless-{number}", f"/2021/09/endless-{number}/") for number in numbers]
        shown = [(story, exchange.site.url + story.path) for story in stories]
        exchange.answer(pages.home(shown, rest=False, feed=False, following=f"/page/{page + 1}/"))
        return True

    with FaultySite(good=0, listings=("archive",), before=endless) as site:
        done = crawl(tmp_path, {"site": site.url, "discovery": "archive"} | ZONE, FAST | {"NEWSCRAWL_MAX_REQUESTS": 60})
    assert done.status == 11, done.log
    assert done.states["exported"] > 20
    done.check_sums()


def test_a_long_budget_keeps_no_short_run_waiting(tmp_path: Path) -> None:
    with FaultySite(good=2) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, FAST | {"NEWSCRAWL_MAX_SECONDS": 3600}, timeout=120)
    assert done.status == 0, done.log

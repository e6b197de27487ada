"""A site that asks for patience gets it, one that turns us away is left alone, and the next run goes on."""

from __future__ import annotations

import time
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest

from ..crawls import Crawl, crawl
from .pages import plain_page
from .site import LISTINGS, FaultySite

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .exchange import Exchange

GOOD = 12
ZONE = {"timezone": "Asia/Kabul"}
FAST = {"RETRY_TIMES": 2, "DOWNLOAD_TIMEOUT": 10}
ONE_AT_A_TIME = FAST | {"CONCURRENT_REQUESTS": 1}
PAUSE = 2.0  # seconds
ROBOTS_DELAY = 0.4  # seconds


class Busy:
    """Turns away the ``at``-th request for an article, and counts those that come before the pause has passed."""

    def __init__(self, status: int, header: Callable[[float], str], at: int = 4) -> None:
        self.status = status
        self.header = header
        self.at = at
        self.seen = 0
        self.until = 0.0
        self.early = 0
        self.refused = ""

    def __call__(self, exchange: Exchange) -> bool:
        if time.time() < self.until:
            self.early += 1
        if exchange.path not in exchange.site.routes:
            return False
        self.seen += 1
        if self.seen != self.at:
            return False
        self.until = time.time() + PAUSE
        self.refused = exchange.path
        exchange.answer("Busy", status=self.status, headers=[("Retry-After", self.header(self.until))])
        return True


def in_seconds(_: float) -> str:
    return f"{PAUSE:.0f}"


def as_date(until: float) -> str:
    return formatdate(int(until) + 1, usegmt=True)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("header", [in_seconds, as_date])
def test_the_whole_host_waits(tmp_path: Path, status: int, header: Callable[[float], str]) -> None:
    busy = Busy(status, header)
    with FaultySite(good=GOOD, before=busy) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, ONE_AT_A_TIME)
        hits = site.hits
    assert done.status == 0, done.log
    assert done.states == {"exported": GOOD}
    assert busy.early == 0
    assert hits[busy.refused] == 2
    assert done.log.count("asks to wait") == 1


def test_too_long_a_wait_gives_the_site_up_and_the_next_run_goes_on(tmp_path: Path) -> None:
    busy = Busy(429, lambda _: "3600")
    with FaultySite(good=GOOD, before=busy) as site:
        first = crawl(tmp_path, {"site": site.url} | ZONE, ONE_AT_A_TIME)
        asked = dict(site.hits)
        second = crawl(tmp_path, {"site": site.url} | ZONE, ONE_AT_A_TIME)
    assert first.status == 10, first.log
    (line,) = first.error_lines()
    assert "3600 s" in line
    assert "NEWSCRAWL_MAX_RETRY_AFTER=600" in line
    assert f"{GOOD - 3} of {GOOD}" in line
    first.check_sums()
    assert first.states == {"exported": 3, "unfinished": GOOD - 3}
    assert first.manifest
    assert first.manifest["outcome"] == "blocked"
    assert sum(path in site.routes for path in asked) == 4, "nothing is asked after that"
    assert second.status == 0, second.log
    assert second.states["exported"] == GOOD - 3
    urls = [record["url"] for record in first.articles + second.articles]
    assert sorted(urls) == sorted(url for _, url in site.articles)


@pytest.mark.parametrize(
    "path", ["/robots.txt", "/", "/wp-json/", "/wp-json/wp/v2/posts", "/wp-sitemap.xml", "/wp-sitemap-posts-post-1.xml"]
)
def test_too_long_a_wait_before_any_article_is_one_line(tmp_path: Path, path: str) -> None:
    def busy(exchange: Exchange) -> bool:
        if exchange.path != path:
            return False
        exchange.answer("Busy", status=503, headers=[("Retry-After", "9" * 40)])
        return True

    listings = ["sitemap"] if "sitemap" in path else ["rest"]
    with FaultySite(good=3, listings=listings, before=busy) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, FAST | {"NEWSCRAWL_MONITOR_ENABLED": False})
    assert done.status == 10, done.log
    (line,) = done.error_lines()
    assert "asks to be left alone for ever (Retry-After)" in line
    assert all(
        "/wp-json/" in other or "/?rest_route=" in other for other in done.log.splitlines() if "WARNING" in other
    )


def test_a_wait_up_to_the_bound_is_kept(tmp_path: Path) -> None:
    busy = Busy(503, in_seconds)
    with FaultySite(good=GOOD, before=busy) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, ONE_AT_A_TIME | {"NEWSCRAWL_MAX_RETRY_AFTER": PAUSE})
    assert done.status == 0, done.log
    assert busy.early == 0


def test_robots_delay_is_kept(tmp_path: Path) -> None:
    times: list[float] = []

    def note(_: Exchange) -> bool:
        times.append(time.monotonic())
        return False

    with FaultySite(good=GOOD, before=note, robots=[f"Crawl-delay: {ROBOTS_DELAY}"]) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, FAST)
    assert done.status == 0, done.log
    # A busy machine notes the first late: half of it is left for that.
    assert times[-1] - times[0] > (len(times) - 1) * ROBOTS_DELAY / 2
    assert done.log.count(f"asks for {ROBOTS_DELAY:g} s between requests") == 1


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("Crawl-delay: 86400", "86400"),
        ("Request-rate: 1/600", "600"),
        (f"Request-rate: 1/{'9' * 400}", "inf"),
        ("Crawl-delay: inf", None),  # not every parser takes it for a number
    ],
)
def test_robots_delay_is_bounded(tmp_path: Path, line: str, seconds: str | None) -> None:
    with FaultySite(good=3, robots=[line]) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, FAST | {"NEWSCRAWL_MAX_CRAWL_DELAY": 0.01})
    assert done.status == 0, done.log
    assert done.states == {"exported": 3}
    assert "Traceback" not in done.log
    if seconds:
        assert done.log.count(f"asks for {seconds} s between requests: it gets 0.01 s") == 1


def test_refusals_slow_the_crawl_down_and_answers_bring_it_back(tmp_path: Path) -> None:
    refused: list[str] = []

    def refuse_some(exchange: Exchange) -> bool:
        if exchange.path in exchange.site.routes and len(refused) < 3 and exchange.path not in refused:
            refused.append(exchange.path)
            exchange.answer("Busy", status=429)
            return True
        return False

    settings = {
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": 0.1,
        "AUTOTHROTTLE_MAX_DELAY": 0.4,
        "AUTOTHROTTLE_DEBUG": True,
        "NEWSCRAWL_LEDGER_URL": "",
    }
    with FaultySite(good=18, before=refuse_some) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, FAST | settings)
    assert done.status == 0, done.log
    assert done.states == {"exported": 18}
    # The delay as AutoThrottle finds it, in milliseconds, request by request.
    before = [
        int(line.split("delay:")[1].split("ms")[0]) - int(line.split("(")[1].split(")")[0])
        for line in done.log.splitlines()
        if "latency:" in line
    ]
    peak = before.index(max(before))
    assert before[peak] >= 190
    assert min(before[peak:]) < before[peak] / 2


def refuse_all(exchange: Exchange, status: int) -> bool:
    if exchange.path == "/robots.txt":
        return False
    exchange.answer(plain_page("Forbidden", "Go away"), status=status)
    return True


def challenge_all(exchange: Exchange) -> bool:
    exchange.answer(
        plain_page("Just a moment...", "Enable JavaScript"), status=403, headers=[("Cf-Mitigated", "challenge")]
    )
    return True


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda exchange: refuse_all(exchange, 403), "HTTP 403"),
        (lambda exchange: refuse_all(exchange, 429), "HTTP 429"),
        (lambda exchange: refuse_all(exchange, 503), "HTTP 503"),
        (challenge_all, "challenge page"),
    ],
    ids=["403", "429", "503", "challenge"],
)
def test_a_site_that_turns_us_away_at_the_door(tmp_path: Path, answer: Callable[[Exchange], bool], says: str) -> None:
    with FaultySite(good=GOOD, listings=LISTINGS, before=answer) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, FAST)
    assert done.status == 10, done.log
    (line,) = done.error_lines()
    assert site.url in line
    assert says in line
    done.check_sums()


def turned_away_after(count: int) -> Callable[[Exchange], bool]:
    seen: list[str] = []

    def answer(exchange: Exchange) -> bool:
        if exchange.path in exchange.site.routes:
            seen.append(exchange.path)
        if len(seen) <= count:
            return False
        exchange.answer("Forbidden", status=403)
        return True

    return answer


def test_many_refusals_in_a_row_end_the_run(tmp_path: Path) -> None:
    with FaultySite(good=100, before=turned_away_after(60)) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, ONE_AT_A_TIME | {"NEWSCRAWL_MAX_REFUSALS": 5})
        asked = sum(path in site.routes for path in site.hits)
    assert done.status == 10, done.log
    (line,) = done.error_lines()
    assert "NEWSCRAWL_MAX_REFUSALS" in line
    assert "HTTP 403" in line
    assert asked == 65
    assert done.states == {"exported": 60, "failed": 5, "unfinished": 35}
    done.check_sums()


def test_a_site_that_answers_no_more(tmp_path: Path) -> None:
    asked: list[str] = []

    def silent(exchange: Exchange) -> bool:
        if exchange.path not in exchange.site.routes:
            return False
        asked.append(exchange.path)
        if len(asked) <= 30:
            return False
        exchange.connection.settimeout(60)
        exchange.connection.recv(1)  # until the other end goes
        exchange.finish()
        return True

    settings = {"DOWNLOAD_TIMEOUT": 1, "RETRY_TIMES": 1, "NEWSCRAWL_MAX_REFUSALS": 6, "CONCURRENT_REQUESTS": 2}
    with FaultySite(good=100, before=silent) as site:
        done = crawl(tmp_path, {"site": site.url} | ZONE, settings)
        asked.clear()
        again = crawl(tmp_path, {"site": site.url, "limit": "20"} | ZONE, settings | {"DOWNLOAD_TIMEOUT": 20})
    assert done.status == 4, done.log
    (line,) = done.error_lines()
    assert "answers no more: the last 6 requests got no answer (NEWSCRAWL_MAX_REFUSALS)" in line
    assert done.states["exported"] == 30
    assert done.states["unfinished"] > 60
    done.check_sums()
    assert again.status == 0, again.log


def test_most_articles_refused(tmp_path: Path) -> None:
    with FaultySite(good=10, before=turned_away_after(4)) as site:
        done: Crawl = crawl(tmp_path, {"site": site.url} | ZONE, ONE_AT_A_TIME)
    assert done.status == 10, done.log
    assert done.states == {"exported": 4, "failed": 6}
    assert "6 of 10 articles were refused" in done.error_lines()[0]

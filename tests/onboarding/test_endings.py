"""How ``scrapy onboard`` ends where a site, a reader or the user does not play along."""

from __future__ import annotations

import re
import shlex
import signal
import socket
import subprocess
import sys
from time import sleep
from typing import TYPE_CHECKING

import pytest

from ..crawls import PROJECT, environment
from ..faults.site import LISTINGS, FaultySite
from .runs import MOST_REQUESTS, UNTHROTTLED, onboard, scrapy
from .sites import ESPERANTO, CountingDemo, StaticSite, Theme, news

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def demo() -> Iterator[CountingDemo]:
    with CountingDemo() as site:
        yield site


def test_robots_txt_is_obeyed(tmp_path: Path) -> None:
    with FaultySite(good=25, listings=LISTINGS, listing_faults=["robots-forbids-all"]) as site:
        done = onboard(site.url, "--profile", str(tmp_path / "p.py"))
        assert set(site.hits) == {"/robots.txt"}
    assert done.returncode == 4
    assert done.stderr.splitlines()[-1] == f"newscrawl: could not open {site.url}/: robots.txt does not allow it"
    assert not (tmp_path / "p.py").exists()


def test_articles_that_robots_txt_keeps_out(tmp_path: Path) -> None:
    with StaticSite(news(Theme(link="/privata/{}-{}/"))) as site:
        done = onboard(site.url, "--profile", str(tmp_path / "p.py"))
        assert not any(path.startswith("/privata/") for path in site.hits)
    assert done.returncode == 3
    assert "robots.txt does not allow it" in done.stderr.splitlines()[-1]
    assert done.stdout == ""


def test_a_site_that_is_no_wordpress(tmp_path: Path) -> None:
    with StaticSite({"/": "<!doctype html><html><h1>A shop</h1><p>We sell bread.</p></html>"}) as site:
        done = onboard(site.url, "--profile", str(tmp_path / "p.py"))
        assert sum(site.hits.values()) <= MOST_REQUESTS
    assert done.returncode == 5
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"newscrawl: no article was found at {site.url}, nor a sign of WordPress (")
    assert done.stdout == ""
    assert not (tmp_path / "p.py").exists()


def test_a_host_that_does_not_answer(tmp_path: Path) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # and does not listen
        port = deaf.getsockname()[1]
        done = onboard(f"http://127.0.0.1:{port}/", "--profile", str(tmp_path / "p.py"))
    assert done.returncode == 4
    line = f"newscrawl: could not open http://127.0.0.1:{port}/: the connection was refused. See whether curl gets it "
    assert done.stderr.splitlines()[-1] == f"{line}from here"


def test_pages_that_give_no_record_still_give_a_profile(tmp_path: Path) -> None:
    def bare(url: str) -> dict[str, str]:
        pages = news(ESPERANTO)(url)
        return {
            path: re.sub(r'<link rel="shortlink"[^>]*>| class="[^"]*"|<li>artikola[^<]*</li>', "", body)
            for path, body in pages.items()
        }

    with StaticSite(bare) as site:
        done = onboard(site.url, "--profile", str(tmp_path / "p.py"), "-a", "timezone=Asia/Kabul")
    assert done.returncode == 3
    assert "none of the 12 articles" in done.stderr
    assert done.stdout.count("number: the page gives none") == 12
    assert "aperis" in (tmp_path / "p.py").read_text("utf-8")


def test_the_budget_holds(tmp_path: Path, demo: CountingDemo) -> None:
    demo.asked.clear()
    output = f"NEWSCRAWL_OUTPUT_DIR={tmp_path / 'output'}"
    more = ("-s", "NEWSCRAWL_ONBOARD_REQUESTS=12", "-s", output)
    done = onboard(demo.url, "--profile", str(tmp_path / "p.py"), *more)
    assert not (tmp_path / "output").exists(), "it is no crawl, whatever the settings say"
    assert len(demo.asked) == 12
    assert done.returncode == 0, done.stderr
    assert "the 12 requests of NEWSCRAWL_ONBOARD_REQUESTS are used up" in done.stdout


def test_a_reader_that_has_seen_enough(tmp_path: Path, demo: CountingDemo) -> None:
    line = [sys.executable, "-m", "scrapy", "onboard", demo.url, "--profile", str(tmp_path / "p.py"), *UNTHROTTLED]
    done = subprocess.run(
        ["sh", "-c", f"{shlex.join(line)} | true"],
        cwd=PROJECT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stderr == ""
    assert (tmp_path / "p.py").exists()


def test_a_page_that_takes_for_ever_to_read(tmp_path: Path) -> None:
    with FaultySite(good=3, faults=["endless-to-read"]) as site:
        done = onboard(site.url, "--profile", str(tmp_path / "p.py"), "-s", "NEWSCRAWL_PAGE_SECONDS=1")
    assert done.returncode == 0, done.stderr
    assert "3 of 4 articles give a whole record." in done.stdout
    assert "took more than the 1 s of NEWSCRAWL_PAGE_SECONDS" in done.stdout


def test_stopped_before_the_end(tmp_path: Path, demo: CountingDemo) -> None:
    demo.asked.clear()
    line = [sys.executable, "-m", "scrapy", "onboard", demo.url, "--profile", str(tmp_path / "p.py")]
    process = subprocess.Popen(
        [*line, "-s", "DOWNLOAD_DELAY=0.5"],
        cwd=PROJECT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(demo.asked) < 4:
        assert process.poll() is None
        sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 7, err
    assert (out, err) == ("", "newscrawl: stopped before the end: nothing was written\n")
    assert not (tmp_path / "p.py").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "give one site"),
        (["https://news.example/", "https://other.example/"], "give one site"),
        (["news.example"], "say https://news.example/"),
        (["ftp://news.example/"], "http:// or https://"),
        (["https://news .example/"], "no host name"),
        (["https://user:secret@news.example/"], "user name or password"),
        (["demo"], "the demo is no site"),
        (["https://news.example/", "-a", "timezone=Mars/Base"], "time zone"),
        (["https://news.example/", "-a", "limit=3"], "takes timezone"),
        (["https://news.example/", "--profile", "/no/such/profile.txt"], "no Python file"),
        (["https://news.example/", "--profile", f"{'p' * 300}.py"], "name too long"),
    ],
)
def test_mistakes_get_a_line(arguments: list[str], says: str) -> None:
    done = scrapy("onboard", *arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written(tmp_path: Path, demo: CountingDemo) -> None:
    golden = tmp_path / "golden"
    golden.mkdir()
    for post in demo.library.posts:
        (golden / str(post.number)).write_text("a file where a folder should be")
    done = onboard(demo.url, "--profile", str(tmp_path / "p.py"), f"--golden={golden}", "--force")
    assert done.returncode == 6
    assert "could not write" in done.stderr.splitlines()[-1]
    assert "The site" in done.stdout

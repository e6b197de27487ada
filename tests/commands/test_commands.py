"""The commands of the scrapy CLI, run as a user runs them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from newscrawl.demo import DemoSite
from newscrawl.items import Article, record_fields
from tests import starter
from tests.crawls import PROJECT, environment

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title>
<ul><li>publish: 24 September 2021</li><li>time: 6:35 pm</li><li>category: Politics</li><li>No: 18793</li></ul>
<h1>River reaches its highest mark</h1><p>The gauge broke at noon.</p>
<p>By two the square stood under water, and the market had moved into the school, as it does every tenth spring.</p>
<p>Nobody was hurt. The mayor thanked the fishermen, whose boats carried bread from the mill to the upper town.</p>
<h3>Leave a Reply</h3><form><p>Your email address will not be published.</p></form>"""


def scrapy(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return starter.run(arguments, env=environment(), stdin=stdin, timeout=120)


def test_list() -> None:
    assert scrapy("list").stdout == "news\n"


def test_sites() -> None:
    done = scrapy("sites")
    assert done.returncode == 0
    assert "demo\t(built-in demo)" in done.stdout
    assert "demo-fa\t(built-in demo)" in done.stdout
    assert scrapy("sites", "x").returncode == 2


def test_check_reads_a_page_of_the_demo() -> None:
    done = scrapy("check")
    assert done.returncode == 0, done.stderr
    assert "OK" in done.stderr
    assert "Ran 0" not in done.stderr


def test_parse_shows_the_item_and_runs_the_pipelines() -> None:
    with DemoSite() as site:
        url = f"{site.url}?p={site.library.posts[0].number}"
        done = scrapy("parse", "--spider=news", "--pipelines", "--nocolour", "-a", "timezone=Asia/Kabul", url)
    assert done.returncode == 0, done.stderr
    assert site.library.posts[0].published.isoformat() in done.stdout
    assert "Traceback" not in done.stderr


def test_shell() -> None:
    with DemoSite() as site:
        done = scrapy("shell", "-c", "response.css('h1::text').get()", f"{site.url}?p={site.library.posts[0].number}")
    assert site.library.posts[0].title in done.stdout


class TestExtract:
    def test_a_file(self, tmp_path: Path) -> None:
        file = tmp_path / "page.html"
        file.write_text(PAGE, encoding="utf-8")
        done = scrapy("extract", str(file), "-a", "timezone=Asia/Kabul", "--url", "https://news.example/a/")
        assert (done.returncode, done.stderr) == (0, "")
        printed = json.loads(done.stdout)
        assert list(printed) == record_fields(Article)
        assert (printed["number"], printed["category"]) == (18793, "Politics")
        assert printed["date"] == "2021-09-24T18:35:00+04:30"
        assert printed["headline"] == "River reaches its highest mark"
        assert printed["url"] == "https://news.example/a/"
        assert printed["summary"] == "The gauge broke at noon."
        assert len(printed["body"].split("\n\n")) == 2

    def test_standard_input(self) -> None:
        done = scrapy("extract", "-", stdin=PAGE)
        assert json.loads(done.stdout)["number"] == 18793

    def test_a_url_asks_the_site_for_its_zone(self) -> None:
        with DemoSite() as site:
            post = site.library.posts[3]
            done = scrapy("extract", f"{site.url}?p={post.number}")
        assert done.returncode == 0, done.stderr
        printed = json.loads(done.stdout)
        assert printed["date"] == post.published.isoformat()
        assert printed["body"].split("\n\n") == post.prose

    def test_a_page_that_is_no_article(self, tmp_path: Path) -> None:
        (tmp_path / "page.html").write_text("<h1>About us</h1><p>We print what we see.</p>")
        done = scrapy("extract", str(tmp_path / "page.html"))
        assert done.returncode == 3
        assert json.loads(done.stdout)["headline"] == "About us"
        assert "number: the page gives none" in done.stderr

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["extract", "/no/such/file.html"], "No such file"),
            (["extract", "/"], "directory"),
            (["extract"], "give one file"),
            (["extract", "-", "-a", "timezone=Mars/Base"], "timezone"),
            (["extract", "-", "-a", "limit=x"], "limit"),
            (["extract", "http://127.0.0.1:9/"], "refused"),
        ],
    )
    def test_mistakes_get_a_line_not_a_traceback(self, arguments: list[str], says: str) -> None:
        done = scrapy(*arguments)
        assert done.returncode != 0
        assert says in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["crawl"], "scrapy crawl news"),
        (["crawl", "nws"], "there is news"),
        (["crawl", "news", "-a", "limit"], "NAME=VALUE"),
        (["crawl", "news", "-a", "limit=x"], "argument 'limit'"),
        (["crawl", "news", "-s", "NEWSCRAWL_MAX_FAILED=lots"], "NEWSCRAWL_MAX_FAILED"),
        (["crawl", "news", "-s", "NEWSCRAWL_MAX_FAILED=3"], "NEWSCRAWL_MAX_FAILED"),
        (["crawl", "news", "-s", "NEWSCRAWL_CONTACT=call me"], "NEWSCRAWL_CONTACT"),
        (["crawl", "news", "-s", "NEWSCRAWL_LEDGER_URL=nonsense"], "NEWSCRAWL_LEDGER_URL is not a database URL"),
        (["ledger", "demo", "-s", "NEWSCRAWL_LEDGER_URL=nonsense"], "NEWSCRAWL_LEDGER_URL is not a database URL"),
        (["crawl", "news", "-s", "CONCURRENT_REQUESTS=many"], "setting CONCURRENT_REQUESTS: 'many' does not fit"),
        (["crawl", "news", "-s", "ROBOTSTXT_OBEY=perhaps"], "setting ROBOTSTXT_OBEY: 'perhaps' does not fit"),
        (["parse", "--spider=news", "http://127.0.0.1:9/", "-s", "NEWSCRAWL_PAGE_SECONDS=x"], "NEWSCRAWL_PAGE_SECONDS"),
        (["parse", "--spider=news", "http://127.0.0.1:9/", "-L", "LOUD"], "setting LOG_LEVEL: Unknown level: 'LOUD'"),
        (["shell", "-s", "DOWNLOAD_TIMEOUT=soon"], "setting DOWNLOAD_TIMEOUT: 'soon' does not fit: give a number"),
        (["check", "-s", "NEWSCRAWL_MAX_REQUESTS=x"], "NEWSCRAWL_MAX_REQUESTS"),
        (["extract", "-", "-s", "NEWSCRAWL_PROGRESS=x"], "NEWSCRAWL_PROGRESS"),
        (["onboard", "http://127.0.0.1:9/", "-L", "LOUD"], "setting LOG_LEVEL"),
    ],
)
def test_bad_usage(arguments: list[str], says: str) -> None:
    done = scrapy(*arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert "Spider opened" not in done.stderr


def typed(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=PROJECT, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("arguments", [("crawl", "news"), ("extract", "-"), ("parse", "--spider=news", "http://x/")])
def test_too_few_open_files(arguments: tuple[str, ...]) -> None:
    done = typed("sh", "-c", 'ulimit -n 12 && exec "$@"', "sh", sys.executable, "-m", "scrapy", *arguments)
    assert done.returncode == 2
    assert "12 files may be open (ulimit -n): a crawl takes 64" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interrupt_outside_of_a_run_shows_no_traceback() -> None:
    done = typed(sys.executable, "-c", "import newscrawl.commands; raise KeyboardInterrupt")
    assert (done.returncode, done.stderr) == (-signal.SIGINT, "newscrawl: interrupted\n")


def test_the_user_agent_names_project_and_contact() -> None:
    done = scrapy("settings", "--get", "USER_AGENT")
    assert done.stdout.startswith("newscrawl/")
    with DemoSite() as site:
        code = "request.headers['User-Agent'].decode()"
        done = scrapy("shell", "--spider=news", "-s", "NEWSCRAWL_CONTACT=me@news.example", "-c", code, site.url)
    assert "(+me@news.example)" in done.stdout

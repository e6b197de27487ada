"""``scrapy crawlall``: the real command and its real children, against sites on loopback."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from newscrawl.demo import DemoSite
from newscrawl.sites.registry import site_name
from tests import starter
from tests.crawls import PROJECT, environment, ledger_url, lines_of, wait_for
from tests.faults.site import FaultySite
from tests.library import edited, fresh_post, make_library, with_post

if TYPE_CHECKING:
    from pathlib import Path


def command(output: Path, *arguments: str) -> list[str]:
    settings = {
        "NEWSCRAWL_OUTPUT_DIR": output,
        "NEWSCRAWL_LEDGER_URL": ledger_url(output),
        "AUTOTHROTTLE_ENABLED": False,
        "RETRY_ENABLED": False,
    }
    passed = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    return ["crawlall", *arguments, *passed]


def crawl_all(output: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return starter.run(command(output, *arguments), env=environment(), stdin=stdin, timeout=120)


def rows(printed: str) -> dict[str, list[str]]:
    """Cells of the table by site; those of the sums, which have no exit status, by ``N sites``."""
    table = printed.split("\n\n")[0].splitlines()
    assert re.split(r"  +", table[0])[:3] == ["site", "exit status", "articles"]
    return {cells[0]: cells[1:] for line in table[1:] if (cells := re.split(r"  +", line))}


def start(output: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", *command(output, *arguments)],
        cwd=PROJECT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_sites_that_end_differently(tmp_path: Path) -> None:
    output = tmp_path / "output"
    with (
        FaultySite(good=4) as fine,
        FaultySite(good=3, faults=["no-article", "status-500", "status-503"]) as bad,
    ):
        gone = "http://127.0.0.1:9/"
        done = crawl_all(output, fine.url, f"{fine.url}/", bad.url, gone, "-a", "discovery=sitemap")
        names = [site_name(f"{url}/") for url in (fine.url, bad.url, gone)]
        assert done.returncode == 4, done
        table = rows(done.stdout)
        assert list(table) == [*names, "3 sites"]
        assert table[names[0]][:5] == ["ok", "4", "0", "0", "0"]
        assert table[names[1]][:5] == ["partly failed", "3", "0", "1", "2"]
        assert table[names[2]][:2] == ["unreachable", "0"]
        assert int(table[names[0]][5]) == sum(fine.hits.values())
        assert f"{names[1]}: 2 of 6 articles" in done.stdout
        assert f"{names[2]}: could not open {gone}" in done.stdout
        assert f"{names[0]}:" not in done.stdout
        for name in names:
            (log,) = (output / name / "logs").iterdir()
            assert "crawling http://" in log.read_text()
        articles = lines_of(output.rglob("*"), "articles")
        assert len(articles) == 7
        assert len({article["url"] for article in articles}) == 7

        assert crawl_all(output, fine.url, "--quiet").stdout == ""


def test_updated_articles_are_counted(tmp_path: Path) -> None:
    library = make_library(4)
    with DemoSite(library=library) as site:
        crawl_all(tmp_path, site.url)
        site.library = with_post(library, edited(library.posts[1], text="One more paragraph, written today."))
        site.library = with_post(site.library, fresh_post(library, 99_001))
        done = crawl_all(tmp_path, site.url)
        assert rows(done.stdout)[site_name(site.url)][:3] == ["ok", "2", "1"], done


def test_sites_from_a_file(tmp_path: Path) -> None:
    with FaultySite(good=1) as one, FaultySite(good=2) as two:
        listed = f"# of the valley\n\n  {one.url}  # the first\n{two.url}/#top\n{one.url}/\n"
        done = crawl_all(tmp_path / "output", "--file", "-", stdin=listed)
    assert done.returncode == 0, done
    assert [cells[1] for cells in rows(done.stdout).values()] == ["1", "2", "0"]
    assert rows(done.stdout)["2 sites"][0] == "3"


def test_sigterm_ends_all_cleanly(tmp_path: Path) -> None:
    output = tmp_path / "output"
    with FaultySite(good=200) as one, FaultySite(good=200) as two, FaultySite() as three:
        process = start(output, one.url, two.url, three.url, "--jobs", "2", "-s", "DOWNLOAD_DELAY=0.1")
        wait_for(lambda: all(any("good" in path for path in site.hits) for site in (one, two)))
        process.send_signal(signal.SIGTERM)
        printed, said = process.communicate(timeout=60)
        assert not three.hits
    assert process.returncode == 7, said
    words = [cells[0] for cells in rows(printed).values()]
    assert words[:3] == ["interrupted", "interrupted", "not started"]
    assert "asked to end: SIGTERM" in printed
    assert "ended by SIGTERM" in said
    assert len(list(output.glob("*/runs/*.json"))) == 2
    assert len(lines_of(output.rglob("*"), "articles")) >= 2
    assert not list(output.rglob("*.part"))


def test_runs_end_in_order_where_the_command_is_killed(tmp_path: Path) -> None:
    output = tmp_path / "output"
    with FaultySite(good=2000) as one, FaultySite(good=2000) as two:
        process = start(output, one.url, two.url, "-s", "DOWNLOAD_DELAY=0.1")
        wait_for(lambda: all(any("good" in path for path in site.hits) for site in (one, two)))
        process.kill()
        process.communicate(timeout=60)
        wait_for(lambda: len(list(output.glob("*/runs/*.json"))) == 2)
    for manifest in output.glob("*/runs/*.json"):
        assert json.loads(manifest.read_text("utf-8"))["outcome"] == "interrupted"


def test_a_killed_child_shows_as_killed(tmp_path: Path) -> None:
    output = tmp_path / "output"
    with FaultySite(good=200) as site, FaultySite(good=1) as other:
        process = start(output, site.url, other.url, "--jobs", "1", "-s", "DOWNLOAD_DELAY=0.1")
        wait_for(lambda: any("good" in path for path in site.hits))
        held = (output / site_name(f"{site.url}/") / ".lock").read_text()
        os.kill(int(re.findall(r"process (\d+)", held)[0]), signal.SIGKILL)
        printed, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert [cells[:2] for cells in rows(printed).values()][:2] == [["killed (SIGKILL)", "-"], ["ok", "1"]]


def test_the_time_limit(tmp_path: Path) -> None:
    with FaultySite(good=500) as site:
        done = crawl_all(tmp_path / "output", site.url, "--time-limit", "4", "-s", "DOWNLOAD_DELAY=0.1")
    assert done.returncode == 7
    assert "asked to end: its 4 seconds were over" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        ([], "", "no site has a profile but the demo"),
        (["nowhere"], "", "neither a known site"),
        (["demo", "-a", "site=demo"], "", "argument 'site'"),
        (["demo", "-a", "limit=x"], "", "argument 'limit'"),
        (["demo", "-a", "limit"], "", "NAME=VALUE"),
        (["demo", "-s", "NEWSCRAWL_MAX_FAILED=3"], "", "NEWSCRAWL_MAX_FAILED"),
        (["demo", "--jobs", "0"], "", "--jobs: '0'"),
        (["demo", "--time-limit", "soon"], "", "--time-limit: 'soon'"),
        (["demo", "--logfile", "x.log"], "", "--logfile"),
        (["--file", "/no/such/sites.txt"], "", "cannot read /no/such/sites.txt"),
        (["--file", "-"], "# nothing\n", "names no site"),
        (["--file", "-"], "demo\nhttp://a.example b\n", "line 2"),
        (["--file", "-"], "demo\n\nnowhere\n", "line 3: argument 'site': 'nowhere'"),
    ],
)
def test_mistakes(tmp_path: Path, arguments: list[str], stdin: str, says: str) -> None:
    done = crawl_all(tmp_path / "output", *arguments, stdin=stdin)
    assert done.returncode == 2, done
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "output").exists()

"""``scrapy ledger``: what it tells of a ledger, and what it does to one, run as a user runs it."""

from __future__ import annotations

import json
import os
import re
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newscrawl.extensions.ledger import default_url
from newscrawl.extensions.run_lock import hold
from newscrawl.items import State
from newscrawl.ledger import Ledger, Outcome, begin_run, end_run, entries
from newscrawl.spiders.arguments import read_arguments
from tests import starter
from tests.crawls import PROJECT, crawl, environment, ledger_url
from tests.ledger.builders import SITE, article, commit, commit_written, rejected, removed, url_of

NOW = datetime.now(UTC).replace(microsecond=0)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVIL = "\x1b]0;owned\x07\x1b[2J\u202etxt\x9b\u2028\x7f"
"""What a page might print to act upon a terminal: escape sequences of both kinds, and a change of direction."""


def run(output: Path, *arguments: str, url: str | None = None) -> subprocess.CompletedProcess[str]:
    places = [f"NEWSCRAWL_OUTPUT_DIR={output}", f"NEWSCRAWL_LEDGER_URL={ledger_url(output) if url is None else url}"]
    line = ["ledger", *arguments, *(part for place in places for part in ("-s", place))]
    return starter.run(line, env=environment(), timeout=60)


def told(output: Path, *arguments: str) -> str:
    done = run(output, *arguments)
    assert (done.returncode, done.stderr) == (0, ""), done
    if "--json" not in arguments:  # what is to be copied is never broken
        lines = [line for line in done.stdout.splitlines() if "://" not in line and not line.startswith("ledger: ")]
        assert all(len(line) <= 80 for line in lines), done.stdout
    return done.stdout


def objects(output: Path, *arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in told(output, *arguments, "--json").splitlines()]


def fill(output: Path) -> None:
    """A site with articles in every state, and another one."""
    at, now = NOW - 10 * DAY, datetime.now(UTC)  # tests may come an hour after the module is loaded
    with Ledger.open(ledger_url(output)) as ledger:
        begin_run(ledger, SITE, "20260301T060000Z-aaaa", at)
        commit(ledger, *[article(n, at=at) for n in (1, 2, 3, 4, 9)], now=at)
        commit(
            ledger, rejected(5, at=at), rejected(6, at=at, reasons=["One.", EVIL]), path="rejects-r1-1.jsonl", now=at
        )
        commit(ledger, removed(4, at=at + DAY), path="removals-r2-1.jsonl", run="r2", now=at + DAY)
        failed = {"state": State.FAILED, "url": url_of(7), "post_id": 7}
        ledger.record(SITE, [Outcome(at=at + n * DAY, reasons=("HTTP 500",), **failed) for n in range(3)])
        sums = {State.EXPORTED: 5, State.REJECTED: 2, State.FAILED: 1}
        end_run(ledger, SITE, "20260301T060000Z-aaaa", at + 3 * HOUR, outcome="finished", requests=14, sums=sums)
        begin_run(ledger, SITE, "20260302T060000Z-bbbb", at + DAY)
        begin_run(ledger, SITE, "20260303T060000Z-cccc", at + 2 * DAY)
        ledger.record(SITE, [Outcome(state=State.FAILED, url=url_of(1), at=now, reasons=(EVIL,))])
        ledger.record(SITE, [Outcome(state=State.ROBOTS, url=url_of(8), at=now)])
        commit(ledger, article(1, site="other.example"), site="other.example", now=at)


def known(ledger: Ledger) -> list[tuple[str, State, bytes | None]]:
    return [(line.entry.url, line.entry.state, line.entry.content_hash) for line in entries(ledger, SITE)]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder whose ledger is for reading only."""
    output = tmp_path_factory.mktemp("filled")
    fill(output)
    return output


class TestReports:
    def test_all_sites(self, filled: Path) -> None:
        text = told(filled)
        assert re.search(r"^ +9 +4 +2 +1 +\d{4}-\d\d-\d\d \d\d:\d\d  example\.org$", text, re.MULTILINE), text
        assert re.search(r"^ +1 +1 +0 +0 +- +other\.example$", text, re.MULTILINE), text
        first, second = objects(filled)
        assert (first["site"], first["articles"], first["states"]["exported"]) == (SITE, 9, 4)
        assert (second["site"], second["last_run"]) == ("other.example", None)

    def test_one_site(self, filled: Path) -> None:
        text = told(filled, SITE)
        for line in (
            "example.org: 9 articles known",
            "         4  exported",
            "         2  rejected",
            "         1  removed",
            "         1  failed, never read",
            "         1  skipped by robots.txt",
        ):
            assert line in text.splitlines(), text
        assert re.search(r"\d\d:\d\d +3:00:00  finished +14  5 exported, 2 rejected, 1", text), text
        assert re.search(r"\d\d:\d\d +-  killed +-  \?", text), text
        assert re.search(r"\d\d:\d\d +-  not yet", text), text
        assert "1  HTTP 500" in text
        assert "1  One." in text
        (row,) = objects(filled, SITE)
        assert sum(row["states"].values()) == row["articles"] == 9
        assert (row["failing"], row["due"], row["files"], row["lines"]) == (2, 1, 3, 8)
        assert [entry["outcome"] for entry in row["runs"]] == [None, "killed", "finished"]

    def test_by_url(self, filled: Path) -> None:
        assert told(filled, f"https://{SITE}/") == told(filled, SITE)

    def test_failed(self, filled: Path) -> None:
        text = told(filled, SITE, "--failed")
        since = f"{NOW - 10 * DAY:%Y-%m-%d %H:%M}"
        assert f"    3  {since}  next run          HTTP 500\n  {url_of(7)}\n" in text
        assert re.search(r"^ +1  [\d :-]{16}  [\d :-]{16}  ", text, re.MULTILINE)
        assert text.endswith("2 in all\n")
        rows = {row["url"]: row for row in objects(filled, SITE, "--failed")}
        assert rows.keys() == {url_of(1), url_of(7)}
        assert (rows[url_of(7)]["failures"], rows[url_of(7)]["due"]) == (3, True)
        assert rows[url_of(1)]["failure"] == EVIL
        assert datetime.fromisoformat(rows[url_of(1)]["next_look"]) > NOW

    def test_rejected(self, filled: Path) -> None:
        text = told(filled, SITE, "--rejected")
        assert "The page shows no date.\n  " + url_of(5) in text
        assert {row["url"]: row["reasons"] for row in objects(filled, SITE, "--rejected")} == {
            url_of(5): ["The page shows no date."],
            url_of(6): ["One.", EVIL],
        }

    def test_pending(self, filled: Path) -> None:
        assert [row["url"] for row in objects(filled, SITE, "--pending")] == [url_of(7)]
        assert told(filled, "other.example", "--failed") == "none\n"

    @pytest.mark.parametrize("arguments", [(), ("--failed",), ("--rejected",), ("--failed", "--json")])
    def test_nothing_of_a_page_reaches_the_terminal_raw(self, filled: Path, arguments: tuple[str, ...]) -> None:
        text = told(filled, SITE, *arguments)
        assert "owned" in text
        assert not set(text) & set(EVIL) - set("]0;ownedtx[2J")
        assert text.replace("\n", "").isprintable()

    def test_gaps(self, filled: Path) -> None:
        text = told(filled, SITE, "--gaps")
        assert text.splitlines()[1] == "           1  8-8"
        assert "1  in 1 ranges" in text
        assert text.splitlines()[-1] == f"scrapy crawl news -a site=https://{SITE}/ -a numbers=8-8"
        assert objects(filled, SITE, "--gaps") == [{"first": 8, "last": 8, "missing": 1}]

    def test_wide_gaps_are_asked_for_in_pieces(self, tmp_path: Path) -> None:
        with Ledger.open(ledger_url(tmp_path)) as ledger:
            commit(ledger, *[article(n) for n in (10, 12, 15, 250_000, 250_002)])
        text = told(tmp_path, SITE, "--gaps")
        assert f"{250_000 - 16 + 4}  in 4 ranges" in text
        lines = [line for line in text.splitlines() if line.startswith("scrapy crawl news ")]
        asked = {number for line in lines for number in read_arguments(numbers=line.rpartition("=")[2]).numbers}
        assert asked >= {11, 13, 14, 250_001} | set(range(16, 250_000))
        assert len(lines) == 3
        assert read_arguments(site=lines[0].split()[4].removeprefix("site=")).profile.name == SITE

    def test_a_reader_that_has_enough(self, tmp_path: Path) -> None:
        with Ledger.open(ledger_url(tmp_path)) as ledger:
            commit(ledger, *[rejected(n) for n in range(1, 3000)])
        url = f"NEWSCRAWL_LEDGER_URL={ledger_url(tmp_path)}"
        line = shlex.join([sys.executable, "-m", "scrapy", "ledger", SITE, "--rejected", "-s", url])
        done = subprocess.run(
            ["sh", "-c", f"{line} | head -n 3"], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False
        )
        assert len(done.stdout.splitlines()) == 3
        assert done.stderr == ""


class TestActions:
    def test_retry(self, tmp_path: Path) -> None:
        fill(tmp_path)
        assert "2 rejected articles" in told(tmp_path, SITE, "--retry", "rejected")
        assert {row["url"] for row in objects(tmp_path, SITE, "--pending")} == {url_of(5), url_of(6), url_of(7)}
        assert objects(tmp_path, SITE, "--retry", "removed") == [{"site": SITE, "state": "removed", "marked": 1}]
        assert url_of(4) in told(tmp_path, SITE, "--pending")
        assert objects(tmp_path, SITE, "--retry", "failed") == [{"site": SITE, "state": "failed", "marked": 2}]

    def test_rebuild(self, tmp_path: Path) -> None:
        output = tmp_path / "output"
        with Ledger.open(ledger_url(output)) as ledger:
            now, folder = NOW - DAY, output / SITE
            commit_written(
                ledger, folder / "articles-r1-00001.jsonl", "r1", now, article(1, at=now), article(2, at=now)
            )
            commit_written(ledger, folder / "rejects-r1-00001.jsonl", "r1", now, rejected(3, at=now))
            before = known(ledger)
            ledger.record(SITE, [Outcome(state=State.FAILED, url=url_of(9), at=now, reasons=("HTTP 500",))])
        assert "Made anew from 2 output files with 3 lines: 2 exported, 1 rejected." in told(output, SITE, "--rebuild")
        with Ledger.open(ledger_url(output)) as ledger:
            assert known(ledger) == before
            # A file that is gone, one that cannot be read back, one in another store.
            for name in ("articles-r0-00001.jsonl", str(tmp_path / "mine.csv"), "s3://store/mine.jsonl"):
                ledger.commit_file(SITE, "r0", name, sha256="0", lines=0, outcomes=[], now=now)
            (tmp_path / "mine.csv").write_text("number,url\n")
            assert [*objects(output, SITE)[0]["lost_files"]] == ["articles-r0-00001.jsonl"]
        done = told(output, SITE, "--rebuild").splitlines()
        assert done[1] == "3 files are gone or cannot be read back: what only they held is exported again."
        assert done[2] == "  such as s3://store/mine.jsonl"
        # There need be no ledger.
        Path(ledger_url(output).removeprefix("sqlite:///")).unlink()
        (row,) = objects(output, SITE, "--rebuild")
        assert (row["files"], row["lines"], row["states"]) == (2, 3, {"exported": 2, "rejected": 1})
        assert row["left_out"] == []

    def test_rebuild_leaves_a_run_under_way_alone(self, tmp_path: Path) -> None:
        fill(tmp_path)
        held = hold(tmp_path / SITE, "process 1, run of the test's own")
        try:
            done = run(tmp_path, SITE, "--rebuild")
        finally:
            os.close(held)
        assert done.returncode == 8
        assert "run of the test's own" in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert objects(tmp_path, SITE)[0]["articles"] == 9

    def test_rebuild_that_fails_changes_nothing(self, tmp_path: Path) -> None:
        fill(tmp_path)
        (tmp_path / SITE).mkdir()
        (tmp_path / SITE / "articles-r9-00001.jsonl").write_text('{"torn')
        done = run(tmp_path, SITE, "--rebuild")
        assert done.returncode == 9
        assert "articles-r9-00001.jsonl, line 1" in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert objects(tmp_path, SITE)[0]["articles"] == 9


class TestMistakes:
    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (("nowhere.example",), "knows no site 'nowhere.example'; it knows example.org, other.example"),
            (("nowhere.example", "--rebuild"), "knows no site"),
            (("../example.org", "--rebuild"), "knows no site"),
            (("no\x1b[2Jwhere",), "knows no site 'no\\x1b[2Jwhere'"),
            ((SITE, "--retry", "unchanged"), "'unchanged' is no state of an article: give one of exported, "),
            ((SITE, "--retry", ""), "is no state"),
            ((SITE, "--failed", "--gaps"), "not both"),
            (("--failed",), "takes a site"),
            ((SITE, "other.example"), "give one site"),
        ],
    )
    def test_get_a_line(self, filled: Path, arguments: tuple[str, ...], says: str) -> None:
        done = run(filled, *arguments)
        assert (done.returncode, done.stdout) == (2, ""), done
        assert says in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert done.stderr.replace("\n", "").isprintable()

    def test_no_ledger_yet(self, tmp_path: Path) -> None:
        for arguments in ((), (SITE,), (SITE, "--rebuild")):
            done = run(tmp_path, *arguments)
            assert done.returncode == 9
            assert "There is no ledger at" in done.stderr
            assert len(done.stderr.splitlines()) == 1
        assert not list(tmp_path.iterdir())

    def test_switched_off(self, tmp_path: Path) -> None:
        done = run(tmp_path, url="")
        assert done.returncode == 2
        assert "NEWSCRAWL_LEDGER_URL is empty" in done.stderr

    def test_no_url(self, tmp_path: Path) -> None:
        done = run(tmp_path, SITE, url="mysql://user:secret@localhost/news")
        assert done.returncode == 2
        assert "secret" not in done.stderr
        assert len(done.stderr.splitlines()) == 1

    def test_corrupt(self, tmp_path: Path) -> None:
        path = Path(ledger_url(tmp_path).removeprefix("sqlite:///"))
        path.write_bytes(b"no database at all, " * 500)
        for arguments in ((), (SITE, "--rebuild"), (SITE, "--retry", "failed")):
            done = run(tmp_path, *arguments)
            assert done.returncode == 9
            assert "is not a database" in done.stderr
            assert len(done.stderr.splitlines()) == 1
        assert path.read_bytes() == b"no database at all, " * 500

    def test_locked(self, tmp_path: Path) -> None:
        fill(tmp_path)
        with closing(sqlite3.connect(ledger_url(tmp_path).removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert "9 articles known" in told(tmp_path, SITE), "who only reads need not wait"
            done = run(tmp_path, SITE, "--retry", "failed")
        assert done.returncode == 9
        assert "locked by another process" in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_the_ledger_of_an_output_folder_is_found_by_itself(tmp_path: Path) -> None:
    """Without NEWSCRAWL_LEDGER_URL: crawl and command mean the same file under .scrapy/."""
    path = Path(default_url(str(tmp_path)).removeprefix("sqlite:///"))
    try:
        done = crawl(tmp_path, {"limit": "3"}, {"NEWSCRAWL_LEDGER_URL": None})
        line = [sys.executable, "-m", "scrapy", "ledger", "demo", "--json", "-s", f"NEWSCRAWL_OUTPUT_DIR={tmp_path}"]
        shown = subprocess.run(line, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False)
        assert path.exists()
    finally:
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()
    row = json.loads(shown.stdout)
    assert (row["site"], row["states"], row["files"]) == ("demo", {"exported": 3}, 1)
    assert row["runs"][0]["requests"] == done.requests

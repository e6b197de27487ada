"""``kill -9`` at random instants of a crawl, run again until it is done: nothing is lost, nothing comes twice."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from newscrawl.demo import DemoSite
from newscrawl.items import State
from newscrawl.ledger import Ledger, entries, last_runs, summary
from newscrawl.ledger.errors import MissingLedgerError
from tests import settings_for_kills
from tests.crawls import PROJECT, command, environment, ledger_url, new_records, whole_lines
from tests.library import make_library

if TYPE_CHECKING:
    from pathlib import Path

KILLS = int(os.environ.get("NEWSCRAWL_KILLS", "12"))
"""Kills of the default test; two further kinds of feed get a third of them each."""
ARTICLES = 500
FIRST_BYTES = 0.3  # seconds within which Python has not even begun to load Scrapy
SITE = make_library(ARTICLES)
NUMBERS = sorted(post.number for post in SITE.posts)

FEEDS = {
    "settings": (),
    "one file": ("-O", "{folder}/mine.jsonl"),
    "batches": ("-O", "{folder}/mine-%(run)s-%(batch_id)03d.jsonl"),
}


@dataclass(slots=True)
class Site:
    """What a crawl that is killed again and again has left so far."""

    url: str
    folder: Path
    options: tuple[str, ...] = ()
    killed: int = 0
    struck: bool = False
    """The last run was killed."""
    took: float = 0.0
    """Seconds of the last run."""
    log: str = ""
    left: list[int] = field(default_factory=list)
    """Articles exported when each kill struck."""

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @property
    def overwrites(self) -> bool:
        """All runs write one file."""
        return "-O" in self.options and "%" not in self.options[1]

    def taken_over(self) -> bool:
        with contextlib.suppress(MissingLedgerError), Ledger.open(ledger_url(self.output), create=False) as ledger:
            return any(summary(ledger, site, datetime.now(UTC)).lines == ARTICLES for site in ledger.sites())
        return False

    def files(self) -> list[Path]:
        return sorted([*self.output.glob("*/articles-*.jsonl"), *self.folder.glob("mine*.jsonl")])

    def run(self, seconds: float | None) -> bool:
        """Run the crawl and kill it after ``seconds``; whether it is done.

        Where each run overwrites the same file that is so once the ledger has taken the file over, though the process
        may still be there: another run would then write what is new since, nothing.
        """
        options = tuple(option.format(folder=self.folder) for option in self.options)
        settings = {"FEED_EXPORT_BATCH_ITEM_COUNT": 20} if "batch_id" in "".join(options) else {}
        line = command(self.output, {"site": self.url}, settings, options=options)
        env = environment(SCRAPY_SETTINGS_MODULE=settings_for_kills.__name__)
        with (self.folder / "log").open("w+") as log:
            with subprocess.Popen(line, cwd=PROJECT, env=env, stderr=log, stdin=subprocess.DEVNULL) as process:
                began = time.monotonic()
                try:
                    process.wait(seconds)
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
            log.seek(0)
            self.log = log.read()
        self.took = time.monotonic() - began
        self.struck = process.returncode == -signal.SIGKILL
        if self.struck:
            self.killed += 1
            self.left.append(len(self.numbers()))
            return self.overwrites and self.taken_over()
        assert process.returncode == 0, self.log
        return True

    def numbers(self) -> list[int]:
        """Numbers of all articles in all files. Asserts that every line is whole."""
        return [record["number"] for path in self.files() for record in whole_lines(path)]

    def check(self, *, done: bool) -> None:
        numbers = self.numbers()
        assert len(numbers) == len(set(numbers)), "an article came twice"
        assert not done or sorted(numbers) == NUMBERS
        if done:
            self.check_ledger()
            assert self.struck or not list(self.folder.rglob("*.part"))

    def check_ledger(self) -> None:
        (site_folder,) = (path for path in self.output.iterdir() if path.is_dir())
        records = new_records(self.files(), site_folder)
        with Ledger.open(ledger_url(self.output), create=False) as ledger:
            assert ledger.check() == []
            known = {}
            for row in entries(ledger, site_folder.name):
                assert (row.entry.state, row.entry.revision, row.entry.failures) == (State.EXPORTED, 1, 0)
                known[row.entry.number] = (row.entry.url, row.entry.content_hash, row.path)
            assert known == records
            found = summary(ledger, site_folder.name, last_runs(ledger, site_folder.name, 1)[0].started)
            assert (found.files, found.lines) == (len(self.files()), ARTICLES)
            runs = last_runs(ledger, site_folder.name, 1000)
        assert self.struck or runs[0].outcome == "finished"
        assert {run.outcome for run in runs[1:]} <= {"killed", "finished"}


def kill_until(count: int, folder: Path, options: tuple[str, ...], seed: int) -> list[int]:
    """Crawl the site again and again, each crawl killed until it is done, until ``count`` kills have struck.

    Instants are drawn from the time that a run takes here and now: that of the last one that came to its end, and
    longer with each kill that came too early for anything new to stand.
    """
    chance = random.Random(seed)  # noqa: S311 - instants, not secrets
    left: list[int] = []
    crawls = 0
    with DemoSite(library=SITE) as demo:
        place = folder / "whole"
        place.mkdir()
        whole = Site(demo.url, place, options)
        assert whole.run(None)
        whole.check(done=True)
        span = whole.took
        while len(left) < count:
            crawls += 1
            place = folder / str(crawls)
            place.mkdir()
            site = Site(demo.url, place, options)
            stood = 0
            while True:
                room = count - len(left) - site.killed
                done = site.run(chance.uniform(FIRST_BYTES, FIRST_BYTES + span) if room else None)
                site.check(done=done)
                if done:
                    break
                span *= 1.0 if site.left[-1] > stood else 1.2
                stood = site.left[-1]
            span = site.took
            if not site.overwrites:
                assert site.run(None), site.log  # one more: it finds nothing to do
                site.check(done=True)
            left += site.left
    print(f"{len(left)} kills in {crawls} crawls of {ARTICLES}; articles that stood at each: {left}")  # noqa: T201
    return left


def assert_spread(left: list[int], feeds: str) -> None:
    """Of a feed that is one file nothing stands before it is whole; of others, kills have to strike in between."""
    if feeds != "one file" and len(left) >= 12:
        assert len(set(left)) > min(len(left) // 6, 10), "the kills struck before anything stood"


@pytest.mark.parametrize("feeds", FEEDS)
def test_killed_at_random_instants(tmp_path: Path, feeds: str) -> None:
    kills = KILLS if feeds == "settings" else max(KILLS // 3, 1)
    left = kill_until(kills, tmp_path, FEEDS[feeds], seed=KILLS)
    assert len(left) == kills
    assert_spread(left, feeds)


@pytest.mark.slow
@pytest.mark.parametrize(("feeds", "kills"), [("settings", 200), ("one file", 40), ("batches", 40)])
def test_killed_at_many_random_instants(tmp_path: Path, feeds: str, kills: int) -> None:
    left = kill_until(kills, tmp_path, FEEDS[feeds], seed=2)
    assert len(left) == kills
    assert_spread(left, feeds)

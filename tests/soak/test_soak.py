"""A site that fails in every way at random, its runs killed at random: what can be had is there, once."""

from __future__ import annotations

import os
import random
import secrets
import signal
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from newscrawl.items import State
from newscrawl.ledger import Ledger, entries, last_runs, retry
from newscrawl.ledger.fingerprint import address_key
from newscrawl.ledger.schema import addresses
from newscrawl.outcome import ExitCode
from tests import settings_for_kills
from tests.crawls import ledger_url, make_due, new_records, whole_lines
from tests.faults.listings import LISTING_FAULTS

from .fates import draw
from .runs import Memory, Run, run
from .site import SoakSite, Weather

if TYPE_CHECKING:
    from pathlib import Path

SEED = "NEWSCRAWL_SOAK_SEED"
"""Environment variable: the number from which all chances follow."""
NAMED = frozenset(
    {
        ExitCode.OK,
        ExitCode.PARTLY_FAILED,
        ExitCode.UNREACHABLE,
        ExitCode.NOTHING_FOUND,
        ExitCode.INTERRUPTED,
        ExitCode.BLOCKED,
        ExitCode.BUDGET_SPENT,
    }
)
"""Exit statuses for which a site, a budget or a signal can be to blame; the others are newscrawl's own failure."""
WHOLE_SITE = frozenset({"all-500", "all-dropped", "robots-500", "robots-forbids-all", "home-off-site"})
SETTINGS: dict[str, Any] = {
    "AUTOTHROTTLE_ENABLED": True,
    "AUTOTHROTTLE_START_DELAY": 0.005,
    "AUTOTHROTTLE_MAX_DELAY": 0.005,
    "DOWNLOAD_TIMEOUT": 2,
    "RETRY_TIMES": 1,
    "NEWSCRAWL_PAGE_SECONDS": 1,
    "NEWSCRAWL_MAX_FAILED": 1,
}
CALM_RUNS = 6
"""Runs in fair weather within which all has to come that can be had; a busy machine may need more than one."""
SLACK = 128 * 1024
"""KiB: what a handful of pages at the limit of size take while they are unpacked and read."""
GROWTH = 64 * 1024
"""KiB that a run's usual memory may grow by, and a quarter: what it knows of thousands of articles, and large pages."""


@dataclass(slots=True)
class Soak:
    """A site, what runs have left of it, and chance."""

    site: SoakSite
    output: Path
    chance: random.Random
    batch: int
    """Lines in a file."""
    runs: list[Run] = field(default_factory=list)
    kills: int = 0

    @property
    def wanted(self) -> set[int]:
        """Numbers of the articles that can be had."""
        had = {number for number, fate in self.site.fates.items() if fate.states == {State.EXPORTED}}
        return had | {self.site.good[0].number}

    @property
    def files(self) -> list[Path]:
        return sorted(self.output.glob("*/articles-*.jsonl"))

    @property
    def folder(self) -> Path | None:
        """The site's folder; ``None``: no run has come so far."""
        return next((path for path in self.output.glob("*") if path.is_dir()), None)

    def numbers(self) -> list[int]:
        """Numbers of all articles in all files."""
        return [record["number"] for path in self.files for record in whole_lines(path)]

    def storm(self, ending: str) -> None:
        """A run in foul weather, which ends as named if nothing else ends it first."""
        chance, left = self.chance, len(self.wanted - set(self.numbers()))
        at = chance.randint(1, max(left, 20))
        faults = chance.sample(sorted(LISTING_FAULTS.keys() - WHOLE_SITE), chance.randint(0, 4))
        if ending == "site":
            faults.append(chance.choice(sorted(WHOLE_SITE)))
        weather = Weather(
            random.Random(chance.random()),  # noqa: S311 - weather, no secret
            refused=chance.choice((0, 0.01, 0.05)),
            dropped=chance.choice((0, 0.01, 0.1)),
            waits=2,
            wall=at if ending == "wall" else None,
            listing_faults=faults,
            strike_at=at,
        )
        signals = {"kill": signal.SIGKILL, "term": signal.SIGTERM}
        strike = (signals[ending], chance.uniform(0, 0.2)) if ending in signals else None
        self._run(ending, weather, {"NEWSCRAWL_MAX_REQUESTS": at} if ending == "budget" else {}, strike)

    def calm(self, *, again: bool = True) -> Run:
        """A run in fair weather. ``again``: all that failed before is asked for again, however lately."""
        self._run("calm", Weather(random.Random(0)), {}, None, again=again)  # noqa: S311
        return self.runs[-1]

    def _run(
        self,
        ending: str,
        weather: Weather,
        settings: dict[str, Any],
        strike: tuple[signal.Signals, float] | None,
        *,
        again: bool = True,
    ) -> None:
        if again:
            self._ask_again()
        self.site.begin(len(self.runs), weather)
        env = {"SCRAPY_SETTINGS_MODULE": settings_for_kills.__name__, settings_for_kills.BATCH: str(self.batch)}
        done = run(self.site, self.output, SETTINGS | settings, env, strike)
        self.runs.append(done)
        killed = done.crawl.status == -signal.SIGKILL
        self.kills += killed
        states = done.crawl.states if done.crawl.manifest else {}
        print(  # noqa: T201 - what a failed test shows
            f"run {self.site.run} {ending}: status {done.crawl.status}, {weather.asked} requests, "
            f"{_course(done.memory)}, reader's {_course(done.readers)}, "
            f"{len(self.numbers())} of {len(self.wanted)} had, {states}, {', '.join(weather.listing_faults)}"
        )
        self._check(done, killed=killed)

    def _ask_again(self) -> None:
        """Have the next run ask for what failed, and for some of what it has."""
        if self.folder is None or not self.output.with_name(f"{self.output.name}.ledger.sqlite").exists():
            return
        with Ledger.open(ledger_url(self.output), create=False) as ledger:
            for state in (State.FAILED, State.REJECTED, State.ROBOTS):
                retry(ledger, self.folder.name, state)
        if known := self.numbers():
            make_due(self.output, *self.chance.sample(known, len(known) // 20 + 1))

    # What has to hold

    def _check(self, done: Run, *, killed: bool) -> None:
        """What holds after each run, whatever ended it."""
        numbers = self.numbers()
        assert len(numbers) == len(set(numbers)), "an article came twice"
        for path in self.output.glob("*/*-*.jsonl"):
            whole_lines(path)
        if killed:
            return
        log = done.crawl.log
        assert done.crawl.status in NAMED, log
        assert "Traceback" not in log, log
        done.crawl.check_sums()
        assert not list(self.output.rglob("*.part"))
        self.check_ledger()

    def check_ledger(self) -> None:
        """The ledger is whole, and says what the files do."""
        assert self.folder is not None
        records = new_records(self.files, self.folder)
        with Ledger.open(ledger_url(self.output), create=False) as ledger:
            assert ledger.check() == []
            known = {}
            for row in entries(ledger, self.folder.name):
                entry, path = row.entry, row.path
                if path and path.startswith("rejects-") and entry.number in records:
                    path = records[entry.number][2]  # a later look gave no whole record: the first one stands
                if entry.revision:
                    known[entry.number] = (entry.url, entry.content_hash, path)
            assert known == records, known.items() ^ records.items()
            runs = last_runs(ledger, self.folder.name, 1000)
        assert sum(found.outcome == "killed" for found in runs) <= self.kills

    def check_states(self) -> None:
        """Each article ended in a state that its fault allows; none is lost."""
        assert self.folder is not None
        name = self.folder.name
        with Ledger.open(ledger_url(self.output), create=False) as ledger:
            known = {row.entry.id: row.entry for row in entries(ledger, name)}
            with ledger.reading() as connection:
                wanted = select(addresses.c.url_key, addresses.c.article_id)
                owners = {key: known[owner] for key, owner in connection.execute(wanted) if owner in known}
        for story, url in self.site.articles:
            fate = self.site.fates.get(story.number)
            entry = owners.get(address_key(url))
            assert entry is not None, f"{url} is lost"
            state = entry.state
            if state is State.EXPORTED and entry.url != url:
                state = State.DUPLICATE
            elif state is State.EXPORTED:
                assert (entry.number, entry.failures) == (story.number, 0)
            assert state in (fate.states if fate else {State.EXPORTED}), (url, fate, entry)

    def check_memory(self) -> None:
        """No run takes much more than the first that came to its end, and none grows while it goes on; nor do the
        processes that read pages.
        """
        whole = next(done for done in self.runs if done.crawl.manifest and done.crawl.articles)
        for number, done in enumerate(self.runs):
            for what, memory, first in (
                (f"run {number}", done.memory, whole.memory.peak),
                (f"the reading process of run {number}", done.readers, whole.readers.peak),
            ):
                assert memory.peak <= 1.5 * first + SLACK, f"{what} took {memory.peak} KiB, not {first}"
                early, late = memory.usual(0.1, 0.4), memory.usual(0.7, 1)
                if early and memory.course[-1][0] > 1000:
                    assert late <= 1.25 * early + GROWTH, f"{what} grew from {early} to {late} KiB"


def _course(memory: Memory) -> str:
    early, late, peak = (kib // 1024 for kib in (memory.usual(0.1, 0.4), memory.usual(0.7, 1), memory.peak))
    return f"{early} then {late} MiB, peak {peak} MiB"


def soak(folder: Path, seed: int, *, articles: int, faulty: int, costly: int, kills: int, others: int) -> None:
    """Soak a site of so many articles: ``kills`` runs that are killed, and ``others`` in foul weather."""
    print(f"{SEED}={seed}")  # noqa: T201 - what a failed test shows
    chance = random.Random(seed)  # noqa: S311 - chance, no secret
    fates = draw(articles - 1, faulty=faulty, costly=costly, runs=kills + others, chance=chance)
    with SoakSite(fates, Weather(chance)) as site:
        soaked = Soak(site, folder / "output", chance, batch=20 if articles < 1000 else 100)
        endings = ["kill"] * kills + [chance.choice(("term", "budget", "wall", "none")) for _ in range(others)]
        if others > 2:
            endings.append("site")
        chance.shuffle(endings)
        for ending in endings:
            soaked.storm(ending)
        while soaked.kills < kills:
            assert len(soaked.runs) < 3 * len(endings), "no kill comes before the run's end"
            soaked.storm("kill")
        for _ in range(CALM_RUNS):
            done = soaked.calm()
            if done.crawl.status == ExitCode.OK and set(soaked.numbers()) >= soaked.wanted:
                break
        assert soaked.wanted - set(soaked.numbers()) == set(), done.crawl.log
        soaked.check_states()
        after = soaked.calm(again=False)  # it finds nothing to do
        assert (after.crawl.status, after.crawl.articles, after.crawl.rejects) == (ExitCode.OK, [], []), after.crawl.log
        soaked.check_states()
        soaked.check_memory()
        others_asked = [target for target in site.hits if target.startswith("http://")]
    assert others_asked == []
    statuses = Counter(done.crawl.status for done in soaked.runs)
    print(f"{articles} articles in {len(soaked.runs)} runs, by exit status: {dict(statuses)}")  # noqa: T201


def test_small_soak(tmp_path: Path) -> None:
    soak(tmp_path, int(os.environ.get(SEED, 1)), articles=150, faulty=60, costly=4, kills=2, others=1)


@pytest.mark.slow
def test_soak(tmp_path: Path) -> None:
    seed = int(os.environ.get(SEED, secrets.randbelow(10**6)))
    soak(tmp_path, seed, articles=5000, faulty=1000, costly=60, kills=12, others=8)

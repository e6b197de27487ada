"""Collects what the page shows, in one pass over the ledger and one over the files."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newscrawl.items import State
from newscrawl.ledger import entries, gaps, numbers, summary
from newscrawl.report.history import read_runs
from newscrawl.report.records import read_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime
    from pathlib import Path

    from newscrawl.ledger import Entry, Ledger
    from newscrawl.ledger.reports import Summary
    from newscrawl.report.history import RunLine
    from newscrawl.report.records import Records

SHOWN = 200
"""Rows that a table of articles shows, the latest; the page says how many more there are."""
BINS = 96
"""Parts into which the range of numbers is divided."""
LARGEST = 50
"""Gaps that are listed, the longest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An article without a record, or whose page cannot be had any more."""

    url: str
    number: int | None
    since: datetime
    """When the page was last read, or first asked for."""
    reasons: tuple[str, ...]
    tries: int = 0
    """Failures in a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How an article that was published since the first run came."""

    number: int
    url: str
    published: datetime
    listed: datetime
    """When a source listed articles in the run that first came to it; of older runs, when that began."""
    had: datetime
    """When the page of its first record was fetched."""

    @property
    def until_listed(self) -> float:
        return max(0.0, (self.listed - self.published).total_seconds())

    @property
    def until_had(self) -> float:
        return max(0.0, (self.had - self.published).total_seconds())

    @property
    def after_listing(self) -> float:
        return max(0.0, (self.had - self.listed).total_seconds())


@dataclass(slots=True, kw_only=True)
class Coverage:
    """Numbers between the smallest and the largest known."""

    first: int = 0
    last: int = 0
    known: int = 0
    bins: list[tuple[int, int, int]] = field(default_factory=list)
    """First and last number of each part, and how many of these are known."""
    largest: list[tuple[int, int]] = field(default_factory=list)
    """The longest gaps, first and last number, the longest first."""
    gaps: int = 0
    """How many there are."""


@dataclass(slots=True, kw_only=True)
class SiteReport:
    """All that the page shows."""

    site: str
    place: str
    """Where the ledger is."""
    made: datetime
    summary: Summary
    runs: list[RunLine]
    records: Records
    arrivals: list[Arrival]
    """By when we had them, the first one first."""
    coverage: Coverage
    rejected: list[Trouble]
    failing: list[Trouble]
    reject_reasons: Counter[str]
    failure_reasons: Counter[str]
    rejects_by_day: Counter[tuple[date, str | None]]
    """By the day on which the page was last read, and the first reason."""
    unreadable_manifests: int = 0

    @property
    def articles(self) -> int:
        return sum(self.summary.states.values())


def gather(ledger: Ledger, site: str, folder: Path, now: datetime) -> SiteReport:
    """Read what is known of ``site``, whose output folder is ``folder``. Raises LedgerError."""
    runs, unreadable = read_runs(ledger, site, folder)
    seen: list[datetime] = []
    timed: dict[int, Entry] = {}
    rejected: list[Trouble] = []
    failing: list[Trouble] = []
    reject_reasons: Counter[str] = Counter()
    failure_reasons: Counter[str] = Counter()
    rejects_by_day: Counter[tuple[date, str | None]] = Counter()
    for entry, _, _ in entries(ledger, site):
        if entry.state is not State.REMOVED:
            seen.append(entry.first_seen)
        # What is older than the first look at the site says nothing about how quick we are.
        if entry.revision and entry.number and runs and entry.published and entry.published >= runs[0].started:
            timed[entry.number] = entry
        if entry.state is State.REJECTED:
            reject_reasons.update(entry.reasons)
            rejects_by_day[entry.last_seen.date(), next(iter(entry.reasons), None)] += 1
            rejected.append(_trouble(entry, entry.reasons))
        if entry.failures:
            failure_reasons[entry.failure or "no reason given"] += 1
            failing.append(_trouble(entry, (entry.failure or "no reason given",)))
        for table in (rejected, failing):
            if len(table) > 2 * SHOWN:
                _keep_latest(table)
    seen.sort()
    for run in runs:
        run.known = bisect_right(seen, run.ended) if run.ended else 0
    _keep_latest(rejected)
    _keep_latest(failing)
    records = read_records(ledger, site, folder, timed)
    return SiteReport(
        site=site,
        place=ledger.place,
        made=now,
        summary=summary(ledger, site, now),
        runs=runs,
        records=records,
        arrivals=_arrivals(timed, records.had, runs),
        coverage=_coverage(lambda: numbers(ledger, site)),
        rejected=rejected,
        failing=failing,
        reject_reasons=reject_reasons,
        failure_reasons=failure_reasons,
        rejects_by_day=rejects_by_day,
        unreadable_manifests=unreadable,
    )


def _arrivals(timed: dict[int, Entry], had: dict[int, datetime], runs: list[RunLine]) -> list[Arrival]:
    starts = [run.started for run in runs]
    found = []
    for number, entry in timed.items():
        assert entry.published is not None
        run = runs[max(0, bisect_right(starts, entry.first_seen) - 1)]
        found.append(
            Arrival(
                number=number,
                url=entry.url,
                published=entry.published,
                listed=min(run.listed or run.started, entry.first_seen),
                had=had.get(number, entry.first_seen),
            )
        )
    return sorted(found, key=lambda arrival: arrival.had)


def _trouble(entry: Entry, reasons: tuple[str, ...]) -> Trouble:
    number = entry.number if entry.number is not None else entry.post_id
    return Trouble(url=entry.url, number=number, since=entry.last_seen, reasons=reasons, tries=entry.failures)


def _keep_latest(table: list[Trouble]) -> None:
    table.sort(key=lambda trouble: trouble.since, reverse=True)
    del table[SHOWN:]


def _coverage(read: Callable[[], Iterable[int]]) -> Coverage:
    coverage = Coverage()
    before: int | None = None
    for number in read():
        if before is None:
            coverage.first = number
        if number != before:
            coverage.known += 1
        before = coverage.last = number
    if before is None:
        return coverage
    span = coverage.last - coverage.first + 1
    count = min(BINS, span)
    edges = [coverage.first + span * at // count for at in range(count + 1)]
    held = [0] * count
    before = None
    for number in read():
        if number != before:
            held[bisect_right(edges, number) - 1] += 1
        before = number
    coverage.bins = [(edges[at], edges[at + 1] - 1, held[at]) for at in range(count)]
    for gap in gaps(read()):
        coverage.gaps += 1
        at = bisect_left(coverage.largest, -(gap[1] - gap[0]), key=lambda other: -(other[1] - other[0]))
        if at < LARGEST:
            coverage.largest.insert(at, gap)
            del coverage.largest[LARGEST:]
    return coverage

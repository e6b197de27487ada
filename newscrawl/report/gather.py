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
    from datetime import datetime
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


@dataclass(slots=True, kw_only=True)
class Lags:
    """How long articles took to come, in seconds, of those published since the first run."""

    published: list[float] = field(default_factory=list)
    """From the instant of publication to that of the fetch."""
    listed: list[float] = field(default_factory=list)
    """From the beginning of the run that had the article first to the fetch."""


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
    lags: Lags
    coverage: Coverage
    rejected: list[Trouble]
    failing: list[Trouble]
    reject_reasons: Counter[str]
    failure_reasons: Counter[str]
    unreadable_manifests: int = 0

    @property
    def articles(self) -> int:
        return sum(self.summary.states.values())


def gather(ledger: Ledger, site: str, folder: Path, now: datetime) -> SiteReport:
    """Read what is known of ``site``, whose output folder is ``folder``. Raises LedgerError."""
    runs, unreadable = read_runs(ledger, site, folder)
    starts = [run.started for run in runs]
    lags, seen = Lags(), []
    rejected: list[Trouble] = []
    failing: list[Trouble] = []
    reject_reasons: Counter[str] = Counter()
    failure_reasons: Counter[str] = Counter()
    for entry, _, _ in entries(ledger, site):
        if entry.state is not State.REMOVED:
            seen.append(entry.first_seen)
        if entry.revision and starts:
            _add_lags(lags, entry, starts)
        if entry.state is State.REJECTED:
            reject_reasons.update(entry.reasons)
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
    return SiteReport(
        site=site,
        place=ledger.place,
        made=now,
        summary=summary(ledger, site, now),
        runs=runs,
        records=read_records(ledger, site, folder),
        lags=lags,
        coverage=_coverage(lambda: numbers(ledger, site)),
        rejected=rejected,
        failing=failing,
        reject_reasons=reject_reasons,
        failure_reasons=failure_reasons,
        unreadable_manifests=unreadable,
    )


def _add_lags(lags: Lags, entry: Entry, starts: list[datetime]) -> None:
    if entry.published is None or entry.published < starts[0]:
        return  # older than the first look at the site: its age says nothing about how quick we are
    lags.published.append(max(0.0, (entry.first_seen - entry.published).total_seconds()))
    run = bisect_right(starts, entry.first_seen) - 1
    if run >= 0:
        lags.listed.append((entry.first_seen - starts[run]).total_seconds())


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

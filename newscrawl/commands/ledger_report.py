"""What ``scrapy ledger`` prints: objects for machines, and plain text made from them for eighty columns.

Every string from a page or a server may hold anything, so none reaches the terminal as it is.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from newscrawl.items import State
from newscrawl.ledger import entries, last_runs, lost_files, summary
from newscrawl.ledger.entry import ASKED
from newscrawl.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from newscrawl.ledger import Entry, Ledger, Run

Row = dict[str, Any]

WIDTH = 80
RUNS = 5
"""Runs that the summary shows."""
REASONS = 5
"""Reasons that the summary shows, the commonest first."""

KEPT = (State.EXPORTED, State.REJECTED, State.REMOVED, State.FAILED, State.ROBOTS, State.DUPLICATE)
"""States in which a ledger keeps articles."""

_NAMES = {
    State.EXPORTED: "exported",
    State.REJECTED: "rejected",
    State.REMOVED: "removed",
    State.FAILED: "failed, never read",
    State.ROBOTS: "skipped by robots.txt",
    State.DUPLICATE: "duplicate: listed, but lead to another one",
}

# -- for machines


def site_rows(ledger: Ledger, names: Iterable[str], now: datetime) -> Iterator[Row]:
    """One row for each site: totals and its last run."""
    for name in names:
        known = summary(ledger, name, now)
        runs = last_runs(ledger, name, 1)
        yield {
            "site": name,
            "articles": sum(known.states.values()),
            "states": known.states,
            "failing": known.failing,
            "due": known.due,
            "last_run": _run_row(runs[0]) if runs else None,
        }


def summary_row(ledger: Ledger, site: str, folder: Path, now: datetime) -> Row:
    """What is known of one site, in numbers. ``folder``: its output folder."""
    known = summary(ledger, site, now)
    failures = Counter(entry.failure or "" for entry, _, _ in entries(ledger, site, state=State.FAILED))
    reasons = Counter(reason for entry, _, _ in entries(ledger, site, state=State.REJECTED) for reason in entry.reasons)
    return {
        "site": site,
        "ledger": ledger.place,
        "articles": sum(known.states.values()),
        "states": known.states,
        "addresses": known.addresses,
        "files": known.files,
        "lines": known.lines,
        "lost_files": lost_files(ledger, site, folder),
        "due": known.due,
        "failing": known.failing,
        "missed": known.missed,
        "failures": dict(failures.most_common(REASONS)),
        "rejections": dict(reasons.most_common(REASONS)),
        "runs": [_run_row(run) for run in last_runs(ledger, site, RUNS)],
    }


def entry_row(site: str, entry: Entry, now: datetime) -> Row:
    """What is known of one article. Instants are ISO 8601 in UTC.

    ``since``: when its page was last read, or, where it never was, when it was first asked for. ``next_look``:
    ``null`` where it is asked for when a listing says that it changed.
    """
    due = entry.look_again is not None and entry.look_again <= now
    return {
        "site": site,
        "url": entry.url,
        "number": entry.number if entry.number is not None else entry.post_id,
        "state": entry.state,
        "revision": entry.revision,
        "failures": entry.failures,
        "failure": entry.failure,
        "reasons": list(entry.reasons),
        "since": _iso(entry.last_seen),
        "due": due,
        "next_look": None if entry.look_again in (None, ASKED) else _iso(entry.look_again),
        "misses": entry.misses,
        "first_missed": _iso(entry.first_missed),
        "last_missed": _iso(entry.last_missed),
    }


def _run_row(run: Run) -> Row:
    return {
        "run": run.name,
        "started": _iso(run.started),
        "ended": _iso(run.ended),
        "outcome": run.outcome,
        "requests": run.requests,
        "states": run.sums,
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


# -- for people


def site_lines(rows: Iterable[Row]) -> Iterator[str]:
    """A table of sites."""
    yield f"{'articles':>8}  {'exported':>8}  {'failing':>7}  {'due':>7}  {'last run (UTC)':16}  site"
    for row in rows:
        started = row["last_run"]["started"] if row["last_run"] else None
        yield (
            f"{row['articles']:>8}  {row['states'].get(State.EXPORTED, 0):>8}  {row['failing']:>7}  {row['due']:>7}"
            f"  {_minute(started):16}  {printable(row['site'])}"
        )


def summary_lines(row: Row) -> Iterator[str]:
    """Sums by state, the last runs, and what is pending."""
    yield f"{printable(row['site'])}: {row['articles']} articles known"
    yield f"ledger: {printable(row['ledger'])}"
    yield ""
    for state in KEPT:
        yield f"  {row['states'].get(state, 0):>8}  {_NAMES[state]}"
    yield ""
    yield f"  {row['addresses']:>8}  URLs that lead to them"
    yield f"  {row['files']:>8}  output files with {row['lines']} lines"
    if lost := row["lost_files"]:
        told = (
            f"of these cannot be found, such as {lost[-1]}: their articles are not exported again. If the "
            "files are lost, and not moved elsewhere: --rebuild"
        )
        yield from _columns(f"  {len(lost):>8}  ", [told])
    yield ""
    yield "Last runs (UTC)"
    if not row["runs"]:
        yield "  none"
    else:
        yield f"  {'started':16}  {'took':>8}  {'ended':12}  {'requests':>8}  articles"
    for run in row["runs"]:
        sums = ", ".join(f"{count} {state.replace('_', ' ')}" for state, count in run["states"].items())
        if run["outcome"] is None:
            sums, ended = "", "not yet"
        else:
            sums, ended = sums or ("?" if run["ended"] is None else "none listed"), printable(run["outcome"])
        requests = "-" if run["requests"] is None else run["requests"]
        yield from _columns(
            f"  {_minute(run['started']):16}  {_took(run):>8}  {ended[:12]:12}  {requests:>8}  ", [sums]
        )
    yield ""
    yield "Pending"
    yield f"  {row['due']:>8}  due: the next run asks for them (--pending)"
    yield f"  {row['failing']:>8}  failing: the last try failed (--failed)"
    yield f"  {row['missed']:>8}  missed on the site, not yet proven to be removed"
    for title, reasons, flag in (
        ("Why they fail", row["failures"], "--failed"),
        ("Why they were rejected", row["rejections"], "--rejected"),
    ):
        if reasons:
            yield ""
            yield f"{title} ({flag} lists them)"
            for reason, count in reasons.items():
                yield from _columns(f"  {count:>8}  ", [reason])


def failed_lines(rows: Iterable[Row]) -> Iterator[str]:
    """A table of articles whose last try failed."""
    return _table(rows, "not read since", _failure, tries=True)


def rejected_lines(rows: Iterable[Row]) -> Iterator[str]:
    """A table of articles that gave no whole record."""
    return _table(rows, "read (UTC)", lambda row: row["reasons"])


def pending_lines(rows: Iterable[Row]) -> Iterator[str]:
    """A table of articles that the next run asks for."""
    return _table(rows, "last read (UTC)", lambda row: _failure(row) or row["reasons"] or ["a second look"])


def gap_lines(rows: Iterable[Row]) -> Iterator[str]:
    """A table of ranges of numbers, with their sum."""
    ranges = total = 0
    for row in rows:
        if not ranges:
            yield f"{'missing':>12}  from-to"
        yield f"  {row['missing']:>10}  {row['first']}-{row['last']}"
        ranges, total = ranges + 1, total + row["missing"]
    yield f"  {total:>10}  in {ranges} ranges" if ranges else "none"


def _table(
    rows: Iterable[Row], since: str, reasons: Callable[[Row], list[str]], *, tries: bool = False
) -> Iterator[str]:
    count = 0
    for row in rows:
        if not count:
            yield f"{'tries  ' if tries else ''}{since:16}  {'next look (UTC)':16}  reason"
        count += 1
        lead = f"{row['failures']:>5}  " if tries else ""
        yield from _columns(f"{lead}{_minute(row['since']):16}  {_next_look(row):16}  ", reasons(row))
        yield f"  {printable(row['url'])}"  # never broken, so that it can be copied
    yield f"{count} in all" if count else "none"


def _failure(row: Row) -> list[str]:
    return [row["failure"]] if row["failures"] else []


def _next_look(row: Row) -> str:
    if row["due"]:
        return "next run"
    return _minute(row["next_look"]) if row["next_look"] else "when it changes"


def _columns(lead: str, texts: Iterable[str]) -> Iterator[str]:
    """``lead``, then each text, broken within what is left of the width and indented below it."""
    room = WIDTH - len(lead)
    lines = [line for text in texts for line in textwrap.wrap(printable(text), room)]
    yield f"{lead}{lines[0] if lines else ''}".rstrip()
    for line in lines[1:]:
        yield " " * len(lead) + line


def _minute(iso: str | None) -> str:
    return "-" if iso is None else iso[:16].replace("T", " ")


def _took(run: Row) -> str:
    if run["ended"] is None:
        return "-"
    took = datetime.fromisoformat(run["ended"]) - datetime.fromisoformat(run["started"])
    minutes, seconds = divmod(max(int(took.total_seconds()), 0), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"

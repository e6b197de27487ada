"""What the ledger costs: an unchanged run against a million known articles, and against none.

    python benchmarks/ledger.py [--rows 1000000] [--refs 10000] [--folder FOLDER] [--url postgresql://…]

Fills a ledger with one site's articles as crawls would, file by file, then has fresh processes decide upon the
references of a listing: none known, all known, and all known among a million. Time and peak memory must not grow with
the table. Exits with 1 where they do.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.items import ArticleRef, State
from newscrawl.ledger import (
    Ledger,
    Outcome,
    Roll,
    Verdict,
    begin_run,
    due_removals,
    end_run,
    gaps,
    note_absences,
    numbers,
    summary,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 3, 1, tzinfo=UTC)
PAGE = 100
"""References that one page of a REST listing gives."""
FILE = 10_000
"""Articles in one output file."""
MEMORY_LIMIT = 1.3
TIME_LIMIT = 1.5
"""A deeper index costs a little; reading the table would cost a hundred times as much."""


def url_of(number: int) -> str:
    return f"https://example.org/2026/03/{number % 28 + 1:02}/a-headline-of-usual-length-in-the-address-{number}/"


def refs(start: int, count: int) -> Iterator[list[ArticleRef]]:
    """Pages of a listing."""
    for first in range(start, start + count, PAGE):
        yield [
            ArticleRef(url=url_of(n), source="rest", number=n, modified="2026-02-01T00:00:00")
            for n in range(first, min(first + PAGE, start + count))
        ]


def exported(first: int, count: int) -> Iterator[Outcome]:
    for n in range(first, first + count):
        yield Outcome(
            state=State.EXPORTED,
            url=url_of(n),
            at=NOW,
            number=n,
            post_id=n,
            published=NOW - timedelta(minutes=n),
            modified="2026-02-01T00:00:00",
            etag=f'"{n:x}-5f1c"',
            content_hash=n.to_bytes(16, "big"),
            revision=1,
        )


def fill(url: str, site: str, rows: int) -> dict[str, float]:
    began = time.perf_counter()
    with Ledger.open(url) as ledger:
        for batch, first in enumerate(range(1, rows + 1, FILE), 1):
            count = min(FILE, rows + 1 - first)
            outcomes = exported(first, count)
            name = f"articles-r1-{batch}.jsonl"
            ledger.commit_file(site, "r1", name, sha256=str(batch), lines=count, outcomes=outcomes, now=NOW)
    return {"seconds": time.perf_counter() - began}


def decide(url: str, site: str, start: int, count: int, expected: Verdict) -> dict[str, float]:
    """An unchanged run's share of the ledger: open, due articles, decisions, the roll, the end."""
    roll = Roll()
    began = time.perf_counter()
    with Ledger.open(url) as ledger:
        run = f"run-{time.time_ns()}"
        begin_run(ledger, site, run, NOW)
        due = sum(1 for _ in ledger.due(site, NOW))
        for page in refs(start, count):
            for decision in ledger.decide(site, page, NOW, roll):
                assert decision.verdict is expected, decision
        assert due == 0
        end_run(ledger, site, run, NOW, outcome="finished", requests=5, sums={"unchanged": count})
    return {"seconds": time.perf_counter() - began}


def report(url: str, site: str, rows: int) -> dict[str, float]:
    """What a user may ask for, over the whole table."""
    took = {}
    with Ledger.open(url) as ledger:
        began = time.perf_counter()
        assert summary(ledger, site, NOW).states[State.EXPORTED] == rows
        took["summary"] = time.perf_counter() - began
        began = time.perf_counter()
        assert list(gaps(numbers(ledger, site))) == []
        took["gaps"] = time.perf_counter() - began
        roll = Roll()
        for number in range(1, 2 * rows + 1):  # the ids of other sites among them
            roll.add(number)
        began = time.perf_counter()
        absences = note_absences(ledger, site, roll, since=NOW + timedelta(days=1), now=NOW + timedelta(days=1))
        assert (absences.known, absences.missing) == (rows, 0)
        assert due_removals(ledger, site).entries == []
        took["roll call"] = time.perf_counter() - began
    return took


def measured(*arguments: object) -> dict[str, float]:
    """The result of one part of this file, run in a process of its own, with its peak memory in MB."""
    command = [sys.executable, __file__, "--part", *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def part(arguments: list[str]) -> dict[str, float]:
    match arguments:
        case ["fill", url, site, rows]:
            result = fill(url, site, int(rows))
        case ["decide", url, site, start, count, verdict]:
            result = decide(url, site, int(start), int(count), Verdict(verdict))
        case ["report", url, site, rows]:
            result = report(url, site, int(rows))
        case _:
            raise SystemExit("--part is for this file's own use")
    return result | {"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def best(*arguments: object, times: int = 3) -> dict[str, float]:
    runs = [measured(*arguments) for _ in range(times)]
    return {key: min(run[key] for run in runs) for key in runs[0]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="known articles")
    parser.add_argument("--refs", type=int, default=10_000, help="articles that the listing names")
    parser.add_argument("--folder", type=Path, help="where the ledgers are made (default: a temporary folder)")
    parser.add_argument("--url", help="an empty PostgreSQL database to use instead of SQLite")
    parser.add_argument("--part", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        print(json.dumps(part(options.part)))
        return 0
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        # A database and a site for each; on a server, sites of one database.
        empty, small, large = (
            (options.url or f"sqlite:///{folder}/{kind}.sqlite", f"{kind}.example")
            for kind in ("empty", "small", "large")
        )
        measured("fill", *small, options.refs)
        filled = measured("fill", *large, options.rows)
        print(f"filled with {options.rows:,} articles in {filled['seconds']:.1f} s, ", end="")
        print(f"{options.rows / filled['seconds']:,.0f} a second, peak {filled['memory']:.0f} MB")
        if not options.url:
            print(f"size on disk: {(folder / 'large.sqlite').stat().st_size / options.rows:.0f} bytes an article")
        middle = options.rows // 2
        unknown = best("decide", *empty, 1, options.refs, Verdict.NEW)
        strangers = best("decide", *large, options.rows + 1, options.refs, Verdict.NEW)
        known = best("decide", *small, 1, options.refs, Verdict.UNCHANGED)
        among = best("decide", *large, middle, options.refs, Verdict.UNCHANGED)
        for title, result in (
            ("nothing known, ledger empty", unknown),
            (f"nothing known, {options.rows:,} others", strangers),
            (f"all known, no others ({options.refs:,})", known),
            (f"all known among {options.rows:,}", among),
        ):
            print(f"{title:40} {result['seconds'] * 1000:8.0f} ms {result['memory']:8.1f} MB peak")
        time_ratio = max(among["seconds"] / known["seconds"], strangers["seconds"] / unknown["seconds"])
        memory_ratio = max(among["memory"], strangers["memory"]) / unknown["memory"]
        print(f"{'time against a table without others':40} {time_ratio:8.2f} (limit {TIME_LIMIT})")
        print(f"{'memory against an empty ledger':40} {memory_ratio:8.2f} (limit {MEMORY_LIMIT})")
        whole = measured("report", *large, options.rows)
        for title in ("summary", "gaps", "roll call"):
            print(f"{title + ' of the whole table':40} {whole[title] * 1000:8.0f} ms")
        print(f"{'all three':40} {whole['memory']:20.1f} MB peak")
        return 0 if time_ratio <= TIME_LIMIT and memory_ratio <= MEMORY_LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())

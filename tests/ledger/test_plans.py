"""No hot operation reads a table from end to end: SQLite says how it finds the rows of every statement."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from newscrawl.items import State
from newscrawl.ledger import (
    Outcome,
    Roll,
    begin_run,
    due_removals,
    entries,
    known_listing,
    last_runs,
    note_absences,
    numbers,
    outcome_of,
    retry,
    summary,
)
from newscrawl.ledger.rows import STATEMENTS
from tests.ledger.builders import DAY, SITE, START, article, commit, ref_of, rejected, removed, url_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newscrawl.ledger import Ledger


@contextmanager
def statements(ledger: Ledger) -> Iterator[list[tuple[str, Any]]]:
    """What is sent to the database meanwhile."""
    sent: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        sent.append((statement, parameters[0] if many else parameters))

    event.listen(ledger._engine, "before_cursor_execute", note)
    yield sent
    event.remove(ledger._engine, "before_cursor_execute", note)


def plans(ledger: Ledger, operation: Callable[[Ledger], object]) -> list[str]:
    """How SQLite finds the rows of each statement of ``operation``."""
    with statements(ledger) as sent:
        operation(ledger)
    found = []
    with ledger.reading() as connection:
        for statement, parameters in sent:
            if re.match(r"SELECT|UPDATE|DELETE|INSERT", statement):
                steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                found += [f"{step.detail}  <-  {statement}" for step in steps]
    assert found
    return found


@pytest.fixture
def known(sqlite: Ledger) -> Ledger:
    commit(sqlite, *[article(n) for n in range(1, 301)], *[rejected(n) for n in range(301, 321)])
    commit(sqlite, *[article(n, ref=ref_of(n, None)) for n in range(330, 340)], path="b.jsonl")
    sqlite.record(SITE, [Outcome(state=State.FAILED, url=url_of(9), at=START, reasons=("HTTP 404",), gone=True)])
    return sqlite


def absences(ledger: Ledger) -> None:
    roll = Roll()
    ledger.decide(SITE, [ref_of(n) for n in range(5, 341)], START, roll)
    note_absences(ledger, SITE, roll, since=START + DAY, now=START + DAY)


HOT: dict[str, Callable[[Ledger], object]] = {
    "decide": lambda ledger: ledger.decide(SITE, [ref_of(n) for n in range(200, 400)], START),
    "due": lambda ledger: list(ledger.due(SITE, START + 300 * DAY)),
    "find": lambda ledger: ledger.find(SITE, outcome_of(article(5, url="https://example.org/x", ref=None), now=START)),
    "commit": lambda ledger: commit(
        ledger,
        article(1, revision=2),
        article(500),
        article(6, url="https://example.org/6", ref=None, revision=2),
        rejected(301),
        removed(2, at=START + DAY),
        path="c.jsonl",
    ),
    "record": lambda ledger: ledger.record(
        SITE,
        [
            Outcome(state=State.UNCHANGED, url=url_of(5), at=START, post_id=5, number=5),
            Outcome(state=State.FAILED, url=url_of(600), at=START, post_id=600),
            Outcome(state=State.DUPLICATE, url=url_of(5), listed_as=url_of(301), at=START, number=5),
        ],
    ),
    "note absences": absences,
    "due removals": lambda ledger: due_removals(ledger, SITE, min_misses=1, min_span=0 * DAY),
    "runs": lambda ledger: last_runs(ledger, SITE),
    "listing": lambda ledger: known_listing(ledger, SITE, "https://example.org/feed/"),
    "begin run": lambda ledger: begin_run(ledger, SITE, "r9", START),
    "entries by state": lambda ledger: list(entries(ledger, SITE, state=State.REJECTED)),
    "failing entries": lambda ledger: list(entries(ledger, SITE, state=State.FAILED)),
    "retry": lambda ledger: retry(ledger, SITE, State.REJECTED),
    "retry failed": lambda ledger: retry(ledger, SITE, State.FAILED),
    "numbers": lambda ledger: list(numbers(ledger, SITE)),
    "summary": lambda ledger: summary(ledger, SITE, START),
}


@pytest.mark.parametrize("name", HOT)
def test_no_table_is_scanned(known: Ledger, name: str) -> None:
    for plan in plans(known, HOT[name]):
        assert not plan.startswith("SCAN ledger_"), plan
        # Runs are few and sorted in memory.
        assert "TEMP B-TREE" not in plan or "FROM ledger_runs" in plan, plan


def test_a_stranger_is_told_without_a_scan(known: Ledger) -> None:
    def probe(ledger: Ledger) -> None:
        with ledger.reading() as connection:
            connection.exec_driver_sql(STATEMENTS["sqlite"]["probe"], (1, b"a", b"b", 1, 7, 1, 7))

    found = plans(known, probe)
    assert not [plan for plan in found if plan.startswith("SCAN ledger_")]
    assert sum(plan.startswith("SEARCH ledger_") for plan in found) == 3


def test_the_check_would_notice(known: Ledger) -> None:
    def scan(ledger: Ledger) -> None:
        with ledger.reading() as connection:
            connection.exec_driver_sql("SELECT id FROM ledger_articles WHERE etag IS NULL")

    assert any(plan.startswith("SCAN ledger_articles") for plan in plans(known, scan))


@pytest.mark.parametrize("count", [10, 1000])
def test_a_page_of_a_listing_is_few_statements(known: Ledger, count: int) -> None:
    with statements(known) as sent:
        known.decide(SITE, [ref_of(n) for n in range(1000, 1000 + count)], START)
    assert sum(statement.startswith("SELECT") for statement, _ in sent) == 2 * -(-count // 500)
    with statements(known) as sent:
        known.decide(SITE, [ref_of(n) for n in range(1, 101)], START)
    assert sum(statement.startswith("SELECT") for statement, _ in sent) == 1

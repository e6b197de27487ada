from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newscrawl.items import State
from newscrawl.ledger import Outcome, entries, gaps, numbers, publications, retry, summary
from tests.ledger.builders import DAY, HOUR, SITE, START, article, commit, ref_of, rejected, removed, url_of

if TYPE_CHECKING:
    from newscrawl.ledger import Ledger


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    commit(ledger, *[article(n) for n in range(1, 5)], rejected(5), rejected(6, reasons=["a", "b"]))
    commit(ledger, removed(4, at=START + DAY), path="removals-r2-1.jsonl", run="r2")
    commit(ledger, article(30, ref=ref_of(30, None)), path="articles-r2-1.jsonl", run="r2")
    ledger.record(
        SITE,
        [
            Outcome(state=State.FAILED, url=url_of(7), at=START, reasons=("HTTP 500",), post_id=7),
            Outcome(state=State.FAILED, url=url_of(1), at=START, reasons=("HTTP 404",), gone=True),
            Outcome(state=State.ROBOTS, url=url_of(8), at=START),
            Outcome(state=State.DUPLICATE, url=url_of(1), listed_as="https://example.org/?p=1", at=START, post_id=1),
        ],
    )
    ledger.record("other.example", [Outcome(state=State.FAILED, url=url_of(7), at=START, reasons=("x",))])
    return ledger


def test_summary(filled: Ledger) -> None:
    found = summary(filled, SITE, START + 2 * DAY)
    assert found.states == {
        State.EXPORTED: 4,
        State.REJECTED: 2,
        State.REMOVED: 1,
        State.FAILED: 1,
        State.ROBOTS: 1,
    }
    assert (found.addresses, found.failing, found.due, found.missed) == (10, 2, 3, 1)
    assert (found.files, found.lines) == (3, 8)
    assert summary(filled, SITE, START).due == 0
    assert summary(filled, SITE, START + 100 * DAY).due == 4


def test_summary_of_nothing(ledger: Ledger) -> None:
    found = summary(ledger, SITE, START)
    assert (found.states, found.addresses, found.files, found.lines) == ({}, 0, 0, 0)


def test_due_counts_what_due_yields(filled: Ledger) -> None:
    for state in (None, State.REMOVED, State.EXPORTED):
        if state is not None:
            retry(filled, SITE, state)
        for hours in (0, 2, 30, 3000):
            now = START + hours * HOUR
            assert summary(filled, SITE, now).due == len(list(filled.due(SITE, now)))


def test_entries_by_state(filled: Ledger) -> None:
    found = {line.entry.url: line.entry.reasons for line in entries(filled, SITE, state=State.REJECTED)}
    assert found == {url_of(5): ("The page shows no date.",), url_of(6): ("a", "b")}
    failing = {line.entry.url: line.entry.failure for line in entries(filled, SITE, state=State.FAILED)}
    assert failing == {url_of(7): "HTTP 500", url_of(1): "HTTP 404"}
    [line] = entries(filled, SITE, state=State.REMOVED)
    assert (line.entry.url, line.path, line.run) == (url_of(4), "removals-r2-1.jsonl", "r2")
    assert len(list(entries(filled, SITE))) == 9


def test_entries_page_through(ledger: Ledger) -> None:
    commit(ledger, *[article(n) for n in range(1, 2101)])
    assert [line.entry.number for line in entries(ledger, SITE)] == list(range(1, 2101))


def test_retry_counts_and_marks_only_that_state(filled: Ledger) -> None:
    assert retry(filled, SITE, State.REJECTED) == 2
    assert {d.ref.url for d in filled.due(SITE, START)} == {url_of(5), url_of(6)}
    assert retry(filled, SITE, State.FAILED) == 2
    assert len(list(filled.due(SITE, START))) == 4


def test_numbers_and_gaps(filled: Ledger) -> None:
    # 1 to 4 and 30 have records; 5 to 7 are known by their post IDs alone.
    assert list(numbers(filled, SITE)) == [1, 2, 3, 4, 5, 6, 7, 30]
    assert list(gaps(numbers(filled, SITE))) == [(8, 29)]
    assert list(numbers(filled, "other.example")) == []


def test_numbers_page_through(ledger: Ledger) -> None:
    known = [n for n in range(1, 12_000) if n % 5000]
    commit(ledger, *[article(n) for n in known])
    assert list(numbers(ledger, SITE)) == known
    assert list(gaps(numbers(ledger, SITE))) == [(5000, 5000), (10_000, 10_000)]


def test_publications_are_hours_and_the_newest_is_exact(ledger: Ledger) -> None:
    dates = ["2026-02-01T08:30:00+04:30", "2026-02-01T08:50:00+04:30", "2026-02-03T10:20:05+00:00"]
    dates.append("2027-01-01T00:00:00+00:00")  # after the time that is asked about
    commit(ledger, *[article(n, date=date) for n, date in enumerate(dates, 1)], rejected(5))
    found = publications(ledger, SITE, START - 90 * DAY, START)
    assert [instant.isoformat() for instant in found] == ["2026-02-01T04:00:00+00:00", "2026-02-03T10:20:05+00:00"]
    assert publications(ledger, SITE, START, START + DAY) == []

"""Evidence of absence: gathered slowly, cleared at once."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

from newscrawl.items import State
from newscrawl.ledger import Outcome, Roll, due_removals, entries, note_absences
from newscrawl.ledger.removals import suspects
from tests.ledger.builders import DAY, HOUR, SITE, START, article, commit, ref_of, rejected, removed, url_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from newscrawl.ledger import Ledger
    from newscrawl.ledger.removals import Absences


def listed(ledger: Ledger, numbers: Iterable[int], after: timedelta) -> Absences:
    """A run whose whole listing names ``numbers``."""
    roll, now = Roll(), START + after
    ledger.decide(SITE, [ref_of(n) for n in numbers], now, roll)
    return note_absences(ledger, SITE, roll, since=now, now=now + HOUR)


def gone(ledger: Ledger, number: int, after: timedelta) -> None:
    outcome = Outcome(state=State.FAILED, url=url_of(number), at=START + after, reasons=("HTTP 404",), gone=True)
    ledger.record(SITE, [outcome])


def due(ledger: Ledger) -> list[str]:
    return [entry.url for entry in due_removals(ledger, SITE).entries]


def test_one_404_removes_nothing(ledger: Ledger) -> None:
    commit(ledger, article(1))
    gone(ledger, 1, DAY)
    assert due(ledger) == []
    [entry] = suspects(ledger, SITE)
    assert (entry.state, entry.misses, entry.missed_as) == (State.EXPORTED, 1, "HTTP 404")


def test_many_404_within_the_span_remove_nothing(ledger: Ledger) -> None:
    commit(ledger, article(1))
    for minute in range(10):
        gone(ledger, 1, DAY + minute * HOUR / 60)
    assert due(ledger) == []
    gone(ledger, 1, 5 * DAY)
    assert due(ledger) == [url_of(1)]


def test_two_404_over_a_long_span_are_too_few(ledger: Ledger) -> None:
    commit(ledger, article(1))
    gone(ledger, 1, DAY)
    gone(ledger, 1, 30 * DAY)
    assert due(ledger) == []


def test_other_failures_are_no_evidence(ledger: Ledger) -> None:
    commit(ledger, article(1))
    for day in range(9):
        outcome = Outcome(state=State.FAILED, url=url_of(1), at=START + day * DAY, reasons=("HTTP 500",))
        ledger.record(SITE, [outcome])
    assert (due(ledger), list(suspects(ledger, SITE))) == ([], [])


def test_what_was_never_exported_is_not_removed(ledger: Ledger) -> None:
    commit(ledger, rejected(2))
    for day in range(9):
        gone(ledger, 1, day * DAY)
        gone(ledger, 2, day * DAY)
        listed(ledger, [3], day * DAY)
    assert (due(ledger), list(suspects(ledger, SITE))) == ([], [])


def test_missing_from_listings(ledger: Ledger) -> None:
    commit(ledger, *[article(n) for n in range(1, 31)])
    for day in (1, 2, 3, 4):
        absences = listed(ledger, range(2, 31), day * DAY)
        assert (absences.known, absences.missing, absences.cleared) == (30, 1, 0)
        assert due(ledger) == ([url_of(1)] if day == 4 else [])
    [entry] = due_removals(ledger, SITE).entries
    assert entry.missed_as == "missing from the listing"
    assert entry.first_missed == START + DAY + HOUR
    assert entry.last_missed == START + 4 * DAY + HOUR


def test_a_clock_set_back_makes_no_proof_negative(ledger: Ledger) -> None:
    commit(ledger, article(1), article(2))
    gone(ledger, 1, 900 * DAY)
    for day in (1, 3, 5):
        gone(ledger, 1, day * DAY)
    assert due(ledger) == [url_of(1)]


def test_404_and_absence_add_up(ledger: Ledger) -> None:
    commit(ledger, article(1), article(2))
    listed(ledger, [2], DAY)
    gone(ledger, 1, 2 * DAY)
    gone(ledger, 1, 5 * DAY)
    assert due(ledger) == [url_of(1)]


def test_one_broken_listing_removes_nothing(ledger: Ledger) -> None:
    commit(ledger, *[article(n) for n in range(1, 101)])
    assert listed(ledger, [], DAY).missing == 100
    assert due(ledger) == []
    assert listed(ledger, range(1, 101), 2 * DAY).cleared == 100
    assert list(suspects(ledger, SITE)) == []


def test_seen_again_in_any_way_clears(ledger: Ledger) -> None:
    def proof() -> None:
        for day in (1, 3, 5):
            gone(ledger, 1, day * DAY)
        assert due(ledger) == [url_of(1)]

    commit(ledger, article(1))
    proof()
    ledger.record(SITE, [Outcome(state=State.UNCHANGED, url=url_of(1), at=START + 6 * DAY)])
    assert due(ledger) == []
    proof()
    commit(ledger, rejected(1, at=START + 6 * DAY), path="rejects-r2-1.jsonl")
    assert due(ledger) == []
    proof()
    commit(ledger, article(1, at=START + 6 * DAY, revision=2), path="articles-r2-1.jsonl")
    assert due(ledger) == []
    proof()
    listed(ledger, [1], 6 * DAY)
    assert due(ledger) == []


def test_reported_once_and_back(ledger: Ledger) -> None:
    commit(ledger, article(1))
    for day in (1, 3, 5):
        gone(ledger, 1, day * DAY)
    commit(ledger, removed(1, at=START + 5 * DAY), path="removals-r2-1.jsonl")
    assert due(ledger) == []
    gone(ledger, 1, 9 * DAY)
    assert listed(ledger, [], 9 * DAY).known == 0
    assert due(ledger) == []
    commit(ledger, article(1, at=START + 10 * DAY, revision=2), path="articles-r3-1.jsonl")
    assert [line.entry.state for line in entries(ledger, SITE)] == [State.EXPORTED]
    # The evidence starts anew.
    gone(ledger, 1, 11 * DAY)
    assert [entry.misses for entry in suspects(ledger, SITE)] == [1]


def test_a_run_may_follow_within_a_second(ledger: Ledger) -> None:
    commit(ledger, article(1), article(2))
    assert listed(ledger, [1], timedelta(0)).missing == 1


def test_what_a_run_found_itself_is_not_missing(ledger: Ledger) -> None:
    commit(ledger, article(1))
    start = START + DAY
    roll = Roll()
    ledger.decide(SITE, [ref_of(1), ref_of(2)], start, roll)
    commit(ledger, article(2, at=start + HOUR), path="articles-r2-1.jsonl")
    assert note_absences(ledger, SITE, roll, since=start, now=start + 2 * HOUR).missing == 0


def test_too_many_at_once_need_twice_the_proof(ledger: Ledger) -> None:
    commit(ledger, *[article(n) for n in range(1, 101)])
    for day in (1, 2, 3, 4, 5, 6):
        listed(ledger, range(31, 101), day * DAY)
    held = due_removals(ledger, SITE)
    assert (held.entries, held.held_back) == ([], 30)
    assert len(due_removals(ledger, SITE, max_share=0.3).entries) == 30
    listed(ledger, range(31, 101), 7 * DAY)
    sure = due_removals(ledger, SITE)
    assert ([entry.url for entry in sure.entries], sure.held_back) == ([url_of(n) for n in range(1, 31)], 0)


def test_a_few_of_a_small_site_are_an_editors_work(ledger: Ledger) -> None:
    commit(ledger, *[article(n) for n in range(1, 13)])
    for day in (1, 3, 5):
        listed(ledger, range(5, 13), day * DAY)
    assert len(due(ledger)) == 4


def test_unchanged_listing_writes_nothing(sqlite: Ledger, path: Path) -> None:
    commit(sqlite, *[article(n) for n in range(1, 2001)])
    with sqlite3.connect(path) as other:
        before = other.execute("PRAGMA data_version").fetchone()
        assert listed(sqlite, range(1, 2001), DAY).missing == 0
        assert other.execute("PRAGMA data_version").fetchone() == before
        assert listed(sqlite, range(2, 2001), DAY).missing == 1
        assert other.execute("PRAGMA data_version").fetchone() != before

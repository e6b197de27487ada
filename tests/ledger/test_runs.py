from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newscrawl.ledger import Listing, Run, begin_run, end_run, killed_before, known_listing, last_runs
from newscrawl.ledger.errors import LedgerError, RunError
from tests.ledger.builders import DAY, HOUR, SITE, START

if TYPE_CHECKING:
    from newscrawl.ledger import Ledger


def test_runs(ledger: Ledger) -> None:
    for number, run in enumerate(("r1", "r2", "r3")):
        begin_run(ledger, SITE, run, START + number * DAY)
        if run != "r2":
            sums = {"exported": 3, "unchanged": number}
            end_run(ledger, SITE, run, START + number * DAY + HOUR, outcome="finished", requests=5, sums=sums)
    begin_run(ledger, SITE, "r4", START + 3 * DAY)
    begin_run(ledger, "other.example", "r1", START)
    assert last_runs(ledger, SITE) == [
        Run(name="r4", started=START + 3 * DAY, ended=None, outcome=None, requests=None, sums={}),
        Run(
            name="r3",
            started=START + 2 * DAY,
            ended=START + 2 * DAY + HOUR,
            outcome="finished",
            requests=5,
            sums={"exported": 3, "unchanged": 2},
        ),
        Run(name="r2", started=START + DAY, ended=None, outcome="killed", requests=None, sums={}),
        Run(
            name="r1",
            started=START,
            ended=START + HOUR,
            outcome="finished",
            requests=5,
            sums={"exported": 3, "unchanged": 0},
        ),
    ]
    assert [run.name for run in last_runs(ledger, SITE, 2)] == ["r4", "r3"]
    assert ledger.sites() == [SITE, "other.example"]


def test_killed_runs_are_those_since_the_last_that_ended(ledger: Ledger) -> None:
    for number, run in enumerate(("r1", "r2", "r3", "r4", "r5")):
        begin_run(ledger, SITE, run, START + number * DAY)
        if run == "r2":
            end_run(ledger, SITE, run, START + number * DAY + HOUR, outcome="finished", requests=5, sums={})
    assert killed_before(ledger, SITE, "r5") == ["r3", "r4"]
    end_run(ledger, SITE, "r5", START + 5 * DAY, outcome="finished", requests=5, sums={})
    begin_run(ledger, SITE, "r6", START + 6 * DAY)
    assert killed_before(ledger, SITE, "r6") == []


def test_a_run_has_one_beginning_and_one_name(ledger: Ledger) -> None:
    begin_run(ledger, SITE, "r1", START)
    with pytest.raises(RunError, match="knows a run 'r1'"):
        begin_run(ledger, SITE, "r1", START)
    assert last_runs(ledger, SITE)[0].outcome is None  # the refused one has not killed it
    with pytest.raises(RunError, match="knows no run 'r9'"):
        end_run(ledger, SITE, "r9", START, outcome="finished", requests=0, sums={})


def test_listings_are_kept_at_the_end_of_a_run(ledger: Ledger) -> None:
    feed = "https://example.org/feed/"
    assert known_listing(ledger, SITE, feed) is None
    listing = Listing(url=feed, etag='"a"', last_modified="x", content_hash=b"1", watermark="2026-03-01T00:00:00")
    begin_run(ledger, SITE, "r1", START)
    end_run(ledger, SITE, "r1", START, outcome="finished", requests=1, sums={}, listings=[listing])
    assert known_listing(ledger, SITE, feed) == listing
    begin_run(ledger, SITE, "r2", START)
    newer = Listing(url=feed, watermark="2026-03-02T00:00:00")
    end_run(ledger, SITE, "r2", START, outcome="finished", requests=1, sums={}, listings=[newer])
    assert known_listing(ledger, SITE, feed) == newer
    assert known_listing(ledger, "other.example", feed) is None
    with pytest.raises(LedgerError):
        end_run(ledger, SITE, "r9", START, outcome="finished", requests=1, sums={}, listings=[listing])
    assert known_listing(ledger, SITE, feed) == newer

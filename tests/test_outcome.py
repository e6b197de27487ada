from __future__ import annotations

import pytest

from newscrawl.accounts import Sums
from newscrawl.items import State
from newscrawl.outcome import GRAVITY, ExitCode, judge, worst


def sums(**states: int) -> Sums:
    return Sums(
        discovered=sum(states.values()),
        by_source={"rest": sum(states.values())},
        states={State[name.upper()]: count for name, count in states.items()},
        skipped={} if states else {"rest": "HTTP 404"},
    )


@pytest.mark.parametrize(
    ("books", "given", "code", "says"),
    [
        (sums(exported=10), {}, ExitCode.OK, ""),
        (sums(unchanged=10), {}, ExitCode.OK, ""),
        (sums(exported=9, failed=1), {}, ExitCode.OK, ""),
        (sums(exported=8, failed=2), {}, ExitCode.PARTLY_FAILED, "2 of 10"),
        (sums(exported=8, failed=2), {"max_failed": 0.5}, ExitCode.OK, ""),
        (sums(exported=9, failed=1), {"max_failed": 0.0}, ExitCode.PARTLY_FAILED, "NEWSCRAWL_MAX_FAILED=0"),
        (sums(rejected=4), {}, ExitCode.PARTLY_FAILED, "rejects"),
        (sums(rejected=4, exported=1), {}, ExitCode.OK, ""),
        (sums(), {}, ExitCode.NOTHING_FOUND, "HTTP 404"),
        (sums(), {"nothing_new": True}, ExitCode.OK, ""),
        (sums(), {"unreachable": "HTTP 503"}, ExitCode.UNREACHABLE, "HTTP 503"),
        (sums(exported=3), {"unreachable": "HTTP 503"}, ExitCode.OK, ""),
        (sums(exported=3, unfinished=4), {"finish_reason": "shutdown"}, ExitCode.INTERRUPTED, "4 of 7"),
        (sums(), {"finish_reason": "shutdown"}, ExitCode.INTERRUPTED, "no article had been listed"),
        (
            sums(exported=3, unfinished=4),
            {"finish_reason": "blocked", "ended": "HTTP 429"},
            ExitCode.BLOCKED,
            "HTTP 429",
        ),
        (sums(exported=3, unfinished=4), {"finish_reason": "requests_spent"}, ExitCode.BUDGET_SPENT, "4 of 7"),
        (sums(exported=3, unfinished=4), {"finish_reason": "seconds_spent"}, ExitCode.BUDGET_SPENT, "4 of 7"),
        (sums(), {"unreachable": "HTTP 403", "refused_opening": True}, ExitCode.BLOCKED, "HTTP 403"),
        (sums(exported=3), {"unreachable": "HTTP 403", "refused_opening": True}, ExitCode.OK, ""),
        (sums(exported=4, failed=6), {"refused": 6}, ExitCode.BLOCKED, "6 of 10"),
        (sums(exported=6, failed=4), {"refused": 4}, ExitCode.PARTLY_FAILED, "4 of 10"),
        (sums(failed=2), {"refused": 2}, ExitCode.PARTLY_FAILED, "2 of 2"),
        (sums(exported=4, failed=6), {"refused": 6, "max_failed": 0.7}, ExitCode.OK, ""),
        (sums(unchanged=90, exported=4, failed=6), {"refused": 6, "max_failed": 0.0}, ExitCode.BLOCKED, "6 of 100"),
        (sums(exported=3), {"finish_reason": "start_error"}, ExitCode.ERROR, "traceback"),
        (sums(exported=3), {"output_errors": ["a.jsonl"]}, ExitCode.OUTPUT_FAILED, "a.jsonl"),
    ],
)
def test_judge(books: Sums, given: dict[str, object], code: ExitCode, says: str) -> None:
    arguments = {"finish_reason": "finished", "max_failed": 0.1, "site": "https://news.example/"} | given
    outcome = judge(books, **arguments)  # type: ignore[arg-type]
    assert outcome.code == code
    assert says in outcome.line
    assert "\n" not in outcome.line
    assert bool(outcome.line) == bool(outcome.code)


def test_the_worst_of_several() -> None:
    assert sorted(GRAVITY) == sorted(ExitCode), "each exit status has its place"
    assert worst([]) is worst([0, 0]) is ExitCode.OK
    assert worst([0, ExitCode.LOCKED, ExitCode.PARTLY_FAILED]) is ExitCode.PARTLY_FAILED
    assert worst([ExitCode.USAGE, ExitCode.LEDGER_FAILED, ExitCode.LOCKED]) is ExitCode.LEDGER_FAILED
    assert worst([ExitCode.LEDGER_FAILED, -9]) is worst([77]) is ExitCode.ERROR

from __future__ import annotations

import json
from typing import Any

import pytest

from newscrawl.items import State
from newscrawl.ledger import Ledger, Outcome, content_hash, next_revision, outcome_of
from newscrawl.ledger.entry import follow
from tests.ledger.builders import DAY, SITE, START, article, commit, line_of, ref_of, rejected, removed, url_of


@pytest.mark.parametrize(
    "record", [article(3, ref=None), rejected(3, ref=None, number=3, date="2026-02-01T00:00:00+00:00"), removed(3)]
)
def test_an_item_and_its_line_are_the_same_outcome(record: Any) -> None:
    line = json.loads(line_of(record))
    assert outcome_of(line, now=START + DAY) == outcome_of(record, now=START + DAY)


def test_outcome_takes_from_the_listing_what_the_record_lacks() -> None:
    ref = ref_of(8, url="https://example.org/?p=8", published="Sun, 01 Feb 2026 00:00:00 GMT")
    outcome = outcome_of(article(3, date=None, ref=ref), now=START, etag='"a"', last_modified="x")
    assert (outcome.listed_as, outcome.post_id, outcome.number) == ("https://example.org/?p=8", 8, 3)
    assert outcome.published is not None
    assert outcome.published.isoformat() == "2026-02-01T00:00:00+00:00"
    assert (outcome.etag, outcome.last_modified, outcome.modified) == ('"a"', "x", ref.modified)


@pytest.mark.parametrize(
    "change",
    [
        {"url": ""},
        {"url": None},
        {"number": "7"},
        {"number": True},
        {"revision": 0},
        {"revision": 1.5},
        {"tags": "abc"},
        {"tags": [1]},
        {"body": None},
        {"site": 4},
        {"fetched_at": 5},
        {"authors": {"a"}},
    ],
)
def test_foreign_values_are_refused(change: dict[str, Any]) -> None:
    line = json.loads(line_of(article(1))) | change
    with pytest.raises(ValueError, match=r"^(its|a) field"):
        outcome_of(line, now=START)


@pytest.mark.parametrize("kind", [article, rejected, removed])
def test_lines_that_lack_a_field_are_refused(kind: Any) -> None:
    whole = json.loads(line_of(kind(1)))
    for name in ("site", "url", "number"):
        with pytest.raises(ValueError, match="lacks the field"):
            outcome_of({k: v for k, v in whole.items() if k != name}, now=START)
    with pytest.raises(ValueError, match="no record"):
        outcome_of({"site": SITE, "url": url_of(1)}, now=START)


def test_next_revision(ledger: Ledger) -> None:
    def entry() -> Any:
        return ledger.decide(SITE, [ref_of(1)], START)[0].entry

    same, other = content_hash(article(1)), content_hash(article(1, body="Another."))
    assert next_revision(None, same) == ("new", 1)
    commit(ledger, rejected(1))
    assert next_revision(entry(), same) == ("new", 1)
    commit(ledger, article(1), path="articles-r2-1.jsonl")
    assert next_revision(entry(), same) is None
    assert next_revision(entry(), other) == ("updated", 2)
    commit(ledger, removed(1, at=START + DAY), path="removals-r3-1.jsonl")
    # Whoever follows the files has dropped it.
    assert next_revision(entry(), same) == ("updated", 2)


@pytest.mark.parametrize("state", [State.UNCHANGED, State.DUPLICATE, State.OUTSIDE, State.UNFINISHED])
def test_nothing_is_kept_of_what_tells_nothing(ledger: Ledger, state: State) -> None:
    ledger.record(SITE, [Outcome(state=state, url=url_of(1), at=START)])
    assert ledger.decide(SITE, [ref_of(1)], START)[0].entry is None


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_rule(state: State) -> None:
    outcome = Outcome(state=state, url=url_of(1), at=START, revision=1, content_hash=b"")
    entry = follow(None, outcome, None)
    if entry is not None:
        follow(entry, outcome, None)

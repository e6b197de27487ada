"""What to fetch: each rule of the decision, on what a real ledger knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.items import State
from newscrawl.ledger import Ledger, Outcome, Roll, Verdict, begin_run, content_hash, retry, summary
from newscrawl.ledger.schedule import TRUSTED_LOOKS
from tests.ledger.builders import DAY, HOUR, SITE, START, article, commit, ref_of, rejected, removed, url_of

if TYPE_CHECKING:
    from newscrawl.ledger import Decision

MODIFIED = "2026-02-01T00:00:00+00:00"


def decide(
    ledger: Ledger, number: int, /, after: Any = HOUR, modified: str | None = MODIFIED, **changes: Any
) -> Decision:
    return ledger.decide(SITE, [ref_of(number, modified, **changes)], START + after)[0]


def outcome(number: int, state: State, after: Any = HOUR, **changes: Any) -> Outcome:
    return Outcome(**{"state": state, "url": url_of(number), "at": START + after, "post_id": number} | changes)


def test_unknown_is_new(ledger: Ledger) -> None:
    commit(ledger, article(1))
    decision = decide(ledger, 2)
    assert decision.verdict is Verdict.NEW
    assert (decision.fetch, decision.entry, decision.ends) == (True, None, None)


def test_keeps_the_order_and_number_of_refs(ledger: Ledger) -> None:
    commit(ledger, *[article(n) for n in range(1, 1200, 2)])
    decisions = ledger.decide(SITE, [ref_of(n) for n in range(1200, 0, -1)], START + HOUR)
    assert [d.ref.number for d in decisions] == list(range(1200, 0, -1))
    assert {d.ref.number for d in decisions if d.verdict is Verdict.NEW} == set(range(2, 1201, 2))
    assert ledger.decide(SITE, [], START) == []


def test_other_sites_know_nothing_of_it(ledger: Ledger) -> None:
    commit(ledger, article(1))
    assert ledger.decide("other.example", [ref_of(1)], START)[0].verdict is Verdict.NEW


def test_same_date_of_change_is_unchanged_forever(ledger: Ledger) -> None:
    commit(ledger, article(1))
    decision = decide(ledger, 1, 4000 * DAY)
    assert (decision.verdict, decision.fetch, decision.ends) == (Verdict.UNCHANGED, False, State.UNCHANGED)
    assert list(ledger.due(SITE, START + 4000 * DAY)) == []


@pytest.mark.parametrize(
    ("modified", "verdict"),
    [
        ("2026-02-01T04:30:00+04:30", Verdict.UNCHANGED),  # the same instant in another zone
        ("2026-02-01T00:00:00Z", Verdict.UNCHANGED),
        ("2026-02-01T00:00:01Z", Verdict.CHANGED),
        ("2026-01-31T00:00:00Z", Verdict.CHANGED),  # restored from a backup
        ("soon", Verdict.CHANGED),
    ],
)
def test_another_date_of_change_is_a_change(ledger: Ledger, modified: str, verdict: Verdict) -> None:
    commit(ledger, article(1), etag='"a"')
    decision = decide(ledger, 1, modified=modified)
    assert decision.verdict is verdict
    # Validators lie, and the site has just said that it changed.
    assert (decision.etag, decision.last_modified) == (None, None)


def test_entry_tells_what_the_revision_needs(ledger: Ledger) -> None:
    item = article(1)
    commit(ledger, item)
    entry = decide(ledger, 1).entry
    assert entry is not None
    assert (entry.url, entry.number, entry.post_id, entry.revision, entry.state) == (url_of(1), 1, 1, 1, State.EXPORTED)
    assert entry.content_hash == content_hash(item)
    assert (entry.first_seen, entry.last_seen) == (START, START)


def test_a_later_look_finds_the_new_date(ledger: Ledger) -> None:
    commit(ledger, article(1))
    new = "2026-03-01T06:30:00+00:00"
    assert decide(ledger, 1, modified=new).verdict is Verdict.CHANGED
    # The page was read and says the same: a share count had changed.
    ledger.record(SITE, [outcome(1, State.UNCHANGED, modified=new, content_hash=content_hash(article(1)))])
    assert decide(ledger, 1, modified=new).verdict is Verdict.UNCHANGED


def test_without_dates_of_change_the_timetable_decides(ledger: Ledger) -> None:
    # Published 28 days before: looked at each week.
    commit(ledger, article(1, ref=ref_of(1, None)), etag='"a"', last_modified="Sun, 01 Feb 2026 00:00:00 GMT")
    assert decide(ledger, 1, 5 * DAY, None).verdict is Verdict.UNCHANGED
    decision = decide(ledger, 1, 9 * DAY, None)
    assert decision.verdict is Verdict.LOOK
    assert (decision.etag, decision.last_modified) == ('"a"', "Sun, 01 Feb 2026 00:00:00 GMT")
    ledger.record(SITE, [outcome(1, State.UNCHANGED, 9 * DAY)])
    # By then it is older than a month.
    assert decide(ledger, 1, 20 * DAY, None).verdict is Verdict.UNCHANGED
    assert decide(ledger, 1, 130 * DAY, None).verdict is Verdict.LOOK


def test_now_and_then_a_look_is_unconditional(ledger: Ledger) -> None:
    commit(ledger, article(1, ref=ref_of(1, None)), etag='"a"')
    seen, after = [], 0 * DAY
    for _ in range(2 * TRUSTED_LOOKS + 2):
        after += 500 * DAY
        decision = decide(ledger, 1, after, None)
        assert decision.verdict is Verdict.LOOK
        seen.append(decision.etag)
        same = {"content_hash": content_hash(article(1)), "etag": '"b"'} if decision.etag is None else {}
        ledger.record(SITE, [outcome(1, State.UNCHANGED, after, **same)])
    assert seen == ['"a"'] * TRUSTED_LOOKS + [None] + ['"b"'] * TRUSTED_LOOKS + [None]


def test_a_source_that_stops_giving_dates_falls_back_on_the_timetable(ledger: Ledger) -> None:
    commit(ledger, article(1))
    assert decide(ledger, 1, 5 * DAY, None).verdict is Verdict.UNCHANGED
    assert decide(ledger, 1, 9 * DAY, None).verdict is Verdict.LOOK


@pytest.mark.parametrize(
    ("modified", "verdict"),
    [
        ("2026-02-01T00:00:00Z", Verdict.UNCHANGED),  # long before the page was fetched: in it already
        ("2026-02-28T18:00:00Z", Verdict.CHANGED),  # a cache may have served the page of before
        ("2026-03-01T06:30:00Z", Verdict.CHANGED),
    ],
)
def test_taken_over_from_a_file_without_the_listing(ledger: Ledger, modified: str, verdict: Verdict) -> None:
    commit(ledger, article(1, ref=None), rejected(2, ref=None))
    assert decide(ledger, 1, modified=modified).verdict is verdict
    other = Verdict.REJECTED if verdict is Verdict.UNCHANGED else verdict
    assert decide(ledger, 2, modified=modified).verdict is other


def test_rejected_is_fetched_again_when_it_changed(ledger: Ledger) -> None:
    commit(ledger, rejected(1))
    decision = decide(ledger, 1, 4000 * DAY)
    assert (decision.verdict, decision.ends) == (Verdict.REJECTED, State.REJECTED)
    assert decide(ledger, 1, modified="2026-03-01T07:00:00Z").verdict is Verdict.CHANGED


def test_what_was_another_page_is_asked_for_again_ever_more_rarely(ledger: Ledger) -> None:
    at, waits = START, []
    for run in range(12):
        commit(ledger, rejected(1, again=True, at=at), path=f"rejects-r{run}-1.jsonl", now=at)
        hours = next(n for n in range(1, 10_000) if decide(ledger, 1, at - START + n * HOUR).verdict is Verdict.RETRY)
        waits.append(hours)
        at += hours * HOUR
    assert waits == sorted(waits)
    assert waits[0] < 6
    assert waits[-1] > 20
    commit(ledger, rejected(1, at=at), path="rejects-r99-1.jsonl", now=at)
    assert decide(ledger, 1, at - START + 400 * DAY).verdict is Verdict.REJECTED


def test_rejected_without_dates_of_change_is_on_the_timetable(ledger: Ledger) -> None:
    commit(ledger, rejected(1, ref=ref_of(1, None, published="2026-02-25")))
    assert decide(ledger, 1, 12 * HOUR, None).verdict is Verdict.REJECTED
    assert decide(ledger, 1, 2 * DAY, None).verdict is Verdict.LOOK


def test_failed_waits_longer_each_time(ledger: Ledger) -> None:
    assert decide(ledger, 1).verdict is Verdict.NEW
    after, waits = 0 * HOUR, []
    for _ in range(12):
        ledger.record(SITE, [outcome(1, State.FAILED, after, reasons=("HTTP 500",))])
        assert (decide(ledger, 1, after).verdict, decide(ledger, 1, after).ends) == (Verdict.WAITING, State.FAILED)
        start = after
        while decide(ledger, 1, after).verdict is Verdict.WAITING:
            after += HOUR / 4
        waits.append(after - start)
        assert decide(ledger, 1, after).verdict is Verdict.RETRY
        assert [d.ref.url for d in ledger.due(SITE, START + after)] == [url_of(1)]
    assert waits == sorted(waits)
    assert waits[0] <= 1.5 * HOUR
    assert 5 * DAY < waits[-1] < 9 * DAY


def test_an_exported_article_that_fails_is_not_asked_each_run(ledger: Ledger) -> None:
    commit(ledger, article(1))
    ledger.record(SITE, [outcome(1, State.FAILED, reasons=("HTTP 500",))])
    decision = decide(ledger, 1, HOUR, "2026-03-01T06:30:00Z")
    assert (decision.verdict, decision.ends) == (Verdict.WAITING, State.FAILED)
    assert decision.entry is not None
    assert (decision.entry.state, decision.entry.failures, decision.entry.failure) == (State.EXPORTED, 1, "HTTP 500")
    ledger.record(SITE, [outcome(1, State.UNCHANGED, DAY, modified=MODIFIED)])
    after = decide(ledger, 1, DAY).entry
    assert after is not None
    assert (after.failures, after.failure, after.look_again) == (0, None, None)


def test_robots_is_asked_again_the_next_day(ledger: Ledger) -> None:
    ledger.record(SITE, [outcome(1, State.ROBOTS)])
    assert (decide(ledger, 1, 20 * HOUR).verdict, decide(ledger, 1, 20 * HOUR).ends) == (Verdict.WAITING, State.ROBOTS)
    assert decide(ledger, 1, 26 * HOUR).verdict is Verdict.RETRY


def test_what_a_wrong_clock_put_off_is_due(ledger: Ledger) -> None:
    ahead = 700 * DAY
    commit(ledger, article(1, at=START + ahead, ref=ref_of(1, None)), article(2, ref=ref_of(2, None)))
    commit(ledger, rejected(3, at=START + ahead, ref=ref_of(3, None)), path="rejects-r1-1.jsonl")
    ledger.record(SITE, [outcome(4, State.FAILED, ahead, reasons=("HTTP 500",))])
    ledger.record(SITE, [outcome(5, State.ROBOTS, ahead), outcome(6, State.FAILED, reasons=("HTTP 500",))])
    verdicts = [decide(ledger, number, modified=None).verdict for number in range(1, 7)]
    assert verdicts[:3] == [Verdict.LOOK, Verdict.UNCHANGED, Verdict.LOOK]
    assert verdicts[3:] == [Verdict.RETRY, Verdict.RETRY, Verdict.WAITING]
    # What no listing names is due with the next run.
    assert not list(ledger.due(SITE, START))
    begin_run(ledger, SITE, "r2", START)
    assert [decision.entry.id for decision in ledger.due(SITE, START) if decision.entry] == [1, 3, 4, 5]
    assert summary(ledger, SITE, START).due == 4


def test_a_young_article_that_a_wrong_clock_put_off_by_months_is_due_when_listed(ledger: Ledger) -> None:
    commit(ledger, article(1, at=START + 60 * DAY, date=START.isoformat(), ref=ref_of(1, None)))
    assert decide(ledger, 1, modified=None).verdict is Verdict.LOOK


def test_removed_and_listed_again_is_fetched(ledger: Ledger) -> None:
    commit(ledger, article(1))
    commit(ledger, removed(1, at=START + DAY), path="removals-r2-1.jsonl")
    assert list(ledger.due(SITE, START + 4000 * DAY)) == []
    assert decide(ledger, 1, 2 * DAY).verdict is Verdict.CHANGED
    # Listed, yet still not there: not asked each run.
    ledger.record(SITE, [outcome(1, State.FAILED, 2 * DAY, reasons=("HTTP 404",), gone=True)])
    assert decide(ledger, 1, 2 * DAY).verdict is Verdict.WAITING
    assert decide(ledger, 1, 3 * DAY).verdict is Verdict.RETRY
    assert list(ledger.due(SITE, START + 4000 * DAY)) == []


def test_a_post_that_took_over_the_address_is_fetched(ledger: Ledger) -> None:
    commit(ledger, article(1))
    assert decide(ledger, 1, number=99).verdict is Verdict.CHANGED


def test_known_by_its_post_id_at_a_new_address(ledger: Ledger) -> None:
    commit(ledger, article(1))
    new = "https://example.org/archives/1"
    decision = decide(ledger, 1, url=new)
    assert (decision.verdict, decision.moved) == (Verdict.UNCHANGED, True)
    ledger.record(SITE, [Outcome(state=State.UNCHANGED, url=new, at=START + HOUR, post_id=1, modified=MODIFIED)])
    again = decide(ledger, 1, url=new, number=None)
    assert (again.verdict, again.moved) == (Verdict.UNCHANGED, False)
    assert again.entry is not None
    assert again.entry.url == new
    # The old address is not forgotten.
    assert decide(ledger, 1, number=None).entry == again.entry


def test_a_printed_number_is_not_taken_for_a_post_id(ledger: Ledger) -> None:
    # The site prints numbers of its own: article 500 is post 1.
    commit(ledger, article(1, number=500))
    assert decide(ledger, 500).verdict is Verdict.NEW


@pytest.mark.parametrize("state", [State.EXPORTED, State.REJECTED, State.FAILED, State.REMOVED, State.ROBOTS])
def test_what_the_user_asks_for_is_fetched_once(ledger: Ledger, state: State) -> None:
    commit(ledger, article(1), article(4), rejected(2), etag='"a"')
    commit(ledger, removed(4, at=START + HOUR), path="removals-r2-1.jsonl")
    ledger.record(SITE, [outcome(3, State.FAILED, reasons=("timeout",)), outcome(5, State.ROBOTS)])
    number = {State.EXPORTED: 1, State.REJECTED: 2, State.FAILED: 3, State.REMOVED: 4, State.ROBOTS: 5}[state]
    assert retry(ledger, SITE, state) == 1
    decision = decide(ledger, number)
    assert (decision.verdict, decision.etag) == (Verdict.RETRY, None)
    [due] = ledger.due(SITE, START + HOUR)
    assert (due.verdict, due.ref.url, due.ref.number, due.etag) == (Verdict.RETRY, url_of(number), number, None)
    if state in (State.EXPORTED, State.REMOVED):
        item = article(number, at=START + 2 * HOUR, revision=2)
        commit(ledger, item, path="articles-r3-1.jsonl")
    elif state is State.REJECTED:
        commit(ledger, rejected(number, at=START + 2 * HOUR), path="rejects-r3-1.jsonl")
    else:
        ledger.record(SITE, [outcome(number, state, 2 * HOUR, reasons=("timeout",))])
    assert list(ledger.due(SITE, START + 2 * HOUR)) == []


def test_due_streams_in_order_and_not_what_is_recorded_meanwhile(ledger: Ledger) -> None:
    items = [article(n, ref=ref_of(n, None)) for n in range(1, 1301)]
    commit(ledger, *items)
    now = START + 400 * DAY
    seen, times = [], []
    for decision in ledger.due(SITE, now):
        assert decision.entry is not None
        assert decision.entry.look_again is not None
        assert decision.ref.source == "ledger"
        seen.append(decision.ref.url)
        times.append(decision.entry.look_again)
        if len(seen) % 100 == 0:
            ledger.record(SITE, [Outcome(state=State.UNCHANGED, url=url, at=now) for url in seen[-100:]])
    assert sorted(seen) == sorted(item.url for item in items)
    assert times == sorted(times)
    assert list(ledger.due(SITE, now)) == []


def test_roll_is_called_by_article_not_address(ledger: Ledger) -> None:
    commit(ledger, article(1, ref=ref_of(1, url="https://example.org/?p=1")), article(2))
    roll = Roll()
    ledger.decide(SITE, [ref_of(1, url="https://example.org/?p=1"), ref_of(3)], START, roll)
    one, two = (decide(ledger, n).entry for n in (1, 2))
    assert one is not None
    assert two is not None
    assert one.id in roll
    assert two.id not in roll
    assert len(roll) == 1

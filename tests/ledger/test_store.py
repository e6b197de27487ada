"""What becomes of articles: committed, recorded, moved, merged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from newscrawl.items import State
from newscrawl.ledger import Entry, Ledger, Outcome, Verdict, content_hash, entries, outcome_of, summary
from tests.ledger.builders import (
    DAY,
    SITE,
    START,
    article,
    commit,
    ref_of,
    rejected,
    removed,
    url_of,
)


def everything(ledger: Ledger) -> dict[str, Entry]:
    return {line.entry.url: line.entry for line in entries(ledger, SITE)}


def find(ledger: Ledger, item: Any) -> Entry | None:
    return ledger.find(SITE, outcome_of(item, now=START))


# --- files


def test_a_file_is_committed_once(ledger: Ledger) -> None:
    for _ in range(2):
        commit(ledger, article(1), article(2), rejected(3))
    known = everything(ledger)
    assert {url: (e.state, e.revision) for url, e in known.items()} == {
        url_of(1): (State.EXPORTED, 1),
        url_of(2): (State.EXPORTED, 1),
        url_of(3): (State.REJECTED, 0),
    }
    assert known[url_of(3)].reasons == ("The page shows no date.",)
    numbers = summary(ledger, SITE, START)
    assert (numbers.files, numbers.lines) == (1, 3)


def test_a_line_read_again_from_another_file_changes_nothing(ledger: Ledger) -> None:
    commit(ledger, article(1), article(2, revision=2, status="updated"))
    before = everything(ledger)
    commit(ledger, article(1), article(2), path="articles-r1-2.jsonl")
    assert everything(ledger) == before


def test_file_and_run_of_the_last_line_are_told(ledger: Ledger) -> None:
    commit(ledger, article(1), article(2))
    commit(ledger, article(1, revision=2, at=START + DAY), path="articles-r2-7.jsonl", run="r2")
    assert {line.entry.number: (line.path, line.run) for line in entries(ledger, SITE)} == {
        1: ("articles-r2-7.jsonl", "r2"),
        2: ("articles-r1-1.jsonl", "r1"),
    }


def test_nothing_of_a_file_is_committed_when_its_lines_fail(ledger: Ledger) -> None:
    def lines() -> Any:
        for number in range(1, 1800):
            yield outcome_of(article(number), now=START)
        raise RuntimeError("the stream broke")

    with pytest.raises(RuntimeError):
        ledger.commit_file(SITE, "r1", "a.jsonl", sha256="0", lines=1800, outcomes=lines(), now=START)
    assert everything(ledger) == {}
    commit(ledger, article(1), path="a.jsonl")
    assert len(everything(ledger)) == 1


def test_an_update_keeps_when_it_was_first_seen(ledger: Ledger) -> None:
    commit(ledger, article(1))
    item = article(1, revision=2, status="updated", body="New.", at=START + DAY)
    commit(ledger, item, path="articles-r2-1.jsonl")
    entry = everything(ledger)[url_of(1)]
    assert (entry.first_seen, entry.last_seen, entry.revision) == (START, START + DAY, 2)
    assert entry.content_hash == content_hash(item)


def test_an_exported_article_whose_page_is_rejected_keeps_its_record(ledger: Ledger) -> None:
    commit(ledger, article(1))
    commit(ledger, rejected(1, at=START + DAY, number=77), path="rejects-r2-1.jsonl")
    entry = everything(ledger)[url_of(1)]
    assert (entry.state, entry.number, entry.revision) == (State.REJECTED, 1, 1)
    assert entry.content_hash == content_hash(article(1))
    # Whole again, and as before: no new record.
    same = Outcome(
        state=State.UNCHANGED, url=url_of(1), at=START + 2 * DAY, content_hash=entry.content_hash, modified="x"
    )
    ledger.record(SITE, [same])
    entry = everything(ledger)[url_of(1)]
    assert (entry.state, entry.reasons, entry.modified) == (State.EXPORTED, (), "x")


def test_not_modified_says_nothing_of_a_rejected_page(ledger: Ledger) -> None:
    commit(ledger, rejected(1), etag='"a"')
    ledger.record(SITE, [Outcome(state=State.UNCHANGED, url=url_of(1), at=START + DAY)])
    entry = everything(ledger)[url_of(1)]
    assert (entry.state, entry.reasons, entry.looks, entry.etag) == (
        State.REJECTED,
        ("The page shows no date.",),
        1,
        '"a"',
    )


def test_removed_and_back(ledger: Ledger) -> None:
    commit(ledger, article(1))
    commit(ledger, removed(1, at=START + DAY), path="removals-r2-1.jsonl")
    entry = everything(ledger)[url_of(1)]
    assert (entry.state, entry.revision, entry.missed_as) == (State.REMOVED, 1, "HTTP 410")
    commit(ledger, article(1, revision=2, status="updated", at=START + 2 * DAY), path="articles-r3-1.jsonl")
    back = everything(ledger)[url_of(1)]
    assert (back.state, back.revision, back.missed_as, back.first_missed) == (State.EXPORTED, 2, None, None)


def test_an_old_removal_does_not_remove_what_was_seen_since(ledger: Ledger) -> None:
    commit(ledger, article(1, at=START + 2 * DAY, revision=2))
    commit(ledger, removed(1, at=START + DAY), path="removals-r1-1.jsonl")
    assert everything(ledger)[url_of(1)].state is State.EXPORTED


# --- one article, many addresses


def test_listed_under_another_url_than_its_own(ledger: Ledger) -> None:
    short = "https://example.org/?p=1"
    commit(ledger, article(1, ref=ref_of(1, url=short)))
    assert list(everything(ledger)) == [url_of(1)]
    for url in (short, url_of(1)):
        decision = ledger.decide(SITE, [ref_of(1, url=url, number=None)], START)[0]
        assert decision.entry is not None
        assert decision.entry.url == url_of(1)


def test_moved_and_changed_is_the_next_revision_at_the_new_url(ledger: Ledger) -> None:
    commit(ledger, article(1))
    new = "https://example.org/archives/1"
    item = article(1, url=new, body="New.", ref=ref_of(1, url=new, number=None), at=START + DAY, revision=2)
    found = find(ledger, item)  # by its number alone
    assert found is not None
    assert found.revision == 1
    commit(ledger, item, path="articles-r2-1.jsonl")
    assert {url: e.revision for url, e in everything(ledger).items()} == {new: 2}
    for url in (url_of(1), new):
        entry = ledger.decide(SITE, [ref_of(1, url=url, number=None)], START)[0].entry
        assert entry is not None
        assert entry.url == new


def test_a_failing_address_that_turns_out_to_be_a_known_article(ledger: Ledger) -> None:
    commit(ledger, article(1))
    new = "https://example.org/archives/1"
    ledger.record(SITE, [Outcome(state=State.FAILED, url=new, at=START, reasons=("HTTP 500",))])
    assert len(everything(ledger)) == 2
    ledger.record(SITE, [Outcome(state=State.DUPLICATE, url=url_of(1), listed_as=new, at=START + DAY, number=1)])
    assert {url: (e.state, e.failures) for url, e in everything(ledger).items()} == {
        url_of(1): (State.EXPORTED, 0),
        new: (State.DUPLICATE, 0),
    }


def leads(number: int, to: int, **changes: Any) -> Outcome:
    """That post ``number`` was found to lead to the article ``to``."""
    values: dict[str, Any] = {"listed_as": url_of(number), "post_id": number, "modified": f"of {number}", "number": to}
    return Outcome(state=State.DUPLICATE, url=url_of(to), at=START + DAY, **values | changes)


def words(ledger: Ledger) -> dict[str, tuple[State, int | None, str | None]]:
    """State of each entry, and what listings say of it."""
    return {url: (e.state, e.post_id, e.modified) for url, e in everything(ledger).items()}


def test_a_post_that_leads_to_another_is_known_apart(ledger: Ledger) -> None:
    commit(ledger, article(1, ref=ref_of(1, "of 1")))
    expected = {url_of(1): (State.EXPORTED, 1, "of 1"), url_of(7): (State.DUPLICATE, 7, "of 7")}
    for _ in range(2):
        ledger.record(SITE, [leads(7, 1)])
        assert words(ledger) == expected
    assert everything(ledger)[url_of(7)].reasons == (f"leads to the article at {url_of(1)}",)
    verdicts = [d.verdict for d in ledger.decide(SITE, [ref_of(1, "of 1"), ref_of(7, "of 7")], START + DAY)]
    assert verdicts == [Verdict.UNCHANGED, Verdict.UNCHANGED]
    # The other way round: the article was read by way of the other post.
    known = everything(ledger)[url_of(1)]
    by_way = Outcome(
        state=State.UNCHANGED,
        url=url_of(1),
        listed_as=url_of(7),
        at=START + 2 * DAY,
        number=1,
        post_id=7,
        modified="new of 7",
        content_hash=known.content_hash,
    )
    ledger.record(SITE, [by_way])
    expected[url_of(7)] = (State.DUPLICATE, 7, "new of 7")
    assert words(ledger) == expected
    update = article(1, body="New.", revision=2, at=START + 3 * DAY, ref=ref_of(7, "newer of 7"))
    commit(ledger, update, path="articles-r2-1.jsonl")
    expected[url_of(7)] = (State.DUPLICATE, 7, "newer of 7")
    assert words(ledger) == expected
    assert everything(ledger)[url_of(1)].revision == 2


def test_a_post_that_led_to_another_before_that_was_listed(ledger: Ledger) -> None:
    item = article(1, ref=ref_of(7, "of 7"))
    commit(ledger, item)
    assert words(ledger) == {url_of(1): (State.EXPORTED, 7, "of 7")}
    own = Outcome(
        state=State.DUPLICATE, url=url_of(1), at=START, number=1, post_id=1, modified="of 1", content_hash=b"other"
    )
    ledger.record(SITE, [own])  # edited between the two: its listing has to go on saying so
    assert words(ledger) == {url_of(1): (State.EXPORTED, 7, "of 7")}
    ledger.record(SITE, [replace(own, content_hash=content_hash(item))])
    assert words(ledger) == {url_of(1): (State.EXPORTED, 1, "of 1")}
    [decision] = ledger.decide(SITE, [ref_of(7, "of 7")], START)
    assert decision.verdict is Verdict.CHANGED
    ledger.record(SITE, [leads(7, 1)])
    assert words(ledger) == {url_of(1): (State.EXPORTED, 1, "of 1"), url_of(7): (State.DUPLICATE, 7, "of 7")}


def test_another_address_of_the_same_post_is_no_post_of_its_own(ledger: Ledger) -> None:
    commit(ledger, article(1))
    short = "https://example.org/?p=1"
    ledger.record(SITE, [leads(1, 1, listed_as=short)])
    assert list(everything(ledger)) == [url_of(1)]
    assert summary(ledger, SITE, START).addresses == 2


def test_a_post_that_leads_nowhere_any_more_is_an_article_of_its_own(ledger: Ledger) -> None:
    commit(ledger, article(1))
    ledger.record(SITE, [leads(7, 1)])
    item = article(7, at=START + 2 * DAY)
    found = find(ledger, item)
    assert found is not None
    assert (found.url, found.revision) == (url_of(7), 0)
    commit(ledger, item, path="articles-r2-1.jsonl")
    assert {url: (e.state, e.number) for url, e in everything(ledger).items()} == {
        url_of(1): (State.EXPORTED, 1),
        url_of(7): (State.EXPORTED, 7),
    }


def test_an_old_address_that_another_article_has_by_now(ledger: Ledger) -> None:
    old = "https://example.org/old"
    commit(ledger, article(1, url=old, ref=ref_of(1, url=old)))
    commit(ledger, article(1, revision=2, at=START + DAY), path="articles-r2-1.jsonl")
    item = article(2, url=old, ref=None, at=START + 2 * DAY)
    assert find(ledger, item) is None
    commit(ledger, item, path="articles-r3-1.jsonl")
    assert {url: (e.number, e.revision) for url, e in everything(ledger).items()} == {url_of(1): (1, 2), old: (2, 1)}


def test_not_modified_moves_nothing(ledger: Ledger) -> None:
    short = "https://example.org/?p=1"
    commit(ledger, article(1, ref=ref_of(1, url=short)))
    ledger.record(SITE, [Outcome(state=State.UNCHANGED, url=short, at=START + DAY)])
    assert {url: e.looks for url, e in everything(ledger).items()} == {url_of(1): 1}


def test_an_exported_page_that_leads_to_another_article_waits(ledger: Ledger) -> None:
    commit(ledger, article(1), article(2))
    ledger.record(SITE, [Outcome(state=State.DUPLICATE, url=url_of(1), listed_as=url_of(2), at=START + DAY, number=1)])
    one, two = everything(ledger)[url_of(1)], everything(ledger)[url_of(2)]
    assert (one.failures, two.failures) == (0, 1)
    assert two.failure == f"leads to the article at {url_of(1)}"
    assert (two.state, two.misses) == (State.EXPORTED, 0)


def test_an_old_address_that_now_leads_to_a_new_article(ledger: Ledger) -> None:
    commit(ledger, article(1))
    # The page at the address of article 1 redirects to article 2, which is not known.
    item = article(2, ref=ref_of(1, number=None))
    assert find(ledger, item) is None
    commit(ledger, item, path="articles-r2-1.jsonl")
    assert {e.number: (e.url, e.revision) for e in everything(ledger).values()} == {
        1: (url_of(1), 1),
        2: (url_of(2), 1),
    }
    entry = ledger.decide(SITE, [ref_of(1, number=None)], START)[0].entry
    assert entry is not None
    assert entry.number == 1


def test_a_number_that_the_site_corrects(ledger: Ledger) -> None:
    commit(ledger, article(1))
    item = article(1, number=100, at=START + DAY, revision=2)
    found = find(ledger, item)
    assert found is not None
    assert found.number == 1
    commit(ledger, item, path="articles-r2-1.jsonl")
    assert {e.number: e.revision for e in everything(ledger).values()} == {100: 2}


def test_the_address_comes_before_the_number(ledger: Ledger) -> None:
    commit(ledger, article(1), article(2))
    # The page of article 1 prints the number of article 2 today.
    item = article(1, number=2, at=START + DAY, revision=2, ref=ref_of(1, number=None))
    found = find(ledger, item)
    assert found is not None
    assert found.url == url_of(1)
    other = article(2, at=START + DAY, revision=2, body="New.")
    commit(ledger, other, item, path="articles-r2-1.jsonl")
    assert {url: (e.number, e.content_hash) for url, e in everything(ledger).items()} == {
        url_of(1): (2, content_hash(item)),
        url_of(2): (2, content_hash(other)),
    }


def test_the_address_comes_before_the_post_id(ledger: Ledger) -> None:
    commit(ledger, article(1), article(2))
    # WordPress gave the address of post 1 to post 2.
    item = article(1, at=START + DAY, revision=2, ref=ref_of(2, url=url_of(1)))
    found = find(ledger, item)
    assert found is not None
    assert found.url == url_of(1)


def test_two_addresses_of_one_new_article_in_one_file(ledger: Ledger) -> None:
    other = rejected(1, url="https://example.org/amp/1", ref=None, number=1)
    commit(ledger, other, article(1, ref=ref_of(1, url="https://example.org/amp/1")))
    assert {url: (e.state, e.number) for url, e in everything(ledger).items()} == {url_of(1): (State.EXPORTED, 1)}
    assert summary(ledger, SITE, START).addresses == 2


def test_find_knows_no_stranger(ledger: Ledger) -> None:
    commit(ledger, article(1), rejected(5, number=5, ref=ref_of(5, number=None)))
    assert find(ledger, article(2)) is None
    # A page that was not whole tells no article by its number.
    assert find(ledger, article(5, url="https://example.org/five", ref=None)) is None
    entry = find(ledger, article(5))
    assert entry is not None
    assert entry.revision == 0


@pytest.mark.parametrize("number_listed", [True, False])
def test_two_articles_of_one_number(ledger: Ledger, number_listed: bool) -> None:
    """A theme prints the number of the issue, say, and not of the article."""
    one, other = (
        article(
            n,
            number=5,
            date=f"2026-02-0{n}T08:30:00+04:30",
            ref=ref_of(n, number=n if number_listed else None),
        )
        for n in (1, 2)
    )
    commit(ledger, one)
    assert find(ledger, other) is None
    commit(ledger, other, path="articles-r2-1.jsonl")
    for item in (one, other):
        found = find(ledger, item)
        assert found is not None
        assert (found.url, found.content_hash, found.revision) == (item.url, content_hash(item), 1)
    # In one file as well.
    commit(ledger, *[replace(item, url=f"{item.url}b", number=6, ref=None) for item in (one, other)], path="c.jsonl")
    assert len(everything(ledger)) == 4


@pytest.mark.parametrize("number", [2**63, 10**30, -4])
def test_numbers_that_no_database_holds(ledger: Ledger, number: int) -> None:
    item = article(1, number=number, ref=ref_of(number, url=url_of(1)))
    commit(ledger, item)
    entry = find(ledger, item)
    assert entry is not None
    assert (entry.number, entry.post_id) == (None, None)
    assert ledger.decide(SITE, [ref_of(number)], START)[0].entry is None


def test_text_that_databases_refuse(ledger: Ledger) -> None:
    url = "https://example.org/\x00\ud800" + "x" * 5000
    item = article(1, url=url, ref=ref_of(1, url=url, modified="\x00"))
    commit(ledger, item, rejected(2, reasons=["a \x00 b \ud800"]), etag="\x00\udfff")
    assert ledger.decide(SITE, [ref_of(1, url=url, number=None)], START)[0].entry is not None
    assert [e.reasons for e in everything(ledger).values() if e.reasons] == [("a \ufffd b ?",)]


def test_many_outcomes_in_one_call(ledger: Ledger) -> None:
    commit(ledger, *[article(n) for n in range(1, 1301)])
    outcomes = [
        Outcome(state=State.FAILED, url=url_of(n), at=START + DAY, post_id=n, reasons=(f"HTTP 50{n % 4}",))
        for n in range(1, 1301)
    ]
    ledger.record(SITE, iter(outcomes * 2))
    assert {e.failures for e in everything(ledger).values()} == {2}

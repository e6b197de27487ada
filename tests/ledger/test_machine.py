"""Runs of a changing site in any order, compared with a model that is a plain dict."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete

from newscrawl.items import ArticleRef, State
from newscrawl.ledger import (
    Ledger,
    Outcome,
    Roll,
    Verdict,
    adopt_files,
    content_hash,
    due_removals,
    entries,
    measure,
    next_revision,
    note_absences,
    outcome_of,
    rebuild,
    retry,
    uncommitted_files,
)
from newscrawl.ledger.entry import ASKED
from newscrawl.ledger.schedule import TRUSTED_LOOKS, back_off, look_again
from newscrawl.ledger.schema import metadata
from tests.ledger.builders import DAY, SITE, START, article, rejected, removed, write

if TYPE_CHECKING:
    from collections.abc import Callable

MIN_MISSES, MIN_SPAN = 2, DAY
NUMBERS = range(1, 7)
PUBLISHED = datetime.fromisoformat("2026-02-01T08:30:00+04:30")


@dataclass
class Post:
    """What the site has."""

    url: str
    body: str = "Text 0."
    modified: str = "2026-02-20T00:00:00+00:00"


@dataclass
class Row:
    """What the model expects the ledger to know."""

    state: State
    url: str
    first: datetime
    seen: datetime
    revision: int = 0
    digest: bytes | None = None
    published: datetime | None = None
    modified: str | None = None
    etag: str | None = None
    looks: int = 0
    due: datetime | None = None
    failures: int = 0
    misses: int = 0
    first_missed: datetime | None = None
    last_missed: datetime | None = None
    reasons: tuple[str, ...] = ()
    post_known: bool = True
    """Not so where all that is known comes from a file: then a moved article is told by its number when it is read."""

    def forget_trouble(self) -> None:
        self.failures = self.misses = 0
        self.first_missed = self.last_missed = None


@dataclass
class Memory:
    """One ledger, its output folder, and the model."""

    ledger: Ledger
    folder: Path
    now: datetime = START
    files: int = 0
    posts: dict[int, Post] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)
    committed: list[tuple[str, str]] = field(default_factory=list)


class Runs(RuleBasedStateMachine):
    """Each rule is a piece of a run, or a thing that happens to the site between runs."""

    open_ledger: Callable[[], Ledger]

    @initialize()
    def start(self) -> None:
        self.m = Memory(ledger=type(self).open_ledger(), folder=Path(tempfile.mkdtemp(prefix="newscrawl-machine-")))
        self.site = SITE
        for number in NUMBERS:
            self.m.posts[number] = Post(url=f"https://example.org/{number}/")

    def teardown(self) -> None:
        if hasattr(self, "m"):
            self.rebuilt_is_the_same()
            self.m.ledger.close()
            shutil.rmtree(self.m.folder)

    # --- the site and the clock

    @rule(hours=st.sampled_from([1, 5, 30, 24 * 10, 24 * 400]))
    def time_passes(self, hours: int) -> None:
        self.m.now += timedelta(hours=hours)

    @rule(number=st.sampled_from(NUMBERS))
    def site_edits(self, number: int) -> None:
        post = self.m.posts[number]
        post.body = f"Text {int(post.body[5:-1]) + 1}."
        post.modified = self.m.now.isoformat()

    @rule(number=st.sampled_from(NUMBERS))
    def site_counts_a_share(self, number: int) -> None:
        self.m.posts[number].modified = self.m.now.isoformat()

    @rule(number=st.sampled_from(NUMBERS))
    def site_moves(self, number: int) -> None:
        post = self.m.posts[number]
        post.url = post.url.removesuffix("/") + "x/"

    # --- what a run does

    def recognised(self, number: int) -> bool:
        row = self.m.rows.get(number)
        return row is not None and (row.post_known or row.url == self.m.posts[number].url)

    def ref(self, number: int, dated: bool) -> ArticleRef:
        post = self.m.posts[number]
        return ArticleRef(
            url=post.url, source="rest", number=number, modified=post.modified if dated else None, published=None
        )

    def expected(self, number: int, dated: bool) -> tuple[Verdict, str | None]:
        """Verdict and validator, by the model."""
        row, post, now = self.m.rows.get(number), self.m.posts[number], self.m.now
        if row is None or not self.recognised(number):
            return Verdict.NEW, None
        due = row.due is not None and row.due <= now
        if row.due == ASKED:
            return Verdict.RETRY, None
        if row.failures or row.state in (State.FAILED, State.ROBOTS):
            return (Verdict.RETRY if due else Verdict.WAITING), None
        if row.state is State.REMOVED:
            return Verdict.CHANGED, None
        settled = Verdict.REJECTED if row.state is State.REJECTED else Verdict.UNCHANGED
        if dated:
            if row.modified is None:
                changed = datetime.fromisoformat(post.modified) + DAY > row.seen
            else:
                changed = row.modified != post.modified
            if due and not changed and row.state is State.REJECTED:
                return Verdict.RETRY, None
            return (Verdict.CHANGED if changed else settled), None
        if row.due is None:
            due = look_again(row.published or row.first, row.seen, row.url) <= now
        if not due:
            return settled, None
        return Verdict.LOOK, row.etag if row.looks < TRUSTED_LOOKS else None

    @rule(
        number=st.sampled_from(NUMBERS),
        dated=st.booleans(),
        answer=st.sampled_from(["whole", "whole", "whole", "broken", "404", "500", "robots"]),
        killed=st.booleans(),
    )
    def visit(self, number: int, dated: bool, answer: str, killed: bool) -> None:
        self.m.now += timedelta(seconds=1)
        ref = self.ref(number, dated)
        [decision] = self.m.ledger.decide(self.site, [ref], self.m.now)
        assert (decision.verdict, decision.etag) == self.expected(number, dated)
        if number in self.m.rows and not self.recognised(number):
            answer = "whole"  # else the two addresses stay apart until one of them is read
        if decision.fetch:
            {"whole": self.whole, "broken": self.broken}.get(answer, self.trouble)(ref, number, answer, killed)

    def page_read(self, number: int, ref: ArticleRef, etag: str | None, published: bool) -> Row:
        now, row = self.m.now, self.m.rows.get(number)
        if row is None:
            row = self.m.rows[number] = Row(State.EXPORTED, ref.url, now, now)
        row.url, row.seen, row.modified, row.etag, row.looks = ref.url, now, ref.modified, etag, 0
        row.published = PUBLISHED if published else row.published
        row.due = None if ref.modified else look_again(row.published or row.first, now, row.url)
        row.post_known = True
        row.forget_trouble()
        return row

    def whole(self, ref: ArticleRef, number: int, answer: str, killed: bool) -> None:
        post, row = self.m.posts[number], self.m.rows.get(number)
        item = article(number, at=self.m.now, url=post.url, body=post.body, ref=ref)
        digest = content_hash(item)
        outcome = outcome_of(item, now=self.m.now, etag='"a"')
        entry = self.m.ledger.find(self.site, outcome)
        assert (entry is None) == (row is None)
        new = next_revision(entry, digest)
        if row is not None and row.revision and row.digest == digest and row.state is not State.REMOVED:
            assert new is None
            outcome.state = State.UNCHANGED
            self.m.ledger.record(self.site, [outcome])
            row = self.page_read(number, ref, '"a"', True)
            row.modified = ref.modified or entry.modified  # type: ignore[union-attr]
        else:
            assert new == (("updated", row.revision + 1) if row is not None and row.revision else ("new", 1))
            item.status, item.revision = new
            # An article that never had a record and has moved cannot be told from a new one by a file alone.
            killed = killed and (row is None or row.revision > 0 or row.url == post.url)
            self.write("articles", item, etag='"a"', killed=killed)
            if killed:
                ref = ArticleRef(url=ref.url, source="file")
            was_known = row is not None and row.post_known
            row = self.page_read(number, ref, None if killed else '"a"', True)
            row.revision, row.digest, row.post_known = new[1], digest, was_known or not killed
        row.state, row.reasons = State.EXPORTED, ()

    def broken(self, ref: ArticleRef, number: int, answer: str, killed: bool) -> None:
        item = rejected(number, at=self.m.now, url=ref.url, ref=ref)
        self.write("rejects", item, etag=None, killed=False)
        row = self.page_read(number, ref, None, False)
        row.state, row.reasons = State.REJECTED, tuple(item.reasons)

    def trouble(self, ref: ArticleRef, number: int, answer: str, killed: bool) -> None:
        now, row = self.m.now, self.m.rows.get(number)
        state = State.ROBOTS if answer == "robots" else State.FAILED
        gone = answer == "404"
        self.m.ledger.record(
            self.site,
            [Outcome(state=state, url=ref.url, at=now, post_id=number, reasons=(answer,), gone=gone)],
        )
        if row is None:
            row = self.m.rows[number] = Row(state, ref.url, now, now)
        if row.state in (State.FAILED, State.ROBOTS):
            row.state = state
        if state is State.ROBOTS:
            row.failures, row.due, row.post_known = 0, now + DAY, True
            return
        row.failures += 1
        row.post_known = True
        row.due = back_off(row.failures, now, ref.url)
        if gone and row.revision and row.state is not State.REMOVED:
            self.miss(row, now)

    def miss(self, row: Row, now: datetime) -> None:
        row.misses += 1
        row.first_missed, row.last_missed = row.first_missed or now, now

    def write(self, kind: str, *records: Any, etag: str | None, killed: bool) -> None:
        """Write a file and commit it; or be killed before the commit, and start again."""
        self.m.files += 1
        path = write(self.m.folder / f"{kind}-r{self.m.files:05}-1.jsonl", *records)
        run = f"r{self.m.files:05}"
        if killed:
            [file] = uncommitted_files(self.m.ledger, self.site, self.m.folder)
            assert (file.name, file.run) == (path.name, run)
            assert [f.name for f in adopt_files(self.m.ledger, self.site, self.m.folder, self.m.now)] == [path.name]
        else:
            self.commit(path, run, [outcome_of(record, now=self.m.now, etag=etag) for record in records])
        self.m.committed.append((path.name, run))

    def commit(self, path: Path, run: str, outcomes: list[Outcome]) -> None:
        sha256, lines = measure(path)
        self.m.ledger.commit_file(
            self.site, run, path.name, sha256=sha256, lines=lines, outcomes=outcomes, now=self.m.now
        )

    @rule(data=st.data())
    def a_file_is_committed_again(self, data: st.DataObject) -> None:
        if self.m.committed:
            name, run = data.draw(st.sampled_from(self.m.committed))
            poison = Outcome(state=State.FAILED, url="https://example.org/poison", at=self.m.now)
            self.commit(self.m.folder / name, run, [poison])

    @rule(missing=st.sets(st.sampled_from(NUMBERS)))
    def whole_listing(self, missing: set[int]) -> None:
        self.m.now += timedelta(seconds=1)
        roll, now = Roll(), self.m.now
        listed = [number for number in NUMBERS if number not in missing]
        self.m.ledger.decide(self.site, [self.ref(number, True) for number in listed], now, roll)
        found = note_absences(self.m.ledger, self.site, roll, since=now, now=now)
        listed = [number for number in listed if self.recognised(number)]
        absent = [n for n, row in self.m.rows.items() if n not in listed and row.state is State.EXPORTED]
        assert found.missing == len(absent)
        assert found.cleared == sum(bool(self.m.rows[n].misses) for n in listed)
        for number, row in self.m.rows.items():
            if number in absent:
                self.miss(row, now)
            elif number in listed:
                row.misses, row.first_missed, row.last_missed = 0, None, None

    @rule()
    def removals_are_reported(self) -> None:
        self.m.now += timedelta(seconds=1)
        found = due_removals(self.m.ledger, self.site, min_misses=MIN_MISSES, min_span=MIN_SPAN)
        proven = {
            number: row
            for number, row in self.m.rows.items()
            if row.misses >= MIN_MISSES and row.last_missed - row.first_missed >= MIN_SPAN  # type: ignore[operator]
        }
        assert {entry.url for entry in found.entries} == {row.url for row in proven.values()}
        records = [removed(number, at=self.m.now, url=row.url) for number, row in proven.items()]
        if records:
            self.write("removals", *records, etag=None, killed=False)
        for row in proven.values():
            row.state, row.due, row.reasons = State.REMOVED, None, ()
            row.forget_trouble()

    @rule(state=st.sampled_from([State.EXPORTED, State.REJECTED, State.FAILED, State.REMOVED, State.ROBOTS]))
    def user_asks_to_retry(self, state: State) -> None:
        chosen = [
            row for row in self.m.rows.values() if (row.failures if state is State.FAILED else row.state is state)
        ]
        assert retry(self.m.ledger, self.site, state) == len(chosen)
        for row in chosen:
            row.due = ASKED

    # --- what holds at any time

    @invariant()
    def ledger_and_model_agree(self) -> None:
        if not hasattr(self, "m"):
            return
        known = {}
        for line in entries(self.m.ledger, self.site):
            e = line.entry
            evidence = (e.misses, e.first_missed, e.last_missed) if e.misses else (0,)
            known[e.post_id or e.number] = (
                (e.url, e.state, e.revision, e.content_hash, e.first_seen, e.last_seen),
                (e.modified, e.etag, e.look_again, e.failures, evidence, e.reasons),
            )
        assert known == {
            number: (
                (row.url, row.state, row.revision, row.digest, row.first, row.seen),
                (
                    row.modified,
                    row.etag,
                    row.due,
                    row.failures,
                    (row.misses, row.first_missed, row.last_missed) if row.misses else (0,),
                    row.reasons,
                ),
            )
            for number, row in self.m.rows.items()
        }

    @invariant()
    def due_is_what_is_due(self) -> None:
        if not hasattr(self, "m"):
            return
        due = [
            row
            for row in self.m.rows.values()
            if row.due is not None and row.due <= self.m.now and (row.state is not State.REMOVED or row.due == ASKED)
        ]
        found = list(self.m.ledger.due(self.site, self.m.now))
        assert sorted(d.ref.url for d in found) == sorted(row.url for row in due)

    def rebuilt_is_the_same(self) -> None:
        with Ledger.open("sqlite://") as anew:
            rebuild(anew, self.site, self.m.folder, self.m.now)
            known = {
                line.entry.number: (line.entry.revision, line.entry.content_hash)
                for line in entries(anew, self.site)
                if line.entry.revision
            }
        assert known == {number: (row.revision, row.digest) for number, row in self.m.rows.items() if row.revision}


def run(open_ledger: Callable[[], Ledger], examples: int) -> None:
    machine = type("Machine", (Runs,), {"open_ledger": staticmethod(open_ledger)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_in_memory() -> None:
    run(lambda: Ledger.open("sqlite://"), 60)


@pytest.mark.slow
def test_in_memory_at_length() -> None:
    run(lambda: Ledger.open("sqlite://"), 1500)


def test_in_a_file() -> None:
    with tempfile.TemporaryDirectory() as folder:
        names = iter(range(10**6))
        run(lambda: Ledger.open(f"sqlite:///{folder}/{next(names)}.sqlite"), 15)


def test_on_a_server(postgresql_url: str) -> None:
    def emptied() -> Ledger:
        ledger = Ledger.open(postgresql_url)
        with ledger.writing() as connection:
            for table in ("sites", "articles", "addresses", "files", "runs", "listings", "announcements"):
                connection.execute(delete(metadata.tables[f"ledger_{table}"]))
        return ledger

    run(emptied, 15)

"""Taking over what stands in files: after a kill, and to make a ledger anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.items import State
from newscrawl.ledger import (
    Ledger,
    Outcome,
    adopt_files,
    begin_run,
    entries,
    last_runs,
    measure,
    output_files,
    rebuild,
    summary,
    uncommitted_files,
)
from newscrawl.ledger.errors import OutputFileError
from tests.ledger.builders import (
    DAY,
    SITE,
    START,
    article,
    commit_written,
    line_of,
    ref_of,
    rejected,
    removed,
    url_of,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path


def kept(ledger: Ledger) -> dict[str, Any]:
    """What files tell of each article."""
    return {
        line.entry.url: (
            line.entry.number,
            line.entry.state,
            line.entry.revision,
            line.entry.content_hash,
            line.entry.reasons,
            line.entry.first_seen,
            line.path,
            line.run,
        )
        for line in entries(ledger, SITE)
    }


def names(found: Any) -> list[str]:
    return [file.name for file in found]


def test_files_come_in_the_order_of_runs(tmp_path: Path) -> None:
    for name in (
        "articles-20260302T060000-1.jsonl",
        "articles-20260301T060000-10.jsonl",
        "rejects-20260301T060000-1.jsonl",
        "articles-20260301T060000-9.jsonl",
        "removals-20260301T060000-00002.jsonl",
        "articles-20260301T060000-1.jsonl.tmp",
        ".articles-20260301T060000-1.jsonl",
        "articles--1.jsonl",
        "notes.jsonl",
        "articles-1.jsonl",
        f"articles-run-{'9' * 200}.jsonl",
    ):
        (tmp_path / name).touch()
    found = list(output_files(tmp_path))
    assert names(found) == [
        "articles-20260301T060000-9.jsonl",
        "articles-20260301T060000-10.jsonl",
        "rejects-20260301T060000-1.jsonl",
        "removals-20260301T060000-00002.jsonl",
        "articles-20260302T060000-1.jsonl",
        f"articles-run-{'9' * 200}.jsonl",
    ]
    assert found[0].run == "20260301T060000"
    assert list(output_files(tmp_path / "none")) == []


def test_what_was_not_committed_is_adopted(ledger: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    commit_written(ledger, folder / "articles-r1-1.jsonl", "r1", START, article(1), article(2))
    write(folder / "articles-r1-2.jsonl", article(3), article(4))
    write(folder / "rejects-r1-1.jsonl", rejected(5))
    assert names(uncommitted_files(ledger, SITE, folder)) == ["articles-r1-2.jsonl", "rejects-r1-1.jsonl"]
    assert names(adopt_files(ledger, SITE, folder, START + DAY)) == ["articles-r1-2.jsonl", "rejects-r1-1.jsonl"]
    assert names(adopt_files(ledger, SITE, folder, START + DAY)) == []
    known = kept(ledger)
    assert {url: values[1:3] for url, values in known.items()} == {
        url_of(n): (State.EXPORTED, 1) for n in (1, 2, 3, 4)
    } | {url_of(5): (State.REJECTED, 0)}
    assert known[url_of(4)][-3:] == (START, "articles-r1-2.jsonl", "r1")


@pytest.mark.parametrize(
    ("tail", "said"),
    [
        (line_of(article(3))[:-40], r"articles-r1-1\.jsonl, line 3: the line is torn"),
        (line_of(article(3))[:-1], r"line 3: the line is torn: it does not end"),
        (line_of(article(3))[:-40] + "\n" + line_of(article(4)), "line 3: the line is torn or no JSON"),
        (line_of(article(3, site="other.example")), "line 3: the line is a record of the site 'other.example'"),
        ('{"site": "example.org", "url": "https://example.org/"}\n', "line 3: it is no record"),
        ("[]\n", "line 3: the line is no JSON object"),
        ("\n", "line 3: the line is torn or no JSON"),
        ("\x00" * 500 + "\n", "line 3: the line is torn or no JSON"),
        ("[" * 100_000 + "\n", "line 3: the line is torn or no JSON"),
    ],
)
def test_torn_and_foreign_lines_are_named_and_nothing_is_taken(
    sqlite: Ledger, tmp_path: Path, tail: str, said: str
) -> None:
    folder = tmp_path / "out"
    whole = write(folder / "articles-r0-1.jsonl", article(9))
    path = write(folder / "articles-r1-1.jsonl", article(1), article(2))
    with path.open("a", encoding="utf-8") as file:
        file.write(tail)
    before = path.read_bytes()
    with pytest.raises(OutputFileError, match=said):
        adopt_files(sqlite, SITE, folder, START)
    assert set(kept(sqlite)) == {url_of(9)}  # the file before it
    with pytest.raises(OutputFileError, match=said):
        rebuild(sqlite, SITE, folder, START)
    assert set(kept(sqlite)) == {url_of(9)}
    assert (path.read_bytes(), whole.exists()) == (before, True)


def test_bytes_that_are_no_utf8(sqlite: Ledger, tmp_path: Path) -> None:
    (tmp_path / "articles-r1-1.jsonl").write_bytes(b'{"url": "\xff\xfe"}\n')
    with pytest.raises(OutputFileError, match="line 1"):
        adopt_files(sqlite, SITE, tmp_path, START)


def test_announced_files_elsewhere_are_found(ledger: Ledger, tmp_path: Path) -> None:
    folder, outside = tmp_path / "out", tmp_path / "mine.jsonl"
    ledger.announce_file(SITE, "r1", str(outside), "0" * 64)
    assert names(uncommitted_files(ledger, SITE, folder)) == [], "killed before the rename"
    assert adopt_files(ledger, SITE, folder, START) == []
    write(outside, article(1))
    ledger.announce_file(SITE, "r3", str(outside), measure(outside)[0])
    assert names(adopt_files(ledger, SITE, folder, START)) == [str(outside)]
    assert kept(ledger)[url_of(1)][-2:] == (str(outside), "r3")
    assert names(adopt_files(ledger, SITE, folder, START)) == []


def test_of_a_users_own_file_the_sites_lines_count(ledger: Ledger, tmp_path: Path) -> None:
    folder, outside = tmp_path / "out", tmp_path / "all.jsonl"
    theirs = line_of(article(7, site="other.example", url="https://other.example/7/"))
    outside.write_text(f'{{"a": 1}}\nno JSON\n{theirs}{line_of(article(1))}{theirs}{line_of(article(2))[:-9]}')
    ledger.announce_file(SITE, "r1", str(outside), "0" * 64)
    assert names(adopt_files(ledger, SITE, folder, START)) == [str(outside)]
    assert set(kept(ledger)) == {url_of(1)}
    with outside.open("a", encoding="utf-8") as file:
        file.write(f"\n{line_of(article(3))}")
    assert rebuild(ledger, SITE, folder, START) == 1
    assert set(kept(ledger)) == {url_of(1), url_of(3)}


def test_a_committed_file_is_no_longer_announced(ledger: Ledger, tmp_path: Path) -> None:
    path = write(tmp_path / "mine.jsonl", article(1))
    ledger.announce_file(SITE, "r1", str(path), measure(path)[0])
    ledger.commit_file(SITE, "r1", str(path), sha256=measure(path)[0], lines=1, outcomes=[], now=START)
    assert names(uncommitted_files(ledger, SITE, tmp_path)) == []


def test_a_file_written_over_is_taken_again(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    commit_written(ledger, path, "r1", START, article(1))
    commit_written(ledger, path, "r2", START + DAY, article(2))
    assert set(kept(ledger)) == {url_of(1), url_of(2)}
    assert summary(ledger, SITE, START).files == 1


def history(ledger: Ledger, folder: Path) -> None:
    """Three runs in which every kind of line comes."""

    def written(name: str, run: str, day: int, *records: Any) -> None:
        commit_written(ledger, folder / name, run, START + day * DAY, *records)

    written("articles-r1-1.jsonl", "r1", 0, *[article(n) for n in range(1, 6)])
    written("articles-r1-2.jsonl", "r1", 0, *[article(n) for n in range(6, 11)])
    written("rejects-r1-1.jsonl", "r1", 0, rejected(11), rejected(12))
    ledger.record(SITE, [Outcome(state=State.FAILED, url=url_of(13), at=START, reasons=("timeout",))])
    second = START + DAY
    written("removals-r2-1.jsonl", "r2", 1, removed(3, at=second), removed(4, at=second))
    updates = [article(n, at=second, revision=2, status="updated", body="New.") for n in (1, 2)]
    written("articles-r2-1.jsonl", "r2", 1, *updates, article(11, at=second))
    written("rejects-r2-1.jsonl", "r2", 1, rejected(5, at=second))
    third = START + 2 * DAY
    moved = article(6, at=third, revision=2, url="https://example.org/archives/6", body="Moved.")
    back = article(3, at=third, revision=2, status="updated")
    written("articles-r3-1.jsonl", "r3", 2, moved, back, article(1, at=third, revision=3, body="Newer."))


def test_rebuild_knows_what_the_files_tell(ledger: Ledger, tmp_path: Path) -> None:
    history(ledger, tmp_path)
    before = kept(ledger)
    assert before.pop(url_of(13))[1] is State.FAILED
    assert len(before) == 12
    assert rebuild(ledger, SITE, tmp_path, START) == 7
    assert kept(ledger) == before
    assert names(uncommitted_files(ledger, SITE, tmp_path)) == []
    assert rebuild(ledger, SITE, tmp_path, START) == 7
    assert kept(ledger) == before


def test_a_lost_ledger_makes_itself_anew(ledger: Ledger, sqlite: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    history(sqlite, folder)
    adopt_files(ledger, SITE, folder, START)
    before = kept(sqlite)
    del before[url_of(13)]
    assert kept(ledger) == before


def test_rebuild_reads_files_elsewhere_too(ledger: Ledger, tmp_path: Path) -> None:
    folder, mine = tmp_path / "out", tmp_path / "mine.jsonl"
    history(ledger, folder)
    write(mine, article(20), article(21))
    outcomes = [Outcome(state=State.EXPORTED, url=url_of(n), at=START, number=n, revision=1) for n in (20, 21)]
    sha256, lines = measure(mine)
    ledger.commit_file(SITE, "r2", str(mine), sha256=sha256, lines=lines, outcomes=outcomes, now=START)
    assert rebuild(ledger, SITE, folder, START) == 8
    assert {url_of(20), url_of(21)} < set(kept(ledger))


def test_rebuild_leaves_other_sites_and_runs_alone(ledger: Ledger, tmp_path: Path) -> None:
    begin_run(ledger, SITE, "r1", START)
    other = Outcome(state=State.FAILED, url=url_of(1), at=START, reasons=("timeout",))
    ledger.record("other.example", [other])
    history(ledger, tmp_path)
    rebuild(ledger, SITE, tmp_path, START)
    assert [run.name for run in last_runs(ledger, SITE)] == ["r1"]
    assert [line.entry.url for line in entries(ledger, "other.example")] == [url_of(1)]
    assert ledger.decide("other.example", [ref_of(1)], START)[0].entry is not None


def test_a_rebuilt_ledger_does_not_have_a_site_fetched_again(ledger: Ledger, tmp_path: Path) -> None:
    history(ledger, tmp_path)
    rebuild(ledger, SITE, tmp_path, START)
    decisions = ledger.decide(SITE, [ref_of(n) for n in range(1, 13)], START + 3 * DAY)
    # One that was removed and is listed again, and one that was rejected, whose time for another look has come.
    assert {d.ref.number for d in decisions if d.fetch} == {4, 12}


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "articles-r1-1.jsonl"
    path.mkdir()
    with pytest.raises(OutputFileError, match="cannot be read: Is a directory"):
        measure(path)


def test_reading_streams(sqlite: Ledger, tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "articles-r1-1.jsonl"
    body = "A paragraph of a long article.\n\n" * 300
    with path.open("w", encoding="utf-8") as file:
        for number in range(1, 4001):
            file.write(line_of(article(number, body=body)))
    assert path.stat().st_size > 30_000_000
    tracemalloc.start()
    adopt_files(sqlite, SITE, tmp_path, START)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000
    assert summary(sqlite, SITE, START).states == {State.EXPORTED: 4000}
    assert json.loads(path.read_text().splitlines()[-1])["number"] == 4000

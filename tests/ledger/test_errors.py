"""What is wrong is said, with the place and the way out; nothing is made anew, nothing is lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newscrawl.items import State
from newscrawl.ledger import Ledger, Outcome, entries, outcome_of, summary
from newscrawl.ledger.errors import (
    BadURLError,
    CorruptError,
    DiskFullError,
    LedgerError,
    LockedError,
    ReadOnlyError,
    UnreachableError,
)
from tests.ledger.builders import SITE, START, article, commit, ref_of, url_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


# --- URLs


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ledger.sqlite",
        "/var/lib/ledger.sqlite",
        "mysql://host/database",
        "oracle://host",
        "sqlite://host/path.sqlite",
        "sqlite:///file:ledger?mode=memory",
        "sqlite:///ledger.sqlite?timeout=3",
        "postgresql://host/",
        "postgresql://user:secret@host:port/database",
    ],
)
def test_urls_that_name_no_ledger(url: str) -> None:
    with pytest.raises(BadURLError, match=r"NEWSCRAWL_LEDGER_URL.*It takes sqlite:///") as caught:
        Ledger.open(url)
    assert "secret" not in str(caught.value)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadURLError, match="names the folder"):
        Ledger.open(f"sqlite:///{tmp_path}")


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "state").touch()
    with pytest.raises(ReadOnlyError, match="cannot be made or read"):
        Ledger.open(f"sqlite:///{tmp_path / 'state' / 'ledger.sqlite'}")


# --- damage


@pytest.fixture
def damaged(path: Path) -> Path:
    """A ledger of some hundred pages, closed, for tests to damage."""
    with Ledger.open(f"sqlite:///{path}") as ledger:
        commit(ledger, *[article(n) for n in range(1, 2001)])
    return path


def use(url: str) -> None:
    """Read every page of the ledger at ``url``, and write to it."""
    with Ledger.open(url) as ledger:
        ledger.decide(SITE, [ref_of(n) for n in range(1, 2001)], START)
        list(entries(ledger, SITE))
        commit(ledger, *[article(n, revision=2) for n in range(1, 2001)], path="articles-r2-1.jsonl")


def overwrite(path: Path) -> None:
    path.write_bytes(b"Not a database, but some log that was rotated here.\n" * 200)


def overwrite_start(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\x00" * 100)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut_to_a_page(path: Path) -> None:
    os.truncate(path, 4096)


def cut_in_half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def cut_within_header(path: Path) -> None:
    os.truncate(path, 50)


def garbage_inside(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(8 * 4096)
        file.write(bytes(i * 37 % 251 for i in range(size - 12 * 4096)))


@pytest.mark.parametrize(
    "damage", [overwrite, overwrite_start, empty, cut_to_a_page, cut_in_half, cut_within_header, garbage_inside]
)
def test_damage_is_said_and_the_file_left_alone(damaged: Path, damage: Callable[[Path], None]) -> None:
    damage(damaged)
    size = damaged.stat().st_size
    with pytest.raises(CorruptError, match=r"The ledger .*/ledger\.sqlite .*Move the file aside and run again"):
        use(f"sqlite:///{damaged}")
    assert damaged.stat().st_size == size


def test_damage_that_no_lookup_meets_is_found_by_the_check(damaged: Path) -> None:
    with Ledger.open(f"sqlite:///{damaged}") as ledger:
        assert ledger.check() == []
    garbage_inside(damaged)
    with Ledger.open(f"sqlite:///{damaged}") as ledger:
        assert ledger.check() != []


# --- locks


def test_a_second_writer_is_told_in_time(sqlite: Ledger, path: Path) -> None:
    commit(sqlite, article(1))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Ledger.open(f"sqlite:///{path}", timeout=0.3) as second:
        began = time.monotonic()
        with pytest.raises(LockedError, match=r"is locked by another process\. Wait for the other run"):
            commit(second, article(2), path="b.jsonl")
        assert time.monotonic() - began < 3
        # Reading goes on meanwhile.
        assert len(list(entries(second, SITE))) == 1
        other.execute("ROLLBACK")
        commit(second, article(2), path="b.jsonl")
    other.close()
    assert len(list(entries(sqlite, SITE))) == 2


def test_a_second_writer_waits_its_turn(sqlite: Ledger, path: Path) -> None:
    commit(sqlite, article(1))
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO ledger_sites (name) VALUES ('other.example')")
    release = threading.Timer(0.3, other.commit)
    release.start()
    # A transaction that reads first and asks for the lock later would fail at once here, however long it may wait.
    sqlite.record(SITE, [Outcome(state=State.FAILED, url=url_of(2), at=START, reasons=("timeout",))])
    release.join()
    other.close()
    assert len(list(entries(sqlite, SITE))) == 2
    assert sqlite.sites() == [SITE, "other.example"]


def test_a_reader_does_not_stop_the_crawl(sqlite: Ledger, path: Path) -> None:
    commit(sqlite, *[article(n) for n in range(1, 100)])
    with Ledger.open(f"sqlite:///{path}", timeout=0.3, create=False) as report, report.reading() as connection:
        rows = connection.exec_driver_sql("SELECT id FROM ledger_articles")
        assert rows.fetchone() is not None
        commit(sqlite, article(100), path="b.jsonl")
        assert len(rows.fetchall()) == 98  # as it was when the report began


def test_a_second_writer_on_a_server_is_told_in_time(postgresql_url: str) -> None:
    with Ledger.open(postgresql_url) as first, Ledger.open(postgresql_url, timeout=0.3) as second:
        commit(first, article(1))
        failure = Outcome(state=State.FAILED, url=url_of(1), at=START, reasons=("x",))
        with first.writing() as connection:
            connection.exec_driver_sql("LOCK TABLE ledger_articles")
            with pytest.raises(LockedError, match="is locked by another process"):
                second.record(SITE, [failure])
        second.record(SITE, [failure])


# --- rights and room


def as_nobody(script: str, *arguments: object) -> str:
    """Run ``script`` without root's rights; what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    return done.stdout


OPEN = """
import os, sys
from newscrawl.ledger import Ledger
from newscrawl.ledger.errors import LedgerError
from tests.ledger.builders import article, commit
# All is imported before the rights are given up: the interpreter may stand in a folder of root's.
with Ledger.open("sqlite://") as ledger:
    commit(ledger, article(1))
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    with Ledger.open("sqlite:///" + sys.argv[1]) as ledger:
        commit(ledger, article(2), path="b.jsonl")
except LedgerError as error:
    print(type(error).__name__, error)
"""


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Path]:
    """A folder that another user may enter: pytest's own are private."""
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="newscrawl-rights-"))
    folder.chmod(0o755)
    yield folder
    subprocess.run(["chmod", "-R", "u+rwX", folder], check=True)
    shutil.rmtree(folder)


def test_a_folder_that_may_not_be_written(shared: Path) -> None:
    shared.chmod(0o555)
    said = as_nobody(OPEN, shared / "ledger.sqlite")
    assert said.startswith(
        f"ReadOnlyError The ledger {shared / 'ledger.sqlite'} cannot be opened. Give this user access"
    )
    assert list(shared.iterdir()) == []


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o777), (0o444, 0o555), (0o000, 0o777)])
def test_a_file_that_may_not_be_written(shared: Path, file_mode: int, folder_mode: int) -> None:
    path = shared / "ledger.sqlite"
    with Ledger.open(f"sqlite:///{path}") as ledger:
        commit(ledger, article(1))
    before = path.read_bytes()
    path.chmod(file_mode)
    shared.chmod(folder_mode)
    said = as_nobody(OPEN, path)
    assert said.startswith(f"ReadOnlyError The ledger {path} cannot be ")
    assert "write access" in said
    assert path.read_bytes() == before


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"cannot mount a small file system: {mounted.stderr.strip()}")
    yield folder
    if subprocess.run(["umount", folder], check=False).returncode != 0:
        subprocess.run(["umount", "-l", folder], check=True)
        pytest.fail("a file was left open")


def test_a_full_disk_undoes_the_file_and_nothing_else(small: Path) -> None:
    url = f"sqlite:///{small / 'ledger.sqlite'}"
    with Ledger.open(url) as ledger:
        commit(ledger, article(1))
        outcomes = [outcome_of(article(n), now=START) for n in range(2, 4000)]
        with pytest.raises(DiskFullError, match="disk"):
            ledger.commit_file(SITE, "r1", "b.jsonl", sha256="0", lines=1, outcomes=outcomes, now=START)
        assert summary(ledger, SITE, START).files == 1
        commit(ledger, article(2), path="c.jsonl")
    with Ledger.open(url) as ledger:
        assert [line.entry.number for line in entries(ledger, SITE)] == [1, 2]
        assert ledger.check() == []


def test_no_room_for_a_new_ledger(small: Path) -> None:
    with (small / "ballast").open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    assert shutil.disk_usage(small).free == 0
    with pytest.raises(DiskFullError):
        Ledger.open(f"sqlite:///{small / 'ledger.sqlite'}")
    assert [path.name for path in small.iterdir()] == ["ballast"]


# --- servers


def test_no_server(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(UnreachableError, match=r"postgresql://me:\*\*\*@127\.0\.0\.1:1/news does not answer") as caught:
        Ledger.open("postgresql://me:secret@127.0.0.1:1/news", timeout=2)
    assert "secret" not in str(caught.value)


def test_no_such_database(postgresql: str) -> None:
    with pytest.raises(UnreachableError):
        Ledger.open(postgresql.format(database="nowhere"))


def test_a_connection_that_breaks(postgresql_url: str) -> None:
    with Ledger.open(postgresql_url) as ledger, Ledger.open(postgresql_url) as other:
        commit(ledger, article(1))
        ledger.site_id(SITE)
        end = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

        def lines() -> Iterator[Outcome]:
            yield outcome_of(article(2), now=START)
            with other.reading() as connection:
                connection.exec_driver_sql(end)
            yield outcome_of(article(3), now=START)

        with pytest.raises(UnreachableError):
            ledger.commit_file(SITE, "r1", "b.jsonl", sha256="0", lines=2, outcomes=lines(), now=START)
        # The next transaction connects anew.
        assert [line.entry.number for line in entries(ledger, SITE)] == [1]


def test_every_error_is_one_kind() -> None:
    for kind in (BadURLError, CorruptError, DiskFullError, LockedError, ReadOnlyError, UnreachableError):
        assert issubclass(kind, LedgerError)

from __future__ import annotations

import multiprocessing
import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect, text

from newscrawl.ledger import Ledger, entries
from newscrawl.ledger.engine import _engine, parse_url, writing
from newscrawl.ledger.errors import MissingLedgerError, SchemaError
from newscrawl.ledger.schema import MIGRATIONS, Migration, metadata, migrate, version
from tests.ledger.builders import SITE, START, article, commit, ref_of

if TYPE_CHECKING:
    from pathlib import Path


def test_the_steps_lead_to_the_tables(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        found = inspect(connection)
        assert set(found.get_table_names()) - {"ledger_schema"} == set(metadata.tables)
        for name, table in metadata.tables.items():
            keys = [column.name for column in table.primary_key]
            assert found.get_pk_constraint(name)["constrained_columns"] == keys
            columns = {column["name"]: column["nullable"] for column in found.get_columns(name)}
            assert set(columns) == {column.name for column in table.columns}
            # SQLite says of its row ids that they may be null.
            assert all(columns[c.name] == c.nullable for c in table.columns if c.name not in keys)


def test_opening_again_finds_what_was_there(path: Path) -> None:
    with Ledger.open(f"sqlite:///{path}") as ledger:
        commit(ledger, article(1))
    assert [file.name for file in path.parent.iterdir()] == [path.name]  # no log, no leftover
    with Ledger.open(f"sqlite:///{path}", create=False) as ledger:
        assert ledger.decide(SITE, [ref_of(1)], START)[0].entry is not None


def test_opening_again_on_a_server(postgresql_url: str) -> None:
    with pytest.raises(MissingLedgerError):
        Ledger.open(postgresql_url, create=False)
    with Ledger.open(postgresql_url) as ledger:
        commit(ledger, article(1))
    with Ledger.open(postgresql_url, create=False) as ledger:
        assert ledger.decide(SITE, [ref_of(1)], START)[0].entry is not None


def test_nothing_is_made_where_it_is_only_to_be_read(path: Path) -> None:
    with pytest.raises(MissingLedgerError, match="no ledger at"):
        Ledger.open(f"sqlite:///{path}", create=False)
    assert not path.parent.exists()


def test_an_older_ledger_takes_the_steps_it_lacks(url: str) -> None:
    later = Migration(
        "colours",
        ("CREATE TABLE ledger_colours (id {id}, name TEXT, code {bytes})",),
    )
    engine = _engine(parse_url(url), 5)
    for steps in (MIGRATIONS, (*MIGRATIONS, later), (*MIGRATIONS, later)):
        with writing(engine) as connection:
            migrate(connection, "here", steps)
            assert version(connection) == len(steps)
    with writing(engine) as connection:
        assert inspect(connection).has_table("ledger_colours")
        with pytest.raises(SchemaError, match=f"version {len(MIGRATIONS) + 1}, this newscrawl knows up to"):
            migrate(connection, "here")
    engine.dispose()


def test_a_step_that_fails_leaves_the_ledger_as_it_was(url: str) -> None:
    broken = Migration("broken", ("CREATE TABLE ledger_half (id {id})", "CREATE NONSENSE"))
    engine = _engine(parse_url(url), 5)
    with writing(engine) as connection:
        migrate(connection, "here")
    with pytest.raises(Exception, match="NONSENSE"), writing(engine) as connection:
        migrate(connection, "here", (*MIGRATIONS, broken))
    with writing(engine) as connection:
        assert not inspect(connection).has_table("ledger_half")
        assert version(connection) == len(MIGRATIONS)
    engine.dispose()


def newer(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        connection.execute(text("INSERT INTO ledger_schema VALUES (99, 'from the future')"))
    ledger.close()


def test_a_newer_ledger_is_left_alone(path: Path, postgresql_url: str) -> None:
    for url in (f"sqlite:///{path}", postgresql_url):
        newer(Ledger.open(url))
        before = path.read_bytes()
        with pytest.raises(SchemaError, match=r"schema version 99.*Update newscrawl; nothing was changed"):
            Ledger.open(url)
        assert path.read_bytes() == before


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "contacts.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE contacts (name TEXT)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(SchemaError, match="holds other tables and no ledger"):
        Ledger.open(f"sqlite:///{path}")
    assert path.read_bytes() == before


def _open(url: str, barrier: object) -> None:
    barrier.wait()  # type: ignore[attr-defined]
    with Ledger.open(url) as ledger:
        ledger.site_id(SITE)


@pytest.mark.parametrize("kind", ["file", "postgresql"])
def test_processes_that_open_a_new_ledger_at_once_share_one(
    kind: str, path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{path}" if kind == "file" else request.getfixturevalue("postgresql_url")
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(4)
    children = [spawn.Process(target=_open, args=(url, barrier)) for _ in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children] == [0] * 4
    with Ledger.open(url, create=False) as ledger:
        assert ledger.sites() == [SITE]
        assert list(entries(ledger, SITE)) == []
    if kind == "file":
        assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_leftovers_of_a_killed_first_start_are_removed(path: Path) -> None:
    path.parent.mkdir()
    gone = multiprocessing.get_context("spawn").Process(target=int)
    gone.start()
    gone.join()
    for name in (f".{path.name}.{gone.pid}-abcd.new", f".{path.name}.{gone.pid}-abcd.new-wal"):
        (path.parent / name).write_bytes(b"half")
    (path.parent / f".{path.name}.1-abcd.new").write_bytes(b"another process at work")
    (path.parent / f".{path.name}.mine.new").write_bytes(b"not ours")
    Ledger.open(f"sqlite:///{path}").close()
    assert sorted(file.name for file in path.parent.iterdir()) == [
        f".{path.name}.1-abcd.new",
        f".{path.name}.mine.new",
        path.name,
    ]

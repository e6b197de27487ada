"""The databases that the ledger is tested on: SQLite in memory and in a file, and a private PostgreSQL."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newscrawl.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator


def _programs() -> Path | None:
    """The folder of PostgreSQL's server programs: Debian keeps them off the PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((path.parent for path in folders), key=lambda path: float(path.parent.name), default=None)


def _as_server(*command: str | Path) -> list[str]:
    """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
    drop = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    return [*drop, *map(str, command)]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """URL of a server of this test run's own, without the database's name: no network, a socket in a private folder."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL's server is not installed (Debian: apt-get install postgresql)")
    pytest.importorskip("psycopg", reason="the driver psycopg is not installed")
    # The path of a socket is limited to some hundred bytes, so pytest's own folders are too deep.
    folder = Path(tempfile.mkdtemp(prefix="newscrawl-pg-"))
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/"}
    server = "-c listen_addresses='' -c fsync=off -c max_connections=20 -k " + str(folder)
    try:
        subprocess.run(
            _as_server(programs / "initdb", "-D", data, "-U", "newscrawl", "-A", "trust", "-E", "UTF8", "--no-sync"),
            **quiet,
        )
        subprocess.run(
            _as_server(programs / "pg_ctl", "-D", data, "-o", server, "-l", folder / "log", "-w", "start"), **quiet
        )
        try:
            yield f"postgresql://newscrawl@/{{database}}?host={folder}"
        finally:
            subprocess.run(_as_server(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"), **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_databases = count()


@pytest.fixture
def postgresql_url(postgresql: str) -> str:
    """URL of an empty database."""
    import psycopg

    name = f"ledger{next(_databases)}"
    with psycopg.connect(postgresql.format(database="postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
    return postgresql.format(database=name)


@pytest.fixture(params=["memory", "file", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a place for a ledger, on each kind of database in turn."""
    if request.param == "memory":
        return "sqlite://"
    if request.param == "file":
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    """A new ledger, on each kind of database in turn."""
    with Ledger.open(url) as ledger:
        yield ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a SQLite ledger may be made."""
    return tmp_path / "state" / "ledger.sqlite"


@pytest.fixture
def sqlite(path: Path) -> Iterator[Ledger]:
    """A new ledger in a file."""
    with Ledger.open(f"sqlite:///{path}") as ledger:
        yield ledger

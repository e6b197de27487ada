"""Opening the database: what a URL may be, how SQLite is set up, and that a new ledger appears whole or not at all."""

from __future__ import annotations

import errno
import fcntl
import io
import os
import secrets
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool

from newscrawl.ledger import schema
from newscrawl.ledger.errors import (
    BadURLError,
    CorruptError,
    DiskFullError,
    MissingLedgerError,
    ReadOnlyError,
    explained,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

_FORMS = "It takes sqlite:///path/to/ledger.sqlite or postgresql://user:password@host/database."


def parse_url(url: str) -> URL:
    """``url`` with the driver that this package uses.

    :raises BadURLError: it is no database URL, or of a database that is not supported
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        # The URL may hold a password, so it is not repeated.
        raise BadURLError(f"NEWSCRAWL_LEDGER_URL is not a database URL. {_FORMS}") from error
    drivers = {"sqlite": "sqlite", "sqlite+pysqlite": "sqlite"} | dict.fromkeys(
        ("postgresql", "postgres", "postgresql+psycopg"), "postgresql+psycopg"
    )
    if parsed.drivername not in drivers:
        raise BadURLError(f"NEWSCRAWL_LEDGER_URL names the database {parsed.drivername!r}. {_FORMS}")
    parsed = parsed.set(drivername=drivers[parsed.drivername])
    if parsed.drivername == "sqlite":
        if parsed.host or parsed.query or (parsed.database or "").startswith("file:"):
            raise BadURLError(
                f"NEWSCRAWL_LEDGER_URL names no plain path: {parsed.render_as_string()!r}. {_FORMS}"
                " An absolute path has four slashes."
            )
    elif not parsed.database:
        raise BadURLError(f"NEWSCRAWL_LEDGER_URL names no database. {_FORMS}")
    return parsed


def in_memory(url: URL) -> bool:
    return url.drivername == "sqlite" and url.database in (None, "", ":memory:")


def place_of(url: URL) -> str:
    """How messages name the ledger: its path, or the URL without the password."""
    if url.drivername == "sqlite":
        return "in memory" if in_memory(url) else str(url.database)
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


def open_engine(url: URL, *, create: bool, timeout: float) -> Engine:
    """An engine on a ledger of the schema that this code knows.

    :param create: make the ledger where there is none
    :param timeout: seconds to wait for another process's write lock
    :raises LedgerError: see the classes in :mod:`newscrawl.ledger.errors`
    """
    place = place_of(url)
    if url.drivername == "sqlite" and not in_memory(url):
        _find_file(Path(url.database or ""), create=create, timeout=timeout)
    engine = _engine(url, timeout)
    try:
        with explained(place):
            with engine.connect() as connection, connection.begin():
                found = schema.version(connection)
            schema.check_version(found, place)
            if found == 0 and not create and not in_memory(url):
                raise MissingLedgerError(f"There is no ledger at {place} yet. A crawl makes it.")
            if found < len(schema.MIGRATIONS):
                with writing(engine) as connection:
                    schema.migrate(connection, place)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that takes the write lock at its start, so that it never fails half-way for want of it."""
    with engine.connect() as connection:
        connection.execution_options(newscrawl_writes=True)
        with connection.begin():
            yield connection


def _engine(url: URL, timeout: float) -> Engine:
    if url.drivername != "sqlite":
        try:
            return create_engine(
                url,
                connect_args={
                    "connect_timeout": max(int(timeout), 2),
                    # The connection that holds a site's lock is quiet for long, and routers forget quiet ones.
                    "keepalives_idle": 60,
                    "tcp_user_timeout": max(int(timeout), 2) * 1000,
                    "options": f"-c lock_timeout={int(timeout * 1000)} -c application_name=newscrawl",
                },
                # The server may have been restarted since the last page of the listing.
                pool_pre_ping=True,
            )
        except ModuleNotFoundError as error:
            raise BadURLError(
                "A ledger on PostgreSQL needs the driver psycopg: pip install 'newscrawl[postgresql]'."
            ) from error
    # A database in memory lives as long as its one connection.
    options: dict[str, Any] = {"poolclass": StaticPool} if in_memory(url) else {}
    engine = create_engine(url, connect_args={"timeout": timeout, "check_same_thread": False}, **options)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, record: object) -> None:
        # Python's sqlite3 would begin transactions by itself, and always without the write lock.
        connection.isolation_level = None
        cursor = connection.cursor()
        # A commit survives power loss. WAL's own default would leave that to chance.
        cursor.execute("PRAGMA synchronous=FULL")
        # 8 MB, the same for a small ledger and a large one.
        cursor.execute("PRAGMA cache_size=-8000")
        cursor.execute("PRAGMA journal_size_limit=67108864")
        # Notice damage where it is read, and run nothing that a prepared file might hold.
        cursor.execute("PRAGMA cell_size_check=ON")
        cursor.execute("PRAGMA trusted_schema=OFF")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("newscrawl_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _find_file(path: Path, *, create: bool, timeout: float) -> None:
    """Make sure that the ledger's file is there, making it if asked."""
    try:
        size = path.stat().st_size if path.exists() else None
        if path.is_dir():
            raise BadURLError(f"NEWSCRAWL_LEDGER_URL names the folder {path}. It takes a file in it.")
        if size is None:
            if not create:
                raise MissingLedgerError(f"There is no ledger at {path} yet. A crawl makes it.")
            path.parent.mkdir(parents=True, exist_ok=True)
            _create_file(path, timeout)
        elif size == 0:
            # SQLite would take it for a new database.
            raise CorruptError(
                f"The ledger {path} is empty: it was cut short. Move the file aside and run again:"
                " the ledger is made anew from the output files."
            )
    except OSError as error:
        kind = DiskFullError if error.errno in _FULL else ReadOnlyError
        raise kind(
            f"The ledger {path} cannot be made or read: {error.strerror}."
            " Check the path, its owner and the disk's free space."
        ) from error


def lock_file(url: URL, site_id: int) -> BinaryIO | None:
    """Lock a site of a SQLite ledger until the file that is returned is closed; ``None``: another process has it.

    :raises LedgerError: ReadOnlyError, DiskFullError
    """
    file: BinaryIO
    if in_memory(url):
        return io.BytesIO()
    path = Path(f"{url.database}.{site_id}.lock")
    try:
        file = path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
    except OSError as error:
        kind = DiskFullError if error.errno in _FULL else ReadOnlyError
        raise kind(
            f"The file {path}, which keeps other runs out, cannot be made or locked: {error.strerror}."
        ) from error
    return file


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def _create_file(path: Path, timeout: float) -> None:
    """Make a ledger under another name and link it to ``path``.

    A process killed meanwhile leaves no empty file that would look like a ledger cut short; of two processes that
    do this at once, one wins and both go on with its file.
    """
    for leftover in path.parent.glob(f".{path.name}.*.new*"):
        _remove_if_abandoned(leftover, path.name)
    new = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.new")
    try:
        engine = _engine(URL.create("sqlite", database=str(new)), timeout)
        try:
            with explained(str(path)):
                raw = engine.raw_connection()
                # Readers do not block the crawl, nor the crawl readers. Kept in the file. Where the file system
                # cannot share memory (network disks), SQLite stays with its journal: correct, but they wait.
                try:
                    raw.cursor().execute("PRAGMA journal_mode=WAL")
                finally:
                    raw.close()
                with writing(engine) as connection:
                    schema.migrate(connection, str(path))
        finally:
            # The last connection that closes writes the log back and removes it.
            engine.dispose()
        try:
            os.link(new, path)
        except FileExistsError:
            pass
        except OSError as error:
            # Some file systems know no second name; then two processes at once are the user's to avoid.
            if error.errno not in (errno.EPERM, errno.EOPNOTSUPP) or path.exists():
                raise
            new.rename(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        for leftover in (new, Path(f"{new}-wal"), Path(f"{new}-shm"), Path(f"{new}-journal")):
            leftover.unlink(missing_ok=True)


def _remove_if_abandoned(leftover: Path, name: str) -> None:
    pid = leftover.name.removeprefix(f".{name}.").partition("-")[0]
    if not pid.isdigit():
        return
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        leftover.unlink(missing_ok=True)
    except (OverflowError, PermissionError):
        return

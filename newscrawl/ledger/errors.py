"""What can go wrong with a ledger, and how database errors become sentences that say what to do."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

if TYPE_CHECKING:
    from collections.abc import Iterator


class LedgerError(Exception):
    """Base of all errors of this package. The message says what happened, where, and what to do."""


class BadURLError(LedgerError):
    """The ledger's URL cannot be understood, or its database driver is not installed."""


class MissingLedgerError(LedgerError):
    """There is no ledger where one was to be read, and none was to be made."""


class SchemaError(LedgerError):
    """The database is of a newer version than this code knows, or is no ledger at all."""


class CorruptError(LedgerError):
    """The file is no database any more: overwritten, cut short, or damaged inside."""


class LockedError(LedgerError):
    """Another process held the write lock for longer than the timeout."""


class ReadOnlyError(LedgerError):
    """The file, its folder or the database may not be written."""


class DiskFullError(LedgerError):
    """No room left, or the disk failed while writing. What was committed before still stands."""


class ClaimLostError(LedgerError):
    """The connection that held a site's lock was lost, and the lock is another run's, or has been."""


class UnreachableError(LedgerError):
    """The database server does not answer or refuses the connection."""


class OutputFileError(LedgerError):
    """An output file that is to be read back holds a line that this project did not write whole."""


class RunError(LedgerError):
    """A run is ended that was not begun, or begun twice."""


_SET_ASIDE = "Move the file aside and run again: the ledger is made anew from the output files."

# By the leading word of SQLite's error name; the extended names (SQLITE_BUSY_SNAPSHOT) begin with the plain ones.
_SQLITE: tuple[tuple[str, type[LedgerError], str], ...] = (
    ("SQLITE_BUSY", LockedError, "is locked by another process. Wait for the other run to end, then run again."),
    ("SQLITE_LOCKED", LockedError, "is locked by another connection. Wait for it to end, then run again."),
    ("SQLITE_NOTADB", CorruptError, f"is not a database. {_SET_ASIDE}"),
    ("SQLITE_CORRUPT", CorruptError, f"is damaged. {_SET_ASIDE}"),
    ("SQLITE_READONLY", ReadOnlyError, "cannot be written. Give this user write access to the file and its folder."),
    (
        "SQLITE_CANTOPEN",
        ReadOnlyError,
        "cannot be opened. Give this user access to the file and write access to its folder.",
    ),
    ("SQLITE_PERM", ReadOnlyError, "cannot be accessed. Give this user write access to the file and its folder."),
    ("SQLITE_FULL", DiskFullError, "could not be written: the disk is full. Free some space, then run again."),
    ("SQLITE_IOERR", DiskFullError, "could not be read or written. Check the disk and its free space, then run again."),
)

# By SQLSTATE, the longest match first: https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL: tuple[tuple[str, type[LedgerError], str], ...] = (
    ("55P03", LockedError, "is locked by another process. Wait for the other run to end, then run again."),
    ("40P01", LockedError, "was locked by another process at the same time. Run again."),
    ("25006", ReadOnlyError, "cannot be written: the server is read-only. Use the primary server."),
    ("42501", ReadOnlyError, "may not be used by this role. Grant it CREATE on the schema, and its tables."),
    ("53", DiskFullError, "could not be written: the server lacks room or memory."),
    ("58", DiskFullError, "could not be written: the server's disk failed."),
    ("XX", CorruptError, "is damaged, says the server."),
    ("08", UnreachableError, "does not answer. Check the server and the URL."),
    ("28", UnreachableError, "refuses the user or password in the URL."),
    ("3D", UnreachableError, "does not exist on the server. Create the database first."),
    ("57P", UnreachableError, "was shut down. Run again when the server is back."),
)


def explain(error: BaseException, place: str) -> LedgerError:
    """``error``, as the driver raised it, as a :class:`LedgerError` that names ``place``."""
    said = " ".join(str(error).split())
    name = getattr(error, "sqlite_errorname", None)
    if isinstance(error, sqlite3.Error):
        for prefix, kind, advice in _SQLITE:
            if name is not None and name.startswith(prefix):
                return kind(f"The ledger {place} {advice} ({said})")
    state = getattr(error, "sqlstate", None)
    if state is not None:
        for prefix, kind, advice in _POSTGRESQL:
            if state.startswith(prefix):
                return kind(f"The ledger {place} {advice} ({said})")
    elif type(error).__module__.startswith("psycopg") and type(error).__name__ in (
        "OperationalError",
        "ConnectionTimeout",
    ):
        return UnreachableError(f"The ledger {place} does not answer. Check the server and the URL. ({said})")
    return LedgerError(f"The ledger {place} failed: {said}")


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn database errors raised inside into :class:`LedgerError`; all others pass."""
    try:
        yield
    except DBAPIError as error:
        raise explain(error.orig or error, place) from error
    except (sqlite3.Error, PoolTimeoutError) as error:
        raise explain(error, place) from error

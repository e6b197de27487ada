"""The tables, and the ordered steps that bring a database to them.

Alembic would bring a command, a folder of scripts and two more packages for what is a list of SQL here.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Table, Text, inspect, text
from sqlalchemy.types import TypeDecorator

from newscrawl.items import State
from newscrawl.ledger.entry import Entry
from newscrawl.ledger.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Dialect

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


class Instant(TypeDecorator[datetime]):
    """Whole seconds since 1970 in UTC: short, exact, and compared the same by every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - _EPOCH) // _SECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(seconds=value)


LONGEST_TEXT = 16_000
"""Characters kept of a string that a page or server sent: what matters is shorter."""


def storable(value: str) -> str:
    """``value`` without what a database refuses: NUL, which PostgreSQL cannot hold, and lone surrogates."""
    if not value.isascii():
        value = value.encode("utf-8", "replace").decode("utf-8")
    return value.replace("\0", "\ufffd")[:LONGEST_TEXT]


class Printed(TypeDecorator[str]):
    """Text from outside, made safe to store."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Reasons(TypeDecorator[tuple[str, ...]]):
    """Sentences, as a JSON array; none is NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return json.dumps([storable(reason) for reason in value], ensure_ascii=False) if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        return tuple(json.loads(value)) if value else ()


class StateName(TypeDecorator[State]):
    """The state by its value."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: State | None, dialect: Dialect) -> str | None:
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> State | None:
        return None if value is None else State(value)


metadata = MetaData()

# No foreign keys: each table is written by one short function of the store, and an address whose article is gone
# is defined to count as unknown.
sites = Table(
    "ledger_sites",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("name", Text, nullable=False),
)
articles = Table(
    "ledger_articles",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("site_id", BigInteger, nullable=False),
    Column("url", Printed, nullable=False),
    Column("number", BigInteger),
    Column("post_id", BigInteger),
    Column("state", StateName, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("content_hash", LargeBinary),
    Column("published", Instant),
    Column("modified", Printed),
    Column("etag", Printed),
    Column("last_modified", Printed),
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("looks", BigInteger, nullable=False),
    Column("look_again", Instant),
    Column("failures", BigInteger, nullable=False),
    Column("failure", Printed),
    Column("first_missed", Instant),
    Column("last_missed", Instant),
    Column("misses", BigInteger, nullable=False),
    Column("missed_as", Printed),
    Column("reasons", Reasons),
    Column("file_id", BigInteger),
)
addresses = Table(
    "ledger_addresses",
    metadata,
    Column("site_id", BigInteger, primary_key=True),
    Column("url_key", LargeBinary, primary_key=True),
    Column("article_id", BigInteger, nullable=False),
    Column("url", Printed),  # where it is not the article's own
)
files = Table(
    "ledger_files",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("site_id", BigInteger, nullable=False),
    Column("path", Printed, nullable=False),  # relative to the site's output folder, else absolute
    Column("run", Printed, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("lines", BigInteger, nullable=False),
    Column("committed", Instant, nullable=False),
)
announcements = Table(
    "ledger_announcements",
    metadata,
    Column("site_id", BigInteger, primary_key=True),
    Column("path", Printed, primary_key=True),
    Column("run", Printed, nullable=False),
    Column("sha256", Text, nullable=False),
)
runs = Table(
    "ledger_runs",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("site_id", BigInteger, nullable=False),
    Column("name", Printed, nullable=False),
    Column("started", Instant, nullable=False),
    Column("ended", Instant),
    Column("outcome", Printed),
    Column("requests", BigInteger),
    Column("sums", Text),  # a JSON object
)
listings = Table(
    "ledger_listings",
    metadata,
    Column("site_id", BigInteger, primary_key=True),
    Column("url_key", LargeBinary, primary_key=True),
    Column("url", Printed, nullable=False),
    Column("etag", Printed),
    Column("last_modified", Printed),
    Column("content_hash", LargeBinary),
    Column("watermark", Printed),
    Column("read", Instant, nullable=False),
)

ENTRY = tuple(articles.c[name] for name in Entry._fields)
"""The columns of an :class:`Entry`, in its order."""


class Migration(NamedTuple):
    """One step. Its statements never change once released: a database that took it is never asked again."""

    title: str
    statements: tuple[str, ...]
    """SQL of both databases, but for ``{id}``, ``{bytes}`` and ``{clustered}``."""


MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        "articles, their addresses, output files, runs and listings",
        (
            "CREATE TABLE ledger_sites (id {id}, name TEXT NOT NULL UNIQUE)",
            # Columns that hold long text come last, so that SQLite reads past them only when asked for them.
            """CREATE TABLE ledger_articles (
                id {id}, site_id BIGINT NOT NULL, number BIGINT, post_id BIGINT, state TEXT NOT NULL,
                revision BIGINT NOT NULL, content_hash {bytes}, published BIGINT, first_seen BIGINT NOT NULL,
                last_seen BIGINT NOT NULL, looks BIGINT NOT NULL, look_again BIGINT, failures BIGINT NOT NULL,
                first_missed BIGINT, last_missed BIGINT, misses BIGINT NOT NULL, file_id BIGINT,
                url TEXT NOT NULL, modified TEXT, etag TEXT, last_modified TEXT, failure TEXT, missed_as TEXT,
                reasons TEXT)""",
            "CREATE INDEX ledger_articles_number ON ledger_articles (site_id, number) WHERE number IS NOT NULL",
            "CREATE INDEX ledger_articles_post ON ledger_articles (site_id, post_id) WHERE post_id IS NOT NULL",
            "CREATE INDEX ledger_articles_state ON ledger_articles (site_id, state, id)",
            """CREATE INDEX ledger_articles_due ON ledger_articles (site_id, look_again, id)
                WHERE look_again IS NOT NULL""",
            # Few rows are ever in these two.
            "CREATE INDEX ledger_articles_failing ON ledger_articles (site_id, id) WHERE failures > 0",
            "CREATE INDEX ledger_articles_missed ON ledger_articles (site_id, id) WHERE misses > 0",
            # A digest and not the URL: a quarter of the size, and PostgreSQL refuses keys beyond 2,700 bytes.
            """CREATE TABLE ledger_addresses (
                site_id BIGINT NOT NULL, url_key {bytes} NOT NULL, article_id BIGINT NOT NULL, url TEXT,
                PRIMARY KEY (site_id, url_key)){clustered}""",
            """CREATE TABLE ledger_files (
                id {id}, site_id BIGINT NOT NULL, path TEXT NOT NULL, run TEXT NOT NULL, sha256 TEXT NOT NULL,
                lines BIGINT NOT NULL, committed BIGINT NOT NULL, UNIQUE (site_id, path))""",
            """CREATE TABLE ledger_announcements (
                site_id BIGINT NOT NULL, path TEXT NOT NULL, run TEXT NOT NULL, sha256 TEXT NOT NULL,
                PRIMARY KEY (site_id, path))""",
            """CREATE TABLE ledger_runs (
                id {id}, site_id BIGINT NOT NULL, name TEXT NOT NULL, started BIGINT NOT NULL, ended BIGINT,
                outcome TEXT, requests BIGINT, sums TEXT, UNIQUE (site_id, name))""",
            """CREATE TABLE ledger_listings (
                site_id BIGINT NOT NULL, url_key {bytes} NOT NULL, url TEXT NOT NULL, etag TEXT,
                last_modified TEXT, content_hash {bytes}, watermark TEXT, read BIGINT NOT NULL,
                PRIMARY KEY (site_id, url_key))""",
        ),
    ),
)

LOCKS = 7306341
"""This project's advisory locks on a server: alone, that on the schema; with a site's id, that on the site."""

_DIALECTS = {
    # AUTOINCREMENT: an id is never used again, so a stale address or a bit in a roll call never names another article.
    "sqlite": {"id": "INTEGER PRIMARY KEY AUTOINCREMENT", "bytes": "BLOB", "clustered": " WITHOUT ROWID"},
    "postgresql": {
        "id": "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
        "bytes": "BYTEA",
        "clustered": "",
    },
}


def version(connection: Connection) -> int:
    """How many migrations the database has taken; 0: it holds no ledger."""
    if not inspect(connection).has_table("ledger_schema"):
        return 0
    return int(connection.execute(text("SELECT max(version) FROM ledger_schema")).scalar() or 0)


def check_version(found: int, place: str, known: int = len(MIGRATIONS)) -> None:
    """:raises SchemaError: the database has taken migrations that this code does not know."""
    if found > known:
        raise SchemaError(
            f"The ledger {place} is of schema version {found}, this newscrawl knows up to {known}."
            " Update newscrawl; nothing was changed."
        )


def migrate(connection: Connection, place: str, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Take the steps that the database lacks, within the caller's transaction.

    :raises SchemaError: the database is newer than ``migrations``, or a file that is not a ledger
    """
    names = _DIALECTS[connection.dialect.name]
    if connection.dialect.name == "postgresql":
        # Two processes that open a new database at once must not both make the tables. Freed with the transaction.
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCKS})"))
    found = version(connection)
    check_version(found, place, len(migrations))
    if found == 0:
        if connection.dialect.name == "sqlite" and inspect(connection).get_table_names():
            raise SchemaError(
                f"The database {place} holds other tables and no ledger."
                " Name another file in NEWSCRAWL_LEDGER_URL; nothing was changed."
            )
        connection.execute(
            text("CREATE TABLE ledger_schema (version BIGINT NOT NULL PRIMARY KEY, title TEXT NOT NULL)")
        )
    for number, migration in enumerate(migrations[found:], found + 1):
        for statement in migration.statements:
            connection.exec_driver_sql(statement.format(**names))
        connection.execute(
            text("INSERT INTO ledger_schema (version, title) VALUES (:version, :title)"),
            {"version": number, "title": migration.title},
        )

"""Writing entries and addresses: driver statements with plain tuples.

A crawl's every article passes here; through Core's per-row parameters it took four times as long.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from newscrawl.ledger.entry import Entry
from newscrawl.ledger.schema import storable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Table

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_COLUMNS = Entry._fields[1:]
"""In the order of :func:`_row`; ``id`` comes first in an entry and last in a row."""

# Names come from this package's own constants, values are bound.
_MARKS = {"sqlite": "?", "postgresql": "%s"}


def _statements(mark: str) -> dict[str, str]:
    columns = ", ".join(_COLUMNS)
    return {
        "insert": f"INSERT INTO ledger_articles ({columns}, id, site_id)"  # noqa: S608 - see above
        f" VALUES ({', '.join([mark] * (len(_COLUMNS) + 2))})",
        "update": f"UPDATE ledger_articles SET {', '.join(f'{name} = {mark}' for name in _COLUMNS)}"  # noqa: S608
        f" WHERE id = {mark}",
        "drop": f"DELETE FROM ledger_articles WHERE id = {mark}",  # noqa: S608
        "link": f"INSERT INTO ledger_addresses (site_id, url_key, article_id, url) VALUES ({', '.join([mark] * 4)})"  # noqa: S608
        " ON CONFLICT (site_id, url_key) DO UPDATE SET article_id = excluded.article_id, url = excluded.url",
        "probe": "SELECT EXISTS (SELECT 1 FROM ledger_addresses"  # noqa: S608
        f" WHERE site_id = {mark} AND url_key IN ({mark}, {mark}))"
        f" OR EXISTS (SELECT 1 FROM ledger_articles WHERE site_id = {mark} AND post_id = {mark})"
        f" OR EXISTS (SELECT 1 FROM ledger_articles WHERE site_id = {mark} AND number = {mark})",
    }


STATEMENTS = {dialect: _statements(mark) for dialect, mark in _MARKS.items()}
"""By dialect: ``insert``, ``update``, ``drop``, ``link``, and ``probe``, which tells whether any entry has one of two
addresses, a post ID or a number."""


def _seconds(moment: datetime | None) -> int | None:
    if moment is None:
        return None
    since = moment - _EPOCH
    return since.days * 86400 + since.seconds


def _text(value: str | None) -> str | None:
    return None if value is None else storable(value)


def _reasons(value: tuple[str, ...]) -> str | None:
    return json.dumps([storable(reason) for reason in value], ensure_ascii=False) if value else None


def _row(entry: Entry) -> tuple[Any, ...]:
    # Written out, since it is called for every article: half the time of a table of converters.
    return (
        storable(entry.url),
        entry.number,
        entry.post_id,
        entry.state.value,
        entry.revision,
        entry.content_hash,
        _seconds(entry.published),
        _text(entry.modified),
        _text(entry.etag),
        _text(entry.last_modified),
        _seconds(entry.first_seen),
        _seconds(entry.last_seen),
        entry.looks,
        _seconds(entry.look_again),
        entry.failures,
        _text(entry.failure),
        _seconds(entry.first_missed),
        _seconds(entry.last_missed),
        entry.misses,
        _text(entry.missed_as),
        _reasons(entry.reasons),
        entry.file_id,
    )


def insert_entries(connection: Connection, site_id: int, entries: Sequence[Entry]) -> list[int]:
    """Store new entries; returns their ids, in order, counted on from all ids ever given."""
    ids = _new_ids(connection, len(entries))
    rows = [(*_row(entry), entry_id, site_id) for entry, entry_id in zip(entries, ids, strict=True)]
    connection.exec_driver_sql(STATEMENTS[connection.dialect.name]["insert"], rows)
    return ids


def _new_ids(connection: Connection, count: int) -> list[int]:
    """Ids for ``count`` rows, without asking each row for its own after it was inserted."""
    if connection.dialect.name == "postgresql":
        sequence = "SELECT nextval(pg_get_serial_sequence('ledger_articles', 'id')) FROM generate_series(1, %s)"
        return [row[0] for row in connection.exec_driver_sql(sequence, (count,))]
    # The transaction holds the write lock, and AUTOINCREMENT keeps the largest id ever used here.
    last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'ledger_articles'").scalar() or 0
    return list(range(last + 1, last + 1 + count))


def update_entries(connection: Connection, entries: Sequence[Entry]) -> None:
    rows = [(*_row(entry), entry.id) for entry in entries]
    connection.exec_driver_sql(STATEMENTS[connection.dialect.name]["update"], rows)


def drop_entries(connection: Connection, ids: Sequence[int]) -> None:
    connection.exec_driver_sql(STATEMENTS[connection.dialect.name]["drop"], [(entry_id,) for entry_id in ids])


def link_addresses(connection: Connection, site_id: int, links: Mapping[bytes, tuple[int, str | None]]) -> None:
    """Have addresses lead to entries: key -> id, and the URL where it is not the entry's own."""
    rows = [(site_id, key, entry_id, _text(url)) for key, (entry_id, url) in sorted(links.items())]
    connection.exec_driver_sql(STATEMENTS[connection.dialect.name]["link"], rows)


def put(connection: Connection, table: Table, values: Mapping[str, Any], *, key: Sequence[str]) -> None:
    """Store a row, or give the one that has this ``key`` these values."""
    # Only the dialect in use: PostgreSQL's alone takes as much memory as all of this package.
    dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
    statement = dialect.insert(table).values(values)
    others = {name: statement.excluded[name] for name in values if name not in key}
    if others:
        statement = statement.on_conflict_do_update(index_elements=key, set_=others)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=key)
    connection.execute(statement)

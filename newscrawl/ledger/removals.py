"""Articles that the site has taken down: gathering the evidence, and telling when it is enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from newscrawl.items import State
from newscrawl.ledger.entry import Entry, missed
from newscrawl.ledger.schema import ENTRY, articles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from newscrawl.ledger.roll import Roll
    from newscrawl.ledger.store import Ledger

PAGE = 10_000
"""Ids read by one statement."""

BATCH = 500
"""Rows read or written by one statement."""

MISSING = "missing from the listing"

FEW = 10
"""No more articles than this at once are an editor's work, whatever their share of a small site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absences:
    """What a whole listing showed."""

    known: int
    """Exported articles that it should have named."""
    missing: int
    """Those that it did not name."""
    cleared: int
    """Those missed before that it names again."""


def note_absences(ledger: Ledger, site: str, roll: Roll, *, since: datetime, now: datetime) -> Absences:
    """Take down which exported articles a listing did not name, and forget what spoke against those it did.

    Only for a listing that names every article of the site and was read to its end without an error: never for
    one served by ``modified_after``, a feed's latest entries, or one cut by ``since`` or ``limit``.

    Writes the rows that are missing or are back, no others.

    :param roll: given to every ``decide`` of this run
    :param since: start of the run: what it found itself, from the second after it on, was listed
    """
    site_id = ledger.site_id(site)
    known, missing, cleared, after = 0, 0, 0, 0
    while True:
        wanted = (
            select(articles.c.id)
            .where(articles.c.site_id == site_id, articles.c.state == State.EXPORTED, articles.c.id > after)
            .order_by(articles.c.id)
            .limit(PAGE)
        )
        with ledger.reading() as connection:
            ids = list(connection.execute(wanted).scalars())
        absent = [entry_id for entry_id in ids if entry_id not in roll]
        known += len(ids)
        for start in range(0, len(absent), BATCH):
            with ledger.writing() as connection:
                missing += _note(connection, absent[start : start + BATCH], since, now)
        if len(ids) < PAGE:
            break
        after = ids[-1]
    back = (entry.id for entry in suspects(ledger, site) if entry.id in roll)
    while ids := list(islice(back, BATCH)):
        with ledger.writing() as connection:
            connection.execute(_CLEAR.where(articles.c.id.in_(ids)))
        cleared += len(ids)
    return Absences(known=known, missing=missing, cleared=cleared)


_CLEAR = update(articles).values(misses=0, first_missed=None, last_missed=None, missed_as=None)


def _note(connection: Connection, ids: list[int], since: datetime, now: datetime) -> int:
    wanted = select(*ENTRY).where(articles.c.id.in_(ids), articles.c.first_seen <= since)
    noted = [missed(Entry._make(row), now, MISSING) for row in connection.execute(wanted)]
    for entry in noted:
        connection.execute(
            update(articles)
            .where(articles.c.id == entry.id)
            .values(
                first_missed=entry.first_missed,
                last_missed=entry.last_missed,
                misses=entry.misses,
                missed_as=entry.missed_as,
            )
        )
    return len(noted)


def suspects(ledger: Ledger, site: str) -> Iterator[Entry]:
    """Articles with evidence of absence, by id. Streams."""
    site_id = ledger.site_id(site)
    after = 0
    while True:
        wanted = (
            select(*ENTRY)
            .where(articles.c.site_id == site_id, articles.c.misses > 0, articles.c.id > after)
            .order_by(articles.c.id)
            .limit(BATCH)
        )
        with ledger.reading() as connection:
            page = [Entry._make(row) for row in connection.execute(wanted)]
        yield from page
        if len(page) < BATCH:
            return
        after = page[-1].id


def proven(entry: Entry, min_misses: int, min_span: timedelta) -> bool:
    """Whether the evidence is enough: so often, over so long."""
    if entry.first_missed is None or entry.last_missed is None or entry.state is State.REMOVED:
        return False
    return entry.misses >= min_misses and entry.last_missed - entry.first_missed >= min_span


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRemovals:
    """Which removals to report."""

    entries: list[Entry]
    """Those proven. Ask for the page once more before reporting one; if it answers, record that, which clears it."""
    held_back: int
    """Those proven as usual, but so many at once that a broken site is likelier: they need twice the proof."""


def due_removals(
    ledger: Ledger,
    site: str,
    *,
    min_misses: int = 3,
    min_span: timedelta = timedelta(days=3),
    max_share: float = 0.2,
) -> DueRemovals:
    """Articles whose absence is proven: missed ``min_misses`` times over at least ``min_span``.

    If these are more than ``max_share`` of the exported articles (and more than :data:`FEW`), only those with twice
    the misses over twice the span.
    """
    site_id = ledger.site_id(site)
    due = [entry for entry in suspects(ledger, site) if proven(entry, min_misses, min_span)]
    if len(due) <= FEW:
        return DueRemovals(entries=due, held_back=0)
    count = select(func.count()).where(articles.c.site_id == site_id, articles.c.state == State.EXPORTED)
    with ledger.reading() as connection:
        known = connection.execute(count).scalar_one()
    if len(due) <= max_share * known:
        return DueRemovals(entries=due, held_back=0)
    sure = [entry for entry in due if proven(entry, 2 * min_misses, 2 * min_span)]
    return DueRemovals(entries=sure, held_back=len(due) - len(sure))

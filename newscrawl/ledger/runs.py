"""The runs of a site, and what they leave for the next one about its listings."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from newscrawl.items import State
from newscrawl.ledger import schema
from newscrawl.ledger.errors import RunError
from newscrawl.ledger.fingerprint import address_key
from newscrawl.ledger.rows import put
from newscrawl.ledger.schedule import ROBOTS_AGAIN, latest_look, latest_retry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from newscrawl.ledger.store import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What is remembered of one listing (a feed, a sitemap, an API route) between runs."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    content_hash: bytes | None = None
    watermark: str | None = None
    """How far it was read, in words of the source: for REST the latest date of change seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a site."""

    name: str
    started: datetime
    ended: datetime | None
    """``None``: running, or killed."""
    outcome: str | None
    """As told to :func:`end_run`; ``killed``: a later run found that it never ended; ``None``: running, or killed."""
    requests: int | None
    sums: dict[str, int]
    """URLs by state in which they ended."""


def begin_run(ledger: Ledger, site: str, run: str, now: datetime) -> None:
    """Note that ``run`` has begun. Earlier runs of the site that never ended are noted as killed.

    Call it when the site's run lock is held, so that those cannot be running.

    :raises RunError: a run of this name was begun before
    """
    here = schema.runs.c.site_id == ledger.site_id(site)
    with ledger.writing() as connection:
        if connection.execute(select(schema.runs.c.id).where(here, schema.runs.c.name == run)).first() is not None:
            raise RunError(f"The ledger {ledger.place} knows a run {run!r} of {site!r} already.")
        connection.execute(
            update(schema.runs)
            .where(here, schema.runs.c.ended.is_(None), schema.runs.c.outcome.is_(None))
            .values(outcome="killed")
        )
        connection.execute(insert(schema.runs).values(site_id=ledger.site_id(site), name=run, started=now))
        _mind_clock(connection, ledger.site_id(site), now)


def _mind_clock(connection: Connection, site_id: int, now: datetime) -> None:
    """Have come due what is to be looked at later than the timetable ever says: the clock was wrong.

    Of second looks only those farther off than any is; sooner ones are told when a listing names the article.
    """
    table = schema.articles
    for bound, *of in (
        (latest_look(datetime.min.replace(tzinfo=UTC), now),),
        (latest_retry(now), table.c.failures > 0),
        (now + ROBOTS_AGAIN, table.c.state == State.ROBOTS, table.c.failures == 0),
    ):
        late = table.c.site_id == site_id, table.c.look_again > bound
        connection.execute(update(table).where(*late, *of).values(look_again=now))


def end_run(
    ledger: Ledger,
    site: str,
    run: str,
    now: datetime,
    *,
    outcome: str,
    requests: int,
    sums: Mapping[str, int],
    listings: Iterable[Listing] = (),
) -> None:
    """Note how ``run`` ended, and what to remember of the listings, in one transaction.

    :param outcome: a word: ``finished``, ``shutdown``…
    :param listings: only those that were read to the end and whose every article is in the ledger by now, whatever
        its state; else an incremental listing would never name the others again
    :raises RunError: it was not begun
    """
    site_id = ledger.site_id(site)
    with ledger.writing() as connection:
        ended = connection.execute(
            update(schema.runs)
            .where(schema.runs.c.site_id == site_id, schema.runs.c.name == run)
            .values(ended=now, outcome=outcome, requests=requests, sums=json.dumps(dict(sums)))
        )
        if ended.rowcount != 1:
            raise RunError(f"The ledger {ledger.place} knows no run {run!r} of {site!r}.")
        for listing in listings:
            values = {
                "site_id": site_id,
                "url_key": address_key(listing.url),
                "url": listing.url,
                "etag": listing.etag,
                "last_modified": listing.last_modified,
                "content_hash": listing.content_hash,
                "watermark": listing.watermark,
                "read": now,
            }
            put(connection, schema.listings, values, key=("site_id", "url_key"))


def last_runs(ledger: Ledger, site: str, count: int = 10) -> list[Run]:
    """The last runs, the latest first."""
    table = schema.runs
    wanted = select(table).where(table.c.site_id == ledger.site_id(site)).order_by(table.c.id.desc()).limit(count)
    with ledger.reading() as connection:
        return [
            Run(
                name=row.name,
                started=row.started,
                ended=row.ended,
                outcome=row.outcome,
                requests=row.requests,
                sums=json.loads(row.sums) if row.sums else {},
            )
            for row in connection.execute(wanted)
        ]


def killed_before(ledger: Ledger, site: str, run: str) -> list[str]:
    """Names of the killed runs between ``run`` and the last one before it that ended, the first one first."""
    names: list[str] = []
    for other in last_runs(ledger, site, 100):
        if other.name == run:
            names = []
        elif other.outcome != "killed":
            break
        else:
            names.append(other.name)
    return names[::-1]


def known_listing(ledger: Ledger, site: str, url: str) -> Listing | None:
    """What the last run that read the listing at ``url`` to its end left."""
    table = schema.listings
    wanted = select(table.c.url, table.c.etag, table.c.last_modified, table.c.content_hash, table.c.watermark).where(
        table.c.site_id == ledger.site_id(site), table.c.url_key == address_key(url)
    )
    with ledger.reading() as connection:
        row = connection.execute(wanted).one_or_none()
    return None if row is None else Listing(**row._mapping)

"""What the ledger can tell a user, and the one thing a user can tell it: try again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, func, select, type_coerce, update

from newscrawl.items import State
from newscrawl.ledger.entry import ASKED, Entry
from newscrawl.ledger.schema import ENTRY, addresses, articles, files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import ColumnElement

    from newscrawl.ledger.store import Ledger

PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A site in numbers."""

    states: dict[State, int]
    """Articles by state; each is in one. States without any are left out."""
    addresses: int
    """URLs known to lead to them; more than articles where several lead to one."""
    failing: int
    """Of these articles, those whose last try failed, whatever was exported of them before."""
    due: int
    """Those that the next run asks for without being told by a listing."""
    missed: int
    """Those with evidence that the site took them down, not reported yet."""
    files: int
    lines: int
    """Output files taken over, and lines in them."""


def file_names(ledger: Ledger, site: str) -> list[str]:
    """Names of the output files that were taken over: relative to the site's output folder, else absolute."""
    wanted = select(files.c.path).where(files.c.site_id == ledger.site_id(site)).order_by(files.c.id)
    with ledger.reading() as connection:
        return list(connection.execute(wanted).scalars())


def lost_files(ledger: Ledger, site: str, folder: Path) -> list[str]:
    """Names of those output files that are not where they were, in the order in which they were taken over.

    What went to another store is not looked for. ``folder``: the site's output folder.
    """
    local = (name for name in file_names(ledger, site) if "://" not in name)
    return [name for name in local if not (folder / name).exists()]


class Line(NamedTuple):
    """An entry, with the output file that holds the last line about it."""

    entry: Entry
    path: str | None
    run: str | None


def summary(ledger: Ledger, site: str, now: datetime) -> Summary:
    """Counts; reads indexes only, half a second for a million articles."""
    here = articles.c.site_id == ledger.site_id(site)
    with ledger.reading() as connection:

        def count(*conditions: ColumnElement[bool]) -> int:
            return int(
                connection.execute(select(func.count()).select_from(articles).where(here, *conditions)).scalar_one()
            )

        by_state = select(articles.c.state, func.count().label("number")).where(here).group_by(articles.c.state)
        by_address = select(func.count()).where(addresses.c.site_id == ledger.site_id(site))
        written = select(func.count(), func.sum(files.c.lines)).where(files.c.site_id == ledger.site_id(site))
        states = {row.state: int(row.number) for row in connection.execute(by_state)}
        file_count, lines = connection.execute(written).one()
        return Summary(
            states={state: states[state] for state in State if state in states},
            addresses=connection.execute(by_address).scalar_one(),
            failing=count(articles.c.failures > 0),
            due=count(articles.c.look_again <= now, articles.c.state != State.REMOVED)
            + count(articles.c.look_again == ASKED, articles.c.state == State.REMOVED),
            missed=count(articles.c.misses > 0),
            files=file_count,
            lines=int(lines or 0),
        )


def entries(ledger: Ledger, site: str, *, state: State | None = None) -> Iterator[Line]:
    """The articles in ``state``, or all, by id, which is the order in which they were first known. Streams.

    FAILED stands for all whose last try failed, exported ones included.
    """
    condition = _in_state(state)
    after = 0
    while True:
        wanted = (
            select(*ENTRY, files.c.path, files.c.run)
            .outerjoin(files, files.c.id == articles.c.file_id)
            .where(articles.c.site_id == ledger.site_id(site), articles.c.id > after, *condition)
            .order_by(articles.c.id)
            .limit(PAGE)
        )
        with ledger.reading() as connection:
            page = [Line(Entry._make(columns), path, run) for *columns, path, run in connection.execute(wanted)]
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].entry.id


def _in_state(state: State | None) -> list[ColumnElement[bool]]:
    if state is None:
        return []
    return [articles.c.failures > 0] if state is State.FAILED else [articles.c.state == state]


def retry(ledger: Ledger, site: str, state: State) -> int:
    """Have the next run ask for all articles in ``state`` again, unconditionally; returns how many.

    FAILED stands for all whose last try failed, exported ones included.
    """
    statement = (
        update(articles).where(articles.c.site_id == ledger.site_id(site), *_in_state(state)).values(look_again=ASKED)
    )
    with ledger.writing() as connection:
        return connection.execute(statement).rowcount


def publications(ledger: Ledger, site: str, since: datetime, until: datetime) -> list[datetime]:
    """Hours, at their beginnings, in which an article was published between ``since`` and ``until``, ascending.

    Hours and not instants: there are few of them, however much a site publishes. The last one stands as the instant
    of its last article. Reads all of the site's articles, half a second for a million.
    """
    seconds = type_coerce(articles.c.published, BigInteger)
    here = articles.c.site_id == ledger.site_id(site), articles.c.published.between(since, until)
    with ledger.reading() as connection:
        hours = connection.execute(select((seconds - seconds % 3600).label("hour")).where(*here).distinct()).scalars()
        found = sorted(datetime.fromtimestamp(hour, UTC) for hour in hours)
        newest = connection.execute(select(func.max(articles.c.published)).where(*here)).scalar()
    return [*found[:-1], newest] if newest else []


def numbers(ledger: Ledger, site: str) -> Iterator[int]:
    """Numbers of all known articles, ascending, some perhaps twice: of the record, else the post ID. Streams.

    See :func:`newscrawl.ledger.gaps.gaps`.
    """
    without_record = articles.c.number.is_(None)
    return merge(_column(ledger, site, articles.c.number), _column(ledger, site, articles.c.post_id, without_record))


def _column(ledger: Ledger, site: str, column: Any, *conditions: ColumnElement[bool]) -> Iterator[int]:
    after = -1
    while True:
        wanted = (
            select(column)
            .where(articles.c.site_id == ledger.site_id(site), column > after, *conditions)
            .distinct()
            .order_by(column)
            .limit(10 * PAGE)
        )
        with ledger.reading() as connection:
            page = list(connection.execute(wanted).scalars())
        yield from page
        if len(page) < 10 * PAGE:
            return
        after = page[-1]

"""The ledger: what is known of each article of each site, looked up and written in batches."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from sqlalchemy import Row, delete, or_, select, text
from sqlalchemy.exc import DBAPIError

from newscrawl.items import State
from newscrawl.ledger import engine as opening
from newscrawl.ledger import rows, schema
from newscrawl.ledger.decide import Decision, due, judge
from newscrawl.ledger.entry import ASKED, Entry, kept_number
from newscrawl.ledger.errors import ClaimLostError, explained
from newscrawl.ledger.fingerprint import address_key
from newscrawl.ledger.lookup import Lookup
from newscrawl.ledger.schema import (
    ENTRY,
    announcements,
    articles,
    files,
    runs,
    sites,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from newscrawl.items import ArticleRef
    from newscrawl.ledger.entry import Outcome
    from newscrawl.ledger.roll import Roll

BATCH = 500
"""Rows looked up or written by one statement."""


class Ledger:
    """The database of all sites' articles. One process writes a site at a time; any number may read.

    Every method that writes is one transaction. All raise :class:`~newscrawl.ledger.errors.LedgerError`. Instants
    given are aware; the clock is never read.
    """

    def __init__(self, engine: Engine, place: str) -> None:
        self._engine = engine
        self._sites: dict[str, int] = {}
        self._bare: Any = None
        self._claimed: tuple[str, int, str] | None = None
        self._claim: Connection | None = None
        self._file: BinaryIO | None = None
        self.place = place
        """How messages name it: a path, or the URL without password."""

    @classmethod
    def open(cls, url: str, *, create: bool = True, timeout: float = 10.0) -> Self:
        """Open the ledger at ``url``, bringing an older one up to the present schema.

        :param url: ``sqlite:///path``, ``sqlite://`` (in memory) or ``postgresql://…``
        :param create: make it where there is none; an existing file is never replaced or emptied
        :param timeout: seconds to wait for another process's write lock
        :raises LedgerError: BadURLError, MissingLedgerError, SchemaError, CorruptError, LockedError, ReadOnlyError,
            DiskFullError, UnreachableError
        """
        parsed = opening.parse_url(url)
        engine = opening.open_engine(parsed, create=create, timeout=timeout)
        return cls(engine, opening.place_of(parsed))

    def close(self) -> None:
        if self._bare is not None:
            self._bare.close()
            self._bare = None
        self._claimed = None
        self._drop_claim()
        if self._file is not None:
            self._file.close()
            self._file = None
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads, for this package's reports. Keep it short: the log grows meanwhile."""
        self.mind_claim()
        with explained(self.place), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may write, for this package: committed at the end, undone by an exception."""
        self.mind_claim()
        with explained(self.place), opening.writing(self._engine) as connection:
            yield connection

    def site_id(self, site: str) -> int:
        """The database's number for ``site``, given at first sight."""
        if site not in self._sites:
            wanted = select(sites.c.id).where(sites.c.name == site)
            with self.reading() as connection:
                found = connection.execute(wanted).scalar()
            if found is None:
                with self.writing() as connection:
                    rows.put(connection, sites, {"name": site}, key=("name",))
                    found = connection.execute(wanted).scalar_one()
            self._sites[site] = found
        return self._sites[site]

    def claim(self, site: str, run: str) -> bool:
        """Take ``site`` for this process until the ledger is closed; ``False``: another process has it.

        However the process dies, the lock goes with it: a server's with the connection that holds it, and SQLite's is
        that of a file beside the ledger's.

        :param run: the run that this process is about to begin, for :meth:`mind_claim`
        """
        site_id = self.site_id(site)
        if self._engine.dialect.name == "sqlite":
            if self._file is None:
                self._file = opening.lock_file(self._engine.url, site_id)
            return self._file is not None
        with explained(self.place):
            if not self._lock(site_id):
                return False
        self._claimed = site, site_id, run
        return True

    def _lock(self, site_id: int) -> bool:
        # Outside of a transaction, which would hold back the server's clean-up for as long as the run takes.
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        had = connection.exec_driver_sql("SELECT pg_try_advisory_lock(%s, %s)", (schema.LOCKS, site_id)).scalar()
        if had:
            self._claim = connection
        else:
            connection.close()
        return bool(had)

    def mind_claim(self) -> None:
        """Make sure that the site which was claimed, if any, is still this process's; all that is asked here does so.

        Where the connection was lost, as by a restart of the server, the lock is taken again.

        :raises ClaimLostError: that cannot be, or another run of the site has begun meanwhile
        """
        if self._claimed is None:
            return
        site, site_id, run = self._claimed
        with explained(self.place):
            if self._claim is not None:
                try:
                    self._claim.exec_driver_sql("SELECT 1")
                except DBAPIError:
                    self._drop_claim()
                else:
                    return
            begun = select(runs.c.name).where(runs.c.site_id == site_id).order_by(runs.c.id.desc()).limit(1)
            if self._lock(site_id):
                assert self._claim is not None
                if self._claim.execute(begun).scalar() == run:
                    return
                self._drop_claim()
        raise ClaimLostError(
            f"the connection to the ledger {self.place} that kept {site} for this run was lost, and the lock went to "
            "another run or is not free yet. Run again when no other run is under way."
        )

    def _drop_claim(self) -> None:
        if self._claim is not None:
            self._claim.invalidate()  # ends the session, and with it the lock
            self._claim.close()
            self._claim = None

    def sites(self) -> list[str]:
        """Names of the sites it knows, sorted."""
        with self.reading() as connection:
            return list(connection.execute(select(sites.c.name).order_by(sites.c.name)).scalars())

    def check(self) -> list[str]:
        """Read a SQLite ledger whole; returns what is damaged. Takes seconds for each gigabyte."""
        if self._engine.dialect.name != "sqlite":
            return []
        with self.reading() as connection:
            said = [str(line) for line in connection.execute(text("PRAGMA integrity_check")).scalars()]
        return [] if said == ["ok"] else said

    # --- what to fetch

    def decide(self, site: str, refs: Sequence[ArticleRef], now: datetime, roll: Roll | None = None) -> list[Decision]:
        """What to do with each of ``refs``, in their order. Writes nothing.

        One SELECT for 500 refs, a second one where some are not known by post ID and URL both. Post IDs come first:
        those of a listing lie close in their index, while keys of addresses are strewn over all of theirs.

        :param roll: is told which known articles were listed; see :func:`newscrawl.ledger.removals.note_absences`
        """
        decisions = []
        site_id = self.site_id(site)
        for start in range(0, len(refs), BATCH):
            batch = refs[start : start + BATCH]
            with self.reading() as connection:
                lookup = Lookup(connection, site_id)
                lookup.read_posts({n for ref in batch if (n := kept_number(ref.number)) is not None})
                by_post = [None if ref.number is None else lookup.with_post(ref.number) for ref in batch]
                elsewhere = [
                    ref for ref, entry in zip(batch, by_post, strict=True) if entry is None or entry.url != ref.url
                ]
                lookup.read_addresses({address_key(ref.url) for ref in elsewhere})
            for ref, entry in zip(batch, by_post, strict=True):
                moved = False
                if entry is None or entry.url != ref.url:
                    here = lookup.at(address_key(ref.url))
                    moved = here is None and entry is not None
                    entry = here or entry
                if entry is not None and roll is not None:
                    roll.add(entry.id)
                decisions.append(judge(ref, entry, now, moved=moved))
        return decisions

    def due(self, site: str, now: datetime) -> Iterator[Decision]:
        """Articles that are due at ``now`` by the ledger alone: failures whose time has come, second looks, and what
        :func:`~newscrawl.ledger.reports.retry` asked for, earliest first.

        An incremental listing never names them again, so a run asks for these too. Streams; what is recorded
        meanwhile is not yielded again.
        """
        site_id = self.site_id(site)
        wanted = (
            select(*ENTRY)
            .where(
                articles.c.site_id == site_id,
                articles.c.look_again <= now,
                # A removed article is not asked for by itself: a listing names it when it is back.
                or_(articles.c.state != State.REMOVED, articles.c.look_again == ASKED),
            )
            .order_by(articles.c.look_again, articles.c.id)
            .limit(BATCH)
        )
        after: tuple[datetime, int] | None = None
        while True:
            page = wanted
            if after is not None:
                page = wanted.where(
                    articles.c.look_again >= after[0],
                    or_(articles.c.look_again > after[0], articles.c.id > after[1]),
                )
            with self.reading() as connection:
                entries = _entries(connection.execute(page))
            for entry in entries:
                yield due(entry, now)
            if len(entries) < BATCH:
                return
            last = entries[-1]
            assert last.look_again is not None
            after = last.look_again, last.id

    def find(self, site: str, outcome: Outcome) -> Entry | None:
        """The entry to which ``outcome`` belongs: by its URL, else the URL listed, else post ID, else number.

        This, and not what ``decide`` said, tells the revision: two URLs may lead to one article.
        """
        site_id = self.site_id(site)
        keys = address_key(outcome.url), address_key(outcome.listed_as or outcome.url)
        post_id, number = kept_number(outcome.post_id), kept_number(outcome.number)
        # Most articles of a crawl are strangers, and each is asked for here: a bare statement tells in a tenth of the
        # time of the three below.
        if not self._probe((site_id, *keys, site_id, post_id, site_id, number)):
            return None
        with self.reading() as connection:
            lookup = Lookup(connection, site_id)
            lookup.read_for([outcome])
        return lookup.match(outcome)

    def _probe(self, values: tuple[Any, ...]) -> bool:
        dialect = self._engine.dialect.name
        with explained(self.place):
            if dialect == "sqlite":
                if self._bare is None:
                    self._bare = self._engine.raw_connection()
                # Outside of a transaction: each statement sees what is committed by then.
                cursor = self._bare.cursor()
                found = cursor.execute(rows.STATEMENTS[dialect]["probe"], values).fetchone()
                cursor.close()
                return bool(found[0])
        with self.reading() as connection:
            return bool(connection.exec_driver_sql(rows.STATEMENTS[dialect]["probe"], values).scalar())

    # --- what became of it

    def record(self, site: str, outcomes: Iterable[Outcome]) -> None:
        """Take down what no file holds: UNCHANGED, FAILED, ROBOTS and DUPLICATE outcomes.

        Nothing is kept of OUTSIDE and UNFINISHED ones, nor of a DUPLICATE whose article is not known yet.
        """
        site_id = self.site_id(site)
        with self.writing() as connection:
            self._apply(connection, site_id, outcomes, None)

    def announce_file(self, site: str, run: str, path: str, sha256: str) -> None:
        """Say that a whole file is about to be renamed to ``path``.

        Only for files outside the site's output folder: after a kill between rename and commit, the next run would
        not find those by itself. See :func:`newscrawl.ledger.adopt.adopt_files`.
        """
        values = {"site_id": self.site_id(site), "path": path, "run": run, "sha256": sha256}
        with self.writing() as connection:
            rows.put(connection, announcements, values, key=("site_id", "path"))

    def commit_file(
        self,
        site: str,
        run: str,
        path: str,
        *,
        sha256: str,
        lines: int,
        outcomes: Iterable[Outcome],
        now: datetime,
    ) -> None:
        """Take over what a closed, renamed output file holds, in one transaction.

        Changes nothing if this file with this content was taken over before; and a line that was taken over from
        another file, or is older than what is known, changes nothing either.

        :param path: relative to the site's output folder, else absolute
        :param outcomes: one for each line; consumed as a stream
        """
        site_id = self.site_id(site)
        with self.writing() as connection:
            self.commit_on(connection, site_id, run, path, sha256, lines, outcomes, now)

    def commit_on(
        self,
        connection: Connection,
        site_id: int,
        run: str,
        path: str,
        sha256: str,
        lines: int,
        outcomes: Iterable[Outcome],
        now: datetime,
    ) -> None:
        """:meth:`commit_file` within the caller's transaction."""
        connection.execute(
            delete(announcements).where(announcements.c.site_id == site_id, announcements.c.path == path)
        )
        known = select(files.c.id, files.c.sha256).where(files.c.site_id == site_id, files.c.path == path)
        before = connection.execute(known).one_or_none()
        if before is not None and before.sha256 == sha256:
            return
        values = {
            "site_id": site_id,
            "path": path,
            "run": run,
            "sha256": sha256,
            "lines": lines,
            "committed": now,
        }
        rows.put(connection, files, values, key=("site_id", "path"))
        self._apply(connection, site_id, outcomes, connection.execute(known).one().id)

    def _apply(self, connection: Connection, site_id: int, outcomes: Iterable[Outcome], file_id: int | None) -> None:
        stream = iter(outcomes)
        while batch := list(islice(stream, BATCH)):
            lookup = Lookup(connection, site_id)
            lookup.read_for(batch)
            for outcome in batch:
                lookup.take(outcome, file_id)
            self._save(connection, site_id, lookup)

    def _save(self, connection: Connection, site_id: int, lookup: Lookup) -> None:
        if lookup.dropped:
            rows.drop_entries(connection, sorted(lookup.dropped))
        fresh, stale = lookup.changed()
        if stale:
            rows.update_entries(connection, stale)
        ids: dict[int, int] = {}
        if fresh:
            stored = rows.insert_entries(connection, site_id, fresh)
            ids = {entry.id: entry_id for entry, entry_id in zip(fresh, stored, strict=True)}
        if lookup.links:
            links = {key: (ids.get(owner, owner), url) for key, (owner, url) in lookup.links.items()}
            rows.link_addresses(connection, site_id, links)


def _entries(result: Iterable[Row[Any]]) -> list[Entry]:
    return [Entry._make(row) for row in result]

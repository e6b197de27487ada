"""Taking over what stands in output files: after a kill between rename and commit, and to make a ledger anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from newscrawl.items import JSON_LINES
from newscrawl.ledger.output import OutputFile, measure, output_files, read_outcomes
from newscrawl.ledger.schema import addresses, announcements, articles, files, listings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from newscrawl.ledger.store import Ledger


def uncommitted_files(
    ledger: Ledger, site: str, folder: Path, overwritten: frozenset[str] = frozenset()
) -> Iterator[OutputFile]:
    """Output files that the ledger does not hold, in the order of runs.

    Files in ``folder`` are known by name: each run has names of its own. Files elsewhere are those announced: what
    stands there is exported, be it the file that was announced, another that was appended to it since, or an older one.

    :param folder: the site's output folder
    :param overwritten: announced files, by their path, that are about to be overwritten: what they hold is not kept
    """
    site_id = ledger.site_id(site)
    held = select(files.c.path).where(files.c.site_id == site_id)
    announced = select(announcements).where(announcements.c.site_id == site_id)
    with ledger.reading() as connection:
        known = set(connection.execute(held).scalars())
        pending = list(connection.execute(announced))
    inside = [file for file in output_files(folder) if file.name not in known]
    yield from inside
    names = {file.name for file in inside}
    for row in pending:
        path = folder / row.path  # an absolute path stays as it is
        if row.path not in names | overwritten and path.is_file():
            yield OutputFile(path=path, name=row.path, run=row.run)


def adopt_files(
    ledger: Ledger, site: str, folder: Path, now: datetime, overwritten: frozenset[str] = frozenset()
) -> list[OutputFile]:
    """Commit every output file that the ledger does not hold; returns them. One transaction a file.

    Call it at the start of a run, when the site's run lock is held.

    :raises OutputFileError: a line is torn or foreign; the files before it are committed, nothing of this one is
    """
    adopted = []
    for file in uncommitted_files(ledger, site, folder, overwritten):
        sha256, lines = measure(file.path)
        outcomes = read_outcomes(file, site, now)
        ledger.commit_file(site, file.run, file.name, sha256=sha256, lines=lines, outcomes=outcomes, now=now)
        adopted.append(file)
    # What was announced and did not come: the process was killed before the rename.
    site_id = ledger.site_id(site)
    with ledger.reading() as connection:
        stale = connection.execute(select(announcements.c.path).where(announcements.c.site_id == site_id)).first()
    if stale is not None:
        with ledger.writing() as connection:
            connection.execute(delete(announcements).where(announcements.c.site_id == site_id))
    return adopted


def rebuild(ledger: Ledger, site: str, folder: Path, now: datetime) -> int:
    """Make what the ledger knows of ``site`` anew from its output files; returns how many were read.

    These are the files in ``folder``, and those of JSON Lines elsewhere that the ledger holds and that are still there.
    One transaction: after an error the ledger is as it was. The list of runs stays. What no file tells is lost:
    validators, failures, evidence of absence, what listings said; the next run reads the listings whole.

    :raises OutputFileError: a line is torn or foreign; the message names file and line
    """
    site_id = ledger.site_id(site)
    found = list(output_files(folder))
    inside = {file.name for file in found}
    with ledger.writing() as connection:
        for row in connection.execute(select(files).where(files.c.site_id == site_id)):
            path = folder / row.path
            if row.path not in inside and path.suffix in JSON_LINES and path.is_file():
                found.append(OutputFile(path=path, name=row.path, run=row.run))
        for table in (addresses, articles, files, listings, announcements):
            connection.execute(delete(table).where(table.c.site_id == site_id))
        # Sorting keeps the order of kinds and batches within a run.
        for file in sorted(found, key=lambda file: file.run):
            sha256, lines = measure(file.path)
            outcomes = read_outcomes(file, site, now)
            ledger.commit_on(connection, site_id, file.run, file.name, sha256, lines, outcomes, now)
    return len(found)

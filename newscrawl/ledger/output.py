"""Reading back what runs have written: which files a site's output folder holds, and what their lines say."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.ledger.entry import outcome_of
from newscrawl.ledger.errors import OutputFileError, ReadOnlyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from newscrawl.ledger.entry import Outcome

# Anchored at both ends, and the only repeated group that may hold dashes is followed by digits: linear.
_NAME = re.compile(r"(articles|rejects|removals)-(.+)-([0-9]+)\.jsonl", re.DOTALL)

_ORDER = ("articles", "rejects", "removals")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFile:
    """A whole output file: ``articles-<run>-<batch>.jsonl``, likewise ``rejects-`` and ``removals-``."""

    path: Path
    name: str
    """As the ledger knows it: relative to the site's output folder, else absolute."""
    run: str

    @property
    def elsewhere(self) -> bool:
        """Whether it is a user's own file, outside of the site's folder."""
        return Path(self.name).is_absolute()


def output_files(folder: Path) -> Iterator[OutputFile]:
    """The output files in a site's folder, in the order of runs: run, kind, batch.

    Nothing where there is no such folder.

    :raises ReadOnlyError: the folder cannot be read
    """
    found = []
    try:
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    except OSError as error:
        raise ReadOnlyError(f"The output folder {folder} cannot be read: {error.strerror}.") from error
    for name in names:
        if match := _NAME.fullmatch(name):
            kind, run, batch = match.groups()
            # Batch numbers may have any count of digits, too many for int() included.
            digits = batch.lstrip("0")
            found.append((run, _ORDER.index(kind), len(digits), digits, name))
    for run, _, _, _, name in sorted(found):
        yield OutputFile(path=folder / name, name=name, run=run)


def measure(path: Path) -> tuple[str, int]:
    """SHA-256 in hexadecimal and count of lines of the file at ``path``.

    :raises OutputFileError: it cannot be read
    """
    digest, lines = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
                lines += block.count(b"\n")
    except OSError as error:
        raise OutputFileError(f"{path} cannot be read: {error.strerror}.") from error
    return digest.hexdigest(), lines


def read_outcomes(file: OutputFile, site: str, now: datetime) -> Iterator[Outcome]:
    """One outcome for each line of the file, in order. Holds one line at a time.

    A user's own file may hold what else is appended to it, such as the records of other sites: that is passed over.

    :param now: time of a record that does not say when it was fetched
    :raises OutputFileError: a line is torn, or is no record of ``site``; the message names file and line
    """
    path = file.path
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield _outcome(line, site, now)
                except ValueError as error:
                    if file.elsewhere:
                        continue
                    raise OutputFileError(
                        f"{path}, line {number}: {error}. Move the file out of the folder or mend it, then run again."
                    ) from error
    except OSError as error:
        raise OutputFileError(f"{path} cannot be read: {error.strerror}.") from error


def _outcome(line: bytes, site: str, now: datetime) -> Outcome:
    if not line.endswith(b"\n"):
        raise ValueError("the line is torn: it does not end")
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"the line is torn or no JSON: {error}") from error
    if not isinstance(record, dict):
        raise ValueError("the line is no JSON object")
    outcome = outcome_of(record, now=now)
    if record["site"] != site:
        raise ValueError(f"the line is a record of the site {record['site']!r}, not of {site!r}")
    return outcome

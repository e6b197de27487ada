"""What the output files tell and the ledger does not: the category of each article, and the site's own calendar day."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from newscrawl.items import JSON_LINES
from newscrawl.ledger import file_names

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    from newscrawl.ledger import Ledger


@dataclass(slots=True, kw_only=True)
class Records:
    """Articles as first exported."""

    by_day: Counter[tuple[date, str | None]] = field(default_factory=Counter)
    """By day of publication, as the site's calendar has it, and primary category; ``None``: it has none."""
    had: dict[int, datetime] = field(default_factory=dict)
    """By number, when the page of an article's first record was fetched; of those that were asked for."""
    missing: int = 0
    """Files that the ledger knows and that are gone, or are no JSON Lines."""
    unreadable: int = 0
    """Lines that are no record."""


def read_records(ledger: Ledger, site: str, folder: Path, timed: Container[int]) -> Records:
    """Count the articles in the files that the ledger knows. Holds one line at a time. Raises LedgerError.

    ``timed``: numbers of the articles whose instants are wanted.
    """
    records = Records()
    for name in file_names(ledger, site):
        path = folder / name  # an absolute name stays what it is
        if path.name.startswith(("rejects-", "removals-")):
            continue
        if path.suffix not in JSON_LINES:
            records.missing += 1
            continue
        try:
            with path.open("rb") as file:
                for line in file:
                    _count(records, line, site, timed)
        except OSError:
            records.missing += 1
    return records


def _count(records: Records, line: bytes, site: str, timed: Container[int]) -> None:
    try:
        record = json.loads(line)
        if record["site"] != site or record.get("status") != "new":
            return  # of another kind, or exported before
        category = record["category"]
        day = date.fromisoformat(record["date"][:10])
        if (number := record["number"]) in timed and record["fetched_at"]:
            records.had.setdefault(number, datetime.fromisoformat(record["fetched_at"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        records.unreadable += 1
        return
    records.by_day[day, category if isinstance(category, str) else None] += 1

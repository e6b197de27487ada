"""Records and references for the ledger's tests."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from newscrawl.items import Article, ArticleRef, Raw, Rejected, Removed, record_fields
from newscrawl.ledger import measure, outcome_of

if TYPE_CHECKING:
    from pathlib import Path

    from newscrawl.ledger import Ledger

SITE = "example.org"
START = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def url_of(number: int) -> str:
    return f"https://example.org/2026/03/article-{number}/"


def ref_of(number: int, /, modified: str | None = "2026-02-01T00:00:00+00:00", **changes: Any) -> ArticleRef:
    values = {"url": url_of(number), "source": "rest", "number": number, "modified": modified} | changes
    return ArticleRef(**values)


def article(number: int, /, *, at: datetime = START, **changes: Any) -> Article:
    values: dict[str, Any] = {
        "site": SITE,
        "number": number,
        "url": url_of(number),
        "headline": f"Headline {number}",
        "category": "City",
        "categories": ["City", "Roads"],
        "date": "2026-02-01T08:30:00+04:30",
        "summary": "What it is about.",
        "body": f"First paragraph of {number}.\n\nSecond – with “quotes”.",
        "authors": ["A. Writer"],
        "tags": ["bridge", "river"],
        "language": "en",
        "fetched_at": at.isoformat(),
        "sources": {"number": "header"},
        "raw": Raw(number=str(number)),
        "ref": ref_of(number),
    }
    return Article(**values | changes)


def rejected(number: int, /, *, at: datetime = START, **changes: Any) -> Rejected:
    values: dict[str, Any] = {
        "site": SITE,
        "url": url_of(number),
        "reasons": ["The page shows no date."],
        "fetched_at": at.isoformat(),
        "ref": ref_of(number),
    }
    return Rejected(**values | changes)


def removed(number: int, /, *, at: datetime = START, **changes: Any) -> Removed:
    values: dict[str, Any] = {
        "site": SITE,
        "number": number,
        "url": url_of(number),
        "reason": "HTTP 410",
        "first_missed_at": (at - 7 * DAY).isoformat(),
        "confirmed_at": at.isoformat(),
    }
    return Removed(**values | changes)


def line_of(record: Article | Rejected | Removed) -> str:
    values = asdict(record)
    chosen = {name: values[name] for name in record_fields(type(record))}
    return json.dumps(chosen, ensure_ascii=False) + "\n"


def write(path: Path, *records: Article | Rejected | Removed) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(map(line_of, records)), encoding="utf-8")
    return path


def commit(
    ledger: Ledger,
    *records: Article | Rejected | Removed,
    path: str = "articles-r1-1.jsonl",
    run: str = "r1",
    now: datetime = START,
    site: str = SITE,
    **validators: str,
) -> None:
    """Commit ``records`` as if a file of them had been written."""
    text = "".join(map(line_of, records))
    ledger.commit_file(
        site,
        run,
        path,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        lines=len(records),
        outcomes=[outcome_of(record, now=now, **validators) for record in records],
        now=now,
    )


def commit_written(ledger: Ledger, path: Path, run: str, now: datetime, *records: Any) -> None:
    """Write ``records`` to ``path`` and commit the file."""
    write(path, *records)
    sha256, lines = measure(path)
    outcomes = [outcome_of(record, now=now) for record in records]
    ledger.commit_file(SITE, run, path.name, sha256=sha256, lines=lines, outcomes=outcomes, now=now)

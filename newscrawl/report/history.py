"""A site's runs: what the ledger has of them, and what their manifests add."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from newscrawl.items import State
from newscrawl.ledger import last_runs

if TYPE_CHECKING:
    from pathlib import Path

    from newscrawl.ledger import Ledger

_MOST = 100_000
"""Runs that are read; one an hour for eleven years."""

_NARROWED = ("limit", "since", "numbers")
"""Arguments with which a run looks at a part of the site only."""


@dataclass(slots=True, kw_only=True)
class RunLine:
    """One run. ``None`` throughout: nobody noted it."""

    name: str
    started: datetime
    ended: datetime | None = None
    """``None``: it is running, or was killed."""
    outcome: str | None = None
    """A word: ``ok``, ``partly_failed``, ``killed``…"""
    message: str = ""
    """Why it did not go well."""
    states: dict[str, int] = field(default_factory=dict)
    """Articles by the state in which they ended."""
    sources: dict[str, int] = field(default_factory=dict)
    """Articles by the source that listed them."""
    listed: datetime | None = None
    """When the first of its sources listed articles."""
    updated: int | None = None
    requests: int | None = None
    not_modified: int | None = None
    """Requests answered "not modified"."""
    received: int | None = None
    """Bytes."""
    narrowed: bool = False
    """It looked at a part of the site only, as its arguments said."""
    known: int = 0
    """Articles that were known when it ended: a crawl without memory asks for at least so many pages."""

    @property
    def spared(self) -> int | None:
        """Requests that memory saved, at the least; ``None``: not known, or the run was not about the whole site."""
        if self.requests is None or self.ended is None or self.narrowed or not self.went_through:
            return None
        return max(0, self.known - self.requests)

    @property
    def went_through(self) -> bool:
        """It came to its end: what it asked for is what a whole visit takes."""
        return self.outcome in ("ok", "finished", "partly_failed")

    @property
    def seconds(self) -> float | None:
        return None if self.ended is None else max(0.0, (self.ended - self.started).total_seconds())


def read_runs(ledger: Ledger, site: str, folder: Path) -> tuple[list[RunLine], int]:
    """All runs, the first one first, and how many manifests could not be read.

    ``folder``: the site's output folder. Raises LedgerError.
    """
    runs = {
        run.name: RunLine(
            name=run.name,
            started=run.started,
            ended=run.ended,
            outcome=run.outcome,
            requests=run.requests,
            states=run.sums,
        )
        for run in last_runs(ledger, site, _MOST)
    }
    unreadable = 0
    for path in sorted((folder / "runs").glob("*.json")):
        try:
            line = _from_manifest(json.loads(path.read_bytes()))
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            unreadable += 1
            continue
        runs[line.name] = line
    return sorted(runs.values(), key=lambda run: (run.started, run.name)), unreadable


def _from_manifest(manifest: dict[str, Any]) -> RunLine:
    listed = manifest.get("listed_at") or {}  # of a later version than the others
    return RunLine(
        name=str(manifest["run"]),
        started=_instant(manifest["started_at"]),
        ended=_instant(manifest["finished_at"]),
        outcome=str(manifest["outcome"]),
        message=str(manifest.get("message", "")),
        states={state: count for state in State if (count := int(manifest["states"].get(state, 0)))},
        sources={str(source): int(count) for source, count in manifest["discovered_by_source"].items()},
        listed=min((_instant(moment) for moment in listed.values()), default=None),
        updated=_count(manifest.get("updated")),
        requests=_count(manifest.get("requests")),
        not_modified=_count(manifest.get("not_modified")),
        received=_count(manifest.get("response_bytes")),
        narrowed=any(name in manifest["arguments"] for name in _NARROWED),
    )


def _count(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _instant(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

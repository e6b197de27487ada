"""Earlier runs of a site, as their manifests tell of them, and what of them a run can be compared with."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from newscrawl.items import State
from newscrawl.sites.zone import zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

logger = logging.getLogger(__name__)

MOST = 1500
"""Manifests that are read at most, the latest: nine weeks of a run every hour."""
ENOUGH = timedelta(days=70)
"""How far back manifests are read, once a hundred are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What the exported records of one run, or of several, hold."""

    count: int = 0
    filled: Mapping[str, int] = field(default_factory=dict)
    """Field -> records in which it holds something."""
    from_header: Mapping[str, int] = field(default_factory=dict)
    """``number``, ``category`` or ``date`` -> records that have it from the printed header."""
    warned: Mapping[str, int] = field(default_factory=dict)
    """Field -> records with a warning about it."""

    def __add__(self, other: Records) -> Records:
        return Records(
            count=self.count + other.count,
            filled=_sum(self.filled, other.filled),
            from_header=_sum(self.from_header, other.from_header),
            warned=_sum(self.warned, other.warned),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """One run, in the numbers that monitors compare."""

    name: str
    started: datetime
    """In the site's own zone."""
    asked: tuple[tuple[str, str], ...]
    """The arguments that decide what is listed: runs that were asked for the same can be compared."""
    whole: bool
    """It came to a good end."""
    states: Mapping[str, int]
    records: Records

    def __getitem__(self, state: State) -> int:
        return self.states.get(state, 0)


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {
        name: one.get(name, 0) + other.get(name, 0) for name in [*one, *(name for name in other if name not in one)]
    }


def past_run(manifest: Mapping[str, Any]) -> PastRun:
    """Read a manifest. Raises ValueError, KeyError, TypeError or AttributeError for what is none."""
    given = dict(manifest["arguments"])
    asked = {name: str(given[name]) for name in ("discovery", "limit", "numbers") if name in given}
    if "since" in given:
        asked["since"] = ""  # a moving date asks for the same every day
    records = manifest.get("records") or {}  # manifests of before the monitors have none
    return PastRun(
        name=str(manifest["run"]),
        started=datetime.fromisoformat(manifest["started_at"]).astimezone(zone(manifest["timezone"] or "UTC")),
        asked=tuple(sorted(asked.items())),
        whole=manifest["finish_reason"] == "finished" and manifest["exit_code"] == 0,
        states={str(state): int(count) for state, count in manifest["states"].items()},
        records=Records(
            count=int(records.get("count", 0)),
            filled=dict(records.get("filled", {})),
            from_header=dict(records.get("from_header", {})),
            warned=dict(records.get("warned", {})),
        ),
    )


def read_runs(folder: Path, before: str) -> list[PastRun]:
    """Return the runs whose manifests stand in ``folder`` and that began before the run ``before``, the latest first.

    What is no manifest is passed over.
    """
    runs: list[PastRun] = []
    names = sorted((path for path in folder.glob("*.json") if path.stem < before), reverse=True)
    for path in names[:MOST]:
        try:
            run = past_run(json.loads(path.read_bytes()))
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            logger.debug("%s is no manifest, and no history: %s", path, error)
            continue
        runs.append(run)
        if len(runs) >= 100 and runs[0].started - run.started > ENOUGH:
            break
    return runs


def left_over(folder: Path, before: str) -> list[str]:
    """Names of runs that left files in the site's ``folder`` after the last manifest, and no manifest, oldest first."""
    told = {path.stem for path in (folder / "runs").glob("*.json")}
    last = max((name for name in told if name < before), default="")
    kinds = ("articles-", "rejects-", "removals-")
    runs = {
        path.name.removeprefix(kind).rpartition("-")[0] for kind in kinds for path in folder.glob(f"{kind}*-*.jsonl")
    }
    return sorted(run for run in runs if last < run < before and run not in told)


def comparable(run: PastRun, past: Sequence[PastRun]) -> list[PastRun]:
    """Return those of ``past`` that were asked for the same and came to a good end, the latest first.

    Each counts also what was exported since the one before it by runs that are not comparable: it did not have to.
    """
    found: list[PastRun] = []
    carried = 0
    for earlier in reversed(past):
        if earlier.whole and earlier.asked == run.asked:
            exported = earlier[State.EXPORTED] + carried
            found.append(replace(earlier, states={**earlier.states, State.EXPORTED: exported}))
            carried = 0
        else:
            carried += earlier[State.EXPORTED]
    return found[::-1]


def carried(run: PastRun, past: Sequence[PastRun]) -> int:
    """Articles that runs which are not comparable exported since the last that is."""
    count = 0
    for earlier in past:
        if earlier.whole and earlier.asked == run.asked:
            break
        count += earlier[State.EXPORTED]
    return count


def usual_wait(runs: Sequence[PastRun]) -> timedelta:
    """Median time between runs, the latest first; zero for fewer than three."""
    waits = [later.started - earlier.started for later, earlier in pairwise(runs)]
    return median(waits) if len(waits) > 1 else timedelta()  # type: ignore[type-var]


def too_soon(run: PastRun, before: PastRun, wait: timedelta) -> bool:
    """Whether a run came so soon after another that it could find little."""
    return run.started - before.started < wait / 2


def spaced(runs: Sequence[PastRun]) -> list[PastRun]:
    """Return ``runs``, the latest first, without those that came too soon after another."""
    wait = usual_wait(runs)
    kept = [run for run, earlier in pairwise(runs) if not too_soon(run, earlier, wait)]
    return [*kept, *runs[-1:]]


def same_weekday(run: PastRun, runs: Iterable[PastRun], count: int) -> list[PastRun]:
    """Return the runs of the last ``count`` dates of the same weekday: of each, the one at the nearest time of day."""
    nearest: dict[Any, PastRun] = {}
    for other in runs:
        date = other.started.date()
        if date.weekday() != run.started.weekday() or date == run.started.date():
            continue
        if date not in nearest or _apart(run, other) < _apart(run, nearest[date]):
            nearest[date] = other
    return [nearest[date] for date in sorted(nearest, reverse=True)[:count]]


def _apart(run: PastRun, other: PastRun) -> timedelta:
    def time_of_day(of: PastRun) -> datetime:
        return datetime.combine(datetime(2000, 1, 1, tzinfo=UTC), of.started.time(), UTC)

    return abs(time_of_day(run) - time_of_day(other))


def batches(records: Iterable[Records], least: float) -> list[Records]:
    """Join runs until each batch has ``least`` records, so that small sites are judged too; a rest is left out."""
    found, batch = [], Records()
    for more in records:
        batch += more
        if batch.count >= least:
            found.append(batch)
            batch = Records()
    return found

"""All monitors, of one run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newscrawl.monitors import checks
from newscrawl.monitors.checks import Verdict
from newscrawl.monitors.history import left_over, past_run, read_runs
from newscrawl.monitors.rhythm import usual_gap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a run beside its manifest."""

    folder: Path
    """The site's output folder."""
    killed: Sequence[str] | None
    """Names of the runs before it that never ended. ``None``: not known, the files tell."""
    published: Sequence[datetime]
    """When the site published, ascending."""
    failed_feeds: int
    """Files that a store did not take."""


def verdicts(manifest: dict[str, Any], known: Known, limits: Mapping[str, float], now: datetime) -> list[Verdict]:
    """Judge the run of ``manifest``, which is yet to be written, by its site's earlier ones."""
    run = past_run(manifest)
    past = read_runs(known.folder / "runs", run.name)
    killed = left_over(known.folder, run.name) if known.killed is None else known.killed
    outcome, message = manifest["outcome"], manifest["message"]
    newest = known.published[-1] if known.published else None
    export = checks.export(outcome, message, known.failed_feeds)
    failures = checks.failures(run, past, limits)
    if export.state == "alarm":  # what could not be written has failed, and the site is not to blame
        failures = Verdict("failures", "unjudged", "the export failed")
    return [
        checks.ended(outcome, message),
        export,
        checks.killed(killed),
        checks.articles(run, past, killed, limits),
        checks.coverage(run, past, limits),
        checks.dates(run, past, limits),
        checks.rejects(run, past, limits),
        failures,
        checks.stale(newest, usual_gap(known.published), now, limits),
    ]


def alarms(found: Iterable[Verdict]) -> list[Verdict]:
    """Return those that are alarms."""
    return [verdict for verdict in found if verdict.state == "alarm"]

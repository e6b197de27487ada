"""What ``scrapy crawlall`` prints at its end: a table of runs, and a line for each that went wrong."""

from __future__ import annotations

import json
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newscrawl.outcome import ExitCode
from newscrawl.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from newscrawl.processes import Run

_COLUMNS = ("articles", "updated", "rejected", "failed", "requests", "seconds")

_TAIL = 4096
"""Bytes at the end of a log that are searched for what a run without a manifest said."""


@dataclass(frozen=True, slots=True)
class Line:
    """One site's run and its manifest; ``None``: it left none."""

    run: Run
    manifest: dict[str, Any] | None

    @property
    def code(self) -> int:
        """What counts as its exit status, where it has none of its own too."""
        if self.run.error:
            return ExitCode.OUTPUT_FAILED
        if self.run.status is None or (self.run.status < 0 and self.run.asked):
            return ExitCode.INTERRUPTED
        return self.run.status

    @property
    def explanation(self) -> str | None:
        """One line that says why it did not end well. ``None``: it did."""
        if self.run.error:
            return f"its log could not be written: {self.run.error}"
        if not self.code:
            return None
        if self.run.status is None:
            return "its turn had not come"
        said = self.manifest.get("message") if self.manifest else _last_line(self.run.job.log)
        parts = [said] if isinstance(said, str) and said else []
        parts += [f"asked to end: {why}" for why in self.run.asked[:1]]
        return f"{'; '.join(parts) or 'it said nothing'} (log: {self.run.job.log})"


def words(run: Run) -> str:
    """Return a run's exit status in words."""
    if run.status is None:
        return "not started"
    if run.status < 0:
        return f"killed ({_signal(-run.status)})"
    if run.status not in set(ExitCode):
        return f"status {run.status}"
    return ExitCode(run.status).name.lower().replace("_", " ")


def manifest_of(run: Run, folder: Path, since: float) -> dict[str, Any] | None:
    """Return the manifest that a run left in the site's output folder; ``since``: when it began at the earliest."""
    for path in sorted((folder / "runs").glob("*.json"), reverse=True):
        try:
            if path.stat().st_mtime < since - 1:  # file systems keep time more coarsely
                continue
            manifest = json.loads(path.read_bytes())
        except (OSError, ValueError):
            continue
        if isinstance(manifest, dict) and manifest.get("process") == run.pid:
            return manifest
    return None


def lines(table: Sequence[Line]) -> Iterator[str]:
    """The table, with its sums, and the explanations."""
    rows: list[tuple[str, ...]] = [("site", "exit status", *_COLUMNS)]
    rows += [(line.run.job.name, words(line.run), *_numbers(line)) for line in table]
    if len(table) > 1:
        columns = list(zip(*rows[1:], strict=True))[2:-1]
        sums = [sum(int(number) for number in column if number != "-") for column in columns]
        rows.append((f"{len(table)} sites", "", *map(str, sums), ""))
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        texts = [f"{row[0]:{widths[0]}}", f"{row[1]:{widths[1]}}"]
        texts += [f"{text:>{width}}" for text, width in zip(row[2:], widths[2:], strict=True)]
        yield "  ".join(texts).rstrip()
    wrong = [(line.run.job.name, line.explanation) for line in table if line.explanation]
    if wrong:
        yield ""
    for name, explanation in wrong:
        yield f"{name}: {printable(explanation or '')}"


def _numbers(line: Line) -> tuple[str, ...]:
    seconds = "-" if line.run.pid is None else f"{line.run.seconds:.0f}"
    if line.manifest is None:
        return (*["-"] * (len(_COLUMNS) - 1), seconds)
    states = line.manifest["states"]
    counts = (
        states["exported"],
        line.manifest["updated"],
        states["rejected"],
        states["failed"],
        line.manifest["requests"],
    )
    return (*(str(count) for count in counts), seconds)


def _last_line(log: Path) -> str | None:
    """What the run printed last, its own message if there is one."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - _TAIL))
            said = file.read().decode("utf-8", "replace").strip().splitlines()
    except OSError:
        return None
    own = [line.removeprefix("newscrawl: ") for line in said if line.startswith("newscrawl: ")]
    return (own or said)[-1] if said else None


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # a real-time signal has no name
        return f"signal {number}"

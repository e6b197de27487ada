"""One run against a soaked site: struck by a signal at a chosen request, its memory watched."""

from __future__ import annotations

import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from tests.crawls import PROJECT, TIMEOUT, Crawl, command, environment, left_by

if TYPE_CHECKING:
    import signal

    from .site import SoakSite

ADDRESS_SPACE = 1024**3
"""Bytes that the crawl may map, and likewise the process that reads pages."""
_INTERVAL = 0.05  # seconds between two looks at the memory


@dataclass(slots=True)
class Memory:
    """Resident memory of a run's process, or of those that read its pages one after the other, in KiB. Empty where the
    system has no ``/proc``.
    """

    peak: int = 0
    course: list[tuple[int, int]] = field(default_factory=list)
    """Requests that the site had seen, and memory by then."""

    def look(self, pid: int, asked: int) -> None:
        self.peak = max(self.peak, _memory(pid, "VmHWM"))
        if now := _memory(pid, "VmRSS"):
            self.course.append((asked, now))

    def usual(self, first: float, last: float) -> int:
        """The median between two shares of the run's requests: one large page is no growth; 0: it was not looked at."""
        total = self.course[-1][0] if self.course else 0
        found = [now for asked, now in self.course if first * total <= asked <= last * total]
        return int(median(found)) if found else 0


def _memory(pid: int, name: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


@dataclass(frozen=True, slots=True)
class Run:
    """A run that has ended, or was killed."""

    crawl: Crawl
    memory: Memory
    readers: Memory
    """Of the processes that read its pages."""
    struck: bool
    """The signal came before its end."""


def run(
    site: SoakSite,
    output: Path,
    settings: dict[str, Any],
    env: dict[str, str],
    strike: tuple[signal.Signals, float] | None = None,
) -> Run:
    """Crawl the site; at the request that its weather names, plus so many seconds, send the signal of ``strike``.

    Raises subprocess.TimeoutExpired for a run that does not end, after killing it.
    """
    line = command(output, {"site": site.url, "timezone": "Asia/Kabul"}, settings)
    line = ["sh", "-c", 'ulimit -v "$0" && exec "$@"', str(ADDRESS_SPACE // 1024), *line]
    before, log_file = set(output.rglob("*")), output.with_suffix(".log")
    weather, memory, readers, struck = site.weather, Memory(), Memory(), False
    with (
        log_file.open("w+") as log,
        subprocess.Popen(
            line, cwd=PROJECT, env=environment(**env), stdin=subprocess.DEVNULL, stdout=log, stderr=log
        ) as process,
    ):
        ended = threading.Event()

        def watch() -> None:
            while not ended.wait(_INTERVAL):
                memory.look(process.pid, weather.asked)
                for child in _children(process.pid):
                    readers.look(child, weather.asked)

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            if strike:
                while process.poll() is None and not weather.strike.wait(_INTERVAL):
                    pass
                time.sleep(strike[1])
                struck = process.poll() is None
                process.send_signal(strike[0])
            process.wait(TIMEOUT * 4)
        finally:
            ended.set()
            process.kill()
            watcher.join()
        log.seek(0)
        crawl = left_by(output, before, process.wait(), log.read())
    return Run(crawl, memory, readers, struck)

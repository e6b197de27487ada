"""Commands run as processes of their own, a few at a time, and ended together."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

ENDS = (signal.SIGTERM, signal.SIGTERM, signal.SIGKILL)
"""What a process is sent at the first, second and third request to end. Scrapy ends cleanly at the first SIGTERM and
at once at the second."""

PARENT = "NEWSCRAWL_PARENT"
"""Environment variable of a process: the number of the one that runs it, for it to notice when that is killed."""

GRACE = 30.0
"""Seconds between these where nobody is there to ask again: when the time limit is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A command to run."""

    name: str
    command: tuple[str, ...]
    """Program and arguments; no shell reads them."""
    log: Path
    """File that takes what it prints, on both streams; appended to, its folder made if need be."""


@dataclass(slots=True, kw_only=True)
class Run:
    """What became of a job."""

    job: Job
    pid: int | None = None
    """``None``: it was never started."""
    status: int | None = None
    """Exit status; negative: the number of the signal that killed it. ``None``: it never started."""
    seconds: float = 0.0
    error: str | None = None
    """Why it could not be started."""
    asked: list[str] = field(default_factory=list)
    """Why it was asked to end, a clause for each time; empty: it ended by itself."""
    _process: asyncio.subprocess.Process | None = None

    def end(self, why: str) -> None:
        """Ask it to end, more urgently each time."""
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.send_signal(ENDS[min(len(self.asked), len(ENDS) - 1)])
            self.asked.append(why)


class Pool:
    """Runs jobs, at most ``at_once`` together, each for at most ``limit`` seconds (``None``: as long as it takes).

    SIGINT, SIGTERM and SIGHUP end those under way, as :data:`ENDS` says, and keep the others from starting; ``stopped``
    then names the first signal. ``ended`` is called with each run that has ended.
    """

    def __init__(
        self, *, at_once: int, limit: float | None = None, ended: Callable[[Run], object] = lambda run: None
    ) -> None:
        self.at_once = at_once
        self.limit = limit
        self.ended = ended
        self.stopped: str | None = None
        self._runs: list[Run] = []

    def run(self, jobs: Iterable[Job]) -> list[Run]:
        """Run ``jobs`` to their ends; returns their runs in the same order."""
        self._runs = [Run(job=job) for job in jobs]
        asyncio.run(self._run_all())
        return self._runs

    async def _run_all(self) -> None:
        places = asyncio.Semaphore(self.at_once)

        async def take_turn(run: Run) -> None:
            async with places:
                if not self.stopped:
                    await self._run(run)
                    self.ended(run)

        with self._signals():
            await asyncio.gather(*map(take_turn, self._runs))

    async def _run(self, run: Run) -> None:
        try:
            run.job.log.parent.mkdir(parents=True, exist_ok=True)
            with run.job.log.open("ab") as log:
                began = time.monotonic()
                # In a group of its own, so that Ctrl-C reaches it through here and only once.
                run._process = await asyncio.create_subprocess_exec(
                    *run.job.command,
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    process_group=0,
                    env=os.environ | {PARENT: str(os.getpid())},
                )
        except OSError as error:
            run.error = f"{error.strerror}: {error.filename}" if error.filename else str(error)
            return
        run.pid = run._process.pid
        if self.stopped:  # it came while the process was being made
            run.end(self.stopped)
        wait = self.limit
        while True:
            try:
                run.status = await asyncio.wait_for(run._process.wait(), wait)
            except TimeoutError:
                run.end(f"its {self.limit:g} seconds were over")
                wait = GRACE
            else:
                break
        run.seconds = time.monotonic() - began

    @contextmanager
    def _signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        handled = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        for number in handled:
            loop.add_signal_handler(number, self._stop, number)
        try:
            yield
        finally:
            for number in handled:
                loop.remove_signal_handler(number)

    def _stop(self, number: signal.Signals) -> None:
        self.stopped = self.stopped or number.name
        for run in self._runs:
            run.end(number.name)


def python(*arguments: str) -> tuple[str, ...]:
    """A command line that runs this Python with ``arguments``."""
    return (sys.executable, *arguments)

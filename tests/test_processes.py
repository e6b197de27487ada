"""The pool, with real processes."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import TYPE_CHECKING

import pytest

from newscrawl import processes
from newscrawl.processes import Job, Pool, python

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TURN = """
import os, sys, time
folder, at_once, met = sys.argv[1], int(sys.argv[2]), sys.argv[3]
mine = f"{folder}/{os.getpid()}"
open(mine, "w").close()
ends = time.monotonic() + 30
while time.monotonic() < ends and not os.path.exists(met):  # until as many as may be are there
    if len(os.listdir(folder)) >= at_once:
        open(met, "w").close()
time.sleep(0.3)
print(len(os.listdir(folder)))
os.unlink(mine)
"""
DEAF = "trap '' TERM; echo deaf; exec sleep 600"


def job(folder: Path, name: str, *code: str) -> Job:
    return Job(name=name, command=python("-c", *code), log=folder / "logs" / name)


def deaf_job(folder: Path) -> Job:
    return Job(name="deaf", command=["sh", "-c", DEAF], log=folder / "logs" / "deaf")


def wait_for(path: Path) -> None:
    ends = time.monotonic() + 30
    while not (path.exists() and path.stat().st_size):
        assert time.monotonic() < ends, f"nothing came into {path}"
        time.sleep(0.01)


@pytest.fixture
def interrupts() -> Iterator[list[threading.Thread]]:
    """Threads that send signals to this process while a pool is at work."""
    threads: list[threading.Thread] = []
    yield threads
    for thread in threads:
        thread.join(60)


@pytest.mark.parametrize("at_once", [1, 2])
def test_no_more_at_once_than_asked_for(tmp_path: Path, at_once: int) -> None:
    (tmp_path / "now").mkdir()
    jobs = [job(tmp_path, str(n), TURN, str(tmp_path / "now"), str(at_once), str(tmp_path / "met")) for n in range(4)]
    runs = Pool(at_once=at_once).run(jobs)
    assert [run.job for run in runs] == jobs
    assert [run.status for run in runs] == [0] * 4
    beside = [int(job.log.read_text()) for job in jobs]
    assert max(beside) == at_once, beside


def test_both_streams_go_to_the_log_and_the_status_is_told(tmp_path: Path) -> None:
    code = "import os, sys; os.write(1, b'out '); os.write(2, b'err'); sys.exit(9)"
    (run,) = Pool(at_once=2).run([job(tmp_path, "x", code)])
    assert (run.status, run.asked, run.error) == (9, [], None)
    assert run.job.log.read_text() == "out err"


def test_a_log_that_cannot_be_written_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file")
    (run,) = Pool(at_once=1).run([job(tmp_path, "x", "")])
    assert (run.pid, run.status) == (None, None)
    assert "exists" in (run.error or "")


def test_the_time_limit_ends_a_deaf_process_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "GRACE", 0.1)
    (run,) = Pool(at_once=1, limit=2).run([deaf_job(tmp_path)])
    assert run.status == -signal.SIGKILL
    assert len(run.asked) == 3
    assert "2 seconds" in run.asked[0]


def test_signals_end_what_runs_and_start_nothing_more(tmp_path: Path, interrupts: list[threading.Thread]) -> None:
    deaf, next_one = deaf_job(tmp_path), job(tmp_path, "next", "")

    def interrupt() -> None:
        wait_for(deaf.log)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            os.kill(os.getpid(), number)
            time.sleep(0.1)

    interrupts.append(threading.Thread(target=interrupt))
    interrupts[0].start()
    pool = Pool(at_once=1)
    first, second = pool.run([deaf, next_one])
    assert pool.stopped == "SIGINT"
    assert (first.status, first.asked) == (-signal.SIGKILL, ["SIGINT", "SIGTERM", "SIGHUP"])
    assert (second.pid, second.status) == (None, None)
    assert not next_one.log.exists()

"""Ctrl-C and SIGTERM: once, twice, thrice. What has a name stays, and the next run fetches the rest."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .crawls import PROJECT, command, crawl, environment, lines_of, wait_for
from .faults.site import FaultySite

if TYPE_CHECKING:
    from .faults.exchange import Exchange

GOOD = 30
ZONE = {"timezone": "Asia/Kabul"}


class Stuck:
    """A site whose articles stop coming after some: the connection stays open, and nothing more is said."""

    def __init__(self, after: int) -> None:
        self.after = after
        self.asked = 0
        self.stuck = 0

    def __call__(self, exchange: Exchange) -> bool:
        if exchange.path not in exchange.site.routes:
            return False
        self.asked += 1
        if self.asked <= self.after:
            return False
        self.stuck += 1
        exchange.connection.settimeout(60)
        exchange.connection.recv(1)
        exchange.finish()
        return True


def start(site: FaultySite, output: Path, settings: dict[str, Any]) -> subprocess.Popen[str]:
    line = command(output, {"site": site.url} | ZONE, settings)
    return subprocess.Popen(
        line, cwd=PROJECT, env=environment(), stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    )


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_twice_ends_at_once_with_files_and_manifest(tmp_path: Path, how: signal.Signals) -> None:
    stuck = Stuck(after=10)
    with FaultySite(good=GOOD, before=stuck) as site:
        process = start(site, tmp_path, {"DOWNLOAD_TIMEOUT": 600, "CONCURRENT_REQUESTS": 4})
        wait_for(lambda: stuck.stuck == 4)
        process.send_signal(how)
        time.sleep(1)
        assert process.poll() is None, "it waits for what is under way"
        process.send_signal(how)
        _, log = process.communicate(timeout=60)
        first = lines_of(tmp_path.rglob("*.jsonl"), "articles")
        (manifest,) = tmp_path.glob("*/runs/*.json")
        stuck.after = 10**6
        again = crawl(tmp_path, {"site": site.url} | ZONE)
        urls = [url for _, url in site.articles]
    assert process.returncode == 7, log
    assert "Traceback" not in log
    books = json.loads(manifest.read_text())
    assert books["outcome"] == "interrupted"
    assert books["states"]["exported"] == len(first) == 10
    assert books["states"]["unfinished"] == GOOD - 10
    assert again.status == 0, again.log
    assert sorted(record["url"] for record in first + again.articles) == sorted(urls)


def test_a_terminal_that_goes_away_ends_it_in_order(tmp_path: Path) -> None:
    stuck = Stuck(after=10)
    with FaultySite(good=GOOD, before=stuck) as site:
        line = command(tmp_path, {"site": site.url} | ZONE, {"CONCURRENT_REQUESTS": 1, "DOWNLOAD_TIMEOUT": 3})
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(PROJECT)
            os.execve(line[0], line, environment(TERM="xterm-256color"))  # noqa: S606 - no shell
        wait_for(lambda: select.select([terminal], [], [], 0)[0] and os.read(terminal, 4096) and stuck.stuck)
        os.close(terminal)
        _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 7
    (manifest,) = tmp_path.glob("*/runs/*.json")
    assert json.loads(manifest.read_text())["states"]["exported"] == 10
    assert not list(tmp_path.rglob("*.part"))


def test_nohup_is_kept_to(tmp_path: Path) -> None:
    stuck = Stuck(after=10)
    with FaultySite(good=GOOD, before=stuck) as site:
        line = command(tmp_path, {"site": site.url} | ZONE, {"CONCURRENT_REQUESTS": 1, "DOWNLOAD_TIMEOUT": 10})
        process = subprocess.Popen(
            ["nohup", *line],
            cwd=PROJECT,
            env=environment(),
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        )
        wait_for(lambda: stuck.stuck)
        process.send_signal(signal.SIGHUP)
        time.sleep(1)
        assert process.poll() is None
        process.terminate()
        _, log = process.communicate(timeout=90)
    assert "SIGHUP" not in log
    assert "SIGTERM" in log


def test_once_does_not_wait_for_what_is_queued(tmp_path: Path) -> None:
    """The site has asked for ten minutes; who stops the run need not wait for them."""
    asked: list[str] = []

    def busy(exchange: Exchange) -> bool:
        if exchange.path not in exchange.site.routes:
            return False
        asked.append(exchange.path)
        if len(asked) < 5:
            return False
        exchange.answer("Busy", status=503, headers=[("Retry-After", "600")])
        return True

    with FaultySite(good=GOOD, before=busy) as site:
        process = start(site, tmp_path, {"CONCURRENT_REQUESTS": 1})
        wait_for(lambda: len(asked) >= 5)
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=60)
    assert process.returncode == 7, log
    (manifest,) = tmp_path.glob("*/runs/*.json")
    states = json.loads(manifest.read_text())["states"]
    assert (states["exported"], states["unfinished"]) == (4, GOOD - 4)
    assert len(asked) == 5


def test_once_does_not_wait_for_a_reading_process_that_does_nothing(tmp_path: Path) -> None:
    """It is left after DOWNLOAD_TIMEOUT, as an answer would be, and not after the minutes that it may take else."""
    stuck = Stuck(after=10)
    with FaultySite(good=GOOD, before=stuck) as site:
        # a delay, so that a busy machine has read some pages by then
        process = start(site, tmp_path, {"CONCURRENT_REQUESTS": 1, "DOWNLOAD_TIMEOUT": 10, "DOWNLOAD_DELAY": 0.2})
        wait_for(lambda: stuck.stuck)
        reader = int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text())
        os.kill(reader, signal.SIGSTOP)
        stuck.after = 10**6
        wait_for(lambda: stuck.asked > 14)
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=100)
    assert process.returncode == 7, log
    assert "Traceback" not in log
    (manifest,) = tmp_path.glob("*/runs/*.json")
    states = json.loads(manifest.read_text())["states"]
    assert states["exported"] <= 10  # what had come may not have been read yet
    assert states["unfinished"] >= GOOD - 11  # the answer that was waited for failed


def test_three_times_leaves_what_stands(tmp_path: Path) -> None:
    stuck = Stuck(after=25)
    settings = {"DOWNLOAD_TIMEOUT": 600, "FEED_EXPORT_BATCH_ITEM_COUNT": 5}
    with FaultySite(good=GOOD, before=stuck) as site:
        process = start(site, tmp_path, settings)
        wait_for(lambda: stuck.stuck)
        while process.poll() is None:  # two that come before it is given the processor are one
            process.send_signal(signal.SIGINT)
            time.sleep(0.05)
        _, log = process.communicate(timeout=60)
        first = lines_of(tmp_path.rglob("*.jsonl"), "articles")
        stuck.after = 10**6
        again = crawl(tmp_path, {"site": site.url} | ZONE)
        urls = [url for _, url in site.articles]
    assert process.returncode == 7, log
    assert again.status == 0, again.log
    assert sorted(record["url"] for record in first + again.articles) == sorted(urls)


def test_late_signals_keep_the_exit_status(tmp_path: Path) -> None:
    """Signals rain until the process is gone, so that some come while the interpreter is taken down."""
    with FaultySite(good=1) as site:
        for _ in range(3):
            process = start(site, tmp_path, {})
            wait_for(lambda: list(tmp_path.glob("*/runs/*.json")))
            while process.poll() is None:
                process.send_signal(signal.SIGTERM)
                time.sleep(0.001)
            assert process.returncode in (0, 7), process.communicate()[1]
            for manifest in tmp_path.glob("*/runs/*.json"):
                manifest.unlink()


def test_before_the_run_has_begun(tmp_path: Path) -> None:
    for wait in (0.6, 0.9, 1.2):
        with FaultySite(good=GOOD) as site:
            process = start(site, tmp_path / str(wait), {"DOWNLOAD_DELAY": 1})
            time.sleep(wait)
            process.send_signal(signal.SIGTERM)
            _, log = process.communicate(timeout=60)
        assert process.returncode in (7, -signal.SIGTERM), log  # by the signal itself: Python had not begun yet

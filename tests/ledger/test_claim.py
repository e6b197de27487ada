"""A site on a server is one process's at a time, and nobody's once that process is dead."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from newscrawl.demo import DemoSite
from newscrawl.ledger import ClaimLostError, Ledger, begin_run, last_runs
from newscrawl.outcome import ExitCode
from newscrawl.sites import registry
from tests.crawls import PROJECT, command, crawl, environment, left_by, wait_for
from tests.faults.gate import Gate
from tests.faults.site import FaultySite
from tests.ledger.builders import SITE

if TYPE_CHECKING:
    from pathlib import Path

HOLDER = """
import sys, time
from newscrawl.ledger import Ledger
ledger = Ledger.open(sys.argv[1])
print(ledger.claim(sys.argv[2], "theirs"), flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("kind", ["postgresql", "file"])
def test_one_process_has_it(kind: str, request: pytest.FixtureRequest, path: Path) -> None:
    url = f"sqlite:///{path}" if kind == "file" else request.getfixturevalue("postgresql_url")
    with Ledger.open(url) as other:
        with Ledger.open(url) as one:
            assert one.claim(SITE, "a run")
            assert not other.claim(SITE, "a run")
            with Ledger.open(url) as third:
                assert third.claim("other.example", "a run")
        wait_for(lambda: other.claim(SITE, "a run"))  # a server has yet to notice


@pytest.mark.parametrize("kind", ["postgresql", "file"])
def test_runs_into_two_folders(kind: str, request: pytest.FixtureRequest, path: Path, tmp_path: Path) -> None:
    """On two machines, or on one."""
    url = f"sqlite:///{path}" if kind == "file" else request.getfixturevalue("postgresql_url")
    settings = {"NEWSCRAWL_LEDGER_URL": url}
    with DemoSite() as demo:
        arguments = {"site": demo.url, "limit": "2"}
        name = registry.find(demo.url).name
        line = [sys.executable, "-c", HOLDER, url, name]
        with subprocess.Popen(line, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as holder:
            try:
                assert holder.stdout is not None
                assert holder.stdout.readline() == "True\n"
                refused = crawl(tmp_path / "here", arguments, settings)
            finally:
                holder.send_signal(signal.SIGKILL)
        assert refused.status == ExitCode.LOCKED, refused.log
        (said,) = refused.error_lines()
        assert f"another run of {name} is under way" in said
        assert not refused.articles
        with Ledger.open(url) as ledger:
            while not ledger.claim(name, "a run"):  # the server has yet to notice
                time.sleep(0.05)
        done = crawl(tmp_path / "here", arguments, settings)
        assert (done.status, len(done.articles)) == (ExitCode.OK, 2), done.log


def cut_off(url: str) -> None:
    """End all sessions but this one's, as a restart of the server does, or a router that forgets them."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid != pg_backend_pid()"
        )


def take(url: str, site: str) -> None:
    """Run as another machine would that comes upon the lock while it is free."""
    had = False
    while not had:
        cut_off(url)
        with Ledger.open(url) as other:
            if had := other.claim(site, "other"):  # else the run has noticed at once
                begin_run(other, site, "other", datetime.now(UTC))


def test_a_lost_connection_is_made_good(postgresql_url: str) -> None:
    with Ledger.open(postgresql_url) as one, Ledger.open(postgresql_url) as other:
        assert one.claim(SITE, "a run")
        begin_run(one, SITE, "a run", datetime.now(UTC))
        cut_off(postgresql_url)
        assert [run.name for run in last_runs(one, SITE)] == ["a run"]
        assert not other.claim(SITE, "other")


@pytest.mark.parametrize("ended", [False, True])
def test_what_another_run_has_taken_is_lost(postgresql_url: str, *, ended: bool) -> None:
    with Ledger.open(postgresql_url) as one:
        assert one.claim(SITE, "a run")
        begin_run(one, SITE, "a run", datetime.now(UTC))
        cut_off(postgresql_url)
        with Ledger.open(postgresql_url) as other:
            assert other.claim(SITE, "other")
            begin_run(other, SITE, "other", datetime.now(UTC))
            if ended:
                other.close()
            for _ in range(2):
                with pytest.raises(ClaimLostError, match="Run again when no other run is under way"):
                    last_runs(one, SITE)
                with pytest.raises(ClaimLostError):
                    begin_run(one, SITE, "again", datetime.now(UTC))


@pytest.mark.parametrize("taken", [None, "in the middle", "at the end"])
def test_a_run_whose_connection_is_lost(postgresql_url: str, tmp_path: Path, taken: str | None) -> None:
    settings = {"NEWSCRAWL_LEDGER_URL": postgresql_url, "CONCURRENT_REQUESTS": 1}
    gate = Gate(after=3 if taken != "at the end" else 11)
    with FaultySite(good=12, listings=["rest"], before=gate) as site:
        name = registry.find(site.url).name
        line = command(tmp_path, {"site": site.url}, settings)
        with subprocess.Popen(line, cwd=PROJECT, env=environment(), stderr=subprocess.PIPE, text=True) as process:
            try:
                wait_for(gate.reached.is_set)
                cut_off(postgresql_url)
                if taken:
                    take(postgresql_url, name)
            finally:
                gate.open()
            _, log = process.communicate(timeout=120)
        done = left_by(tmp_path, set(), process.returncode, log)
        assert "Traceback" not in log
        if taken is None:
            assert (done.status, len(done.articles)) == (ExitCode.OK, 12), log
        else:
            assert done.status == ExitCode.LEDGER_FAILED, log
            assert f"that kept {name} for this run was lost" in done.error_lines()[-1]
            assert done.articles == [], "the other run may have them"
            assert "exported" not in done.states
            assert not list(tmp_path.rglob("*.part"))
        last = crawl(tmp_path, {"site": site.url}, settings)
    assert last.status == ExitCode.OK, last.log
    assert len(last.articles) == (12 if taken else 0)

"""A site on a server is one process's at a time, and nobody's once that process is dead."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from newscrawl.demo import DemoSite
from newscrawl.ledger import Ledger
from newscrawl.outcome import ExitCode
from newscrawl.sites import registry
from tests.crawls import PROJECT, crawl
from tests.ledger.builders import SITE

if TYPE_CHECKING:
    from pathlib import Path

HOLDER = """
import sys, time
from newscrawl.ledger import Ledger
ledger = Ledger.open(sys.argv[1])
print(ledger.claim(sys.argv[2]), flush=True)
time.sleep(600)
"""


def test_one_process_has_it(postgresql_url: str) -> None:
    with Ledger.open(postgresql_url) as other:
        with Ledger.open(postgresql_url) as one:
            assert one.claim(SITE)
            assert not other.claim(SITE)
            assert other.claim("other.example")
        assert other.claim(SITE)


def test_runs_of_two_machines(postgresql_url: str, tmp_path: Path) -> None:
    settings = {"NEWSCRAWL_LEDGER_URL": postgresql_url}
    with DemoSite() as demo:
        arguments = {"site": demo.url, "limit": "2"}
        name = registry.find(demo.url).name
        line = [sys.executable, "-c", HOLDER, postgresql_url, name]
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
        with Ledger.open(postgresql_url) as ledger:
            while not ledger.claim(name):  # the server has yet to notice
                time.sleep(0.05)
        done = crawl(tmp_path / "here", arguments, settings)
        assert (done.status, len(done.articles)) == (ExitCode.OK, 2), done.log

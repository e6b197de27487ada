"""What becomes of the status where nobody takes what is printed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.crawls import PROJECT, command, environment

from .test_commands import PAGE

if TYPE_CHECKING:
    from pathlib import Path

PRINTING = ("extract {page} -a timezone=Asia/Kabul", "sites", "crawlall demo -a limit=1 -s NEWSCRAWL_OUTPUT_DIR={out}")


def run(line: str, tmp_path: Path, redirect: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "page.html").write_text(PAGE)
    words = line.format(page=tmp_path / "page.html", out=tmp_path / "out").split()
    return subprocess.run(
        ["bash", "-c", f'"$@" {redirect}', "bash", sys.executable, "-m", "scrapy", *words],
        cwd=PROJECT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("line", PRINTING, ids=lambda line: line.partition(" ")[0])
def test_who_reads_leaves_early(tmp_path: Path, line: str) -> None:
    done = run(line, tmp_path, '| true; exit "${PIPESTATUS[0]}"')
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("line", PRINTING, ids=lambda line: line.partition(" ")[0])
@pytest.mark.parametrize("redirect", ["> /dev/full", ">&-"])
def test_nobody_takes_it(tmp_path: Path, line: str, redirect: str) -> None:
    done = run(line, tmp_path, redirect)
    assert done.returncode == 6
    (said,) = done.stderr.splitlines()
    assert said.startswith("newscrawl: standard output ")


def test_log_that_nobody_takes_changes_no_status(tmp_path: Path) -> None:
    words = command(tmp_path / "out", {"limit": "1"})
    for redirect in ("2>&1 | true; exit ${PIPESTATUS[0]}", "2> /dev/full", "2>&-"):
        done = subprocess.run(
            ["bash", "-c", f'"$@" {redirect}', "bash", *words], cwd=PROJECT, env=environment(), check=False
        )
        assert done.returncode == 0, redirect

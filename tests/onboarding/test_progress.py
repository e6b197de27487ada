"""What a look at a site shows while it lasts, on a real pseudo-terminal."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from ..crawls import PROJECT, environment
from .sites import CountingDemo

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("shows", [True, False])
def test_a_terminal_tells_how_far_it_is(tmp_path: Path, shows: bool) -> None:
    ours, theirs = pty.openpty()
    with CountingDemo() as site:
        line = [sys.executable, "-m", "scrapy", "onboard", site.url, "--profile", str(tmp_path / "p.py")]
        process = subprocess.Popen(
            [*line, "-s", "DOWNLOAD_DELAY=0.1", "-s", f"NEWSCRAWL_PROGRESS={int(shows)}"],
            cwd=PROJECT,
            env=environment(TERM="xterm"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=theirs,
        )
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # raised at the end
            while data := os.read(ours, 1 << 16):
                shown += data
        os.close(ours)
        assert process.wait(60) == 0
    counts = [int(made) for made in re.findall(rb"looking at [\w.]+: (\d+) requests made, of 36 at most", shown)]
    assert counts == sorted(counts)
    assert (len(set(counts)) > 2) == shows
    assert b"discovered" not in shown

"""The live line, on a real pseudo-terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyte
import pytest

from tests.crawls import PROJECT, command, crawl, environment

if TYPE_CHECKING:
    from pathlib import Path

ROWS, COLUMNS = 1000, 400  # nothing scrolls away or is wrapped
LINE = re.compile(r"discovered \d+( of \d+)?, fetched \d+, exported \d+, rejected \d+, failed \d+")
RECORD = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[[\w.]+\] [A-Z]+: ")


@dataclass
class Shown:
    """What a terminal showed: its lowest rows each time something was written, and all at the end."""

    frames: list[list[str]]
    last: list[str]
    screen: pyte.Screen
    raw: bytes
    status: int

    @property
    def lines(self) -> list[str]:
        """The live line as it was drawn, one after the other."""
        return [row for rows in self.frames for row in rows if LINE.search(row) and not RECORD.match(row)]


def show(output: Path, settings: dict[str, Any], columns: int = COLUMNS, **env: str) -> Shown:
    """Run a crawl of the demo whose standard error is a terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, columns, 0, 0))
    screen = pyte.Screen(columns, ROWS)
    stream = pyte.ByteStream(screen)
    variables = {name: value for name, value in environment().items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    settings = {"DOWNLOAD_DELAY": 0.08, "NEWSCRAWL_LEDGER_URL": ""} | settings
    process = subprocess.Popen(
        command(output, {"limit": "40"}, settings),
        cwd=PROJECT,
        env=variables | {"TERM": "xterm-256color"} | env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    frames, raw = [], b""
    with suppress(OSError):  # raised at the end
        while data := os.read(ours, 1 << 16):
            raw += data
            stream.feed(data)
            frames.append([row for y in range(screen.cursor.y - 4, screen.cursor.y + 1) if (row := text(screen, y))])
    os.close(ours)
    last = [row for y in range(ROWS) if (row := text(screen, y))]
    return Shown(frames, last, screen, raw, process.wait(60))


def text(screen: pyte.Screen, y: int) -> str:
    return "".join(screen.buffer[y][x].data for x in range(screen.columns)).rstrip() if y in screen.buffer else ""


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
def test_line_lives_below_the_log(tmp_path: Path, level: str) -> None:
    shown = show(tmp_path, {"LOG_LEVEL": level})
    assert shown.status == 0, shown.last
    assert any(re.search(r"exported [1-9]\d*, .*, \d+/min, 0:\d\d:\d\d left$", line) for line in shown.lines)
    assert not any(LINE.search(row) for row in shown.last), "it is gone at the end"
    assert not shown.screen.cursor.hidden
    for rows in shown.frames:
        live = [number for number, row in enumerate(rows) if LINE.search(row)]
        assert len(live) <= 1
    whole = shown.last
    assert all(RECORD.match(row) or level == "DEBUG" for row in whole), whole
    assert whole[-1].endswith(".json")
    if level == "DEBUG":
        assert sum("DEBUG: Crawled (200)" in row for row in whole) >= 40


def test_narrow_terminal_without_colours(tmp_path: Path) -> None:
    shown = show(tmp_path, {}, columns=60, NO_COLOR="1")
    assert shown.status == 0
    drawn = [rows[-1] for rows in shown.frames if rows and rows[-1].startswith("disc")]
    assert drawn
    assert all(len(row) <= 60 for row in drawn)
    assert any(re.match(r"disc \d+, fetch \d+, exp \d+, rej \d+, fail \d+, \d+/min, ", row) for row in drawn)
    assert not re.search(rb"\x1b\[[0-9;]*3[0-9][0-9;]*m", shown.raw)


@pytest.mark.parametrize(
    ("settings", "env"), [({}, {"TERM": "dumb"}), ({"NEWSCRAWL_PROGRESS": False}, {})], ids=["dumb", "switched-off"]
)
def test_no_line_where_none_is_wanted(tmp_path: Path, settings: dict[str, Any], env: dict[str, str]) -> None:
    shown = show(tmp_path, {"DOWNLOAD_DELAY": 0} | settings, **env)
    assert shown.status == 0
    assert b"\x1b" not in shown.raw
    assert not shown.lines


def test_no_line_where_there_is_no_terminal(tmp_path: Path) -> None:
    done = crawl(tmp_path, {"limit": "3"}, env={"TERM": "xterm-256color", "FORCE_COLOR": "1"})
    assert "\x1b" not in done.log
    assert not LINE.search(done.log)

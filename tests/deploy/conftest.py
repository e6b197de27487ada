"""A folder as the recipes expect one at ``/srv/newscrawl``: a checkout with its own ``.venv`` and a list of sites."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.crawls import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

RECIPES = PROJECT / "deploy"
BARE = {"HOME": "/", "LOGNAME": "newscrawl", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
"""The whole environment that cron gives a command; that of systemd is no richer."""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The folder. Its ``.venv/bin/scrapy`` runs the tests' own Python on the code under test."""
    folder = tmp_path / "srv" / "newscrawl"
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("output", ".scrapy"):
        (folder / name).mkdir()
    shutil.copy(PROJECT / "scrapy.cfg", folder)
    program = programs / "scrapy"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{PROJECT}" exec "{sys.executable}" -m scrapy "$@"\n')
    program.chmod(0o755)
    return folder

"""Runs ``scrapy onboard`` as a user runs it, and reads what it printed and wrote."""

from __future__ import annotations

import subprocess
import sys
from runpy import run_path
from typing import TYPE_CHECKING

from newscrawl.sites.profile import SiteProfile

from .. import starter
from ..crawls import PROJECT, environment

if TYPE_CHECKING:
    from pathlib import Path

MOST_REQUESTS = 36
UNTHROTTLED = ("-s", "AUTOTHROTTLE_ENABLED=False")


def scrapy(*arguments: str, project: Path = PROJECT, **more: str) -> subprocess.CompletedProcess[str]:
    if project == PROJECT:
        return starter.run(arguments, env=environment(**more), timeout=120)
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=project,
        env=environment(PYTHONPATH=str(project), **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def onboard(url: str, *arguments: str, project: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    done = scrapy("onboard", url, *arguments, *UNTHROTTLED, project=project)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def profile_in(path: Path) -> SiteProfile:
    profile = run_path(str(path))["PROFILE"]
    assert isinstance(profile, SiteProfile)
    return profile


def row(done: subprocess.CompletedProcess[str], name: str) -> str:
    """The line of a table whose first column is ``name``, single-spaced."""
    (line,) = [line for line in done.stdout.splitlines() if line.startswith(f"  {name}  ")]
    return " ".join(line.split()).removeprefix(f"{name} ")

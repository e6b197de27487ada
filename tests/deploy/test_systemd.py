"""The units for systemd: what systemd itself says of them, and what they start."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from configparser import RawConfigParser
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.extensions.run_lock import hold
from newscrawl.outcome import ExitCode
from newscrawl.sites.registry import site_name
from tests.crawls import lines_of
from tests.deploy.conftest import BARE, RECIPES
from tests.faults.site import FaultySite

if TYPE_CHECKING:
    from pathlib import Path

HOME = "/srv/newscrawl"
UNITS = ("newscrawl@.service", "newscrawl@.timer")
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


class _Unit(RawConfigParser):
    def optionxform(self, optionstr: str) -> str:
        return optionstr  # systemd minds the case


def unit(name: str) -> dict[str, dict[str, str]]:
    parser = _Unit(strict=False, delimiters=("=",), comment_prefixes=("#", ";"), interpolation=None)
    parser.read(RECIPES / name, "utf-8")
    return {section: dict(parser[section]) for section in parser.sections()}


def analyze(*arguments: Any) -> subprocess.CompletedProcess[str]:
    line = ["systemd-analyze", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def units(place: Path) -> list[Path]:
    """The units, with the test's folder in place of /srv/newscrawl."""
    moved = []
    for name in UNITS:
        text = (RECIPES / name).read_text("utf-8").replace(HOME, str(place))
        moved.append(place.parent / name)
        moved[-1].write_text(text)
    return moved


@needs_systemd
def test_systemd_finds_no_fault(units: list[Path]) -> None:
    done = analyze("verify", "--man=no", *units)
    assert (done.returncode, done.stderr) == (0, "")


@needs_systemd
def test_the_service_is_shut_in(units: list[Path]) -> None:
    done = analyze("security", "--offline=true", "--threshold=12", units[0])
    assert done.returncode == 0, done.stdout
    assert "✗ PrivateNetwork" in done.stdout, "it reports what is open"


@needs_systemd
def test_the_timer_elapses() -> None:
    timer = unit("newscrawl@.timer")
    assert analyze("calendar", timer["Timer"]["OnCalendar"]).returncode == 0
    assert timer["Timer"]["Persistent"] == "yes" or timer["Timer"]["Persistent"] == "true"
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_what_the_service_starts(place: Path) -> None:
    service = unit("newscrawl@.service")["Service"]
    assert service["WorkingDirectory"] == HOME
    for folder in service["ReadWritePaths"].split():
        assert folder.startswith(f"{HOME}/")
        assert (place / folder.removeprefix(f"{HOME}/")).is_dir()
    forgiven = {int(code) for code in service["SuccessExitStatus"].split()}
    assert forgiven == {ExitCode.INTERRUPTED, ExitCode.LOCKED, ExitCode.BUDGET_SPENT}

    with FaultySite(good=3) as site:
        words = shlex.split(service["ExecStart"].replace(HOME, str(place)))
        line = [word.replace("%I", f"{site.url}/") for word in words]

        def start() -> subprocess.CompletedProcess[str]:
            return subprocess.run(line, cwd=place, env=BARE, capture_output=True, text=True, timeout=120, check=False)

        before = {path for path in place.rglob("*") if path.is_file()}
        done = start()
        assert done.returncode == 0, done.stderr
        assert len(lines_of(place.rglob("*"), "articles")) == 3
        made = {path for path in place.rglob("*") if path.is_file()} - before
        inside = re.compile(r"(output|\.scrapy)/")
        assert all(inside.match(str(path.relative_to(place))) for path in made), "only there it may write"

        held = hold(place / "output" / site_name(f"{site.url}/"), "a test")
        assert held
        assert start().returncode in forgiven

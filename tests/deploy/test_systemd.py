"""The units for systemd: what systemd itself says of them, and what they start."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from configparser import RawConfigParser
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.extensions.run_lock import hold
from newscrawl.outcome import ExitCode
from newscrawl.sites.registry import site_name
from tests.crawls import lines_of
from tests.deploy.booted import ACCOUNT, POSSIBLE, booted
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


@pytest.mark.parametrize("arguments", [("crawl", "news", "-a", "site=http://127.0.0.1:9/"), ("ledger", "news.example")])
def test_a_folder_that_cannot_be_written_is_one_line(place: Path, arguments: tuple[str, ...]) -> None:
    (place / ".scrapy").rmdir()
    (place / ".scrapy").touch()
    line = [place / ".venv/bin/scrapy", *arguments]
    done = subprocess.run(line, cwd=place, env=BARE, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == ExitCode.LEDGER_FAILED
    assert f"could not make the folder of the ledger, {place}/.scrapy/newscrawl: Not a directory" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not POSSIBLE, reason="takes root, unshare, and a machine on which no systemd runs")
def test_systemd_starts_it_shut_in(tmp_path: Path) -> None:
    output = tmp_path / "output"
    with ExitStack() as stack:
        site = stack.enter_context(FaultySite(good=3))
        try:
            run = stack.enter_context(booted(tmp_path / "machine", output))
        except OSError as error:
            pytest.skip(f"no namespaces here: {error}")
        instance = run("systemd-escape", f"{site.url}/").stdout.strip()
        started = run("systemctl", "start", f"newscrawl@{instance}.service")
        said = run("journalctl", "--no-pager", "-u", f"newscrawl@{instance}.service").stdout
        assert started.returncode == 0, said
        assert "3 articles discovered: 3 exported" in said
        articles = lines_of(output.rglob("*"), "articles")
        assert {article["url"] for article in articles} == {url for _, url in site.articles}
        assert {path.stat().st_uid for path in output.rglob("*")} == {ACCOUNT}
        assert run("test", "-s", "/srv/newscrawl/.scrapy/newscrawl/ledger.sqlite").returncode == 0

        held = hold(output / site_name(f"{site.url}/"), "a test")
        assert held
        again = run("systemctl", "start", f"newscrawl@{instance}.service")
        assert again.returncode == 0, "another run under way is no failure"
        said = run("journalctl", "--no-pager", "-u", f"newscrawl@{instance}.service").stdout
        assert "another run of" in said

        timer = f"newscrawl@{instance}.timer"
        assert run("systemctl", "enable", "--now", timer).returncode == 0
        (following,) = run("systemctl", "show", "-P", "NextElapseUSecRealtime", timer).stdout.splitlines()
        assert ":" in following, "it has a time"

"""The line for cron: run as cron would run it, and nothing installed."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from tests.crawls import lines_of
from tests.deploy.conftest import BARE, RECIPES
from tests.faults.site import FaultySite

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (RECIPES / "newscrawl.crontab").read_text("utf-8")
FIELDS = {"minute": (0, 59), "hour": (0, 23), "day": (1, 31), "month": (1, 12), "weekday": (0, 7)}


def entries() -> tuple[dict[str, str], list[tuple[list[str], str]]]:
    """Variables, and entries as schedule and command, as crontab(5) reads them."""
    variables, found = {}, []
    for line in TEXT.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if assignment := re.fullmatch(r"\s*(\w+)\s*=\s*(.*?)\s*", line):
            variables[assignment[1]] = assignment[2]
        else:
            *schedule, command = line.split(maxsplit=5)
            found.append((schedule, command))
    return variables, found


def run(place: Path) -> subprocess.CompletedProcess[str]:
    variables, ((_, command),) = entries()
    assert variables == {"NEWSCRAWL": "/srv/newscrawl"}
    env = BARE | {"NEWSCRAWL": str(place)}
    line = ["/bin/sh", "-c", command]
    return subprocess.run(line, cwd="/", env=env, capture_output=True, text=True, timeout=120, check=False)


def test_the_schedule_is_one() -> None:
    _, ((schedule, command),) = entries()
    for field, (low, high) in zip(schedule, FIELDS.values(), strict=True):
        for part in field.split(","):
            match = re.fullmatch(r"(\*|(\d+)(?:-(\d+))?)(?:/[1-9]\d?)?", part)
            assert match, field
            assert all(low <= int(number) <= high for number in match.groups()[1:] if number), field
    assert "%" not in command, "cron makes line ends of these"
    assert TEXT.endswith("\n"), "cron ignores a last line that does not end"


def test_the_command_runs_in_crons_bare_environment(place: Path) -> None:
    with FaultySite(good=1) as one, FaultySite(good=2) as two:
        (place / "sites.txt").write_text(f"{one.url}  # the first\n{two.url}\n")
        done = run(place)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), "cron mails what is printed"
    assert len(lines_of(place.rglob("*"), "articles")) == 3
    assert list((place / ".scrapy").rglob("ledger.sqlite"))


def test_what_goes_wrong_is_mailed(place: Path) -> None:
    done = run(place)
    assert done.returncode == 2
    assert "cannot read sites.txt" in done.stderr

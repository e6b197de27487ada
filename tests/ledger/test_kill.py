"""A process killed while it commits: after opening again, all of a file's rows are there or none."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from newscrawl.items import State
from newscrawl.ledger import Ledger, adopt_files, entries, summary
from tests.ledger.builders import SITE, START, article, write

LINES = 300
FILES = 12

CRAWL = """
import sys
from pathlib import Path
from newscrawl.ledger import Ledger, measure, outcome_of
from tests.ledger.builders import SITE, START, article, write
url, folder, lines, files = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
print("begins", flush=True)
with Ledger.open(url) as ledger:
    for batch in range(1, files + 1):
        path = folder / f"articles-r1-{batch}.jsonl"
        records = [article(n) for n in range((batch - 1) * lines + 1, batch * lines + 1)]
        aside = write(folder / f".{path.name}.aside", *records)
        sha256, _ = measure(aside)
        aside.rename(path)
        outcomes = (outcome_of(record, now=START) for record in records)
        ledger.commit_file(SITE, "r1", path.name, sha256=sha256, lines=lines, outcomes=outcomes, now=START)
print("done", flush=True)
"""


def killed_crawl(url: str, folder: Path, after: float) -> bool:
    """Run the crawl and kill it ``after`` seconds from its beginning; whether it was done before."""
    command = [sys.executable, "-c", CRAWL, url, folder, str(LINES), str(FILES)]
    with subprocess.Popen(
        list(map(str, command)), stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "begins\n"
        time.sleep(after)
        os.kill(child.pid, signal.SIGKILL)
        return "done" in child.stdout.read()


def check(ledger: Ledger, folder: Path) -> int:
    """Every file is held whole or not at all; how many are."""
    held: dict[str, set[int]] = {}
    for line in entries(ledger, SITE):
        assert line.entry.state is State.EXPORTED
        assert line.entry.number is not None
        held.setdefault(str(line.path), set()).add(line.entry.number)
        assert line.entry.content_hash is not None
    for name, numbers in held.items():
        batch = int(name.rpartition("-")[2].removesuffix(".jsonl"))
        assert numbers == set(range((batch - 1) * LINES + 1, batch * LINES + 1))
        assert (folder / name).exists()
    numbers = summary(ledger, SITE, START)
    assert (numbers.files, numbers.lines, numbers.addresses) == (len(held), LINES * len(held), LINES * len(held))
    return len(held)


def kill_and_resume(url: str, tmp_path: Path, times: int, seed: int) -> set[int]:
    chance = random.Random(seed)  # noqa: S311 - instants, not secrets
    seen = set()
    for number in range(times):
        folder = tmp_path / f"out{number}"
        folder.mkdir()
        place = url.format(number=number)
        done = killed_crawl(place, folder, chance.uniform(0, 1.2))
        renamed = len(list(folder.glob("articles-*.jsonl")))
        with Ledger.open(place) as ledger:
            held = check(ledger, folder)
            assert renamed - 1 <= held <= renamed
            assert not done or held == FILES
            # The next run takes over what was renamed and not committed.
            assert len(adopt_files(ledger, SITE, folder, START)) == renamed - held
            assert check(ledger, folder) == renamed
            assert ledger.check() == []
        seen.add(held)
    return seen


def test_killed_at_random_instants(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/ledger{{number}}.sqlite"
    seen = kill_and_resume(url, tmp_path, 8, seed=1)
    assert len(seen) > 1, "every kill struck at the same place"


@pytest.mark.slow
def test_killed_at_many_random_instants(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/ledger{{number}}.sqlite"
    assert len(kill_and_resume(url, tmp_path, 200, seed=2)) > 4


def test_killed_client_of_a_server(postgresql_url: str, tmp_path: Path) -> None:
    killed_crawl(postgresql_url, tmp_path, 0.9)
    time.sleep(0.3)  # the server notices that its client is gone
    with Ledger.open(postgresql_url) as ledger:
        held = check(ledger, tmp_path)
        adopted = len(adopt_files(ledger, SITE, tmp_path, START))
        assert adopted <= 1
        assert check(ledger, tmp_path) == held + adopted


def test_killed_while_rebuilding_keeps_what_was_known(tmp_path: Path) -> None:
    url, folder = f"sqlite:///{tmp_path}/ledger.sqlite", tmp_path / "out"
    for batch in range(1, 6):
        first = (batch - 1) * LINES + 1
        write(folder / f"articles-r1-{batch}.jsonl", *[article(n) for n in range(first, first + LINES)])
    with Ledger.open(url) as ledger:
        adopt_files(ledger, SITE, folder, START)
    script = (
        "import sys\nfrom pathlib import Path\nfrom newscrawl.ledger import Ledger, rebuild\n"
        "from tests.ledger.builders import SITE, START\n"
        "print('begins', flush=True)\n"
        "with Ledger.open(sys.argv[1]) as ledger:\n    rebuild(ledger, SITE, Path(sys.argv[2]), START)\n"
    )
    for after in (0.02, 0.1, 0.2):
        command = [sys.executable, "-c", script, url, str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as child:
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(after)
            os.kill(child.pid, signal.SIGKILL)
        with Ledger.open(url) as ledger:
            assert check(ledger, folder) == 5

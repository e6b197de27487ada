"""Runs the real command in a process of its own, and reads what it left behind."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newscrawl.ledger import content_hash
from tests import starter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PROJECT = starter.PROJECT
TIMEOUT = 300.0  # seconds after which a crawl counts as hung


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """A crawl that has ended."""

    status: int
    log: str
    """Standard error, where Scrapy logs."""
    articles: list[dict[str, Any]] = field(default_factory=list)
    """Lines of this run's files, not of earlier ones; likewise ``rejects`` and ``removals``."""
    rejects: list[dict[str, Any]] = field(default_factory=list)
    removals: list[dict[str, Any]] = field(default_factory=list)
    manifest: dict[str, Any] | None = None
    """``None``: the run left none."""
    files: list[Path] = field(default_factory=list)
    """Every file under the output folder, in alphabetical order."""

    @property
    def states(self) -> dict[str, int]:
        """States that articles ended in, without those that none ended in."""
        assert self.manifest, self.log
        return {state: count for state, count in self.manifest["states"].items() if count}

    @property
    def requests(self) -> int:
        """Requests that the run made, robots.txt and redirects included."""
        assert self.manifest, self.log
        return int(self.manifest["requests"])

    def asked(self) -> list[tuple[int, str]]:
        """Status and URL of each answer, in order. Only of a run whose LOG_LEVEL is DEBUG."""
        answers = re.findall(r" DEBUG: Crawled \((\d+)\) <GET ([^>]+)>", self.log)
        return [(int(status), url) for status, url in answers]

    def error_lines(self) -> list[str]:
        """Lines of the log that Scrapy marks as errors, and those that the command prints by itself."""
        return [line for line in self.log.splitlines() if "] ERROR: " in line or line.startswith("newscrawl: ")]

    def check_sums(self) -> None:
        """Assert that the books close: discovered, by source, by state, and the lines in the files."""
        manifest = self.manifest
        assert manifest, self.log
        assert sum(manifest["states"].values()) == manifest["discovered"]
        assert sum(manifest["discovered_by_source"].values()) == manifest["discovered"]
        lines = {"articles": 0, "rejects": 0, "removals": 0}
        for file in manifest["files"]:
            if not Path(file["path"]).is_absolute():  # one that the user asked for besides
                lines[file["kind"]] += file["lines"]
        assert lines["articles"] == len(self.articles) == manifest["states"]["exported"]
        assert lines["rejects"] == len(self.rejects) == manifest["states"]["rejected"]
        assert lines["removals"] == len(self.removals) == manifest["states"]["removed"]


def ledger_url(output: Path) -> str:
    """URL of the ledger that :func:`crawl` uses for an output folder: a file beside it, gone with the test's folder."""
    return f"sqlite:///{output.resolve()}.ledger.sqlite"


def command(
    output: Path,
    arguments: dict[str, str] | None = None,
    settings: dict[str, Any] | None = None,
    *,
    spider: str = "news",
    options: tuple[str, ...] = (),
) -> list[str]:
    """The command line of ``scrapy crawl news`` with ``-a`` arguments and ``-s`` settings, unthrottled."""
    settings = {
        "NEWSCRAWL_OUTPUT_DIR": output,
        "NEWSCRAWL_LEDGER_URL": ledger_url(output),
        "AUTOTHROTTLE_ENABLED": False,
    } | (settings or {})
    line = [sys.executable, "-m", "scrapy", "crawl", spider, *options]
    for flag, values in (("-a", arguments or {}), ("-s", settings)):
        for name, value in values.items():
            if value is None:  # as the project's settings have it
                continue
            line += [flag, f"{name}={value}"]
    return line


def environment(**more: str) -> dict[str, str]:
    """The environment, with ``more``, without proxies: they would come between a crawl and a site on loopback."""
    return {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")} | more


def crawl(
    output: Path,
    arguments: dict[str, str] | None = None,
    settings: dict[str, Any] | None = None,
    *,
    spider: str = "news",
    options: tuple[str, ...] = (),
    env: dict[str, str] | None = None,
    address_space: int | None = None,
    timeout: float = TIMEOUT,
) -> Crawl:
    """Run :func:`command` to its end. Runs into the same ``output`` share a ledger.

    ``options``: more of the command line, as it is typed. ``env``: more of the environment. ``address_space``: bytes
    that the crawl may map.
    Raises subprocess.TimeoutExpired after ``timeout`` seconds, when the crawl is killed.
    """
    before = set(output.rglob("*"))
    done = starter.run(
        command(output, arguments, settings, spider=spider, options=options)[3:],
        env=environment(**(env or {})),
        timeout=timeout,
        address_space=address_space,
    )
    return left_by(output, before, done.returncode, done.stderr + done.stdout)


def left_by(output: Path, before: set[Path], status: int, log: str) -> Crawl:
    """What a run left in ``output``, where the files ``before`` stood when it began."""
    after = {path for path in output.rglob("*") if path.is_file()}
    fresh = sorted(after - before)
    manifests = [path for path in fresh if path.match("*/runs/*.json")]
    assert len(manifests) <= 1, "one run, one manifest"
    return Crawl(
        status=status,
        log=log,
        articles=lines_of(fresh, "articles"),
        rejects=lines_of(fresh, "rejects"),
        removals=lines_of(fresh, "removals"),
        manifest=json.loads(manifests[0].read_text("utf-8")) if manifests else None,
        files=sorted(after),
    )


def whole_lines(path: Path) -> list[dict[str, Any]]:
    """Records of a file of JSON Lines. Asserts that every line is whole."""
    data = path.read_bytes()
    assert not data or data.endswith(b"\n"), f"{path} ends in a torn line"
    return [json.loads(line) for line in data.split(b"\n")[:-1]]


def new_records(files: Iterable[Path], site_folder: Path) -> dict[int, tuple[str, bytes, str]]:
    """URL, content hash and the file's name in the ledger, by number. Asserts that no article came twice."""
    records = {}
    for path in files:
        name = path.name if path.parent == site_folder else str(path)
        for record in whole_lines(path):
            assert record["number"] not in records, f"{record['url']} came twice"
            assert (record["status"], record["revision"]) == ("new", 1)
            records[record["number"]] = (record["url"], content_hash(record), name)
    return records


def wait_for(condition: Callable[[], object], seconds: float = 120) -> None:
    """Wait until ``condition`` holds. The time is for a machine with much else to do."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def lines_of(files: Iterable[Path], kind: str) -> list[dict[str, Any]]:
    """Records in those of ``files`` that hold articles, rejects or removals."""
    return [
        json.loads(line)
        for path in files
        if path.match(f"{kind}-*.jsonl")
        for line in path.read_text("utf-8").split("\n")[:-1]
    ]


@contextmanager
def database(output: Path) -> Iterator[sqlite3.Connection]:
    """The ledger of an output folder, past the code that keeps it."""
    connection = sqlite3.connect(ledger_url(output).removeprefix("sqlite:///"), isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def make_due(output: Path, *numbers: int) -> None:
    """Have the time for a second look come for all articles, or those of these numbers."""
    with database(output) as connection:
        if not numbers:
            connection.execute("UPDATE ledger_articles SET look_again = 1")
        for number in numbers:
            connection.execute("UPDATE ledger_articles SET look_again = 1 WHERE number = ?", (number,))

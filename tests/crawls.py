"""Runs the real command in a process of its own, and reads what it left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parent.parent
TIMEOUT = 300.0  # seconds after which a crawl counts as hung


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """A crawl that has ended."""

    status: int
    log: str
    """Standard error, where Scrapy logs."""
    articles: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[dict[str, Any]] = field(default_factory=list)
    manifest: dict[str, Any] | None = None
    """``None``: the run left none."""
    files: list[Path] = field(default_factory=list)
    """Every file under the output folder, in alphabetical order."""

    @property
    def states(self) -> dict[str, int]:
        """States that articles ended in, without those that none ended in."""
        assert self.manifest, self.log
        return {state: count for state, count in self.manifest["states"].items() if count}

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


def crawl(
    output: Path,
    arguments: dict[str, str] | None = None,
    settings: dict[str, Any] | None = None,
    *,
    spider: str = "news",
    options: tuple[str, ...] = (),
    address_space: int | None = None,
    timeout: float = TIMEOUT,
) -> Crawl:
    """Run ``scrapy crawl news`` with ``-a`` arguments and ``-s`` settings, unthrottled, into ``output``.

    ``options``: more of the command line, as it is typed. ``address_space``: bytes that the crawl may map.
    Raises subprocess.TimeoutExpired after ``timeout`` seconds, when the crawl is killed.
    """
    settings = {"NEWSCRAWL_OUTPUT_DIR": output, "AUTOTHROTTLE_ENABLED": False} | (settings or {})
    command = [sys.executable, "-m", "scrapy", "crawl", spider, *options]
    for flag, values in (("-a", arguments or {}), ("-s", settings)):
        for name, value in values.items():
            command += [flag, f"{name}={value}"]
    if address_space:
        command = ["sh", "-c", 'ulimit -v "$0" && exec "$@"', str(address_space // 1024), *command]
    done = subprocess.run(
        command,
        cwd=PROJECT,
        env={name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    manifests = sorted(output.glob("*/runs/*.json"))
    assert len(manifests) <= 1, "one output folder, one run"
    return Crawl(
        status=done.returncode,
        log=done.stderr + done.stdout,
        articles=_lines(output, "articles"),
        rejects=_lines(output, "rejects"),
        manifest=json.loads(manifests[0].read_text("utf-8")) if manifests else None,
        files=sorted(path for path in output.rglob("*") if path.is_file()),
    )


def _lines(output: Path, kind: str) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in sorted(output.glob(f"*/{kind}-*.jsonl"))
        for line in path.read_text("utf-8").split("\n")[:-1]
    ]

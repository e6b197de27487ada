"""A real Scrapyd on loopback: an egg of this project deployed, scheduled over HTTP, and run."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener

import pytest

from newscrawl.outcome import ExitCode
from tests.crawls import PROJECT, environment, lines_of
from tests.deploy.conftest import RECIPES
from tests.faults.site import FaultySite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    not (find_spec("scrapyd") and find_spec("scrapyd_client")), reason="the extra scrapyd is not installed"
)

_open = build_opener(ProxyHandler({})).open
PROFILE = """
from newscrawl.sites.profile import SiteProfile

PROFILE = SiteProfile(name="courier", base_url="{url}/")
"""


class Scrapyd:
    """The service, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "scrapyd.log"
        self.start()

    def start(self) -> None:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        recipe = (RECIPES / "scrapyd.conf").read_text("utf-8")
        assert re.search(r"^bind_address *= 127\.0\.0\.1$", recipe, re.MULTILINE)
        config = re.sub(r"(?m)^(http_port *= ).*", rf"\g<1>{self.port}", recipe)
        config = re.sub(r"(?m)^(poll_interval *= ).*", r"\g<1>0.2", config)
        (self.folder / "scrapyd.conf").write_text(config)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scrapyd"],
                cwd=self.folder,
                env=environment(PYTHONPATH=""),
                stdout=log,
                stderr=log,
            )

    def ask(self, what: str, **form: str) -> dict[str, Any]:
        data = urlencode(form).encode() if what == "schedule.json" else None
        query = "" if data or not form else f"?{urlencode(form)}"
        with _open(f"http://127.0.0.1:{self.port}/{what}{query}", data, timeout=60) as answer:
            told: dict[str, Any] = json.load(answer)
        assert told["status"] == "ok", told
        return told

    def wait(self) -> None:
        ends = time.monotonic() + 120
        while True:
            try:
                self.ask("daemonstatus.json")
            except OSError:
                if self.process.poll() is not None:
                    assert "Address already in use" in self.log.read_text(), self.log.read_text()
                    self.start()  # somebody else took the port in between
                assert time.monotonic() < ends, self.log.read_text()
                time.sleep(0.05)
            else:
                return

    def schedule(self, **form: str) -> str:
        return str(self.ask("schedule.json", project="newscrawl", spider="news", **form)["jobid"])

    def finish(self, *jobs: str) -> list[str]:
        """Wait for the jobs to end; returns their logs."""
        ends = time.monotonic() + 120
        while not set(jobs) <= {job["id"] for job in self.ask("listjobs.json", project="newscrawl")["finished"]}:
            assert time.monotonic() < ends, self.log.read_text()
            time.sleep(0.1)
        return [(self.folder / f"scrapyd/logs/newscrawl/news/{job}.log").read_text("utf-8") for job in jobs]

    def status(self, job: str) -> int:
        """Exit status of a job's process, as Scrapyd logs it."""
        (line,) = re.findall(rf"Process (finished|died)(?:: exitstatus=(\d+))? ?.*job='{job}'", self.log.read_text())
        return int(line[1] or 0)


@pytest.fixture(scope="module")
def site() -> Iterator[FaultySite]:
    with FaultySite(good=30) as site:
        yield site


@pytest.fixture(scope="module")
def scrapyd(tmp_path_factory: pytest.TempPathFactory, site: FaultySite) -> Iterator[Scrapyd]:
    """Scrapyd with the project deployed as its recipe says, and a profile that only the egg has."""
    service = Scrapyd(tmp_path_factory.mktemp("scrapyd"))
    try:
        service.wait()  # which port it has is settled then
        checkout = tmp_path_factory.mktemp("checkout")
        shutil.copytree(PROJECT / "newscrawl", checkout / "newscrawl", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
            shutil.copy(PROJECT / name, checkout)
        config = (PROJECT / "scrapy.cfg").read_text("utf-8")
        assert "http://127.0.0.1:6800/" in config
        (checkout / "scrapy.cfg").write_text(config.replace("6800", str(service.port)))
        (checkout / "newscrawl" / "sites" / "courier.py").write_text(PROFILE.format(url=site.url))
        line = [sys.executable, "-m", "scrapyd_client.deploy"]
        env = environment(PYTHONPATH="")
        done = subprocess.run(line, cwd=checkout, env=env, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done
        assert json.loads(done.stdout)["spiders"] == 1, done
        yield service
    finally:
        service.process.send_signal(signal.SIGTERM)
        try:
            service.process.wait(20)
        except subprocess.TimeoutExpired:
            service.process.kill()
            service.process.wait()


def test_the_spider_is_listed(scrapyd: Scrapyd) -> None:
    assert scrapyd.ask("listspiders.json", project="newscrawl")["spiders"] == ["news"]


def test_two_jobs_of_one_site_do_not_overlap_and_a_third_has_nothing_new(scrapyd: Scrapyd, site: FaultySite) -> None:
    form = {"site": "courier", "setting": "AUTOTHROTTLE_ENABLED=False"}
    jobs = [scrapyd.schedule(**form), scrapyd.schedule(**form)]
    logs = dict(zip(jobs, scrapyd.finish(*jobs), strict=True))
    assert sorted(scrapyd.status(job) for job in jobs) == [ExitCode.OK, ExitCode.LOCKED]
    for job, log in logs.items():
        locked = scrapyd.status(job) == ExitCode.LOCKED
        assert ("another run of courier is under way" in log) == locked
        assert ("30 articles discovered: 30 exported" in log) == (not locked)
    articles = lines_of((scrapyd.folder / "output" / "courier").iterdir(), "articles")
    assert len(articles) == 30
    assert {article["url"] for article in articles} == {url for _, url in site.articles}
    assert all(count == 1 for path, count in site.hits.items() if "/2021/" in path)

    (log,) = scrapyd.finish(scrapyd.schedule(**form))
    assert "30 unchanged" in log or "nothing is new" in log
    assert len(lines_of((scrapyd.folder / "output" / "courier").iterdir(), "articles")) == 30
    assert (scrapyd.folder / ".scrapy" / "newscrawl" / "ledger.sqlite").exists(), "it remembers without a scrapy.cfg"


def test_a_wrong_argument_ends_the_job_with_a_line(scrapyd: Scrapyd) -> None:
    job = scrapyd.schedule(site="nowhere")
    scrapyd.finish(job)
    assert scrapyd.status(job) == ExitCode.USAGE
    assert "'nowhere' is neither a known site (courier, demo, demo-fa)" in scrapyd.log.read_text()

"""What is read from disk, and where files may come to stand."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from newscrawl.sites import registry
from newscrawl.sites.profile import SiteProfile
from tests.crawls import PROJECT, crawl, environment
from tests.faults.site import FaultySite

if TYPE_CHECKING:
    from pathlib import Path


class Bomb:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str, int]]:
        return os.mkdir, (str(self.path), 0o700)


def test_jobdir_is_refused(tmp_path: Path) -> None:
    jobs = tmp_path / "jobs"
    jobs.mkdir()
    (jobs / "spider.state").write_bytes(pickle.dumps(Bomb(tmp_path / "exploded")))
    done = crawl(tmp_path / "out", settings={"JOBDIR": jobs})
    assert done.status == 2
    assert "JOBDIR" in done.error_lines()[0]
    assert not (tmp_path / "exploded").exists()


def test_jobdir_of_a_script_reads_no_pickle(tmp_path: Path) -> None:
    """Where nobody checks the settings, there is still nothing that unpickles."""
    jobs = tmp_path / "jobs"
    jobs.mkdir()
    (jobs / "spider.state").write_bytes(pickle.dumps(Bomb(tmp_path / "exploded")))
    script = (
        "from scrapy.crawler import CrawlerProcess; from scrapy.utils.project import get_project_settings\n"
        f"s = get_project_settings(); s.set('JOBDIR', {str(jobs)!r}); s.set('NEWSCRAWL_LEDGER_URL', '')\n"
        f"s.set('NEWSCRAWL_OUTPUT_DIR', {str(tmp_path / 'out')!r}); s.set('AUTOTHROTTLE_ENABLED', False)\n"
        "p = CrawlerProcess(s); p.crawl('news', limit='3'); p.start()\n"
    )
    log = run(script)
    assert list((tmp_path / "out" / "demo").glob("articles-*.jsonl")), log
    assert not (tmp_path / "exploded").exists()
    assert not [path for path in jobs.rglob("*") if path.is_file() and b"\x80\x04" in path.read_bytes()[:2]][1:]


def run(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=PROJECT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stderr


def test_http_cache_holds_plain_files(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    settings = {"HTTPCACHE_ENABLED": True, "HTTPCACHE_DIR": cache, "NEWSCRAWL_LEDGER_URL": ""}
    with FaultySite(good=3) as site:
        first = crawl(tmp_path / "first", {"site": site.url}, settings)
        asked = sum(site.hits.values())
        second = crawl(tmp_path / "second", {"site": site.url}, settings)
        assert sum(site.hits.values()) == asked, "the second run asked the site"
        kept = sorted(path for path in cache.rglob("*") if path.is_file())
        assert len(kept) == asked
        for path in kept:
            path.write_bytes(pickle.dumps(Bomb(tmp_path / "exploded")))
        third = crawl(tmp_path / "third", {"site": site.url}, settings)
        assert sum(site.hits.values()) == 2 * asked
    assert [done.states for done in (first, second, third)] == [{"exported": 3}] * 3
    bodies = [sorted(article["body"] for article in done.articles) for done in (first, second, third)]
    assert bodies[0] == bodies[1] == bodies[2]
    assert not (tmp_path / "exploded").exists()


def test_site_leads_nowhere_else(tmp_path: Path) -> None:
    done = crawl(tmp_path / "a" / "b" / "out", {"site": "../../x"})
    assert done.status == 2, done.log
    assert not list(tmp_path.rglob("*"))


@pytest.mark.parametrize(
    "site", ["..", "/etc", "a/../../b", "https://../x", "https://%2e%2e/x", "demo/../x", "http:///x"]
)
def test_what_is_no_site(site: str) -> None:
    with pytest.raises(ValueError, match=r"demo|host name"):
        registry.find(site)


@pytest.mark.parametrize("path", ["/../../x/", "/%2e%2e/%2e%2e/x/", "/..%2f..%2fx/", "/" + "a" * 3000, "/\0/\x1b[31m/"])
@pytest.mark.parametrize("host", ["127.0.0.1:9", "_", "-"])
def test_folder_of_a_url_is_one_name(host: str, path: str) -> None:
    try:
        name = registry.find(f"http://{host}{path}").name
    except ValueError:
        return
    assert registry._NAME.fullmatch(name) or name == "site"
    assert len(name) <= 100


@pytest.mark.parametrize("name", ["../x", "..", ".x", "a/b", "", "A", "x\n", "-x"])
def test_profile_of_such_a_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        registry.checked(SiteProfile(name=name, base_url="https://news.test/"))

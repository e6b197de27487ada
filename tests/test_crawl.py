"""The main job on the demo site: the real command, real HTTP, real files."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from newscrawl.demo import DemoSite, load_library
from newscrawl.items import Article, record_fields
from tests.crawls import PROJECT, crawl, wait_for
from tests.library import check_records

if TYPE_CHECKING:
    from pathlib import Path

DEMO = load_library("en")


@pytest.fixture(scope="module")
def demo_crawl(tmp_path_factory: pytest.TempPathFactory):
    """``scrapy crawl news`` and nothing else."""
    return crawl(tmp_path_factory.mktemp("demo"))


def test_it_ends_well_and_says_that_it_is_a_demo(demo_crawl) -> None:
    assert demo_crawl.status == 0
    said = [line for line in demo_crawl.log.splitlines() if "built-in demo site" in line]
    assert len(said) == 1
    assert "scrapy crawl news -a site=https://" in said[0]


def test_every_article_is_there_once(demo_crawl) -> None:
    numbers = [article["number"] for article in demo_crawl.articles]
    assert len(numbers) >= 60
    assert sorted(numbers) == sorted(entry.number for entry in DEMO.posts)
    assert not demo_crawl.rejects


def test_records_are_right(demo_crawl) -> None:
    check_records(demo_crawl, DEMO, "demo")
    for article in demo_crawl.articles:
        assert "Leave a Reply" not in article["body"]
        assert "Required fields" not in json.dumps(article)


def test_the_books_close(demo_crawl) -> None:
    demo_crawl.check_sums()
    manifest = demo_crawl.manifest
    assert demo_crawl.states == {"exported": len(DEMO.posts)}
    assert manifest["discovered_by_source"] == {"rest": len(DEMO.posts)}
    assert manifest["started_at"] <= manifest["listed_at"]["rest"] <= min(a["fetched_at"] for a in demo_crawl.articles)
    assert (manifest["exit_code"], manifest["outcome"]) == (0, "ok")


def test_the_manifest_knows_the_files(demo_crawl) -> None:
    runs = next(path for path in demo_crawl.files if path.parent.name == "runs")
    files = [path for path in demo_crawl.files if path != runs and path.suffix == ".jsonl"]
    assert len(files) == 1
    (entry,) = demo_crawl.manifest["files"]
    data = files[0].read_bytes()
    assert files[0].name == entry["path"] == f"articles-{demo_crawl.manifest['run']}-00001.jsonl"
    assert entry["sha256"] == hashlib.sha256(data).hexdigest()
    assert entry["lines"] == data.count(b"\n") == len(DEMO.posts)
    assert entry["bytes"] == len(data)


def test_files_are_plain_utf8_lines(demo_crawl) -> None:
    data = next(path for path in demo_crawl.files if path.suffix == ".jsonl").read_bytes()
    assert data.endswith(b"\n")
    assert b"\r" not in data
    assert b"\\u" not in data
    assert "’".encode() in data


def test_nothing_else_is_left_behind(demo_crawl) -> None:
    assert all(path.suffix in (".json", ".jsonl") or path.name == ".lock" for path in demo_crawl.files)


@pytest.mark.parametrize(
    ("off", "skipped", "source"),
    [
        ({"rest": False}, ["rest"], "sitemap"),
        ({"rest": False, "sitemap": False}, ["rest", "sitemap"], "feed"),
        ({"rest": False, "sitemap": False, "feed": False}, ["rest", "sitemap", "feed"], "archive"),
    ],
)
def test_auto_takes_the_first_source_that_works(tmp_path: Path, off, skipped, source) -> None:
    site_has_feed = off.get("feed", True)  # without feed and REST nothing tells the site's zone
    with DemoSite(**off) as site:
        ran = crawl(tmp_path, {"site": site.url} | ({} if site_has_feed else {"timezone": "Asia/Kabul"}))
    assert ran.status == 0, ran.log
    assert all(article["date"].endswith("+04:30") for article in ran.articles)
    assert ran.manifest["discovered_by_source"].keys() == {source}
    assert ran.states["exported"] == len(DEMO.posts)
    ran.check_sums()
    for name in skipped:
        assert len([line for line in ran.log.splitlines() if f"{name} skipped: " in line]) == 1


def test_sources_can_be_joined(tmp_path: Path) -> None:
    ran = crawl(tmp_path, {"discovery": "feed,sitemap,rest"})
    assert ran.status == 0
    assert ran.states == {"exported": len(DEMO.posts)}
    ran.check_sums()


def test_limit_takes_the_newest(tmp_path: Path) -> None:
    ran = crawl(tmp_path, {"limit": "7"})
    newest = sorted(DEMO.posts, key=lambda entry: entry.published)[-7:]
    assert sorted(article["number"] for article in ran.articles) == sorted(entry.number for entry in newest)
    assert ran.manifest["discovered"] == 7


@pytest.mark.parametrize("source", ["rest", "sitemap", "feed", "archive"])
def test_since_leaves_out_what_is_older(tmp_path: Path, source: str) -> None:
    middle = sorted(entry.published for entry in DEMO.posts)[len(DEMO.posts) // 2].date()
    ran = crawl(tmp_path, {"since": middle.isoformat(), "discovery": source})
    assert ran.status == 0
    wanted = [entry.number for entry in DEMO.posts if entry.published.date() >= middle]
    assert sorted(article["number"] for article in ran.articles) == sorted(wanted)
    ran.check_sums()


def test_nothing_new_is_no_failure(tmp_path: Path) -> None:
    ran = crawl(tmp_path, {"since": "2199-01-01"})
    assert ran.status == 0, ran.log
    assert ran.manifest["discovered"] == 0
    assert not ran.articles
    assert "0 articles discovered: none since 2199-01-01" in ran.log


@pytest.mark.parametrize(("option", "before"), [("-O", ""), ("-O", '{"old": 1}\n'), ("-o", '{"old": 1}\n')])
def test_a_file_of_the_users_own(tmp_path: Path, option: str, before: str) -> None:
    target = tmp_path / "mine.jsonl"
    if before:
        target.write_text(before)
    ran = crawl(tmp_path / "output", {"limit": "5"}, options=(option, str(target)))
    assert ran.status == 0
    lines = target.read_text("utf-8").splitlines()
    assert len(lines) == 5 + (option == "-o")
    assert list(json.loads(lines[-1])) == record_fields(Article)
    assert not ran.articles, "an article stands in one place"
    assert ran.states == {"exported": 5}
    (file,) = ran.manifest["files"]
    assert (file["path"], file["lines"]) == (str(target), 5)
    assert file["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()


def test_other_formats_work_as_in_scrapy(tmp_path: Path) -> None:
    ran = crawl(
        tmp_path / "output", {"limit": "2"}, options=("-O", str(tmp_path / "a.csv"), "-O", str(tmp_path / "a.json"))
    )
    assert ran.status == 0, ran.log
    records = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert len(records) == 2
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [list(row) for row in rows] == [list(record) for record in records]
    for row, record in zip(rows, records, strict=True):
        assert (row["number"], row["body"]) == (str(record["number"]), record["body"])
        assert {name: json.loads(row[name]) for name in ("sources", "raw")} == {
            name: record[name] for name in ("sources", "raw")
        }


def test_batches_are_whole_files(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BATCHES, str(tmp_path)], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    sizes = [path.read_bytes().count(b"\n") for path in sorted(tmp_path.glob("demo/articles-*-0*.jsonl"))]
    assert sum(sizes) == len(DEMO.posts)
    assert set(sizes[:-1]) == {10}
    (manifest,) = tmp_path.glob("demo/runs/*.json")
    assert [file["lines"] for file in json.loads(manifest.read_text())["files"]] == sizes


BATCHES = """
import sys
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings
settings = get_project_settings()
settings.set("NEWSCRAWL_OUTPUT_DIR", sys.argv[1])
settings.set("AUTOTHROTTLE_ENABLED", False)
for feed in settings["FEEDS"].values():
    feed["batch_item_count"] = 10
process = AsyncCrawlerProcess(settings)
process.crawl("news")
process.start()
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_keeps_what_it_has(tmp_path: Path, how: signal.Signals) -> None:
    command = [sys.executable, "-m", "scrapy", "crawl", "news", "-s", f"NEWSCRAWL_OUTPUT_DIR={tmp_path}"]
    process = subprocess.Popen([*command, "-s", "DOWNLOAD_DELAY=0.2"], cwd=PROJECT, stderr=subprocess.PIPE, text=True)
    wait_for(lambda: list(tmp_path.glob("demo/.articles-*")))
    time.sleep(0.5)
    process.send_signal(how)
    _, log = process.communicate(timeout=60)
    assert process.returncode == 7, log
    (manifest,) = tmp_path.glob("demo/runs/*.json")
    books = json.loads(manifest.read_text())
    lines = [
        json.loads(line) for path in tmp_path.glob("demo/articles-*.jsonl") for line in path.open(encoding="utf-8")
    ]
    assert 0 < len(lines) == books["states"]["exported"] < len(DEMO.posts)
    assert sum(books["states"].values()) == books["discovered"]
    assert books["states"]["unfinished"] > 0


def test_an_output_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ran = crawl(tmp_path / "file" / "output")
    assert ran.status == 6, ran.log
    assert "Traceback" not in ran.log
    assert "could not write into" in ran.log
    assert "built-in demo" not in ran.log


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system takes root")
def test_a_full_disk_ends_the_run(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(small)], check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        ran = crawl(small)
        assert ran.status == 6, ran.log
        assert "No space left" in ran.log
        assert "Traceback" not in ran.log
        assert not ran.articles
        assert not [path for path in small.rglob("*") if path.name.endswith(".part")]
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_pages_read_within_the_crawls_own_process_give_the_same_records(demo_crawl, tmp_path: Path) -> None:
    def lasting(articles):
        return sorted(
            (
                article | {"fetched_at": None, "image": None, "url": article["url"].split("/", 3)[3]}
                for article in articles
            ),
            key=lambda article: article["number"],
        )

    again = crawl(tmp_path, settings={"NEWSCRAWL_PAGE_SECONDS": 0})
    assert again.status == 0
    assert lasting(again.articles) == lasting(demo_crawl.articles)

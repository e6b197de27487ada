"""Feeds that are no local files: what is said of them, and that nothing is lost where they fail."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.demo import DemoSite
from tests import settings_with_stores
from tests.crawls import PROJECT, Crawl, command, crawl, database, environment, whole_lines
from tests.faults.site import FaultySite
from tests.ftp import PASSWORD, USER, ftp_server
from tests.library import make_library

if TYPE_CHECKING:
    from pathlib import Path

FEW = make_library(12)
BATCHES = {"FEED_EXPORT_BATCH_ITEM_COUNT": 4}
NUMBERS = sorted(post.number for post in FEW.posts)


def numbers(folder: Path) -> list[int]:
    return sorted(record["number"] for path in folder.rglob("*.jsonl") for record in whole_lines(path))


def known(output: Path) -> list[int]:
    with database(output) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM ledger_articles ORDER BY number")]


def fails(done: Crawl, status: int, *words: str) -> None:
    assert done.status == status, done.log
    assert "Traceback" not in done.log, done.log
    assert all(word in done.error_lines()[-1] for word in words), done.log


class TestFtp:
    def run(self, site: DemoSite, output: Path, uri: str) -> Crawl:
        return crawl(output, {"site": site.url}, BATCHES, options=("-o", f"{uri}/%(batch_id)d.jsonl"))

    def test_takes_every_article_once_and_is_warned_of_once(self, tmp_path: Path) -> None:
        output, folder = tmp_path / "output", tmp_path / "ftp"
        with DemoSite(library=FEW) as site, ftp_server(folder) as root:
            (folder / USER / "first").mkdir()  # of two files at once Scrapy would have each make it, and one fail
            first = self.run(site, output, f"{root}/first")
            second = self.run(site, output, f"{root}/second")
        assert (first.status, first.states) == (0, {"exported": 12}), first.log
        assert (second.status, second.states) == (0, {}), second.log
        assert len(list((folder / USER / "first").iterdir())) == 3
        assert numbers(folder) == NUMBERS
        for done in (first, second):
            (warning,) = [line for line in done.log.splitlines() if "WARNING" in line]
            assert "exports these articles again" in warning
        with database(output) as connection:
            told = [path for (path,) in connection.execute("SELECT path FROM ledger_files")]
        assert len(told) == 3
        assert not [text for text in (first.log, second.log, json.dumps(first.manifest), *told) if PASSWORD in text]

    def test_a_refused_file_ends_the_run_and_comes_again(self, tmp_path: Path) -> None:
        output, folder = tmp_path / "output", tmp_path / "ftp"
        with DemoSite(library=FEW) as site, ftp_server(folder) as root:
            (folder / USER / "first" / "2.jsonl").mkdir(parents=True)
            first = self.run(site, output, f"{root}/first")
            fails(first, 6, "could not write", "/first/2.jsonl (4 records: 550 ")
            assert first.manifest is not None
            assert PASSWORD not in first.log + json.dumps(first.manifest)
            (folder / USER / "first" / "2.jsonl").rmdir()
            assert known(output) == numbers(folder)
            second = self.run(site, output, f"{root}/second")
        assert second.status == 0, second.log
        assert numbers(folder) == NUMBERS


@pytest.mark.parametrize(
    ("redirect", "form", "status", "says"),
    [
        ("| head -c 9", "jsonl", 6, "could not write stdout: ("),
        ("> /dev/full", "jsonl", 6, "No space left on device"),
        ("> /dev/full", "csv", 6, "No space left on device"),
        (">&-", "jsonl", 2, "nothing would be exported"),
    ],
    ids=["pipe", "full", "full-csv", "closed"],
)
def test_what_standard_output_does_not_take_comes_again(
    tmp_path: Path, redirect: str, form: str, status: int, says: str
) -> None:
    with DemoSite(library=FEW) as site:
        line = command(tmp_path, {"site": site.url, "limit": "3"}, options=("-o", f"-:{form}"))
        shell = ["bash", "-c", f'"$@" {redirect}; exit "${{PIPESTATUS[0]}}"', "bash", *line]
        done = subprocess.run(shell, cwd=PROJECT, env=environment(), capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr
        assert says in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr
        assert crawl(tmp_path, {"site": site.url}).states == {"exported": 12}


def test_records_are_counted_where_lines_say_nothing(tmp_path: Path) -> None:
    gzip = {"format": "jsonlines", "postprocessing": ["scrapy.extensions.postprocessing.GzipPlugin"]}
    feeds = {str(tmp_path / "mine.csv"): {"format": "csv"}, str(tmp_path / "mine.jsonl.gz"): gzip}
    with DemoSite(library=FEW) as site:
        done = crawl(tmp_path / "output", {"site": site.url}, {"FEEDS": json.dumps(feeds)})
    assert done.manifest is not None
    assert [file["lines"] for file in done.manifest["files"]] == [12, 12]


@pytest.mark.parametrize("scheme", ["ftp", "own"])
def test_what_a_late_file_loses_comes_again(tmp_path: Path, scheme: str) -> None:
    output, folder = tmp_path / "output", tmp_path / "store"
    env = {"SCRAPY_SETTINGS_MODULE": settings_with_stores.__name__, settings_with_stores.FOLDER: str(folder)}
    folder.mkdir()
    feed = ("-o", f"{scheme}://host/%(batch_id)d.jsonl")
    with DemoSite(library=FEW) as site:
        first = crawl(output, {"site": site.url}, BATCHES, options=feed, env=env)
        fails(first, 6, "could not write", f"{scheme}://host/1.jsonl (4 records")
        taken = known(output)
        assert len(numbers(folder)) == 8
        assert set(taken) <= set(numbers(folder))
        second = crawl(output, {"site": site.url})
    assert second.status == 0, second.log
    assert sorted([record["number"] for record in second.articles] + taken) == NUMBERS
    if scheme == "ftp":  # of a user's own kind it is not known which of the files under way is lost
        assert taken == numbers(folder)


@pytest.mark.parametrize("broken", [0, 3, 5])
def test_what_a_format_cannot_write_comes_again(tmp_path: Path, broken: int) -> None:
    output, folder = tmp_path / "output", tmp_path / "mine"
    env = {"SCRAPY_SETTINGS_MODULE": settings_with_stores.__name__, settings_with_stores.BROKEN: str(NUMBERS[broken])}
    with DemoSite(library=FEW) as site:
        first = crawl(
            output, {"site": site.url}, BATCHES, options=("-o", f"{folder}/%(batch_id)d.jsonl:breaking"), env=env
        )
        assert "this one cannot be written" in first.log
        assert numbers(folder) == [number for number in NUMBERS if number != NUMBERS[broken]]
        assert set(known(output)) <= set(numbers(folder))
        second = crawl(output, {"site": site.url})
    assert [record["number"] for record in second.articles] == [NUMBERS[broken]], second.log


class TestFeedsThatTakeNothing:
    @pytest.mark.parametrize(
        ("feed", "settings", "says"),
        [
            ("nonsense://host/a.jsonl", {}, "Unknown feed storage scheme: nonsense"),
            ("ftp:///a.jsonl", {}, "without a hostname"),
            ("s3:///a.jsonl", {}, "Disabled feed storage scheme: s3"),
            ("a.jsonl", BATCHES, "must be in the feed URI"),
            (None, {"FEEDS": "{}"}, "no feed takes articles"),
            (None, {"FEEDS": json.dumps({"a.jl": {"item_classes": ["newscrawl.items.Rejected"]}})}, "no feed takes"),
        ],
        ids=["scheme", "host", "bucket", "batches", "none", "others"],
    )
    def test_are_refused_before_anything_is_asked_for(
        self, tmp_path: Path, feed: str | None, settings: dict[str, Any], says: str
    ) -> None:
        with FaultySite(good=3, listings=["rest"]) as site:
            refused = crawl(tmp_path, {"site": site.url}, settings, options=("-O", feed) if feed else ())
            assert not site.hits
            fails(refused, 2, "no")
            assert says in "\n".join(refused.error_lines())
            assert len(refused.error_lines()) <= 2
            assert crawl(tmp_path, {"site": site.url}).states == {"exported": 3}

    def test_without_a_ledger_pipelines_may_take_them(self, tmp_path: Path) -> None:
        with DemoSite(library=FEW) as site:
            done = crawl(tmp_path, {"site": site.url}, {"FEEDS": "{}", "NEWSCRAWL_LEDGER_URL": ""})
        assert done.status == 0, done.log

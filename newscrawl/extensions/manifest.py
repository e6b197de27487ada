"""Writes the run's manifest: what was discovered, how it ended, and which files hold it."""

from __future__ import annotations

import json
import logging
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import NotConfigured

import newscrawl
from newscrawl import accounts
from newscrawl.ending import ending_line
from newscrawl.feeds import StoredFile, WithheldError, write_atomically
from newscrawl.items import Article, Rejected, Removed, State
from newscrawl.outcome import LEDGER_ERROR, REFUSED, ExitCode, Outcome, judge
from newscrawl.printable import without_passwords
from newscrawl.signals import manifest_ready
from newscrawl.storages import kept

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.extensions.feedexport import FeedSlot

    from newscrawl.spiders.news import NewsSpider

logger = logging.getLogger(__name__)

FORMAT = 1
"""Version of the manifest's form; grows when a reader would have to change."""

_SETTINGS = (
    "ROBOTSTXT_OBEY",
    "USER_AGENT",
    "AUTOTHROTTLE_ENABLED",
    "AUTOTHROTTLE_TARGET_CONCURRENCY",
    "DOWNLOAD_DELAY",
    "DOWNLOAD_MAXSIZE",
    "DOWNLOAD_TIMEOUT",
    "CONCURRENT_REQUESTS_PER_DOMAIN",
    "NEWSCRAWL_MAX_FAILED",
    "NEWSCRAWL_MAX_REQUESTS",
    "NEWSCRAWL_MAX_SECONDS",
    "NEWSCRAWL_PAGE_SECONDS",
    "NEWSCRAWL_MAX_RETRY_AFTER",
    "NEWSCRAWL_MAX_CRAWL_DELAY",
    "NEWSCRAWL_MAX_REFUSALS",
)


class ManifestWriter:
    """Writes ``<output>/<site>/runs/<run>.json`` when everything else has ended, and judges the run.

    ``outcome`` is the run's outcome from then on.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings["NEWSCRAWL_OUTPUT_DIR"] or not hasattr(crawler.spidercls, "open_site"):
            raise NotConfigured  # nowhere to write, or somebody else's spider
        self.crawler = crawler
        self.outcome = Outcome(ExitCode.ERROR, "the run did not come to its end: see the log")
        self.files: list[tuple[str, StoredFile]] = []
        self.output_errors: list[str] = []
        self.started_at = datetime.now(UTC)
        self.finish_reason = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the run's beginning, each file's end and the run's end."""
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.feed_slot_closed, signals.feed_slot_closed)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        crawler.signals.connect(extension.engine_stopped, signals.engine_stopped)
        return extension

    def spider_opened(self) -> None:
        """Remember when the run began."""
        self.started_at = datetime.now(UTC)

    def feed_slot_closed(self, slot: FeedSlot) -> None:
        """Take down a file that was stored, or that could not be: the signal comes in both cases."""
        stored = kept(slot, self.crawler.stats)
        if isinstance(stored, StoredFile):
            self.files.append((_kind(slot), stored))
        if stored:
            return
        error = getattr(slot.storage, "error", None)
        name = without_passwords(slot.uri)
        if not isinstance(error, WithheldError):  # else the ledger says why
            self.output_errors.append(f"{name} ({slot.itemcount} records{f': {error}' if error else ''})")
        for item_class, state in (
            (Article, State.EXPORTED),
            (Rejected, State.REJECTED),
            (Removed, State.REMOVED),
        ):
            if slot.filter.item_classes == (item_class,):
                accounts.settle(self.crawler.stats, state, -slot.itemcount)
                accounts.settle(self.crawler.stats, State.FAILED, slot.itemcount)

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Remember why the run ended."""
        self.finish_reason = reason
        self.outcome = self.crawler.stats.get_value(REFUSED, self.outcome)

    def engine_stopped(self) -> None:
        """Judge the run and write the manifest: nothing of the run comes after this."""
        spider: NewsSpider = self.crawler.spider  # type: ignore[assignment]
        sums = accounts.sums(self.crawler.stats)
        self.outcome = judge(
            sums,
            finish_reason=self.finish_reason,
            max_failed=self.crawler.settings.getfloat("NEWSCRAWL_MAX_FAILED"),
            site=spider.base_url,
            nothing_new=spider.nothing_new,
            unreachable=spider.unreachable,
            refused_opening=spider.refused_opening,
            refused=accounts.refused(self.crawler.stats),
            ended=ending_line(self.crawler),
            output_errors=self.output_errors,
            ledger_error=self.crawler.stats.get_value(LEDGER_ERROR),
        )
        path = Path(spider.output_dir) / spider.site / "runs" / f"{spider.run}.json"
        manifest = self._manifest(spider, sums)
        self.crawler.signals.send_catch_log(manifest_ready, manifest=manifest, spider=spider)
        try:
            write_atomically(path, json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n")
        except OSError as error:
            self.outcome = Outcome(ExitCode.OUTPUT_FAILED, f"could not write {path}: {error}")
        ended = ", ".join(f"{count} {state}" for state, count in sums.states.items() if count)
        if not ended and not self.outcome.code:
            since = getattr(spider, "since", None)
            ended = f"none since {since}" if since else "nothing is new or changed since the last run"
        logger.info("%s: %d articles discovered: %s; manifest %s", spider.site, sums.discovered, ended or "none", path)
        if self.outcome.code:
            logger.error("%s", self.outcome.line)

    def _manifest(self, spider: NewsSpider, sums: accounts.Sums) -> dict[str, Any]:
        folder = Path(spider.output_dir) / spider.site
        stats = self.crawler.stats
        return {
            "format": FORMAT,
            "site": spider.site,
            "run": spider.run,
            "process": os.getpid(),
            "base_url": spider.base_url,
            "timezone": spider.profile.timezone or spider.profile.likely_timezone,
            "arguments": spider.arguments.given,
            "started_at": self.started_at.isoformat(timespec="seconds"),
            "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "finish_reason": self.finish_reason,
            "exit_code": int(self.outcome.code),
            "outcome": self.outcome.code.name.lower(),
            "message": self.outcome.line,
            "discovered": sums.discovered,
            "discovered_by_source": sums.by_source,
            "listed_at": accounts.listed_at(stats),
            "sources_skipped": sums.skipped,
            "states": sums.states,
            "records": accounts.records(stats),
            "updated": accounts.updates(stats),
            "requests": stats.get_value("downloader/request_count", 0),
            "not_modified": stats.get_value("downloader/response_status_count/304", 0),
            "response_bytes": stats.get_value("downloader/response_bytes", 0),
            "files": [
                {
                    "kind": kind,
                    "path": _relative(file.path, folder),
                    "lines": file.lines,
                    "bytes": file.size,
                    "sha256": file.sha256,
                }
                for kind, file in sorted(self.files, key=lambda entry: str(entry[1].path))
            ],
            "settings": {name: self.crawler.settings[name] for name in _SETTINGS},
            "versions": {
                "newscrawl": newscrawl.__version__,
                "scrapy": version("scrapy"),
                "lxml": version("lxml"),
                "python": platform.python_version(),
            },
        }


def _kind(slot: FeedSlot) -> str:
    names = {Article: "articles", Rejected: "rejects", Removed: "removals"}
    return "+".join(names.get(item_class, item_class.__name__) for item_class in slot.filter.item_classes) or "all"


def _relative(path: Path, folder: Path) -> str:
    """Name a file inside the site's folder by its place there, another by its whole path."""
    try:
        return path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return str(path.resolve())

"""One run at a time for each site."""

from __future__ import annotations

import fcntl
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

from newscrawl.outcome import ExitCode, refuse

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from newscrawl.spiders.news import NewsSpider

logger = logging.getLogger(__name__)


class UnderWayError(Exception):
    """Raised by :func:`hold`: another process has the lock. Its text is one clause that names the site."""


def hold(folder: Path, holder: str) -> int:
    """Take the lock on a site's output folder, made if need be; return the open file that holds it until it is closed.

    ``holder`` says who has it, for the others' messages. Raises UnderWayError, and OSError where the folder cannot be
    written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        other = os.pread(file, 100, 0).decode("ascii", "replace").strip()
        os.close(file)
        raise UnderWayError(f"another run of {folder.name} is under way{f' ({other})' if other else ''}") from None
    except OSError:
        os.close(file)
        raise
    os.ftruncate(file, 0)
    os.pwrite(file, f"{holder}\n".encode(), 0)
    return file


class RunLock:
    """Holds a lock on the site's output folder for as long as the process lives.

    The system takes the lock back when the process ends, however it ends: there is nothing to clean up after a kill.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings["NEWSCRAWL_OUTPUT_DIR"] or not hasattr(crawler.spidercls, "open_site"):
            raise NotConfigured
        self.crawler = crawler
        self._file: int | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the run's beginning."""
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        return extension

    def spider_opened(self, spider: NewsSpider) -> None:
        """Take the lock, or end the run: with its own exit status where another run has it."""
        # Connected last, so that whoever closes books when the engine stops does so under the lock.
        self.crawler.signals.connect(self.engine_stopped, signals.engine_stopped)
        folder = Path(spider.output_dir) / spider.site
        try:
            self._file = hold(folder, f"process {os.getpid()}, run {spider.run}")
        except UnderWayError as error:
            raise refuse(self.crawler, ExitCode.LOCKED, f"{error}: this one leaves") from None
        except OSError as error:
            raise refuse(
                self.crawler, ExitCode.OUTPUT_FAILED, f"could not write into {folder}: {error.strerror}"
            ) from error

    def engine_stopped(self) -> None:
        """Let go of the lock."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

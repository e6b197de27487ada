"""The project's settings for tests that kill: files of few lines, and a kill at the worst instant if asked for."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

from newscrawl.settings import *  # noqa: F403 - as any other environment's settings do
from newscrawl.settings import EXTENSIONS, FEEDS

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

BATCH = "NEWSCRAWL_TEST_BATCH"
"""Environment variable: lines in a file."""
KILL = "NEWSCRAWL_TEST_KILL_AFTER"
"""Environment variable: the file, counted from 1, after whose rename the process dies; none: it lives."""

FEEDS = {uri: options | {"batch_item_count": int(os.environ.get(BATCH, "20"))} for uri, options in FEEDS.items()}
EXTENSIONS = {**EXTENSIONS, "tests.settings_for_kills.KillAfterRename": 15}  # before the ledger hears of the file


class KillAfterRename:
    """Kills the process between a file's rename and the ledger's commit of it."""

    def __init__(self, files: int) -> None:
        self.files = files

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if KILL not in os.environ:
            raise NotConfigured
        extension = cls(int(os.environ[KILL]))
        crawler.signals.connect(extension.feed_slot_closed, signals.feed_slot_closed)
        return extension

    def feed_slot_closed(self) -> None:
        self.files -= 1
        if not self.files:
            os.kill(os.getpid(), signal.SIGKILL)

"""The project's settings with stores whose first file takes longest, and is lost: as ``ftp:``, and as a user's own.

Besides, a format that breaks on one article.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from scrapy.extensions.feedexport import BlockingFeedStorage
from scrapy.settings import default_settings

from newscrawl.exporters import RecordLinesExporter
from newscrawl.settings import *  # noqa: F403 - as any other environment's settings do
from newscrawl.settings import FEED_EXPORTERS, FEED_STORAGES

FOLDER = "NEWSCRAWL_TEST_STORE"
"""Environment variable: where the store keeps its files."""
BROKEN = "NEWSCRAWL_TEST_BROKEN"
"""Environment variable: the number that cannot be written."""
FILES = 3
"""How many it waits for."""


class LateStorage(BlockingFeedStorage):
    """Loses the file of batch 1 after all others have come."""

    def __init__(self, uri: str, *, feed_options: object = None) -> None:
        self.path = Path(os.environ[FOLDER]) / urlsplit(uri).path.strip("/")

    def _store_in_thread(self, file: IO[bytes]) -> None:
        if self.path.stem == "1":
            others = [self.path.with_stem(str(number)) for number in range(2, FILES + 1)]
            while not all(map(Path.exists, others)):
                time.sleep(0.01)
            raise OSError("the first one is lost")
        file.seek(0)
        self.path.write_bytes(file.read())


class BreakingExporter(RecordLinesExporter):
    """Cannot write the article of a number."""

    def export_item(self, item: Any) -> None:
        if item.number == int(os.environ[BROKEN]):
            raise ValueError("this one cannot be written")
        super().export_item(item)


FEED_EXPORTERS = {**FEED_EXPORTERS, "breaking": BreakingExporter}
FEED_STORAGES_BASE = default_settings.FEED_STORAGES_BASE | {"ftp": LateStorage}
FEED_STORAGES = {**FEED_STORAGES, "own": LateStorage}

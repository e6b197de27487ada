"""Says how far the crawl is: a live line on a terminal, elsewhere a line of the log ever more rarely."""

from __future__ import annotations

import atexit
import logging
import os
import sys
import time
from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from newscrawl import accounts
from newscrawl.items import State

if TYPE_CHECKING:
    from typing import Self, TextIO

    from rich.console import Console, RenderableType
    from rich.live import Live
    from scrapy.crawler import Crawler
    from scrapy.utils.asyncio import AsyncioLoopingCall
    from twisted.internet.task import LoopingCall

    from newscrawl.spiders.news import NewsSpider

logger = logging.getLogger(__name__)

PERIOD = 0.5  # seconds between two looks at the sums
_WINDOW = 120  # looks that the rate is taken over
_BAR = 24  # columns
_SHORT = {"discovered": "disc", "fetched": "fetch", "exported": "exp", "rejected": "rej", "failed": "fail", " of ": "/"}
"""How a narrow terminal has the words."""
_MINUTE = 60.0


class Progress:
    """Shows the run's sums while it lasts, as the stats that exist anyway tell them."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("NEWSCRAWL_PROGRESS") or not hasattr(crawler.spidercls, "open_site"):
            raise NotConfigured
        self.crawler = crawler
        self.site = ""
        self.minutes = 0
        self._live: Live | None = None
        self._loop: AsyncioLoopingCall | LoopingCall | None = None
        self._moved: list[tuple[logging.StreamHandler[TextIO], TextIO]] = []
        self._seen: deque[tuple[float, int]] = deque(maxlen=_WINDOW)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the run's beginning and end."""
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    def spider_opened(self, spider: NewsSpider) -> None:
        """Begin to show, or to log."""
        self.site = spider.site
        if shows(sys.stderr) and not self._prints_records():
            from rich.console import Console  # only for a terminal: a scheduled run does without
            from rich.live import Live

            console = Console(file=sys.stderr)
            self._live = Live(console=console, auto_refresh=False, transient=True, redirect_stdout=False)
            self._lift_log(console)
            self._live.start()
            atexit.register(self.stop)  # gives the cursor back after a hasty end
            self._loop = create_looping_call(self.show)
            self._loop.start(PERIOD)
        else:
            self._loop = create_looping_call(self.note)
            self._loop.start(_MINUTE, now=False)

    def spider_closed(self) -> None:
        """Leave the terminal as it was."""
        self.stop()

    def stop(self) -> None:
        """Take the line away, and let the log write where it did."""
        if self._loop is not None and self._loop.running:
            self._loop.stop()
        if self._live is not None:
            self._live.stop()
            self._live = None
            atexit.unregister(self.stop)
        for handler, stream in self._moved:
            handler.setStream(stream)
        self._moved.clear()

    def show(self) -> None:
        """Draw the line anew."""
        assert self._live is not None
        sums = accounts.sums(self.crawler.stats)
        self._live.update(self._line(sums, self._live.console.width), refresh=True)

    def note(self) -> None:
        """Log how far it is after 1, 2, 4, 8 … minutes, so that a long crawl too has a short log."""
        self.minutes += 1
        if not self.minutes & (self.minutes - 1):
            logger.info("%s: %s", self.site, self._words(accounts.sums(self.crawler.stats)))

    def _line(self, sums: accounts.Sums, width: int) -> RenderableType:
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        told = self._words(sums)
        if len(told) > width:  # the rate and the time left stand last, and shall not be what is cut
            for word, short in _SHORT.items():
                told = told.replace(word, short)
        words = Text(told, no_wrap=True, overflow="ellipsis")
        if len(words) + _BAR + 1 > width:
            return words
        grid = Table.grid(padding=(0, 1))
        total = accounts.expected(self.crawler.stats) or sums.discovered
        grid.add_row(ProgressBar(total=total or None, completed=sums.settled, width=_BAR, pulse=not total), words)
        return grid

    def _words(self, sums: accounts.Sums) -> str:
        total = accounts.expected(self.crawler.stats)
        fetched = self.crawler.stats.get_value("response_received_count", 0)
        words = (
            f"discovered {sums.discovered}{f' of {total}' if total > sums.discovered else ''}, fetched {fetched}, "
            f"exported {sums[State.EXPORTED]}, rejected {sums[State.REJECTED]}, failed {sums[State.FAILED]}"
        )
        rate = self._rate(sums.settled)
        if rate:
            left = timedelta(seconds=round((max(total, sums.discovered) - sums.settled) / rate))
            words += f", {rate * _MINUTE:.0f}/min, {left} left"
        return words

    def _rate(self, settled: int) -> float:
        """Articles a second that found their end lately; 0.0 where it is too early to tell."""
        now = time.monotonic()
        self._seen.append((now, settled))
        then, before = self._seen[0]
        return (settled - before) / (now - then) if now - then > 1 else 0.0

    def _lift_log(self, console: Console) -> None:
        """Have the log written above the line."""
        for handler in logging.root.handlers:
            if isinstance(handler, logging.StreamHandler) and handler.stream is sys.stderr:
                self._moved.append((handler, handler.stream))
                handler.setStream(_Above(console))

    def _prints_records(self) -> bool:
        """Whether records go to the same terminal."""
        feeds = self.crawler.settings.getdict("FEEDS")
        return sys.stdout.isatty() and any(str(uri).startswith("stdout:") for uri in feeds)


class _Above:
    """A stream whose lines come to stand above the live line."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def write(self, text: str) -> int:
        if text.strip("\n"):
            from rich.text import Text

            self._console.print(Text(text.rstrip("\n")), soft_wrap=True)  # wrapped by the terminal, for copying
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""


def shows(stream: TextIO) -> bool:
    """Whether a live line can be drawn on ``stream``."""
    return stream.isatty() and os.environ.get("TERM", "dumb") not in ("", "dumb", "unknown")

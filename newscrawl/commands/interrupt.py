"""Ctrl-C, SIGTERM and a terminal that goes away: once ends the run in order, twice ends it at once."""

from __future__ import annotations

import atexit
import logging
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

from scrapy.utils.asyncio import call_later

from newscrawl.commands.streams import keep_status
from newscrawl.ending import SHUTDOWN, break_off_run, end_run
from newscrawl.outcome import ExitCode
from newscrawl.processes import PARENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_GRACE = 10.0
"""Seconds that files and books have to close after the second signal."""
_SOON = 0.05
_WATCH = 1.0


class Interrupts:
    """Takes the place of Scrapy's signal handlers, which leave neither files nor a manifest the second time.

    The first signal has downloads that are under way come to their end, and sends no more requests. The second breaks
    them off: files and manifest are written as they stand. Should that not come about, or at a third one, the process
    leaves; what had no name yet is then fetched again by the next run.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.received = 0
        self._parent = int(os.environ.get(PARENT, 0))

    def install(self) -> None:
        """Take the signals from here on. To be called in the main thread, with the reactor installed."""
        for number in _SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup means it
                signal.signal(number, self._receive)
        atexit.register(_ignore)
        if self._parent:
            call_later(_WATCH, self._mind_parent)

    def _mind_parent(self) -> None:
        """End in order where whoever runs several sites was killed: nobody would end this run any more."""
        if os.getppid() == self._parent:
            call_later(_WATCH, self._mind_parent)
        elif not self.received:
            os.kill(os.getpid(), signal.SIGTERM)

    def _receive(self, number: int, _: object) -> None:
        from twisted.internet import reactor

        self.received += 1
        if self.received == 1:
            reactor.callFromThread(self._end, signal.Signals(number).name)
        elif self.received == 2:
            patience = threading.Timer(_GRACE, _leave)
            patience.daemon = True
            patience.start()
            reactor.callFromThread(self._abort, signal.Signals(number).name)
        else:
            _leave()

    def _end(self, name: str) -> None:
        logger.info("%s: the run ends when what is under way has come; once more ends it at once", name)
        self._when_running(lambda: end_run(self.crawler, SHUTDOWN))

    def _abort(self, name: str) -> None:
        logger.info("%s again: what is under way is broken off", name)
        self._when_running(lambda: break_off_run(self.crawler))

    def _when_running(self, act: Callable[[], None]) -> None:
        """Call ``act`` as soon as there is a run to end."""
        engine = self.crawler._engine
        if engine is not None and engine.spider is not None and engine.start_time is not None:
            act()
        else:
            call_later(_SOON, self._when_running, act)


def _ignore() -> None:
    """Keep the exit status: an interpreter that is being taken down would die by a late signal instead, or complain of
    a stream that nobody reads any more.
    """
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    keep_status()


def _leave() -> None:
    """End the process, whatever hangs; a live line on the terminal has hidden the cursor."""
    if sys.stderr.isatty():
        os.write(sys.stderr.fileno(), b"\x1b[?25h\n")
    os._exit(ExitCode.INTERRUPTED)

"""Breaks off what reads for too long within the crawl's own process: listings, and the fields of an article."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_AGAIN = 1.0
"""Seconds after which the exception is raised once more, should something have swallowed it."""


class TooSlowError(Exception):
    """Raised inside of :func:`deadline`; its text is a clause without a subject."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise TooSlowError in the block once it has used ``seconds`` of CPU time; 0: never.

    CPU time, as a busy or suspended machine is no fault of the page. Python code and regular expressions are
    broken off where they are. A single long call into a C library is not: the exception comes when it returns. How
    long such calls take is bounded by the size of what they are given. Works in the main thread only, elsewhere it
    does nothing; not to be nested.
    """
    if not seconds or threading.current_thread() is not threading.main_thread():
        yield
        return

    def expired(*_: object) -> None:
        raise TooSlowError(f"took more than {seconds:g} s of CPU time to read")

    before = signal.signal(signal.SIGPROF, expired)
    try:
        try:
            signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except TooSlowError:
        signal.setitimer(signal.ITIMER_PROF, 0)  # it may have come before the line above
        raise
    finally:
        signal.signal(signal.SIGPROF, before)

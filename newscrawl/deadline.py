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
_MAIN = threading.main_thread().ident


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
    if not seconds or threading.get_ident() != _MAIN:
        yield
        return
    _Timer.limit(seconds)
    try:
        try:
            signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except TooSlowError:
        signal.setitimer(signal.ITIMER_PROF, 0)  # it may have come before the line above
        raise


class _Timer:
    """The process's one timer of CPU time. Its handler stays: to change handlers takes longer than most blocks do."""

    seconds = 0.0
    installed = False

    @classmethod
    def limit(cls, seconds: float) -> None:
        cls.seconds = seconds
        if not cls.installed:
            signal.signal(signal.SIGPROF, cls.expired)
            cls.installed = True

    @classmethod
    def expired(cls, *_: object) -> None:
        raise TooSlowError(f"took more than {cls.seconds:g} s of CPU time to read")

"""What holds for all tests."""

from __future__ import annotations

import compileall
import signal
from typing import TYPE_CHECKING

from tests.starter import PROJECT

if TYPE_CHECKING:
    import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Compile the code once: where Python may not keep what it compiles, each crawl would do so again.

    Signals end crawls and servers, also where the tests were started so that they ignore some (``nohup``, ``&``).
    """
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not hasattr(config, "workerinput"):
        for folder in ("newscrawl", "tests"):
            compileall.compile_dir(PROJECT / folder, quiet=2)

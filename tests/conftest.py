"""What holds for all tests."""

from __future__ import annotations

import compileall
from typing import TYPE_CHECKING

from tests.starter import PROJECT

if TYPE_CHECKING:
    import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Compile the code once: where Python may not keep what it compiles, each crawl would do so again."""
    if not hasattr(config, "workerinput"):
        for folder in ("newscrawl", "tests"):
            compileall.compile_dir(PROJECT / folder, quiet=2)

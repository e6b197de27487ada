"""For commands that try something out: no files, no run lock, no ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def leave_no_trace(settings: BaseSettings | None) -> None:
    """Have a crawl write nothing, unless the command line says otherwise."""
    assert settings is not None
    for name, value in (("FEEDS", {}), ("NEWSCRAWL_OUTPUT_DIR", None), ("NEWSCRAWL_LEDGER_URL", "")):
        settings.set(name, value, priority="spider")  # above the project's settings, below the command line

"""For commands that try something out: no files, no run lock, no ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def leave_no_trace(settings: BaseSettings | None) -> None:
    """Have a crawl write nothing, unless the command line says otherwise."""
    assert settings is not None
    for name, value in (
        ("FEEDS", {}),
        ("NEWSCRAWL_OUTPUT_DIR", None),
        ("NEWSCRAWL_LEDGER_URL", ""),
        ("NEWSCRAWL_PROGRESS", False),
    ):
        settings.set(name, value, priority="spider")  # above the project's settings, below the command line


def trust_named(settings: BaseSettings | None, args: list[str]) -> None:
    """Let the host of a URL on the command line be at a private address: whoever types it means it."""
    assert settings is not None
    hosts = [host for arg in args if (host := _host(arg))]
    if hosts:
        known = settings.getlist("NEWSCRAWL_PRIVATE_HOSTS")
        settings.set("NEWSCRAWL_PRIVATE_HOSTS", [*known, *hosts], priority="cmdline")


def _host(url: str) -> str | None:
    try:
        return urlsplit(url if "://" in url else f"//{url}").hostname
    except ValueError:
        return None

"""For commands that try something out: no files, no run lock, no ledger."""

from __future__ import annotations

import logging
import resource
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import UsageError

from newscrawl.spiders.limits import check_limits

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_FILES = 64
"""Open files that a crawl may need: its own, the ledger's, a connection for each download, the reading process."""


def leave_no_trace(settings: BaseSettings | None, priority: str = "spider") -> None:
    """Have a crawl write nothing, unless the command line says otherwise; with the priority ``cmdline``, whatever it
    says.
    """
    assert settings is not None
    for name, value in (
        ("FEEDS", {}),
        ("NEWSCRAWL_OUTPUT_DIR", None),
        ("NEWSCRAWL_LEDGER_URL", ""),
        ("NEWSCRAWL_PROGRESS", False),
    ):
        settings.set(name, value, priority=priority)  # that of spiders: above the project's, below the command line


def refuse_few_files() -> None:
    """Raise UsageError where so few files may be open that a crawl could not even load its modules, or half of it."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files < _FILES:
        raise UsageError(f"{files} files may be open (ulimit -n): a crawl takes {_FILES}", print_help=False)


def refuse_nonsense(settings: BaseSettings | None) -> None:
    """Raise UsageError for settings that no command can work with."""
    assert settings is not None
    refuse_few_files()
    try:
        check_limits(settings)
    except ValueError as error:
        raise UsageError(str(error), print_help=False) from None
    try:
        logging.Handler().setLevel(settings["LOG_LEVEL"])
    except (TypeError, ValueError) as error:
        raise UsageError(f"setting LOG_LEVEL: {error}: give a name such as INFO", print_help=False) from None


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

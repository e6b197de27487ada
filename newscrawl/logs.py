"""The log: lines that no page can forge, as text or as JSON, and few of them."""

from __future__ import annotations

import copy
import logging
import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

from scrapy.settings import SETTINGS_PRIORITIES
from scrapy.utils.log import TopLevelFormatter, get_scrapy_root_handler, log_scrapy_info
from twisted.logger import globalLogBeginner

from newscrawl.printable import printable, without_passwords

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Spider
    from scrapy.settings import BaseSettings, Settings

MAX_MESSAGE = 16 * 1024
"""Characters of a message that are logged."""

_QUIET = (
    "scrapy.addons",
    "scrapy.core.engine",
    "scrapy.extensions.feedexport",
    "scrapy.middleware",
    "scrapy.utils.log",
)
"""Loggers that say at INFO what this project's own lines and the manifest say."""

_REPEATS = ("scrapy.core.downloader.handlers.http11", "scrapy.core.downloader.tls")
"""Loggers whose warnings the article's own line repeats, or the run's first line on certificates."""

_SAMPLE = logging.makeLogRecord({"msg": "a message", "spider": "news", "site": "demo", "run": "a run"})

_SECRET = re.compile(r"(?:PASS|PASSWORD|SECRET|TOKEN|SECRET_ACCESS_KEY)$")


class SafeFormatter(logging.Formatter):
    """Gives another formatter only what is safe to print and to keep.

    Control characters and the like are spelled out. What follows a line end is set in, so that a line of the log
    begins only where a record begins. Passwords are starred out. ``secrets``: what else is.
    """

    def __init__(self, inner: logging.Formatter, secrets: tuple[str, ...] = (), *, one_line: bool = False) -> None:
        super().__init__()
        self.inner = inner
        self.spider: Spider | None = None
        """The spider of records that name none."""
        self._secrets = secrets
        self._between = "\n" if one_line else "\n    "

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, or the lines, of a record."""
        safe = copy.copy(record)
        message = record.getMessage()
        if len(message) > MAX_MESSAGE:
            message = f"{message[:MAX_MESSAGE]} … ({len(message) - MAX_MESSAGE} more characters)"
        safe.msg, safe.args = self._tame(message), None
        if record.exc_info and not record.exc_text:
            safe.exc_text = self.inner.formatException(record.exc_info)
        if safe.exc_text:
            safe.exc_text = self._tame(safe.exc_text, first=self._between[1:])
        if safe.stack_info:
            safe.stack_info = self._tame(safe.stack_info, first=self._between[1:])
        self._name_run(safe)
        return self.inner.format(safe)

    def _tame(self, text: str, first: str = "") -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return first + self._between.join(map(printable, without_passwords(text).split("\n")))

    def _name_run(self, record: logging.LogRecord) -> None:
        spider = getattr(record, "spider", None) or self.spider
        record.spider = getattr(spider, "name", None)
        record.site, record.run = getattr(spider, "site", None), getattr(spider, "run", None)


def needs(settings: BaseSettings) -> str | None:
    """Say what is wrong with the log that the settings ask for, or missing for it; ``None``: nothing."""
    try:
        as_json = settings.getbool("NEWSCRAWL_LOG_JSON")
    except ValueError:
        return f"setting NEWSCRAWL_LOG_JSON: {settings['NEWSCRAWL_LOG_JSON']!r} does not fit: give 1 or 0"
    if as_json and not find_spec("pythonjsonlogger"):
        return "setting NEWSCRAWL_LOG_JSON needs python-json-logger: pip install 'newscrawl[json-logs]'"
    try:
        logging.Formatter(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"]).format(_SAMPLE)
    except (ValueError, TypeError, KeyError) as error:
        return f"settings LOG_FORMAT and LOG_DATEFORMAT cannot be used: {error}"
    return None


def install(settings: Settings) -> None:
    """Put a handler for everything on the root logger, as Scrapy would for these settings."""
    handler: logging.Handler
    if settings["LOG_FILE"]:
        mode = "a" if settings.getbool("LOG_FILE_APPEND") else "w"
        handler = logging.FileHandler(settings["LOG_FILE"], mode=mode, encoding=settings["LOG_ENCODING"])
    elif settings.getbool("LOG_ENABLED"):
        handler = logging.StreamHandler()
    else:
        handler = logging.NullHandler()
    handler.setLevel(settings["LOG_LEVEL"])
    if settings.getbool("LOG_SHORT_NAMES"):
        handler.addFilter(TopLevelFormatter(["scrapy"]))
    handler.setFormatter(_formatter(settings, logging.Formatter(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"])))
    logging.root.setLevel(logging.NOTSET)
    logging.root.addHandler(handler)
    # Until its own logging has begun, Twisted writes what is critical to standard error as well, raw.
    globalLogBeginner.beginLoggingTo([], discardBuffer=True, redirectStandardIO=False)
    if handler.level >= logging.INFO:
        for name in _QUIET:
            logging.getLogger(name).setLevel(logging.WARNING)
        for name in _REPEATS:
            logging.getLogger(name).setLevel(logging.ERROR)
        logging.getLogger("scrapy.crawler").addFilter(_is_no_list)
    else:
        log_scrapy_info(settings)  # said before there was anywhere to say it


def attend(spider: Spider, settings: BaseSettings) -> None:
    """Name the run in what is logged from now on, and make Scrapy's own handler safe where a script had it made."""
    theirs = get_scrapy_root_handler()
    if theirs and not isinstance(theirs.formatter, SafeFormatter):
        theirs.setFormatter(_formatter(settings, theirs.formatter or logging.Formatter()))
    for formatter in _formatters():
        formatter.spider = spider


def _formatters() -> Iterator[SafeFormatter]:
    return (handler.formatter for handler in logging.root.handlers if isinstance(handler.formatter, SafeFormatter))


def _formatter(settings: BaseSettings, text: logging.Formatter) -> SafeFormatter:
    secrets = tuple(_secrets(settings))
    if not settings.getbool("NEWSCRAWL_LOG_JSON"):
        return SafeFormatter(text, secrets)
    from pythonjsonlogger.json import JsonFormatter  # an extra

    return SafeFormatter(
        JsonFormatter(
            ["levelname", "name", "message", "spider", "site", "run"],
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "traceback"},
            timestamp="time",
        ),
        secrets,
        one_line=True,
    )


def _secrets(settings: BaseSettings) -> Iterator[str]:
    default = SETTINGS_PRIORITIES["default"]
    for name in settings:
        value = settings[name]
        is_secret = isinstance(value, str) and len(value) > 3 and _SECRET.search(str(name))
        if is_secret and (settings.getpriority(name) or 0) > default:
            yield value


def _is_no_list(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith("Overridden settings")

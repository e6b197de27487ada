"""Log messages of bearable length."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter as ScrapyLogFormatter

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response
    from scrapy.logformatter import LogFormatterResult
    from twisted.python.failure import Failure

_engine = logging.getLogger("scrapy.core.engine")
_scraper = logging.getLogger("scrapy.core.scraper")


class LogFormatter(ScrapyLogFormatter):
    """Scrapy's messages, but for the one that would print an item where a pipeline broke.

    What only DEBUG shows is not even put together when nobody sees it: it is a message or two for every page.
    """

    def crawled(self, request: Request, response: Response, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override]
        """Say that a page came."""
        return super().crawled(request, response, spider) if _is_seen(_engine) else None

    def scraped(  # type: ignore[override]
        self, item: Any, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult | None:
        """Say that a page gave an item."""
        return super().scraped(item, response, spider) if _is_seen(_scraper) else None

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """Name the item by its URL; the traceback follows."""
        named = getattr(item, "url", None) or type(item).__name__
        return {"level": logging.ERROR, "msg": "Error processing the item of %(item)r", "args": {"item": named}}


def _is_seen(logger: logging.Logger | None) -> bool:
    """Whether a message of DEBUG reaches anybody: Scrapy's loggers let all pass, and leave it to their handlers."""
    if logger is None or not logger.isEnabledFor(logging.DEBUG):
        return False
    while logger is not None:
        for handler in logger.handlers:
            if handler.level <= logging.DEBUG:
                return True
        logger = logger.parent if logger.propagate else None
    return False


def one_line_errors(logger_name: str) -> None:
    """Have a logger of Scrapy's that prints tracebacks of what users know (a full disk, a dead host) print one line.

    It is a warning: what it means for the run, the run's last line says.
    """
    logging.getLogger(logger_name).addFilter(_without_traceback)


def _without_traceback(record: logging.LogRecord) -> bool:
    if record.exc_info:
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if error is not None:
            said = str(error) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
            record.msg, record.args = f"{record.getMessage()}: {said}", None
        record.exc_info = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True

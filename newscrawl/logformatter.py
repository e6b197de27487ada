"""Log messages of bearable length."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter as ScrapyLogFormatter

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.http import Response
    from scrapy.logformatter import LogFormatterResult
    from twisted.python.failure import Failure


class LogFormatter(ScrapyLogFormatter):
    """Scrapy's messages, but for the one that would print an item where a pipeline broke."""

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """Name the item by its URL; the traceback follows."""
        named = getattr(item, "url", None) or type(item).__name__
        return {"level": logging.ERROR, "msg": "Error processing the item of %(item)r", "args": {"item": named}}


def one_line_errors(logger_name: str) -> None:
    """Have a logger of Scrapy's that prints tracebacks of what users know (a full disk, a dead host) print one line."""
    logging.getLogger(logger_name).addFilter(_without_traceback)


def _without_traceback(record: logging.LogRecord) -> bool:
    if record.exc_info:
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if isinstance(error, OSError):
            record.msg, record.args = f"{record.getMessage()}: {error}", None
        record.exc_info = None
    return True

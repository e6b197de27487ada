"""Log messages that name an article by its URL, not by its whole text."""

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

"""robots.txt, with one line where it cannot be had."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares import robotstxt
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware as ScrapyRobotsTxtMiddleware

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class RobotsTxtMiddleware(ScrapyRobotsTxtMiddleware):
    """Scrapy's, but a robots.txt that cannot be had is a warning, not an error with a traceback."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        logging.getLogger(robotstxt.__name__).addFilter(_one_line)


def _one_line(record: logging.LogRecord) -> bool:
    if record.exc_info:
        record.levelno, record.levelname, record.exc_info = logging.WARNING, "WARNING", None
    return True

"""robots.txt, with one line where it cannot be had."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares import robotstxt
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware as ScrapyRobotsTxtMiddleware

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser


class RobotsTxtMiddleware(ScrapyRobotsTxtMiddleware):
    """Scrapy's, but a robots.txt that cannot be had takes one line of the log."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        logging.getLogger(robotstxt.__name__).addFilter(_reword)
        agent = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._agent = str(agent)
        self._asked: dict[str, RobotParser | None] = {}

    async def allows(self, url: str) -> bool:
        """Whether a page may be fetched, for one that is not, because its text came by another way."""
        host = urlsplit(url).netloc
        if host not in self._asked:
            self._asked[host] = await self.robot_parser(Request(url))
        parser = self._asked[host]
        return parser is None or parser.allowed(url, self._agent)


def _reword(record: logging.LogRecord) -> bool:
    """Scrapy names the page that it was to ask for, and prints a traceback."""
    if isinstance(record.args, dict) and "f_exception" in record.args:
        host = urlsplit(record.args["request"].url).netloc
        record.msg = "robots.txt of %s could not be had (%s): the site is asked as if it had none, until it can"
        record.args = (host, record.args["f_exception"])
        record.exc_info = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True

"""robots.txt, with one line where it cannot be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares import robotstxt
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware as ScrapyRobotsTxtMiddleware

from newscrawl.logformatter import one_line_errors

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class RobotsTxtMiddleware(ScrapyRobotsTxtMiddleware):
    """Scrapy's, but a robots.txt that cannot be had takes one line of the log."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        one_line_errors(robotstxt.__name__)

"""robots.txt: a host is asked for nothing as long as its robots.txt may say anything."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware as ScrapyRobotsTxtMiddleware
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.misc import build_from_crawler

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

_NO_HOST = {
    CannotResolveHostError: "its host name was not found",
    DownloadConnectionRefusedError: "the connection was refused",
}
_NO_ANSWER = {
    DownloadFailedError: "the connection broke",
    DownloadTimeoutError: "no whole answer came within DOWNLOAD_TIMEOUT",
    ResponseDataLossError: "the connection ended before the file did",
}
_TOO_MANY = 429  # says no more about the file than 503 does


class NoRobotsTxtError(IgnoreRequest):
    """Raised for requests to a host whose robots.txt could not be had. The text is a clause that says so, and what to
    do. ``status``: HTTP's, if any.
    """

    def __init__(self, text: str, status: int | None = None) -> None:
        super().__init__(text)
        self.status = status


class RobotsTxtMiddleware(ScrapyRobotsTxtMiddleware):
    """Scrapy's, but all is forbidden where robots.txt is answered by the server's error or not at all, as RFC 9309
    says in 2.3.1.4. One that is refused (4xx), is too large or leads nowhere counts as none.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        agent = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._agent = str(agent)
        self._asked: dict[str, asyncio.Future[RobotParser | NoRobotsTxtError | None]] = {}

    async def allows(self, url: str) -> bool:
        """Whether a page may be fetched, for one that is not, because its text came by another way."""
        try:
            parser = await self.robot_parser(Request(url))
        except NoRobotsTxtError:
            return False
        return parser is None or parser.allowed(url, self._agent)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return what the host's robots.txt says, asked for once; ``None``: it has none. Raises NoRobotsTxtError."""
        host = urlsplit(request.url).netloc
        if host not in self._asked:
            self._asked[host] = asyncio.ensure_future(self._ask(request))
        found = await asyncio.shield(self._asked[host])
        if isinstance(found, NoRobotsTxtError):
            raise NoRobotsTxtError(str(found), found.status)
        return found

    async def _ask(self, request: Request) -> RobotParser | NoRobotsTxtError | None:
        url = urlsplit(request.url)._replace(path="/robots.txt", query="", fragment="").geturl()
        meta = {"dont_obey_robotstxt": True}
        try:
            response = await self.crawler.engine.download_async(
                Request(url, priority=self.DOWNLOAD_PRIORITY, meta=meta, callback=NO_CALLBACK)
            )
        except IgnoreRequest:  # what it leads to may not be asked for
            return None
        except Exception as error:  # noqa: BLE001 - whatever a server brings about
            if why := _NO_HOST.get(type(error)):
                return NoRobotsTxtError(f"{why}. See whether curl gets it from here")
            if why := _NO_ANSWER.get(type(error)):
                return NoRobotsTxtError(_may_forbid(why))
            logger.warning(
                "%s could not be read, the site is asked as if it had none: %s %s", url, type(error).__name__, error
            )
            return None
        if response.status >= 500 or response.status == _TOO_MANY:
            return NoRobotsTxtError(_may_forbid(f"HTTP {response.status}"), response.status)
        parser: RobotParser = build_from_crawler(self._parserimpl, self.crawler, response.body)
        await self.crawler.signals.send_catch_log_async(signals.robots_parsed, robotparser=parser, request=request)
        return parser


def _may_forbid(why: str) -> str:
    return (
        f"its robots.txt could not be had ({why}), and may forbid it. See whether curl gets it from here; if the site "
        "may be crawled without, say -s ROBOTSTXT_OBEY=0"
    )

"""Notices that the site refuses us, or answers no more, and stops asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)

from newscrawl.ending import BLOCKED, SILENT, end_run
from newscrawl.middlewares.challenge import challenge

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response

REFUSALS = frozenset((403, 429, 503))
"""Statuses by which firewalls and busy hosts turn a crawler away. One page may answer so for reasons of its own."""


_SILENCE = (DownloadTimeoutError, DownloadConnectionRefusedError, CannotResolveHostError)


class ChallengeError(IgnoreRequest):
    """Raised for a page that lets none but browsers pass; its text is a clause that says so."""


class RefusalMiddleware:
    """Fails challenge pages, and ends the run after NEWSCRAWL_MAX_REFUSALS refusals in a row, or as many requests that
    nobody answered: with a timeout for each article, a site that went down would hold a run up for days.

    Sees every answer, also those that are tried again.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.most = crawler.settings.getint("NEWSCRAWL_MAX_REFUSALS")
        self.in_a_row = 0
        self.unanswered = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make a middleware."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response, spider: Spider | None = None) -> Response:
        """Return the response. Raises ChallengeError."""
        self.unanswered = 0
        headers = {k.decode("latin-1").lower(): v[-1].decode("latin-1") for k, v in response.headers.items() if v}
        sign = challenge(headers, response.body)
        if sign is None and response.status not in REFUSALS:
            self.in_a_row = 0
            return response
        what = f"a challenge page ({sign})" if sign else f"HTTP {response.status}"
        self.in_a_row += 1
        if self.most and self.in_a_row >= self.most:
            line = f"the last {self.in_a_row} answers were refusals (NEWSCRAWL_MAX_REFUSALS), the last one {what}"
            end_run(self.crawler, BLOCKED, line)
        if sign:
            raise ChallengeError(f"the site answers with {what}, which lets only browsers pass")
        return response

    def process_exception(self, request: Request, exception: Exception, spider: Spider | None = None) -> None:
        """Count what was not answered at all."""
        if not isinstance(exception, _SILENCE):
            return
        self.unanswered += 1
        if self.most and self.unanswered >= self.most:
            line = f"the last {self.unanswered} requests got no answer (NEWSCRAWL_MAX_REFUSALS)"
            end_run(self.crawler, SILENT, line)

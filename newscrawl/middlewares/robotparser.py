"""Reads robots.txt: Protego, as Scrapy has it, with Request-rate and a largest size."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.python import to_unicode

if TYPE_CHECKING:
    from scrapy import Spider

_LARGEST = 512 * 1024
"""Bytes that are read, of which RFC 9309 asks for 500 KiB: every rule is compared with every URL."""


class RobotParser(ProtegoRobotParser):
    """Scrapy's parser of robots.txt; what stands beyond the first 512 KiB does not count."""

    def __init__(self, robotstxt_body: bytes, spider: Spider | None) -> None:
        super().__init__(robotstxt_body[:_LARGEST], spider)

    def request_interval(self, user_agent: str | bytes) -> float | None:
        """Return the seconds between requests that ``Request-rate`` asks for, ``None`` where it does not.

        A rate that is for some hours of the day counts at all hours.
        """
        rate = self.rp.request_rate(to_unicode(user_agent))
        try:
            return rate.seconds / rate.requests if rate else None
        except OverflowError:
            return math.inf

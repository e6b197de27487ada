"""Keeps to the pace that a host asks for: Retry-After, Crawl-delay and Request-rate; slower where it refuses."""

from __future__ import annotations

import logging
import math
from collections import defaultdict
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import signals

from newscrawl.ending import BLOCKED, drop_requests, end_run, ending
from newscrawl.extensions.retry_after import retry_after

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

_BUSY = (429, 503)
_RECOVERY = 0.9
"""What a good answer leaves of the delay that refusals brought."""
_NEGLIGIBLE = 0.1  # seconds
_LEAST = 0.001
"""Seconds. A slot without any delay would not look at when it may go on."""


@dataclass(slots=True)
class _Host:
    crawl_delay: float = 0.0
    """Seconds between requests that robots.txt asks for."""
    refusal_delay: float = 0.0
    """Seconds between requests that refusals have brought."""
    until: float = 0.0
    """Nothing is asked before this instant of the monotonic clock."""

    @property
    def delay(self) -> float:
        held = _LEAST if monotonic() < self.until else 0.0
        return max(self.crawl_delay, self.refusal_delay, held)


class Pace:
    """Sets the delay of the downloader's slots, one a host: all requests to a host wait, not only one that was refused.

    AutoThrottle goes by how long a host takes to answer; here is what the host says. Answers 429 and 503 double the
    delay, up to AUTOTHROTTLE_MAX_DELAY and only where AutoThrottle is on; good answers bring it back.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.adaptive = settings.getbool("AUTOTHROTTLE_ENABLED")
        self.start = settings.getfloat("AUTOTHROTTLE_START_DELAY")
        self.slowest = settings.getfloat("AUTOTHROTTLE_MAX_DELAY")
        self.longest_wait = settings.getfloat("NEWSCRAWL_MAX_RETRY_AFTER")
        self.longest_delay = settings.getfloat("NEWSCRAWL_MAX_CRAWL_DELAY")
        self.user_agent = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to robots.txt, to requests that enter the downloader, and to answers."""
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signals.robots_parsed)
        crawler.signals.connect(extension.request_reached_downloader, signals.request_reached_downloader)
        crawler.signals.connect(extension.response_downloaded, signals.response_downloaded)
        return extension

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Take down how often robots.txt lets us ask."""
        asked = [robotparser.crawl_delay(self.user_agent) or 0.0]
        if rate := getattr(robotparser, "request_interval", None):  # other parsers do not know Request-rate
            asked.append(rate(self.user_agent) or 0.0)
        seconds = max((delay for delay in asked if not math.isnan(delay)), default=0.0)
        if seconds <= 0:
            return
        host = urlsplit(request.url).hostname or ""
        delay = min(seconds, self.longest_delay)
        self._hosts[self.crawler.engine.downloader.get_slot_key(request)].crawl_delay = delay
        if delay < seconds:
            logger.warning(
                "robots.txt of %s asks for %g s between requests: it gets %g s, and as much as it asks for where "
                "NEWSCRAWL_MAX_CRAWL_DELAY allows that",
                host,
                seconds,
                delay,
            )
        else:
            logger.info("robots.txt of %s asks for %g s between requests", host, seconds)

    def request_reached_downloader(self, request: Request) -> None:
        """Set the delay of a slot that has just come about, for the first time or again after it was idle."""
        key = request.meta["download_slot"]
        if key in self._hosts:
            self._apply(key)

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Slow down or recover; comes after AutoThrottle has set the delay, and before the next request is sent."""
        key = request.meta.get("download_slot", "")
        slot = self._slot(key)
        if slot is None:
            return
        if response.status in _BUSY:
            host = self._hosts[key]
            # Another go at the same page tells nothing new about the host.
            if self.adaptive and not request.meta.get("retry_times"):
                doubled = 2 * max(slot.delay, host.refusal_delay)
                host.refusal_delay = min(max(doubled, self.start), self.slowest)
            self._wait(key, response)
        elif key in self._hosts and response.status < 400 and self._hosts[key].refusal_delay:
            host = self._hosts[key]
            host.refusal_delay *= _RECOVERY
            # AutoThrottle itself does not come down on answers without a body, such as 304.
            slot.delay = min(slot.delay, max(host.refusal_delay, self.start))
            if host.refusal_delay < _NEGLIGIBLE:
                host.refusal_delay = 0.0
        if key in self._hosts:
            self._apply(key)

    def _wait(self, key: str, response: Response) -> None:
        """Have the host wait as long as its answer asks for, or give it up."""
        value, date = (response.headers.get(name) or b"" for name in ("Retry-After", "Date"))
        seconds = retry_after(value.decode("latin-1"), date.decode("latin-1"))
        if not seconds:
            return
        host, slot = self._hosts[key], self._slot(key)
        assert slot is not None
        if seconds > self.longest_wait:
            words = "ever" if math.isinf(seconds) else f"{seconds:.0f} s"
            line = (
                f"{key} answers HTTP {response.status} and asks to be left alone for {words} (Retry-After), which is "
                f"more than NEWSCRAWL_MAX_RETRY_AFTER={self.longest_wait:g}"
            )
            end_run(self.crawler, BLOCKED, line)
            return
        until = monotonic() + seconds
        if until <= host.until:
            return
        if until > host.until + 1:  # those that were under way at the same time say the same
            logger.info("%s answers HTTP %d and asks to wait %.0f s: so we do", key, response.status, seconds)
        host.until = until
        slot.lastseen = max(slot.lastseen, until)
        if ending(self.crawler):
            drop_requests(self.crawler)

    def _apply(self, key: str) -> None:
        host, slot = self._hosts[key], self._slot(key)
        if slot is None:
            return
        downloader = self.crawler.engine.downloader
        own = downloader.per_slot_settings.get(key, {})
        configured = float(own.get("delay", self.crawler.settings.getfloat("DOWNLOAD_DELAY")))
        slot.delay = max(slot.delay if self.adaptive else configured, host.delay)
        if host.crawl_delay:
            slot.jitter = 0.0  # it is a least interval, not a mean
        if monotonic() < host.until:
            slot.lastseen = max(slot.lastseen, host.until)

    def _slot(self, key: str) -> Slot | None:
        return self.crawler.engine.downloader.slots.get(key)

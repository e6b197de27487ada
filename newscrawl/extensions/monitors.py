"""Compares a run with those before it, and tells when the site is not what it used to be."""

from __future__ import annotations

import logging
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import NotConfigured

from newscrawl import ledger
from newscrawl.extensions.ledger import LedgerKeeper, now
from newscrawl.ledger import Ledger, LedgerError
from newscrawl.monitors.stats import VERDICTS
from newscrawl.signals import manifest_ready
from newscrawl.sites.thresholds import THRESHOLDS, threshold

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from newscrawl.monitors.checks import Verdict
    from newscrawl.spiders.news import NewsSpider

logger = logging.getLogger(__name__)

_PAST = timedelta(days=400)
"""How far back publications are looked at: a site of one article in seven weeks still has eight weeks with some."""


class RunMonitors:
    """Judges the run when its sums are final, adds the alarms to its manifest, and runs the actions.

    Nothing of Spidermon is imported before there is something to send.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if not settings.getbool("NEWSCRAWL_MONITOR_ENABLED") or not settings["NEWSCRAWL_OUTPUT_DIR"]:
            raise NotConfigured
        if not hasattr(crawler.spidercls, "open_site"):
            raise NotConfigured  # somebody else's spider
        self.crawler = crawler
        self.actions = settings.getlist("NEWSCRAWL_MONITOR_ACTIONS")
        self.alarms: list[Verdict] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the run's beginning and to its judgement."""
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.manifest_ready, manifest_ready)
        return extension

    def spider_opened(self) -> None:
        """Have the actions run after the run lock is let go: a server that does not answer holds up no other run."""
        self.crawler.signals.connect(self.engine_stopped, signals.engine_stopped)

    def manifest_ready(self, manifest: dict[str, Any], spider: NewsSpider) -> None:
        """Judge the run."""
        from newscrawl.monitors.verdicts import Known, alarms, verdicts  # no page needs it while the crawl runs

        limits = thresholds(self.crawler.settings) | dict(spider.profile.monitors)
        folder = Path(spider.output_dir) / spider.site
        killed, published = self._remembered(spider)
        values = self.crawler.stats.get_stats().items()
        failed_feeds = sum(count for name, count in values if name.startswith("feedexport/failed_count/"))
        known = Known(folder=folder, killed=killed, published=published, failed_feeds=failed_feeds)
        found = verdicts(manifest, known, limits, now())
        self.crawler.stats.set_value(VERDICTS, found)
        self.alarms = alarms(found)
        manifest["alarms"] = [{"monitor": alarm.monitor, "message": alarm.line} for alarm in self.alarms]
        for alarm in self.alarms:
            if not (manifest["message"] and alarm.line.endswith(manifest["message"])):  # that is the run's last line
                logger.warning("%s: %s", spider.site, alarm.line)
        for verdict in found:
            if verdict.state == "unjudged":
                logger.debug("%s: the monitor %s raises no alarm: %s", spider.site, verdict.monitor, verdict.line)

    def _remembered(self, spider: NewsSpider) -> tuple[list[str] | None, list[datetime]]:
        """Ask the ledger for killed runs and the hours of publications; ``None`` and none where there is no ledger."""
        keeper = self.crawler.get_extension(LedgerKeeper)
        if keeper is None:
            return None, []
        try:
            known = Ledger.open(keeper.url, create=False)
            try:
                killed = ledger.killed_before(known, spider.site, spider.run)
                return killed, ledger.publications(known, spider.site, now() - _PAST, now())
            finally:
                known.close()
        except LedgerError as error:
            logger.debug("the monitors do without the ledger: %s", error)
            return None, []

    def engine_stopped(self) -> None:
        """Run the actions, if there is an alarm."""
        if not self.actions or not self.alarms:
            return
        from newscrawl.monitors.suite import send  # imports Spidermon

        for trouble in send(self.crawler, self.actions):
            logger.error("an alarm was not sent: %s. It stands in the manifest; see to what the action needs", trouble)


def thresholds(settings: BaseSettings) -> dict[str, float]:
    """Return the thresholds that the settings ask for. Raises ValueError, one line, for a value that none can have."""
    found = {}
    for name in THRESHOLDS:
        setting = f"NEWSCRAWL_MONITOR_{name.upper()}"
        try:
            found[name] = threshold(name, settings[setting])
        except ValueError as error:
            raise ValueError(f"setting {setting}: {error}") from None
    return found


def check_settings(settings: BaseSettings) -> None:
    """Raise ValueError, one line, for settings of monitors that cannot work."""
    if not settings.getbool("NEWSCRAWL_MONITOR_ENABLED"):
        return
    thresholds(settings)
    actions = settings.getlist("NEWSCRAWL_MONITOR_ACTIONS")
    for action in actions:
        if not all(part.isidentifier() for part in action.split(".")) or "." not in action:
            raise ValueError(f"setting NEWSCRAWL_MONITOR_ACTIONS: {action!r} is no class: give package.module.Class")
    if actions and find_spec("spidermon") is None:
        raise ValueError("setting NEWSCRAWL_MONITOR_ACTIONS needs Spidermon: pip install 'newscrawl[monitors]'")

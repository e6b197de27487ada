"""The monitors as Spidermon knows them: a suite that fails where there are alarms, and sends what is configured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.utils.misc import load_object
from spidermon import Monitor, MonitorRunner, MonitorSuite, monitors
from spidermon.exceptions import NotConfigured

from newscrawl.monitors.stats import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings


_SECRET = ("TOKEN", "PASSWORD", "DSN", "URL", "KEY")
"""How names of settings end that are not for a log."""


@monitors.name("newscrawl")
class RunMonitor(Monitor):
    """Fails, passes or skips as each verdict of the run says."""

    def _tell(self, monitor: str) -> None:
        for verdict in self.data.stats.get(VERDICTS, ()):
            if verdict.monitor == monitor and verdict.state == "alarm":
                self.fail(f"{self.data.spider.site}: {verdict.line}")
            if verdict.monitor == monitor and verdict.state == "unjudged":
                self.skipTest(verdict.line)

    @monitors.name("ended")
    def test_ended(self) -> None:
        """The run came to a good end."""
        self._tell("ended")

    @monitors.name("articles")
    def test_articles(self) -> None:
        """As many articles as usual on this weekday."""
        self._tell("articles")

    @monitors.name("coverage")
    def test_coverage(self) -> None:
        """Fields are filled as usual."""
        self._tell("coverage")

    @monitors.name("dates")
    def test_dates(self) -> None:
        """Dates agree with the printed header as usual."""
        self._tell("dates")

    @monitors.name("rejects")
    def test_rejects(self) -> None:
        """No more pages without a whole record than usual."""
        self._tell("rejects")

    @monitors.name("failures")
    def test_failures(self) -> None:
        """No more pages that could not be had than usual."""
        self._tell("failures")

    @monitors.name("stale")
    def test_stale(self) -> None:
        """Something new within the site's usual time."""
        self._tell("stale")

    @monitors.name("export")
    def test_export(self) -> None:
        """Every file was written."""
        self._tell("export")

    @monitors.name("killed")
    def test_killed(self) -> None:
        """The runs before this one came to their end."""
        self._tell("killed")


class RunSuite(MonitorSuite):
    """All monitors of a run. For Spidermon's own extension: name it in ``SPIDERMON_ENGINE_STOP_MONITORS``."""

    monitors = (RunMonitor,)


def send(crawler: Crawler, paths: Sequence[str]) -> list[str]:
    """Run the suite with the actions at ``paths``; return a clause for each that could not be made or that failed.

    Blocks until they are done. Passwords, tokens and addresses from the settings are left out of the clauses.
    """
    troubles, actions = [], []
    for path in paths:
        try:
            actions.append(load_object(path).from_crawler(crawler))
        except ImportError as error:
            troubles.append(f"{path}: {error}; pip install 'newscrawl[monitors]' brings what Spidermon's actions need")
        except (NotConfigured, NameError, AttributeError, TypeError, ValueError) as error:
            troubles.append(f"{path}: {error}")
    if actions:
        result = MonitorRunner().run(RunSuite(monitors_failed_actions=actions), **_data(crawler))
        for action in result.monitors_failed_action_results:
            if action.error:
                troubles.append(f"{action.action.name}: {action.error.strip().splitlines()[-1]}")
    secrets = _secrets(crawler.settings)
    return [_without(secrets, trouble) for trouble in troubles]


def _data(crawler: Crawler) -> dict[str, Any]:
    """Return what Spidermon's extension gives its suites: templates of messages use it."""
    assert crawler.spider is not None
    return {
        "stats": crawler.stats.get_stats(),
        "stats_history": [],
        "crawler": crawler,
        "spider": crawler.spider,
        "sc_spider_name": crawler.spider.name,
        "job": None,
    }


def _secrets(settings: BaseSettings) -> list[str]:
    named = [str(settings[name]) for name in settings if str(name).endswith(_SECRET) and settings[name]]
    paths = [path for value in named if len(path := urlsplit(value).path) > 1]
    return sorted({*named, *paths}, key=len, reverse=True)


def _without(secrets: Sequence[str], text: str) -> str:
    for secret in secrets:
        text = text.replace(secret, "…")
    return text

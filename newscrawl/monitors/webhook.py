"""A POST of JSON to an address of yours: Spidermon has no action for that."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from spidermon import Action
from spidermon.exceptions import NotConfigured

from newscrawl.monitors.stats import VERDICTS
from newscrawl.monitors.verdicts import alarms

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SECONDS = 30
"""How long the server may take."""


class SendWebhook(Action):
    """Posts ``site``, ``run``, ``alarms`` and ``text`` to NEWSCRAWL_MONITOR_WEBHOOK_URL.

    ``text`` holds all in one string, as incoming webhooks of Slack, Mattermost and Rocket.Chat want it.
    """

    def __init__(self, url: str | None) -> None:
        super().__init__()
        if urlsplit(url or "").scheme not in ("http", "https"):
            raise NotConfigured("setting NEWSCRAWL_MONITOR_WEBHOOK_URL: give a URL that starts with https://")
        self.url = str(url)

    @classmethod
    def from_crawler_kwargs(cls, crawler: Crawler) -> dict[str, Any]:
        """Read the setting."""
        return {"url": crawler.settings["NEWSCRAWL_MONITOR_WEBHOOK_URL"]}

    def run_action(self) -> None:
        """Post. Raises OSError for a server that cannot be had or does not answer with success."""
        spider = self.data.spider
        found = alarms(self.data.stats.get(VERDICTS, ()))
        body = {
            "site": spider.site,
            "run": spider.run,
            "alarms": [{"monitor": alarm.monitor, "message": alarm.line} for alarm in found],
            "text": "\n".join(f"{spider.site}: {alarm.line}" for alarm in found),
        }
        data = json.dumps(body, ensure_ascii=False).encode()
        request = Request(self.url, data, {"Content-Type": "application/json; charset=utf-8"})  # noqa: S310 - checked
        with urlopen(request, timeout=SECONDS):  # noqa: S310 - checked
            pass

"""Spidermon's actions for Slack and Telegram as they are, but for where the services are: on loopback."""

from __future__ import annotations

import os
from typing import Any

from spidermon.contrib.actions import slack, telegram

SERVICES = "NEWSCRAWL_TEST_SERVICES"
"""Environment variable: URL of the server that stands in for both."""


class SendSlackMessage(slack.SendSlackMessage):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.manager._client.base_url = f"{os.environ[SERVICES]}/slack/"


class SendTelegramMessage(telegram.SendTelegramMessage):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        client = self.manager._client
        client.send_message_api = client.send_message_api.replace("https://api.telegram.org", os.environ[SERVICES])

"""Monitors at the end of real crawls, and what Spidermon sends from there to real servers on loopback."""

from __future__ import annotations

import json
import re
import socket
import subprocess
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from aiosmtpd.controller import Controller

from newscrawl.demo import DemoSite
from newscrawl.settings import SPIDERMON_DISCORD_MESSAGE, SPIDERMON_TELEGRAM_MESSAGE
from newscrawl.sites.registry import site_name
from tests import settings_for_kills
from tests.crawls import PROJECT, command, crawl, environment
from tests.faults.site import FaultySite
from tests.library import make_library
from tests.monitors import settings_with_spidermon as settings_with
from tests.monitors.past import DAY, WHOLE, Past, plant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.faults.exchange import Exchange

LIBRARY = make_library(12)
ON_LOOPBACK = "tests.monitors.actions_on_loopback"
TOO_FEW = "too few articles: 12, where 60 are usual on a "
NO_IMAGE = "image: 0 of 12 records (0%), usually 100%"


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with DemoSite(library=LIBRARY) as demo:
        yield demo.url


needs_spidermon = pytest.mark.skipif(not find_spec("spidermon"), reason="the extra monitors is not installed")


def better_days(output: Path, site: str, **of_old: Any) -> None:
    """Eight weeks in which runs of this weekday, and of that which may begin meanwhile, had sixty articles."""
    now = datetime.now(UTC)
    for weeks in range(1, 9):
        for moment in (now, now + timedelta(minutes=10)):
            plant(output, Past(site=site, started=moment - 7 * weeks * DAY, exported=60, **of_old))


def warnings(log: str) -> list[str]:
    return [line.partition("] WARNING: ")[2] for line in log.splitlines() if "newscrawl.extensions.monitors] W" in line]


def test_a_first_run_raises_no_alarm(tmp_path: Path, site: str) -> None:
    run = crawl(tmp_path / "output", {"site": site}, options=("-L", "DEBUG"))
    assert run.manifest is not None
    assert run.manifest["alarms"] == []
    assert run.manifest["records"]["count"] == 12
    assert run.manifest["records"]["filled"]["category"] == 12
    assert warnings(run.log) == []
    assert "the monitor articles raises no alarm: 0 runs to compare with" in run.log


def test_alarms_are_told_in_the_log_and_the_manifest(tmp_path: Path, site: str) -> None:
    better_days(tmp_path / "output", site)
    run = crawl(tmp_path / "output", {"site": site})
    assert run.status == 0, "an alarm is no failure"
    assert run.manifest is not None
    assert [alarm["monitor"] for alarm in run.manifest["alarms"]] == ["articles", "coverage"]
    told = warnings(run.log)
    assert told == [f"{site_name(site)}: {alarm['message']}" for alarm in run.manifest["alarms"]]
    assert TOO_FEW in told[0]
    assert NO_IMAGE in told[1]


def test_switched_off(tmp_path: Path, site: str) -> None:
    better_days(tmp_path / "output", site)
    run = crawl(tmp_path / "output", {"site": site}, {"NEWSCRAWL_MONITOR_ENABLED": False})
    assert run.manifest is not None
    assert "alarms" not in run.manifest
    assert warnings(run.log) == []


class Webhook(BaseHTTPRequestHandler):
    """Takes down what it is sent."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        found = {} if self.headers["Content-Encoding"] else json.loads(body or "{}")  # Sentry's own way to compress
        self.server.posts.append((self.path, found))  # type: ignore[attr-defined]
        service = self.path.startswith(("/slack/", "/bot"))
        self.send_response(500 if self.path.startswith("/broken") else 200 if service else 204)
        self.end_headers()
        if service:
            self.wfile.write(b'{"ok": true, "members": []}')

    do_GET = do_POST  # noqa: N815 - http.server's name

    def log_message(self, *args: Any) -> None:
        """Be still."""


@contextmanager
def webhooks() -> Iterator[tuple[str, list[tuple[str, dict[str, Any]]]]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Webhook)
    server.posts = []  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", server.posts  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()


class Mailbox:
    """Takes down the mail that a mail server is handed."""

    def __init__(self) -> None:
        self.mails: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.mails.append(envelope)
        return "250 OK"


class Listening(Controller):
    """Listens where it is told to already, as a port that is let go may be taken by somebody else."""

    listener: socket.socket

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self.listener)


@contextmanager
def mail_server() -> Iterator[tuple[int, list[Any]]]:
    mailbox = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        controller = Listening(mailbox, hostname="127.0.0.1", port=listener.getsockname()[1])
        controller.listener = listener
        controller.start()
        try:
            yield controller.port, mailbox.mails
        finally:
            controller.stop()


@needs_spidermon
def test_alarms_are_sent_by_spidermons_actions(tmp_path: Path, site: str) -> None:
    better_days(tmp_path / "output", site)
    actions = (
        "newscrawl.monitors.webhook.SendWebhook",
        "spidermon.contrib.actions.discord.SendDiscordMessage",
        "spidermon.contrib.actions.sentry.SendSentryMessage",
        "newscrawl.monitors.mail.SendSmtpEmail",
    )
    with webhooks() as (url, posts), mail_server() as (port, mails):
        settings = {
            "NEWSCRAWL_MONITOR_ACTIONS": ",".join(actions),
            "NEWSCRAWL_MONITOR_WEBHOOK_URL": f"{url}/ours",
            "SPIDERMON_DISCORD_WEBHOOK_URL": f"{url}/discord",
            "SPIDERMON_SENTRY_DSN": f"{url.replace('//', '//key@')}/7",
            "SPIDERMON_SMTP_HOST": "127.0.0.1",
            "SPIDERMON_SMTP_PORT": port,
            "SPIDERMON_EMAIL_SENDER": "crawler@news.example",
            "SPIDERMON_EMAIL_TO": "desk@news.example,night@news.example",
            "SPIDERMON_EMAIL_BCC": "boss@news.example",
        }
        run = crawl(tmp_path / "output", {"site": site}, settings)
        quiet = crawl(tmp_path / "quiet", {"site": site}, settings)
    assert run.status == 0
    assert run.error_lines() == []
    assert quiet.manifest is not None
    assert quiet.manifest["alarms"] == []
    assert run.manifest is not None
    name = site_name(site)
    text = "\n".join(f"{name}: {alarm['message']}" for alarm in run.manifest["alarms"])
    assert posts[:2] == [
        ("/ours", {"site": name, "run": run.manifest["run"], "alarms": run.manifest["alarms"], "text": text}),
        ("/discord", {"content": f"{text}\n"}),
    ]
    assert [path for path, _ in posts[2:]] == ["/api/7/envelope/"]
    assert len(mails) == 1, "a run without an alarm sends none"
    assert mails[0].rcpt_tos == ["desk@news.example", "night@news.example", "boss@news.example"]
    mail = message_from_bytes(mails[0].content, policy=policy.default)
    assert mail["Subject"] == f"newscrawl: {name}: 2 alarms"
    assert "boss" not in str(mail.items())
    assert mail["Date"]
    assert mail["Message-ID"].endswith("@news.example>")
    assert mail.get_content().split() == text.split()


@needs_spidermon
def test_slack_and_telegram_are_told(tmp_path: Path, site: str) -> None:
    better_days(tmp_path / "output", site)
    actions = f"{ON_LOOPBACK}.SendSlackMessage,{ON_LOOPBACK}.SendTelegramMessage"
    with webhooks() as (url, posts):
        settings = {
            "NEWSCRAWL_MONITOR_ACTIONS": actions,
            "SPIDERMON_SLACK_SENDER_TOKEN": "xoxb-1",
            "SPIDERMON_SLACK_RECIPIENTS": "#desk",
            "SPIDERMON_TELEGRAM_SENDER_TOKEN": "12:ab",
            "SPIDERMON_TELEGRAM_RECIPIENTS": "77",
        }
        run = crawl(tmp_path / "output", {"site": site}, settings, env={"NEWSCRAWL_TEST_SERVICES": url})
    assert run.status == 0
    assert run.error_lines() == []
    assert run.manifest is not None
    lines = [f"{site_name(site)}: {alarm['message']}" for alarm in run.manifest["alarms"]]
    (slack,) = [body for path, body in posts if path == "/slack/chat.postMessage"]
    assert (slack["channel"], slack["username"]) == ("#desk", "newscrawl")
    assert slack["text"].splitlines() == lines
    ((path, query),) = [urlsplit(path)[2:4] for path, _ in posts if path.startswith("/bot")]
    assert path == "/bot12:ab/sendMessage"
    told = parse_qs(query, strict_parsing=True)
    assert told["chat_id"] == ["77"]
    assert told["text"][0].replace("\\", "").splitlines() == lines


def test_messages_are_such_as_the_services_take() -> None:
    reasons = ["site_one: 5 of *9* `x` [y & #z]. " + 30 * "many words " for _ in range(9)]
    template_of = pytest.importorskip("jinja2").Template
    result = {"monitors_failed_results": [{"reason": reason} for reason in reasons]}
    discord, telegram = (
        template_of(template).render(result=result)
        for template in (SPIDERMON_DISCORD_MESSAGE, SPIDERMON_TELEGRAM_MESSAGE)
    )
    assert len(discord) <= 2000
    assert discord.startswith(f"{reasons[0]}\n{reasons[1]}")
    text = unquote(telegram)
    assert len(text) <= 4096
    assert text.startswith(r"site\_one: 5 of \*9\* \`x\` \[y & #z]. many")
    assert not set(telegram) & set("&#*`[")


@needs_spidermon
def test_the_suite_within_spidermons_own_extension(tmp_path: Path, site: str) -> None:
    better_days(tmp_path / "output", site)
    settings = {"SPIDERMON_ENABLED": True, "SPIDERMON_ENGINE_STOP_MONITORS": "newscrawl.monitors.suite.RunSuite"}
    run = crawl(tmp_path / "output", {"site": site}, settings, env={"SCRAPY_SETTINGS_MODULE": settings_with.__name__})
    assert "[Spidermon] newscrawl/articles... FAIL" in run.log
    assert "[Spidermon] newscrawl/killed... OK" in run.log
    assert "[Spidermon] newscrawl/stale... SKIPPED (too few weeks" in run.log


@needs_spidermon
def test_an_action_that_fails_is_one_line_without_secrets(tmp_path: Path, site: str) -> None:
    better_days(tmp_path / "output", site)
    actions = (
        "spidermon.contrib.actions.discord.SendDiscordMessage",
        "spidermon.contrib.actions.slack.SendSlackMessage",
        "newscrawl.monitors.webhook.SendNothing",
        "nowhere.Action",
        "newscrawl.monitors.mail.SendSmtpEmail",
    )
    with webhooks() as (url, posts):
        settings = {
            "NEWSCRAWL_MONITOR_ACTIONS": ",".join(actions),
            "SPIDERMON_DISCORD_WEBHOOK_URL": f"{url}/broken/secret-of-ours",
            "SPIDERMON_EMAIL_TO": "desk@news.example",
            "SPIDERMON_EMAIL_SENDER": "crawler@news.example",
            "SPIDERMON_SMTP_HOST": "127.0.0.1",
            "SPIDERMON_SMTP_PORT": 1,
        }
        run = crawl(tmp_path / "output", {"site": site}, settings)
    assert run.status == 0
    assert len(posts) == 1
    errors = [line.partition("an alarm was not sent: ")[2] for line in run.error_lines()]
    assert len(errors) == 5, run.log
    assert "SendSlackMessage: You must provide a value for SPIDERMON_SLACK_SENDER_TOKEN setting." in errors[0]
    assert "SendNothing" in errors[1]
    assert "No module named 'nowhere'" in errors[2]
    assert "500 Server Error" in errors[3]
    assert "Connection refused" in errors[4]
    assert "secret-of-ours" not in run.log
    assert "Traceback" not in run.log


RUN = """
import sys
if {blocked}:
    sys.modules["spidermon"] = None  # as if it were not installed
from newscrawl.sites.profile import SiteProfile
from newscrawl.sites.registry import profiles
if {lenient}:
    limits = {{"articles_share": 0.1, "coverage_drop": 1}}
    profiles()["lenient"] = SiteProfile(name="lenient", base_url={site!r}, monitors=limits)
from scrapy.cmdline import execute
try:
    execute(sys.argv)
finally:
    print("imported:", "spidermon" in sys.modules)
"""


def run_within(
    output: Path, site: str, settings: dict[str, Any], *, lenient: bool = False, blocked: bool = False
) -> tuple[int, str]:
    """Crawl in a process that knows a profile of the site, or that has no Spidermon."""
    line = command(output, {"site": site}, settings)
    line[1:3] = ["-c", RUN.format(blocked=blocked, lenient=lenient, site=site)]
    done = subprocess.run(
        line, cwd=PROJECT, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@needs_spidermon
def test_spidermon_is_not_loaded_where_nothing_is_to_be_sent(tmp_path: Path, site: str) -> None:
    settings = {"NEWSCRAWL_MONITOR_ACTIONS": "newscrawl.monitors.webhook.SendWebhook"}
    status, log = run_within(tmp_path / "output", site, settings)
    assert status == 0, log
    assert "imported: False" in log


def test_without_spidermon_alarms_are_told_and_actions_refused(tmp_path: Path, site: str) -> None:
    better_days(tmp_path / "output", site)
    settings = {"NEWSCRAWL_MONITOR_ACTIONS": "newscrawl.monitors.webhook.SendWebhook"}
    status, log = run_within(tmp_path / "output", site, settings, blocked=True)
    assert status == 2
    assert "newscrawl: setting NEWSCRAWL_MONITOR_ACTIONS needs Spidermon: pip install 'newscrawl[monitors]'" in log
    status, log = run_within(tmp_path / "output", site, {}, blocked=True)
    assert status == 0
    assert TOO_FEW in log


def test_a_profiles_thresholds_take_the_place_of_the_settings(tmp_path: Path, site: str) -> None:
    better_days(tmp_path / "output", site)
    (tmp_path / "output" / site_name(site)).rename(tmp_path / "output" / "lenient")
    status, log = run_within(tmp_path / "output", site, {}, lenient=True)
    assert status == 0
    assert "lenient: 12 articles discovered: 12 exported" in log
    assert warnings(log) == []


@pytest.mark.parametrize(
    ("setting", "value", "line"),
    [
        (
            "ARTICLES_SHARE",
            "2",
            "setting NEWSCRAWL_MONITOR_ARTICLES_SHARE: '2' is no articles_share: give a number",
        ),
        ("STALE_HOURS", "soon", "setting NEWSCRAWL_MONITOR_STALE_HOURS: 'soon' is no stale_hours: give a number not"),
        ("ACTIONS", "mail", "setting NEWSCRAWL_MONITOR_ACTIONS: 'mail' is no class: give package.module.Class"),
    ],
)
def test_a_wrong_setting_is_one_line(tmp_path: Path, setting: str, value: str, line: str) -> None:
    run = crawl(tmp_path / "output", settings={f"NEWSCRAWL_MONITOR_{setting}": value})
    assert run.status == 2
    assert line in run.error_lines()[0]
    assert "Traceback" not in run.log


@pytest.mark.parametrize("ledger", [True, False])
def test_a_killed_run_is_seen_by_the_next(tmp_path: Path, site: str, ledger: bool) -> None:
    output = tmp_path / "output"
    settings = {} if ledger else {"NEWSCRAWL_LEDGER_URL": ""}
    env = {
        "SCRAPY_SETTINGS_MODULE": settings_for_kills.__name__,
        settings_for_kills.BATCH: "5",
    }
    killed = crawl(output, {"site": site}, settings, env={**env, settings_for_kills.KILL: "1"})
    assert killed.status == -9
    file = next(path for path in killed.files if path.match("articles-*.jsonl"))
    name = file.name.removeprefix("articles-").rpartition("-")[0]
    following = crawl(output, {"site": site}, settings, env=env)
    assert following.manifest is not None
    assert [alarm["monitor"] for alarm in following.manifest["alarms"]] == ["killed"]
    (told,) = warnings(following.log)
    assert told.startswith(f"{site_name(site)}: 1 run was killed before the end: {name}. This run made good")
    again = crawl(output, {"site": site}, settings, env=env)
    assert again.manifest is not None
    assert again.manifest["alarms"] == []


def test_an_export_that_failed(tmp_path: Path, site: str) -> None:
    (tmp_path / "file").touch()
    now, bare = datetime.now(UTC), dict.fromkeys(WHOLE, 12)
    for days in range(1, 9):
        plant(tmp_path / "output", Past(site=site, started=now - days * DAY, exported=12, lacking=bare))
    run = crawl(tmp_path / "output", {"site": site}, options=("-O", str(tmp_path / "file" / "mine.jsonl")))
    assert run.status == 6
    assert run.manifest is not None
    assert [alarm["monitor"] for alarm in run.manifest["alarms"]] == ["export"]
    (line,) = run.error_lines()
    message = run.manifest["message"]
    assert message.startswith("could not write ")
    assert run.manifest["alarms"][0]["message"] == f"the export failed: {message}"
    assert line.endswith(message)
    assert run.log.count(message) == 1


def test_a_feed_gone_stale(tmp_path: Path) -> None:
    library = make_library(40)
    zone = library.posts[0].published.tzinfo
    newest = (datetime.now(zone) - timedelta(days=7)).replace(minute=0, second=0, microsecond=0)
    days = [newest - n * DAY for n in range(40)]
    posts = [replace(post, published=day, modified=day) for post, day in zip(library.posts, days, strict=True)]
    with DemoSite(library=replace(library, posts=tuple(posts))) as demo:
        stale = crawl(tmp_path / "output", {"site": demo.url})
        slack = {"NEWSCRAWL_MONITOR_STALE_FACTOR": 8}
        patient = crawl(tmp_path / "output", {"site": demo.url}, slack)
    assert stale.manifest is not None
    assert [alarm["monitor"] for alarm in stale.manifest["alarms"]] == ["stale"]
    assert "24 hours are the longest in a usual week" in warnings(stale.log)[0]
    assert patient.manifest is not None
    assert patient.manifest["alarms"] == []


def without_text(exchange: Exchange) -> None:
    """The page of an article whose theme prints all but the article's text."""
    (story,) = (story for story in exchange.site.good if story.path == exchange.path)
    page = story.page(f"{exchange.site.url}{story.path}")
    exchange.answer(re.sub("<p>.*</p>", "", page.partition('<div id="respond">')[0], flags=re.DOTALL))


@pytest.mark.parametrize(
    ("answer", "state", "monitor", "says"),
    [
        (without_text, "rejected", "rejects", "pages gave no whole record"),
        (lambda exchange: exchange.answer("Broken", status=500), "failed", "failures", "pages could not be had"),
    ],
)
def test_pages_that_break(
    tmp_path: Path, answer: Callable[[Exchange], None], state: str, monitor: str, says: str
) -> None:
    """Eight ordinary runs of a site, and then something breaks half of its pages."""
    broken = False

    def half(exchange: Exchange) -> bool:
        if not (broken and exchange.path in exchange.site.routes and sum(exchange.path.encode()) % 2):
            return False
        answer(exchange)
        return True

    settings = {"NEWSCRAWL_LEDGER_URL": "", "RETRY_TIMES": 0}  # without a ledger each run asks for all
    with FaultySite(good=30, before=half) as site:
        for _ in range(8):
            run = crawl(tmp_path / "output", {"site": site.url, "timezone": "Asia/Kabul"}, settings)
            assert run.states == {"exported": 30}
            assert run.manifest is not None
            assert run.manifest["alarms"] == []
        broken = True
        run = crawl(tmp_path / "output", {"site": site.url, "timezone": "Asia/Kabul"}, settings)
    count = run.states[state]
    assert 5 < count == 30 - run.states["exported"]
    assert run.manifest is not None
    told = {alarm["monitor"]: alarm["message"] for alarm in run.manifest["alarms"]}
    assert told[monitor].startswith(f"{count} of 30 {says} ({count / 30:.0%}), usually 0%. The ")
    assert run.log.count(f"{site_name(site.url)}: {told[monitor]}") == 1

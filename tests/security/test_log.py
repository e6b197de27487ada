"""What pages and servers say, in the log: nothing that moves a terminal or forges a line."""

from __future__ import annotations

import io
import json
import logging
import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from scrapy.settings import Settings

from newscrawl.logs import SafeFormatter
from newscrawl.printable import printable, printable_json
from tests.crawls import crawl
from tests.faults.site import FaultySite

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.exchange import Exchange

FORGED = "2026-01-01 00:00:00 [scrapy] ERROR: forged"
HOSTILE = {
    "colour": "\x1b[31mred",
    "title-of-the-window": "\x1b]0;owned\x07",
    "c1": "\x9b31m",
    "bidi": "abc\u202egpj.exe",
    "isolate": "\u2066x\u2069",
    "line": f"x\n{FORGED}",
    "return": f"x\r{FORGED}",
    "next-line": f"x\x85{FORGED}",
    "separator": f"x\u2028{FORGED}",
    "backspace": "x\b\b\b",
    "nul": "\0",
    "surrogate": "\ud800",
}


def unsafe(text: str) -> list[str]:
    """Characters that no log may hold."""
    return [
        char
        for char in text
        if char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char != "\u200c"
    ]


@pytest.fixture
def log() -> tuple[logging.Logger, io.StringIO]:
    """A logger, and what it wrote."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(SafeFormatter(logging.Formatter("%(asctime)s [%(name)s] %(levelname)s: %(message)s")))
    logger = logging.Logger("tests.hostile")
    logger.addHandler(handler)
    return logger, stream


@pytest.mark.parametrize("name", HOSTILE)
def test_message_and_exception(log: tuple[logging.Logger, io.StringIO], name: str) -> None:
    text = HOSTILE[name]
    logger, stream = log
    logger.warning("title %s", text)
    logger.warning(f"title {text}")
    try:
        raise ValueError(text)
    except ValueError:
        logger.exception("broke")
    written = stream.getvalue()
    assert not unsafe(written)
    lines = written.splitlines()
    assert sum(bool(re.match(r"\d{4}-", line)) for line in lines) == 3
    assert all(re.match(r"\d{4}-|    ", line) for line in lines)


def test_password_of_a_url_is_starred_out(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, stream = log
    logger.warning("no answer from %s", "http://user:open-sesame@proxy.test:3128/")
    assert "http://user:***@proxy.test:3128/" in stream.getvalue()


def test_letters_of_all_scripts_stay() -> None:
    for text in ("Füße", "نمی\u200cخواهم", "新闻", "a\u00a0b", "emoji 🗞"):
        assert printable(text) == text


@pytest.mark.parametrize("name", HOSTILE)
def test_json_means_the_same(name: str) -> None:
    text = HOSTILE[name]
    spelled = printable_json(json.dumps({"title": text}, ensure_ascii=False, indent=2))
    assert not unsafe(spelled)
    assert json.loads(spelled) == {"title": text}


@pytest.mark.parametrize("as_json", [False, True])
def test_hostile_server(tmp_path: Path, *, as_json: bool) -> None:
    nasty = "\x1b]0;owned\x07 \x9b31m \u202e <x\u2028y>"

    def answer(exchange: Exchange) -> bool:
        if exchange.path == "/2021/09/good-0/":  # a reason phrase, header and type of its own
            exchange.send(
                b"HTTP/1.1 404 \x1b[31mGone\x07\r\nX-\x1b[0m: \x1b[31m\r\nbad \x1b[31m line\r\n"
                b"Content-Type: text/\x1b[31m\r\nContent-Length: 0\r\n\r\n"
            )
        elif exchange.path == "/2021/09/good-1/":
            exchange.answer("nothing to see", content_type="text/\x1b[31m\x9b")
        elif exchange.path == "/2021/09/good-2/":
            exchange.answer(status=302, headers=[("Location", "http://\x1b[31mother.test/\x9b?\x07")])
        elif exchange.path == "/2021/09/good-3/":
            exchange.send(b"HTTP/\x1b[31m hello\r\n\r\n")
            exchange.finish()
        elif exchange.path == "/wp-json/":
            exchange.answer(json.dumps({"code": nasty, "message": nasty}), content_type="application/json")
        elif exchange.path == "/wp-sitemap.xml":
            exchange.answer(f"<{'x' * 9}\x9b>{nasty}</y>", content_type="application/xml")
        else:
            return False
        return True

    settings = {"LOG_LEVEL": "DEBUG", "NEWSCRAWL_LOG_JSON": as_json, "RETRY_ENABLED": False}
    with FaultySite(good=6, listings=("sitemap", "feed")) as site:
        site.listing_faults["nasty"] = answer
        done = crawl(tmp_path, {"site": site.url}, settings)
    assert done.states == {"exported": 2, "rejected": 1, "failed": 3}
    done.check_sums()
    assert not unsafe(done.log)
    for line in done.log.splitlines():
        if as_json:
            assert not unsafe(json.loads(line)["message"])
        else:
            assert re.match(r"\d{4}-\d\d-\d\d |    ", line), line


def test_json_names_the_run_in_each_line(tmp_path: Path) -> None:
    file = tmp_path / "log" / "run.log"
    file.parent.mkdir()
    settings = {"NEWSCRAWL_LOG_JSON": True, "LOG_FILE": file, "LOG_LEVEL": "DEBUG"}
    done = crawl(tmp_path / "out", {"limit": "3"}, settings)
    assert done.status == 0
    assert done.log == ""
    assert done.manifest
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert len(rows) > 20
    for row in rows:
        assert {"time", "level", "logger", "message", "spider", "site", "run"} <= set(row)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+\+00:00", row["time"])
    assert {(row["spider"], row["site"], row["run"]) for row in rows[len(rows) // 2 :]} == {
        ("news", "demo", done.manifest["run"])
    }


def test_normal_run_fits_on_a_screen(tmp_path: Path) -> None:
    done = crawl(tmp_path)
    assert sum(-(-len(line) // 120) for line in done.log.splitlines()) <= 24, done.log


def test_log_of_debug_is_whole(tmp_path: Path) -> None:
    done = crawl(tmp_path, {"limit": "2"}, {"LOG_LEVEL": "DEBUG"})
    for words in ("Overridden settings", "Enabled extensions", "Spider opened", "Crawled (200)", "Spider closed"):
        assert words in done.log


@pytest.mark.parametrize(
    ("settings", "words"),
    [({"LOG_FILE": "/dev/null/x"}, "LOG_FILE"), ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL")],
    ids=["file", "level"],
)
def test_log_that_cannot_be_written(tmp_path: Path, settings: dict[str, str], words: str) -> None:
    done = crawl(tmp_path, settings=settings)
    assert done.status == 2
    (line,) = done.log.splitlines()
    assert words in line


def test_nothing_listens_and_no_file_is_read() -> None:
    settings = Settings()
    settings.setmodule("newscrawl.settings")
    assert not settings.getbool("TELNETCONSOLE_ENABLED")
    assert not settings.getbool("REMOTE_CONTROL_ENABLED")
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}

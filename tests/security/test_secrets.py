"""Names and passwords: where they go, and where they do not."""

from __future__ import annotations

import base64
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from tests.crawls import crawl, database
from tests.faults.site import FaultySite

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.exchange import Exchange

WORD = "open-sesame-71"


def listen(site: FaultySite, heard: list[tuple[str, dict[str, str]]], *, cookie: bool = False) -> None:
    """Keep the path and headers of each request; ask to keep a cookie."""

    def answer(exchange: Exchange) -> bool:
        heard.append((exchange.path, exchange.headers))
        if cookie and exchange.path == "/2021/09/good-0/" and "hop" not in exchange.query:
            exchange.answer(status=302, headers=[("Set-Cookie", "who=you"), ("Location", f"{exchange.path}?hop=1")])
            return True
        return False

    site.listing_faults["listener"] = answer


@pytest.mark.parametrize(
    "site",
    ["https://user:{}@news.test/", "user:{}@news.test", "ftp://user:{}@news.test/", "http://user:{}/x@news.test/"],
)
def test_password_in_the_url_is_refused_and_not_repeated(tmp_path: Path, site: str) -> None:
    done = crawl(tmp_path, {"site": site.format(WORD)}, {"LOG_LEVEL": "DEBUG"})
    assert done.status == 2
    assert WORD not in done.log
    assert not done.files


def test_password_goes_to_the_site_alone(tmp_path: Path) -> None:
    heard: list[tuple[str, dict[str, str]]] = []
    settings = {"HTTPAUTH_USER": "user", "HTTPAUTH_PASS": WORD, "LOG_LEVEL": "DEBUG"}
    with FaultySite(good=2, faults=["redirect-off-site"]) as site:
        listen(site, heard)
        done = crawl(tmp_path, {"site": site.url}, settings)
        assert not any(path.startswith("http:") for path in site.hits), "the other host was asked"
    assert done.states == {"exported": 2, "failed": 1}
    wanted = "Basic " + base64.b64encode(f"user:{WORD}".encode()).decode()
    assert {headers.get("authorization") for _, headers in heard} == {wanted}
    for text in (done.log, *(path.read_text("utf-8") for path in done.files)):
        assert WORD not in text
        assert wanted.removeprefix("Basic ") not in text
    with database(tmp_path) as ledger:
        assert WORD not in "\n".join(ledger.iterdump())


def test_password_of_the_ledger_is_not_logged(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://user:{WORD}@127.0.0.1:1/news"
    done = crawl(tmp_path, settings={"NEWSCRAWL_LEDGER_URL": url, "LOG_LEVEL": "DEBUG"})
    assert done.status == (9 if find_spec("psycopg") else 2), done.log  # without its driver the URL is a mistake
    assert WORD not in done.log
    assert all(WORD not in path.read_text("utf-8") for path in done.files)


def test_no_cookie_comes_back_and_no_other_site_is_named(tmp_path: Path) -> None:
    heard: list[tuple[str, dict[str, str]]] = []
    with FaultySite(good=2) as site:
        listen(site, heard, cookie=True)
        done = crawl(tmp_path, {"site": site.url})
    assert done.states == {"exported": 2}
    assert len(heard) > 5
    assert not any("cookie" in headers for _, headers in heard)
    assert {headers.get("referer", site.url)[: len(site.url)] for _, headers in heard} == {site.url}

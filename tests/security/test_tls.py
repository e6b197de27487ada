"""Certificates that do not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawls import crawl

from .test_names import profile_of
from .tls import Authority, TlsSite

if TYPE_CHECKING:
    from pathlib import Path

HOST = "127.0.0.1"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def test_trusted_certificate(tmp_path: Path, authority: Authority) -> None:
    with TlsSite(authority.issue(HOST), good=2) as site:
        done = crawl(tmp_path / "out", {"site": site.url}, env={"SSL_CERT_FILE": str(authority.bundle)})
    assert done.status == 0, done.log
    assert len(done.articles) == 2


@pytest.mark.parametrize(
    ("host", "days", "trusted", "words"),
    [
        (HOST, 30, False, "that nobody trusted vouches for"),
        (HOST, -1, True, "that has expired"),
        ("other.test", 30, True, "that is for other hosts"),
    ],
    ids=["unknown-authority", "expired", "other-host"],
)
def test_certificate_that_does_not_hold(
    tmp_path: Path, authority: Authority, host: str, days: int, *, trusted: bool, words: str
) -> None:
    env = {"SSL_CERT_FILE": str(authority.bundle)} if trusted else {}
    with TlsSite(authority.issue(host, days=days), good=1) as site:
        done = crawl(tmp_path / "out", {"site": site.url}, env=env)
    assert done.status == 4, done.log
    assert words.rpartition("that ")[2] in done.error_lines()[-1]
    assert "verify_tls=False" in done.error_lines()[-1]
    assert "Traceback" not in done.log
    assert not site.hits


def test_operator_may_take_any_certificate(tmp_path: Path, authority: Authority) -> None:
    with TlsSite(authority.issue("other.test"), good=2) as site:
        done = crawl(tmp_path / "out", {"site": site.url}, {"DOWNLOAD_VERIFY_CERTIFICATES": False})
    assert done.status == 0, done.log
    assert len(done.articles) == 2
    assert done.log.count("not verified") == 1
    assert "Remote certificate" not in done.log


def test_profile_may_take_any_certificate(tmp_path: Path, authority: Authority) -> None:
    with TlsSite(authority.issue("other.test"), good=2) as site:
        env = profile_of(tmp_path, site.url, "verify_tls=False")
        done = crawl(tmp_path / "out", {"site": "inside"}, env=env)
    assert done.status == 0, done.log
    assert len(done.articles) == 2

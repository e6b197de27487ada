"""Names that lead into private networks, played by a name server on loopback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawls import crawl
from tests.faults.site import FaultySite

from .names import NameServer
from .tripwire import Tripwire

if TYPE_CHECKING:
    from pathlib import Path

NAME = "news.test"
PUBLIC = "93.184.215.14"  # nothing is sent there: it is only said to be the address


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2"])
def test_name_of_a_private_address_is_never_connected_to(tmp_path: Path, address: str) -> None:
    with Tripwire(address) as wire, NameServer({NAME: [[address]]}) as server:
        done = crawl(tmp_path, {"site": f"http://{NAME}:{wire.port}/"}, server.settings, env=server.env)
        assert server.asked[NAME]
    assert done.status == 4, done.log
    (line,) = done.error_lines()
    assert f"{NAME} has the address {address}, no public address (loopback)" in line
    assert f"say -s NEWSCRAWL_PRIVATE_HOSTS={NAME}" in line
    assert wire.connections == 0
    assert "Traceback" not in done.log


def test_rebound_name_is_sent_nothing(tmp_path: Path) -> None:
    """The first answer passes; the one by which the connection is made leads inside."""
    with Tripwire() as wire, NameServer({NAME: [[PUBLIC], ["127.0.0.1"]]}) as server:
        done = crawl(tmp_path, {"site": f"http://{NAME}:{wire.port}/"}, server.settings, env=server.env)
        assert server.asked[NAME] > 1
    assert done.status == 4, done.log
    assert "no public address (loopback)" in done.log
    assert wire.connections > 0, "the second answer was not used: this test shows nothing"
    assert wire.received == b""


def test_operator_may_name_a_private_host(tmp_path: Path) -> None:
    with FaultySite(good=2) as site, NameServer({NAME: [["127.0.0.1"]]}) as server:
        site.url = site.url.replace("127.0.0.1", NAME)
        settings = server.settings | {"NEWSCRAWL_PRIVATE_HOSTS": NAME}
        done = crawl(tmp_path, {"site": site.url, "timezone": "UTC"}, settings, env=server.env)
    assert done.status == 0, done.log
    assert len(done.articles) == 2


@pytest.mark.parametrize("line", ["", "private_network=True"])
def test_profile_may_say_that_its_hosts_are_private(tmp_path: Path, line: str) -> None:
    with FaultySite(good=2) as site, NameServer({NAME: [["127.0.0.1"]]}) as server:
        site.url = site.url.replace("127.0.0.1", NAME)
        env = server.env | profile_of(tmp_path, site.url, line)
        done = crawl(tmp_path / "out", {"site": "inside", "timezone": "UTC"}, server.settings, env=env)
    assert done.status == (0 if line else 4), done.log
    assert bool(site.hits) == bool(line)


def test_localhost_is_named(tmp_path: Path) -> None:
    with FaultySite(good=1) as site:
        site.url = site.url.replace("127.0.0.1", "localhost")
        done = crawl(tmp_path, {"site": site.url, "timezone": "UTC"})
    assert done.status == 0, done.log


def profile_of(folder: Path, url: str, line: str) -> dict[str, str]:
    """Write a profile called ``inside``; return the environment in which it is known."""
    sites = folder / "sites"
    sites.mkdir()
    (sites / "inside.py").write_text(
        "from newscrawl.sites.profile import SiteProfile\n"
        f'PROFILE = SiteProfile(name="inside", base_url="{url}/", {line})\n'
    )
    return {"SCRAPY_SETTINGS_MODULE": "tests.security.settings", "NEWSCRAWL_TEST_SITES": str(sites)}

"""What counts as an address on the public internet."""

from __future__ import annotations

import pytest

from newscrawl.download.addresses import literal, not_public

REFUSED = {
    "0.0.0.0": "unspecified",  # noqa: S104 - it is only looked at
    "127.0.0.1": "loopback",
    "127.9.9.9": "loopback",
    "10.1.2.3": "private",
    "172.16.0.1": "private",
    "192.168.1.1": "private",
    "169.254.1.1": "link-local",
    "169.254.169.254": "cloud metadata",
    "100.100.100.200": "cloud metadata",
    "168.63.129.16": "cloud metadata",
    "100.64.0.1": "carrier-grade NAT",
    "224.0.0.1": "multicast",
    "239.255.255.250": "multicast",
    "255.255.255.255": "private",
    "240.0.0.1": "private",
    "192.0.2.1": "private",
    "::": "unspecified",
    "::1": "loopback",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local",
    "fc00::1": "private",
    "fd00:ec2::254": "cloud metadata",
    "fec0::1": "private",
    "ff02::1": "multicast",
    "2001:db8::1": "private",
    "::ffff:127.0.0.1": "loopback",
    "::ffff:10.0.0.1": "private",
    "::ffff:169.254.169.254": "cloud metadata",
    "::127.0.0.1": "loopback",
    "64:ff9b::7f00:1": "loopback",
    "64:ff9b::a9fe:a9fe": "cloud metadata",
    "2002:7f00:1::": "loopback",
    "2002:a00:1::1": "private",
}


@pytest.mark.parametrize(("address", "kind"), REFUSED.items())
def test_kinds_that_no_site_has(address: str, kind: str) -> None:
    assert not_public(address) == kind


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "93.184.215.14", "100.63.255.255", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "64:ff9b::101:101"],
)
def test_public(address: str) -> None:
    assert not_public(address) is None


def test_literals() -> None:
    assert literal("127.0.0.1") == "127.0.0.1"
    assert literal("0:0::1") == "::1"
    for name in ("localhost", "0x7f.1", "2130706433", "127.1", "news.example", ""):
        assert literal(name) is None

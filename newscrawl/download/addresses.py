"""Which addresses are on the public internet. Knows no Scrapy."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

_SHARED = ip_network("100.64.0.0/10")  # behind a provider's NAT; clouds keep services there
_METADATA_SERVICES = frozenset(
    map(ip_address, ("169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16"))
)
_NAT64 = IPv6Network("64:ff9b::/96")  # how an IPv6-only network reaches IPv4
_COMPATIBLE = IPv6Network("::/96")


METADATA = "cloud metadata"
"""Kind of the addresses at which clouds tell a machine its keys."""


def literal(host: str) -> str | None:
    """Return the address that ``host`` spells, in its usual form; ``None`` where it is a name."""
    try:
        return str(ip_address(host))
    except ValueError:
        return None


def not_public(address: str) -> str | None:
    """Return what kind of address it is, ``loopback``, where no site on the public internet has it; else ``None``.

    An IPv6 address that stands for an IPv4 address counts as that. Raises ValueError for what is no address.
    """
    ip = _inner(ip_address(address))
    if ip in _METADATA_SERVICES:
        return METADATA
    if isinstance(ip, IPv4Address) and ip in _SHARED:
        return "carrier-grade NAT"
    kinds = (
        ("unspecified", ip.is_unspecified),
        ("loopback", ip.is_loopback),
        ("link-local", ip.is_link_local),
        ("multicast", ip.is_multicast),
        ("private", ip.is_private or (isinstance(ip, IPv6Address) and ip.is_site_local)),
        ("reserved", ip.is_reserved or not ip.is_global),
    )
    return next((kind for kind, holds in kinds if holds), None)


def _inner(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 address leads to, where it does."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip.ipv4_mapped:
        return ip.ipv4_mapped
    if ip.sixtofour:
        return ip.sixtofour
    if ip.teredo:
        return ip.teredo[1]
    if ip in _NAT64 or (ip in _COMPATIBLE and int(ip) > 0xFFFF):  # below that are :: and ::1
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip

"""The zone behind what a site's clock showed: found where only one fits, or all that fit have been alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from newscrawl.sites.zones import zone_showing

WINTER, SUMMER = datetime(2026, 1, 20, 12, tzinfo=UTC), datetime(2026, 7, 20, 12, tzinfo=UTC)
ALIKE = {  # one offset is enough: no other zone has it
    "Asia/Tehran": "Asia/Tehran",
    "Asia/Kabul": "Asia/Kabul",
    "Asia/Kathmandu": "Asia/Kathmandu",
    "America/St_Johns": "America/St_Johns",
}


def samples(zone, *instants):
    return [(at, at.astimezone(ZoneInfo(zone)).utcoffset()) for at in instants]


@pytest.mark.parametrize("zone", ALIKE)
@pytest.mark.parametrize("at", [WINTER, SUMMER])
def test_one_offset_that_only_one_zone_has(zone, at):
    assert zone_showing(samples(zone, at)) == ALIKE[zone]


def test_iran_is_found_by_summers_of_its_past_too():
    past = datetime(2021, 7, 20, tzinfo=UTC)
    assert zone_showing(samples("Asia/Tehran", past, WINTER)) == "Asia/Tehran"
    assert zone_showing([(past, timedelta(hours=4.5))]) is None  # Kabul has it the whole year


@pytest.mark.parametrize("zone", ["Europe/Paris", "Asia/Karachi", "Asia/Kolkata", "Asia/Baghdad", "Africa/Cairo"])
def test_an_offset_that_several_zones_have(zone):
    assert zone_showing(samples(zone, WINTER)) is None


def test_two_seasons_tell_more():
    found = zone_showing(samples("America/New_York", WINTER, SUMMER, datetime(2006, 4, 20, tzinfo=UTC)))
    assert found is None  # Cuba and others have been like it on these days
    found = zone_showing(samples("Africa/Cairo", WINTER, SUMMER, datetime(2016, 7, 20, tzinfo=UTC)))
    assert found == "Africa/Cairo"


@pytest.mark.parametrize(
    ("zone", "host"),
    [
        ("Europe/Berlin", "nachrichten.example.de"),
        ("Europe/London", "news.example.co.uk"),
        ("Asia/Karachi", "news.example.pk"),
        ("Asia/Kolkata", "news.example.in"),
        ("Asia/Baghdad", "news.example.iq"),
    ],
)
def test_the_country_of_the_host_is_asked_where_several_fit(zone, host):
    assert zone_showing(samples(zone, WINTER), host) == zone


def test_the_country_of_the_host_is_no_evidence_against_the_clock():
    assert zone_showing(samples("America/New_York", WINTER), "news.example.de") is None
    assert zone_showing(samples("Asia/Tehran", WINTER), "news.example.de") == "Asia/Tehran"
    # several zones of one country, and a domain that the whole world uses
    assert zone_showing(samples("Australia/Sydney", WINTER), "news.example.au") is None
    assert zone_showing(samples("Europe/Paris", WINTER), "news.example.me") is None


@pytest.mark.parametrize("host", ["", "localhost", "127.0.0.1", "xn--80asehdb", "."])
def test_hosts_that_name_no_country(host):
    assert zone_showing(samples("Asia/Tehran", WINTER), host) == "Asia/Tehran"
    assert zone_showing(samples("Europe/Paris", WINTER), host) is None


def test_nothing_fits():
    assert zone_showing([]) is None
    assert zone_showing([(WINTER, timedelta(hours=1, minutes=20))]) is None
    assert zone_showing([*samples("Asia/Tehran", WINTER), *samples("Asia/Kabul", SUMMER)]) is None

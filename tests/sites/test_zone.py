from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.sites.zone import zone


@pytest.mark.parametrize(
    ("name", "offset"),
    [
        ("Asia/Kabul", timedelta(hours=4, minutes=30)),
        ("+04:30", timedelta(hours=4, minutes=30)),
        ("-3", timedelta(hours=-3)),
        ("UTC+5:45", timedelta(hours=5, minutes=45)),
        ("UTC", timedelta(0)),
    ],
)
def test_offset(name: str, offset: timedelta) -> None:
    assert datetime(2021, 9, 24, tzinfo=zone(name)).utcoffset() == offset


def test_a_zone_has_its_history() -> None:
    tehran = zone("Asia/Tehran")
    assert datetime(2021, 7, 1, tzinfo=tehran).utcoffset() == timedelta(hours=4, minutes=30)
    assert datetime(2023, 7, 1, tzinfo=tehran).utcoffset() == timedelta(hours=3, minutes=30)


@given(st.text(max_size=30) | st.sampled_from(["Asia", "posix", "../zone", "/etc/passwd", "a\0b", "+25:00", "+1:60"]))
def test_anything_else_is_refused_with_its_name(name: str) -> None:
    try:
        zone(name)
    except ValueError as error:
        assert "is no time zone" in str(error)  # noqa: PT017 - most texts, but not all, are refused

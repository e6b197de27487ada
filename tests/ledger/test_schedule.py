from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.ledger.schedule import (
    LONGEST_RETRY,
    RARELY,
    back_off,
    instant,
    jitter,
    latest_look,
    latest_retry,
    look_again,
)
from tests.ledger.builders import DAY, HOUR, START

moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds it
urls = st.text(max_size=30)


@pytest.mark.parametrize(
    ("age", "least", "most"),
    [
        (timedelta(0), 2 * HOUR, 4 * HOUR),
        (23 * HOUR, 2 * HOUR, 4 * HOUR),
        (2 * DAY, 18 * HOUR, 30 * HOUR),
        (10 * DAY, 5 * DAY, 9 * DAY),
        (100 * DAY, 67 * DAY, 113 * DAY),
        (1000 * DAY, 273 * DAY, 457 * DAY),
        (-5 * DAY, 2 * HOUR, 4 * HOUR),
    ],
)
def test_thins_out_with_age(age: timedelta, least: timedelta, most: timedelta) -> None:
    for number in range(50):
        after = look_again(START - age, START, f"https://example.org/{number}/") - START
        assert least <= after <= most


@given(moments, st.timedeltas(timedelta(0), 9000 * DAY), st.timedeltas(timedelta(0), 9000 * DAY), urls)
def test_the_older_the_later(published: datetime, one: timedelta, two: timedelta, url: str) -> None:
    younger, older = sorted((one, two))
    wait = [look_again(published, published + age, url) - (published + age) for age in (younger, older)]
    assert timedelta(0) < wait[0] <= wait[1] <= RARELY * 1.25


def test_what_came_together_parts() -> None:
    looks = {look_again(START - 9 * DAY, START, f"https://example.org/{n}/") for n in range(1000)}
    assert max(looks) - min(looks) > 3 * DAY
    assert len(looks) > 900


@given(st.integers(1, 10**9), moments, urls)
def test_back_off_grows_to_a_bound(failures: int, failed: datetime, url: str) -> None:
    wait = back_off(failures, failed, url) - failed
    assert 0.75 * HOUR <= wait <= 1.25 * LONGEST_RETRY
    assert wait <= back_off(failures + 1, failed, url) - failed


@given(
    moments, st.timedeltas(-9000 * DAY, 9000 * DAY), st.timedeltas(timedelta(0), 9000 * DAY), urls, st.integers(1, 99)
)
def test_the_latest_is_never_passed(
    looked: datetime, age: timedelta, later: timedelta, url: str, failures: int
) -> None:
    published = looked - age
    assert look_again(published, looked, url) <= latest_look(published, looked + later)
    assert back_off(failures, looked, url) <= latest_retry(looked + later)


def test_back_off_doubles() -> None:
    failed = datetime(2026, 3, 1, tzinfo=UTC)
    first = back_off(1, failed, "https://example.org/a/") - failed
    waits = [back_off(failures, failed, "https://example.org/a/") - failed for failures in (2, 3, 4)]
    assert [round(wait / first, 2) for wait in waits] == [2, 4, 8]


@given(urls)
def test_jitter_is_fixed_and_bounded(url: str) -> None:
    assert 0.75 <= jitter(url) < 1.25
    assert jitter(url) == jitter(url)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-01T10:30:00+04:30", START),
        ("2026-03-01T06:00:00Z", START),
        ("2026-03-01T06:00:00", START),
        ("2026-03-01", START - 6 * HOUR),
        ("Sun, 01 Mar 2026 06:00:00 GMT", START),
        ("Sun, 01 Mar 2026 10:30:00 +0430", START),
        ("yesterday", None),
        ("", None),
        (None, None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
    ],
)
def test_instant(text: str | None, moment: datetime | None) -> None:
    assert instant(text) == moment


@given(st.text())
def test_instant_of_anything(text: str) -> None:
    moment = instant(text)
    assert moment is None or moment.tzinfo is UTC

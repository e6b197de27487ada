from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest

from newscrawl.extensions.retry_after import retry_after

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("120", "", 120),
        (" 0 ", "", 0),
        ("9999999999", "", 9999999999),
        ("9" * 5000, "", math.inf),
        ("Tue, 24 Nov 2026 12:00:30 GMT", "", 30),
        ("Tue, 24 Nov 2026 11:59:30 GMT", "", 0),
        ("Tuesday, 24-Nov-26 12:00:30 GMT", "", 30),
        ("Tue Nov 24 12:00:30 2026", "", 30),
        # The server's clock is an hour ahead, and so is its date.
        ("Tue, 24 Nov 2026 13:00:30 GMT", "Tue, 24 Nov 2026 13:00:00 GMT", 30),
        ("Tue, 24 Nov 2026 12:00:30 GMT", "nonsense", 30),
        ("", "", None),
        ("soon", "", None),
        ("-5", "", None),
        ("1.5", "", None),
        ("٣", "", None),
        ("Tue, 99 Nov 2026 12:00:30 GMT", "", None),
        ("Tue, 24 Nov 99999 12:00:30 GMT", "", None),
    ],
)
def test_retry_after(value: str, date: str, seconds: float | None) -> None:
    assert retry_after(value, date, NOW) == seconds

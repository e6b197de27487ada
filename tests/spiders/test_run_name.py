from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.spiders.news import run_name

SECOND = 10**9


@pytest.mark.parametrize(
    ("began", "name"),
    [
        (1_632_508_500 * SECOND, "20210924T183500Z-0000"),
        (1_632_508_500 * SECOND + SECOND // 2, "20210924T183500Z-8000"),
        (1_632_508_501 * SECOND - 1, "20210924T183500Z-ffff"),
    ],
)
def test_a_name_tells_when(began: int, name: str) -> None:
    assert run_name(began) == name


@given(st.integers(0, 4 * 10**9 * SECOND), st.integers(16_000, 3 * SECOND))
def test_the_later_run_sorts_later(began: int, wait: int) -> None:
    first, second = run_name(began), run_name(began + wait)
    assert first < second
    assert re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{4}", first)

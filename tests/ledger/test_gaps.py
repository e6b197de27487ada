from __future__ import annotations

from itertools import chain, pairwise

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.ledger import Roll, gaps


@given(st.lists(st.integers(0, 300)))
def test_gaps_are_what_is_missing(numbers: list[int]) -> None:
    found = list(gaps(sorted(numbers)))
    missing = list(chain.from_iterable(range(first, last + 1) for first, last in found))
    assert missing == sorted(set(range(min(numbers, default=0), max(numbers, default=0))) - set(numbers))
    assert all(last + 1 < first for (_, last), (first, _) in pairwise(found))


def test_gaps_stream() -> None:
    numbers = chain(range(10**6), range(10**6 + 5, 2 * 10**6))
    assert list(gaps(numbers)) == [(10**6, 10**6 + 4)]


@given(st.sets(st.integers(1, 10**5)), st.sets(st.integers(1, 10**5)))
def test_roll_is_a_set(called: set[int], asked: set[int]) -> None:
    roll = Roll()
    for number in called:
        roll.add(number)
    assert {number for number in called | asked if number in roll} == called
    assert len(roll) == len(called)

from __future__ import annotations

import pytest

from newscrawl.spiders.bylines import Bylines


def seen(*names: list[str]) -> Bylines:
    bylines = Bylines()
    for entry in names:
        bylines.add(3, entry)
    return bylines


@pytest.mark.parametrize(
    ("pages", "names", "is_open"),
    [
        ([], None, True),
        ([["Ann"]], None, True),
        ([["Ann"], ["Ann"]], ["Ann"], False),
        ([[], []], [], False),
        ([["Ann"], []], None, False),
        ([["Ann"], ["Bob"]], None, False),
        ([["Ann", "Bob"]], None, False),
        ([["Ann"], ["Ann"], ["Bob"]], None, False),
    ],
)
def test_two_pages_that_say_the_same_tell(pages: list[list[str]], names: list[str] | None, is_open: bool) -> None:
    bylines = seen(*pages)
    for known in (bylines, Bylines(bylines.dumps())):
        assert known.names(3) == names
        assert known.is_open(3) == is_open
        assert known.names(4) is None

from __future__ import annotations

import pytest

from newscrawl.spiders.bylines import Bylines, stands_at_edge


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


@pytest.mark.parametrize(
    ("body", "stands"),
    [
        ("The boat runs.\n\nAnn Lee is a reporter.", True),
        ("Ann lee\n\nThe boat runs.\n\nIt runs late.", True),
        ("The boat runs.\n\nAnn Lee is at its wheel.\n\nIt runs late.", False),
        ("The boat runs.", False),
    ],
)
def test_a_note_on_an_author_who_was_not_known(body: str, stands: bool) -> None:
    assert stands_at_edge(["Bob", "Ann Lee"], body) is stands

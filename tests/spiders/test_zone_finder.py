"""What is remembered of a site's clock, and what it is taken for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from newscrawl.spiders.zone_finder import Looks

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)


def test_looks_add_up_from_run_to_run():
    looks = Looks()
    assert looks.due
    assert looks.zone("news.example") is None
    looks.add([(NOW, timedelta(hours=1))])
    assert not looks.due
    assert looks.zone("news.example") == "+01:00"
    assert looks.zone("news.example.de") == "Europe/Berlin"
    again = Looks(looks.dumps())
    assert again.seen == looks.seen
    assert not again.due
    again.add([(NOW, timedelta(hours=1)), (NOW - timedelta(days=180), timedelta(hours=2))])
    assert again.zone("news.example").partition("/")[0] == "Europe"
    assert again.zone("news.example.fr") == again.zone("news.example")
    assert len(Looks(again.dumps()).seen) == 2


def test_a_look_that_shows_nothing_is_not_repeated_at_once():
    looks = Looks()
    looks.add([])
    assert not Looks(looks.dumps()).due
    assert Looks(looks.dumps()).zone("news.example") is None


@pytest.mark.parametrize("text", [None, "", "+03:30", "[]", "{}", "[1, 2]", '["x", [1, 2, 3]]', '["", ["never", 1]]'])
def test_what_cannot_be_read_is_looked_for_anew(text):
    looks = Looks(text)
    assert looks.due
    assert looks.zone("news.example") is None

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.sites import registry
from newscrawl.sites.thresholds import check_names
from newscrawl.sites.zone import zone


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://news.example/", "news.example"),
        ("https://News.Example", "news.example"),
        ("http://127.0.0.1:8080/", "127.0.0.1_8080"),
        ("http://[::1]:8080/", "1_8080"),
        ("https://news.example/en/world/", "news.example_en_world"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
    ],
)
def test_site_name(url: str, name: str) -> None:
    assert registry.find(url).name == name


@given(st.text(max_size=60))
def test_a_name_cannot_leave_its_folder(path: str) -> None:
    try:
        name = registry.find(f"https://news.example/{path}").name
    except ValueError:
        return
    assert re.fullmatch(r"[a-z0-9._-]+", name)
    assert not name.startswith(".")
    assert ".." not in name.split("/")


def test_query_and_fragment_are_no_part_of_the_base_url() -> None:
    assert registry.find("https://news.example/a?x=1#y").base_url == "https://news.example/a/"


def test_every_profile_is_sound() -> None:
    profiles = registry.profiles()
    assert "demo" in profiles
    for name, profile in profiles.items():
        assert name == profile.name
        assert re.fullmatch(r"[a-z0-9._-]+", name)
        assert profile.base_url.startswith(("http://", "https://"))
        if profile.timezone:
            zone(profile.timezone)
        for labels in profile.labels.values():
            assert all(label == label.lower().strip().rstrip(":.") for label in labels)


@pytest.mark.parametrize(
    ("monitors", "said"),
    [
        ({"articles_share": 1.5}, "1.5 is no articles_share: give a number from 0 to 1"),
        ({"stale_hours": -1}, "-1 is no stale_hours: give a number not less than 0"),
        ({"runs": float("nan")}, "nan is no runs: give a number not less than 2"),
        ({"articels_share": 0.5}, "monitors are weekday_runs, .*, not articels_share"),
    ],
)
def test_thresholds_are_checked(monitors: dict[str, float], said: str) -> None:
    check_names({"articles_share": 0.3, "stale_hours": 72})
    with pytest.raises(ValueError, match=said):
        check_names(monitors)

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.sites import registry
from newscrawl.sites.thresholds import check_names
from newscrawl.sites.zone import zone

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://news.example/", "news.example"),
        ("https://News.Example", "news.example"),
        ("http://127.0.0.1:8080/", "127.0.0.1_8080"),
        ("http://[::1]:8080/", "1_8080"),
        ("https://news.example/en/world/", "news.example_en_world"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://news.example:443/", "news.example"),
        ("http://news.example:443/./en/../fa/", "news.example_443_fa"),
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


GOOD = 'PROFILE = SiteProfile(name="courier", base_url="https://courier.example/"'


def profile_file(folder: Path, text: str) -> Path:
    path = folder / "courier.py"
    path.write_text(f"from newscrawl.sites.profile import LABELS, SiteProfile\n\n{text}\n")
    return path


def test_a_profile_in_a_file_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = profile_file(tmp_path, f'{GOOD}, labels={{**LABELS, "number": ("story",)}})')
    profile = registry.find(str(path))
    assert (profile.name, profile.labels["number"]) == ("courier", ("story",))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert registry.find("~/courier.py") == profile
    assert "courier" not in registry.profiles(), "only those of the package are known by name"
    with pytest.raises(ValueError, match="nor the file of a profile"):
        registry.find(str(tmp_path / "other.py"))


def test_the_url_of_a_profile_is_taken_as_one_that_is_typed(tmp_path: Path) -> None:
    path = profile_file(tmp_path, 'PROFILE = SiteProfile(name="courier", base_url="HTTPS://bücher.example:443/fa#top")')
    assert registry.find(str(path)).base_url == "https://xn--bcher-kva.example/fa/"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{GOOD}", r"line 3 is no Python: '\(' was never closed"),
        (f"{GOOD}, timezon='UTC')", "line 3: got an unexpected keyword argument 'timezon'"),
        ("import nosuch", "line 3: No module named 'nosuch'"),
        ("PROFILE = 1 / 0", "line 3: division by zero"),
        ("PROFILES = []", "it has no PROFILE"),
        ("PROFILE = {}", "PROFILE is no SiteProfile, but dict"),
        (f"{GOOD}, labels={{'number': 'story'}})", r"labels takes a tuple of text \(a lone .*\), not 'story'"),
        (f"{GOOD}, labels={{'nummer': ('story',)}})", "labels takes one of 'publish', .* not 'nummer'"),
        (f"{GOOD}, labels=None)", "labels takes a mapping of one of 'publish', .* to a tuple of text, not None"),
        (f"{GOOD}, categories=['Politics'])", r"categories takes a tuple of text .*, not \['Politics'\]"),
        (f"{GOOD}, labels={{'number': ('Story:',)}})", "labels holds 'Story:': give it without"),
        (f"{GOOD}, labels={{'number': ('',)}})", "labels holds '': give it without"),
        (f"{GOOD}, language='Farsi, Dari')", "language 'Farsi, Dari' is no tag"),
        (f"{GOOD}, calendar='persian')", "calendar takes one of 'gregorian', .* or None, not 'persian'"),
        (f"{GOOD}, timezone=4.5)", "timezone takes text or None, not 4.5"),
        (f"{GOOD}, timezone='Kabul')", "'Kabul' is no time zone"),
        (f"{GOOD}, verify_tls=0)", "verify_tls takes True or False, not 0"),
        (f"{GOOD}, monitors={{'runs': '3'}})", "monitors takes a number, not '3'"),
        (f"{GOOD}, hosts=('https://cdn.example/',))", "hosts names 'https://cdn.example/': give the bare host"),
        (f"{GOOD}, post_types=('news/',))", "post_types names 'news/'"),
        ("PROFILE = SiteProfile(name='The Courier', base_url='https://courier.example/')", "name 'The Courier' is no"),
        ("PROFILE = SiteProfile(name='courier', base_url='courier.example')", "base_url: 'courier.example' is no"),
        ("PROFILE = SiteProfile(name='courier', base_url='https:///')", "base_url: 'https:///' is no URL"),
        (
            "PROFILE = SiteProfile(name='courier', base_url='https://a:b@courier.example/')",
            "base_url: .* a user name or",
        ),
        ("PROFILE = SiteProfile(name='courier', base_url='https://a.example/?lang=fa')", "https://a.example/$"),
    ],
)
def test_a_slip_in_a_profile_is_told_in_a_line(tmp_path: Path, text: str, said: str) -> None:
    path = profile_file(tmp_path, text)
    with pytest.raises(ValueError, match=said) as raised:
        registry.find(str(path))
    assert str(raised.value).startswith(f"the profile in {path}: ")
    assert "\n" not in str(raised.value)


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

"""The test site itself: its switches switch, and nothing of it is left behind, however its tests end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .site import PLAIN, SetupError, WordPress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .conftest import Edition

pytestmark = pytest.mark.wordpress


def test_rest_off(edition: Edition) -> None:
    site = edition.site
    assert site.get("/wp-json/wp/v2/posts?_fields=id")[0] == 200
    assert "api.w.org" in site.get("/")[1]
    site.set_rest(on=False)
    assert site.get("/wp-json/wp/v2/posts?_fields=id")[0] == 401
    assert site.get("/?rest_route=/")[0] == 401
    assert "api.w.org" not in site.get("/")[1]


def test_sitemap_off(edition: Edition) -> None:
    site = edition.site
    assert "Sitemap:" in site.get("/robots.txt")[1]
    assert "wp-sitemap-posts-post-3.xml" in site.get("/wp-sitemap.xml")[1]
    site.set_sitemap(on=False)
    assert "Sitemap:" not in site.get("/robots.txt")[1]
    assert site.get("/wp-sitemap.xml")[0] == 404


def test_plain_permalinks(edition: Edition) -> None:
    site, number = edition.site, edition.posts[0].number
    site.set_permalinks(PLAIN)
    assert site.urls()[number] == f"{site.url}/?p={number}"
    assert site.get("/wp-json/")[0] == site.get("/robots.txt")[0] == 404
    site.set_permalinks(PLAIN, rewrite=True)
    assert "<html" in site.get("/robots.txt")[1]  # WordPress answers with its home page


def test_trash_and_restore(edition: Edition) -> None:
    site, post = edition.site, edition.posts[5]
    path = post.url.removeprefix(site.url)
    site.trash(post)
    assert site.get(path)[0] == 404
    site.restore(post)
    assert site.get(path)[0] == 200
    assert site.urls()[post.number] == post.url


def test_zone(edition: Edition) -> None:
    site, post = edition.site, edition.posts[0]
    path = f"/wp-json/wp/v2/posts/{post.number}?_fields=date,date_gmt"
    local = f"{post.date:%Y-%m-%dT%H:%M:%S}"
    assert json.loads(site.get(path)[1]) == {"date": local, "date_gmt": "2021-09-24T14:05:00"}
    site.set_timezone("America/New_York")
    assert json.loads(site.get(path)[1]) == {"date": local, "date_gmt": "2021-09-24T22:35:00"}
    site.set_timezone(-3.5)
    assert float(json.loads(site.get("/wp-json/")[1])["gmt_offset"]) == -3.5


def test_end_leaves_nothing(packages: None) -> None:
    with WordPress() as site:
        folder, groups = site.folder, site.processes
        assert len(groups) == 2
        assert all(members(group) for group in groups)
    assert_gone(folder, groups)


def test_failing_setup_leaves_nothing(packages: None) -> None:
    site = WordPress(timezone="Asia/Kabul", permalinks=PLAIN)
    started: list[int] = []

    def fail() -> None:
        started.extend(site.processes)
        raise SetupError("half-way")

    site._start_php = fail  # type: ignore[method-assign]
    with pytest.raises(SetupError), site:
        pass
    assert len(started) == 1
    assert_gone(site.folder, started)


def test_killed_tests_leave_nothing(packages: None) -> None:
    code = (
        "import sys, time\n"
        f"from {WordPress.__module__} import WordPress\n"
        "with WordPress() as site:\n"
        "    print(site.folder, *site.processes, flush=True)\n"
        "    time.sleep(600)\n"
    )
    root = Path(__file__).parents[WordPress.__module__.count(".")]
    owner = subprocess.Popen([sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, text=True)
    try:
        assert owner.stdout
        folder, *groups = owner.stdout.readline().split()
    finally:
        owner.send_signal(signal.SIGKILL)
        owner.wait()
        owner.stdout.close()
    assert_gone(Path(folder), [int(group) for group in groups])


def assert_gone(folder: Path, groups: Iterable[int]) -> None:
    """Assert, within some seconds, that the folder is removed and no process of the groups lives."""
    end = time.monotonic() + 30
    while time.monotonic() < end and (folder.exists() or any(members(group) for group in groups)):
        time.sleep(0.05)
    assert not folder.exists()
    assert [members(group) for group in groups] == [[] for _ in groups]


def members(group: int) -> list[int]:
    """Ids of the living processes of a group, from /proc: a zombie is none."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            state, _, its_group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(its_group) == group and state != "Z":
            found.append(int(entry.name))
    return found


def test_members_sees_itself() -> None:
    assert os.getpid() in members(os.getpgrp())

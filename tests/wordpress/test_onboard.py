"""``scrapy onboard`` looks at a real WordPress."""

from __future__ import annotations

from dataclasses import replace
from runpy import run_path
from typing import TYPE_CHECKING

import pytest

from .. import starter
from ..crawls import environment
from .site import PLAIN, PRETTY

if TYPE_CHECKING:
    from pathlib import Path

    from newscrawl.sites.profile import SiteProfile

    from .conftest import Edition
    from .posts import Newsroom

pytestmark = pytest.mark.wordpress


def onboard(url: str, folder: Path, *arguments: str) -> tuple[dict[str, str], SiteProfile]:
    """Run the command; return the rows of its tables by their first column, and the profile."""
    path = folder / "profile.py"
    line = ["onboard", url, "--profile", path, "-s", "AUTOTHROTTLE_ENABLED=False", *arguments]
    done = starter.run(line, env=environment(), timeout=300)
    assert done.returncode == 0, done.stderr
    rows = [line.strip().split("  ", 1) for line in done.stdout.splitlines() if line.startswith("  ")]
    found = {name: " ".join(rest[0].split()) for name, *rest in rows if rest}
    assert int(found["requests"].split()[0]) <= 36
    return found, run_path(str(path))["PROFILE"]


def test_everything_open(edition: Edition, tmp_path: Path) -> None:
    found, profile = onboard(edition.site.url, tmp_path)
    assert found["articles"] == str(len(edition.posts))
    assert found["permalinks"] == f"{PRETTY} (12 of 12)"
    assert found["API: full content"].startswith("whole for 12 of 12")
    assert found["API: modified_after"] == "yes"
    assert found["API: contexts"] == "view, embed, edit"
    assert "wp-sitemap.xml" in found["sitemaps"]
    assert found["number"] == "12 of 12 header 12 12 of 12 high"
    assert found["date"].startswith("12 of 12 header 12")
    assert profile.timezone == "Asia/Kabul"
    assert {name for post in edition.posts for name in post.categories} <= set(profile.categories)
    assert "Sidebar" not in found["category"]


def test_rest_and_pretty_permalinks_off(edition: Edition, tmp_path: Path) -> None:
    edition.site.set_permalinks(PLAIN)
    edition.site.set_rest(False)
    found, profile = onboard(edition.site.url, tmp_path)
    assert found["permalinks"] == "?p=%post_id% (12 of 12)"
    assert found["REST API"].startswith("none")
    assert found["sitemaps"].endswith("/?sitemap=index")
    assert found["number"] == "12 of 12 header 12 12 of 12 high"
    assert found["time zone"].startswith("Asia/Kabul, the only one that fits")
    assert profile.timezone is None, "each crawl finds it anew, for the site does not say it"


def test_labels_that_are_not_known(edition: Edition, tmp_path: Path) -> None:
    edition.site.set_header(
        layout="definitions",
        labels={"publish": "Aperis", "time": "Horo", "category": "Rubriko", "number": "Artikola numero"},
        number=400,
    )
    found, _ = onboard(edition.site.url, tmp_path)
    for label, meaning in (("aperis", "publish"), ("horo", "time"), ("rubriko", "category")):
        assert f"unknown; {meaning}, by its values" in found[label]
    assert "unknown; number, by its values on 12 articles" in found["artikola numero"]
    assert found["number"].startswith("12 of 12 html 12")


def test_an_edition_in_a_folder(edition: Edition, tmp_path: Path) -> None:
    edition.site.set_editions(True)
    edition.site.set_permalinks("/%postname%/")
    found, profile = onboard(f"{edition.site.url}/fa/", tmp_path)
    assert found["permalinks"] == "/%postname%/ (12 of 12)"
    assert found["articles"] == "not told", "the API counts those of both editions"
    assert f"{edition.site.url}/fa/" in (tmp_path / "profile.py").read_text()
    assert profile.base_url == f"{edition.site.url}/fa/"


def test_types_of_the_sites_own(edition: Edition, newsroom: Newsroom, tmp_path: Path) -> None:
    site = edition.site
    site.set_types({"news": [], "event": []})
    added = site.publish(
        replace(post, type=name) for post, name in zip(newsroom.write(2), ("news", "event"), strict=True)
    )
    try:
        found, profile = onboard(site.url, tmp_path)
        assert found["types of posts"] == "posts and news are articles; event is not taken for articles"
        assert found["articles"] == str(len(edition.posts) + 1)
        assert found["API: full content"].startswith("whole for 11 of 11")
        assert profile.post_types is None
        assert 'post_types=("news", "event",),' in (tmp_path / "profile.py").read_text()
    finally:
        for post in added:
            site.delete(post)

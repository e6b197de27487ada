"""A site for the parsers: https, no folder, zone known."""

from __future__ import annotations

import pytest

from newscrawl.discovery.site import SiteInfo


@pytest.fixture
def site() -> SiteInfo:
    return SiteInfo(
        home="https://news.example/",
        hosts=frozenset(("news.example", "www.news.example")),
        api_root="https://news.example/wp-json/",
        timezone="+04:30",
    )

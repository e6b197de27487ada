"""The API path against a real WordPress: the records of the pages, for a hundredth of their requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ..crawls import Crawl, crawl
from .site import PLAIN

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Edition

pytestmark = pytest.mark.wordpress

OF_THE_WAY = ("fetched_at", "sources", "raw", "warnings")
"""Fields that tell how a record was read: the API has no printed header."""


def told(done: Crawl) -> dict[int, dict[str, Any]]:
    """What a crawl's records say, by number."""
    assert done.status == 0, done.log
    assert done.rejects == []
    done.check_sums()
    return {
        record["number"]: {name: value for name, value in record.items() if name not in OF_THE_WAY}
        for record in done.articles
    }


def ways(done: Crawl) -> set[str]:
    return {record["sources"]["number"] for record in done.articles}


@pytest.mark.parametrize("permalinks", [None, PLAIN], ids=["pretty", "plain"])
@pytest.mark.parametrize("meta", [False, True], ids=["bare", "meta"])
def test_same_records_as_from_pages(edition: Edition, tmp_path: Path, permalinks: str | None, meta: bool) -> None:
    site = edition.site
    site.set_meta(meta)
    if permalinks is not None:
        site.set_permalinks(permalinks)
    pages = crawl(tmp_path / "pages", {"site": site.url})
    posts = crawl(tmp_path / "posts", {"site": site.url, "fetch": "api"})
    expected, found = told(pages), told(posts)
    differing = {
        number: {name: (record[name], found[number][name]) for name in record if record[name] != found[number][name]}
        for number, record in expected.items()
        if found.get(number) != record
    }
    assert not differing, (list(differing.items())[:3], posts.log)
    assert found.keys() == expected.keys()
    assert ways(posts) == {"rest"}, posts.log
    assert posts.requests <= 7 + len(edition.posts) // 100 * 2 + 8

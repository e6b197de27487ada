"""Golden pages of known sites, as ``scrapy onboard --golden`` keeps them: ``tests/pages/<site>/<article>/``.

Each page is read with the site's profile and must give its record, one test a field. A change of the profile that is
meant shows here as well: then run ``scrapy onboard`` anew, or correct ``record.json``.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from newscrawl.onboarding.golden import PAGE, RECORD, read_golden
from newscrawl.sites import registry

PAGES = Path(__file__).parent.parent / "pages"


@cache
def read(page: str) -> tuple[dict[str, Any], dict[str, Any]]:
    expected = json.loads((PAGES / page / RECORD).read_text(encoding="utf-8"))
    profile = registry.profiles()[expected["site"]]
    return read_golden((PAGES / page / PAGE).read_bytes(), expected["url"], expected["fetched_at"], profile), expected


def fields() -> list[tuple[str, str]]:
    return [
        (str(path.parent.relative_to(PAGES)), field)
        for path in sorted(PAGES.glob(f"*/*/{RECORD}"))
        for field in json.loads(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("page", "field"), fields())
def test_field(page: str, field: str) -> None:
    record, expected = read(page)
    assert record[field] == expected[field]

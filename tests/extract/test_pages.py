"""Golden pages: each folder of ``tests/pages`` holds a page and what it must give, one test a field.

Folders of sites, which hold folders of pages, are read by ``tests/sites/test_golden.py``.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.extract.page import extract_article

if TYPE_CHECKING:
    from newscrawl.items import Article

PAGES = Path(__file__).parent.parent / "pages"


@cache
def read(name: str) -> tuple[Article, dict[str, Any]]:
    expected = json.loads((PAGES / name / "expected.json").read_text(encoding="utf-8"))
    return extract_article((PAGES / name / "page.html").read_bytes(), expected.pop("url")), expected


def fields() -> list[tuple[str, str]]:
    found = []
    for path in sorted(PAGES.glob("*/expected.json")):
        expected = json.loads(path.read_text(encoding="utf-8"))
        found.extend((path.parent.name, field) for field in expected if field != "url")
    return found


@pytest.mark.parametrize(("name", "field"), fields())
def test_field(name: str, field: str) -> None:
    article, expected = read(name)
    assert asdict(article)[field] == expected[field]


def test_every_layout_has_a_page() -> None:
    assert len(fields()) > 60

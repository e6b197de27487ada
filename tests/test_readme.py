"""What the README claims, held to what there is."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

from newscrawl.items import Article, State, record_fields
from newscrawl.outcome import ExitCode
from newscrawl.spiders.arguments import SOURCES, read_arguments
from newscrawl.spiders.limits import LIMITS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_table_of_fields_is_that_of_items() -> None:
    spec = importlib.util.spec_from_file_location("fields", ROOT / "docs" / "fields.py")
    assert spec is not None
    assert spec.loader is not None
    fields = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fields)
    assert fields.replaced(README) == README, "run: python docs/fields.py"


def test_the_excerpt_is_a_record() -> None:
    (excerpt,) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    assert list(json.loads(excerpt)) == record_fields(Article)


def test_every_argument_state_and_status_is_told() -> None:
    for name in ("site", "discovery", "since", "limit", "numbers", "timezone", "fetch"):
        assert f"| `{name}` |" in README
    assert all(f"`{source}`" in README for source in SOURCES)
    assert all(f"`{state}`" in README for state in State)
    assert all(f"\n| {code:d} | " in README for code in ExitCode)
    assert read_arguments(limit="20").limit == 20


def test_every_limit_is_told() -> None:
    told = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert all(f"| `{name}` |" in told for name in LIMITS)

"""Golden pages of a site: pages as they were, with the records that they must give from now on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from newscrawl.extract.document import to_utf8
from newscrawl.extract.page import extract_article
from newscrawl.feeds import write_atomically
from newscrawl.items import record
from newscrawl.normalise import normalise_article

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from newscrawl.onboarding.survey import Sample
    from newscrawl.sites.profile import SiteProfile

PAGE, RECORD = "page.html", "record.json"
COUNT = 4
"""Pages that are kept: the newest, the oldest, one from between and one of another category, where they are."""


def read_golden(html: bytes, url: str, fetched_at: str | None, profile: SiteProfile) -> dict[str, Any]:
    """Return the record that a stored page gives, without its listing's word on it. ``html`` is in UTF-8."""
    article = extract_article(html, url, profile)
    article.site, article.fetched_at = profile.name, fetched_at
    return record(normalise_article(article, profile))


def write_golden(folder: Path, samples: Sequence[Sample], profile: SiteProfile) -> list[Path]:
    """Write pages and records, each pair in a folder of its own below ``folder``. Raises OSError.

    Whole records come first; the folders are named by the articles' numbers.
    """
    chosen = sorted(samples, key=lambda sample: bool(sample.lacks))[:COUNT]
    written = []
    for index, sample in enumerate(chosen, 1):
        article = sample.article
        html = to_utf8(sample.html, sample.encoding)  # the header that named another charset is not kept
        expected = read_golden(html, article.url, article.fetched_at, profile)
        place = folder / (f"{article.number}" if article.number else f"page-{index}")
        place.mkdir(parents=True, exist_ok=True)
        write_atomically(place / PAGE, html)
        text = json.dumps(expected, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace")
        write_atomically(place / RECORD, text + b"\n")
        written.append(place)
    return written

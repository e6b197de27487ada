"""How far the fields of a sample can be relied upon."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from newscrawl.normalise.errors import NormaliseError
from newscrawl.normalise.number import parse_number
from newscrawl.normalise.validity import REQUIRED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawl.items import Article

FIELDS = (
    "number", "headline", "category", "date", "date_modified", "summary", "body", "authors", "tags", "image",
    "language",
)  # fmt: skip
"""Fields of a record that a page gives."""

Confidence = Literal["high", "good", "low", "none"]
"""``high``: all have it, and a second source agrees on each. ``good``: one source, or a field that articles may lack.
``low``: some that need it lack it, or there are warnings. ``none``: nobody has it."""


@dataclass(slots=True, kw_only=True)
class FieldReport:
    """A field in numbers of articles."""

    name: str
    total: int
    had: int = 0
    sources: Counter[str] = field(default_factory=Counter)
    """Where it was read; ``page`` where records do not say and it was not the listing alone."""
    compared: int = 0
    """Articles where more than one source gave it."""
    agreed: int = 0
    """Of these, the ones where all say the same."""
    warnings: Counter[str] = field(default_factory=Counter)
    """Sentences of the articles' warnings about it."""

    @property
    def confidence(self) -> Confidence:
        """One word for all of it."""
        if not self.had:
            return "none"
        needed = self.name in (*REQUIRED, "category")
        if self.warnings or (needed and self.had < self.total):
            return "low"
        # A printed number need not be the post's ID: that both differ is no fault, but no proof either.
        return "high" if self.had == self.total == self.agreed else "good"


def weigh(articles: Sequence[Article]) -> list[FieldReport]:
    """Return a report of each field in :data:`FIELDS`."""
    reports = [FieldReport(name=name, total=len(articles)) for name in FIELDS]
    for article in articles:
        for report in reports:
            if getattr(article, report.name):
                report.had += 1
                report.sources[article.sources.get(report.name) or _beside_sources(article, report.name)] += 1
            told = [
                warning.partition(": ")[2] for warning in article.warnings if warning.startswith(f"{report.name}: ")
            ]
            report.warnings.update(told)
            said = _said(article, report.name)
            if len(said) > 1:
                report.compared += 1
                report.agreed += not told and (report.name != "number" or _same_number(said))
    return reports


def _beside_sources(article: Article, name: str) -> str:
    """Where a field was read of which records do not say it: the listing alone may tell the date of change."""
    told = article.evidence.date_modified if name == "date_modified" else {}
    listed = [source for source in told if source in ("rest", "feed", "sitemap")]
    return listed[0] if listed and len(listed) == len(told) else "page"


def _said(article: Article, name: str) -> list[str]:
    """What each source says of a field that has several."""
    evidence, raw = article.evidence, article.raw
    if name == "number":
        return [*filter(None, [raw.number]), *evidence.number.values()]
    if name == "category":
        return [*filter(None, [raw.category]), *(", ".join(names) for names in evidence.category.values() if names)]
    if name == "date":
        return [*filter(None, [raw.publish or raw.time]), *evidence.date.values()]
    return []


def _same_number(said: list[str]) -> bool:
    numbers = set()
    for text in said:
        try:
            numbers.add(parse_number(text))
        except NormaliseError:
            return False
    return len(numbers) == 1

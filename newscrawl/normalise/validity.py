"""Whether a record is whole, and if not, why."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newscrawl.items import Article

REQUIRED = ("number", "headline", "date", "body")
"""Fields without which a record is rejected."""


def reasons(article: Article) -> list[str]:
    """Return why ``article`` is not whole: for each missing field the sentences that tell why it could not be read.

    They are the field's own in ``article.warnings`` (``number: header: 'No: 12 of 30' holds two numbers``), or, where
    the page gives nothing to read, ``number: the page gives none``. Empty: the record is whole.
    """
    why: list[str] = []
    for field in REQUIRED:
        if not getattr(article, field):
            told = [warning for warning in article.warnings if warning.startswith(f"{field}: ")]
            why += told or [f"{field}: the page gives none"]
    return why

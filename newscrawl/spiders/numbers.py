"""Asks for articles by their WordPress number, where listings have gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from newscrawl.items import ArticleRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.extensions.ledger import LedgerKeeper

NUMBERS = "numbers"
"""Source of articles that are asked for by number."""


def numbered(base_url: str, span: range, keeper: LedgerKeeper | None) -> Iterator[ArticleRef]:
    """Yield the numbers of ``span`` that the ledger does not know, as the address that every WordPress leads on from.

    Most numbers of a WordPress site are no articles, but pages, pictures and drafts.
    """
    known = keeper.numbers() if keeper else iter(())
    following = next(known, None)
    for number in span:
        while following is not None and following < number:
            following = next(known, None)
        if following != number:
            yield ArticleRef(url=urljoin(base_url, f"?p={number}"), source=NUMBERS, number=number)

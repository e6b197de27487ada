"""How a doubt about a field is told: one sentence in ``Article.warnings``, ``field: sentence``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newscrawl.items import Article

_LONGEST_QUOTE = 80


def quoted(text: str) -> str:
    """Return ``text`` in quotes, shortened, control characters and lone surrogates escaped."""
    return repr(text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…")


def warn(article: Article, field: str, sentence: str) -> None:
    """Add ``field: sentence`` to the article's warnings, unless an earlier pass has said so."""
    warning = f"{field}: {sentence}"
    if warning not in article.warnings:
        article.warnings.append(warning)

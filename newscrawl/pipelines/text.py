"""Normalises the plain-text fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.normalise.text import normalise_text
from newscrawl.pipelines.base import ProfilePipeline

if TYPE_CHECKING:
    from newscrawl.items import Article


class TextPipeline(ProfilePipeline):
    """Hands each article to :func:`newscrawl.normalise.text.normalise_text`."""

    def normalise(self, article: Article) -> Article:
        """Return the article with the plain-text fields normalised."""
        return normalise_text(article, self.profile)

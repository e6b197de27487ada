"""Normalises the number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.normalise.number import normalise_number
from newscrawl.pipelines.base import ProfilePipeline

if TYPE_CHECKING:
    from newscrawl.items import Article


class NumberPipeline(ProfilePipeline):
    """Hands each article to :func:`newscrawl.normalise.number.normalise_number`."""

    def normalise(self, article: Article) -> Article:
        """Return the article with the number normalised."""
        return normalise_number(article, self.profile)

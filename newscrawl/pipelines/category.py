"""Normalises the categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.normalise.category import normalise_category
from newscrawl.pipelines.base import ProfilePipeline

if TYPE_CHECKING:
    from newscrawl.items import Article


class CategoryPipeline(ProfilePipeline):
    """Hands each article to :func:`newscrawl.normalise.category.normalise_category`."""

    def normalise(self, article: Article) -> Article:
        """Return the article with the categories normalised."""
        return normalise_category(article, self.profile)

"""Normalises the categories."""

from __future__ import annotations

from typing import Any

from newscrawl.items import Article
from newscrawl.normalise.category import normalise_category
from newscrawl.pipelines.base import ProfilePipeline


class CategoryPipeline(ProfilePipeline):
    """Hands each article to :func:`newscrawl.normalise.category.normalise_category`."""

    def process_item(self, item: Any) -> Any:
        """Return the article with the categories normalised."""
        return normalise_category(item, self.profile) if isinstance(item, Article) else item

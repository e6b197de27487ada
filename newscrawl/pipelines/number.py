"""Normalises the number."""

from __future__ import annotations

from typing import Any

from newscrawl.items import Article
from newscrawl.normalise.number import normalise_number
from newscrawl.pipelines.base import ProfilePipeline


class NumberPipeline(ProfilePipeline):
    """Hands each article to :func:`newscrawl.normalise.number.normalise_number`."""

    def process_item(self, item: Any) -> Any:
        """Return the article with the number normalised."""
        return normalise_number(item, self.profile) if isinstance(item, Article) else item

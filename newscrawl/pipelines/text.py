"""Normalises the plain-text fields."""

from __future__ import annotations

from typing import Any

from newscrawl.items import Article
from newscrawl.normalise.text import normalise_text
from newscrawl.pipelines.base import ProfilePipeline


class TextPipeline(ProfilePipeline):
    """Hands each article to :func:`newscrawl.normalise.text.normalise_text`."""

    def process_item(self, item: Any) -> Any:
        """Return the article with the plain-text fields normalised."""
        return normalise_text(item, self.profile) if isinstance(item, Article) else item

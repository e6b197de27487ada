"""Normalises the dates."""

from __future__ import annotations

from typing import Any

from newscrawl.items import Article
from newscrawl.normalise.date import normalise_date
from newscrawl.pipelines.base import ProfilePipeline


class DatePipeline(ProfilePipeline):
    """Hands each article to :func:`newscrawl.normalise.date.normalise_date`."""

    def process_item(self, item: Any) -> Any:
        """Return the article with the dates normalised."""
        return normalise_date(item, self.profile) if isinstance(item, Article) else item

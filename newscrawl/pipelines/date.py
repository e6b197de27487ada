"""Normalises the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.normalise.date import normalise_date
from newscrawl.pipelines.base import ProfilePipeline

if TYPE_CHECKING:
    from newscrawl.items import Article


class DatePipeline(ProfilePipeline):
    """Hands each article to :func:`newscrawl.normalise.date.normalise_date`."""

    def normalise(self, article: Article) -> Article:
        """Return the article with the dates normalised."""
        return normalise_date(article, self.profile)

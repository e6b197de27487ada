"""Parts whole records from those that lack something."""

from __future__ import annotations

from typing import Any

from newscrawl.items import Article, Rejected
from newscrawl.normalise.validity import reasons


class ValidatePipeline:
    """Turns an article that is not whole into a :class:`~newscrawl.items.Rejected`, with the reasons."""

    def process_item(self, item: Any) -> Any:
        """Return the article, or what stands for it in the rejects file."""
        if not isinstance(item, Article) or not (why := reasons(item)):
            return item
        return Rejected(
            site=item.site,
            url=item.ref.url if item.ref else item.url,  # the one that was listed: a redirect may have led anywhere
            reasons=why,
            number=item.number,
            headline=item.headline,
            category=item.category,
            date=item.date,
            fetched_at=item.fetched_at,
            raw=item.raw,
            ref=item.ref,
            validators=item.validators,
        )

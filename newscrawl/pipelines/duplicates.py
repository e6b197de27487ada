"""Keeps one record for an article that is listed under several URLs."""

from __future__ import annotations

from typing import Any

from newscrawl.drops import Settled
from newscrawl.items import Article, State


class DuplicatesPipeline:
    """Drops an article whose page this run has exported already, found through another URL."""

    def __init__(self) -> None:
        self.seen: set[int] = set()

    def process_item(self, item: Any) -> Any:
        """Return the article when its page's URL is new to the run."""
        if isinstance(item, Article):
            key = hash(item.url)  # eight bytes an article, where the URL would take a hundred
            if key in self.seen:
                raise Settled(State.DUPLICATE, f"{item.url} is in this run already")
            self.seen.add(key)
        return item

"""How a pipeline ends an article that has no line in any file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

if TYPE_CHECKING:
    from newscrawl.items import State


class Settled(DropItem):
    """Raised by a pipeline: the article ended in ``state``, and there is nothing to export.

    Logged at DEBUG: the books hold the sum, and nothing is wrong.
    """

    def __init__(self, state: State, message: str) -> None:
        super().__init__(message, log_level="DEBUG")
        self.state = state

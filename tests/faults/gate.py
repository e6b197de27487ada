"""Holds a crawl where a test wants to have it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .exchange import Exchange


class Gate:
    """For ``FaultySite(before=…)``: lets so many articles through, and answers the others once it is opened."""

    def __init__(self, after: int) -> None:
        self._left = after
        self._open = threading.Event()
        self.reached = threading.Event()
        """An article is held back."""

    def open(self) -> None:
        self._open.set()

    def __call__(self, exchange: Exchange) -> bool:
        if exchange.path in exchange.site.routes:
            self._left -= 1
            if self._left < 0:
                self.reached.set()
                self._open.wait(60)
        return False

"""Commands of the project; Scrapy imports all of them before it runs any."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType


def _tell(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """Ctrl-C where no run is under way that could end in order: no fault that a traceback would show."""
    if issubclass(kind, KeyboardInterrupt):
        print("newscrawl: interrupted", file=sys.stderr)
    else:
        sys.__excepthook__(kind, error, traceback)


sys.excepthook = _tell

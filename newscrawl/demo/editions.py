"""The editions of the demo site by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.demo.english import ENGLISH
from newscrawl.demo.persian import PERSIAN

if TYPE_CHECKING:
    from newscrawl.demo.edition import Edition

EDITIONS = {edition.name: edition for edition in (ENGLISH, PERSIAN)}


def edition(name: str) -> Edition:
    """Return the edition called ``name``. Raises ValueError for any other name."""
    try:
        return EDITIONS[name]
    except KeyError:
        msg = f"{name!r} is no edition of the demo site: there is {', '.join(sorted(EDITIONS))}"
        raise ValueError(msg) from None

"""What a site's pages call the authors whom its REST API keeps to itself, as security plugins have it do."""

from __future__ import annotations

import json

_LOOKS = 2
"""Pages of an author that must say the same: where editors publish what others wrote, each names another."""


class Bylines:
    """Names by the author's number in the API, told from pages that were read anyway or for this."""

    def __init__(self, known: str | None = None) -> None:
        """``known``: what :meth:`dumps` returned. Raises ValueError where another version did."""
        self._seen: dict[str, list[list[str]]] = json.loads(known) if known else {}

    def dumps(self) -> str:
        """Return what was seen, as text for the ledger."""
        return json.dumps(self._seen)

    def add(self, author: int, names: list[str]) -> None:
        """Take note of the names on a page of the author."""
        self._seen.setdefault(str(author), []).append(names)

    def names(self, author: int) -> list[str] | None:
        """Return what pages call the author; ``None`` where that is not known, or is no rule."""
        seen = self._seen.get(str(author), [])
        return list(seen[0]) if len(seen) >= _LOOKS and self._is_rule(seen) else None

    def is_open(self, author: int) -> bool:
        """Whether another page of the author would tell."""
        seen = self._seen.get(str(author), [])
        return len(seen) < _LOOKS and self._is_rule(seen)

    @staticmethod
    def _is_rule(seen: list[list[str]]) -> bool:
        """Whether all say the same; of several names, who knows whose they are."""
        return all(names == seen[0] and len(names) <= 1 for names in seen)


def stands_at_edge(names: list[str], body: str) -> bool:
    """Whether a text begins or ends with a paragraph that begins with one of the names: its page may take that for a
    note on the author, and the post was read before they were known.
    """
    paragraphs = body.casefold().split("\n\n")
    return any(edge.startswith(name.casefold()) for name in names for edge in (paragraphs[0], paragraphs[-1]))

"""Which article numbers are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def gaps(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Ranges ``(first, last)`` of integers missing between the smallest and the largest of ``numbers``.

    ``numbers`` ascend and may repeat. Streams: holds one number at a time.
    """
    before: int | None = None
    for number in numbers:
        if before is not None and number > before + 1:
            yield before + 1, number - 1
        before = number

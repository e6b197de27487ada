"""Chooses the articles to read: some of everything that a listing holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newscrawl.items import ArticleRef
    from newscrawl.onboarding.survey import PostFacts


def choose(strata: Sequence[Sequence[ArticleRef]], count: int) -> list[ArticleRef]:
    """Return up to ``count`` articles, each once, the first of each stratum before the second of any."""
    chosen: dict[str, ArticleRef] = {}
    for rank in range(max(map(len, strata), default=0)):
        for refs in strata:
            if rank < len(refs) and len(chosen) < count:
                chosen.setdefault(refs[rank].url, refs[rank])
    return list(chosen.values())


def by_category(
    refs: Iterable[ArticleRef], facts: Mapping[int, PostFacts], order: Sequence[int]
) -> list[list[ArticleRef]]:
    """Return ``refs`` by the first of their categories, in the ``order`` of its IDs."""
    found: dict[int, list[ArticleRef]] = {number: [] for number in order}
    for ref in refs:
        known = facts.get(ref.number) if ref.number else None
        if known and known.categories:
            found.setdefault(known.categories[0], []).append(ref)
    return [strata for strata in found.values() if strata]


def spread(refs: Sequence[ArticleRef], count: int) -> list[ArticleRef]:
    """Return up to ``count`` of ``refs``, evenly spread, the two ends first."""
    if len(refs) <= count:
        return list(refs)
    steps = [round(step * (len(refs) - 1) / (count - 1)) for step in range(count)] if count > 1 else [0]
    ends = [steps[0], steps[-1], *steps[1:-1]]
    return [refs[index] for index in dict.fromkeys(ends)]

"""What each article of a soaked site is up to: good, at fault for some runs, or at fault for ever."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle, islice
from typing import TYPE_CHECKING

from tests.faults.articles import FAULTS
from tests.faults.states import EXPORTED, FAILED, REJECTED, ROBOTS, STATES

if TYPE_CHECKING:
    from random import Random

COSTLY = frozenset(
    {
        *(name for name in FAULTS if name.endswith("-bomb") or name.startswith(("huge", "deep", "429-"))),
        *("too-slow", "drips-head", "silent", "slow", "endless-to-read", "many-paragraphs", "many-headers"),
    }
)
"""Faults that take a run seconds each: a site has as few of them as it is told."""

_LENIENT = {
    "notice-then-ok": EXPORTED | REJECTED,  # it is asked for again
    "no-article": EXPORTED | REJECTED,  # where the listing gives number and date, its text passes for an article's
    "slow": EXPORTED | FAILED,  # the crawl's patience is shorter here
    "disallowed": EXPORTED | ROBOTS,  # where robots.txt itself could not be read
}

_PASSING = sorted(name for name, states in (STATES | _LENIENT).items() if states <= REJECTED | FAILED)
"""Faults that give no record, so that the article's first record is the good one."""


@dataclass(frozen=True, slots=True)
class Fate:
    """How an article fares."""

    fault: str
    until: int | None = None
    """The run, counted from 0, from which on the article is good. ``None``: the fault stays."""

    @property
    def states(self) -> set[str]:
        """States in which it may be in the end."""
        if self.until is not None or self.fault == "good":
            return EXPORTED
        return (STATES | _LENIENT)[self.fault]


def draw(count: int, *, faulty: int, costly: int, runs: int, chance: Random) -> list[Fate]:
    """Fates of ``count`` articles: ``faulty`` at fault, half of these for ever, ``costly`` more at a costly fault.

    Each fault comes in turn, so that enough of them bring all.
    """
    fates = []
    for part, dear in ((faulty, False), (costly, True)):
        for_ever = [name for name in STATES if (name in COSTLY) is dear]
        passing = [name for name in _PASSING if (name in COSTLY) is dear]
        chance.shuffle(for_ever)
        chance.shuffle(passing)
        fates += [Fate(name) for name in islice(cycle(for_ever), part - part // 2)]
        fates += [Fate(name, chance.randint(1, runs)) for name in islice(cycle(passing), part // 2)]
    fates += [Fate("good")] * (count - len(fates))
    chance.shuffle(fates)
    return fates

"""A site whose articles fare as drawn, under a weather that differs from run to run."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from tests.faults.articles import FAULTS
from tests.faults.listings import LISTING_FAULTS
from tests.faults.site import LISTINGS, FaultySite

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from tests.faults.exchange import Exchange
    from tests.faults.pages import Story

    from .fates import Fate


@dataclass(slots=True)
class Weather:
    """What befalls the requests of one run, whatever they ask for."""

    chance: Random
    """Draws which requests it befalls."""
    refused: float = 0.0
    """Share of requests that are answered 429 or 503."""
    dropped: float = 0.0
    """Share of requests whose connection breaks."""
    waits: int = 0
    """Refusals that ask for a second's wait; the rest ask for none."""
    wall: int | None = None
    """Requests after which all are answered 403."""
    listing_faults: Sequence[str] = ()
    strike_at: int | None = None
    """The request at which ``strike`` is set."""
    strike: threading.Event = field(default_factory=threading.Event)
    asked: int = 0
    """Requests so far."""


class SoakSite(FaultySite):
    """Articles with the given fates, numbered from 1001; see :class:`~tests.faults.site.FaultySite`."""

    def __init__(self, fates: Sequence[Fate], calm: Weather) -> None:
        super().__init__(good=1, listings=LISTINGS, before=self._befall)  # the good one is what others redirect to
        self.run = 0
        """The run that is under way, counted from 0."""
        self.weather = calm
        self.fates: dict[int, Fate] = {}
        """By the article's number."""
        self._turn = threading.Lock()
        for number, fate in enumerate(fates, self.good[0].number + 1):
            story = self._add(f"{fate.fault}-{number}", partial(self._fare, fate), number)
            self.fates[story.number] = fate

    def begin(self, run: int, weather: Weather) -> None:
        """Begin a run."""
        self.run, self.weather = run, weather
        self.listing_faults = {name: LISTING_FAULTS[name] for name in weather.listing_faults}

    def _fare(self, fate: Fate, exchange: Exchange, story: Story) -> None:
        over = fate.until is not None and self.run >= fate.until
        FAULTS["good" if over else fate.fault](exchange, story)

    def _befall(self, exchange: Exchange) -> bool:
        weather = self.weather
        with self._turn:
            weather.asked += 1
            if weather.asked == weather.strike_at:
                weather.strike.set()
            draw, status = weather.chance.random(), weather.chance.choice((429, 503))
            walled = weather.wall is not None and weather.asked > weather.wall
            refused = draw < weather.refused
            waits = refused and weather.waits > 0
            weather.waits -= waits
        if walled:
            exchange.answer("Forbidden", status=403)
        elif refused:
            exchange.answer("Busy", status=status, headers=[("Retry-After", "1")] if waits else [])
        elif draw < weather.refused + weather.dropped:
            exchange.drop()
        else:
            return False
        return True

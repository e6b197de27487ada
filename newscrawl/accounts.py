"""The run's books, kept as Scrapy stats: what was discovered, and how each of it ended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newscrawl.items import Article, ArticleRef, State

if TYPE_CHECKING:
    from typing import Any

    from scrapy import Request
    from scrapy.statscollectors import StatsCollector

_DISCOVERED = "newscrawl/discovered/"
_STATE = "newscrawl/state/"
_REFUSED = "newscrawl/refused_articles"
_SKIPPED = "newscrawl/source_skipped/"
_LISTED = "newscrawl/listed_at/"
_RECORDS = "newscrawl/records"
_FILLED = "newscrawl/filled/"
_HEADER = "newscrawl/from_header/"
_WARNED = "newscrawl/warned/"

OPTIONAL = ("category", "date_modified", "summary", "authors", "tags", "image", "language")
"""Fields that a whole record may lack."""
_UPDATED = "newscrawl/updated"
_EXPECTED = "newscrawl/expected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """A run in numbers. ``discovered`` equals the sum of ``states``, whenever it is taken."""

    discovered: int = 0
    by_source: dict[str, int] = field(default_factory=dict)
    """Articles by the source that listed each first; adds up to ``discovered``."""
    states: dict[State, int] = field(default_factory=dict)
    """All states, those that nothing ended in too."""
    skipped: dict[str, str] = field(default_factory=dict)
    """Discovery sources that gave nothing -> why."""

    @property
    def settled(self) -> int:
        """Articles that have found their end."""
        return self.discovered - self[State.UNFINISHED]

    def __getitem__(self, state: State) -> int:
        return self.states.get(state, 0)


def discover(stats: StatsCollector, ref: ArticleRef) -> None:
    """Book an article that enters the run."""
    stats.inc_value(_DISCOVERED + ref.source)


def settle(stats: StatsCollector, state: State, count: int = 1) -> None:
    """Book how an article ended. A negative count takes an earlier booking back."""
    stats.inc_value(_STATE + state, count)


def update(stats: StatsCollector) -> None:
    """Book that an exported article is a further revision of one."""
    stats.inc_value(_UPDATED)


def updates(stats: StatsCollector) -> int:
    """Return how many of the exported articles are further revisions."""
    return int(stats.get_value(_UPDATED, 0))


def asked_for(request: Request | None) -> list[ArticleRef]:
    """Return the articles that ``request`` was to give and that have not ended yet."""
    given = request.cb_kwargs if request is not None else {}
    ref: ArticleRef | None = given.get("ref")
    return [ref] if ref else list(given.get("batch", {}).values())


def refuse_article(stats: StatsCollector) -> None:
    """Book that an article failed because the site turned us away."""
    stats.inc_value(_REFUSED)


def refused(stats: StatsCollector) -> int:
    """Return how many articles failed so."""
    count: int = stats.get_value(_REFUSED, 0)
    return count


def list_source(stats: StatsCollector, source: str, at: str) -> None:
    """Note when a discovery source listed articles; the first time counts."""
    stats.min_value(_LISTED + source, at)


def listed_at(stats: StatsCollector) -> dict[str, str]:
    """Return when each source that listed articles did so first."""
    return {k.removeprefix(_LISTED): v for k, v in stats.get_stats().items() if k.startswith(_LISTED)}


def skip_source(stats: StatsCollector, source: str, reason: str) -> None:
    """Book a discovery source that gave nothing, or broke off."""
    stats.set_value(_SKIPPED + source, reason)


def expect(stats: StatsCollector, count: int) -> None:
    """Note how many articles the listings read so far name, or say that they will."""
    stats.max_value(_EXPECTED, count)


def expected(stats: StatsCollector) -> int:
    """Return how many articles the run is known to come to at least; 0: nothing was listed yet."""
    count: int = stats.get_value(_EXPECTED, 0)
    return count


def sums(stats: StatsCollector) -> Sums:
    """Return the books as they stand; what has no state yet is unfinished."""
    values = stats.get_stats()

    def under(prefix: str) -> dict[str, int]:
        return {key.removeprefix(prefix): value for key, value in values.items() if key.startswith(prefix)}

    by_source = under(_DISCOVERED)
    discovered = sum(by_source.values())
    settled = under(_STATE)
    states = {state: settled.get(state, 0) for state in State}
    states[State.UNFINISHED] = discovered - sum(states.values())
    skipped = {k.removeprefix(_SKIPPED): str(v) for k, v in values.items() if k.startswith(_SKIPPED)}
    return Sums(discovered=discovered, by_source=by_source, states=states, skipped=skipped)


class Description:
    """What records hold, counted beside the stats: a dozen numbers change with each record."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, article: Article) -> None:
        """Count which fields hold something, which the printed header told, and which the record warns of."""
        told = [_FILLED + name for name in OPTIONAL if getattr(article, name)]
        told += [_HEADER + name for name, source in article.sources.items() if source == "header"]
        told += {_WARNED + warning.partition(":")[0] for warning in article.warnings}
        told.append(_RECORDS)
        self._counts.update(told)

    def book(self, stats: StatsCollector) -> None:
        """Add the counts to the run's books."""
        for key, count in self._counts.items():
            stats.inc_value(key, count)
        self._counts.clear()


def records(stats: StatsCollector) -> dict[str, Any]:
    """Return what was booked of the records: their count, and by field in how many it is so."""
    values = stats.get_stats()

    def under(prefix: str) -> dict[str, int]:
        return {key.removeprefix(prefix): value for key, value in sorted(values.items()) if key.startswith(prefix)}

    return {
        "count": values.get(_RECORDS, 0),
        "filled": dict.fromkeys(OPTIONAL, 0) | under(_FILLED),
        "from_header": under(_HEADER),
        "warned": under(_WARNED),
    }

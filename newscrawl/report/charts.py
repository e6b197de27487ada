"""The charts, each in two shapes: for a wide window and for a phone. Needs matplotlib.

Text of the site's own (categories, reasons) stands in the page beside them, not in them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

from newscrawl.items import State
from newscrawl.report.svg import GRID, INK, MUTED, PLAIN, SERIES, SLOTS, inline

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from matplotlib.axes import Axes

    from newscrawl.report.gather import Arrival, Coverage
    from newscrawl.report.history import RunLine

_SHAPES = {"wide": (9.6, 2.7), "narrow": (4.5, 2.9)}
"""Width and height in inches; a point is about a pixel on the page."""

OTHER = "other categories"
NONE = "no category"
NO_REASON = "no reason given"
_NAMED = len(SERIES) - 1
"""Categories, or reasons, that have a colour of their own."""
_MOMENT = "%Y-%m-%d %H:%M"

_TOPS = (5, 10, 20, 50, 100)
"""Percentages up to which a chart of shares may go."""

_FEW = 6
_TOWERS = 4
"""Of at least so many bars, one that is so many times the usual is cut: else the others could not be told apart."""

RECENT = 60
"""Days that have a chart of their own where the whole time has none by day: the last."""

_YEARS = 120
"""Years that a chart shows; what is dated before them falls into the first."""

RUNS = {"wide": 40, "narrow": 16}
"""Runs that the charts show, the last."""

_ENDS = {
    "new": SERIES[0],
    "updated": SERIES[1],
    State.REJECTED: SERIES[2],
    State.FAILED: SERIES[3],
    State.REMOVED: SERIES[4],
}

_KNOWN = {
    State.EXPORTED: ("exported", SERIES[0]),
    State.REJECTED: ("rejected", SERIES[2]),
    State.REMOVED: ("removed", SERIES[4]),
    State.FAILED: ("failed", SERIES[3]),
    State.ROBOTS: ("robots.txt", SERIES[7]),
}
"""What the chart of states calls them, and their colours."""

_ENDED = (State.EXPORTED, State.REJECTED, State.FAILED, State.REMOVED)

_STEPS = (
    (15 * 60, "15 min"),
    (3600, "1 h"),
    (3 * 3600, "3 h"),
    (6 * 3600, "6 h"),
    (12 * 3600, "12 h"),
    (86400, "1 day"),
    (2 * 86400, "2 days"),
    (7 * 86400, "1 week"),
)
"""Seconds below which a lag falls into each bar; one more bar takes what is longer."""

_SHORT_STEPS = (
    (10, "10 s"),
    (60, "1 min"),
    (5 * 60, "5 min"),
    (15 * 60, "15 min"),
    (3600, "1 h"),
    (6 * 3600, "6 h"),
    (86400, "1 day"),
    (7 * 86400, "1 week"),
)

_ARRIVALS = {"wide": 120, "narrow": 50}
"""Articles whose times are drawn one by one, the last that came."""
_LEAST_LAG = 10.0  # seconds; on a scale by powers of ten nothing is zero
_LAG_TICKS = ((10, "10 s"), (60, "1 min"), (600, "10 min"), (3600, "1 h"), (86400, "1 day"), (7 * 86400, "1 week"))

_RC: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text, in the page's own font
    "svg.hashsalt": "newscrawl",
    "text.parse_math": False,
    "font.size": 10,
    "axes.edgecolor": GRID,
    "axes.labelcolor": MUTED,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.major.pad": 7,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "text.color": INK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing and what explains it."""

    title: str
    svgs: tuple[str, ...]
    """One for each shape; markup made here."""
    legend: tuple[tuple[str, str, int | None], ...] = ()
    """Slot of each colour, what it stands for (text, not markup), and how many these are in all."""


def _draw(
    title: str, paint: Callable[[Axes, str, dict[str, str]], None], *, inches: float | None = None
) -> tuple[str, ...]:
    """``paint`` in all shapes. ``inches``: the height, if it is not the shape's."""
    svgs = []
    for shape, (width, height) in _SHAPES.items():
        tips: dict[str, str] = {}
        with mpl.rc_context(_RC):
            figure = Figure(figsize=(width, inches or height), layout="constrained")
            FigureCanvasSVG(figure)
            axes = figure.subplots()
            axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
            axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
            axes.margins(x=0.01)
            paint(axes, shape, tips)
            svgs.append(inline(figure, title=title, css_class=f"chart {shape}", tips=tips))
    return tuple(svgs)


def _bars(
    axes: Axes,
    tips: dict[str, str],
    series: Sequence[tuple[str, str, Sequence[int]]],
    labels: Sequence[str],
) -> None:
    """Stacked bars. ``series``: name, colour and heights of each; ``labels``: what each bar is, for its tips.

    A bar that towers over all others is cut, with its height above it.
    """
    totals = [sum(heights[at] for _, _, heights in series) for at in range(len(labels))]
    top = _top(totals)
    below = [0] * len(labels)
    for name, color, heights in series:
        drawn = [max(0, min(height, top - base)) for height, base in zip(heights, below, strict=True)]
        bars = axes.bar(range(len(labels)), drawn, bottom=below, width=0.82, color=color, linewidth=0)
        for at, bar in enumerate(bars):
            if drawn[at]:
                gid = f"tip{len(tips)}"
                bar.set_gid(gid)
                tips[gid] = f"{labels[at]}: {heights[at]:,} {name}".rstrip()
            else:
                bar.remove()
        below = [base + height for base, height in zip(below, heights, strict=True)]
    for at, total in enumerate(totals):
        if total > top:
            axes.text(at, top * 1.04, f"{total:,}", ha="center", va="bottom", color=INK)
    axes.set_xlim(-0.6, len(labels) - 0.4)
    axes.set_ylim(0, max(1, top) * (1.18 if top < max(totals) else 1.05))


def _shares(
    axes: Axes, tips: dict[str, str], shares: Sequence[float], said: Sequence[str], top: int, width: float = 1.0
) -> None:
    """Bars of percentages up to ``top``. ``said``: the tip of each."""
    for at, share in enumerate(shares):
        if share:
            (bar,) = axes.bar(at, share, width=width, color=SERIES[0], linewidth=0)
            gid = f"tip{len(tips)}"
            bar.set_gid(gid)
            tips[gid] = said[at]
    axes.set_xlim(-0.5, len(shares) - 0.5)
    axes.set_ylim(0, 1.04 * top)
    axes.set_yticks([0, top / 2, top], ["0 %", f"{top / 2:g} %", f"{top} %"])


def _top(totals: Sequence[int]) -> int:
    """Where to cut: what all but one in ten keep below, if the largest is many times that."""
    ranked = sorted(total for total in totals if total)
    if len(ranked) < _FEW:
        return max(ranked, default=1)
    usual = ranked[(len(ranked) - 1) * 9 // 10]
    return round(1.5 * usual) if ranked[-1] > _TOWERS * usual else ranked[-1]


def _tick(axes: Axes, labels: Sequence[str], shape: str, most: Mapping[str, int]) -> None:
    step = max(1, -(-len(labels) // most[shape]))
    places = range(0, len(labels), step)
    axes.set_xticks(list(places), [labels[at] for at in places])


# -- articles by day and category


def articles(by_day: Counter[tuple[date, str | None]]) -> list[Chart]:
    """Articles by day of publication and category, none for none.

    Over all the time, per week, month or year where days are many; then the last :data:`RECENT` days by themselves.
    """
    if not by_day:
        return []
    totals: Counter[str] = Counter()
    for (_, category), count in by_day.items():
        totals[category or NONE] += count
    named = [name for name, _ in totals.most_common(_NAMED if len(totals) > len(SERIES) else len(SERIES))]
    last = max(day for day, _ in by_day)
    unit, starts = _periods(min(day for day, _ in by_day), last)
    charts = [_by_kind(f"Articles per {unit} of publication, by category", by_day, unit, starts, named)]
    if unit != "day":
        days = [last - timedelta(days=at) for at in range(RECENT)][::-1]
        lately = Counter({key: count for key, count in by_day.items() if key[0] >= days[0]})
        charts.append(_by_kind(f"Articles per day, the last {RECENT} days", lately, "day", days, named))
    return charts


def _by_kind(
    title: str,
    by_day: Counter[tuple[date, str | None]],
    unit: str,
    starts: Sequence[date],
    named: Sequence[str],
    *,
    none: str = NONE,
    other: str = OTHER,
) -> Chart:
    """Bars from each of ``starts`` on; ``named``: the kinds that have a colour, in all charts the same."""
    heights = {name: [0] * len(starts) for name in [*named, other]}
    totals: Counter[str] = Counter()
    others = set()
    for (day, kind), count in by_day.items():
        name = kind or none
        if name not in named:
            others.add(name)
            name = other
        heights[name][max(0, bisect_right(starts, day) - 1)] += count
        totals[name] += count
    colors = {name: color for name, color in zip(heights, SERIES, strict=False) if totals[name]}
    form = {"day": "%-d %b", "week": "%-d %b %y", "month": "%b %Y", "year": "%Y"}[unit]
    labels = [start.strftime(form) for start in starts]

    def paint(axes: Axes, shape: str, tips: dict[str, str]) -> None:
        _bars(axes, tips, [("", color, heights[name]) for name, color in colors.items()], labels)
        _tick(axes, labels, shape, {"wide": 10, "narrow": 4})

    names = {other: f"{len(others)} {other}"}
    legend = tuple((_slot(color), names.get(name, name), totals[name]) for name, color in colors.items())
    return Chart(title=title, svgs=_draw(title, paint), legend=legend)


def _periods(first: date, last: date) -> tuple[str, list[date]]:
    days = (last - first).days + 1
    if days <= 92:
        return "day", [first + timedelta(days=at) for at in range(days)]
    if days <= 2 * 366:
        monday = first - timedelta(days=first.weekday())
        return "week", [monday + timedelta(days=at) for at in range(0, days + first.weekday(), 7)]
    if days > 20 * 366:
        return "year", [date(year, 1, 1) for year in range(max(first.year, last.year - _YEARS + 1), last.year + 1)]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return "month", [date(at // 12, at % 12 + 1, 1) for at in months]


# -- how soon


def lags(arrivals: Sequence[Arrival]) -> list[Chart]:
    """How long articles took to come, and when the last ones came; none where none came since the first run."""
    if not arrivals:
        return []
    published = [arrival.until_had for arrival in arrivals]
    listed = [arrival.after_listing for arrival in arrivals]
    return [
        _came(arrivals),
        _spread("Time from publication until we had the article", published, _STEPS),
        _spread("Time from its listing until we had the article", listed, _SHORT_STEPS),
    ]


def _spread(title: str, lags: Sequence[float], steps: Sequence[tuple[int, str]]) -> Chart:
    labels = [f"< {name}" for _, name in steps] + ["longer"]
    edges = [seconds for seconds, _ in steps]
    counts = [0] * len(labels)
    for seconds in lags:
        counts[bisect_right(edges, seconds)] += 1

    def paint(axes: Axes, shape: str, tips: dict[str, str]) -> None:
        _bars(axes, tips, [("articles", SERIES[0], counts)], labels)
        ticks = labels if shape == "wide" else [label.removeprefix("< ").replace(" ", "\n", 1) for label in labels]
        axes.set_xticks(range(len(labels)), ticks)

    return Chart(title=title, svgs=_draw(title, paint))


def _came(arrivals: Sequence[Arrival]) -> Chart:
    """When each of the last articles was listed, and when we had it, after its publication."""
    title = "The last articles: how long after publication each came"

    def paint(axes: Axes, shape: str, tips: dict[str, str]) -> None:
        shown = arrivals[-_ARRIVALS[shape] :]
        axes.set_yscale("log")
        for at, arrival in enumerate(shown):
            lags = [max(_LEAST_LAG, lag) for lag in (arrival.until_listed, arrival.until_had)]
            axes.plot([at, at], lags, color=MUTED, linewidth=1)
            for lag, color, size, what, moment in (  # where both are at one place, the one is a ring around the other
                (lags[0], SERIES[2], 7, "listed", arrival.listed),
                (lags[1], SERIES[0], 4, "had", arrival.had),
            ):
                gid = f"tip{len(tips)}"
                tips[gid] = f"No {arrival.number}, published {arrival.published:{_MOMENT}}: {what} {moment:{_MOMENT}}"
                axes.plot([at], [lag], marker="o", markersize=size, color=color, markeredgewidth=0, gid=gid)
        most = max(arrival.until_had for arrival in shown)
        axes.set_ylim(0.7 * _LEAST_LAG, 2 * max(most, 3600.0))
        axes.set_yticks([seconds for seconds, _ in _LAG_TICKS], [name for _, name in _LAG_TICKS])
        axes.yaxis.set_minor_locator(NullLocator())
        axes.set_ylim(0.7 * _LEAST_LAG, 2 * max(most, 3600.0))
        axes.set_xlim(-1, len(shown))
        _tick(axes, [f"{arrival.had:%-d %b}" for arrival in shown], shape, {"wide": 10, "narrow": 4})

    legend = ((_slot(SERIES[2]), "listed by the site", None), (_slot(SERIES[0]), "fetched by us", None))
    return Chart(title=title, svgs=_draw(title, paint), legend=legend)


# -- states and rejects


def states(counts: Mapping[State, int]) -> Chart | None:
    """Known articles by state; ``None`` where none is known."""
    found = [(*_KNOWN[state], count) for state, count in counts.items() if state in _KNOWN][::-1]
    if not found:
        return None
    title = "Known articles by state"

    def paint(axes: Axes, shape: str, tips: dict[str, str]) -> None:
        most = max(count for _, _, count in found)
        for at, (name, color, count) in enumerate(found):
            (bar,) = axes.barh(at, count, height=0.62, color=color, linewidth=0)
            gid = f"tip{len(tips)}"
            bar.set_gid(gid)
            tips[gid] = f"{name}: {count:,}"
            axes.text(count + 0.01 * most, at, f"{count:,}", va="center", color=INK)
        axes.set_yticks(range(len(found)), [name for name, _, _ in found])
        axes.set_ylim(-0.6, len(found) - 0.4)
        axes.set_xlim(0, 1.15 * most)
        axes.xaxis.set_visible(False)
        axes.grid(visible=False)
        axes.spines.bottom.set_visible(False)

    return Chart(title=title, svgs=_draw(title, paint, inches=0.3 + 0.38 * len(found)))


def rejects(by_day: Counter[tuple[date, str | None]]) -> Chart | None:
    """Rejected pages by the day they were last read and their reason; ``None`` where none is."""
    if not by_day:
        return None
    totals: Counter[str] = Counter()
    for (_, reason), count in by_day.items():
        totals[reason or NO_REASON] += count
    named = [name for name, _ in totals.most_common(_NAMED if len(totals) > len(SERIES) else len(SERIES))]
    unit, starts = _periods(min(day for day, _ in by_day), max(day for day, _ in by_day))
    title = f"Rejected pages by the {unit} they were last read, and why"
    return _by_kind(title, by_day, unit, starts, named, none=NO_REASON, other="other reasons")


# -- runs


def runs(history: Sequence[RunLine]) -> Chart | None:
    """What became of the articles of each run, but for those that were unchanged; ``None`` where there is none."""
    if not any(run.states.get(state) for run in history[-RUNS["wide"] :] for state in _ENDED):
        return None
    title = "What each run came to: articles by how they ended"

    def paint(axes: Axes, shape: str, tips: dict[str, str]) -> None:
        shown = history[-RUNS[shape] :]
        heights: dict[str, list[int]] = {name: [] for name in _ENDS}
        for run in shown:
            updated = run.updated or 0
            heights["new"].append(max(0, run.states.get(State.EXPORTED, 0) - updated))
            heights["updated"].append(updated)
            for state in _ENDED[1:]:
                heights[state].append(run.states.get(state, 0))
        labels = [f"{run.started:%Y-%m-%d %H:%M}" for run in shown]
        _bars(axes, tips, [(name, color, heights[name]) for name, color in _ENDS.items()], labels)
        _tick(axes, [f"{run.started:%-d %b}" for run in shown], shape, {"wide": 10, "narrow": 4})

    legend = tuple((_slot(color), str(name), None) for name, color in _ENDS.items())
    return Chart(title=title, svgs=_draw(title, paint), legend=legend)


def requests(history: Sequence[RunLine]) -> list[Chart]:
    """Requests made, and the share that memory saved; none where no run tells."""
    whole = [run for run in history if run.spared is not None]
    if not whole:
        return []

    def made(axes: Axes, shape: str, tips: dict[str, str]) -> None:
        shown = whole[-RUNS[shape] :]
        labels = [f"{run.started:%Y-%m-%d %H:%M}" for run in shown]
        _bars(axes, tips, [("requests", SERIES[0], [run.requests or 0 for run in shown])], labels)
        _tick(axes, [f"{run.started:%-d %b}" for run in shown], shape, {"wide": 10, "narrow": 4})

    def saved(axes: Axes, shape: str, tips: dict[str, str]) -> None:
        shown = whole[-RUNS[shape] :]
        pairs = [(run.spared or 0, (run.spared or 0) + (run.requests or 0)) for run in shown]
        shares = [100 * spared / max(1, total) for spared, total in pairs]
        said = [
            f"{run.started:%Y-%m-%d %H:%M}: at least {spared:,} of {total:,} saved"
            for run, (spared, total) in zip(shown, pairs, strict=True)
        ]
        _shares(axes, tips, shares, said, 100, width=0.82)
        _tick(axes, [f"{run.started:%-d %b}" for run in shown], shape, {"wide": 10, "narrow": 4})

    titles = "Requests made by each run", "Share of requests saved by what the ledger knows, at the least"
    return [Chart(title=title, svgs=_draw(title, paint)) for title, paint in zip(titles, (made, saved), strict=True)]


def listed(history: Sequence[RunLine]) -> Chart | None:
    """What each run was told of, by source; ``None`` where no manifest tells."""
    totals: Counter[str] = Counter()
    for run in history[-RUNS["wide"] :]:
        totals.update(run.sources)
    colors = dict(zip([name for name, count in totals.most_common() if count], SERIES, strict=False))
    if not colors:
        return None
    title = "Articles that each run was told of, by source"

    def paint(axes: Axes, shape: str, tips: dict[str, str]) -> None:
        shown = history[-RUNS[shape] :]
        labels = [f"{run.started:%Y-%m-%d %H:%M}" for run in shown]
        series = [(name, color, [run.sources.get(name, 0) for run in shown]) for name, color in colors.items()]
        _bars(axes, tips, series, labels)
        _tick(axes, [f"{run.started:%-d %b}" for run in shown], shape, {"wide": 10, "narrow": 4})

    return Chart(
        title=title, svgs=_draw(title, paint), legend=tuple((_slot(c), name, None) for name, c in colors.items())
    )


# -- numbers


def coverage(found: Coverage) -> Chart | None:
    """Share of the numbers that are known, along their range; ``None`` where no number is known."""
    if not found.bins:
        return None
    title = f"Share of the numbers from {found.first} to {found.last} that are known"

    def paint(axes: Axes, shape: str, tips: dict[str, str]) -> None:
        shares = [100 * held / (last - first + 1) for first, last, held in found.bins]
        said = [
            f"{first}-{last}: {held:,} of {last - first + 1:,} known" if last > first else f"{first}: known"
            for first, last, held in found.bins
        ]
        _shares(axes, tips, shares, said, next(top for top in _TOPS if top >= max(shares)))
        _tick(axes, [str(first) for first, _, _ in found.bins], shape, {"wide": 8, "narrow": 4})

    return Chart(title=title, svgs=_draw(title, paint))


def _slot(color: str) -> str:
    return dict(zip((INK, MUTED, GRID, PLAIN, *SERIES), SLOTS, strict=True))[color]

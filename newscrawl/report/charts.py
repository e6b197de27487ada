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
from matplotlib.ticker import FuncFormatter, MaxNLocator

from newscrawl.items import State
from newscrawl.report.svg import GRID, INK, MUTED, PLAIN, SERIES, SLOTS, inline

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from matplotlib.axes import Axes

    from newscrawl.report.gather import Coverage, Lags
    from newscrawl.report.history import RunLine

_SHAPES = {"wide": (9.6, 2.7), "narrow": (4.5, 2.9)}
"""Width and height in inches; a point is about a pixel on the page."""

OTHER = "other categories"
NONE = "no category"
_NAMED = len(SERIES) - 1
"""Categories that have a colour of their own."""

_FEW = 6
_TOWERS = 4
"""Of at least so many bars, one that is so many times the usual is cut: else the others could not be told apart."""

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


def _draw(title: str, paint: Callable[[Axes, str, dict[str, str]], None]) -> tuple[str, ...]:
    svgs = []
    for shape, size in _SHAPES.items():
        tips: dict[str, str] = {}
        with mpl.rc_context(_RC):
            figure = Figure(figsize=size, layout="constrained")
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


def articles(by_day: Counter[tuple[date, str | None]]) -> Chart | None:
    """Articles per day of publication, or week or month where these are many, by category; ``None`` for none."""
    if not by_day:
        return None
    totals: Counter[str] = Counter()
    for (_, category), count in by_day.items():
        totals[category or NONE] += count
    named = [name for name, _ in totals.most_common(_NAMED)]
    rest = len(totals) - len(named)
    if rest == 1:
        named, rest = [name for name, _ in totals.most_common()], 0
    days = sorted({day for day, _ in by_day})
    unit, starts = _periods(days[0], days[-1])
    heights = {name: [0] * len(starts) for name in [*named, *([OTHER] if rest else [])]}
    for (day, category), count in by_day.items():
        name = category or NONE
        heights[name if name in heights else OTHER][max(0, bisect_right(starts, day) - 1)] += count
    title = f"Articles per {unit} of publication, by category"
    colors = dict(zip(heights, SERIES, strict=False))
    form = {"day": "%-d %b", "week": "%-d %b %y", "month": "%b %Y", "year": "%Y"}[unit]
    labels = [start.strftime(form) for start in starts]

    def paint(axes: Axes, shape: str, tips: dict[str, str]) -> None:
        _bars(axes, tips, [("", colors[name], values) for name, values in heights.items()], labels)
        _tick(axes, labels, shape, {"wide": 10, "narrow": 4})

    if rest:
        totals[OTHER] = totals.total() - sum(totals[name] for name in named)
    names = {OTHER: f"{rest} {OTHER}"}
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


def lags(found: Lags) -> Chart | None:
    """How long articles took to come; ``None`` where none came since the first run."""
    if not found.published:
        return None
    labels = [f"< {name}" for _, name in _STEPS] + ["longer"]
    edges = [seconds for seconds, _ in _STEPS]
    counts = [0] * len(labels)
    for seconds in found.published:
        counts[bisect_right(edges, seconds)] += 1
    title = "Time from publication until we had the article"

    def paint(axes: Axes, shape: str, tips: dict[str, str]) -> None:
        _bars(axes, tips, [("articles", SERIES[0], counts)], labels)
        ticks = labels if shape == "wide" else [label.removeprefix("< ").replace(" ", "\n", 1) for label in labels]
        axes.set_xticks(range(len(labels)), ticks)

    return Chart(title=title, svgs=_draw(title, paint))


# -- runs


def runs(history: Sequence[RunLine]) -> Chart | None:
    """What became of the articles of each run, but for those that were unchanged; ``None`` without runs."""
    if not history:
        return None
    title = "What each run came to: articles by how they ended"

    def paint(axes: Axes, shape: str, tips: dict[str, str]) -> None:
        shown = history[-RUNS[shape] :]
        heights: dict[str, list[int]] = {name: [] for name in _ENDS}
        for run in shown:
            updated = run.updated or 0
            heights["new"].append(max(0, run.states.get(State.EXPORTED, 0) - updated))
            heights["updated"].append(updated)
            for state in (State.REJECTED, State.FAILED, State.REMOVED):
                heights[state].append(run.states.get(state, 0))
        labels = [f"{run.started:%Y-%m-%d %H:%M}" for run in shown]
        _bars(axes, tips, [(name, color, heights[name]) for name, color in _ENDS.items()], labels)
        _tick(axes, [f"{run.started:%-d %b}" for run in shown], shape, {"wide": 10, "narrow": 4})

    legend = tuple((_slot(color), str(name), None) for name, color in _ENDS.items())
    return Chart(title=title, svgs=_draw(title, paint), legend=legend)


def requests(history: Sequence[RunLine]) -> Chart | None:
    """Requests made, beside those that memory saved; ``None`` where no run tells."""
    whole = [run for run in history if run.spared is not None]
    if not whole:
        return None
    title = "Requests made, and saved by what the ledger knows"

    def paint(axes: Axes, shape: str, tips: dict[str, str]) -> None:
        shown = whole[-RUNS[shape] :]
        labels = [f"{run.started:%Y-%m-%d %H:%M}" for run in shown]
        made = ("requests made", SERIES[0], [run.requests or 0 for run in shown])
        saved = ("saved at the least", PLAIN, [run.spared or 0 for run in shown])
        _bars(axes, tips, [made, saved], labels)
        _tick(axes, [f"{run.started:%-d %b}" for run in shown], shape, {"wide": 10, "narrow": 4})

    legend = ((_slot(SERIES[0]), "requests made", None), (_slot(PLAIN), "saved, at the least", None))
    return Chart(title=title, svgs=_draw(title, paint), legend=legend)


# -- numbers


def coverage(found: Coverage) -> Chart | None:
    """Share of the numbers that are known, along their range; ``None`` where no number is known."""
    if not found.bins:
        return None
    title = f"Share of the numbers from {found.first} to {found.last} that are known"

    def paint(axes: Axes, shape: str, tips: dict[str, str]) -> None:
        shares = [100 * held / (last - first + 1) for first, last, held in found.bins]
        bars = axes.bar(range(len(shares)), shares, width=1.0, color=SERIES[0], linewidth=0)
        for (first, last, held), bar in zip(found.bins, bars, strict=True):
            gid = f"tip{len(tips)}"
            bar.set_gid(gid)
            span = f"{first}-{last}" if last > first else f"{first}"
            tips[gid] = f"{span}: {held:,} of {last - first + 1:,} known"
        axes.set_xlim(-0.5, len(shares) - 0.5)
        axes.set_ylim(0, 104)
        axes.set_yticks([0, 50, 100], ["0 %", "50 %", "100 %"])
        _tick(axes, [str(first) for first, _, _ in found.bins], shape, {"wide": 8, "narrow": 4})

    return Chart(title=title, svgs=_draw(title, paint))


def _slot(color: str) -> str:
    return dict(zip((INK, MUTED, GRID, PLAIN, *SERIES), SLOTS, strict=True))[color]

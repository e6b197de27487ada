"""Makes the page: one file, no request. Needs jinja2 and matplotlib."""

from __future__ import annotations

import base64
import hashlib
import math
from collections import Counter
from importlib import resources
from statistics import quantiles
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

import newscrawl
from newscrawl.items import State
from newscrawl.report import charts
from newscrawl.report.gather import SHOWN

if TYPE_CHECKING:
    from datetime import date, datetime

    from newscrawl.report.gather import SiteReport
    from newscrawl.report.history import RunLine

DAYS = 60
"""Days of publication in the table, the latest; the chart has them all."""
RUNS = 100
"""Runs in the table, the latest."""
REASONS = 25
"""Reasons in a table, the commonest."""

_UNENDED = "under way or killed"
"""A run whose end nobody noted, and no later run has told of."""

_STATES = {
    State.EXPORTED: "exported: a record stands in an articles file",
    State.REJECTED: "rejected: read, but it gives no whole record",
    State.REMOVED: "removed: the site has taken it down",
    State.FAILED: "failed: the page was never read",
    State.ROBOTS: "robots.txt does not allow it",
}


def render(report: SiteReport) -> str:
    """Return the page as HTML. Every value is taken for hostile: escaped, set apart, and linked only by http(s)."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {
        "count": _count,
        "of": _of,
        "percent": _percent,
        "minute": _minute,
        "span": _span,
        "size": _size,
    }
    environment.tests["link"] = _is_link
    style, script = _part("page.css"), _part("page.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return environment.from_string(
        _part("page.html")
    ).render(
        # Of our own making, and so not to be escaped.
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        policy=policy,
        version=newscrawl.__version__,
        report=report,
        tiles=_tiles(report),
        charts={
            "articles": charts.articles(report.records.by_day),
            "lags": charts.lags(report.arrivals),
            "listed": charts.listed(report.runs),
            "states": charts.states(report.summary.states),
            "rejects": charts.rejects(report.rejects_by_day),
            "runs": charts.runs(report.runs),
            "requests": charts.requests(report.runs),
            "coverage": charts.coverage(report.coverage),
        },
        states=[(state, _STATES[state], count) for state, count in report.summary.states.items()],
        categories=_categories(report),
        days=_days(report),
        lags=_lags(report),
        arrivals=report.arrivals[: -SHOWN - 1 : -1],
        sources=_sources(report.runs),
        runs=report.runs[: -RUNS - 1 : -1],
        savings=_savings(report.runs),
        reasons=REASONS,
        shown=SHOWN,
        shown_days=DAYS,
        unended=_UNENDED,
        markup=Markup,
    )


def _part(name: str) -> str:
    return resources.files("newscrawl.report").joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


# -- what stands at the top


def _tiles(report: SiteReport) -> list[tuple[str, str, str]]:
    """Label, value and a note of each."""
    exported = report.summary.states.get(State.EXPORTED, 0)
    tiles = [("articles known", _count(report.articles), f"{_count(exported)} exported")]
    if report.runs:
        last = report.runs[-1]
        tiles.append(("last run", (last.outcome or _UNENDED).replace("_", " "), f"{_minute(last.started)} UTC"))
    if report.arrivals:
        middle, most = _half_and_most([arrival.until_had for arrival in report.arrivals])
        tiles.append(("half came within", _span(middle), f"of publication; nine of ten within {_span(most)}"))
    if savings := _savings(report.runs):
        tiles.append(("requests saved", _percent(savings["share"]), f"in {_of(savings['runs'], 'whole run')}"))
    troubles = report.summary.failing + report.summary.states.get(State.REJECTED, 0)
    note = f"{_count(report.summary.failing)} failing, {_count(troubles - report.summary.failing)} rejected"
    tiles.append(("in trouble", _count(troubles), note))
    return tiles


# -- tables


def _categories(report: SiteReport) -> list[tuple[str, int, date, date]]:
    """Name, articles, first and last day of each category, the largest first."""
    counts: Counter[str] = Counter()
    first: dict[str, date] = {}
    last: dict[str, date] = {}
    for (day, category), count in report.records.by_day.items():
        name = category or charts.NONE
        counts[name] += count
        first[name] = min(day, first.get(name, day))
        last[name] = max(day, last.get(name, day))
    return [(name, count, first[name], last[name]) for name, count in counts.most_common()]


def _days(report: SiteReport) -> list[tuple[date, int, list[tuple[str, int]]]]:
    """Day, articles, and these by category, of the latest days."""
    by_day: dict[date, Counter[str]] = {}
    for (day, category), count in report.records.by_day.items():
        by_day.setdefault(day, Counter())[category or charts.NONE] += count
    latest = sorted(by_day, reverse=True)[:DAYS]
    return [(day, by_day[day].total(), by_day[day].most_common()) for day in latest]


def _lags(report: SiteReport) -> list[tuple[str, int, float, float, float]]:
    """What is timed, articles, and within how many seconds half, nine of ten and all of them came."""
    if not report.arrivals:
        return []
    timed = {
        "publication until its listing": [arrival.until_listed for arrival in report.arrivals],
        "its listing until we had it": [arrival.after_listing for arrival in report.arrivals],
        "publication until we had it": [arrival.until_had for arrival in report.arrivals],
    }
    return [(what, len(values), *_half_and_most(values), max(values)) for what, values in timed.items()]


def _half_and_most(values: list[float]) -> tuple[float, float]:
    if len(values) == 1:
        return values[0], values[0]
    tenths = quantiles(values, n=10, method="inclusive")
    return tenths[4], tenths[8]


def _sources(runs: list[RunLine]) -> list[tuple[str, int, int, datetime, datetime]]:
    """Name, runs, articles, and when it listed some first and last, of each source."""
    rows: dict[str, tuple[int, int, datetime, datetime]] = {}
    for run in runs:
        for source, count in run.sources.items():
            if count:
                times, articles, first, _ = rows.get(source, (0, 0, run.started, run.started))
                rows[source] = (times + 1, articles + count, first, run.started)
    return [(source, *row) for source, row in sorted(rows.items(), key=lambda item: -item[1][1])]


def _savings(runs: list[RunLine]) -> dict[str, Any] | None:
    """Sums over the runs that went through and were about the whole site; ``None``: there is none."""
    whole = [run for run in runs if run.spared is not None]
    if not whole:
        return None
    made = sum(run.requests or 0 for run in whole)
    saved = sum(run.spared or 0 for run in whole)
    told = [run.not_modified for run in whole if run.not_modified is not None]
    return {
        "runs": len(whole),
        "made": made,
        "saved": saved,
        "share": 100 * saved / max(1, made + saved),
        "not_modified": sum(told) if told else None,
    }


# -- how values are written


def _count(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def _of(count: int, one: str, many: str | None = None) -> str:
    """A number and what is counted."""
    return f"{_count(count)} {one if count == 1 else many or f'{one}s'}"


def _percent(share: float) -> str:
    """Rounded down, so that 100 % is all."""
    return f"{math.floor(10 * share) / 10:.1f} %"


def _minute(moment: datetime | None) -> str:
    return "–" if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def _span(seconds: float | None) -> str:
    """A length of time in its two largest units."""
    if seconds is None:
        return "–"
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if hours else f"{days} d"


def _size(octets: int | None) -> str:
    if octets is None:
        return "–"
    return f"{octets / 2**10:,.0f} KiB" if octets < 2**20 else f"{octets / 2**20:,.1f} MiB"


def _is_link(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False

"""What each monitor finds of a run: pure functions of the run, the runs before it, and the thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING, Literal

from newscrawl.accounts import OPTIONAL
from newscrawl.items import State
from newscrawl.monitors.history import batches, carried, comparable, same_weekday, spaced, too_soon, usual_wait

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime, timedelta

    from newscrawl.monitors.history import PastRun, Records

Monitor = Literal["ended", "articles", "coverage", "dates", "rejects", "failures", "stale", "export", "killed"]


_EXPORT = ("output_failed", "ledger_failed")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one monitor says of one run."""

    monitor: Monitor
    state: Literal["fine", "alarm", "unjudged"]
    line: str = ""
    """Of an alarm: what is wrong, in numbers, and what to do. Of what cannot be judged: why."""


def articles(run: PastRun, past: Sequence[PastRun], killed: Sequence[str], limits: Mapping[str, float]) -> Verdict:
    """Compare the number of exported articles with the same weekday's, else with the last runs'.

    Random ups and downs are allowed for: a count that is usual ``n`` may be ``3 * sqrt(n)`` less without a reason. So
    are they for the fewest of the last runs, which may have been on the same weekday.
    """
    if not run.whole:
        return Verdict("articles", "unjudged", "the run did not come to a good end")
    if killed:
        return Verdict("articles", "unjudged", "a killed run may have exported some of them")
    runs = comparable(run, past)
    if runs and too_soon(run, runs[0], usual_wait(runs)):
        return Verdict("articles", "unjudged", "the run before it was a short time ago")
    runs = spaced(runs)
    window = int(limits["runs"])
    like = same_weekday(run, runs, window)
    fewest = float("inf")
    against = f"on a {run.started:%A}"
    if len(like) < limits["weekday_runs"]:
        like = runs[:window]
        if len(like) < window:
            line = (
                f"{len(runs)} runs to compare with: {window} are needed, or {limits['weekday_runs']:g} of the weekday"
            )
            return Verdict("articles", "unjudged", line)
        fewest = min(earlier[State.EXPORTED] for earlier in like)  # they hold other weekdays
        against = "in a run"
    usual = median(earlier[State.EXPORTED] for earlier in like)
    if usual < limits["articles_least"]:
        return Verdict("articles", "fine")
    count = run[State.EXPORTED] + carried(run, past)
    if count < _least(min(usual, fewest), limits["articles_share"]):
        line = (
            f"too few articles: {count}, where {usual:g} are usual {against} (median of {len(like)} runs). See whether "
            "the site publishes as before, and sources_skipped in the manifest: has it changed what it lists?"
        )
        return Verdict("articles", "alarm", line)
    return Verdict("articles", "fine")


def _least(usual: float, share: float) -> float:
    """Return what a count has to reach that is ``usual`` as a rule."""
    return min(share * usual, usual - 3 * sqrt(usual))


def coverage(run: PastRun, past: Sequence[PastRun], limits: Mapping[str, float]) -> Verdict:
    """Compare the share of records that hold each field."""
    watched: dict[str, Callable[[Records], int]] = {name: _filled(name) for name in OPTIONAL}
    watched |= {f"{name} in the printed header": _from_header(name) for name in ("number", "category")}
    return _shares(
        "coverage", run, past, limits, watched, limits["coverage_drop"], -1, "fields are missing",
        "Has the theme changed? Compare a page with scrapy extract URL, and its labels with the site's profile.",
    )  # fmt: skip


def dates(run: PastRun, past: Sequence[PastRun], limits: Mapping[str, float]) -> Verdict:
    """Compare the share of records whose date is in doubt, and of those that have it from the printed header."""
    doubts = _shares(
        "dates", run, past, limits, {"a doubt about the date": lambda records: records.warned.get("date", 0)},
        limits["dates_rise"], 1, "dates drift from the header",
        "The records' warnings say which sources disagree: has the site's clock or time zone changed?",
    )  # fmt: skip
    if doubts.state != "fine":
        return doubts
    return _shares(
        "dates", run, past, limits, {"the date from the printed header": _from_header("date")},
        limits["dates_rise"], -1, "dates are no longer those of the header",
        "Has the theme changed? Compare a page with scrapy extract URL, and its labels with the site's profile.",
    )  # fmt: skip


def _filled(name: str) -> Callable[[Records], int]:
    return lambda records: records.filled.get(name, 0)


def _from_header(name: str) -> Callable[[Records], int]:
    return lambda records: records.from_header.get(name, 0)


def _shares(
    monitor: Monitor,
    run: PastRun,
    past: Sequence[PastRun],
    limits: Mapping[str, float],
    watched: Mapping[str, Callable[[Records], int]],
    by: float,
    sign: Literal[1, -1],
    what: str,
    advice: str,
) -> Verdict:
    """Alarm where a share of the records rose (``sign`` 1) or fell (-1) by more than ``by``."""
    if not run.records.count:
        return Verdict(monitor, "unjudged", "the run exported nothing")
    window = int(limits["runs"])
    earlier = [other.records for other in past if other.asked == run.asked]
    found = batches([run.records, *earlier], limits["records_least"])
    now, usual_ones = (found[0], found[1 : window + 1]) if found else (run.records, [])
    if len(usual_ones) < window:
        line = f"{len(usual_ones)} runs of {limits['records_least']:g} records or more to compare with: {window} needed"
        return Verdict(monitor, "unjudged", line)
    moved = []
    for name, count in watched.items():
        usual = median(count(records) / records.count for records in usual_ones)
        own, share = count(run.records) / run.records.count, count(now) / now.count
        # What runs before this one lacked, with which it is judged together, they have told themselves.
        if sign * (own - usual) > by and shifted(share, usual, now.count, by, sign):
            moved.append(f"{name}: {count(now)} of {now.count} records ({share:.0%}), usually {usual:.0%}")
    if moved:
        return Verdict(monitor, "alarm", f"{what}: {'; '.join(moved)}. {advice}")
    return Verdict(monitor, "fine")


def shifted(share: float, usual: float, count: int, by: float, sign: Literal[1, -1]) -> bool:
    """Whether a share of ``count`` is off the usual one by more than ``by``, and by more than chance explains."""
    return sign * (share - usual) > max(by, 3 * sqrt(usual * (1 - usual) / count))


def rejects(run: PastRun, past: Sequence[PastRun], limits: Mapping[str, float]) -> Verdict:
    """Compare the share of the pages read that gave no whole record."""
    return _ends(
        "rejects", run, past, limits, State.REJECTED, (State.EXPORTED, State.REJECTED), limits["rejected_rise"],
        "pages gave no whole record", "The rejects file names what is missing on each: has the theme changed?",
    )  # fmt: skip


def failures(run: PastRun, past: Sequence[PastRun], limits: Mapping[str, float]) -> Verdict:
    """Compare the share of the pages asked for that could not be had."""
    asked_for = (State.EXPORTED, State.REJECTED, State.FAILED)
    return _ends(
        "failures", run, past, limits, State.FAILED, asked_for, limits["failed_rise"],
        "pages could not be had", "The log names each with its error: is the site down, or does it block the crawl?",
    )  # fmt: skip


def _ends(
    monitor: Monitor,
    run: PastRun,
    past: Sequence[PastRun],
    limits: Mapping[str, float],
    bad: State,
    among: tuple[State, ...],
    by: float,
    what: str,
    advice: str,
) -> Verdict:
    """Alarm where the share of pages that ended badly rose by more than ``by``."""
    window = int(limits["runs"])
    sums = [(other[bad], sum(other[state] for state in among)) for other in past if other.asked == run.asked]
    earlier = [(count, total) for count, total in sums if total]
    count, total = run[bad], sum(run[state] for state in among)
    if total < limits["records_least"]:
        return Verdict(monitor, "unjudged", f"{total} pages are too few to tell")
    if len(earlier) < window:
        return Verdict(monitor, "unjudged", f"{len(earlier)} runs to compare with: {window} are needed")
    usual = median(count / total for count, total in earlier[:window])
    if shifted(count / total, usual, total, by, 1):
        line = f"{count} of {total} {what} ({count / total:.0%}), usually {usual:.0%}. {advice}"
        return Verdict(monitor, "alarm", line)
    return Verdict(monitor, "fine")


def stale(
    newest: datetime | None, gap: timedelta | None, now: datetime, limits: Mapping[str, float]
) -> Verdict:  # fmt: skip
    """Compare the time since the newest article with the longest of a usual week."""
    if not limits["stale_factor"]:
        return Verdict("stale", "unjudged", "it is switched off")
    if newest is None or gap is None:
        return Verdict(
            "stale", "unjudged", "too few weeks with articles are known to tell how often the site publishes"
        )
    hours = (now - newest).total_seconds() / 3600
    usual = gap.total_seconds() / 3600
    if hours > max(limits["stale_factor"] * usual, limits["stale_hours"]):
        line = (
            f"nothing new for {hours:.0f} hours, since {newest:%Y-%m-%d %H:%M} UTC: {usual:.0f} hours are the longest "
            "in a usual week. Look at the site: if it does publish, its feed, sitemap or API has gone stale."
        )
        return Verdict("stale", "alarm", line)
    return Verdict("stale", "fine")


def ended(outcome: str, message: str) -> Verdict:
    """Tell of a run that came to no good end, other than that it could not write; parameters as of :func:`export`."""
    if outcome in ("ok", "budget_spent", *_EXPORT):  # a budget is spent because somebody gave one
        return Verdict("ended", "fine")
    return Verdict("ended", "alarm", f"the run failed: {message}")


def export(outcome: str, message: str, failed_feeds: int) -> Verdict:
    """Tell of a file that could not be written.

    :param outcome: name of the run's :class:`~newscrawl.outcome.ExitCode`, in lower case
    :param failed_feeds: files that a remote store did not take
    """
    if outcome in _EXPORT:
        return Verdict("export", "alarm", f"the export failed: {message}")
    if failed_feeds:
        line = (
            f"the export failed: {failed_feeds} files could not be stored. The log says why; the next run tries again."
        )
        return Verdict("export", "alarm", line)
    return Verdict("export", "fine")


def killed(names: Sequence[str]) -> Verdict:
    """Tell of runs before this one that never came to their end."""
    if not names:
        return Verdict("killed", "fine")
    some = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
    runs = "run was" if len(names) == 1 else "runs were"
    line = (
        f"{len(names)} {runs} killed before the end: {some}. This run made good what was left; see the system's log "
        "for why: out of memory, a reboot, a timeout of whoever starts the crawl?"
    )
    return Verdict("killed", "alarm", line)

"""What a run came to: its exit status and the one line that says why."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from scrapy.exceptions import CloseSpider

from newscrawl.ending import BLOCKED, REQUESTS_SPENT, SECONDS_SPENT, SILENT
from newscrawl.items import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy.crawler import Crawler

    from newscrawl.accounts import Sums

logger = logging.getLogger(__name__)


class ExitCode(IntEnum):
    """Exit statuses of ``scrapy crawl news``. Numbers never change their meaning."""

    OK = 0
    """Articles were exported, or there was nothing new."""
    ERROR = 1
    """Something in newscrawl or Scrapy broke: the log has a traceback."""
    USAGE = 2
    """An argument, a setting or a spider's name is wrong; nothing was requested."""
    PARTLY_FAILED = 3
    """More articles failed than NEWSCRAWL_MAX_FAILED allows, or none could be exported."""
    UNREACHABLE = 4
    """The site could not be opened, or answers no more."""
    NOTHING_FOUND = 5
    """The site answers, but no source lists an article."""
    OUTPUT_FAILED = 6
    """A file could not be written."""
    INTERRUPTED = 7
    """The run was stopped before its end; what it had is exported."""
    LOCKED = 8
    """Another run of the same site is under way."""
    LEDGER_FAILED = 9
    """The ledger could not be opened or written; files that were written stand, and the next run takes them over."""
    BLOCKED = 10
    """The site turns the crawler away: it answers 403, 429, 503 or a challenge page, or asks to come back later."""
    BUDGET_SPENT = 11
    """NEWSCRAWL_MAX_REQUESTS or NEWSCRAWL_MAX_SECONDS was used up; the next run goes on."""


GRAVITY = (
    ExitCode.OK,
    ExitCode.LOCKED,  # the other run does the work
    ExitCode.BUDGET_SPENT,  # the next run goes on
    ExitCode.INTERRUPTED,  # likewise
    ExitCode.PARTLY_FAILED,
    ExitCode.NOTHING_FOUND,
    ExitCode.UNREACHABLE,
    ExitCode.BLOCKED,
    ExitCode.USAGE,  # it takes somebody to mend it, as do all that follow
    ExitCode.OUTPUT_FAILED,
    ExitCode.LEDGER_FAILED,
    ExitCode.ERROR,
)
"""All exit statuses, the worst last: what the one status of several runs goes by."""


def worst(codes: Iterable[int]) -> ExitCode:
    """Return the gravest of the exit statuses of several runs; OK for none.

    A status that is none of ours, as of a process that was killed, counts as ERROR.
    """
    known = [ExitCode(code) if code in GRAVITY else ExitCode.ERROR for code in codes]
    return max(known, key=GRAVITY.index, default=ExitCode.OK)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The exit status and, where it is not OK, the line that says what happened and what to do."""

    code: ExitCode
    line: str = ""


def judge(
    sums: Sums,
    *,
    finish_reason: str,
    max_failed: float,
    site: str,
    nothing_new: bool = False,
    unreachable: str | None = None,
    refused_opening: bool = False,
    refused: int = 0,
    ended: str = "",
    output_errors: list[str] | None = None,
    ledger_error: str | None = None,
) -> Outcome:
    """Say what a run came to; the gravest finding wins.

    ``finish_reason`` is Scrapy's; ``nothing_new``: a source was read and has nothing that was asked for;
    ``unreachable`` says why the home page could not be had; ``refused_opening``: it was refused; ``refused`` counts
    the articles that failed because they were; ``ended`` is a clause that says why the run ended early, where the
    reason alone does not; ``output_errors`` has a clause for each file that
    could not be written; ``ledger_error`` says why the ledger failed while the run was under way.
    """
    if output_errors:
        more = f"; and {len(output_errors) - _FEW} more" if len(output_errors) > _FEW else ""
        return Outcome(ExitCode.OUTPUT_FAILED, f"could not write {'; '.join(output_errors[:_FEW])}{more}. {_WRITE}")
    if ledger_error:
        line = f"what was exported stands, and the next run takes it over: {ledger_error}"
        return Outcome(ExitCode.LEDGER_FAILED, line)
    if finish_reason == "start_error":
        return Outcome(ExitCode.ERROR, f"listing the articles of {site} broke: see the traceback in the log")
    left = "no article had been listed"
    if sums.discovered:
        left = f"{sums[State.UNFINISHED]} of {sums.discovered} articles found so far are left for the next run"
    if finish_reason == BLOCKED:
        return Outcome(ExitCode.BLOCKED, f"{site} turns us away: {ended}. {left}. {_SLOWER}")
    if finish_reason == SILENT:
        return Outcome(ExitCode.UNREACHABLE, f"{site} answers no more: {ended}. {left}. {SEE}")
    if finish_reason in (REQUESTS_SPENT, SECONDS_SPENT):
        return Outcome(ExitCode.BUDGET_SPENT, f"the run of {site} is ended, {ended}: {left}")
    if unreachable and refused_opening and not sums.discovered:
        return Outcome(ExitCode.BLOCKED, f"{site} turns us away: {unreachable}. {_SLOWER}")
    if unreachable and not sums.discovered:
        return Outcome(ExitCode.UNREACHABLE, f"could not open {site}: {unreachable}")
    if finish_reason != "finished":
        return Outcome(ExitCode.INTERRUPTED, f"stopped before the end ({finish_reason}): {left}")
    if not sums.discovered and nothing_new:
        return Outcome(ExitCode.OK)
    if not sums.discovered:
        reasons = "; ".join(f"{source}: {why}" for source, why in sums.skipped.items())
        line = f"no article was found at {site}" + (f" ({reasons})" if reasons else "")
        return Outcome(ExitCode.NOTHING_FOUND, f"{line}. If it has some: scrapy onboard {site}")
    failed = sums[State.FAILED]
    most_refused = refused >= _FEW and 2 * refused > sums.discovered - sums[State.UNCHANGED]
    if failed > max_failed * sums.discovered and most_refused:
        return Outcome(
            ExitCode.BLOCKED,
            f"{site} turns us away: {refused} of {sums.discovered} articles were refused (HTTP 403, 429, 503 or a "
            f"challenge page). {_SLOWER}",
        )
    if failed > max_failed * sums.discovered:
        return Outcome(
            ExitCode.PARTLY_FAILED,
            f"{failed} of {sums.discovered} articles of {site} failed: NEWSCRAWL_MAX_FAILED={max_failed:g} allows less"
            ". The log says of each why, and a later run tries again",
        )
    if sums[State.REJECTED] + sums[State.ROBOTS] == sums.discovered:
        return Outcome(
            ExitCode.PARTLY_FAILED,
            f"none of the {sums.discovered} articles of {site} could be exported: robots.txt keeps out "
            f"{sums[State.ROBOTS]}, and {sums[State.REJECTED]} pages gave no whole record (see the rejects file)",
        )
    return Outcome(ExitCode.OK)


SEE = "See whether curl gets it from here"
_SLOWER = "Ask less often, or ask its owner to let the crawler in"
_WRITE = "See to room and rights there: the next run exports again what this one could not"

_FEW = 3
"""Fewer refused articles say nothing about a site: a members' page answers 403 too."""


def refuse(crawler: Crawler, code: ExitCode, line: str) -> CloseSpider:
    """Return what to raise from ``spider_opened`` to end a run before it begins, after noting and logging why."""
    if not crawler.stats.get_value(REFUSED):  # the first reason counts
        crawler.stats.set_value(REFUSED, Outcome(code, line))
        logger.error("%s", line)
    return CloseSpider(code.name.lower())


LEDGER_ERROR = "newscrawl/ledger_error"
"""Stat that says why the ledger failed while the run was under way; absent where it did not."""

REFUSED = "newscrawl/refused"
"""Stat that holds the :class:`Outcome` of a run that did not begin."""

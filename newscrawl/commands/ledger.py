"""``scrapy ledger``: what is known of a site, and what to do about it."""

from __future__ import annotations

import json
import os
import shlex
import sys
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand

from newscrawl.commands import ledger_report as report
from newscrawl.commands.known_sites import MistakeError, find_site, has_files, names, places
from newscrawl.commands.streams import StdoutError, printing
from newscrawl.extensions.run_lock import UnderWayError, hold
from newscrawl.items import State
from newscrawl.ledger import Ledger, LedgerError, entries, file_names, gaps, numbers, rebuild, retry, summary
from newscrawl.ledger.errors import BadURLError
from newscrawl.outcome import ExitCode
from newscrawl.printable import printable
from newscrawl.sites import registry
from newscrawl.spiders.arguments import MAX_NUMBERS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_ACTIONS = ("failed", "rejected", "pending", "gaps", "retry", "rebuild")


class Command(ScrapyCommand):
    """Prints reports; exits as :class:`~newscrawl.outcome.ExitCode` says."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - the base class declares it so

    def syntax(self) -> str:
        """How it is called."""
        return "[options] [site]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Show what is known of a site between runs"

    def long_desc(self) -> str:
        """What it does, for its help."""
        return (
            "Print the sums by state, the last runs, and what is pending or failing; without a site, the totals of "
            "all sites. A site is given by its name or its URL. All times are UTC."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the reports and the actions; one at a time."""
        super().add_options(parser)
        states = ", ".join(report.KEPT)
        parser.add_argument("--failed", action="store_true", help="list the articles whose last try failed, and why")
        parser.add_argument("--rejected", action="store_true", help="list the pages without a whole record, and why")
        parser.add_argument("--pending", action="store_true", help="list what the next run asks for by itself")
        parser.add_argument("--gaps", action="store_true", help="list the numbers missing between the known ones")
        parser.add_argument("--retry", metavar="STATE", help=f"have the next run ask again for all that is {states}")
        parser.add_argument("--rebuild", action="store_true", help="make the ledger anew from the output files")
        parser.add_argument("--json", action="store_true", help="print JSON Lines in place of tables")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what was asked; a mistake or a broken ledger gets one line on standard error."""
        try:
            with printing():
                self._run(args, opts)
        except MistakeError as error:
            self._fail(ExitCode.USAGE, str(error))
        except UnderWayError as error:
            self._fail(ExitCode.LOCKED, f"{error}: try again when it has ended")
        except LedgerError as error:
            self._fail(ExitCode.USAGE if isinstance(error, BadURLError) else ExitCode.LEDGER_FAILED, str(error))
        except StdoutError as error:
            self._fail(ExitCode.OUTPUT_FAILED, str(error))

    def _run(self, args: list[str], opts: argparse.Namespace) -> None:
        asked = [name for name in _ACTIONS if getattr(opts, name) not in (None, False)]
        if len(args) > 1:
            raise MistakeError("give one site: scrapy ledger news.example")
        if len(asked) > 1:
            raise MistakeError(f"give one of --{' and --'.join(asked)}, not both")
        if asked and not args:
            raise MistakeError(f"--{asked[0]} takes a site: scrapy ledger news.example --{asked[0]}")
        state = _state(opts.retry) if opts.retry is not None else None
        self.json: bool = opts.json
        assert self.settings is not None
        url, folder = places(self.settings)
        rebuilds = asked == ["rebuild"]
        with Ledger.open(url, create=rebuilds and any(has_files(folder, name) for name in names(args[0]))) as ledger:
            if not args:
                self._list_sites(ledger)
                return
            site = find_site(ledger, args[0], folder if rebuilds else None)
            if rebuilds:
                self._rebuild(ledger, site, folder / site)
            elif state is not None:
                self._retry(ledger, site, state)
            elif opts.gaps:
                self._gaps(ledger, site, folder)
            elif asked:
                self._list(ledger, site, asked[0])
            else:
                row = report.summary_row(ledger, site, folder / site, _now())
                self._print([row], lambda rows: report.summary_lines(next(iter(rows))))

    # -- reports

    def _list_sites(self, ledger: Ledger) -> None:
        names = ledger.sites()
        if not names and not self.json:
            print(f"The ledger {printable(ledger.place)} knows no site yet. A crawl makes it known.")
            return
        self._print(report.site_rows(ledger, names, _now()), report.site_lines)

    def _list(self, ledger: Ledger, site: str, what: str) -> None:
        now = _now()
        if what == "pending":
            found = (decision.entry for decision in ledger.due(site, now) if decision.entry is not None)
            lines = report.pending_lines
        elif what == "failed":
            found = (line.entry for line in entries(ledger, site, state=State.FAILED))
            lines = report.failed_lines
        else:
            found = (line.entry for line in entries(ledger, site, state=State.REJECTED))
            lines = report.rejected_lines
        self._print((report.entry_row(site, entry, now) for entry in found), lines)

    def _gaps(self, ledger: Ledger, site: str, folder: Path) -> None:
        found = gaps(numbers(ledger, site))
        self._print(({"first": a, "last": b, "missing": b - a + 1} for a, b in found), report.gap_lines)
        if self.json:
            return
        name = shlex.quote(printable(_argument(ledger, site, folder)))
        spans = list(_spans(gaps(numbers(ledger, site))))
        if spans:
            print("\nMost are pages, pictures and drafts. To ask for those that are not known:")
        for first, last in spans:
            print(f"scrapy crawl news -a site={name} -a numbers={first}-{last}")

    # -- actions

    def _retry(self, ledger: Ledger, site: str, state: State) -> None:
        count = retry(ledger, site, state)
        if self.json:
            self._print([{"site": site, "state": state, "marked": count}], iter)
        else:
            print(f"{count} {state.replace('_', ' ')} articles are marked: the next run of {site} asks for them.")

    def _rebuild(self, ledger: Ledger, site: str, folder: Path) -> None:
        try:
            held = hold(folder, f"process {os.getpid()}, rebuilding the ledger")
        except OSError as error:
            raise MistakeError(f"could not write into {folder}: {error.strerror}") from error
        try:
            if not ledger.claim(site, "rebuild"):
                raise UnderWayError(f"another run of {site} is under way (in the ledger {ledger.place})")
            before = file_names(ledger, site)
            count = rebuild(ledger, site, folder, _now())
            known = summary(ledger, site, _now())
            left = sorted({*before}.difference(file_names(ledger, site)))
        finally:
            os.close(held)
        if self.json:
            self._print(
                [{"site": site, "files": count, "lines": known.lines, "states": known.states, "left_out": left}], iter
            )
            return
        sums = ", ".join(f"{n} {state.replace('_', ' ')}" for state, n in known.states.items()) or "no articles"
        print(f"Made anew from {count} output files with {known.lines} lines: {sums}.")
        if left:
            print(f"{len(left)} files are gone or cannot be read back: what only they held is exported again.")
            print(f"  such as {printable(left[-1])}")
        print("The next run lists the whole site. What no file tells (failures…) is forgotten.")

    # -- output

    def _print(self, rows: Iterable[report.Row], lines: Callable[[Iterable[report.Row]], Iterator[Any]]) -> None:
        if self.json:
            for row in rows:
                # JSON escapes all but this one of what a terminal might act upon.
                print(json.dumps(row).replace("\x7f", "\\u007f"))
        else:
            for line in lines(rows):
                print(line)

    def _fail(self, code: ExitCode, line: str) -> None:
        print(f"newscrawl: {printable(line)}", file=sys.stderr)
        self.exitcode = code


def _state(name: str) -> State:
    if name not in report.KEPT:
        raise MistakeError(f"--retry: {name!r} is no state of an article: give one of {', '.join(report.KEPT)}")
    return State(name)


def _argument(ledger: Ledger, site: str, folder: Path) -> str:
    """What to give as ``-a site=``: the profile's name, else the URL that the last run was given."""
    if site in registry.profiles():
        return site
    for manifest in sorted((folder / site / "runs").glob("*.json"), reverse=True):
        try:
            url = json.loads(manifest.read_bytes())["base_url"]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if isinstance(url, str):
            return url
    for line in islice(entries(ledger, site), 1):  # its output folder is elsewhere: the host of any article tells
        parts = urlsplit(line.entry.url)
        return f"{parts.scheme}://{parts.netloc}/"
    return f"https://{site}/"


def _spans(found: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Few ranges that hold all of ``found``, none of more numbers than one run asks for."""
    first, last = None, 0
    for low, end in found:
        while low <= end:
            first = low if first is None else first
            if low > first + MAX_NUMBERS - 1:
                yield first, last
                first = None
            else:
                last = min(end, first + MAX_NUMBERS - 1)
                low = last + 1
    if first is not None:
        yield first, last


def _now() -> datetime:
    return datetime.now(UTC)

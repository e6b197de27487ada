"""``scrapy report``: a page about one site, in one file."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newscrawl.commands.known_sites import MistakeError, find_site, places
from newscrawl.commands.streams import StdoutError, printing
from newscrawl.feeds import write_atomically
from newscrawl.ledger import Ledger, LedgerError
from newscrawl.ledger.errors import BadURLError
from newscrawl.outcome import ExitCode
from newscrawl.printable import printable

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Writes the page; exits as :class:`~newscrawl.outcome.ExitCode` says."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - the base class declares it so

    def syntax(self) -> str:
        """How it is called."""
        return "[options] <site>"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Write a page with charts about a site and its runs"

    def long_desc(self) -> str:
        """What it does, for its help."""
        return (
            "Write one HTML file that opens offline: articles by day and category, how soon they came, what was "
            "rejected and why, the runs, and what they asked for. A site is given by its name or its URL."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add where to write."""
        super().add_options(parser)
        parser.add_argument("--output", metavar="FILE", help="file to write (default: report.html beside the records)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the page; a mistake or a broken ledger gets one line on standard error."""
        try:
            path = self._run(args, opts.output)
            with printing():
                print(path)
        except StdoutError as error:
            self._fail(ExitCode.OUTPUT_FAILED, f"{error}; the page is written")
        except MistakeError as error:
            self._fail(ExitCode.USAGE, str(error))
        except LedgerError as error:
            self._fail(ExitCode.USAGE if isinstance(error, BadURLError) else ExitCode.LEDGER_FAILED, str(error))
        except OSError as error:
            place = f" {error.filename}" if error.filename else ""
            self._fail(ExitCode.OUTPUT_FAILED, f"could not write{place}: {error.strerror or error}")

    def _run(self, args: list[str], output: str | None) -> Path:
        """Return the file that was written."""
        if len(args) != 1:
            raise MistakeError("give one site: scrapy report news.example")
        from newscrawl.report.gather import gather  # Scrapy imports every command for each

        try:
            from newscrawl.report.page import render  # takes a second, and not everybody's installation has it
        except ImportError as error:
            name = (error.name or "").partition(".")[0]
            if name not in ("jinja2", "markupsafe", "matplotlib", "numpy"):
                raise
            raise MistakeError(f"{name} is not installed: pip install 'newscrawl[report]'") from error
        assert self.settings is not None
        url, folder = places(self.settings)
        with Ledger.open(url, create=False) as ledger:
            site = find_site(ledger, args[0])
            report = gather(ledger, site, folder / site, datetime.now(UTC))
        path = Path(output) if output else folder / site / "report.html"
        # A lone surrogate, which only a file's name can hold here, is no reason to have no page.
        write_atomically(path, render(report).encode("utf-8", "replace"))
        return path

    def _fail(self, code: ExitCode, line: str) -> None:
        print(f"newscrawl: {printable(line)}", file=sys.stderr)
        self.exitcode = code

"""``scrapy crawlall``: several sites from one command, each in a process of its own."""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.utils.conf import arglist_to_dict

from newscrawl.commands.crawlall_report import Line, lines, manifest_of, words
from newscrawl.commands.streams import StdoutError, printing
from newscrawl.feeds import output_folder
from newscrawl.outcome import ExitCode, worst
from newscrawl.processes import Job, Pool, python
from newscrawl.sites import registry
from newscrawl.spiders.news import NewsSpider

if TYPE_CHECKING:
    from newscrawl.processes import Run

_COMMENT = re.compile(r"(?:^|\s)#")  # within a word it belongs to a URL


class Command(ScrapyCommand):
    """Runs ``scrapy crawl news`` for each site; exits as the worst of them: see :data:`newscrawl.outcome.GRAVITY`."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - the base class declares it so

    def syntax(self) -> str:
        """How it is called."""
        return "[options] [site ...]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Crawl several sites, some at a time"

    def long_desc(self) -> str:
        """What it does, for its help."""
        return (
            "Crawl the sites given by name or URL, and those of --file; without any, all that have a profile. Each is "
            "a process of its own, whose log is a file under the site's output folder. Ends with a table, and with "
            "the exit status of the run that went worst."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add which sites, how many at a time, how long, and what to pass on."""
        super().add_options(parser)
        parser.add_argument("--file", metavar="FILE", help="more sites, one a line; # begins a comment, - is stdin")
        parser.add_argument("--jobs", type=_count, default=2, metavar="N", help="sites at a time (default: 2)")
        parser.add_argument("--time-limit", type=_seconds, metavar="SECONDS", help="end a site's run after so long")
        parser.add_argument("--quiet", action="store_true", help="print nothing where every run went well")
        parser.add_argument(
            "-a",
            dest="spargs",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="set an argument of every run (may be repeated)",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl the sites, then print what became of each."""
        assert self.settings is not None
        if opts.logfile or opts.pidfile or opts.profile or opts.pdb:
            raise UsageError(
                "each site has a log and a process of its own: no --logfile, --pidfile, --profile or --pdb"
            )
        try:
            arguments = arglist_to_dict(opts.spargs)
        except ValueError:
            raise UsageError("Invalid -a value, use -a NAME=VALUE", print_help=False) from None
        try:
            sites = self._sites(args, opts.file, arguments)
        except ValueError as error:
            self._fail(ExitCode.USAGE, str(error))
            return
        output = Path(output_folder(self.settings))
        began = time.time()
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(began))
        passed = [part for value in opts.spargs for part in ("-a", value)]
        passed += [part for value in opts.set for part in ("-s", value)]
        passed += ["-L", opts.loglevel] if opts.loglevel else []
        passed += ["--nolog"] if opts.nolog else []
        jobs = [
            Job(
                name=name,
                command=python("-m", "scrapy", "crawl", "news", "-a", f"site={asked}", *passed),
                log=output / name / "logs" / f"{stamp}.log",
            )
            for name, asked in sites.items()
        ]
        pool = Pool(at_once=opts.jobs, limit=opts.time_limit, ended=_tell if sys.stderr.isatty() else lambda run: None)
        runs = pool.run(jobs)
        table = [Line(run, manifest_of(run, output / run.job.name, began)) for run in runs]
        self.exitcode = worst(line.code for line in table)
        if self.exitcode or not opts.quiet:
            try:
                with printing():
                    for text in lines(table):
                        print(text)
            except StdoutError as error:
                self._fail(worst([self.exitcode, ExitCode.OUTPUT_FAILED]), str(error))
        if pool.stopped:
            self._fail(worst([self.exitcode, ExitCode.INTERRUPTED]), f"ended by {pool.stopped}")

    def _sites(self, named: list[str], file: str | None, arguments: dict[str, str]) -> dict[str, str]:
        """Name of each site -> what to give as ``-a site=``, in the order asked for. Raises ValueError, one line."""
        if "site" in arguments:
            raise ValueError("argument 'site': name the sites without -a: scrapy crawlall SITE ...")
        asked = [("", site) for site in named] + (_listed(file) if file else [])
        if not asked and file:
            raise ValueError(f"{file} names no site")
        if not asked:
            asked = [("", name) for name, profile in registry.profiles().items() if not profile.demo_edition]
        if not asked:
            raise ValueError("no site has a profile but the demo: name sites, or give a list with --file")
        assert self.settings is not None
        if not output_folder(self.settings):
            raise ValueError("setting NEWSCRAWL_OUTPUT_DIR is empty: give a folder, such as output")
        sites: dict[str, str] = {}
        for where, site in asked:
            try:
                NewsSpider.check(self.settings, {**arguments, "site": site})
                sites.setdefault(registry.find(site).name, site)
            except ValueError as error:
                raise ValueError(f"{where}{error}") from error
        return sites

    def _fail(self, code: ExitCode, line: str) -> None:
        print(f"newscrawl: {line}", file=sys.stderr)
        self.exitcode = code


def _listed(file: str) -> list[tuple[str, str]]:
    """Where each site of the file is named, for messages, and how."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
    except OSError as error:
        raise ValueError(f"cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"cannot read {file}: it is not UTF-8 ({error.reason})") from error
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        words = _COMMENT.split(line, maxsplit=1)[0].split()
        if len(words) > 1:
            raise ValueError(f"{file}, line {number}: give one site a line")
        found += [(f"{file}, line {number}: ", word) for word in words]
    return found


def _tell(run: Run) -> None:
    print(f"{run.job.name}: {words(run)}, {run.seconds:.0f} s", file=sys.stderr)


def _count(value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value) > 0):
        raise argparse.ArgumentTypeError(f"{value!r} is no number of sites: give a whole number from 1 up")
    return int(value)


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e9:
        raise argparse.ArgumentTypeError(f"{value!r} is no time: give a number of seconds above 0")
    return seconds

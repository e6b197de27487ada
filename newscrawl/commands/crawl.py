"""``scrapy crawl``: Scrapy's own command, with checked arguments, an exit status and the promise of whole files."""

from __future__ import annotations

import gc
import os
import sys
import threading
from typing import TYPE_CHECKING, Any

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from newscrawl import logs
from newscrawl.commands.bare import refuse_few_files
from newscrawl.commands.interrupt import Interrupts
from newscrawl.commands.streams import keep_status
from newscrawl.extensions.manifest import ManifestWriter
from newscrawl.feeds import users_feeds
from newscrawl.outcome import ExitCode
from newscrawl.printable import printable, without_passwords

if TYPE_CHECKING:
    import argparse

    from scrapy.crawler import Crawler

_GRACE = 5.0
"""Seconds in which the process may end by itself, when all is written and closed."""


class Command(ScrapyCrawl):
    """Runs a spider; exits as :class:`~newscrawl.outcome.ExitCode` says."""

    _own_log = True

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Have ``-o`` and ``-O`` take the place of the articles' feed, and of no other."""
        assert self.settings is not None
        refuse_few_files()
        own = self.settings.getdict("FEEDS")
        super().process_options(args, opts)
        if not self.settings.getbool("LOG_INSTALL_ROOT_HANDLER"):
            self._own_log = False  # somebody has one
        self.settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
        if opts.output or opts.overwrite_output:
            self.settings.set("FEEDS", users_feeds(self.settings.getdict("FEEDS"), own), priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the spider to its end."""
        if unknown := [arg for arg in args if arg.startswith("-")]:
            raise UsageError(f"there is no option {unknown[0]}: see scrapy crawl -h", print_help=False)
        if len(args) != 1:
            raise UsageError("give one spider to run, say: scrapy crawl news", print_help=False)
        assert self.settings is not None
        assert self.crawler_process is not None
        if missing := logs.needs(self.settings):
            self._fail(ExitCode.USAGE, missing)
            return
        try:
            if self._own_log:
                logs.install(self.settings)
        except (OSError, LookupError, ValueError) as error:
            self._fail(
                ExitCode.USAGE, f"the log cannot be written as LOG_FILE, LOG_LEVEL and LOG_ENCODING say: {error}"
            )
            return
        loader = self.crawler_process.spider_loader
        if args[0] not in loader.list():
            self._fail(ExitCode.USAGE, f"no spider is called {args[0]!r}: there is {', '.join(loader.list())}")
            return
        try:
            self._check(loader.load(args[0]), opts.spargs)
        except ValueError as error:
            self._fail(ExitCode.USAGE, str(error))
            return
        crawler = self._create_crawler(args[0])
        self.crawler_process.crawl(crawler, **opts.spargs)
        gc.collect()
        gc.freeze()  # what is imported by now stays: each page's objects are collected without a look at all of it
        interrupts = Interrupts(crawler)
        interrupts.install()
        self._bound_the_end(crawler)
        self.crawler_process.start(install_signal_handlers=False)
        self._conclude(crawler)

    def _bound_the_end(self, crawler: Crawler) -> None:
        """Leave soon after the run has ended: a name server that does not answer holds threads that none can end."""
        from twisted.internet import reactor  # not before Scrapy has chosen one

        def leave() -> None:
            self._conclude(crawler)
            keep_status()
            os._exit(self.exitcode)

        patience = threading.Timer(_GRACE, leave)
        patience.daemon = True
        reactor.addSystemEventTrigger("before", "shutdown", patience.start)  # type: ignore[arg-type]

    def _conclude(self, crawler: Crawler) -> None:
        """Set the exit status, and say why it is bad where the log does not."""
        assert self.crawler_process is not None
        assert self.settings is not None
        manifest = crawler.get_extension(ManifestWriter) if crawler._extensions else None
        if self.crawler_process.bootstrap_failed:
            self.exitcode = ExitCode.ERROR
        elif manifest and manifest.outcome.code:
            self.exitcode = manifest.outcome.code
            if not self.settings.getbool("LOG_ENABLED") or self.settings["LOG_FILE"]:
                self._fail(manifest.outcome.code, manifest.outcome.line)

    def _check(self, spidercls: Any, arguments: dict[str, str]) -> None:
        """Raise ValueError for arguments or settings that the spider cannot run with."""
        if check := getattr(spidercls, "check", None):
            check(self.settings, arguments)

    def _fail(self, code: ExitCode, line: str) -> None:
        print(f"newscrawl: {printable(without_passwords(line))}", file=sys.stderr)
        self.exitcode = code

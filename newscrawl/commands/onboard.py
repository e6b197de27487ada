"""``scrapy onboard``: looks at a site, says what it is, and writes a profile for it."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.commands import BaseRunSpiderCommand
from scrapy.exceptions import UsageError

from newscrawl.commands.bare import leave_no_trace, refuse_nonsense
from newscrawl.commands.streams import StdoutError, printing
from newscrawl.ending import BLOCKED, REQUESTS_SPENT, SECONDS_SPENT, SILENT, ending_line
from newscrawl.outcome import ExitCode
from newscrawl.sites import registry
from newscrawl.spiders.arguments import read_arguments

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from newscrawl.onboarding.findings import Findings
    from newscrawl.onboarding.survey import Survey


class Command(BaseRunSpiderCommand):
    """Reads a dozen articles of a site and writes down what a crawl of it should know.

    Scrapy imports every command for each: what this one takes is imported where it is used.
    """

    requires_project = True

    def syntax(self) -> str:
        """How it is called."""
        return "[options] <URL>"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Look at a site, print what it is, and write a profile for it"

    def long_desc(self) -> str:
        """What it does, for its help."""
        return (
            "Look at the site at a URL with a few dozen requests, print what was found and how far it can be relied "
            "upon, and write a profile that can be edited. Say -a timezone=ZONE where the site does not tell its zone."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add our options. ``--profile``, which is Scrapy's for its own profiling, means the site's here."""
        super().add_options(parser)
        parser.conflict_handler = "resolve"
        parser.set_defaults(profile=None)
        parser.add_argument(
            "--profile", dest="profile_path", metavar="PATH", help="where to write the profile (newscrawl/sites/)"
        )
        parser.add_argument(
            "--golden",
            metavar="DIR",
            nargs="?",
            const="",
            help="keep some pages with their records for tests (tests/pages/<name>/)",
        )
        parser.add_argument("--force", action="store_true", help="replace a profile and golden pages that exist")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write no files of a crawl, and of the log only what went wrong."""
        super().process_options(args, opts)
        assert self.settings is not None
        refuse_nonsense(self.settings)
        shows = self.settings["NEWSCRAWL_PROGRESS"]
        leave_no_trace(self.settings, "cmdline")
        self.settings.set("NEWSCRAWL_PROGRESS", shows, priority="cmdline")
        self.settings.set("LOG_LEVEL", "WARNING", priority="spider")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Look, print, write; nothing is requested where the result could not be written."""
        from newscrawl.onboarding.findings import conclude
        from newscrawl.onboarding.report import print_report
        from newscrawl.onboarding.spider import OnboardSpider
        from newscrawl.onboarding.writing import PlaceError, golden_place, outlives, profile_place

        if not args and opts.golden and urlsplit(opts.golden).scheme:
            args, opts.golden = [opts.golden], ""  # --golden URL
        if len(args) != 1:
            raise UsageError("give one site: scrapy onboard https://news.example/", print_help=False)
        assert self.settings is not None
        try:
            given = dict(opts.spargs) | {"site": args[0]}
            if foreign := given.keys() - {"site", "timezone"}:
                raise ValueError(f"argument {min(foreign)!r} is not known: scrapy onboard takes timezone")
            profile = read_arguments(**given).profile
            OnboardSpider.check(self.settings, given)
            if profile.demo_edition:
                raise ValueError("the demo is no site to onboard: give the URL of one")
            own = args[0] if registry.is_file(args[0]) else None
            place = profile_place(profile, opts.profile_path or own, force=opts.force)
            if outlives(place, profile):
                given["site"] = str(place)
            golden = None if opts.golden is None else golden_place(profile, opts.golden or None, force=opts.force)
        except (ValueError, PlaceError) as error:
            self._fail(ExitCode.USAGE, str(error))
            return
        except OSError as error:  # a path too long, a folder that may not be looked into
            self._fail(ExitCode.USAGE, f"{error.filename} cannot be written: {error.strerror}")
            return
        survey = self._survey(given)
        if survey is None:
            return
        url = survey.given.base_url
        if failure := _failure(survey, url):
            self._fail(*failure)
            return
        found = conclude(survey)
        done = self._write(survey, found, place, golden)
        whole = [sample for sample in survey.samples if not sample.lacks]
        if whole:
            done.append(f"{len(whole)} of {len(survey.samples) + len(survey.unread)} articles give a whole record.")
        try:
            with printing():
                print_report(survey, found, sys.stdout)
                print(*done, sep="\n")
        except StdoutError as error:
            self._fail(ExitCode.OUTPUT_FAILED, str(error))
        if not whole:
            self._fail(
                ExitCode.PARTLY_FAILED,
                f"none of the {len(survey.samples)} articles of {url} that were read gives a whole record: see the "
                "table of articles, and mend the profile",
            )

    def _survey(self, arguments: dict[str, str]) -> Survey | None:
        """Run the spider; ``None`` where it did not come to its end, which is told."""
        from newscrawl.onboarding.spider import OnboardSpider

        assert self.crawler_process is not None
        crawler = self._create_crawler(OnboardSpider)
        self.crawler_process.crawl(crawler, **arguments)
        self.crawler_process.start()
        survey = crawler.spider.survey if isinstance(crawler.spider, OnboardSpider) else None
        if survey is not None and survey.complete:
            return survey
        reason = crawler.stats.get_value("finish_reason") if crawler.stats else None
        if reason == "shutdown":
            self._fail(ExitCode.INTERRUPTED, "stopped before the end: nothing was written")
        elif reason == BLOCKED:
            self._fail(ExitCode.BLOCKED, f"the site turns us away: {ending_line(crawler)}")
        elif reason == SILENT:
            self._fail(ExitCode.UNREACHABLE, f"the site answers no more: {ending_line(crawler)}")
        elif reason in (REQUESTS_SPENT, SECONDS_SPENT):
            self._fail(ExitCode.BUDGET_SPENT, f"the look at the site is ended, {ending_line(crawler)}")
        else:
            self._fail(ExitCode.ERROR, "looking at the site broke: see the traceback in the log")
        return None

    def _write(self, survey: Survey, found: Findings, place: Path, golden: Path | None) -> list[str]:
        """Write what was asked for; return lines that say what was written, and how to go on."""
        from newscrawl.onboarding.golden import write_golden
        from newscrawl.onboarding.writing import profile_text, sites_folder, tests_folder, write_profile

        done = []
        try:
            write_profile(place, profile_text(survey, found))
            done.append(f"Profile: {place}")
            if golden is not None:
                pages = write_golden(golden, survey.samples, found.profile)
                done.append(f"Golden pages: {len(pages)} in {golden}")
        except OSError as error:
            self._fail(ExitCode.OUTPUT_FAILED, f"could not write {error.filename or place}: {error.strerror or error}")
            return done
        known = place.resolve().parent == sites_folder().resolve()
        site = found.profile.name if known else shlex.quote(str(place))
        done.append(f"Next: read it over, then scrapy crawl news -a site={site} -a limit=20")
        if golden is not None and not found.profile.timezone:
            done.append("Golden dates that name no zone are in UTC: give the profile one, and look again with --force")
        if golden is not None and not (known and golden.resolve().parent == tests_folder().resolve()):
            done.append(
                f"Golden pages are tested once they stand in {tests_folder()}, and the profile in {sites_folder()}"
            )
        return done

    def _fail(self, code: ExitCode, line: str) -> None:
        from newscrawl.onboarding.report import shown

        print(f"newscrawl: {shown(line)}", file=sys.stderr)
        self.exitcode = self.exitcode or code


def _failure(survey: Survey, url: str) -> tuple[ExitCode, str] | None:
    """Return what keeps a site from being onboarded at all."""
    opened = survey.opened
    listed = any(any(listed.strata) for listed in survey.listed)
    if opened.trouble and not listed:
        code = ExitCode.BLOCKED if opened.refused else ExitCode.UNREACHABLE
        return code, f"could not open {url}: {opened.trouble}"
    if not listed:
        kind = "" if opened.api or "wordpress" in (opened.info.generator or "").lower() else ", nor a sign of WordPress"
        reasons = "; ".join(f"{listed.source}: {listed.why}" for listed in survey.listed if listed.why)
        return ExitCode.NOTHING_FOUND, f"no article was found at {url}{kind} ({reasons})"
    if not survey.samples:
        why = "; ".join(f"{page}: {reason}" for page, reason in list(survey.unread.items())[:2])
        return ExitCode.PARTLY_FAILED, f"none of the {len(survey.unread)} articles of {url} could be read ({why})"
    return None

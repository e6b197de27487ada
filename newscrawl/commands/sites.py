"""``scrapy sites``: the sites that have a profile."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.commands.streams import StdoutError, printing
from newscrawl.outcome import ExitCode
from newscrawl.sites import registry

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Prints one line for each profile."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - the base class declares it so

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "List the sites that have a profile"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print name, URL, time zone and language of each, parted by tabs."""
        if args:
            raise UsageError("scrapy sites takes no arguments", print_help=False)
        try:
            profiles = registry.profiles()
        except ValueError as error:
            raise UsageError(str(error), print_help=False) from error
        try:
            with printing():
                for profile in profiles.values():
                    url = "(built-in demo)" if profile.demo_edition else profile.base_url
                    print(profile.name, url, profile.timezone or "-", profile.language or "-", sep="\t")
        except StdoutError as error:
            print(f"newscrawl: {error}", file=sys.stderr)
            self.exitcode = ExitCode.OUTPUT_FAILED

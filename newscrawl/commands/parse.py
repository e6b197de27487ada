"""``scrapy parse``: Scrapy's own command, leaving no trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands.parse import Command as ScrapyCommand

from newscrawl.commands.bare import leave_no_trace, refuse_nonsense, trust_named

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Scrapy's, without the run lock, files and ledger of a crawl."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options as Scrapy does."""
        leave_no_trace(self.settings)
        super().process_options(args, opts)
        refuse_nonsense(self.settings)
        trust_named(self.settings, args)

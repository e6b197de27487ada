"""``scrapy extract``: one page read into one finished record."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.commands import BaseRunSpiderCommand
from scrapy.exceptions import UsageError

from newscrawl.commands.bare import leave_no_trace, refuse_nonsense
from newscrawl.commands.streams import StdoutError, printing
from newscrawl.ending import StoppedError, ending_line
from newscrawl.extract.page import extract_article
from newscrawl.items import Article, Rejected, record
from newscrawl.normalise import normalise_article
from newscrawl.normalise.validity import reasons
from newscrawl.normalise.warn import warn
from newscrawl.outcome import ExitCode
from newscrawl.printable import printable, printable_json
from newscrawl.spiders.arguments import read_arguments
from newscrawl.spiders.news import NewsSpider

if TYPE_CHECKING:
    import argparse
    from collections.abc import AsyncIterator

    from newscrawl.spiders.arguments import Arguments


class OnePageSpider(NewsSpider):
    """Opens the site as a crawl does, then fetches a single page."""

    page = ""

    async def start(self) -> AsyncIterator[Any]:
        """Request the page, once the site's time zone is known."""
        try:
            await self.open_site()
        except StoppedError:  # the line that ended the run follows
            return
        yield Request(self.page, callback=self.parse, errback=self.failed)


class Command(BaseRunSpiderCommand):
    """Prints the record of a file, of standard input (``-``) or of a URL."""

    requires_project = True

    def syntax(self) -> str:
        """How it is called."""
        return "[options] <file, - or URL>"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Read one page into a finished record and print it"

    def long_desc(self) -> str:
        """What it does, for its help."""
        return (
            "Print the record of a page as JSON. A page given by URL is fetched, its site asked for the time zone; "
            "for a file, say with -a site=NAME_OR_URL or -a timezone=ZONE where it is from."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the option that says where a file was fetched from."""
        super().add_options(parser)
        parser.add_argument("--url", help="URL that the file was fetched from")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write nothing but the record: no files, and of the log only what went wrong."""
        super().process_options(args, opts)
        assert self.settings is not None
        refuse_nonsense(self.settings)
        leave_no_trace(self.settings, "cmdline")
        self.settings.set("LOG_LEVEL", "WARNING", priority="spider")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the record; what a whole one would need and this lacks goes to standard error."""
        if len(args) != 1:
            raise UsageError("give one file, - or URL: scrapy extract page.html", print_help=False)
        target = args[0]
        is_url = urlsplit(target).scheme in ("http", "https")
        given = dict(opts.spargs)
        if is_url:
            given.setdefault("site", urlsplit(target)._replace(path="/", query="", fragment="").geturl())
        try:
            assert self.settings is not None
            OnePageSpider.check(self.settings, given)
            arguments = read_arguments(**given)
        except ValueError as error:
            self._fail(ExitCode.USAGE, str(error))
            return
        if is_url:
            self._read_url(target, given)
        else:
            self._read_file(target, opts.url or "", arguments)

    def _read_file(self, target: str, url: str, arguments: Arguments) -> None:
        try:
            body = self._read(target)
        except OSError as error:
            self._fail(ExitCode.USAGE, f"cannot read {target}: {error.strerror or error}")
            return
        if "site" in arguments.given:
            profile = arguments.profile
            article = extract_article(body, url or profile.base_url, profile)
        else:
            article = extract_article(body, url)
            profile = arguments.profile
        if article.role.following:
            count = len(article.role.following)
            warn(article, "body", f"the article goes on over {count} more page(s), of which a file holds nothing")
        article = normalise_article(article, profile)
        self._print(article, reasons(article))

    def _read(self, target: str) -> bytes:
        """Return the file's bytes. Raises OSError, also for more than a crawl would take."""
        assert self.settings is not None
        most = self.settings.getint("DOWNLOAD_MAXSIZE")
        with sys.stdin.buffer if target == "-" else Path(target).open("rb") as file:
            body = file.read(most + 1)
        if len(body) > most:
            raise OSError(f"it is larger than DOWNLOAD_MAXSIZE, {most} bytes")
        return body

    def _read_url(self, target: str, arguments: dict[str, str]) -> None:
        assert self.crawler_process is not None
        crawler = self._create_crawler(OnePageSpider)
        crawler.spidercls.page = target  # type: ignore[attr-defined]
        items: list[Article | Rejected] = []

        def keep(item: Article | Rejected) -> None:
            items.append(item)

        crawler.signals.connect(keep, signals.item_scraped)
        self.crawler_process.crawl(crawler, **arguments)
        self.crawler_process.start()
        if not items and (line := ending_line(crawler)):
            self._fail(ExitCode.UNREACHABLE, f"{target} could not be fetched: {line}")
        elif not items:
            self._fail(ExitCode.UNREACHABLE, f"{target} could not be fetched: see the line above")
        for item in items:
            self._print(item, item.reasons if isinstance(item, Rejected) else [])

    def _print(self, item: Article | Rejected, lacking: list[str]) -> None:
        # UTF-8 whatever the terminal says: it is data.
        text = printable_json(json.dumps(record(item), ensure_ascii=False, indent=2)) + "\n"
        try:
            with printing():
                sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        except StdoutError as error:
            self._fail(ExitCode.OUTPUT_FAILED, str(error))
            return
        if lacking:
            self._fail(ExitCode.PARTLY_FAILED, f"a crawl would reject this page: {'; '.join(lacking)}")

    def _fail(self, code: ExitCode, line: str) -> None:
        print(f"newscrawl: {printable(line)}", file=sys.stderr)
        self.exitcode = code

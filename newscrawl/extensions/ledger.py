"""Owns the ledger for the length of a run; here files become history."""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.extensions.feedexport import FeedExporter
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.project import data_path

from newscrawl import accounts, ledger
from newscrawl.discovery.links import identity
from newscrawl.drops import Settled
from newscrawl.feeds import StoredFile, output_folder, remove_leftovers, takes_articles
from newscrawl.items import JSON_LINES, Article, ArticleRef, Rejected, Removed, State, Validators
from newscrawl.ledger import ClaimLostError, Ledger, LedgerError, Listing, Outcome, Roll
from newscrawl.ledger.errors import BadURLError
from newscrawl.outcome import LEDGER_ERROR, ExitCode, refuse
from newscrawl.printable import without_passwords
from newscrawl.signals import file_complete
from newscrawl.storages import kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.extensions.feedexport import FeedSlot
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from newscrawl.ledger import Decision, Entry
    from newscrawl.spiders.news import NewsSpider

logger = logging.getLogger(__name__)

_BROKE = "reading the page broke: see the log of the run"

_LOST = "newscrawl:lost files"
"""The name under which the ledger remembers which files a run said to be gone."""

_BATCH = 500
"""Outcomes that stand in no file are written so many at a time; a kill loses no more than these hints."""


class LedgerKeeper:
    """Asks the ledger what to fetch, and tells it what became of it.

    The rename of an output file is the commit point: the ledger takes over what a file holds only after it stands
    under its name, and what files hold that the ledger has not when the next run begins. Other outcomes are hints,
    written in batches.
    """

    def __init__(self, crawler: Crawler) -> None:
        url = crawler.settings["NEWSCRAWL_LEDGER_URL"]
        folder = output_folder(crawler.settings)
        if url == "" or not folder or not hasattr(crawler.spidercls, "open_site"):
            raise NotConfigured
        self.crawler = crawler
        self._unplaced: LedgerError | None = None
        try:
            self.url = url or default_url(folder)
        except LedgerError as error:  # the run is refused when it begins
            self.url, self._unplaced = "", error
        self.ledger: Ledger | None = None
        self.failure: str | None = None
        self._misses = crawler.settings.getint("NEWSCRAWL_REMOVAL_MISSES")
        self._span = timedelta(days=crawler.settings.getfloat("NEWSCRAWL_REMOVAL_DAYS"))
        self.started = now()
        self.roll = Roll()
        self.asked: set[int] = set()
        self._weighed: dict[int, Outcome] = {}
        self._feeds: FeedExporter | None = None
        self._waiting: dict[tuple[str, int], list[Outcome]] = defaultdict(list)
        self._hints: list[Outcome] = []
        self._twins: list[Outcome] = []
        self._lost = False
        self._listings: dict[str, Listing] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the run's beginning and end, to items, and to files."""
        keeper = cls(crawler)
        crawler.signals.connect(keeper.spider_opened, signals.spider_opened)
        crawler.signals.connect(keeper.item_dropped, signals.item_dropped)
        crawler.signals.connect(keeper.item_error, signals.item_error)
        crawler.signals.connect(keeper.spider_error, signals.spider_error)
        crawler.signals.connect(keeper.feed_slot_closed, signals.feed_slot_closed)
        crawler.signals.connect(keeper.file_complete, file_complete)
        crawler.signals.connect(keeper.engine_stopped, signals.engine_stopped)
        return keeper

    # -- the run's beginning

    def spider_opened(self, spider: NewsSpider) -> None:
        """Open the ledger and take over what killed runs left."""
        self._feeds = self.crawler.get_extension(FeedExporter)
        self.site, self.run = spider.site, spider.run
        self.folder = Path(spider.output_dir) / spider.site
        if self.crawler.stats.get_value("newscrawl/refused"):
            return
        try:
            if self._unplaced:
                raise self._unplaced
            self.ledger = Ledger.open(self.url)
            if not self.ledger.claim(self.site, self.run):
                line = f"another run of {self.site} is under way (in the ledger {self.ledger.place}): this one leaves"
                self.ledger.close()
                self.ledger = None
                raise refuse(self.crawler, ExitCode.LOCKED, line)
            for folder in (self.folder, self.folder / "runs"):
                for part in folder.glob(".*.part"):  # nobody writes them: the run lock is held
                    part.unlink(missing_ok=True)
            for uri in self.crawler.settings.getdict("FEEDS"):
                remove_leftovers(str(uri))
            adopted = ledger.adopt_files(self.ledger, self.site, self.folder, now(), self._overwritten())
            self._mind_lost_files(demo=spider.profile.demo_edition is not None)
            self._warn_of_weak_feeds()
            ledger.begin_run(self.ledger, self.site, self.run, now())
        except (LedgerError, OSError) as error:
            code = ExitCode.USAGE if isinstance(error, BadURLError) else ExitCode.LEDGER_FAILED
            raise refuse(self.crawler, code, str(error)) from error
        if adopted:
            names = ", ".join(file.name for file in adopted[:3]) + (", …" if len(adopted) > 3 else "")
            logger.info("took over %d files that an earlier run left without a word: %s", len(adopted), names)

    def _overwritten(self) -> frozenset[str]:
        """Files that this run overwrites: if a killed run was the last to write one, its articles come again."""
        feeds = self.crawler.settings.getdict("FEEDS").items()
        paths = (Path(urlsplit(str(uri)).path) for uri, options in feeds if options.get("overwrite"))
        return frozenset(str(path.resolve()) for path in paths)

    def _mind_lost_files(self, *, demo: bool) -> None:
        """Say once that files are gone which the ledger counts; where all are, the demo starts over."""
        assert self.ledger is not None
        lost = ledger.lost_files(self.ledger, self.site, self.folder)
        if not lost:
            return
        count = len(ledger.file_names(self.ledger, self.site))
        if demo and len(lost) == count:
            logger.info("the demo's files are gone: it starts over")
            ledger.rebuild(self.ledger, self.site, self.folder, now())
            return
        told, telling = self.listing(_LOST), f"{len(lost)} {lost[-1]}"
        self.keep_listing(Listing(url=_LOST, watermark=telling))
        if told is not None and told.watermark == telling:
            return
        logger.warning(
            "%d of the %d output files that the ledger counts for %s cannot be found, such as %s: their "
            "articles are not exported again. If the files are lost, and not moved elsewhere: scrapy ledger %s "
            "--rebuild",
            len(lost),
            count,
            self.site,
            lost[-1],
            self.site,
        )

    # -- what to fetch

    def decide(self, refs: Sequence[ArticleRef]) -> list[Decision]:
        """Say for each listed article whether to fetch it. Raises LedgerError."""
        assert self.ledger is not None
        decisions = self.ledger.decide(self.site, refs, now(), self.roll)
        for decision in decisions:
            if decision.entry is not None:
                self.asked.add(decision.entry.id)
                if decision.moved and not decision.fetch:
                    self.note(outcome(State.UNCHANGED, decision.ref))
        return decisions

    def due(self) -> Iterator[Decision]:
        """Articles to ask for that no listing of this run has named. Raises LedgerError."""
        assert self.ledger is not None
        for decision in self.ledger.due(self.site, now()):
            assert decision.entry is not None
            if decision.entry.id not in self.asked:
                yield decision

    def suspects(self, *, whole: bool) -> list[Entry]:
        """Return articles whose absence is proven, to be looked at a last time. Raises LedgerError.

        ``whole``: every article of the site was listed in this run, so that those that were not speak against
        themselves.
        """
        assert self.ledger is not None
        self._flush()
        if whole:
            ledger.note_absences(self.ledger, self.site, self.roll, since=self.started, now=now())
        due = ledger.due_removals(self.ledger, self.site, min_misses=self._misses, min_span=self._span)
        if due.held_back:
            logger.warning(
                "%d articles of %s have gone at once, as if the site were broken: see whether it is. If they stay "
                "away, they are reported as removed after twice the proof",
                due.held_back,
                self.site,
            )
        entries = [entry for entry in due.entries if entry.id not in self.asked]
        self.asked.update(entry.id for entry in entries)
        return entries

    def gone(self, entry: Entry | None) -> bool:
        """Whether the absence of an article that a listing names all the same is proven but for a last look."""
        return entry is not None and ledger.proven(entry, self._misses, self._span)

    def numbers(self) -> Iterator[int]:
        """Yield the numbers of all known articles, ascending. Raises LedgerError."""
        assert self.ledger is not None
        return ledger.numbers(self.ledger, self.site)

    def listing(self, url: str) -> Listing | None:
        """Return what an earlier run left about a listing. Raises LedgerError."""
        assert self.ledger is not None
        return ledger.known_listing(self.ledger, self.site, url)

    def keep_listing(self, listing: Listing) -> None:
        """Have the run's end remember a listing, if it is a good end."""
        self._listings[listing.url] = listing

    def weigh(self, item: Article) -> tuple[Literal["new", "updated"], int] | None:
        """Return status and revision of an article that was read; ``None``: it says nothing new. Raises Settled."""
        if self.ledger is None:
            return item.status, item.revision
        found = _found(item)
        assert found.content_hash is not None
        try:
            entry = self.ledger.find(self.site, found)
        except LedgerError as error:
            self.abandon(error)
            raise Settled(State.FAILED, str(error)) from error
        following = ledger.next_revision(entry, found.content_hash)
        if following is not None:
            found.revision = following[1]
        self._weighed[id(item)] = found  # the hash is over the whole text: once is enough
        return following

    # -- what became of it

    def note(self, found: Outcome) -> None:
        """Take down an outcome that stands in no file."""
        # The article that a twin leads to is known only after its file is, and whether it is listed by an address of
        # its own only after the last listing.
        elsewhere = found.listed_as is not None and identity(found.listed_as) != identity(found.url)
        if found.state is State.DUPLICATE or (found.state is State.UNCHANGED and elsewhere):
            self._twins.append(found)
            return
        self._hints.append(found)
        if len(self._hints) >= _BATCH:
            self._flush()

    def item_scraped(self, item: Any) -> None:
        """Keep what an item says until the file that holds it has its name; the accounting calls it."""
        if isinstance(item, Article | Rejected | Removed):
            found = self._weighed.pop(id(item), None) or _found(item)
            takers = [slot for slot in self._feeds.slots if slot.filter.accepts(item)] if self._feeds else []
            for slot in takers:
                # The feeds have it by now: where it was the last of its file, the next one is begun.
                self._waiting[slot.uri_template, slot.batch_id - (not slot.itemcount)].append(found)
            if not takers and not isinstance(item, Article):
                self.note(found)  # the user has no file for these

    def item_dropped(self, item: Any, exception: BaseException) -> None:
        """Take down that an article was read and gave nothing new."""
        if isinstance(item, Article) and isinstance(exception, Settled):
            found = self._weighed.pop(id(item), None) or _found(item)
            found.state = exception.state
            self.note(found)

    def item_error(self, item: Any) -> None:
        """Take down that a pipeline broke, so that the article is asked for again."""
        if self.ledger is not None and (ref := getattr(item, "ref", None)) is not None:
            self.note(outcome(State.FAILED, ref, _BROKE))

    def spider_error(self, response: Response | Failure | None) -> None:
        """Take down that reading an article's page broke."""
        for ref in accounts.asked_for(getattr(response, "request", None)) if self.ledger is not None else ():
            self.note(outcome(State.FAILED, ref, _BROKE))

    def feed_slot_closed(self, slot: FeedSlot) -> None:
        """Take over the file that was just renamed. The signal comes for failures too: these leave nothing."""
        if self.ledger is None:
            return
        outcomes = self._waiting.pop((slot.uri_template, slot.batch_id), [])
        stored = kept(slot, self.crawler.stats)
        if not stored or len(outcomes) > slot.itemcount:  # more: a line could not be written, and which is not known
            self._lost = True
            return
        if isinstance(stored, StoredFile):
            path, sha256, lines = self._name(stored), stored.sha256, stored.lines
        else:
            path, sha256, lines = without_passwords(slot.uri), f"{self.run}:{slot.batch_id}", slot.itemcount
        try:
            self.ledger.commit_file(self.site, self.run, path, sha256=sha256, lines=lines, outcomes=outcomes, now=now())
        except LedgerError as error:
            self._fail(error)

    def file_complete(self, file: StoredFile) -> str | None:
        """Announce a file outside the site's folder: the next run would not find it by itself after a kill.

        Withholds every file where the site is another run's by now, which may have exported the same.
        """
        if self.ledger is None:
            return None
        try:
            self.ledger.mind_claim()
            if file.path.suffix in JSON_LINES and file.path.parent.resolve() != self.folder.resolve():
                self.ledger.announce_file(self.site, self.run, self._name(file), file.sha256)
        except ClaimLostError as error:
            self.abandon(error)
            return "withheld, since another run may have exported the same"
        except LedgerError as error:
            self._fail(error)
        return None

    def _name(self, file: StoredFile) -> str:
        """The file's name in the ledger: relative to the site's folder, else absolute."""
        path = file.path.resolve()
        return path.name if path.parent == self.folder.resolve() else str(path)

    def _warn_of_weak_feeds(self) -> None:
        for uri, options in self.crawler.settings.getdict("FEEDS").items():
            if not takes_articles(options):
                continue
            local = urlsplit(str(uri)).scheme in ("", "file")
            if not local or Path(str(uri)).suffix not in JSON_LINES:
                logger.warning(
                    "%s is no local file of JSON Lines: if this run is killed, the next one cannot tell what it holds, "
                    "and exports these articles again. Leave -o and -O out, or name a .jsonl file, where that matters",
                    uri,
                )

    def engine_stopped(self) -> None:
        """Close the books of the run."""
        if self.ledger is None:
            return
        sums = accounts.sums(self.crawler.stats)
        reason = str(self.crawler.stats.get_value("finish_reason", "killed"))
        # What was lost has to be listed again.
        lost = self._lost or any(self._waiting.values())
        clean = reason == "finished" and not (sums[State.UNFINISHED] or lost or self.failure)
        try:
            self._hints += map(self._apart, self._twins)
            self._flush()
            ledger.end_run(
                self.ledger,
                self.site,
                self.run,
                now(),
                outcome=reason,
                requests=self.crawler.stats.get_value("downloader/request_count", 0),
                sums={state: count for state, count in sums.states.items() if count},
                listings=self._listings.values() if clean else (),
            )
        except LedgerError as error:
            self._fail(error)
        finally:
            self.ledger.close()
            self.ledger = None

    def _flush(self) -> None:
        assert self.ledger is not None
        hints, self._hints = self._hints, []
        try:
            self.ledger.record(self.site, hints)
        except LedgerError as error:
            self._fail(error)

    def _apart(self, twin: Outcome) -> Outcome:
        """Return an outcome whose listing speaks of a post that leads to another one which is listed too as such."""
        spider: NewsSpider = self.crawler.spider  # type: ignore[assignment]
        return replace(twin, state=State.DUPLICATE) if spider.lists(twin.url) else twin

    def abandon(self, error: LedgerError) -> None:
        """End the run: without the ledger there is no telling what to fetch and what to export."""
        first = self.failure is None
        self._fail(error)
        if first:
            deferred_from_coro(self.crawler.engine.close_spider_async(reason="ledger_failed"))

    def _fail(self, error: LedgerError) -> None:
        if self.failure is None:
            self.failure = str(error)
            self.crawler.stats.set_value(LEDGER_ERROR, self.failure)  # the run's last line tells it


def default_url(output_dir: str) -> str:
    """Return the URL of the ledger that belongs to an output folder: a SQLite file under the project's ``.scrapy/``.

    Outside of a project, under that of the folder where scrapy is run.

    A ledger tells what stands in the files of one output folder, so each folder has its own; that of the default
    folder is called ``ledger.sqlite``. Raises LedgerError where its folder cannot be made.
    """
    folder = Path(output_dir).resolve()
    try:
        try:
            data = Path(data_path("")).resolve()
        except NotConfigured:  # the settings are named by the environment, and there is no scrapy.cfg: as with Scrapyd
            data = Path(".scrapy").resolve()
        suffix = "" if folder == data.parent / "output" else f"-{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"
        path = data / "newscrawl" / f"ledger{suffix}.sqlite"
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerError(f"could not make the folder of the ledger, {error.filename}: {error.strerror}") from error
    return f"sqlite:///{path}"


def _found(item: Article | Rejected | Removed) -> Outcome:
    given = Validators() if isinstance(item, Removed) else item.validators
    return ledger.outcome_of(item, now=now(), etag=given.etag, last_modified=given.last_modified)


def ref_of(entry: Entry) -> ArticleRef:
    """Return an article of the ledger as something to ask for."""
    return ArticleRef(url=entry.url, source="ledger", number=entry.post_id)


def outcome(state: State, ref: ArticleRef, *reasons: str, gone: bool = False) -> Outcome:
    """Return the outcome of an article whose page gave no item."""
    return Outcome(
        state=state,
        url=ref.url,
        at=now(),
        post_id=ref.number,
        modified=ref.modified,
        reasons=reasons,
        gone=gone,
    )


def now() -> datetime:
    return datetime.now(UTC)

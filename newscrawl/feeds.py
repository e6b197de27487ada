"""Files that appear whole or not at all: written aside, synced, renamed."""

from __future__ import annotations

import fcntl
import glob
import hashlib
import io
import os
import re
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.settings import SETTINGS_PRIORITIES
from scrapy.utils.conf import closest_scrapy_cfg
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.misc import load_object
from w3lib.url import file_uri_to_path

from newscrawl.items import JSON_LINES, Article
from newscrawl.logformatter import one_line_errors
from newscrawl.signals import file_complete

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO, Self

    from _typeshed import ReadableBuffer as Buffer
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

PART_SUFFIX = ".part"
"""Ending of a file that is being written; after a kill it is left behind and means nothing."""


_PLACEHOLDER = re.compile(r"%\([^()]*\)[-+ #0-9.]*[a-zA-Z]")  # each piece ends where the next begins: linear


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file as it was renamed into place."""

    path: Path
    lines: int
    """Lines that this run wrote into it."""
    size: int
    """Bytes of the whole file."""
    sha256: str
    """Of the whole file, in hexadecimal."""


class WithheldError(OSError):
    """Raised where a file was whole, and somebody who was asked had it not take its place."""


class AsideFile(io.BufferedIOBase):
    """A binary file beside its final path, opened for writing; counts and hashes what is written.

    Raises OSError when it cannot be made or written. With ``on_failure`` it calls that once instead, takes what else is
    written as lost, says why in ``error``, and :meth:`store` refuses: Scrapy only logs what a feed's writes raise.
    """

    def __init__(
        self, path: Path, *, append: bool = False, on_failure: Callable[[OSError], None] | None = None
    ) -> None:
        self.path = path
        self.append = append
        self.lines = 0
        self.error: OSError | None = None
        self._on_failure = on_failure
        self._digest = hashlib.sha256()
        self.part = path.with_name(f".{path.name}.{os.getpid()}{PART_SUFFIX}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = self.part.open("wb")
        except OSError as error:
            self._file = Path(os.devnull).open("wb")  # noqa: SIM115 - closed with the file that it stands for
            self._fail(error)

    def _fail(self, error: OSError) -> None:
        if self._on_failure is None:
            self._file.close()
            raise error
        if self.error is None:
            self.error = error
            self._on_failure(error)

    def writable(self) -> bool:
        """Always: it is for writing only."""
        return True

    def write(self, data: Buffer) -> int:
        """Write ``data``; exporters call this about once a line."""
        data = bytes(data)
        try:
            self._file.write(data)
        except OSError as error:
            self._fail(error)
        self._digest.update(data)
        self.lines += data.count(b"\n")
        return len(data)

    def flush(self) -> None:
        """Hand what is buffered to the operating system."""
        if not self._file.closed:
            self._file.flush()

    def close(self) -> None:
        """Drop the file, unless it was stored."""
        if not self._file.closed:
            self.discard()
        super().close()

    def store(self, announce: Callable[[StoredFile], object] | None = None) -> StoredFile:
        """Sync the file and rename it to its final path. Raises OSError, and then leaves no trace.

        ``announce`` is called between the two.
        """
        try:
            if self.error:
                raise self.error
            with _locked(self.path.parent) as folder:
                # Renaming keeps the promise for appended files too: old and new lines are joined aside.
                if self.append and self.path.exists():
                    self._join()
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
                size = self.part.stat().st_size
                stored = StoredFile(path=self.path, lines=self.lines, size=size, sha256=self._digest.hexdigest())
                if announce:
                    announce(stored)
                self.part.replace(self.path)
                os.fsync(folder)
        except OSError:
            self.discard()
            raise
        return stored

    def discard(self) -> None:
        """Close and delete the file."""
        with suppress(OSError):
            self._file.close()
        self.part.unlink(missing_ok=True)

    def _join(self) -> None:
        self._file.flush()
        joined = self.part.with_name(f".{self.path.name}.{os.getpid()}.joined{PART_SUFFIX}")
        try:
            with joined.open("wb") as target:
                for source in (self.path, self.part):
                    with source.open("rb") as piece:
                        shutil.copyfileobj(piece, target, 1 << 20)
                    if source is self.path and self.path.suffix in JSON_LINES and not _ends_a_line(source):
                        target.write(b"\n")
            with joined.open("rb") as whole:
                self._digest = hashlib.file_digest(whole, "sha256")
            self._file.close()
            joined.replace(self.part)
        finally:
            joined.unlink(missing_ok=True)
        self._file = self.part.open("ab")


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return True
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"


@contextmanager
def _locked(folder: Path) -> Iterator[int]:
    """Hold a lock on ``folder`` that ends with the process, so that two runs can append to one file."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


class AtomicFileStorage:
    """Feed storage for local files; takes the place of Scrapy's, which writes in place.

    ``stored`` tells what was renamed into place; it stays ``None`` when nothing was, and ``error`` says why. A failed
    write ends the crawl: there is no use in fetching what cannot be kept.
    """

    def __init__(
        self,
        uri: str,
        *,
        feed_options: dict[str, Any] | None = None,
        on_failure: Callable[[OSError], None] | None = None,
        announce: Callable[[StoredFile], object] | None = None,
    ) -> None:
        self.path = Path(file_uri_to_path(uri) if uri.startswith("file:") else uri)
        self.append = not (feed_options or {}).get("overwrite", False)
        self.stored: StoredFile | None = None
        self.error: OSError | None = None
        self._on_failure = on_failure
        self._announce = announce

    @classmethod
    def from_crawler(cls, crawler: Crawler, uri: str, *, feed_options: dict[str, Any] | None = None) -> Self:
        """Scrapy's way to make a storage."""

        def stop(error: OSError) -> None:
            deferred_from_coro(crawler.engine.close_spider_async(reason="output_failed"))

        def announce(file: StoredFile) -> None:
            for _, answer in crawler.signals.send_catch_log(file_complete, file=file):
                if isinstance(answer, str):
                    raise WithheldError(answer)

        one_line_errors("scrapy.extensions.feedexport")
        return cls(uri, feed_options=feed_options, on_failure=stop, announce=announce)

    def open(self, spider: Spider) -> AsideFile:
        """Open the file aside."""
        return AsideFile(self.path, append=self.append, on_failure=self._on_failure)

    def store(self, file: AsideFile) -> None:
        """Put the file in its place. Raises OSError."""
        try:
            self.stored = file.store(self._announce)
        except OSError as error:
            self.error = error
            raise


def remove_leftovers(uri: str) -> None:
    """Delete what killed processes left of local files; those that still run keep theirs.

    ``uri``: a feed's, placeholders in the file's name included; nothing is done where its folder has some.
    """
    path = Path(file_uri_to_path(uri) if uri.startswith("file:") else uri)
    if urlsplit(uri).scheme not in ("", "file") or "%(" in str(path.parent):
        return
    names = _PLACEHOLDER.sub("*", glob.escape(path.name))
    for part in path.parent.glob(f".{names}.*{PART_SUFFIX}"):
        pid = part.name.removesuffix(PART_SUFFIX).removesuffix(".joined").rpartition(".")[2]
        if pid.isascii() and pid.isdecimal() and not _runs(int(pid)):
            part.unlink(missing_ok=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OverflowError, PermissionError):  # no process's number; another user's process
        return True
    return True


def write_atomically(path: Path, data: Buffer) -> StoredFile:
    """Write a whole file in one go. Raises OSError."""
    with AsideFile(path) as file:
        file.write(data)
        return file.store()


def output_folder(settings: BaseSettings) -> str:
    """Return the folder of NEWSCRAWL_OUTPUT_DIR.

    A relative one belongs to the project, so that a crawl started in a sub-folder finds it; on the command line it is
    relative to where scrapy is run, as every path there. ``""``: nothing is to be written.
    """
    folder = settings["NEWSCRAWL_OUTPUT_DIR"]
    config = closest_scrapy_cfg()
    on_command_line = (settings.getpriority("NEWSCRAWL_OUTPUT_DIR") or 0) >= SETTINGS_PRIORITIES["cmdline"]
    if not folder or not config or on_command_line:
        return str(folder or "")
    return str(Path(config).parent / folder)


def uri_params(params: dict[str, Any], spider: Spider) -> dict[str, Any]:
    """Give feed URIs ``output_dir``, ``site`` and ``run``, for other spiders than ``news`` too."""
    return {
        **params,
        "output_dir": output_folder(spider.crawler.settings),
        "site": getattr(spider, "site", spider.name),
        "run": getattr(spider, "run", params["time"]),
    }


def users_feeds(asked: dict[str, dict[str, Any]], own: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the feeds of a run whose user named files with ``-o`` or ``-O``.

    The files ``asked`` for take the articles, in place of the project's own feed of articles: an article stands in
    one place, which is what says that it was exported. The ``own`` feeds of other items stay, so that a page without
    a whole record is still reported.
    """
    feeds = {
        # A file that is to be overwritten is, also when there is nothing to write.
        uri: {"item_classes": [ARTICLE], "store_empty": options.get("overwrite", False), **options}
        for uri, options in asked.items()
        if uri not in own
    }
    return feeds | {uri: options for uri, options in own.items() if not takes_articles(options)}


def takes_articles(options: dict[str, Any]) -> bool:
    """Whether a feed with these options holds articles."""
    classes = options.get("item_classes")
    return not classes or any(load_object(item_class) is Article for item_class in classes)


ARTICLE = "newscrawl.items.Article"
"""How feeds name the class of articles."""

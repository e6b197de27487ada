"""Files that appear whole or not at all: written aside, synced, renamed."""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from w3lib.url import file_uri_to_path

from newscrawl.items import Article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from _typeshed import ReadableBuffer as Buffer
    from scrapy import Spider

PART_SUFFIX = ".part"
"""Ending of a file that is being written; after a kill it is left behind and means nothing."""


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


class AsideFile(io.BufferedIOBase):
    """A binary file beside its final path, opened for writing; counts and hashes what is written.

    Raises OSError when the folder or the file cannot be made. After a failed write ``error`` says why, and
    :meth:`store` refuses: Scrapy only logs errors of its feed's writes.
    """

    def __init__(self, path: Path, *, append: bool = False) -> None:
        self.path = path
        self.append = append
        self.lines = 0
        self.error: OSError | None = None
        self._digest = hashlib.sha256()
        path.parent.mkdir(parents=True, exist_ok=True)
        self.part = path.with_name(f".{path.name}.{os.getpid()}{PART_SUFFIX}")
        self._file: BinaryIO = self.part.open("wb")

    def writable(self) -> bool:
        """Always: it is for writing only."""
        return True

    def write(self, data: Buffer) -> int:
        """Write ``data``; exporters call this about once a line."""
        data = bytes(data)
        try:
            self._file.write(data)
        except OSError as error:
            self.error = self.error or error
            raise
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

    def store(self) -> StoredFile:
        """Sync the file and rename it to its final path. Raises OSError, and then leaves no trace."""
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
                self.part.replace(self.path)
                os.fsync(folder)
        except OSError:
            self.discard()
            raise
        return StoredFile(path=self.path, lines=self.lines, size=size, sha256=self._digest.hexdigest())

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
            with joined.open("rb") as whole:
                self._digest = hashlib.file_digest(whole, "sha256")
            self._file.close()
            joined.replace(self.part)
        finally:
            joined.unlink(missing_ok=True)
        self._file = self.part.open("ab")


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

    ``stored`` tells what was renamed into place; it stays ``None`` when nothing was.
    """

    def __init__(self, uri: str, *, feed_options: dict[str, Any] | None = None) -> None:
        self.path = Path(file_uri_to_path(uri) if uri.startswith("file:") else uri)
        self.append = not (feed_options or {}).get("overwrite", False)
        self.stored: StoredFile | None = None

    def open(self, spider: Spider) -> AsideFile:
        """Open the file aside. Raises OSError."""
        return AsideFile(self.path, append=self.append)

    def store(self, file: AsideFile) -> None:
        """Put the file in its place. Raises OSError."""
        self.stored = file.store()


def write_atomically(path: Path, data: Buffer) -> StoredFile:
    """Write a whole file in one go. Raises OSError."""
    with AsideFile(path) as file:
        file.write(data)
        return file.store()


def uri_params(params: dict[str, Any], spider: Spider) -> dict[str, Any]:
    """Give feed URIs ``output_dir``, ``site`` and ``run``, for other spiders than ``news`` too."""
    return {
        **params,
        "output_dir": spider.crawler.settings["NEWSCRAWL_OUTPUT_DIR"],
        "site": getattr(spider, "site", spider.name),
        "run": getattr(spider, "run", params["time"]),
    }


def articles_only(feeds: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return ``feeds`` with those that name no kind of item, as ``-o`` and ``-O`` make them, taking articles only."""
    return {uri: {"item_classes": [Article], **options} for uri, options in feeds.items()}

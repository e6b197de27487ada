"""Reads pages in a process of their own: beside the crawl, and where a hostile page can do the crawl no harm."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, cast

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import is_asyncio_available

import newscrawl
from newscrawl.ending import StoppedError
from newscrawl.extract.messages import (
    PageError,
    is_end,
    pack_page,
    pack_posts,
    pack_profile,
    unpack_article,
    unpack_end,
    unpack_post,
)
from newscrawl.extract.posts import AnswerError
from newscrawl.signals import break_off

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Self

    from scrapy.crawler import Crawler

    from newscrawl.extract.post import Post, PostError
    from newscrawl.extract.posts import Told
    from newscrawl.items import Article
    from newscrawl.sites.profile import SiteProfile

_COMMAND = "import sys; sys.path[:] = sys.argv[1:]; from newscrawl.extract.serve import main; main()"
"""Finds the same modules as the crawl, and loads none but those that reading takes."""


_LEAST_PATIENCE = 60.0  # seconds
_PATIENCE = 30
"""Times NEWSCRAWL_PAGE_SECONDS, by the clock, that an answer may take: a busy machine gives a process little of its
time, but one that is stopped, or waits for something that never comes, uses none at all."""

_STOPPED = "the run is ending"


class _NotReachedError(Exception):
    """The process ended over an earlier page."""


_Ended = PageError | StoppedError | _NotReachedError
_Answers = asyncio.Queue[bytes | _Ended]


class _Process(asyncio.Protocol):
    """The process that reads pages, and the crawl's end of the line to it. It answers in the order it is asked."""

    transport: asyncio.Transport

    def __init__(self, connection: socket.socket, seconds: float, patience: float) -> None:
        package = str(Path(newscrawl.__file__ or "").parent.parent)
        self._process = subprocess.Popen(  # noqa: S603 - Python itself, on this project's own code
            [sys.executable, "-I", "-S", "-c", _COMMAND, package, *sys.path],
            stdin=connection.fileno(),
            stdout=subprocess.DEVNULL,
        )
        self._seconds = seconds
        self._patience = patience
        self._watch: asyncio.TimerHandle | None = None
        self._heard = 0.0
        self._asked: deque[asyncio.Future[bytes] | _Answers] = deque()
        self._received = bytearray()
        self._outgoing: list[bytes] = []
        self.alive = True
        self._over: PageError | StoppedError | None = None

    def send(self, message: bytes) -> None:
        if not self._outgoing:  # what is asked for together goes together: each write is a call of the system
            asyncio.get_running_loop().call_soon(self._flush)
        self._outgoing += (len(message).to_bytes(4), message)

    def _flush(self) -> None:
        messages, self._outgoing = self._outgoing, []
        if self.alive:
            self.transport.write(b"".join(messages))

    def ask(self, message: bytes) -> asyncio.Future[bytes]:
        answer = asyncio.get_running_loop().create_future()
        self._expect(answer)
        self.send(message)
        return answer

    def ask_for_posts(self, message: bytes) -> _Answers:
        answers: _Answers = asyncio.Queue()
        self._expect(answers)
        self.send(message)
        return answers

    def _expect(self, asked: asyncio.Future[bytes] | _Answers) -> None:
        loop = asyncio.get_running_loop()
        if not self._asked:
            self._heard = loop.time()
        self._asked.append(asked)
        if self._watch is None:
            self._watch = loop.call_later(self._patience, self._look)

    def _look(self) -> None:
        """End a process that owes an answer, and has not been heard of for too long."""
        self._watch = None
        loop = asyncio.get_running_loop()
        left = self._heard + self._patience - loop.time()
        if not self._asked or not self.alive:
            return
        if left > 0:
            self._watch = loop.call_later(left, self._look)
        else:
            self.end(PageError(f"the process that read the page gave no sign of life for {self._patience:g} s"))

    def end(self, over: PageError | StoppedError) -> None:
        self._over = over
        self.connection_lost(None)
        self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        self._heard = asyncio.get_running_loop().time()
        while len(self._received) >= 4:
            end = 4 + int.from_bytes(self._received[:4])
            if len(self._received) < end:
                return
            answer = bytes(self._received[4:end])
            del self._received[:end]
            asked = self._asked[0]
            if isinstance(asked, asyncio.Queue):
                asked.put_nowait(answer)
                if not is_end(answer):
                    continue
            elif not asked.cancelled():
                asked.set_result(answer)
            self._asked.popleft()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.alive:
            return
        self.alive = False
        if self._watch is not None:
            self._watch.cancel()
        self._process.kill()  # no use without its line
        status = self._process.wait()
        error: _Ended
        if self._over:
            error = self._over
        elif status == -signal.SIGPROF:
            error = PageError(f"reading the page took more than the {self._seconds:g} s of NEWSCRAWL_PAGE_SECONDS")
        else:
            how = signal.Signals(-status).name if status < 0 else f"exit status {status}"
            how += ", as where memory runs out" if status == -signal.SIGKILL else ""
            error = PageError(f"the process that read the page ended ({how})")
        for asked in self._asked:
            if isinstance(asked, asyncio.Queue):
                asked.put_nowait(error)
            elif not asked.done():
                asked.set_exception(error)
            error = _NotReachedError()


class PageReader:
    """Has :func:`~newscrawl.extract.page.extract_article` called in another process, started with the first page, and
    :func:`~newscrawl.extract.posts.read_posts` for answers of the REST API.

    A page or post that breaks the process, or takes longer than NEWSCRAWL_PAGE_SECONDS of CPU time, costs only itself:
    another is started for those behind it.
    """

    def __init__(self, seconds: float, patience: float | None = None) -> None:
        self._seconds = seconds
        self._patience = patience or max(_LEAST_PATIENCE, _PATIENCE * seconds)
        self._process: _Process | None = None
        self._stopped = False
        self._one_at_a_time = asyncio.Lock()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raise NotConfigured where NEWSCRAWL_PAGE_SECONDS is 0: pages are then read within the crawl's process."""
        seconds = crawler.settings.getfloat("NEWSCRAWL_PAGE_SECONDS")
        if not seconds or not is_asyncio_available():
            raise NotConfigured
        extension = cls(seconds)
        crawler.signals.connect(extension.stop, break_off)
        crawler.signals.connect(extension.stop, signals.spider_closed)
        return extension

    async def read(
        self, html: bytes, url: str, profile: SiteProfile, encoding: str | None, first: str | None = None
    ) -> Article:
        """Return what :func:`~newscrawl.extract.page.extract_article` does; raise PageError, StoppedError."""
        message = pack_page(html, url, encoding, first)
        while True:
            process = await self._running(profile)
            try:
                return unpack_article(await process.ask(message))
            except _NotReachedError:
                continue

    async def read_posts(
        self, body: bytes, base: str, profile: SiteProfile, declared: str | None
    ) -> AsyncIterator[tuple[Told, Post | PostError | PageError]]:
        """Yield what :func:`~newscrawl.extract.posts.read_posts` does, and a PageError for what broke on the way.

        Raises AnswerError; PageError where nothing can be read at all; StoppedError.
        """
        done = 0
        while True:
            process = await self._running(profile)
            answers = process.ask_for_posts(pack_posts(body, base, declared, skip=done))
            while not isinstance(answer := await answers.get(), _NotReachedError):
                if isinstance(answer, StoppedError):
                    raise answer
                if isinstance(answer, PageError):
                    done += 1  # those behind it are asked for without it
                    yield {}, answer
                    break
                if is_end(answer):
                    trouble = unpack_end(answer)
                    if trouble is not None:
                        raise AnswerError(trouble)
                    return
                done += 1
                yield unpack_post(answer)

    def stop(self) -> None:
        """End the process, and whatever waits for it with StoppedError."""
        self._stopped = True
        if self._process:
            self._process.end(StoppedError(_STOPPED))

    async def _running(self, profile: SiteProfile) -> _Process:
        if self._process is not None and self._process.alive:
            return self._process
        async with self._one_at_a_time:
            if self._stopped:
                raise StoppedError(_STOPPED)
            if self._process is None or not self._process.alive:
                try:
                    ours, theirs = socket.socketpair()
                    ours.setblocking(False)
                    with theirs:
                        try:
                            process = _Process(theirs, self._seconds, self._patience)
                        except OSError:
                            ours.close()
                            raise
                except OSError as error:
                    raise PageError(f"no process could be started to read the page: {error.strerror}") from error
                await asyncio.get_running_loop().create_connection(lambda: process, sock=ours)
                process.send(str(self._seconds).encode())
                process.send(pack_profile(profile))
                self._process = process
                if self._stopped:  # meanwhile
                    process.end(StoppedError(_STOPPED))
                    raise StoppedError(_STOPPED)
            return self._process

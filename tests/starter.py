"""Runs ``scrapy`` commands in processes of their own that need not load Scrapy first: each is forked from one that has.

Loading takes longer than most crawls of a test do. What a command does after that, how it ends and what it leaves are
as when it is typed; tests of starting and of signals type it.

``python -m tests.starter SOCKET`` listens until its standard input closes. A client sends the file descriptors of the
command's standard streams and a line of JSON, and gets back the process's id and then its exit status, a line each.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from scrapy.utils.misc import walk_modules_iter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROJECT = Path(__file__).parent.parent
LOADED = (
    "newscrawl.commands",
    "newscrawl.demo",
    "newscrawl.download",
    "newscrawl.extensions",
    "newscrawl.middlewares",
    "newscrawl.pipelines",
    "newscrawl.spiders",
    "scrapy.cmdline",
    "scrapy.commands",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.downloadermiddlewares",
    "scrapy.extensions.corestats",
    "scrapy.extensions.logstats",
    "scrapy.extensions.throttle",
    "scrapy.pqueues",
    "scrapy.spidermiddlewares",
    "scrapy.squeues",
    "sqlalchemy.dialects.sqlite",
)
"""Modules, and packages with all their modules."""


def run(
    arguments: Sequence[object],
    *,
    env: Mapping[str, str],
    stdin: str = "",
    timeout: float,
    address_space: int | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run ``scrapy`` with these arguments to its end, in the project's folder.

    ``env``: all of its environment. Python's own variables come too late, but for ``PYTHONPATH``.
    ``address_space``: bytes that it may map.
    Raises subprocess.TimeoutExpired after ``timeout`` seconds, when it is killed.
    """
    line = ["scrapy", *map(str, arguments)]
    order = {"arguments": line, "env": dict(env), "address_space": address_space}
    with contextlib.ExitStack() as stack:
        streams = [stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="")) for _ in range(3)]
        streams[0].write(stdin)
        streams[0].seek(0)
        connection = stack.enter_context(socket.socket(socket.AF_UNIX))
        connection.connect(str(_starter()))
        socket.send_fds(connection, [b"."], [stream.fileno() for stream in streams])
        connection.sendall(json.dumps(order).encode() + b"\n")
        process = int(_line(connection))
        connection.settimeout(timeout)
        try:
            status = int(_line(connection))
        except TimeoutError:
            os.kill(process, signal.SIGKILL)
            connection.settimeout(None)
            _line(connection)  # it has ended
            raise subprocess.TimeoutExpired(line, timeout, *map(_read, streams[1:])) from None
        return subprocess.CompletedProcess(line, status, *map(_read, streams[1:]))


def _line(connection: socket.socket) -> str:
    line = b""
    while (byte := connection.recv(1)) not in (b"\n", b""):
        line += byte
    return line.decode()


def _read(stream: IO[str]) -> str:
    stream.seek(0)
    return stream.read().replace("\r\n", "\n")


@cache
def _starter() -> Path:
    """The socket of this process's own starter, which ends with it."""
    folder = Path(tempfile.mkdtemp(prefix="newscrawl-starter-"))
    path = folder / "socket"
    process = subprocess.Popen([sys.executable, "-m", "tests.starter", str(path)], cwd=PROJECT, stdin=subprocess.PIPE)
    while not path.exists():
        assert process.poll() is None, "it does not start"
        time.sleep(0.01)
    return path


def serve(path: Path) -> dict[str, Any]:
    """Take orders until standard input closes; returns in the process of each, with its order."""
    for name in LOADED:
        list(walk_modules_iter(name))
    assert "twisted.internet.reactor" not in sys.modules, "each crawl installs its own"
    gc.freeze()  # so that no child copies what it only looks at
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that serve
    with socket.socket(socket.AF_UNIX) as listener:
        aside = path.with_name("aside")
        listener.bind(str(aside))
        listener.listen()
        aside.rename(path)  # who sees it can connect
        while listener in select.select([listener, sys.stdin], [], [])[0]:
            connection, _ = listener.accept()
            with connection:
                if not os.fork():
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    return _serve_one(connection)
    shutil.rmtree(path.parent, ignore_errors=True)
    sys.exit()


def _serve_one(connection: socket.socket) -> dict[str, Any]:
    _, streams, _, _ = socket.recv_fds(connection, 1, 3)
    order: dict[str, Any] = json.loads(_line(connection))
    if not (process := os.fork()):
        for target, stream in enumerate(streams):
            os.dup2(stream, target)
        return order
    connection.sendall(b"%d\n" % process)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    with contextlib.suppress(BrokenPipeError):  # the tests were killed
        connection.sendall(b"%d\n" % status)
    os._exit(0)


def become(order: dict[str, Any]) -> None:
    """Take over environment, limits and command line as the order has them."""
    sys.path[:1] = [str(PROJECT), *filter(None, order["env"].get("PYTHONPATH", "").split(os.pathsep))]
    os.environ.clear()
    os.environ.update(order["env"])
    time.tzset()
    if limit := order["address_space"]:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    sys.argv = order["arguments"]


if __name__ == "__main__":
    become(serve(Path(sys.argv[1])))
    from scrapy.cmdline import execute

    sys.exit(execute())

"""The process that reads pages: a hostile page can break or stall this process, and nothing else."""

from __future__ import annotations

import signal
import socket
import struct
import traceback
from typing import TYPE_CHECKING

from newscrawl.extract.messages import (
    asks_for_posts,
    pack_article,
    pack_end,
    pack_error,
    pack_post,
    unpack_page,
    unpack_posts,
    unpack_profile,
)
from newscrawl.extract.page import extract_article
from newscrawl.extract.posts import AnswerError, read_posts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.sites.profile import SiteProfile

LENGTH = struct.Struct("!I")
"""Stands before each message: how many bytes it has."""


def main() -> None:
    """Answer over the socket that is standard input, until whoever started the process closes the other end."""
    # Ctrl-C and a service's stop reach the crawl too, which asks for what it still needs and then closes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    serve(socket.socket(fileno=0))


def serve(connection: socket.socket) -> None:
    """Answer each page that comes over ``connection`` with its article, in order, until the other end closes.

    The first message is the CPU seconds that a page may take, the second the site's profile. An answer of the REST API
    is answered with a message for each of its posts, and one that ends them. The system ends the process (SIGPROF)
    over a page or post that takes longer: not even a call that never comes back to Python is safe from it.
    """
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    with connection.makefile("rb") as stream:

        def receive() -> bytes:
            head = stream.read(LENGTH.size)
            return stream.read(*LENGTH.unpack(head)) if len(head) == LENGTH.size else b""

        seconds, profile = float(receive()), unpack_profile(receive())
        while message := receive():
            answers = _read_posts(message, profile) if asks_for_posts(message) else _read_page(message, profile)
            while True:
                signal.setitimer(signal.ITIMER_PROF, seconds)
                answer = next(answers, None)
                signal.setitimer(signal.ITIMER_PROF, 0)
                if answer is None:
                    break
                connection.sendall(LENGTH.pack(len(answer)) + answer)


def _read_page(message: bytes, profile: SiteProfile) -> Iterator[bytes]:
    html, url, encoding, first = unpack_page(message)
    try:
        yield pack_article(extract_article(html, url, profile, encoding=encoding, first=first))
    except Exception:  # noqa: BLE001 - whatever a page brings about
        yield _broke()


def _read_posts(message: bytes, profile: SiteProfile) -> Iterator[bytes]:
    body, options = unpack_posts(message)
    trouble = None
    try:
        for told, post in read_posts(body, profile=profile, **options):
            yield pack_post(told, post)
    except AnswerError as error:
        trouble = str(error)
    except Exception:  # noqa: BLE001 - whatever a post brings about
        yield _broke()
    yield pack_end(trouble)


def _broke() -> bytes:
    return pack_error(f"reading the page broke:\n{traceback.format_exc()}")

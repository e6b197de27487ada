"""The process that reads pages: a hostile page can break or stall this process, and nothing else."""

from __future__ import annotations

import signal
import socket
import struct
import traceback
from typing import TYPE_CHECKING

from newscrawl.extract.messages import (
    asks_for_post,
    pack_answer,
    pack_article,
    pack_error,
    unpack_page,
    unpack_post,
    unpack_profile,
)
from newscrawl.extract.page import extract_article
from newscrawl.extract.post import PostError, read_post

if TYPE_CHECKING:
    from newscrawl.sites.profile import SiteProfile

LENGTH = struct.Struct("!I")
"""Stands before each message: how many bytes it has."""


def main() -> None:
    """Answer over the socket that is standard input, until whoever started the process closes the other end."""
    # Ctrl-C and a service's stop reach the crawl too, which asks for what it still needs and then closes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    serve(socket.socket(fileno=0))


def serve(connection: socket.socket) -> None:
    """Answer each page that comes over ``connection`` with its article, in order, until the other end closes.

    The first message is the CPU seconds that a page may take, the second the site's profile. The system ends the
    process (SIGPROF) over a page that takes longer: not even a call that never comes back to Python is safe from it.
    """
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    with connection.makefile("rb") as stream:

        def receive() -> bytes:
            head = stream.read(LENGTH.size)
            return stream.read(*LENGTH.unpack(head)) if len(head) == LENGTH.size else b""

        seconds, profile = float(receive()), unpack_profile(receive())
        while message := receive():
            signal.setitimer(signal.ITIMER_PROF, seconds)
            try:
                answer = _read_post(message, profile) if asks_for_post(message) else _read_page(message, profile)
            except Exception:  # noqa: BLE001 - whatever a page brings about
                answer = pack_error(f"reading the page broke:\n{traceback.format_exc()}")
            signal.setitimer(signal.ITIMER_PROF, 0)
            connection.sendall(LENGTH.pack(len(answer)) + answer)


def _read_page(message: bytes, profile: SiteProfile) -> bytes:
    html, url, encoding, first = unpack_page(message)
    return pack_article(extract_article(html, url, profile, encoding=encoding, first=first))


def _read_post(message: bytes, profile: SiteProfile) -> bytes:
    post, url = unpack_post(message)
    try:
        return pack_answer(read_post(post, url, profile))
    except PostError as error:
        return pack_answer(error)

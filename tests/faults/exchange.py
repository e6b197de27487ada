"""One HTTP request and the bytes that answer it, with none of a library's manners."""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .site import FaultySite

MAX_HEAD = 64 * 1024


@dataclass(slots=True)
class Exchange:
    """A request that was read, and its connection. After a fault ``open`` is false: no further request is read."""

    connection: socket.socket
    site: FaultySite
    method: str
    target: str
    """Path and query as asked for."""
    headers: dict[str, str]
    """Names in lower case."""
    visit: int
    """Counts the requests for this target, from 1."""
    first_asked: float
    """When the first of them came, as :func:`time.monotonic` tells it."""
    open: bool = field(default=True)

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> dict[str, str]:
        pairs = (pair.partition("=") for pair in self.target.partition("?")[2].split("&"))
        return {name: value for name, _, value in pairs if name}

    def answer(
        self,
        body: bytes | str = b"",
        *,
        status: int = 200,
        content_type: str | None = "text/html; charset=UTF-8",
        headers: Iterable[tuple[str, str]] = (),
    ) -> None:
        """A whole and correct answer."""
        data = body.encode() if isinstance(body, str) else body
        self.head(status, [*_content_type(content_type), ("Content-Length", str(len(data))), *headers])
        if self.method != "HEAD":
            self.send(data)

    def redirect(self, location: str, *, status: int = 301) -> None:
        self.answer(status=status, headers=[("Location", location)])

    def head(self, status: int, headers: Iterable[tuple[str, str]]) -> None:
        """Status line and headers; what follows is up to the caller."""
        lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]  # and no Date, unless the headers have it
        lines += [f"{name}: {value}" for name, value in headers]
        self.send("\r\n".join([*lines, "", ""]).encode("latin-1"))

    def send(self, data: bytes) -> None:
        """Raises OSError once the other end has gone."""
        self.connection.sendall(data)

    def drip(self, data: bytes, *, seconds: float) -> None:
        """Sends ``data`` in fifty pieces over that time."""
        size = len(data) // 50 + 1
        for start in range(0, len(data), size):
            self.send(data[start : start + size])
            time.sleep(seconds / 50)

    def finish(self) -> None:
        """Ends the connection in order (FIN), whatever was promised."""
        self.open = False

    def drop(self) -> None:
        """Breaks the connection off (RST)."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.open = False

    @classmethod
    def read(cls, connection: socket.socket, site: FaultySite) -> Self | None:
        """The next request of a connection; ``None`` when there is none, or nothing that looks like one."""
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(8192)
            if not piece or len(data) > MAX_HEAD:
                return None
            data += piece
        first, *lines = data.decode("latin-1").split("\r\n\r\n", 1)[0].split("\r\n")
        method, _, rest = first.partition(" ")
        target = rest.rpartition(" ")[0]
        pairs = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        visit, first_asked = site.count(headers.get("host", ""), target)
        return cls(connection, site, method, target, headers, visit, first_asked)


def _content_type(value: str | None) -> list[tuple[str, str]]:
    return [("Content-Type", value)] if value else []

"""Bounds what a server may send before the body begins: Twisted keeps all of it, whatever DOWNLOAD_MAXSIZE says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

from newscrawl.download.errors import HeadTooLargeError

if TYPE_CHECKING:
    from twisted.internet.interfaces import IAddress

LARGEST_HEAD = 1024 * 1024
"""Bytes of status line and headers, interim answers (1xx) included; browsers take a quarter of it."""


def bounded(factory: type[Any]) -> type[Any]:
    """Return a factory of the same protocols, HTTP clients of Twisted's, that give up beyond :data:`LARGEST_HEAD`."""

    class BoundedFactory(factory):  # type: ignore[misc]
        def buildProtocol(self, addr: IAddress | None) -> Any:  # noqa: N802 - Twisted's name
            protocol = super().buildProtocol(addr)
            protocol.dataReceived = _Bound(protocol)
            return protocol

    return BoundedFactory


class _Bound:
    """Counts what comes for a connection until each answer's body begins."""

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol
        self._receive = protocol.dataReceived
        self._parser: Any = None
        self._size = 0

    def __call__(self, data: bytes) -> None:
        parser = self._protocol._parser  # there is a new one for each answer
        if parser is not self._parser:
            self._parser, self._size = parser, 0
        if parser is not None and parser.state in (STATUS, HEADER):
            self._size += len(data)
            if self._size > LARGEST_HEAD:
                reason = Failure(HeadTooLargeError(LARGEST_HEAD))  # type: ignore[no-untyped-call]
                self._protocol._giveUp(reason)
                self._protocol.transport.abortConnection()  # by TLS the other end would have a say in it
                return
        self._receive(data)

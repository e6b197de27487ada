"""A name server on loopback, and the resolver by which a crawl asks it and nobody else."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, Self

from twisted.internet.interfaces import IHostnameResolver
from twisted.names import client, dns
from zope.interface import implementer  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

VARIABLE = "NEWSCRAWL_TEST_NAME_SERVER"


class NameServer:
    """Answers questions for IPv4 addresses. ``answers``: name -> what to say first, second, …; the last is repeated."""

    def __init__(self, answers: Mapping[str, Sequence[Sequence[str]]]) -> None:
        self.answers = answers
        self.asked: Counter[str] = Counter()

    @property
    def settings(self) -> dict[str, Any]:
        return {"TWISTED_DNS_RESOLVER": "tests.security.names.LoopbackResolver"}

    @property
    def env(self) -> dict[str, str]:
        return {VARIABLE: str(self._socket.getsockname()[1])}

    def __enter__(self) -> Self:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                data, peer = self._socket.recvfrom(4096)
                message = dns.Message()
                message.fromStr(data)
                self._socket.sendto(self._answer(message).toStr(), peer)

    def _answer(self, question: dns.Message) -> dns.Message:
        reply = dns.Message(question.id, answer=1, recAv=1)
        reply.queries = question.queries
        for query in question.queries:
            name = str(query.name).lower()
            if query.type not in (dns.A, dns.ALL_RECORDS) or name not in self.answers:
                reply.rCode = dns.ENAME if name not in self.answers else dns.OK
                continue
            said = self.answers[name]
            addresses = said[min(self.asked[name], len(said) - 1)]
            self.asked[name] += 1
            reply.answers = [dns.RRHeader(name, dns.A, ttl=0, payload=dns.Record_A(address)) for address in addresses]
        return reply


class _Resolver:
    def __init__(self, reactor: Any) -> None:
        self.reactor = reactor

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        return cls(reactor)


@implementer(IHostnameResolver)
class DeafResolver(_Resolver):
    """For the setting TWISTED_DNS_RESOLVER; holds a thread for each name, as the system's does, and never answers."""

    def install_on_reactor(self) -> None:
        self.reactor.installNameResolver(self)

    def resolveHostName(self, *_: Any, **__: Any) -> None:  # noqa: N802 - Twisted's name
        self.reactor.callInThread(time.sleep, 600)


class LoopbackResolver(_Resolver):
    """For the setting TWISTED_DNS_RESOLVER; remembers nothing."""

    def install_on_reactor(self) -> None:
        port = int(os.environ[VARIABLE])
        # It asks for all records of a name.
        self.reactor.installResolver(client.Resolver(servers=[("127.0.0.1", port)], timeout=(1, 2)))

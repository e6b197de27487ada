"""Looks at each address before a connection is made, and once more when it has been."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IProtocolFactory, IResolutionReceiver, IStreamClientEndpoint
from twisted.web.client import HTTPConnectionPool
from zope.interface import implementer  # type: ignore[import-untyped]

from newscrawl.download.addresses import literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from twisted.internet.interfaces import IAddress

    Check = Callable[[str, str], None]
    """Takes host and address; raises where the two must not be connected to."""


class GuardedPool(HTTPConnectionPool):
    """Twisted's pool of connections; each new one, that of a retry too, goes through a :class:`GuardedEndpoint`."""

    def __init__(self, reactor: Any, check: Check) -> None:
        super().__init__(reactor, persistent=True)  # type: ignore[no-untyped-call]
        self._check = check

    def getConnection(self, key: Any, endpoint: Any) -> Any:  # noqa: N802 - Twisted's name
        """Return a Deferred of a connection, a kept one or a new one."""
        scheme, host, port, *more = key
        # The address of the operator's own proxy is the operator's choice; one behind a tunnel adds to the key.
        if scheme == b"http-proxy" or len(more) > 1:
            return super().getConnection(key, endpoint)
        guarded: Any = GuardedEndpoint(self._reactor, endpoint, host.decode("ascii"), port, self._check)
        return super().getConnection(key, guarded)


@implementer(IStreamClientEndpoint)
class GuardedEndpoint:
    """Connects where every address of ``host`` passes ``check``, and the one that answered passes it again.

    The first look keeps private networks from being touched at all. The second is the one that holds: it is on the
    address that was connected to, whatever a name server said meanwhile, and before a byte is sent.
    """

    def __init__(self, reactor: Any, endpoint: Any, host: str, port: int, check: Check) -> None:
        self._reactor = reactor
        self._endpoint = endpoint
        self._host = host
        self._port = port
        self._check = check

    def __repr__(self) -> str:
        return repr(self._endpoint)

    def connect(self, protocolFactory: Any) -> Any:  # noqa: N803 - the interface's name
        """Return a Deferred of the protocol that ``protocolFactory`` builds; it fails with what ``check`` raised."""
        found = self._look_up()
        found.addCallback(self._check_all)
        found.addCallback(lambda _: self._endpoint.connect(_CheckedFactory(protocolFactory, self._check_one)))
        return found

    def _look_up(self) -> Deferred[list[str]]:
        result: Deferred[list[str]] = Deferred()
        if address := literal(self._host):
            result.callback([address])
        else:
            self._reactor.nameResolver.resolveHostName(_Addresses(result), self._host, portNumber=self._port)
        return result

    def _check_all(self, addresses: list[str]) -> None:
        if not addresses:
            raise DNSLookupError(f"no address is known of {self._host}")
        for address in addresses:
            self._check(self._host, address)

    def _check_one(self, peer: Any) -> None:
        self._check(self._host, peer.host)


@implementer(IResolutionReceiver)
class _Addresses:
    """Collects what a name server says."""

    def __init__(self, result: Deferred[list[str]]) -> None:
        self._result = result
        self._addresses: list[str] = []

    def resolutionBegan(self, _: Any) -> None:  # noqa: N802 - Twisted's names, here and below
        pass

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        self._addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        if not self._result.called:  # the request may have timed out
            self._result.callback(self._addresses)


@implementer(IProtocolFactory)
class _CheckedFactory:
    """Looks at the address of a connection that has just come about; what it raises closes the connection."""

    def __init__(self, factory: Any, check: Callable[[Any], None]) -> None:
        self._factory = factory
        self._check = check

    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802
        self._check(addr)
        return self._factory.buildProtocol(addr)

    def doStart(self) -> None:  # noqa: N802
        self._factory.doStart()

    def doStop(self) -> None:  # noqa: N802
        self._factory.doStop()

"""The operator's own proxy: it may stand anywhere, and what it is asked for is still looked at."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Self

from tests.crawls import crawl
from tests.faults.site import FaultySite

from .names import NameServer
from .tls import Authority, TlsSite

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.exchange import Exchange

HOST = "news.test"


class Tunnel:
    """A proxy that answers CONNECT, and leads to ``port`` on loopback whatever host it is asked for."""

    def __init__(self, port: int) -> None:
        self._target = port
        self.asked: list[bytes] = []

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            head += connection.recv(4096)
        self.asked.append(head.partition(b"\r\n")[0])
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        target = socket.create_connection(("127.0.0.1", self._target))
        threading.Thread(target=pipe, args=(target, connection), daemon=True).start()
        pipe(connection, target)


def pipe(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(1 << 16):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


def test_http(tmp_path: Path) -> None:
    def forward(exchange: Exchange) -> bool:
        exchange.target = exchange.target.removeprefix(f"http://{HOST}")
        return False

    with FaultySite(good=2) as site, NameServer({"127.0.0.1": [["127.0.0.1"]]}) as server:  # the proxy's
        proxy, site.url = site.url, f"http://{HOST}"
        site.listing_faults["proxy"] = forward
        done = crawl(tmp_path, {"site": site.url}, server.settings, env=server.env | {"http_proxy": proxy})
        # An address that nobody named is not asked for by way of the proxy either.
        other = crawl(
            tmp_path, {"site": "http://169.254.169.254/"}, server.settings, env=server.env | {"http_proxy": proxy}
        )
        assert not any("169.254" in target for target in site.hits)
    assert done.states == {"exported": 2}, done.log
    assert other.status == 4
    assert "cloud metadata" in other.log


def test_https(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with TlsSite(authority.issue(HOST), good=2) as site, NameServer({}) as server:
        port = int(site.url.rpartition(":")[2])
        site.url = f"https://{HOST}"
        with Tunnel(port) as tunnel:
            env = server.env | {"https_proxy": tunnel.url, "SSL_CERT_FILE": str(authority.bundle)}
            done = crawl(tmp_path / "out", {"site": site.url}, server.settings, env=env)
    assert done.states == {"exported": 2}, done.log
    assert set(tunnel.asked) == {f"CONNECT {HOST}:443 HTTP/1.1".encode()}

"""Serves the demo site on a loopback port from threads of this process."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

from newscrawl.demo.loader import load_library
from newscrawl.demo.response import Response
from newscrawl.demo.site import Site

if TYPE_CHECKING:
    from newscrawl.demo.content import Library


class DemoSite:
    """The demo site while it is served.

    A context manager; or call :meth:`start` and :meth:`stop`, as often as you like. ``rest``, ``sitemap`` and ``feed``
    switch a source off: its addresses answer 404 and no page names them. ``library`` serves other content than the
    edition's own, such as one with an article changed or taken out; assigning :attr:`library` changes it while the
    site is served. ``port`` 0 takes a free one.
    """

    def __init__(
        self,
        edition: str = "en",
        *,
        rest: bool = True,
        sitemap: bool = True,
        feed: bool = True,
        library: Library | None = None,
        port: int = 0,
    ) -> None:
        """Raises ValueError for an unknown edition."""
        self._library = library or load_library(edition)
        self._sources = {"rest": rest, "sitemap": sitemap, "feed": feed}
        self._port = port
        self._server: _Server | None = None

    @property
    def library(self) -> Library:
        """What the site holds."""
        return self._library

    @library.setter
    def library(self, library: Library) -> None:
        self._library = library
        if self._server:
            self._server.site = self._site(self._server.server_port)

    @property
    def url(self) -> str:
        """Absolute URL of the home page. Raises RuntimeError before the start and after the stop."""
        if self._server is None:
            msg = "the demo site is not being served"
            raise RuntimeError(msg)
        return _home(self._server.server_port)

    def start(self) -> Self:
        """Serve from now on. Raises OSError where the port is taken."""
        if self._server is None:
            server = _Server(("127.0.0.1", self._port), _Handler)
            server.site = self._site(server.server_port)
            # Stopping waits for one turn of this loop.
            turn = {"poll_interval": 0.05}
            threading.Thread(target=server.serve_forever, kwargs=turn, name="demo site", daemon=True).start()
            self._server = server
        return self

    def stop(self) -> None:
        """Close the port and every connection."""
        server, self._server = self._server, None
        if server:
            server.shutdown()
            server.server_close()
            server.close_connections()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _site(self, port: int) -> Site:
        return Site(self._library, _home(port), **self._sources)


def serve(edition: str = "en") -> DemoSite:
    """Return the started demo site; leaving its ``with`` block stops it. Raises ValueError for an unknown edition."""
    return DemoSite(edition).start()


def _home(port: int) -> str:
    return f"http://127.0.0.1:{port}/"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a client that keeps its connection open must not hold up the stop
    allow_reuse_port = False  # two sites on one port would share its requests
    request_queue_size = 64
    site: Site

    def __init__(self, address: tuple[str, int], handler: type[_Handler]) -> None:
        self._connections: set[socket.socket] = set()
        super().__init__(address, handler)

    def server_bind(self) -> None:
        # HTTPServer would look up the host's name here, which can take seconds on a machine without DNS.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[0], self.server_address[1]  # type: ignore[assignment]

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that goes away in the middle is its own affair; anything else is a fault of the site.
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "newscrawl-demo"
    sys_version = ""
    disable_nagle_algorithm = True
    timeout = 60  # seconds that an idle connection is kept

    def do_GET(self) -> None:
        self._answer(self.server.site.respond(self.path))

    def do_HEAD(self) -> None:
        self._answer(self.server.site.respond(self.path))

    def do_POST(self) -> None:
        # The body is not read, so the connection cannot be used again.
        self.close_connection = True
        refusal = Response(HTTPStatus.FORBIDDEN, b"The demo site takes nothing in.\n", "text/plain; charset=UTF-8")
        self._answer(refusal)

    def _answer(self, response: Response) -> None:
        fresh = response.fresh(self.headers)
        status = HTTPStatus.NOT_MODIFIED if fresh else HTTPStatus(response.status)
        lines = [
            f"{self.protocol_version} {status} {status.phrase}",
            f"Server: {self.server_version}",
            f"Date: {self.date_time_string()}",
            *(f"{name}: {value}" for name, value in response.head(not_modified=fresh)),
            f"Connection: {'close' if self.close_connection else 'keep-alive'}",
            "\r\n",
        ]
        body = b"" if fresh or self.command == "HEAD" else response.body
        # In one piece: of two small writes the second would wait for the client's acknowledgement.
        self.wfile.write("\r\n".join(lines).encode("latin-1") + body)

    def log_message(self, *_: Any) -> None:
        """Say nothing: the site shares its terminal with the crawl."""

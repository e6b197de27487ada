"""How the demo site is served: connections, validators, start and stop, the command."""

from __future__ import annotations

import contextlib
import http.client
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from newscrawl.demo import DemoSite, load_library, serve

from .client import fetch

if TYPE_CHECKING:
    from collections.abc import Iterator

LIBRARY = load_library()
ARTICLE = "2024/02/ilse-varga-sings-aisle-seven-in-aisle-three/"


@contextlib.contextmanager
def connection(site: DemoSite) -> Iterator[socket.socket]:
    parts = urlsplit(site.url)
    assert parts.hostname == "127.0.0.1"
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as open_socket:
        yield open_socket


@pytest.mark.parametrize("path", ["", ARTICLE, "wp-sitemap.xml", "wp-sitemap-posts-post-1.xml", "feed/", "about/"])
def test_validators_allow_not_modified(site: DemoSite, path: str) -> None:
    url = f"{site.url}{path}"
    first = fetch(url)
    tag, date = first.headers["ETag"], first.headers["Last-Modified"]
    for condition in ({"If-None-Match": tag}, {"If-None-Match": f'"x", W/{tag}'}, {"If-Modified-Since": date}):
        answer = fetch(url, headers=condition)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["ETag"] == tag
        assert answer.headers["Content-Length"] is None
    for condition in (
        {"If-None-Match": '"other"'},
        {"If-None-Match": '"other"', "If-Modified-Since": date},
        {"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
    ):
        assert fetch(url, headers=condition).status == 200


@pytest.mark.parametrize(
    "path", ["", ARTICLE, "feed/", "wp-sitemap.xml", "wp-json/wp/v2/posts", "nothing/", "?p=18793"]
)
def test_head_is_get_without_its_body(site: DemoSite, path: str) -> None:
    got, head = fetch(f"{site.url}{path}"), fetch(f"{site.url}{path}", "HEAD")
    assert (head.status, head.body) == (got.status, b"")
    varying = {"date"}
    assert {k.lower(): v for k, v in head.headers.items() if k.lower() not in varying} == {
        k.lower(): v for k, v in got.headers.items() if k.lower() not in varying
    }
    assert int(got.headers["Content-Length"]) == len(got.body)


def test_one_connection_serves_many_requests(site: DemoSite) -> None:
    parts = urlsplit(site.url)
    client = http.client.HTTPConnection("127.0.0.1", parts.port or 0, timeout=10)
    ports = set()
    for path in ("/", f"/{ARTICLE}", "/nothing/", "/?p=18793", "/feed/", "/robots.txt") * 3:
        client.request("HEAD" if path == "/feed/" else "GET", path)
        client.getresponse().read()
        ports.add(client.sock.getsockname()[1])
    client.close()
    assert len(ports) == 1


def test_nothing_is_taken_in(site: DemoSite) -> None:
    assert fetch(f"{site.url}wp-comments-post.php", "POST").status == 403
    assert fetch(f"{site.url}wp-comments-post.php").status == 405
    assert fetch(f"{site.url}xmlrpc.php").status == 405
    assert fetch(f"{site.url}wp-admin/").status == 403
    assert fetch(site.url, "DELETE").status == 501


def test_clients_that_go_away_leave_no_trace(site: DemoSite, capfd: pytest.CaptureFixture[str]) -> None:
    for sent in (b"", b"GET ", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 50, b"\x00\xff\r\n\r\n"):
        with connection(site) as sock:
            # Closing with a reset, so that the server's next write fails.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            sock.sendall(sent)
    time.sleep(0.2)
    assert fetch(site.url).status == 200
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")


def test_many_clients_at_once(site: DemoSite) -> None:
    wrong: list[int] = []

    def ask() -> None:
        for post in LIBRARY.posts[:20]:
            answer = fetch(f"{site.url}?p={post.number}")
            body = fetch(answer.headers["Location"]).body
            if f"postid-{post.number}".encode() not in body:
                wrong.append(post.number)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert wrong == []


def test_start_and_stop() -> None:
    site = DemoSite()
    with pytest.raises(RuntimeError):
        _ = site.url
    site.start()
    url = site.url
    assert site.start().url == url
    with connection(site) as idle:
        idle.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n")
        assert idle.recv(100).startswith(b"HTTP/1.1 200 OK\r\n")
        stopping = threading.Thread(target=site.stop, daemon=True)
        stopping.start()
        stopping.join(60)
        assert not stopping.is_alive(), "it waits for a client that is idle"
        while idle.recv(4096):  # what is left of the answer, then the end
            pass
    site.stop()
    with pytest.raises(OSError, match=r"refused|reset"):
        fetch(url)


def test_two_sites_at_once() -> None:
    with serve() as one, serve("en") as two:
        assert one.url != two.url
        assert two.url.encode() in fetch(two.url).body
        assert one.url.encode() not in fetch(two.url).body


def test_a_taken_port_is_refused() -> None:
    with serve() as one, pytest.raises(OSError, match="in use"):
        DemoSite(port=urlsplit(one.url).port or 0).start()


def test_content_can_change_while_served() -> None:
    post = LIBRARY.by_number[18793]
    with DemoSite() as site:
        before = fetch(f"{site.url}{ARTICLE}")
        mended = replace(post, title="Another headline")
        site.library = replace(LIBRARY, posts=tuple(mended if p is post else p for p in LIBRARY.posts))
        after = fetch(f"{site.url}{ARTICLE}", headers={"If-None-Match": before.headers["ETag"]})
        assert after.status == 200
        assert b"Another headline" in after.body
        site.library = replace(LIBRARY, posts=tuple(p for p in LIBRARY.posts if p is not post))
        assert fetch(f"{site.url}{ARTICLE}").status == 404
        assert fetch(f"{site.url}wp-json/wp/v2/posts").headers["X-WP-Total"] == str(len(LIBRARY.posts) - 1)


def test_a_site_without_articles_answers() -> None:
    with DemoSite(library=replace(LIBRARY, posts=(), pages=())) as site:
        for path in ("", "feed/", "wp-sitemap.xml", "wp-json/", "robots.txt"):
            assert fetch(f"{site.url}{path}").status == 200
        assert fetch(f"{site.url}wp-json/wp/v2/posts").json() == []


def test_command_serves_until_interrupted() -> None:
    command = [sys.executable, "-m", "newscrawl.demo"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert fetch(url).status == 200
        again = subprocess.run(
            [*command, "--port", str(urlsplit(url).port)], capture_output=True, text=True, timeout=60, check=False
        )
        assert again.returncode == 1
        assert again.stderr.startswith("cannot serve on port")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out, err) == (0, "", "")


def test_command_refuses_a_port_that_is_none() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "newscrawl.demo", "--port", "70000"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == 2
    assert "argument --port: 70000 is no port" in answer.stderr

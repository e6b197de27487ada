"""Articles whose pages misbehave, by the name of the fault. Each takes the exchange and the story it should tell."""

from __future__ import annotations

import gzip
import json
import sys
import time
import zlib
from functools import cache
from typing import TYPE_CHECKING

import brotli

from .pages import Story, plain_page

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .exchange import Exchange

    Fault = Callable[[Exchange, Story], None]

MEBIBYTE = 1024 * 1024
HUGE = 50 * MEBIBYTE
BOMB = 1024 * MEBIBYTE
"""Size of a gzip bomb, unpacked."""
DEEP = 100_000
SLOW = 1.5  # seconds for a whole answer
NEVER = 30.0  # seconds until a fault that never ends gives up by itself

FAULTS: dict[str, Fault] = {}


def fault(name: str) -> Callable[[Fault], Fault]:
    """Registers a fault under the name by which tests ask for it; the article's path ends in it."""

    def register(function: Fault) -> Fault:
        FAULTS[name] = function
        return function

    return register


@fault("good")
def good(exchange: Exchange, story: Story) -> None:
    exchange.answer(story.page(exchange.site.url + exchange.path))


def page(exchange: Exchange, story: Story) -> bytes:
    return story.page(exchange.site.url + exchange.path).encode()


# Statuses


def always(status: int) -> Fault:
    def answer(exchange: Exchange, _: Story) -> None:
        exchange.answer(plain_page(f"Error {status}", "Something is wrong."), status=status)

    return answer


for _status in (401, 403, 404, 410, 429, 500, 503):
    FAULTS[f"status-{_status}"] = always(_status)


@fault("status-204")
def no_content(exchange: Exchange, _: Story) -> None:
    exchange.head(204, [])


@fault("503-then-ok")
def unavailable_once(exchange: Exchange, story: Story) -> None:
    if exchange.visit == 1:
        exchange.answer("Busy", status=503)
    else:
        good(exchange, story)


@fault("429-then-ok")
def too_many_once(exchange: Exchange, story: Story) -> None:
    if exchange.visit == 1:
        exchange.answer("Too many", status=429, headers=[("Retry-After", "1")])
    else:
        good(exchange, story)


@fault("429-for-a-second")
def too_many_for_a_second(exchange: Exchange, story: Story) -> None:
    if time.monotonic() - exchange.first_asked < 1:
        exchange.answer("Too many", status=429, headers=[("Retry-After", "1")])
    else:
        good(exchange, story)


# Connections


@fault("dropped-at-once")
def dropped_at_once(exchange: Exchange, _: Story) -> None:
    exchange.drop()


@fault("dropped-then-ok")
def dropped_once(exchange: Exchange, story: Story) -> None:
    if exchange.visit == 1:
        exchange.drop()
    else:
        good(exchange, story)


@fault("dropped-in-head")
def dropped_in_head(exchange: Exchange, _: Story) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/")
    exchange.drop()


@fault("dropped-in-body")
def dropped_in_body(exchange: Exchange, story: Story) -> None:
    body = page(exchange, story)
    exchange.head(200, [("Content-Type", "text/html; charset=UTF-8"), ("Content-Length", str(len(body)))])
    exchange.send(body[: len(body) // 2])
    time.sleep(0.2)  # what was sent shall arrive: a reset overtakes it otherwise
    exchange.drop()


@fault("truncated")
def truncated(exchange: Exchange, story: Story) -> None:
    body = page(exchange, story)
    exchange.head(200, [("Content-Type", "text/html; charset=UTF-8"), ("Content-Length", str(2 * len(body)))])
    exchange.send(body)
    exchange.finish()


@fault("truncated-chunks")
def truncated_chunks(exchange: Exchange, story: Story) -> None:
    body = page(exchange, story)
    exchange.head(200, [("Content-Type", "text/html; charset=UTF-8"), ("Transfer-Encoding", "chunked")])
    exchange.send(b"%x\r\n%s\r\n" % (len(body), body))
    exchange.finish()


@fault("slow")
def slow(exchange: Exchange, story: Story) -> None:
    body = page(exchange, story)
    exchange.head(200, [("Content-Type", "text/html; charset=UTF-8"), ("Content-Length", str(len(body)))])
    exchange.drip(body, seconds=SLOW)


@fault("too-slow")
def too_slow(exchange: Exchange, story: Story) -> None:
    body = page(exchange, story)
    exchange.head(200, [("Content-Type", "text/html; charset=UTF-8"), ("Content-Length", str(len(body)))])
    exchange.drip(body, seconds=NEVER)


@fault("drips-head")
def drips_head(exchange: Exchange, _: Story) -> None:
    exchange.drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + b"X-Padding: x\r\n" * 5, seconds=NEVER)


@fault("silent")
def silent(exchange: Exchange, _: Story) -> None:
    exchange.connection.settimeout(NEVER)
    exchange.connection.recv(1)  # until the other end goes
    exchange.finish()


@fault("no-http")
def no_http(exchange: Exchange, _: Story) -> None:
    exchange.send(b"220 mail.invalid ESMTP ready\r\n250 This is no web server\r\n\r\n")
    exchange.finish()


@fault("huge-header")
def huge_header(exchange: Exchange, story: Story) -> None:
    body = page(exchange, story)
    exchange.head(
        200,
        [
            ("Content-Type", "text/html; charset=UTF-8"),
            ("X-Padding", "x" * MEBIBYTE),
            ("Content-Length", str(len(body))),
        ],
    )
    exchange.send(body)


@fault("many-headers")
def many_headers(exchange: Exchange, story: Story) -> None:
    exchange.answer(page(exchange, story), headers=[(f"X-Padding-{count}", "x" * 99) for count in range(5000)])


@fault("endless-headers")
def endless_headers(exchange: Exchange, _: Story) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        exchange.send((b"X-Padding: " + b"x" * 8000 + b"\r\n") * 16)


@fault("endless-interim")
def endless_interim(exchange: Exchange, _: Story) -> None:
    while True:
        exchange.send(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n" * 256)


# Bodies


@fault("empty")
def empty(exchange: Exchange, _: Story) -> None:
    exchange.answer(b"")


@fault("endless-to-read")
def endless_to_read(exchange: Exchange, story: Story) -> None:
    # within the limit of size, but seconds of work
    exchange.answer(page(exchange, story).replace(b"</article>", b"<p>A <i>b</i>, c." * 500_000 + b"</article>"))


@fault("huge")
def huge(exchange: Exchange, story: Story) -> None:
    body = page(exchange, story)
    exchange.head(200, [("Content-Type", "text/html; charset=UTF-8"), ("Content-Length", str(HUGE + len(body)))])
    for piece in (body, *_padding()):
        exchange.send(piece)


@fault("huge-chunks")
def huge_chunks(exchange: Exchange, story: Story) -> None:
    exchange.head(200, [("Content-Type", "text/html; charset=UTF-8"), ("Transfer-Encoding", "chunked")])
    for piece in (page(exchange, story), *_padding(), b""):
        exchange.send(b"%x\r\n%s\r\n" % (len(piece), piece))


def _padding() -> Iterator[bytes]:
    piece = b"<p>padding</p>\n" * (MEBIBYTE // 15)
    return (piece for _ in range(HUGE // len(piece)))


@fault("deep")
def deep(exchange: Exchange, story: Story) -> None:
    wrap = ("<div>" * DEEP, "</div>" * DEEP)
    exchange.answer(story.page(exchange.site.url + exchange.path, wrap=wrap))


@fault("deep-unclosed")
def deep_unclosed(exchange: Exchange, story: Story) -> None:
    exchange.answer(story.page(exchange.site.url + exchange.path, wrap=("<div><span><b>" * DEEP, "")))


@fault("many-paragraphs")
def many_paragraphs(exchange: Exchange, story: Story) -> None:
    # One box with all of them: what looks at all children for each child takes minutes.
    more = "<p>There are <b>many</b> of these, and each of them is short.</p>" * 15_000
    exchange.answer(page(exchange, story).replace(b"</p></div>", b"</p>" + more.encode() + b"</div>"))


@fault("nul-bytes")
def nul_bytes(exchange: Exchange, story: Story) -> None:
    exchange.answer(page(exchange, story).replace(b" ", b" \0"))


@fault("only-nul-bytes")
def only_nul_bytes(exchange: Exchange, _: Story) -> None:
    exchange.answer(bytes(200_000))


@fault("pdf")
def pdf(exchange: Exchange, _: Story) -> None:
    noise = b"".join(zlib.compress(str(count).encode() * 9) for count in range(2000))
    exchange.answer(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Length 9 >>\nstream\n" + noise + b"\nendstream\n")


@fault("png")
def png(exchange: Exchange, _: Story) -> None:
    exchange.answer(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 40, content_type="image/png")


@fault("article-as-png")
def article_as_png(exchange: Exchange, story: Story) -> None:
    exchange.answer(page(exchange, story), content_type="image/png")


@fault("plain-text")
def plain_text(exchange: Exchange, story: Story) -> None:
    exchange.answer("\n".join(story.paragraphs), content_type="text/plain; charset=UTF-8")


@fault("json")
def json_text(exchange: Exchange, story: Story) -> None:
    exchange.answer(json.dumps({"title": story.headline}), content_type="application/json")


@fault("no-content-type")
def no_content_type(exchange: Exchange, story: Story) -> None:
    exchange.answer(page(exchange, story), content_type=None)


@fault("no-article")
def no_article(exchange: Exchange, _: Story) -> None:
    exchange.answer(plain_page("Nothing here", "The page you look for is not here, and the server says 200."))


@fault("notice-then-ok")
def notice_once(exchange: Exchange, story: Story) -> None:
    if exchange.visit == 1:
        exchange.answer(plain_page("Database Error", "Error establishing a database connection"))
    else:
        good(exchange, story)


@fault("half-a-page")
def half_a_page(exchange: Exchange, story: Story) -> None:
    # Cut off inside the header list, as a page is that a full disk or a broken cache left behind.
    body = page(exchange, story)
    exchange.answer(body[: body.index(b"category:")])


# Charsets


@fault("utf-8-as-latin-1")
def utf8_as_latin1(exchange: Exchange, story: Story) -> None:
    text = story.page(exchange.site.url + exchange.path, charset=None)
    exchange.answer(text, content_type="text/html; charset=ISO-8859-1")


@fault("latin-1-as-utf-8")
def latin1_as_utf8(exchange: Exchange, story: Story) -> None:
    text = story.page(exchange.site.url + exchange.path)
    exchange.answer(text.encode("cp1252"), content_type="text/html; charset=UTF-8")


@fault("unknown-charset")
def unknown_charset(exchange: Exchange, story: Story) -> None:
    text = story.page(exchange.site.url + exchange.path, charset="x-nonsense")
    exchange.answer(text, content_type="text/html; charset=x-nonsense")


@fault("utf-16")
def utf16(exchange: Exchange, story: Story) -> None:
    text = story.page(exchange.site.url + exchange.path, charset=None)
    exchange.answer(text.encode("utf-16"), content_type="text/html")


# Compression


@fault("gzip-bomb")
def gzip_bomb(exchange: Exchange, story: Story) -> None:
    exchange.answer(_bomb(page(exchange, story)), headers=[("Content-Encoding", "gzip")])


@cache
def _bomb(start: bytes) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)  # 31: with gzip's head and end
    padding = b"<p>" * (MEBIBYTE // 3)
    pieces = [packer.compress(start), *(packer.compress(padding) for _ in range(BOMB // len(padding)))]
    return b"".join([*pieces, packer.flush()])


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


@cache
def _packed_bomb(encoding: str, start: bytes) -> bytes:
    padding = b"<p>" * (MEBIBYTE // 3)
    if encoding == "br":
        packer = brotli.Compressor(quality=1)
        feed, end = packer.process, packer.finish
    elif encoding == "zstd":
        packer = zstd.ZstdCompressor(level=1)
        feed, end = packer.compress, packer.flush
    else:
        packer = zlib.compressobj(1)
        feed, end = packer.compress, packer.flush
    return b"".join([feed(start), *(feed(padding) for _ in range(BOMB // 4 // len(padding))), end()])


def _packed_faults(encoding: str) -> None:
    pack = PACKERS[encoding]

    @fault(f"{encoding}-packed")
    def packed(exchange: Exchange, story: Story) -> None:
        # A site that packs must be asked to.
        accepted = [name.strip() for name in exchange.headers.get("accept-encoding", "").split(",")]
        named = [("Content-Encoding", encoding)] if encoding in accepted else []
        exchange.answer(pack(page(exchange, story)) if named else b"", headers=named)

    if encoding == "gzip":  # it has faults of its own
        return

    @fault(f"{encoding}-bomb")
    def bomb(exchange: Exchange, story: Story) -> None:
        exchange.answer(_packed_bomb(encoding, page(exchange, story)), headers=[("Content-Encoding", encoding)])

    @fault(f"{encoding}-cut")
    def cut(exchange: Exchange, story: Story) -> None:
        body = pack(page(exchange, story))
        exchange.answer(body[: len(body) * 2 // 3], headers=[("Content-Encoding", encoding)])

    @fault(f"not-{encoding}")
    def no_such_packing(exchange: Exchange, story: Story) -> None:
        exchange.answer(page(exchange, story), headers=[("Content-Encoding", encoding)])


for _encoding in PACKERS:
    _packed_faults(_encoding)


@fault("packed-twice")
def packed_twice(exchange: Exchange, story: Story) -> None:
    body = brotli.compress(gzip.compress(page(exchange, story)))
    exchange.answer(body, headers=[("Content-Encoding", "gzip, br")])


@fault("gzip-cut")
def gzip_cut(exchange: Exchange, story: Story) -> None:
    packed = gzip.compress(page(exchange, story))
    exchange.answer(packed[: len(packed) // 2], headers=[("Content-Encoding", "gzip")])


@fault("gzip-cut-late")
def gzip_cut_late(exchange: Exchange, story: Story) -> None:
    # All that a record needs is there, the body's end is not.
    body = page(exchange, story)
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    start = packer.compress(body[: body.index(b"The third")]) + packer.flush(zlib.Z_FULL_FLUSH)
    exchange.answer(start, headers=[("Content-Encoding", "gzip")])


@fault("not-gzip")
def not_gzip(exchange: Exchange, story: Story) -> None:
    exchange.answer(page(exchange, story), headers=[("Content-Encoding", "gzip")])


# Challenges: pages of a firewall


@fault("challenge")
def challenge(exchange: Exchange, _: Story) -> None:
    exchange.answer(plain_page("Just a moment...", "Enable JavaScript and cookies to continue"))


@fault("challenge-header")
def challenge_header(exchange: Exchange, _: Story) -> None:
    exchange.answer(plain_page("news.example", "Checking"), status=202, headers=[("X-Amzn-Waf-Action", "challenge")])


# Redirects


@fault("redirect-loop")
def redirect_loop(exchange: Exchange, _: Story) -> None:
    exchange.redirect(exchange.target)


@fault("redirect-chain")
def redirect_chain(exchange: Exchange, _: Story) -> None:
    exchange.redirect(f"{exchange.path}?hop={int(exchange.query.get('hop', 0)) + 1}", status=302)


@fault("redirect-off-site")
def redirect_off_site(exchange: Exchange, _: Story) -> None:
    exchange.redirect(exchange.site.other_url + exchange.path)


@fault("redirect-to-file")
def redirect_to_file(exchange: Exchange, _: Story) -> None:
    exchange.redirect("file:///etc/hostname", status=302)


@fault("redirect-to-good")
def redirect_to_good(exchange: Exchange, _: Story) -> None:
    exchange.redirect(exchange.site.good[0].path)


@fault("redirect-to-home")
def redirect_to_home(exchange: Exchange, _: Story) -> None:
    exchange.redirect("/")


@fault("redirect-to-list")
def redirect_to_list(exchange: Exchange, _: Story) -> None:
    exchange.redirect("/page/2/")


@fault("redirect-nowhere")
def redirect_nowhere(exchange: Exchange, _: Story) -> None:
    exchange.redirect("http://[broken/", status=302)


# robots.txt


FAULTS["disallowed"] = good
"""A good article at a path that robots.txt forbids."""

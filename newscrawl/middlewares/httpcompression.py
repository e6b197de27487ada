"""Unpacks bodies: gzip, deflate, brotli and zstd; notices those that end too early or are something else."""

from __future__ import annotations

import sys
import zlib
from typing import TYPE_CHECKING, Protocol

import brotli  # type: ignore[import-untyped]
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware as ScrapyHttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest, ResponseDataLossError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response

_CHUNK = 1 << 16
_ERRORS = (zlib.error, brotli.error, zstd.ZstdError, OSError, EOFError)
"""What the decoders raise for bytes that are not theirs."""


class HttpCompressionMiddleware(ScrapyHttpCompressionMiddleware):
    """Scrapy's, but a packed body without its end is a failure, where Scrapy takes what there is for the whole page.

    Scrapy names in Accept-Encoding what it can unpack, all of it, and stops unpacking at DOWNLOAD_MAXSIZE.
    """

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Return the response unpacked. Raises ResponseDataLossError, and IgnoreRequest for what cannot be unpacked."""
        encodings = b",".join(response.headers.getlist("Content-Encoding")).lower().replace(b" ", b"").split(b",")
        packed = response.body
        try:
            unpacked = super().process_response(request, response)
        except _ERRORS as error:
            named = b", ".join(encodings).decode("latin-1")
            raise IgnoreRequest(f"the body is not packed as it says ({named[:40]!a})") from error
        # The outermost layer is what a broken connection cuts.
        length = len(getattr(unpacked, "body", b""))
        if packed and unpacked is not response and not _whole(packed, encodings[-1], length):
            raise ResponseDataLossError(f"the {encodings[-1].decode('latin-1')} body ends too early")
        return unpacked


class _Unpacker(Protocol):
    """One stream that is being unpacked, piece by piece."""

    @property
    def ended(self) -> bool: ...

    def step(self) -> bool:
        """Unpack a bounded piece; return whether there was any."""


def _whole(packed: bytes, encoding: bytes, length: int) -> bool:
    """Whether the (first) packed stream of a body comes to its end; what follows it, padding or more, is no matter."""
    # The last four bytes of gzip hold the length: only where that does not fit is the body looked at again.
    if encoding in (b"gzip", b"x-gzip") and int.from_bytes(packed[-4:], "little") == length & 0xFFFFFFFF:
        return True
    make = _UNPACKERS.get(encoding)
    if make is None:
        return True
    unpacker = make(packed)
    try:
        while not unpacker.ended and unpacker.step():
            pass
    except _ERRORS:
        return False
    return unpacker.ended


class _Zlib:
    def __init__(self, packed: bytes, wbits: int) -> None:
        self._rest = packed
        self._unpacker = zlib.decompressobj(wbits)

    @property
    def ended(self) -> bool:
        return self._unpacker.eof

    def step(self) -> bool:
        if not self._rest:
            return False
        self._unpacker.decompress(self._rest, _CHUNK)
        self._rest = self._unpacker.unconsumed_tail
        return True


class _Brotli:
    def __init__(self, packed: bytes) -> None:
        self._rest = packed
        self._unpacker = brotli.Decompressor()

    @property
    def ended(self) -> bool:
        return bool(self._unpacker.is_finished())

    def step(self) -> bool:
        given, self._rest = self._rest, b""
        return bool(self._unpacker.process(given, output_buffer_limit=_CHUNK))


class _Zstd:
    def __init__(self, packed: bytes) -> None:
        self._rest = packed
        self._unpacker = zstd.ZstdDecompressor()

    @property
    def ended(self) -> bool:
        return self._unpacker.eof

    def step(self) -> bool:
        given, self._rest = self._rest, b""
        return bool(self._unpacker.decompress(given, _CHUNK))


def _gzip(packed: bytes) -> _Unpacker:
    return _Zlib(packed, 31)


def _deflate(packed: bytes) -> _Unpacker:
    # zlib's head is two bytes, a multiple of 31; some servers leave it out.
    bare = len(packed) < 2 or packed[0] & 15 != 8 or int.from_bytes(packed[:2], "big") % 31 != 0
    return _Zlib(packed, -15 if bare else 15)


_UNPACKERS = {b"gzip": _gzip, b"x-gzip": _gzip, b"deflate": _deflate, b"br": _Brotli, b"zstd": _Zstd}

"""Unpacks bodies, and notices those that end too early."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware as ScrapyHttpCompressionMiddleware
from scrapy.exceptions import ResponseDataLossError

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response


class HttpCompressionMiddleware(ScrapyHttpCompressionMiddleware):
    """Scrapy's, but a gzip body without its end is a failure, where Scrapy takes what there is for the whole page."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Return the response unpacked. Raises ResponseDataLossError."""
        packed = response.body if b"gzip" in (response.headers.get("Content-Encoding") or b"").lower() else None
        unpacked = super().process_response(request, response)
        # The last four bytes of gzip hold the length: only where that does not fit is the body looked at again.
        body = getattr(unpacked, "body", b"")
        if packed and body and int.from_bytes(packed[-4:], "little") != len(body) & 0xFFFFFFFF and not _ends(packed):
            raise ResponseDataLossError("the gzip body ends too early")
        return unpacked


def _ends(packed: bytes) -> bool:
    """Whether the first member of a gzip file is whole; what comes after it, padding or more, is no matter."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        while packed and not unpacker.eof:
            unpacker.decompress(packed, 1 << 16)
            packed = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return unpacker.eof

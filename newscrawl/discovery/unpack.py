"""Packed listings: sitemaps are often served as ``.xml.gz``, whatever the headers say."""

from __future__ import annotations

import zlib

from newscrawl.discovery.listing import MAX_BYTES, ListingError

_GZIP = b"\x1f\x8b"


def unpack(body: bytes) -> tuple[bytes, bool]:
    """Return ``body`` without gzip, and whether it was whole.

    A ``.gz`` file may be packed once more on its way, so two layers come off. Raises ListingError where the result
    exceeds ``MAX_BYTES``, or where nothing can be unpacked.
    """
    whole = True
    for _ in range(2):
        if not body.startswith(_GZIP):
            break
        body, layer_whole = _gunzip(body)
        whole = whole and layer_whole
    if len(body) > MAX_BYTES:
        msg = f"is larger than {MAX_BYTES // 1024**2} MiB"
        raise ListingError(msg)
    return body, whole


def _gunzip(body: bytes) -> tuple[bytes, bool]:
    unpacked = bytearray()
    rest = body
    whole = True
    while rest.startswith(_GZIP):  # a gzip file is one member or several
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            unpacked += member.decompress(rest, MAX_BYTES + 1 - len(unpacked))
        except zlib.error:
            whole = False
            break
        if len(unpacked) > MAX_BYTES:
            msg = f"unpacks to more than {MAX_BYTES // 1024**2} MiB"
            raise ListingError(msg)
        if not member.eof:
            whole = False
            break
        rest = member.unused_data
    if not unpacked:
        msg = "is gzip data that cannot be unpacked" if not whole else "is empty"
        raise ListingError(msg)
    return bytes(unpacked), whole

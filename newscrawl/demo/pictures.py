"""Draws the demo site's pictures: a sky, a sun and two ranges of hills, coloured by the file's name, as PNG."""

from __future__ import annotations

import hashlib
import struct
import zlib


def draw(name: str, width: int, height: int) -> bytes:
    """Return a PNG of that size in pixels; the same name gives the same picture."""
    seed = hashlib.sha256(name.encode()).digest()
    sky, far, near = (_shade(seed[0], 190), _shade(seed[1], 120), _shade(seed[2], 60))
    sun_x, sun_y, sun_r = width * (60 + seed[3]) // 380, height * (40 + seed[4] // 3) // 380, height // 11
    ridges = [
        (far, width * (50 + seed[5]) // 360, height * 2 // 5, height * 4 // 5),
        (near, width * (50 + seed[6]) // 360, height * 3 // 5, height),
    ]
    rows = bytearray()
    for y in range(height):
        light = 40 * y // height
        row = bytearray(bytes(min(255, c + light) for c in sky) * width)
        inside = sun_r * sun_r - (y - sun_y) ** 2
        if inside > 0:
            half = int(inside**0.5)
            _fill(row, (250, 226, 150), sun_x - half, sun_x + half, width)
        for colour, peak, top, foot in ridges:
            if y >= top:
                # A hill's flank falls by a slope of three to one up to its foot.
                half = (y - top) * 3 if y < foot else width
                _fill(row, colour, peak - half, peak + half, width)
        rows += b"\0" + row
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data) for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    )


def _shade(seed: int, base: int) -> tuple[int, int, int]:
    turn = seed % 30
    return (base - turn, base, base + turn) if seed & 1 else (base, base - turn // 2, base - turn)


def _fill(row: bytearray, colour: tuple[int, int, int], start: int, end: int, width: int) -> None:
    start, end = max(0, start), min(width, end)
    if start < end:
        row[start * 3 : end * 3] = bytes(colour) * (end - start)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

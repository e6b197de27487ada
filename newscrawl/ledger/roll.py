"""The roll call: which of the known articles a listing has named."""

from __future__ import annotations


class Roll:
    """A set of ledger ids, one bit each: a million known articles cost 125 kB and no write to the database.

    Ids are small integers counted up from 1 by the database, so the bits lie close.
    """

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, entry_id: int) -> None:
        byte, bit = divmod(entry_id, 8)
        if byte >= len(self._bits):
            self._bits.extend(bytes(max(byte + 1 - len(self._bits), 4096)))
        self._bits[byte] |= 1 << bit

    def __contains__(self, entry_id: int) -> bool:
        byte, bit = divmod(entry_id, 8)
        return byte < len(self._bits) and bool(self._bits[byte] >> bit & 1)

    def __len__(self) -> int:
        return int.from_bytes(self._bits, "little").bit_count()

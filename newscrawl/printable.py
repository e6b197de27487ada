"""Text that may hold anything, made fit to be printed."""

from __future__ import annotations

import json
import re
import unicodedata

_JOINERS = "\u200c\u200d"  # Persian and Indic words are spelled with them, and they move nothing
# The password of a URL. Each piece ends where the next begins: linear.
_PASSWORD = re.compile(r"(://[^\s/:@]{0,100}):[^\s/@]{1,300}@")


def printable(text: str) -> str:
    """``text`` with control and format characters, escape sequences and line ends among them, spelled out."""
    return text if text.isprintable() else "".join(map(_spell, text))


def _spell(char: str) -> str:
    if char.isprintable() or char in _JOINERS or unicodedata.category(char) == "Zs":
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def printable_json(text: str) -> str:
    """JSON, made without ``ensure_ascii``, with what no terminal should get as ``\\u`` escapes: it means the same."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(char if char == "\n" or _spell(char) == char else json.dumps(char)[1:-1] for char in text)


def without_passwords(text: str) -> str:
    """``text`` with the password of each URL in it as ``***``."""
    return _PASSWORD.sub(r"\1:***@", text)

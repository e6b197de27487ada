"""What a body is, in words, for the message that says why it is not what was expected."""

from __future__ import annotations

import json
import re

# Looked for in the first bytes only; each alternative is a fixed string.
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|div|script|p>|br|h1)", re.IGNORECASE)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_SITEMAP = re.compile(rb"<(?:urlset|sitemapindex)[\s>]")
_HEAD = 2048


def what_is(body: bytes) -> str:
    """Describe ``body`` in one clause without a subject: ``is HTML``, ``answered JSON with code rest_no_route``."""
    head = body[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if not head:
        return "is empty"
    if head.startswith((b"{", b"[")):
        return _what_json_is(body)
    for pattern, name in ((_SITEMAP, "a sitemap"), (_FEED, "a feed"), (_HTML, "HTML")):
        if pattern.search(head):
            return f"is {name}"
    if head.startswith(b"<"):
        return "is XML of another kind"
    if head.startswith(b"\x1f\x8b"):
        return "is packed"
    printable = sum(byte >= 32 or byte in b"\t\r\n" for byte in head)
    return "is plain text" if printable >= 0.95 * len(head) else "is binary data"


def _what_json_is(body: bytes) -> str:
    if len(body) > 1024 * 1024:  # an error is short
        return "is JSON"
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return "is broken JSON"
    code = value.get("code") if isinstance(value, dict) else None
    if isinstance(code, str) and code.isascii() and code.isprintable():
        return f"answered JSON with code {code[:60]}"
    return "is JSON of another kind"

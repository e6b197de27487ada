"""Short digests: of what an article says, and of an address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from hashlib import blake2b
from typing import Any

from newscrawl.items import Article

DIGEST_SIZE = 16
"""Bytes: no two of a billion articles meet by chance, and nobody makes two meet on purpose below 2**64 tries."""

CONTENT_FIELDS = (
    "number",  # what the article is cited by
    "headline",  # its text
    "category",  # where the site files it; the first of several is a choice of the editors
    "categories",  # the same; compared as a set, since WordPress promises no order
    "date",  # a postponed or back-dated article is another statement
    "summary",  # its text
    "body",  # its text
    "authors",  # who answers for it; in order, since the first author is named first for a reason
    "tags",  # what the editors say it is about; a set, since WordPress promises no order
    "image",  # the picture shown is part of what is told; its path, for hosts and https come and go
    "language",  # a page that turns out to be in another language is another text
)
"""The fields whose change makes a new revision. Left out, and why: ``site``, the same for all of a ledger's site;
``url``, where it stands and not what it says, else a new permalink structure would export a whole site again;
``date_modified``, sites touch it without a change; ``fetched_at``, differs each time; ``status`` and ``revision``,
follow from this hash; ``sources``, ``warnings``, ``raw`` and ``evidence``, how it was read and not what was
read; ``ref``, ``role`` and ``validators``, how it was found and fetched."""

_UNORDERED = frozenset({"categories", "tags"})

_ABSENT: dict[str, Any] = {
    f.name: f.default_factory() if f.default_factory is not MISSING else f.default
    for f in fields(Article)
    if f.name in CONTENT_FIELDS
}


_encode = json.JSONEncoder(separators=(",", ":")).encode


def content_hash(record: Article | Mapping[str, Any]) -> bytes:
    """Digest of what ``record`` says: 16 bytes.

    The same for an article and for the object read back from its line of an articles file. A field that a line
    lacks counts as absent in the article.
    """
    if isinstance(record, Mapping):
        values = [record.get(name, _ABSENT[name]) for name in CONTENT_FIELDS]
    else:
        values = [getattr(record, name) for name in CONTENT_FIELDS]
    for place, name in enumerate(CONTENT_FIELDS):
        if name in _UNORDERED:
            values[place] = sorted(values[place])
        elif name == "image" and values[place]:
            values[place] = values[place].partition("://")[2].partition("/")[2] or values[place]
    # ASCII escapes keep strings that are no valid UTF-8 from failing here.
    return blake2b(_encode(values).encode("ascii"), digest_size=DIGEST_SIZE).digest()


def address_key(url: str) -> bytes:
    """Digest under which the ledger files ``url``: 16 bytes, however long the URL is."""
    return blake2b(url.encode("utf-8", "surrogatepass"), digest_size=DIGEST_SIZE).digest()

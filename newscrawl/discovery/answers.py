"""Answers of the REST API as they are decoded."""

from __future__ import annotations

import json
from typing import Any

_WARNINGS = 65536
"""Characters of PHP's warnings that may stand in front of an answer."""


def load(body: bytes, opening: str) -> Any:
    """Return what an answer holds; ``None`` where it is no JSON. ``opening``: how the one wanted begins, ``[{``.

    PHP prints its warnings in front of it when told to display them.
    """
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        pass
    text = body.decode("utf-8", "replace").strip()
    start = text.find(opening, 0, _WARNINGS) if text.startswith("<") else -1
    if start < 0:
        return None
    try:
        return json.loads(text[start:])
    except (ValueError, RecursionError):
        return None

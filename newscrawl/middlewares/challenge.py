"""Recognises the pages that firewalls put before a site, for browsers to prove themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEADERS = {
    "cf-mitigated": ("challenge",),  # Cloudflare: https://developers.cloudflare.com/cloudflare-challenges/
    "x-amzn-waf-action": ("challenge", "captcha"),  # AWS WAF
}
"""Headers by which firewalls say so themselves, and their values."""

_TITLES = frozenset(
    (
        "just a moment...",  # Cloudflare
        "attention required! | cloudflare",
        "please wait... | cloudflare",
        "ddos-guard",
        "checking your browser",
        "checking your browser before accessing",
        "one moment, please...",  # several hosting companies
        "you are being redirected...",  # Sucuri
        "sucuri website firewall - access denied",
        "bot verification",
        "robot challenge screen",  # SiteGround
        "human verification",  # AWS WAF
        "pardon our interruption",  # Imperva
        "pardon our interruption...",
    )
)
"""Whole titles of such pages. An article's title names the article, and mostly the site."""

_LARGEST = 100_000
"""Bytes. These pages are small, but for the scripts that some carry."""
_HEAD = 8192

# One lazy step up to the first "<": nothing to try again.
_TITLE = re.compile(rb"<title[^<>]{0,200}>([^<]{1,200})</title", re.IGNORECASE)


def challenge(headers: Mapping[str, str], body: bytes) -> str | None:
    """Return what tells that an answer is a challenge, in a few words; ``None``: it is none.

    ``headers``: names in lower case. ``body``: unpacked.
    """
    for name, values in _HEADERS.items():
        if (value := headers.get(name, "").strip().lower()) in values:
            return f"{name}: {value}"
    if len(body) > _LARGEST:
        return None
    title = _TITLE.search(body, 0, _HEAD)
    if title is None:
        return None
    words = " ".join(title[1].decode("utf-8", "replace").replace("…", "...").split())
    return f"“{words}”" if words.lower() in _TITLES else None

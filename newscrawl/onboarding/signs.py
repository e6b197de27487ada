"""Signs of WordPress and its theme on a page."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# One character class between fixed strings: it cannot backtrack. WordPress's own folder, and that of Bedrock.
_THEME = re.compile(rb"/(?:wp-content|app)/themes/([A-Za-z0-9_.-]{1,80})/")
_FOLDERS = (b"/wp-content/", b"/wp-includes/", b"wp-emoji-release", b'class="wp-block-')
_BUILD = re.compile(rb"/app/(?:themes|uploads|plugins)/")


def themes(pages: Iterable[bytes]) -> list[str]:
    """Return the folders of the themes whose files the pages load, the commonest first: a child, then its parent."""
    found: Counter[str] = Counter()
    for html in pages:
        found.update(name.decode("ascii") for name in dict.fromkeys(_THEME.findall(html)))
    return [name for name, _ in found.most_common()]


def shows_wordpress(html: bytes) -> bool:
    """Whether a page loads files from where WordPress keeps them, or is marked up as its blocks are."""
    return any(sign in html for sign in _FOLDERS) or _BUILD.search(html) is not None

"""Where the links of a block lead: into the site, out of it, to buttons that share a page."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

    from newscrawl.extract.flow import Flow

_SHARE_ADDRESSES: Final = (
    "sharer", "intent/tweet", "intent/post", "twitter.com/share", "x.com/share", "/pin/create/", "t.me/share",
    "whatsapp:", "wa.me/?", "api.whatsapp.com/send", "shareArticle", "mailto:?", "reddit.com/submit", "share-offsite",
    "vk.com/share", "telegram.me/share", "javascript:print", "javascript:window.print", "tg://msg", "viber://",
    "?share=",
)  # fmt: skip
"""What the addresses of share buttons hold."""


def hrefs_of(element: _Element) -> list[str]:
    # the first elements only: a whole page may be one block's element
    return [e.get("href") or "" for e in islice(element.iter(), 60) if e.tag == "a"]


def shares(flow: Flow, index: int) -> bool:
    """Whether a block is made of share buttons."""
    text = flow.text[index]
    if len(text) > 120 or flow.linked[index] * 2 < len(text):
        return False
    hrefs = hrefs_of(flow.owner[index])
    return bool(hrefs) and any(any(map(href.__contains__, _SHARE_ADDRESSES)) for href in hrefs)


def jumps(flow: Flow, index: int) -> bool:
    """Whether all links of a block that is links for the most part lead to other places on its page."""
    hrefs = hrefs_of(flow.owner[index])
    return bool(hrefs) and all(len(href) > 1 and href[0] == "#" for href in hrefs)


def own_link(flow: Flow, index: int, host: str) -> bool:
    """Whether the block's link leads to another page of the site, not to a file or a place on this page."""
    owner = flow.owner[index]
    link = owner if owner.tag == "a" else next(owner.iter("a"), None)
    if link is None:
        link = next((e for e in owner.iterancestors("a")), None)
        if link is None:
            return False
    href = (link.get("href") or "").strip()
    if "wp-content/" in href or href.startswith(("mailto:", "tel:")):
        return False
    if href.startswith(("http:", "https:", "//")):
        named = href.split("/", 3)[2:3]  # none in "http:", which pages do print
        return bool(host) and [name.removeprefix("www.") for name in named] == [host.removeprefix("www.")]
    return bool(href)


def leads_out(flow: Flow, index: int) -> bool:
    """Whether the block's first link is an address on another site, in a paragraph or a list."""
    hrefs = hrefs_of(flow.owner[index])
    return (
        flow.kind[index] in ("p", "li")
        and bool(hrefs)
        and hrefs[0].startswith(("http:", "https:"))
        and not shares(flow, index)
    )

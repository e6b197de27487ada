"""The article's main image, wherever the page declares or keeps its address."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urljoin, urlsplit

from newscrawl.extract.containers import BODY, HENTRY, class_flags
from newscrawl.extract.jsonld import page_key

if TYPE_CHECKING:
    from lxml.etree import _Element

    from newscrawl.extract.body import Text
    from newscrawl.extract.flow import Flow
    from newscrawl.extract.head import Head
    from newscrawl.extract.jsonld import LinkedData

_SMALL: Final = 100
"""Pixels of a picture that is no article's main one, at most."""
_SMALL_ONES: Final = frozenset({"emoji", "wp-smiley", "avatar", "gravatar"})
_MOST_IMAGES: Final = 100
_LATE: Final = (
    "data-src", "data-lazy-src", "data-original", "data-lazyload", "data-ezsrc", "data-pagespeed-lazy-src",
    "data-img-url", "data-orig-file", "data-large-file",
)  # fmt: skip
"""Where themes and plugins that load images late keep the address, in place of ``src``."""
_PENDING: Final = re.compile(r"[?&]is-pending-load=1\Z")
"""What Jetpack adds to the address of an image that it loads late."""
_STAND_IN: Final = re.compile(
    r"(?:\A|/)(?:blank|spacer|pixel|transparent|placeholder|1x1|lazy)[\w.-]{0,20}\.(?:gif|png|svg)"
)
"""A file that is shown until the image is loaded."""
_SIZE: Final = re.compile(r"\s(\d{1,5})(?:\.\d{1,3})?([wx])\s*\Z", re.ASCII)
_DENSE: Final = 1000
"""Pixels by which ``1x`` is weighed against sizes in pixels."""
_SAFE: Final = "!#$%&'()*+,/:;=?@[]~"
"""What :func:`quote` leaves as it is, for it is part of an address already."""


def is_small(image: _Element) -> bool:
    """Whether an image is an emoji, the picture of an author, or a pixel that counts readers."""
    width = image.get("width") or ""
    return (width.isdecimal() and int(width[:6]) <= _SMALL) or not _SMALL_ONES.isdisjoint(
        (image.get("class") or "").split()
    )


def address_of(image: _Element) -> str:
    """The address of an image, wherever plugins that load it late keep it; of several sizes the largest."""
    for name in (*_LATE, "src"):
        value = (image.get(name) or "").strip()
        if value and not value.startswith(("data:", "#", "about:")) and not _STAND_IN.search(value):
            return _PENDING.sub("", value)
    sizes = image.get("data-srcset") or image.get("data-lazy-srcset") or image.get("srcset") or ""
    if sizes and not sizes.startswith("data:"):
        return _largest(sizes)
    beside = image.getnext()
    if beside is not None and beside.tag == "noscript":  # for readers without scripts
        return next(filter(None, map(address_of, islice(beside.iter("img"), 1))), "")
    return ""


def _largest(sizes: str) -> str:
    """The largest of the addresses of a ``srcset``; an address may hold commas, and none is followed by a space."""
    found: list[tuple[int, str]] = []
    for part in sizes[:20_000].split(", "):
        size = _SIZE.search(part)
        found.append((int(size[1]) * (_DENSE if size[2] == "x" else 1) if size else 0, part.strip().split(" ", 1)[0]))
    return max(found, key=lambda pair: pair[0])[1]


_PLAIN: Final = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?/[A-Za-z0-9/._~-]+", re.ASCII)
"""An address with nothing to mend, as those of WordPress are. One class of characters after the host: linear."""


def absolute(value: str, base: str) -> str | None:
    """``value`` as an absolute URL; ``None`` where it is no address of an image. ``base``: the page's; empty: none."""
    value = value.strip()
    if not base and _PLAIN.fullmatch(value):
        return value
    for entity in ("&amp;", "&#038;", "&#38;"):  # some plugins escape twice
        value = value.replace(entity, "&")
    if not value.isascii() or " " in value:
        value = quote(value, safe=_SAFE)
    try:
        url = value if value.startswith(("https://", "http://")) else urljoin(base, value)
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path in ("", "/"):
        return None
    if "/" not in value and "." not in value:
        return None  # "false", "null"
    return None if page_key(url) == page_key(base) else url


def find_image(flow: Flow, head: Head, linked: LinkedData | None, text: Text, base: str) -> str | None:
    """Absolute URL of the main image: OpenGraph, JSON-LD, Twitter, else WordPress's featured image."""
    declared = (
        head.first("og:image", "og:image:url", "og:image:secure_url"),
        linked.image if linked is not None else "",
        head.first("twitter:image", "twitter:image:src"),
    )
    for value in declared:
        if value and (url := absolute(value, base)):
            return url
    featured = (e for i, e in flow.images if "wp-post-image" in (e.get("class") or "") and i <= text.start + 3)
    within = (e for i, e in flow.images if text.start <= i <= text.end)
    pictures = (e for e in islice(chain(featured, within), _MOST_IMAGES) if not is_small(e))
    return next((url for e in pictures if (value := address_of(e)) and (url := absolute(value, base))), None)


def pictures_alone(flow: Flow) -> str | None:
    """Say what stands in place of a text on a page without one, where it is pictures; ``None``: it is not."""
    found = 0
    for _, image in islice(flow.images, _MOST_IMAGES):
        within = any(
            around.tag == "article" or class_flags(around.get("class") or "") & (BODY | HENTRY)
            for around in image.iterancestors("div", "article", "section", "main", "figure", "ul")
        )
        found += within and not is_small(image) and bool(address_of(image))
    pictures = "a picture" if found == 1 else f"{found} pictures"
    return f"the page gives none, only {pictures} without captions that tell a story" if found else None

"""What is known of a site before the first request, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

HeaderField = Literal["publish", "time", "category", "number"]
"""The four lines of the printed header, named as in ``Article.raw``."""

ENGLISH_LABELS: Mapping[HeaderField, tuple[str, ...]] = MappingProxyType(
    {
        "publish": (
            "publish",
            "published",
            "published on",
            "publish date",
            "date published",
            "date",
            "posted on",
        ),
        "time": ("time", "publish time", "published at"),
        "category": ("category", "categories", "section"),
        "number": ("no", "№", "number", "news no", "news number", "article no", "news id", "post id", "id"),
    }
)
"""Labels of the printed header in English, lower case, without colon or full stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProfile:
    """A site. Every field but the first two may stay as it is: the crawl then finds out what it needs."""

    name: str
    """Name for ``-a site=`` and for the folder under the output directory: ``[a-z0-9._-]+``."""
    base_url: str
    """Absolute URL of the site's home page."""
    timezone: str | None = None
    """Zone that printed times are in: an IANA name, or an offset (``+04:30``). ``None``: asked from the site, else UTC."""
    language: str | None = None
    """BCP 47 tag. ``None``: taken from each page."""
    labels: Mapping[HeaderField, tuple[str, ...]] = field(default_factory=lambda: ENGLISH_LABELS)
    """Labels of the printed header: lower case, without colon or full stop, the commonest first."""
    category_aliases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Spelling as printed, case ignored -> canonical name."""
    hosts: tuple[str, ...] = ()
    """Hosts beside the base URL's own that belong to the site."""


DEFAULT = SiteProfile(name="default", base_url="https://default.invalid/")
"""The profile of a page whose site is not known."""

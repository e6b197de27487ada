"""What is known of a site before the first request, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newscrawl.items import Source

HeaderField = Literal["publish", "time", "category", "number"]
"""The four lines of the printed header, named as in ``Article.raw``."""

Calendar = Literal["gregorian", "jalali", "hijri"]
"""Gregorian; Jalali, the Solar Hijri of Iran and Afghanistan; Hijri, the lunar one, as Umm al-Qura counts it."""

DateOrder = Literal["dmy", "mdy", "ymd"]
"""In which order a date of three numbers prints day, month and year."""

TRUST: tuple[Source, ...] = ("header", "json-ld", "opengraph", "html", "rest", "feed", "sitemap")
"""Whom to believe first about number, category and date: what the site's theme prints for its readers, then what
plugins print for machines (known for wrong offsets), then what listed the page."""

CATEGORY_SEPARATORS = (">", "»", "›", "→", "|", "·", "•", ",", "،", "、", ";", "؛", "/")
"""What parts the names where one string holds several."""

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
    """Zone of printed times: an IANA name, or an offset (``+04:30``). ``None``: asked from the site, else UTC."""
    language: str | None = None
    """BCP 47 tag. ``None``: taken from each page."""
    labels: Mapping[HeaderField, tuple[str, ...]] = field(default_factory=lambda: ENGLISH_LABELS)
    """Labels of the printed header: lower case, without colon or full stop, the commonest first."""
    category_aliases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Spelling as printed, case ignored -> canonical name."""
    hosts: tuple[str, ...] = ()
    """Hosts beside the base URL's own that belong to the site."""
    calendar: Calendar | None = None
    """Calendar of dates printed in numbers only. ``None``: told from the page's language and the other sources."""
    date_order: DateOrder | None = None
    """Order of dates printed in numbers only. ``None``: told from the date itself and the other sources."""
    categories: tuple[str, ...] = ()
    """The site's categories: they give the canonical spelling, and keep a name that holds a separator whole."""
    category_separators: tuple[str, ...] = CATEGORY_SEPARATORS
    """What parts the names where the site prints several in one string."""
    trust: tuple[Source, ...] = TRUST
    """Sources of number, category and date, the most trusted first. A source that is left out is never read."""
    demo_edition: str | None = None
    """Edition of the built-in demo site, served on loopback for the length of the crawl. ``None``: a real site."""


DEFAULT = SiteProfile(name="default", base_url="https://default.invalid/")
"""The profile of a page whose site is not known."""

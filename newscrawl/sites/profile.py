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

CATEGORY_TRUST: tuple[Source, ...] = ("header", "html", "json-ld", "opengraph", "rest", "feed", "sitemap")
"""Whom to believe first about categories: a theme prints them all, plugins declare the primary one, or a section of
their own."""

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

PERSIAN_LABELS: Mapping[HeaderField, tuple[str, ...]] = MappingProxyType(
    {
        "publish": (
            "تاریخ انتشار",
            "تاریخ نشر",
            "تاریخ درج",
            "تاریخ خبر",
            "تاریخ ارسال",
            "تاریخ",
            "منتشر شده در",
            "منتشرشده در",
            "انتشار",
        ),
        "time": ("ساعت", "ساعت انتشار", "زمان انتشار", "زمان خبر", "زمان", "وقت"),
        "category": (
            "دسته‌بندی",
            "دسته",
            "دسته‌ها",
            "گروه",
            "گروه خبری",
            "گروه خبر",
            "سرویس",
            "سرویس خبری",
            "بخش",
            "حوزه",
            "موضوع",
        ),
        "number": (
            "شناسه خبر",
            "کد خبر",
            "کدخبر",
            "شماره خبر",
            "شناسه مطلب",
            "کد مطلب",
            "شماره مطلب",
            "شناسه نوشته",
            "شناسه",
            "شماره",
            "کد",
        ),
    }
)
"""The same in Persian and Dari. Letters of Arabic keyboards and other joints between words are found by them too."""

LABELS: Mapping[HeaderField, tuple[str, ...]] = MappingProxyType(
    {name: (*labels, *PERSIAN_LABELS[name]) for name, labels in ENGLISH_LABELS.items()}
)
"""The labels of all languages that are known: what a page is read by whose site has none of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProfile:
    """A site. Every field but the first two may stay as it is: the crawl then finds out what it needs."""

    name: str
    """Name for ``-a site=`` and for the folder under the output directory: ``[a-z0-9._-]+``."""
    base_url: str
    """Absolute URL of the site's home page."""
    timezone: str | None = None
    """Zone of printed times: an IANA name, or an offset (``+04:30``). ``None``: asked from the site, else as
    each article shows it, else UTC."""
    likely_timezone: str | None = None
    """Zone that the site seems to be in where it is not known: in place of UTC for articles that do not show their own
    offset. ``None``: found out by comparing pages with the feed."""
    language: str | None = None
    """BCP 47 tag. ``None``: taken from each page."""
    labels: Mapping[HeaderField, tuple[str, ...]] = field(default_factory=lambda: LABELS)
    """Labels of the printed header: lower case, without colon or full stop, the commonest first. Words may be joined
    by a space or a zero-width non-joiner: each way to write them is found. ``{}``: no header is looked for."""
    category_aliases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Spelling as printed, case ignored -> canonical name."""
    hosts: tuple[str, ...] = ()
    """Hosts beside the base URL's own that belong to the site."""
    post_types: tuple[str, ...] | None = None
    """Types of posts that hold articles beside WordPress's ``posts``, as the REST API names their lists (``news`` of
    ``/wp-json/wp/v2/news``). ``None``: those that are filed in categories or tags, or named as articles are."""
    calendar: Calendar | None = None
    """Calendar of dates printed in numbers only. ``None``: told from the page's language and the other sources; years
    of two digits from the other sources alone."""
    date_order: DateOrder | None = None
    """Order of dates printed in numbers only. ``None``: told from the date itself, the other sources, and dots where
    the page's language writes its dates with them: then the day is first."""
    categories: tuple[str, ...] = ()
    """The site's categories: they give the canonical spelling, and keep a name that holds a separator whole."""
    category_separators: tuple[str, ...] = CATEGORY_SEPARATORS
    """What parts the names where the site prints several in one string."""
    trust: tuple[Source, ...] = TRUST
    """Sources of number and date, the most trusted first. One that is left out is never read, nor for categories."""
    category_trust: tuple[Source, ...] = CATEGORY_TRUST
    """Sources of categories, the most trusted first."""
    verify_tls: bool = True
    """Whether its TLS certificate must hold. False: anybody on the way may change what is read."""
    private_network: bool = False
    """Whether the site's own hosts may have private addresses. An address or ``localhost`` as a host needs no leave."""
    monitors: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Thresholds in place of the settings' ones: ``articles_share`` for ``NEWSCRAWL_MONITOR_ARTICLES_SHARE``."""
    demo_edition: str | None = None
    """Edition of the built-in demo site, served on loopback for the length of the crawl. ``None``: a real site."""


DEFAULT = SiteProfile(name="default", base_url="https://default.invalid/")
"""The profile of a page whose site is not known."""

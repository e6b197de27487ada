"""What flows through a crawl: the reference to an article, the record, and what becomes of both."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Literal

Source = Literal["header", "json-ld", "opengraph", "html", "rest", "feed", "sitemap"]
"""Where a value was read: the article's own printed header, JSON-LD, OpenGraph and ``article:`` tags, other
markup of the page, the site's REST API, or the feed or sitemap that listed the article."""


class State(StrEnum):
    """How an article's URL ends. Each URL that discovery lists ends in exactly one of these."""

    EXPORTED = "exported"
    """A record of it stands in an articles file."""
    UNCHANGED = "unchanged"
    """Known, and the site says or shows that nothing changed."""
    REJECTED = "rejected"
    """The page was read, but gives no whole record: see the rejects file for the reasons."""
    REMOVED = "removed"
    """The site has taken it down: see the removals file."""
    FAILED = "failed"
    """The page could not be had: an HTTP error, a dropped connection, a body that is too large."""
    ROBOTS = "skipped_by_robots"
    """robots.txt does not allow it."""
    DUPLICATE = "duplicate"
    """Leads to an article that this run has under another URL."""
    ABSENT = "absent"
    """Asked for by a number that no article has."""
    OUTSIDE = "outside_since"
    """Published before the date that the argument ``since`` asks for."""
    UNFINISHED = "unfinished"
    """The run was stopped before its turn came; the next run finds it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRef:
    """One article as a listing names it, before its page was looked at."""

    url: str
    """Absolute URL of the page, as listed, without its fragment."""
    source: str
    """What named it first: the discovery source ``rest``, ``sitemap``, ``feed`` or ``archive``; ``ledger`` where it was
    due for another look, ``numbers`` where the user asked for it by number."""
    number: int | None = None
    """WordPress post ID where the listing gives it."""
    published: str | None = None
    """Date of publication as the listing prints it; ISO 8601 or RFC 822; with a zone or not."""
    modified: str | None = None
    """Date of the last change as the listing prints it; absent where it gives none."""
    title: str | None = None
    """Title as the listing prints it, markup and all, cut to a bearable length."""
    post_type: str = "posts"
    """Type of post, as the REST API names its list: ``news`` of ``/wp-json/wp/v2/news``."""


@dataclass(frozen=True, slots=True)
class Validators:
    """HTTP validators of a response: the headers ``ETag`` and ``Last-Modified``. False where it gave neither."""

    etag: str | None = None
    last_modified: str | None = None

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)


@dataclass(slots=True, kw_only=True)
class Raw:
    """The strings of the printed header, white space folded, otherwise as printed. ``None``: not printed."""

    publish: str | None = None
    time: str | None = None
    category: str | None = None
    number: str | None = None


@dataclass(slots=True, kw_only=True)
class Evidence:
    """What places other than the printed header say, by source, as they say it. Never exported."""

    number: dict[Source, str] = field(default_factory=dict)
    category: dict[Source, list[str]] = field(default_factory=dict)
    """Category names in the order given, entities resolved."""
    date: dict[Source, str] = field(default_factory=dict)
    date_modified: dict[Source, str] = field(default_factory=dict)
    language: str | None = None
    """The site's own, as a BCP 47 tag, where its article is in another: dates are printed in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRole:
    """What a page is, by its own word, beside what it says. Never exported."""

    kind: str | None = None
    """Why it is no article, as the end of the sentence "the page is ...": "an attachment's page"."""
    twin: bool = False
    """Another form (AMP, a print view) of the page that ``Article.url`` names."""
    first: str | None = None
    """URL of the article's first page, where this is a later one."""
    number: int = 1
    """Which of the article's pages this is."""
    following: tuple[tuple[int, str], ...] = ()
    """Number and URL of each later page of the article that it names, ascending."""


@dataclass(slots=True, kw_only=True)
class Article:
    """One article: what one line of an articles file holds, in this order."""

    site: str = ""
    """Name of the site's profile, or the host of the site's URL."""
    number: int | None = None
    """The number the site prints for the article, else its WordPress post ID. Positive."""
    url: str = ""
    """Absolute URL of the article's page."""
    headline: str = ""
    """Plain text on one line."""
    category: str | None = None
    """The primary category. ``None``: the page names none."""
    categories: list[str] = field(default_factory=list)
    """All categories in the page's order, the primary one first."""
    date: str | None = None
    """Instant of publication: ISO 8601 with the site's UTC offset, ``2021-09-24T18:35:00+04:30``."""
    date_modified: str | None = None
    """Instant of the last change, in the same form. ``None``: the page does not say."""
    summary: str | None = None
    """The standfirst: plain text, paragraphs parted by a blank line. ``None``: the article has none."""
    body: str = ""
    """The article's own text: plain text, paragraphs parted by a blank line."""
    authors: list[str] = field(default_factory=list)
    """Names in the page's order."""
    tags: list[str] = field(default_factory=list)
    """Names in the page's order."""
    image: str | None = None
    """Absolute URL of the main image. ``None``: the page has none."""
    language: str | None = None
    """BCP 47 tag of the text's language, ``en`` or ``fa-AF``. ``None``: neither page nor text tells."""
    status: Literal["new", "updated"] = "new"
    """``updated`` when an earlier record of the same article was exported before."""
    revision: int = 1
    """Counts the records exported for this article, from 1."""
    fetched_at: str | None = None
    """When the page was fetched: ISO 8601 in UTC, whole seconds. ``None``: read from a file."""
    sources: dict[str, Source] = field(default_factory=dict)
    """Where ``number``, ``category`` and ``date`` were read. No key where the field is absent."""
    warnings: list[str] = field(default_factory=list)
    """One sentence for each disagreement between sources and each doubtful reading."""
    raw: Raw = field(default_factory=Raw)
    """The printed header's strings: ``publish``, ``time``, ``category``, ``number``; null where not printed."""

    evidence: Evidence = field(default_factory=Evidence)
    """Not exported: what other places of the page say, for the normalisers."""
    role: PageRole = PageRole()
    """Not exported: what the page is among others."""
    ref: ArticleRef | None = None
    """Not exported: how the article was found."""
    validators: Validators = Validators()
    """Not exported: what the server gave to ask with next time."""


@dataclass(slots=True, kw_only=True)
class Rejected:
    """A page that gives no whole record: one line of a rejects file, in this order."""

    site: str
    """As in :class:`Article`."""
    url: str
    """Absolute URL of the page, as it was listed."""
    reasons: list[str]
    """One sentence for each thing that is missing or unreadable; never empty."""
    number: int | None = None
    headline: str = ""
    category: str | None = None
    date: str | None = None
    fetched_at: str | None = None
    """The fields as far as they were read; the same forms as in :class:`Article`."""
    raw: Raw = field(default_factory=Raw)
    """The strings of the printed header."""

    ref: ArticleRef | None = None
    """Not exported: how the page was found."""
    validators: Validators = Validators()
    """Not exported: what the server gave to ask with next time."""
    again: bool = False
    """Not exported: what came is not the article's page, which may be there another time."""


@dataclass(slots=True, kw_only=True)
class Removed:
    """An article that the site has taken down: one line of a removals file, in this order."""

    site: str
    """As in :class:`Article`."""
    number: int | None
    """As in the last record of the article."""
    url: str
    """As in the last record of the article."""
    reason: str
    """What showed it: ``HTTP 410``, ``missing from the listing``."""
    first_missed_at: str
    """When it was first found missing: ISO 8601 in UTC."""
    confirmed_at: str
    """When the proof was complete: ISO 8601 in UTC."""

    ref: ArticleRef | None = None
    """Not exported: how it was asked for."""


JSON_LINES = (".jsonl", ".jsonlines", ".jl")
"""Endings of files that hold a record a line, and that can be read back."""

_INTERNAL = ("evidence", "role", "ref", "validators", "again")


def record_fields(item_class: type[Article | Rejected | Removed]) -> list[str]:
    """Names of the fields that a feed holds for ``item_class``, in order."""
    return [f.name for f in fields(item_class) if f.name not in _INTERNAL]


_FIELDS = {item_class: record_fields(item_class) for item_class in (Article, Rejected, Removed)}


def record(item: Article | Rejected | Removed) -> dict[str, Any]:
    """Return what a feed holds for ``item``: its exported fields in order, as plain values that JSON knows."""
    values: dict[str, Any] = {name: getattr(item, name) for name in _FIELDS[type(item)]}
    if not isinstance(item, Removed):
        raw = item.raw  # written out: asdict() takes ten times as long, for every article
        values["raw"] = {"publish": raw.publish, "time": raw.time, "category": raw.category, "number": raw.number}
    return values

"""The arguments of the spider ``news``: read and checked before anything is requested."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from newscrawl.discovery.homes import ARTICLE, no_home
from newscrawl.discovery.links import clean_url, host_key, with_www
from newscrawl.sites import registry
from newscrawl.sites.zone import zone

if TYPE_CHECKING:
    from newscrawl.sites.profile import SiteProfile

SOURCES = ("rest", "sitemap", "feed", "archive")
"""Discovery sources in the order in which ``auto`` tries them."""

_NUMBERED = ("rest", "feed")
"""Sources that list articles with their WordPress number."""

MAX_NUMBERS = 100_000
"""Most article numbers that one run asks for, each with a request."""


class BadArgumentError(ValueError):
    """Raised by :func:`read_arguments` for an argument that cannot be used: one line that names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """What the user asked for."""

    profile: SiteProfile
    discovery: tuple[str, ...] = SOURCES
    auto: bool = True
    """Take the first source that works, in place of all that are named."""
    since: date | None = None
    limit: int | None = None
    numbers: range = range(0)
    """Article numbers to ask for in place of listing the site; empty: list it."""
    fetch: Literal["pages", "api"] = "pages"
    given: dict[str, str] = field(default_factory=dict)
    """The arguments as they were typed."""


def read_arguments(**given: str) -> Arguments:
    """Read ``-a`` arguments. Raises BadArgumentError; names with a leading underscore belong to schedulers."""
    given = {name: str(value) for name, value in given.items() if not name.startswith("_") and value is not None}
    readers = {
        "site": _site,
        "discovery": _discovery,
        "since": _since,
        "limit": _limit,
        "numbers": _numbers,
        "timezone": _timezone,
        "fetch": _fetch,
    }
    for name in given:
        if name not in readers:
            raise BadArgumentError(f"argument {name!r} is not known: the spider takes {', '.join(readers)}")
    arguments = Arguments(profile=registry.find("demo"), given=given)
    for name, reader in readers.items():  # in this order: the time zone belongs to the site
        if name in given:
            try:
                arguments = reader(arguments, given[name].strip())
            except ValueError as error:
                raise BadArgumentError(f"argument {name!r}: {error}") from error
    return arguments


def _site(arguments: Arguments, value: str) -> Arguments:
    profile = registry.find(value)
    if value.startswith(("http://", "https://")) and (found := no_home(value)):
        kind, home = found
        hint = "; scrapy extract prints the record of one article" if kind == ARTICLE else ""
        raise ValueError(f"{value!r} is {kind}, no home page: give that, such as {home}{hint}")
    asked = clean_url(value, value, with_www([host_key(value)]))
    if asked and (query := urlsplit(asked).query):
        raise ValueError(
            f"{value!r} asks for a part of the site by ?{query}, which a crawl cannot keep to: give the home page "
            f"without it, {profile.base_url}, or that of a folder, where the site has one for each edition"
        )
    return replace(arguments, profile=profile)


def _discovery(arguments: Arguments, value: str) -> Arguments:
    if value == "auto":
        return arguments
    names = [name.strip() for name in value.split(",")]
    for name in names:
        if name not in SOURCES:
            raise ValueError(f"{name!r} is no source: give auto, or a comma list of {', '.join(SOURCES)}")
    return replace(arguments, discovery=tuple(dict.fromkeys(names)), auto=False)


def _since(arguments: Arguments, value: str) -> Arguments:
    try:
        return replace(arguments, since=date.fromisoformat(value))
    except ValueError:
        raise ValueError(f"{value!r} is no date: give one as year-month-day, such as 2021-09-24") from None


def _limit(arguments: Arguments, value: str) -> Arguments:
    if not (value.isascii() and value.isdigit() and int(value) > 0):
        raise ValueError(f"{value!r} is no number of articles: give a whole number from 1 up")
    return replace(arguments, limit=int(value))


def _numbers(arguments: Arguments, value: str) -> Arguments:
    first, dash, last = (part.strip() for part in value.partition("-"))
    last = last if dash else first
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in (first, last)):
        raise ValueError(f"{value!r} is no range of numbers: give two whole numbers, such as 18000-18793")
    span = range(int(first), int(last) + 1)
    if not 1 <= len(span) <= MAX_NUMBERS:
        raise ValueError(f"{value!r} holds {len(span)} numbers: give from 1 to {MAX_NUMBERS}, the smaller end first")
    return replace(arguments, numbers=span)


def _timezone(arguments: Arguments, value: str) -> Arguments:
    zone(value)
    return replace(arguments, profile=replace(arguments.profile, timezone=value))


def _fetch(arguments: Arguments, value: str) -> Arguments:
    if value not in ("pages", "api"):
        raise ValueError(f"{value!r} is no way to fetch: give pages or api")
    if value == "api" and not arguments.numbers and not set(_NUMBERED) & set(arguments.discovery):
        named = " and ".join(arguments.discovery)
        raise ValueError(f"api asks for posts by their number, and {named} lists none: add rest to discovery")
    return replace(arguments, fetch="api" if value == "api" else "pages")

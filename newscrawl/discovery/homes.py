"""Tells addresses of a home page from those of an article, a list, a feed: what people copy from a browser."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from newscrawl.discovery.links import ARCHIVE_BASES, FILES, SYSTEM_SEGMENTS, is_archive, is_post_query

ARTICLE = "the address of one article"
LIST = "a list of articles"
FEED = "a feed"
_OTHER = "a file or a part of WordPress"


def no_home(url: str) -> tuple[str, str] | None:
    """Return what ``url`` is in place of a home page, by its shape alone, and the likely home page.

    ``None`` where it may be one: a site may live in any folder, so only what is certain counts.
    """
    split = urlsplit(url)
    parts = [part for part in split.path.split("/") if part]

    def home(length: int) -> str:
        path = "".join(f"/{part}" for part in parts[:length]).removesuffix("/index.php")
        return urlunsplit((split.scheme, split.netloc, f"{path}/", "", ""))

    lower = [part.lower() for part in parts]
    for index, part in enumerate(lower):
        last = index == len(parts) - 1
        following = lower[index + 1 : index + 2]
        if len(part) == 4 and part.isdigit() and part.startswith(("19", "20")) and _is_month(following):
            return (ARTICLE if any(not entry.isdigit() for entry in lower[index + 2 :]) else LIST), home(index)
        if not last and (part in ARCHIVE_BASES or (part == "page" and following[0].isdigit())):
            return (FEED if lower[-1] == "feed" else LIST), home(index)
        if part == "feed" and last:
            return FEED, home(index)
        if part in SYSTEM_SEGMENTS or (last and part.rpartition(".")[2] in FILES and "." in part):
            return _OTHER, home(index)
    if is_post_query(url):
        return ARTICLE, home(len(parts))
    if split.query and is_archive(url):
        return LIST, home(len(parts))
    return None


def _is_month(following: list[str]) -> bool:
    return bool(following) and following[0].isdigit() and len(following[0]) <= 2

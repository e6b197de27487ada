"""Whole posts from WordPress's REST API: the addresses that give them, and the posts of an answer, one at a time."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from newscrawl.discovery.listing import ListingError
from newscrawl.discovery.rest import PER_PAGE, posts_url
from newscrawl.discovery.sniff import what_is

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CONTENT = {
    "_embed": "author,wp:term,wp:featuredmedia",
    "_fields": "id,status,link,date,date_gmt,modified,modified_gmt,title,content,excerpt,author,featured_media,"
    # WordPress embeds what the links that it was asked for lead to.
    "categories,tags,_links.author,_links.wp:term,_links.wp:featuredmedia,_embedded",
}
_BETWEEN = re.compile(r"[\s,]*")  # one class of characters: cannot backtrack
_DECODER = json.JSONDecoder()
_WARNINGS = 65536
"""Characters of PHP's warnings that may stand in front of the answer."""


def numbered_url(api_root: str, numbers: Iterable[int]) -> str:
    """Return the URL that gives the posts with these IDs, at most a hundred, in this order."""
    wanted = ",".join(map(str, numbers))
    return posts_url(api_root, {"include": wanted, "per_page": str(PER_PAGE), "orderby": "include", **_CONTENT})


def newest_url(api_root: str, count: int, *, oldest: bool = False) -> str:
    """Return the URL that gives the newest posts, or the oldest."""
    query = {"per_page": str(count), "orderby": "date", "order": "asc" if oldest else "desc"}
    return posts_url(api_root, query | _CONTENT)


def each_post(body: bytes) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the posts of an answer with their own JSON, as they are decoded: one at a time, whatever the answer's size.

    What is no object is passed over. Raises ListingError where the answer is none, or breaks off: what came before is
    whole.
    """
    text = body.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    start = 0
    if text.startswith("<"):  # PHP prints its warnings in front of the answer when told to display them
        start = max(0, text.find("[{", 0, _WARNINGS))
    if not text.startswith("[", start):
        raise ListingError(what_is(body))
    place = start + 1
    while True:
        between = _BETWEEN.match(text, place)
        assert between
        start = between.end()
        if text.startswith("]", start):
            return
        try:
            post, place = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            msg = f"breaks off after {place} of {len(text)} characters"
            raise ListingError(msg) from error
        if isinstance(post, dict):
            yield post, text[start:place]

"""The addresses at which WordPress's REST API gives whole posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.discovery.rest import PER_PAGE, posts_url

if TYPE_CHECKING:
    from collections.abc import Iterable

_CONTENT = {
    "_embed": "author,wp:term,wp:featuredmedia",
    "_fields": "id,status,link,date,date_gmt,modified,modified_gmt,title,content,excerpt,author,featured_media,"
    # WordPress embeds what the links that it was asked for lead to.
    "categories,tags,_links.author,_links.wp:term,_links.wp:featuredmedia,_embedded",
}


def numbered_url(api_root: str, numbers: Iterable[int]) -> str:
    """Return the URL that gives the posts with these IDs, at most a hundred, in this order."""
    wanted = ",".join(map(str, numbers))
    return posts_url(api_root, {"include": wanted, "per_page": str(PER_PAGE), "orderby": "include", **_CONTENT})


def newest_url(api_root: str, count: int, *, oldest: bool = False) -> str:
    """Return the URL that gives the newest posts, or the oldest."""
    query = {"per_page": str(count), "orderby": "date", "order": "asc" if oldest else "desc"}
    return posts_url(api_root, query | _CONTENT)

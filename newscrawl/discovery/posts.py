"""The addresses at which WordPress's REST API gives whole posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.discovery.rest import PER_PAGE, route_url

if TYPE_CHECKING:
    from collections.abc import Iterable

_CONTENT = {
    "_embed": "author,wp:term,wp:featuredmedia",
    "_fields": "id,type,status,link,date,date_gmt,modified,modified_gmt,title,content,excerpt,author,featured_media,"
    # WordPress embeds what the links that it was asked for lead to.
    "categories,tags,_links.author,_links.wp:term,_links.wp:featuredmedia,_embedded",
}


def numbered_url(api_root: str, numbers: Iterable[int], post_type: str = "posts") -> str:
    """Return the URL that gives the posts with these IDs, at most a hundred, in this order."""
    wanted = ",".join(map(str, numbers))
    query = {"include": wanted, "per_page": str(PER_PAGE), "orderby": "include"}
    return route_url(api_root, post_type, query | _CONTENT)


def newest_url(api_root: str, count: int, post_type: str = "posts", *, oldest: bool = False) -> str:
    """Return the URL that gives the newest posts, or the oldest."""
    query = {"per_page": str(count), "orderby": "date", "order": "asc" if oldest else "desc"}
    return route_url(api_root, post_type, query | _CONTENT)

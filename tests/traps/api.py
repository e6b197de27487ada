"""The REST API of the test site: its list of posts, and whole posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .story import Story


def posts(stories: Sequence[Story], url: str, query: dict[str, str]) -> tuple[list[dict[str, Any]], int]:
    """One page of the list that ``query`` asks for, and how many posts the whole has."""
    if "include" in query:
        wanted = [int(number) for number in query["include"].split(",")]
        stories = sorted((s for s in stories if s.number in wanted), key=lambda story: wanted.index(story.number))
    elif query.get("orderby") == "date":
        stories = sorted(stories, key=lambda story: story.date, reverse=query.get("order") == "desc")
    size, number = int(query.get("per_page", 10)), int(query.get("page", 1))
    whole = "content" in query.get("_fields", "")
    return [_post(s, url, whole=whole) for s in stories[size * (number - 1) : size * number]], len(stories)


def _post(story: Story, url: str, *, whole: bool) -> dict[str, Any]:
    day = f"{story.date:%Y-%m-%dT%H:%M:%S}"
    listed = {"id": story.number, "link": url + story.path, "date": day, "modified": day}
    if not whole:
        return listed
    parts = ["".join(f"<p>{text}</p>\n" for text in story.paragraphs(page)) for page in range(1, story.pages + 1)]
    return listed | {
        "status": "publish",
        "title": {"rendered": story.headline},
        "content": {"rendered": "<!--nextpage-->".join(parts), "protected": False},
        "excerpt": {"rendered": f"<p>{story.standfirst}</p>", "protected": False},
        "author": 0,
        "featured_media": 0,
        "categories": [7],
        "tags": [],
        "_embedded": {"wp:term": [[{"id": 7, "name": "Politics", "taxonomy": "category"}], []]},
    }

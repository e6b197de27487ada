"""Whole posts as WordPress's REST API gives them, and answers of it that misbehave, by name."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any

from . import pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from .exchange import Exchange
    from .pages import Story

    ApiFault = Callable[[Exchange, list[dict[str, Any]]], bool]

API_FAULTS: dict[str, ApiFault] = {}
"""Each is given the posts that were asked for by number, may change them, and returns whether it has answered."""

JSON = "application/json; charset=UTF-8"


def whole_post(story: Story, url: str, number: int) -> dict[str, Any]:
    """What the API says of an article, beside what a listing says of it."""
    paragraphs = "\n".join(f"<p>{html.escape(text, quote=False)}</p>" for text in story.paragraphs)
    start = " ".join(story.paragraphs[0].split()[:9])
    return {
        "id": number,
        "link": url,
        "date": f"{story.date:%Y-%m-%dT%H:%M:%S}",
        "modified": f"{story.date:%Y-%m-%dT%H:%M:%S}",
        "status": "publish",
        "title": {"rendered": html.escape(story.headline)},
        "content": {"rendered": f"\n{paragraphs}\n", "protected": False},
        "excerpt": {"rendered": f"<p>{html.escape(start)} [&hellip;]</p>\n", "protected": False},
        "author": 0,
        "featured_media": 0,
        "categories": [7],
        "tags": [],
        "_embedded": {"wp:term": [[{"id": 7, "name": "Politics", "taxonomy": "category"}], []]},
    }


def api_fault(name: str) -> Callable[[ApiFault], ApiFault]:
    def register(function: ApiFault) -> ApiFault:
        API_FAULTS[name] = function
        return function

    return register


@api_fault("500")
def broken(exchange: Exchange, posts: list[dict[str, Any]]) -> bool:
    exchange.answer("Broken", status=500)
    return True


@api_fault("500-for-a-hundred")
def too_many(exchange: Exchange, posts: list[dict[str, Any]]) -> bool:
    """PHP has the memory for a few posts only."""
    if len(posts) > 30:
        exchange.answer("Allowed memory size exhausted", status=500)
        return True
    return False


@api_fault("dropped")
def dropped(exchange: Exchange, posts: list[dict[str, Any]]) -> bool:
    exchange.drop()
    return True


@api_fault("cut")
def cut(exchange: Exchange, posts: list[dict[str, Any]]) -> bool:
    """The answer ends in the middle of a post, as if it were whole."""
    body = json.dumps(posts)
    exchange.answer(body[: len(body) * 2 // 3], content_type=JSON)
    return True


@api_fault("html")
def challenge(exchange: Exchange, posts: list[dict[str, Any]]) -> bool:
    exchange.answer(pages.plain_page("Checking your browser", "Please wait."))
    return True


@api_fault("deep")
def deep(exchange: Exchange, posts: list[dict[str, Any]]) -> bool:
    exchange.answer("[" * 100_000, content_type=JSON)
    return True


@api_fault("shrinks")
def shrinks(exchange: Exchange, posts: list[dict[str, Any]]) -> bool:
    """What was listed is not all there when it is asked for."""
    del posts[2::3]
    return False


@api_fault("odd")
def odd(exchange: Exchange, posts: list[dict[str, Any]]) -> bool:
    """One post of each kind that cannot stand for its page."""
    posts[0]["content"]["protected"] = True
    posts[1]["content"]["rendered"] = " \n"
    posts[2]["content"]["rendered"] += "<p>[slideshow ids=&#8221;1,2&#8243;]</p>"
    posts[3]["content"] = ["no", "object"]
    posts[4]["title"] = None
    posts[5]["categories"] = [7, 8]
    posts[6]["link"] = "https://elsewhere.example/"
    posts[7]["_embedded"] = "nothing"
    posts[8]["content"]["rendered"] = posts[8]["content"]["rendered"].replace("</p>", "</p><!--nextpage-->", 1)
    posts[9] = {"id": posts[9]["id"]}
    posts.insert(3, {"id": True, "link": 5})
    posts.append(posts[-1])
    return False

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.discovery import rest
from newscrawl.discovery.listing import Cut
from newscrawl.discovery.post_types import PostTypes, read_post_types
from newscrawl.sites.profile import SiteProfile
from newscrawl.sites.registry import checked

if TYPE_CHECKING:
    from newscrawl.discovery.site import SiteInfo

OF_POSTS = ("after", "before", "slug", "status", "per_page")


def routes(**lists: tuple[str, ...]) -> dict[str, Any]:
    """Routes of an API root, with what each takes."""
    return {
        f"/wp/v2/{name.replace('_', '-')}": {
            "endpoints": [{"methods": ["POST"], "args": {}}, {"methods": ["GET"], "args": {key: {} for key in taken}}]
        }
        for name, taken in lists.items()
    }


def test_types_of_wordpress_itself_are_none_of_the_sites_own() -> None:
    core = ("posts", "pages", "media", "blocks", "navigation", "menu_items", "templates", "template_parts")
    described = dict.fromkeys(core, (*OF_POSTS, "categories", "tags"))
    beside = {"comments": ("after", "before", "status"), "categories": ("slug",), "users": ("slug",), "types": ()}
    assert read_post_types(routes(**described, **beside)) == PostTypes()


def test_types_by_name_and_by_how_they_are_filed() -> None:
    found = read_post_types(
        routes(
            news=OF_POSTS,
            short_stories=OF_POSTS,
            verdicts=(*OF_POSTS, "tags"),
            product=(*OF_POSTS, "categories"),
            elementor_library=OF_POSTS,
            event=OF_POSTS,
        )
    )
    assert found == PostTypes(articles=("news", "short-stories", "verdicts"), others=("event",))


@pytest.mark.parametrize(
    "odd",
    [
        None,
        [],
        {"/wp/v2/news": None},
        {"/wp/v2/news": {"endpoints": [7, {"methods": 7, "args": []}]}},
        {"/wp/v2/../x": {}},
    ],
)
def test_what_describes_nothing(odd: object) -> None:
    assert read_post_types(odd) == PostTypes()


def test_each_type_is_listed(site: SiteInfo) -> None:
    own = dataclasses.replace(site, post_types=("news", "posts"))
    [urls] = rest.first(own, Cut())
    assert [url.partition("?")[0].rpartition("/")[2] for url in urls] == ["posts", "news"]


def test_a_profile_names_lists_not_paths() -> None:
    profile = SiteProfile(name="a", base_url="https://a.example/", post_types=("wp/v2/news",))
    with pytest.raises(ValueError, match="post_types"):
        checked(profile)

"""One WordPress for all tests of the lane; each test finds it as it was after the start."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import pytest

from .posts import Newsroom, Post
from .site import WordPress, missing_packages

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUIRE = "NEWSCRAWL_REQUIRE_WORDPRESS"
"""Environment variable: where it is set to 1, a missing package fails the lane in place of skipping it."""
POSTS = 300


@dataclass(frozen=True, slots=True)
class Edition:
    """The site and the posts it holds, with the URLs they had at the start."""

    site: WordPress
    posts: list[Post]


@pytest.fixture(scope="session")
def packages() -> None:
    """Skips or fails where the machine lacks something."""
    if missing := missing_packages():
        lacks(*missing)


def lacks(*packages: str) -> NoReturn:
    """Skip the test, or fail it where the machine is said to have everything."""
    message = f"a real WordPress needs more of this machine: apt-get install {' '.join(packages)}"
    if os.environ.get(REQUIRE) == "1":
        pytest.fail(f"{message} ({REQUIRE}=1)", pytrace=False)
    pytest.skip(message)


@pytest.fixture(scope="session")
def newsroom() -> Newsroom:
    return Newsroom()


@pytest.fixture(scope="session")
def running_site(packages: None, newsroom: Newsroom) -> Iterator[Edition]:
    with WordPress() as site:
        yield Edition(site, site.publish(newsroom.write(POSTS)))


@pytest.fixture
def edition(running_site: Edition) -> Iterator[Edition]:
    yield running_site
    running_site.site.reset()

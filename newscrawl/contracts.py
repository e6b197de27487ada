"""Contract for ``scrapy check``: reads a page of the demo site, so that the check needs no network."""

from __future__ import annotations

from functools import cache
from typing import Any

from scrapy.contracts import Contract

from newscrawl.demo import DemoSite


@cache
def _demo() -> DemoSite:
    site = DemoSite()
    site.start()
    return site


class DemoContract(Contract):
    """``@demo`` has the callback read an article of the demo site, served until the process ends."""

    name = "demo"

    def adjust_request_args(self, args: dict[str, Any]) -> dict[str, Any]:
        """Name the page to read."""
        site = _demo()
        args["url"] = f"{site.url}?p={site.library.posts[0].number}"
        return args

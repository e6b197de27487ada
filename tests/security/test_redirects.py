"""Pages, listings and robots.txt that lead away from the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawls import crawl
from tests.faults.site import FaultySite

from .tripwire import Tripwire

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.exchange import Exchange

LISTINGS = ("/robots.txt", "/wp-json/wp/v2/posts", "/wp-sitemap-posts-post-1.xml", "/feed/")


def lead_away(site: FaultySite, targets: dict[str, str]) -> None:
    """Have paths redirect to their targets, by way of a step on the site itself."""

    def answer(exchange: Exchange) -> bool:
        target = targets.get(exchange.path)
        if target is not None:
            exchange.redirect(target if "hop" in exchange.query else f"{exchange.path}?hop=1", status=302)
        return target is not None

    site.listing_faults["away"] = answer


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2"], ids=["own-host-other-port", "other-host"])
@pytest.mark.parametrize("paths", [("/",), LISTINGS], ids=["home", "listings"])
def test_no_redirect_leads_off_the_site(tmp_path: Path, host: str, paths: tuple[str, ...]) -> None:
    with Tripwire(host) as wire, FaultySite(good=2, listings=("rest", "sitemap", "feed", "archive")) as site:
        lead_away(site, dict.fromkeys(paths, f"{wire.url}/stolen/"))
        done = crawl(tmp_path, {"site": site.url})
        met = {target.partition("?")[0] for target in site.hits if "hop=1" in target}
    assert met == set(paths)
    assert wire.connections == 0
    assert "Traceback" not in done.log
    assert f"leads off the site, to '{host}:{wire.port}'" in done.log
    moved = paths == ("/",)
    assert done.states == ({} if moved else {"exported": 2}), "one source was left to list them, unless the site moved"


def test_article_that_leads_to_what_is_no_page_of_the_site(tmp_path: Path) -> None:
    with Tripwire() as own, Tripwire("127.0.0.2") as other, FaultySite(good=11) as site:
        targets = [
            f"{own.url}/2021/09/good-0/",
            f"{other.url}/2021/09/good-0/",
            f"//{other.host}:{other.port}/",
            "file:///etc/passwd",
            "data:text/html,<h1>root:</h1>",
            f"ftp://127.0.0.1:{own.port}/x",
            f"s3://127.0.0.1:{own.port}/x",
            "javascript:alert(1)",
            f"http://user:word@{site.url.removeprefix('http://')}/2021/09/good-10/",
            "http://robots.txt/",  # its name is no word of the file robots.txt
        ]
        lead_away(site, {f"/2021/09/good-{number}/": target for number, target in enumerate(targets)})
        done = crawl(tmp_path, {"site": site.url})
    assert done.states == {"exported": 1, "failed": len(targets)}
    assert own.connections == other.connections == 0
    assert "Traceback" not in done.log
    everything = done.log + "".join(path.read_text("utf-8") for path in done.files)
    assert "root:" not in everything
    assert "user:word" not in everything

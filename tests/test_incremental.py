"""Run after run of the real command: what a second run costs, what comes out again, what goes, and what stops it."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import signal
import subprocess
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.extensions.feedexport import ItemFilter

from newscrawl.demo import DemoSite
from newscrawl.demo.content import Comment
from newscrawl.items import Article
from newscrawl.sites import registry
from tests import settings_for_kills, starter
from tests.crawls import (
    PROJECT,
    Crawl,
    command,
    crawl,
    database,
    environment,
    ledger_url,
    lines_of,
    make_due,
    wait_for,
    whole_lines,
)
from tests.faults.articles import FAULTS
from tests.faults.gate import Gate
from tests.faults.listings import LISTING_FAULTS
from tests.faults.site import FaultySite, Route
from tests.library import edited, fresh_post, make_library, this_minute, with_post, without

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.exchange import Exchange
    from tests.faults.pages import Story

ZONE = {"timezone": "Asia/Kabul"}
DEBUG = {"LOG_LEVEL": "DEBUG"}
AT_ONCE = {"NEWSCRAWL_FULL_LISTING_DAYS": 0, "NEWSCRAWL_REMOVAL_DAYS": 0}
"""Whole listings each time, and proof that need not last: what takes days then takes runs."""
QUICK = {"RETRY_TIMES": 0}
FEW = make_library(12)


def by_number(done: Crawl) -> dict[int, tuple[str, int]]:
    found = {record["number"]: (record["status"], record["revision"]) for record in done.articles}
    assert len(found) == len(done.articles), "an article comes once a run"
    return found


def exports_nothing(done: Crawl) -> bool:
    assert done.status == 0, done.log
    done.check_sums()
    assert done.manifest is not None
    return not (done.articles or done.rejects or done.removals or done.manifest["files"])


def digests(output: Path) -> dict[str, str]:
    """What stands in a folder: every file's digest but the lock's, which names who held it last."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


class TestWhatARunCosts:
    def test_an_unchanged_site_with_rest(self, tmp_path: Path) -> None:
        with DemoSite() as site:
            first = crawl(tmp_path, {"site": site.url})
            assert len(first.articles) == len(site.library.posts)
            second = crawl(tmp_path, {"site": site.url})
            third = crawl(tmp_path, {"site": site.url})
        assert exports_nothing(second)
        assert exports_nothing(third)
        assert second.requests <= 5
        assert third.requests <= 5

    @pytest.mark.slow  # the first run lists and reads ten thousand
    def test_ten_thousand_articles_with_rest(self, tmp_path: Path) -> None:
        library = make_library(10_000, every=timedelta(hours=4))
        with DemoSite(library=library) as site:
            first = crawl(tmp_path, {"site": site.url, "fetch": "api"})
            assert first.states == {"exported": 10_000}, first.log
            for arguments in ({"fetch": "api"}, {}):
                unchanged = crawl(tmp_path, {"site": site.url} | arguments)
                assert exports_nothing(unchanged)
                assert unchanged.requests <= 5
            with database(tmp_path) as connection:  # two days pass
                before = (datetime.now(UTC) - timedelta(days=2)).isoformat()
                connection.execute("UPDATE ledger_listings SET watermark = ? WHERE url = 'newscrawl:rest'", (before,))
            for number, hours in enumerate((30, 26, 5, 1, 0), 90_001):
                date = this_minute(library) - timedelta(hours=hours)
                site.library = with_post(site.library, fresh_post(library, number, published=date, modified=date))
            some = crawl(tmp_path, {"site": site.url})
            after = crawl(tmp_path, {"site": site.url})
        assert by_number(some) == dict.fromkeys(range(90_001, 90_006), ("new", 1))
        assert some.requests <= 5 + 5
        # Those of the last day are listed once more, and not fetched.
        assert exports_nothing(after)
        assert after.states == {"unchanged": 3}
        assert after.requests <= 5

    def test_an_unchanged_busy_site_with_rest(self, tmp_path: Path) -> None:
        """More new articles in some days than one answer holds."""
        library = make_library(150)
        dates = [this_minute(library) - timedelta(hours=26, minutes=10 * number) for number in range(150)]
        posts = [replace(post, published=date, modified=date) for post, date in zip(library.posts, dates, strict=True)]
        with DemoSite(library=replace(library, posts=tuple(posts))) as site:
            assert len(crawl(tmp_path, {"site": site.url}).articles) == 150
            second = crawl(tmp_path, {"site": site.url})
        assert exports_nothing(second)
        assert second.requests <= 5

    def test_only_what_changed(self, tmp_path: Path) -> None:
        text, page, touched, moved, *_ = FEW.posts
        remark = Comment(id=9999, author="A visitor", date=this_minute(FEW), text="Seen 1 of 9,000 times")
        with DemoSite(library=FEW) as site:
            assert crawl(tmp_path, {"site": site.url}).states == {"exported": len(FEW.posts)}
            library = with_post(FEW, edited(text, text="One more paragraph, written today."))
            library = with_post(library, replace(page, comments=(remark,)))
            library = with_post(library, edited(touched, comments=(replace(remark, id=9998),)))
            library = with_post(library, edited(moved, slug="another-address"))
            site.library = with_post(library, fresh_post(FEW, 19001))
            second = crawl(tmp_path, {"site": site.url}, DEBUG)
            third = crawl(tmp_path, {"site": site.url}, DEBUG)
            later = this_minute(FEW) + timedelta(minutes=1)
            site.library = with_post(site.library, edited(text, title="Another title", modified=later))
            fourth = crawl(tmp_path, {"site": site.url})
        assert by_number(second) == {text.number: ("updated", 2), 19001: ("new", 1)}
        (body,) = [record["body"] for record in second.articles if record["number"] == text.number]
        assert body.endswith("One more paragraph, written today.")
        assert second.states == {"exported": 2, "unchanged": 2}
        assert second.requests <= 5 + 4
        assert not [url for _, url in second.asked() if page.slug in url]
        second.check_sums()
        # Listed again, since a listing of changes goes a day back; but nothing of it is fetched.
        assert exports_nothing(third)
        assert third.states == {"unchanged": 4}
        assert third.requests <= 5
        assert by_number(fourth) == {text.number: ("updated", 3)}

    def test_a_clock_that_was_wrong_passes_nothing_over(self, tmp_path: Path) -> None:
        with DemoSite(library=FEW) as site:
            crawl(tmp_path, {"site": site.url})
            with database(tmp_path) as connection:
                connection.execute(
                    "UPDATE ledger_listings SET watermark = '2199-01-01T00:00:00Z' WHERE url LIKE 'newscrawl:rest%'"
                )
            site.library = with_post(FEW, fresh_post(FEW, 19001))
            second = crawl(tmp_path, {"site": site.url})
            third = crawl(tmp_path, {"site": site.url})
        assert by_number(second) == {19001: ("new", 1)}
        assert exports_nothing(third)
        assert third.requests <= 5

    @pytest.mark.parametrize(
        ("off", "most"),
        [
            ({"rest": False}, 8),  # home, two places of the API, robots.txt, the index, two sitemaps of posts, one page
            ({"rest": False, "sitemap": False}, 10),
            ({"rest": False, "sitemap": False, "feed": False}, 23),
        ],
        ids=["sitemap", "feed", "archive"],
    )
    def test_an_unchanged_site_without_rest(self, tmp_path: Path, off: dict[str, bool], most: int) -> None:
        with DemoSite(**off) as site:
            first = crawl(tmp_path, {"site": site.url} | ZONE)
            assert first.states == {"exported": len(site.library.posts)}
            second = crawl(tmp_path, {"site": site.url} | ZONE, DEBUG)
            pages = {article["url"] for article in first.articles}
        assert exports_nothing(second)
        assert second.requests == len(second.asked()) <= most
        assert not [url for _, url in second.asked() if url in pages]

    def test_sitemaps_are_asked_for_conditionally(self, tmp_path: Path) -> None:
        with DemoSite(library=FEW, rest=False) as site:
            crawl(tmp_path, {"site": site.url} | ZONE)
            second = crawl(tmp_path, {"site": site.url} | ZONE, DEBUG)
            site.library = with_post(FEW, edited(FEW.posts[5], text="A paragraph that came later than the rest."))
            third = crawl(tmp_path, {"site": site.url} | ZONE, DEBUG)
            fourth = crawl(tmp_path, {"site": site.url} | ZONE, DEBUG)
        for unchanged in (second, fourth):
            listed = {status for status, url in unchanged.asked() if "wp-sitemap-posts-post" in url}
            assert listed == {304}
            assert exports_nothing(unchanged)
        assert by_number(third) == {FEW.posts[5].number: ("updated", 2)}
        third.check_sums()

    @pytest.mark.parametrize("source", ["feed", "archive"])
    def test_new_articles_of_listings_without_dates_of_change(self, tmp_path: Path, source: str) -> None:
        with DemoSite(library=FEW, rest=False, sitemap=False, feed=source == "feed") as site:
            assert crawl(tmp_path, {"site": site.url} | ZONE).states == {"exported": len(FEW.posts)}
            site.library = with_post(FEW, fresh_post(FEW, 19001))
            second = crawl(tmp_path, {"site": site.url} | ZONE)
        assert by_number(second) == {19001: ("new", 1)}
        second.check_sums()

    def test_second_looks_are_conditional(self, tmp_path: Path) -> None:
        with DemoSite(library=FEW, rest=False, sitemap=False) as site:
            crawl(tmp_path, {"site": site.url} | ZONE)
            make_due(tmp_path)
            second = crawl(tmp_path, {"site": site.url} | ZONE, DEBUG)
            # Every page names the newest stories beside its own, so a new title changes them all but for their text.
            changed = FEW.posts[0]
            site.library = with_post(FEW, edited(changed, title="Another title"))
            make_due(tmp_path)
            third = crawl(tmp_path, {"site": site.url} | ZONE, DEBUG)
        assert exports_nothing(second)
        assert second.states == {"unchanged": len(FEW.posts)}
        assert len([url for status, url in second.asked() if status == 304]) == len(FEW.posts)
        assert by_number(third) == {changed.number: ("updated", 2)}
        assert third.states == {"exported": 1, "unchanged": len(FEW.posts) - 1}
        assert not [url for status, url in third.asked() if status == 304]
        third.check_sums()

    def test_validators_that_lie_are_found_out(self, tmp_path: Path) -> None:
        texts = ["before"]

        def liar(exchange: Exchange, story: Story) -> None:
            if "if-none-match" in exchange.headers:
                exchange.answer(status=304, headers=[("ETag", '"always"')])
            else:
                page = story.page(exchange.site.url + exchange.path).replace("The third ends", f"The {texts[-1]} ends")
                exchange.answer(page, headers=[("ETag", '"always"')])

        with FaultySite(good=3) as site:
            path = site.good[1].path
            site.routes[path] = Route(site.good[1], liar)
            first = crawl(tmp_path, {"site": site.url} | ZONE)
            assert first.states == {"exported": 3}, first.log
            texts.append("after")
            looks = []
            for _ in range(6):
                make_due(tmp_path, site.good[1].number)
                looks.append(crawl(tmp_path, {"site": site.url} | ZONE))
                if looks[-1].articles:
                    break
        assert 2 < len(looks) < 6, "trusted for a while, not for ever"
        assert by_number(looks[-1]) == {site.good[1].number: ("updated", 2)}
        (record,) = [record for look in looks for record in look.articles]
        assert "The after ends" in record["body"]


class TestRemovals:
    def run(self, site: DemoSite, output: Path, **settings: Any) -> Crawl:
        done = crawl(output, {"site": site.url}, AT_ONCE | settings)
        assert done.status == 0, done.log
        done.check_sums()
        return done

    def test_an_article_that_is_gone_and_comes_back(self, tmp_path: Path) -> None:
        gone, away = FEW.posts[4], FEW.posts[8]
        with DemoSite(library=FEW) as site:
            self.run(site, tmp_path)
            site.library = without(FEW, gone.number, away.number)
            assert exports_nothing(self.run(site, tmp_path, NEWSCRAWL_REMOVAL_MISSES=2))
            site.library = without(FEW, gone.number)  # the other was away for one run
            third = self.run(site, tmp_path, NEWSCRAWL_REMOVAL_MISSES=2)
            fourth = self.run(site, tmp_path, NEWSCRAWL_REMOVAL_MISSES=2)
            site.library = FEW
            fifth = self.run(site, tmp_path, NEWSCRAWL_REMOVAL_MISSES=2)
            sixth = self.run(site, tmp_path, NEWSCRAWL_REMOVAL_MISSES=2)
        (removal,) = third.removals
        assert list(removal) == ["site", "number", "url", "reason", "first_missed_at", "confirmed_at"]
        assert removal["number"] == gone.number
        assert removal["url"].endswith(f"/{gone.slug}/")
        assert removal["reason"] == "missing from the listing"
        assert removal["first_missed_at"] <= removal["confirmed_at"]
        assert third.states == {"removed": 1, "unchanged": len(FEW.posts) - 1}
        assert exports_nothing(fourth)
        assert by_number(fifth) == {gone.number: ("updated", 2)}
        assert exports_nothing(sixth)

    def test_proof_has_to_last(self, tmp_path: Path) -> None:
        with DemoSite(library=FEW) as site:
            self.run(site, tmp_path)
            site.library = without(FEW, FEW.posts[4].number)
            for _ in range(3):
                assert exports_nothing(self.run(site, tmp_path, NEWSCRAWL_REMOVAL_DAYS=3))
            with database(tmp_path) as connection:  # three days pass
                connection.execute("UPDATE ledger_articles SET first_missed = first_missed - 3*86400 WHERE misses")
            done = self.run(site, tmp_path, NEWSCRAWL_REMOVAL_DAYS=3)
        assert [record["number"] for record in done.removals] == [FEW.posts[4].number]

    def test_a_clock_that_was_wrong_reports_nothing_twice(self, tmp_path: Path) -> None:
        with DemoSite(library=FEW) as site:
            self.run(site, tmp_path)
            with database(tmp_path) as connection:
                connection.execute("UPDATE ledger_articles SET last_seen = 7000000000")
            site.library = without(FEW, FEW.posts[4].number)
            done = self.run(site, tmp_path, NEWSCRAWL_REMOVAL_MISSES=1)
            assert [record["number"] for record in done.removals] == [FEW.posts[4].number]
            assert exports_nothing(self.run(site, tmp_path, NEWSCRAWL_REMOVAL_MISSES=1))

    def test_unlisted_but_there(self, tmp_path: Path) -> None:
        """What a listing leaves out, and whose page answers, is not removed."""
        with FaultySite(good=4, listings=["sitemap"]) as site:
            assert crawl(tmp_path, {"site": site.url} | ZONE).states == {"exported": 4}
            path = site.good[2].path
            route = site.routes.pop(path)
            site.listing_faults["hidden"] = lambda exchange: (
                exchange.path == path and (route.answer(exchange, route.story) or True)
            )
            for _ in range(3):
                done = crawl(tmp_path, {"site": site.url} | ZONE, AT_ONCE | {"NEWSCRAWL_REMOVAL_MISSES": 1})
                assert exports_nothing(done)
            assert site.hits[path] > 1

    @pytest.mark.parametrize("status", [404, 410])
    def test_listed_but_gone(self, tmp_path: Path, status: int) -> None:
        """A listing may lag behind: the page's own answers are proof too, each a retry apart."""
        settings = QUICK | {"NEWSCRAWL_REMOVAL_DAYS": 0, "NEWSCRAWL_MAX_FAILED": 1}
        with FaultySite(good=4, listings=["sitemap"]) as site:
            assert crawl(tmp_path, {"site": site.url} | ZONE).states == {"exported": 4}
            story = site.good[2]
            site.routes[story.path] = Route(story, FAULTS[f"status-{status}"])
            for _ in range(3):
                make_due(tmp_path, story.number)
                done = crawl(tmp_path, {"site": site.url} | ZONE, settings)
                assert done.states == {"unchanged": 3, "failed": 1}, done.log
            early = crawl(tmp_path, {"site": site.url} | ZONE, settings)
            assert early.states == {"unchanged": 3, "failed": 1}, "not asked: it is too early"
            assert site.hits[story.path] == 4
            make_due(tmp_path, story.number)
            last = crawl(tmp_path, {"site": site.url} | ZONE, settings)
            assert site.hits[story.path] == 5
        (removal,) = last.removals
        assert (removal["number"], removal["reason"]) == (story.number, f"HTTP {status}")
        assert last.states == {"unchanged": 3, "removed": 1}
        last.check_sums()

    def test_a_broken_listing_removes_nothing(self, tmp_path: Path) -> None:
        strict = AT_ONCE | QUICK | {"NEWSCRAWL_REMOVAL_MISSES": 1}
        with FaultySite(good=4, listings=["rest", "sitemap"]) as site:
            assert crawl(tmp_path, {"site": site.url} | ZONE).states == {"exported": 4}
            everything = dict(site.routes)
            # The listings are cut off or are errors, and the pages say 404: all of the site is out of order.
            site.routes.clear()
            for faults in (["rest-cut", "sitemap-cut"], ["rest-html"], []):
                site.listing_faults = {name: LISTING_FAULTS[name] for name in faults}
                done = crawl(tmp_path, {"site": site.url} | ZONE, strict)
                assert not done.removals, (faults, done.log)
            site.routes.update(everything)
            assert exports_nothing(crawl(tmp_path, {"site": site.url} | ZONE, strict))

    def test_a_site_that_loses_most_of_its_articles_is_taken_for_broken(self, tmp_path: Path) -> None:
        with DemoSite(library=make_library(30)) as site:
            assert len(self.run(site, tmp_path).articles) == 30
            site.library = FEW
            for _ in range(2):
                done = self.run(site, tmp_path, NEWSCRAWL_REMOVAL_MISSES=2)
                assert not done.removals
            assert "as if the site were broken" in done.log


def site_url(done: Crawl) -> str:
    assert done.manifest is not None
    return str(done.manifest["base_url"])


class TestLostFiles:
    def test_are_named_once_and_their_articles_come_again_when_the_user_says_so(self, tmp_path: Path) -> None:
        small = {"SCRAPY_SETTINGS_MODULE": settings_for_kills.__name__, settings_for_kills.BATCH: "5"}
        with DemoSite(library=FEW) as site:
            first = crawl(tmp_path, {"site": site.url}, env=small)
            files = [path for path in first.files if path.name.startswith("articles-")]
            assert len(files) == 3
            name = site_name(site.url)
            assert "cannot be found" not in run_scrapy("ledger", name, output=tmp_path).stdout
            files[1].unlink()
            second, third = (crawl(tmp_path, {"site": site.url}) for _ in range(2))
            told = run_scrapy("ledger", name, output=tmp_path)
            assert f"3  output files with {len(FEW.posts)} lines" in told.stdout
            said = " ".join(told.stdout.split())
            assert f" 1 of these cannot be found, such as {files[1].name}: " in said
            (row,) = map(json.loads, run_scrapy("ledger", name, "--json", output=tmp_path).stdout.splitlines())
            assert row["lost_files"] == [files[1].name]
            files[2].unlink()
            fourth = crawl(tmp_path, {"site": site.url})
            assert run_scrapy("ledger", name, "--rebuild", output=tmp_path).returncode == 0
            fifth, sixth = (crawl(tmp_path, {"site": site.url}) for _ in range(2))
        assert all(exports_nothing(done) for done in (second, third, fourth, sixth))
        for done, lost in ((first, 0), (second, 1), (third, 0), (fourth, 2), (fifth, 0), (sixth, 0)):
            lines = [line for line in done.log.splitlines() if "cannot be found" in line]
            assert len(lines) == bool(lost), done.log
            assert not lines or f" {lost} of the 3 output files" in lines[0]
            assert not lines or f"scrapy ledger {name} --rebuild" in lines[0]
        assert len(by_number(fifth)) == len(FEW.posts) - 5
        assert {record["number"] for record in fifth.articles} | {
            record["number"] for record in lines_of([files[0]], "articles")
        } == {post.number for post in FEW.posts}


class TestWhatFailed:
    def test_is_asked_again_later(self, tmp_path: Path) -> None:
        settings = QUICK | {"NEWSCRAWL_MAX_FAILED": 1}
        with FaultySite(good=3, faults=["status-503"]) as site:
            first = crawl(tmp_path, {"site": site.url} | ZONE, settings)
            assert first.states == {"exported": 3, "failed": 1}
            (path,) = [path for path, route in site.routes.items() if route.story.slug == "status-503"]
            asked = site.hits[path]
            second = crawl(tmp_path, {"site": site.url} | ZONE, settings)
            assert site.hits[path] == asked, "too early to ask again"
            assert second.states == {"unchanged": 3, "failed": 1}
            site.routes[path] = Route(site.routes[path].story, FAULTS["good"])
            with database(tmp_path) as connection:
                connection.execute("UPDATE ledger_articles SET look_again = 1 WHERE failures > 0")
            third = crawl(tmp_path, {"site": site.url} | ZONE, settings)
        assert by_number(third) == {2001: ("new", 1)}
        third.check_sums()

    def test_is_read_with_the_dates_that_its_listing_told(self, tmp_path: Path) -> None:
        """Its page prints none, and the API lists only what changed: nothing did."""
        settings = QUICK | {"NEWSCRAWL_MAX_FAILED": 1}
        failing = True

        def before(exchange: Exchange) -> bool:
            route = exchange.site.routes.get(exchange.path)
            if route is not None and failing and route.story.number == 1002:
                exchange.answer("Broken", status=500)
            elif route is not None:
                page = route.story.page(exchange.site.url + exchange.path)
                exchange.answer(re.sub(r"<li>(?:publish|time): [^<]*</li>", "", page))
            elif "modified_after" in exchange.query or "after" in exchange.query:
                exchange.answer("[]", content_type="application/json", headers=[("X-WP-TotalPages", "0")])
            else:
                return False
            return True

        with FaultySite(good=3, listings=["rest"], before=before) as site:
            first = crawl(tmp_path, {"site": site.url}, settings)
            failing = False
            with database(tmp_path) as connection:
                connection.execute("UPDATE ledger_articles SET look_again = 1 WHERE failures > 0")
            second = crawl(tmp_path, {"site": site.url}, settings)
            (story,) = [story for story, _ in site.articles if story.number == 1002]
        assert first.states == {"exported": 2, "failed": 1}
        assert second.states == {"exported": 1}, second.log
        assert [record["date"] for record in second.articles] == [story.date.isoformat()]
        second.check_sums()

    def test_a_rejected_page_is_not_asked_again_by_each_run(self, tmp_path: Path) -> None:
        whole = {"NEWSCRAWL_FULL_LISTING_DAYS": 0}
        with FaultySite(good=3, faults=["half-a-page"], listings=["rest"]) as site:
            (path,) = [path for path, route in site.routes.items() if route.story.slug == "half-a-page"]
            first = crawl(tmp_path, {"site": site.url} | ZONE)
            assert first.states == {"exported": 3, "rejected": 1}
            asked = site.hits[path]
            second = crawl(tmp_path, {"site": site.url} | ZONE, whole)
            assert exports_nothing(second)
            assert site.hits[path] == asked
            site.routes[path] = Route(site.routes[path].story, FAULTS["good"])
            retried = run_scrapy("ledger", site_name(site.url), "--retry", "rejected", output=tmp_path)
            assert retried.returncode == 0, retried.stderr
            third = crawl(tmp_path, {"site": site.url} | ZONE)
        assert by_number(third) == {2001: ("new", 1)}
        third.check_sums()


class TestPostsThatLeadToAnother:
    """A listed post whose page redirects to that of another listed post."""

    @pytest.mark.parametrize("listing", ["rest", "sitemap"])
    @pytest.mark.parametrize("order", ["behind", "before"])
    def test_take_nothing_over_and_cost_nothing(self, tmp_path: Path, listing: str, order: str) -> None:
        name = "redirect-to-good"
        with FaultySite(good=2, faults=[name], listings=[listing]) as site:
            if order == "before":
                site.routes = dict(reversed(site.routes.items()))
            first = crawl(tmp_path, {"site": site.url} | ZONE, AT_ONCE)
            assert first.states == {"exported": 2, "duplicate": 1}
            assert exports_nothing(crawl(tmp_path, {"site": site.url} | ZONE, AT_ONCE))
            asked = {path: site.hits[path] for path in site.routes}
            assert exports_nothing(crawl(tmp_path, {"site": site.url} | ZONE, AT_ONCE))
            assert {path: site.hits[path] for path in site.routes} == asked
            with database(tmp_path) as connection:
                known = set(connection.execute("SELECT url, number, post_id, state FROM ledger_articles"))
            with_ids = listing == "rest"
            good = {(site.url + story.path, story.number, "exported") for story in site.good}
            assert known == {(url, number, number if with_ids else None, state) for url, number, state in good} | {
                (site.url_of(name), None, 2001 if with_ids else None, "duplicate")
            }
            # The redirect is taken off: the post is an article of its own.
            (path,) = [path for path, route in site.routes.items() if route.story.slug == name]
            site.routes[path] = Route(site.routes[path].story, FAULTS["good"])
            assert run_scrapy("ledger", site_name(site.url), "--retry", "duplicate", output=tmp_path).returncode == 0
            last = crawl(tmp_path, {"site": site.url} | ZONE, AT_ONCE)
        assert by_number(last) == {2001: ("new", 1)}
        assert last.states == {"exported": 1, "unchanged": 2}


def test_numbers_are_asked_for_where_unknown(tmp_path: Path) -> None:
    numbers = sorted(post.number for post in FEW.posts)
    with DemoSite(library=FEW) as site:
        first = crawl(tmp_path, {"site": site.url, "limit": "4"})
        known = set(by_number(first))
        span = range(numbers[2], numbers[2] + 150)
        wanted = {number for number in numbers if number in span} - known
        assert wanted
        assert known & set(span)
        second = crawl(tmp_path, {"site": site.url, "numbers": f"{span[0]}-{span[-1]}"}, DEBUG)
        third = crawl(tmp_path, {"site": site.url})
    asked = {int(url.partition("?p=")[2]) for url in re_urls(second) if "?p=" in url}
    assert asked == set(span) - known
    assert set(by_number(second)) == wanted
    assert second.states["exported"] == len(wanted)
    assert second.states["absent"] == len(asked) - sum(second.states.values()) + second.states["absent"]
    second.check_sums()
    assert set(by_number(third)) == set(numbers) - known - wanted


def re_urls(done: Crawl) -> list[str]:
    """Every URL that the log says was asked for, those that redirected included."""
    redirected = [
        line.partition(" from <GET ")[2].rstrip(">") for line in done.log.splitlines() if " from <GET " in line
    ]
    return [url for _, url in done.asked()] + redirected


class TestOneRunAtATime:
    def test_the_second_leaves_at_once(self, tmp_path: Path) -> None:
        gate = Gate(after=3)
        with FaultySite(good=12, before=gate) as site:
            line = command(tmp_path, {"site": site.url} | ZONE)
            with subprocess.Popen(line, cwd=PROJECT, env=environment(), stderr=subprocess.PIPE, text=True) as first:
                wait_for(gate.reached.is_set)
                second = crawl(tmp_path, {"site": site.url} | ZONE)
                other = crawl(tmp_path, {"limit": "1"})  # another site
                assert first.poll() is None
                gate.open()
                _, log = first.communicate(timeout=60)
            third = crawl(tmp_path, {"site": site.url} | ZONE)
        assert second.status == 8, second.log
        assert len(second.error_lines()) == 1
        assert f"process {first.pid}" in second.error_lines()[0]
        assert "Traceback" not in second.log
        assert not second.articles
        assert other.status == 0, other.log
        assert first.returncode == 0, log
        assert len(lines_of(tmp_path.glob("127*/*.jsonl"), "articles")) == 12
        assert exports_nothing(third)

    def test_a_killed_run_leaves_no_lock(self, tmp_path: Path) -> None:
        with DemoSite(library=FEW) as site:
            line = command(tmp_path, {"site": site.url}, {"DOWNLOAD_DELAY": 0.6})
            with subprocess.Popen(line, cwd=PROJECT, env=environment(), stderr=subprocess.DEVNULL) as first:
                wait_for(lambda: list(tmp_path.glob("*/.articles-*")))
                first.kill()
            assert list(tmp_path.glob("*/.articles-*.part"))
            done = crawl(tmp_path, {"site": site.url})
        assert len(by_number(done)) == len(FEW.posts)
        done.check_sums()
        assert not list(tmp_path.rglob("*.part"))


class TestBrokenLedgers:
    @pytest.fixture
    def site(self) -> Iterator[DemoSite]:
        with DemoSite(library=FEW) as site:
            yield site

    def refuses(self, site: DemoSite, output: Path, code: int, *words: str, **settings: Any) -> Crawl:
        """Assert that a run ends with ``code`` and one line, and leaves all that stands as it is."""
        before = digests(output)
        done = crawl(output, {"site": site.url}, settings)
        assert done.status == code, done.log
        assert "Traceback" not in done.log, done.log
        (line,) = done.error_lines()
        assert all(word in line for word in words), line
        assert not done.articles
        after = digests(output)
        assert {path: after.get(path) for path in before} == before
        assert not [path for path in after if path.endswith((".jsonl", ".part")) and path not in before]
        return done

    def test_locked(self, site: DemoSite, tmp_path: Path) -> None:
        crawl(tmp_path, {"site": site.url})
        with database(tmp_path) as connection:
            connection.execute("BEGIN IMMEDIATE")
            self.refuses(site, tmp_path, 9, "locked by another process")
        assert exports_nothing(crawl(tmp_path, {"site": site.url}))

    @pytest.mark.parametrize(
        ("damage", "says"),
        [
            (lambda data: b"", "is empty"),
            (lambda data: b"no database at all, " * 500, "is not a database"),
            (lambda data: data[:100] + bytes(len(data) - 100), "is damaged"),
        ],
        ids=["empty", "overwritten", "zeroed"],
    )
    def test_corrupt(self, site: DemoSite, tmp_path: Path, damage: Any, says: str) -> None:
        crawl(tmp_path, {"site": site.url})
        path = ledger_path(tmp_path)
        path.write_bytes(damage(path.read_bytes()))
        broken = path.read_bytes()
        self.refuses(site, tmp_path, 9, says, str(path), "Move the file aside")
        assert path.read_bytes() == broken, "never a silent new start"
        # What the line advises works: the files tell what is known.
        path.rename(tmp_path / "aside.sqlite")
        done = crawl(tmp_path, {"site": site.url})
        assert done.status == 0, done.log
        assert not done.articles
        assert "took over 1 files" in done.log

    def test_newer(self, site: DemoSite, tmp_path: Path) -> None:
        crawl(tmp_path, {"site": site.url})
        with database(tmp_path) as connection:
            connection.execute("INSERT INTO ledger_schema (version, title) VALUES (999, 'of days to come')")
        self.refuses(site, tmp_path, 9, "schema version 999", "Update newscrawl")

    def test_a_torn_file_in_the_folder(self, site: DemoSite, tmp_path: Path) -> None:
        done = crawl(tmp_path, {"site": site.url})
        (file,) = [path for path in done.files if path.name.startswith("articles-")]
        torn = file.with_name("articles-20200101T000000Z-aaaa-00001.jsonl")
        torn.write_bytes(file.read_bytes()[:-20])
        self.refuses(site, tmp_path, 9, torn.name, "torn")

    def test_a_url_that_is_none(self, site: DemoSite, tmp_path: Path) -> None:
        self.refuses(site, tmp_path, 2, "NEWSCRAWL_LEDGER_URL", NEWSCRAWL_LEDGER_URL="mysql://localhost/news")

    @pytest.mark.skipif(os.geteuid() != 0, reason="mounting takes root")
    def test_read_only(self, site: DemoSite, tmp_path: Path) -> None:
        with mounted(tmp_path / "disk", "size=8m") as disk:
            output, state = disk / "output", disk / "state"
            state.mkdir()
            there = {"NEWSCRAWL_LEDGER_URL": f"sqlite:///{state}/ledger.sqlite"}
            crawl(output, {"site": site.url}, there)
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
            self.refuses(site, output, 6, "could not write into", **there)
            # The ledger alone
            self.refuses(site, tmp_path / "elsewhere", 9, str(state), **there)

    @pytest.mark.skipif(os.geteuid() != 0, reason="mounting takes root")
    def test_full_disk_under_the_ledger(self, tmp_path: Path) -> None:
        gate = Gate(after=3)
        with mounted(tmp_path / "disk", "size=256k") as disk, FaultySite(good=12, before=gate) as site:
            there = {"NEWSCRAWL_LEDGER_URL": f"sqlite:///{disk}/ledger.sqlite"}
            output = tmp_path / "output"
            line = command(output, {"site": site.url} | ZONE, there)
            with subprocess.Popen(line, cwd=PROJECT, env=environment(), stderr=subprocess.PIPE, text=True) as process:
                wait_for(gate.reached.is_set)
                fill(disk / "filler")
                gate.open()
                _, log = process.communicate(timeout=120)
            assert process.returncode == 9, log
            assert "Traceback" not in log
            assert "disk is full" in log
            # What was written stands, and the next run takes it over.
            assert len(lines_of(output.glob("*/*.jsonl"), "articles")) == 12
            (disk / "filler").unlink()
            assert exports_nothing(crawl(output, {"site": site.url} | ZONE, there))

    @pytest.mark.skipif(os.geteuid() != 0, reason="mounting takes root")
    def test_full_disk_under_the_output(self, site: DemoSite, tmp_path: Path) -> None:
        """Even where it shows only when the last file is closed."""
        with mounted(tmp_path / "disk", "size=64k") as disk:
            there = {"NEWSCRAWL_LEDGER_URL": ledger_url(tmp_path)}
            site.library = make_library(3)
            assert crawl(disk, {"site": site.url, "limit": "1"}, there).status == 0
            before = digests(disk)
            fill(disk / "filler")
            done = crawl(disk, {"site": site.url}, there)
            assert done.status == 6, done.log
            assert "No space left" in done.log
            assert "Traceback" not in done.log
            (disk / "filler").unlink()
            assert digests(disk) == before
            last = crawl(disk, {"site": site.url}, there)
        assert len(last.articles) == 2, last.log

    @pytest.mark.skipif(os.geteuid() != 0, reason="mounting takes root")
    def test_damaged_in_the_middle(self, site: DemoSite, tmp_path: Path) -> None:
        site.library = make_library(120)  # two pages of a listing
        assert crawl(tmp_path, {"site": site.url}).status == 0
        whole = AT_ONCE | {"DOWNLOAD_DELAY": 0.3}
        site.library = make_library(140)
        before = digests(tmp_path)
        line = command(tmp_path, {"site": site.url}, whole)
        with subprocess.Popen(line, cwd=PROJECT, env=environment(), stderr=subprocess.PIPE, text=True) as process:
            wait_for(lambda: list(tmp_path.glob("*/.articles-*")))
            path = ledger_path(tmp_path)
            with path.open("r+b") as file:
                file.seek(4096)
                file.write(b"\xff" * (path.stat().st_size - 4096))
            _, log = process.communicate(timeout=120)
        assert process.returncode == 9, log
        assert "Traceback" not in log
        assert "is damaged" in log
        after = digests(tmp_path)
        assert {path: after[path] for path in before} == before

    @pytest.mark.slow  # each write waits its ten seconds for the lock
    def test_locked_in_the_middle(self, tmp_path: Path) -> None:
        gate = Gate(after=3)
        with FaultySite(good=12, before=gate) as site:
            line = command(tmp_path, {"site": site.url} | ZONE)
            with subprocess.Popen(line, cwd=PROJECT, env=environment(), stderr=subprocess.PIPE, text=True) as process:
                wait_for(gate.reached.is_set)
                with database(tmp_path) as connection:
                    connection.execute("BEGIN IMMEDIATE")
                    gate.open()
                    _, log = process.communicate(timeout=120)
            assert process.returncode == 9, log
            assert "Traceback" not in log
            assert "locked by another process" in log
            assert len(lines_of(tmp_path.glob("*/*.jsonl"), "articles")) == 12
            assert exports_nothing(crawl(tmp_path, {"site": site.url} | ZONE))


def ledger_path(output: Path) -> Path:
    return type(output)(ledger_url(output).removeprefix("sqlite:///"))


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass


class TestBetweenRenameAndCommit:
    SETTINGS = {"SCRAPY_SETTINGS_MODULE": settings_for_kills.__name__, settings_for_kills.BATCH: "5"}  # noqa: RUF012

    @pytest.mark.parametrize("nth", [1, 2, 3])
    def test_the_next_run_takes_the_file_over(self, tmp_path: Path, nth: int) -> None:
        with DemoSite(library=FEW) as site:
            kill = self.SETTINGS | {settings_for_kills.KILL: str(nth)}
            first = crawl(tmp_path, {"site": site.url}, env=kill)
            assert first.status == -signal.SIGKILL
            assert first.manifest is None
            renamed = lines_of(first.files, "articles")
            files = [path for path in first.files if path.match("articles-*.jsonl")]
            assert len(files) >= nth  # the following one may have been renamed, too, before this one was told of
            assert len(renamed) == min(5 * len(files), len(FEW.posts))
            with database(tmp_path) as connection:
                (held,) = connection.execute("SELECT count(*) FROM ledger_articles").fetchone()
            assert held == 5 * (nth - 1)
            second = crawl(tmp_path, {"site": site.url}, env=self.SETTINGS)
            third = crawl(tmp_path, {"site": site.url}, env=self.SETTINGS)
        assert f"took over {len(files) - nth + 1} files" in second.log
        numbers = [record["number"] for record in renamed + second.articles]
        assert sorted(numbers) == sorted(post.number for post in FEW.posts)
        assert exports_nothing(third)
        assert not list(tmp_path.rglob("*.part"))

    @pytest.mark.parametrize("option", ["-O", "-o"])
    def test_a_file_of_the_users_own(self, tmp_path: Path, option: str) -> None:
        mine = tmp_path / "mine.jsonl"
        output = tmp_path / "output"
        with DemoSite(library=FEW) as site:
            kill = self.SETTINGS | {settings_for_kills.KILL: "1"}
            first = crawl(output, {"site": site.url}, options=(option, str(mine)), env=kill)
            assert first.status == -signal.SIGKILL
            assert len(mine.read_bytes().splitlines()) == len(FEW.posts)
            second = crawl(output, {"site": site.url}, options=(option, str(mine)), env=self.SETTINGS)
            assert second.status == 0, second.log
            # Taken over as it is; or, where it was to be overwritten, written anew.
            assert ("took over 1 files" in second.log) == (option == "-o")
            assert len(mine.read_bytes().splitlines()) == len(FEW.posts)
            third = crawl(output, {"site": site.url}, options=("-o", str(mine)), env=self.SETTINGS)
            assert third.states == {}, third.log
        assert len(mine.read_bytes().splitlines()) == len(FEW.posts)

    def test_a_file_that_several_sites_share(self, tmp_path: Path) -> None:
        output, mine = tmp_path / "output", tmp_path / "all.jsonl"
        mine.write_bytes(b'{"yours": 1}')  # without a line's end
        kill = self.SETTINGS | {settings_for_kills.KILL: "1"}
        shared = ("-o", str(mine))
        with DemoSite(library=FEW) as one, DemoSite(library=FEW) as other:
            assert crawl(output, {"site": one.url}, options=shared, env=kill).status == -signal.SIGKILL
            assert crawl(output, {"site": other.url}, options=shared).status == 0
            for site in (one, other):
                done = crawl(output, {"site": site.url}, options=shared)
                assert done.status == 0, done.log
            for site in (one, other):
                assert run_scrapy("ledger", site_name(site.url), "--rebuild", output=output).returncode == 0
                done = crawl(output, {"site": site.url}, options=shared)
                assert (done.status, done.states) == (0, {"unchanged": len(FEW.posts)}), done.log
        first, *lines = whole_lines(mine)
        assert first == {"yours": 1}
        assert len(lines) == len({(line["site"], line["number"]) for line in lines}) == 2 * len(FEW.posts)


def test_leftovers_of_killed_runs_are_cleaned_up(tmp_path: Path) -> None:
    output, mine = tmp_path / "output", tmp_path / "mine.jsonl"
    with DemoSite(library=FEW) as site:
        crawl(output, {"site": site.url, "limit": "1"})
        (folder,) = output.glob("127*")
        dead = dead_process()
        leftovers = [
            folder / f".articles-20200101T000000Z-aaaa-00001.jsonl.{dead}.part",
            folder / "runs" / f".20200101T000000Z-aaaa.json.{dead}.part",
            mine.with_name(f".{mine.name}.{dead}.part"),
        ]
        others = [tmp_path / f".yours.jsonl.{dead}.part", folder / ".hidden"]
        for path in leftovers + others:
            path.write_text('{"torn')
        done = crawl(output, {"site": site.url}, options=("-O", str(mine)))
    assert done.status == 0, done.log
    assert not [path for path in leftovers if path.exists()]
    assert all(path.exists() for path in others)


def dead_process() -> int:
    with subprocess.Popen(["true"]) as process:
        return process.pid


def test_feeds_of_other_settings(tmp_path: Path) -> None:
    """One file for all kinds of items, in a form that cannot be read back; another for some articles only."""
    mine, some = tmp_path / "mine.json", tmp_path / "some.csv"
    feeds = {
        str(mine): {"format": "json", "overwrite": True},
        str(some): {"format": "csv", "overwrite": True, "item_filter": "tests.test_incremental.OnlyOdd"},
    }
    settings = {"FEEDS": json.dumps(feeds)}
    with FaultySite(good=5, faults=["half-a-page"], listings=["rest"]) as site:
        first = crawl(tmp_path / "output", {"site": site.url}, settings)
        assert first.status == 0, first.log
        assert len(json.loads(mine.read_text("utf-8"))) == 6
        with some.open(encoding="utf-8", newline="") as lines:
            assert len(list(csv.reader(lines))) == 1 + 3
        second = crawl(tmp_path / "output", {"site": site.url}, settings | AT_ONCE)
        assert second.status == 0, second.log
        assert second.states == {"unchanged": 6}
        del feeds[str(mine)]
        only = {"FEEDS": json.dumps(feeds)}
        third = crawl(tmp_path / "other", {"site": site.url}, only)
        fourth = crawl(tmp_path / "other", {"site": site.url}, only | AT_ONCE)
    # What no file took is exported as soon as one takes it.
    assert third.states == {"exported": 5, "rejected": 1}
    assert fourth.states == {"exported": 2, "unchanged": 4}


class OnlyOdd(ItemFilter):
    """A user's own choice of articles."""

    def accepts(self, item: Any) -> bool:
        return isinstance(item, Article) and bool(item.number) and item.number % 2 == 1


def test_what_a_feed_cannot_promise_is_said_once(tmp_path: Path) -> None:
    with DemoSite(library=FEW) as site:
        first = crawl(tmp_path, {"site": site.url}, options=("-o", "-:jsonlines"))
        assert first.status == 0, first.log
        warnings = [line for line in first.log.splitlines() if "WARNING" in line]
        assert len(warnings) == 1, first.log
        assert "exports these articles again" in warnings[0]
        assert exports_nothing(crawl(tmp_path, {"site": site.url}))


def site_name(url: str) -> str:
    return registry.find(url).name


def run_scrapy(*arguments: str, output: Path) -> subprocess.CompletedProcess[str]:
    """A command of scrapy's on the ledger of an output folder."""
    places = [f"NEWSCRAWL_OUTPUT_DIR={output}", f"NEWSCRAWL_LEDGER_URL={ledger_url(output)}"]
    line = [*arguments, *(part for place in places for part in ("-s", place))]
    return starter.run(line, env=environment(), timeout=60)

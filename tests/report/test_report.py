"""``scrapy report``: the real command, and its page in a real browser."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html

from newscrawl.demo import DemoSite
from newscrawl.ledger import Ledger, begin_run
from newscrawl.sites.registry import site_name
from tests import starter
from tests.crawls import PROJECT, crawl, environment, ledger_url
from tests.ledger.builders import SITE, START
from tests.library import make_library
from tests.report.browser import CHROMIUM, Browser
from tests.report.filled import EVIL, EVIL_CATEGORY, LATE, NIGHTS, fill

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

pytest.importorskip("matplotlib", reason="the extra report is not installed")
pytest.importorskip("jinja2", reason="the extra report is not installed")

PICTURES = PROJECT / ".test-output" / "report"
"""Where the page's pictures stay after the tests, for people to look at."""


def report(
    output: Path, *arguments: str, url: str | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    places = [f"NEWSCRAWL_OUTPUT_DIR={output}", f"NEWSCRAWL_LEDGER_URL={ledger_url(output) if url is None else url}"]
    line = ["report", *arguments, *(part for place in places for part in ("-s", place))]
    return starter.run(line, env=environment(**(env or {})), timeout=120)


def made(output: Path, site: str = SITE, *arguments: str) -> Path:
    done = report(output, site, *arguments)
    assert (done.returncode, done.stderr) == (0, ""), done
    return Path(done.stdout.rstrip("\n"))


def text_of(page: Path, section: str) -> str:
    (found,) = html.fromstring(page.read_bytes().decode("utf-8")).xpath(f"//section[@id='{section}']")
    return " ".join(" ".join(found.itertext()).split())


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a site with forty nights of history."""
    output = tmp_path_factory.mktemp("output")
    fill(output)
    path = made(output)
    assert path == output / SITE / "report.html"
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with Browser() as browser:
        yield browser


class TestNumbers:
    def test_of_a_real_crawl(self, tmp_path: Path) -> None:
        library = make_library(30)
        with DemoSite(library=library) as site:
            first = crawl(tmp_path, {"site": site.url})
            second = crawl(tmp_path, {"site": site.url})
            path = made(tmp_path, site.url)
            assert path == tmp_path / site_name(site.url) / "report.html"
        tree = html.fromstring(path.read_bytes().decode("utf-8"))
        rows = tree.xpath("//section[@id='articles']//details[1]//tbody/tr")
        told = {row.xpath("string(td[1])"): int(row.xpath("string(td[2])")) for row in rows}
        assert told == Counter(article["category"] for article in first.articles)
        days = tree.xpath("//section[@id='articles']//details[2]//tbody/tr/td[1]/text()")
        assert sorted(days) == sorted({post.published.date().isoformat() for post in library.posts})
        assert "exported: a record stands in an articles file 30" in text_of(path, "states")
        assert len(tree.xpath("//section[@id='runs']//tbody/tr")) == 2
        saved = max(0, 30 - first.requests) + max(0, 30 - second.requests)
        assert saved > 0
        assert f"{first.requests + second.requests} requests were made and at least {saved} saved" in text_of(
            path, "requests"
        )
        numbers = sorted(post.number for post in library.posts)
        assert f"30 numbers from {numbers[0]} to {numbers[-1]} are known" in text_of(path, "numbers")
        assert "nothing to time" in text_of(path, "lag"), "they are years old"

    def test_of_a_long_history(self, page: Path) -> None:
        runs = html.fromstring(page.read_bytes().decode("utf-8")).xpath("//section[@id='runs']//tbody/tr")
        assert len(runs) == NIGHTS
        assert "killed" in text_of(page, "runs")
        assert "in 38 whole runs" not in text_of(page, "requests")
        assert "Counted: 38 runs that came to the end" in text_of(page, "requests"), "one was killed, one had a limit"
        assert re.search(r"publication until we had it \d+ \d+ h", text_of(page, "lag"))
        assert "rest 36" in text_of(page, "lag")
        assert "10 The page shows no date." in text_of(page, "trouble")
        (share,) = re.findall(r"saved: ([\d.]+) % of all", text_of(page, "requests"))
        assert f"requests saved {share} %" in " ".join(
            " ".join(html.parse(str(page)).xpath("//header//text()")).split()
        )

    def test_when_articles_were_listed_and_had(self, page: Path) -> None:
        tree = html.fromstring(page.read_bytes().decode("utf-8"))
        rows = [[cell.text_content() for cell in row] for row in tree.xpath("//section[@id='lag']//details//tbody/tr")]
        assert len(rows) == 200
        (late,) = (row for row in rows if row[0] == str(LATE + 30))
        times = [f"{START + timedelta(days=30, hours=-26):%Y-%m-%d %H:%M}"]
        times += [f"{START + timedelta(days=29):%Y-%m-%d} 06:03", f"{START + timedelta(days=30):%Y-%m-%d} 06:01"]
        assert late[2:] == [*times, "1 d 2 h", "23 h 58 min"]
        tips = tree.xpath("//section[@id='lag']//figure//*[local-name()='title']/text()")
        assert f"No {LATE + 38}, published {times[0][:5]}04-07 04:00: listed 2026-04-07 06:03" in tips
        assert f"< 1 day: {NIGHTS // 8} articles" in tips, "those that came the night after"

    def test_charts_of_states_and_rejects(self, page: Path) -> None:
        tree = html.fromstring(page.read_bytes().decode("utf-8"))
        tips = tree.xpath("//section[@id='states']//*[local-name()='svg'][1]//*[local-name()='title']/text()")
        rows = tree.xpath("//section[@id='states']//tbody/tr")
        told = {row.xpath("string(td[1])").partition(":")[0]: row.xpath("string(td[2])") for row in rows}
        assert set(tips) == {f"{name}: {count}" for name, count in told.items()}
        tips = tree.xpath("//section[@id='trouble']//*[local-name()='svg'][1]//*[local-name()='title']/text()")
        assert len(tips) == 11
        assert "2 Mar: 1" in tips

    def test_charts_of_a_long_history(self, page: Path) -> None:
        titles = html.fromstring(page.read_bytes().decode("utf-8")).xpath("//figcaption/text()")
        assert titles == [
            "Articles per week of publication, by category",
            "Articles per day, the last 60 days",
            "The last articles: how long after publication each came",
            "Time from publication until we had the article",
            "Time from its listing until we had the article",
            "Articles that each run was told of, by source",
            "Known articles by state",
            "Rejected pages by the day they were last read, and why",
            "What each run came to: articles by how they ended",
            "Requests made by each run",
            "Share of requests saved by what the ledger knows, at the least",
            "Share of the numbers from 17900 to 21576 that are known",
        ]

    def test_nearly_all_is_not_all(self) -> None:
        from newscrawl.report.page import _percent

        assert [_percent(share) for share in (99.96, 100, 0)] == ["99.9 %", "100.0 %", "0.0 %"]

    def test_a_site_without_articles(self, tmp_path: Path) -> None:
        with Ledger.open(ledger_url(tmp_path)) as ledger:
            begin_run(ledger, SITE, "20260301T060000Z-aaaa", START)
        path = made(tmp_path, SITE, "--output", str(tmp_path / "deep" / "page.html"))
        assert path == tmp_path / "deep" / "page.html"
        assert "No article of this site is known yet." in text_of(path, "states")
        assert "No article of this site has been exported yet." in text_of(path, "articles")
        assert "No run has gone through the whole site yet." in text_of(path, "requests")
        assert "under way or killed" in text_of(path, "runs"), "nobody can tell which"

    def test_articles_in_other_formats(self, tmp_path: Path) -> None:
        with DemoSite(library=make_library(3)) as site:
            crawl(tmp_path, {"site": site.url}, options=("-O", str(tmp_path / "mine.csv")))
            path = made(tmp_path, site.url)
        said = text_of(path, "articles")
        assert "No article stands in a file that can be read here." in said
        assert "has been exported yet" not in said

    def test_files_that_are_gone_or_torn_are_told(self, tmp_path: Path) -> None:
        fill(tmp_path, nights=3)
        files = sorted((tmp_path / SITE).glob("articles-*"))
        files[0].unlink()
        files[1].write_text('{"site": "example.org", "status": "new"}\n[\n')
        manifests = sorted((tmp_path / SITE / "runs").glob("*.json"))
        manifests[0].write_text("[]")
        path = made(tmp_path)
        assert "what stands in 1 output file of those that the ledger knows: gone" in text_of(path, "articles")
        assert "Not counted here: 2 lines of output files" in text_of(path, "articles")
        assert "1 manifest could not be read" in text_of(path, "runs")


class TestHostileValues:
    def test_they_are_text(self, page: Path) -> None:
        tree = html.fromstring(page.read_bytes().decode("utf-8"))
        assert len(tree.xpath("//script")) == 1
        assert len(tree.xpath("//title[not(ancestor::*[local-name()='svg'])]")) == 1
        assert not tree.xpath("//img | //iframe | //object | //embed | //link | //base | //form | //b")
        assert not tree.xpath("//*[@*[starts-with(name(), 'on')]]")
        links = tree.xpath("//a/@href")
        assert links
        assert all(link.startswith(("#", "https://example.org/")) for link in links)
        assert EVIL in tree.xpath("string(//section[@id='trouble'])")
        assert EVIL_CATEGORY.replace("\x07", "") in tree.xpath("string(//section[@id='articles'])").replace("\x07", "")

    def test_nothing_inline_but_what_the_policy_names(self, page: Path) -> None:
        tree = html.fromstring(page.read_bytes().decode("utf-8"))
        (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy
        assert not tree.xpath("//*[@style]")
        assert len(tree.xpath("//style")) == 1
        assert not tree.xpath("//*[local-name()='svg']//*[@id]"), "ids of several drawings would clash"
        drawings = re.findall(r"<svg.*?</svg>", page.read_text("utf-8"), re.DOTALL)
        assert len(drawings) == 24
        assert not any("url(" in drawing or "href" in drawing for drawing in drawings)


class TestInABrowser:
    @pytest.mark.parametrize("dark", [False, True])
    @pytest.mark.parametrize("width", [1280, 390])
    def test_it_fits_and_asks_for_nothing(self, browser: Browser, page: Path, width: int, dark: bool) -> None:
        browser.show(page, width=width, dark=dark)
        assert browser.requests() == [page.as_uri()]
        assert browser.complaints() == []
        assert browser.run("document.title") == f"{SITE}: crawl report"
        browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert browser.run("document.documentElement.scrollWidth") <= width
        wide = "[...document.querySelectorAll('section, .tiles, h1')].filter(e => e.scrollWidth > e.clientWidth).length"
        assert browser.run(wide) == 0
        table = "(s => s.scrollWidth - s.clientWidth)(document.querySelector('#runs .scroll'))"
        assert width < 600 or browser.run(table) <= 0, "a wide window shows all columns"
        shapes = browser.run(
            "[...document.querySelectorAll('svg')].filter(s => s.getBoundingClientRect().width).length"
        )
        assert shapes == 12, "one shape of each chart is shown"
        tall = (
            "Math.min(...[...document.querySelectorAll('svg text')].map(t => t.getBoundingClientRect().height || 99))"
        )
        assert browser.run(tall) >= 10, "small print cannot be read"
        browser.picture(PICTURES / f"{width}-{'dark' if dark else 'light'}.png")

    def test_colours_follow_the_theme(self, browser: Browser, page: Path) -> None:
        wanted = (
            "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color,"
            " getComputedStyle(document.querySelector('svg text')).fill,"
            " getComputedStyle(document.querySelector('svg .fill-c1')).fill]"
        )
        fills = "[...new Set([...document.querySelectorAll('svg text')].map(t => getComputedStyle(t).fill))]"
        themes = []
        for dark in (False, True):
            browser.show(page, width=1280, dark=dark)
            themes.append(browser.run(wanted))
            assert "rgb(0, 0, 0)" not in browser.run(fills), "black is what no rule gave a colour"
        assert all(light != dark for light, dark in zip(*themes, strict=True)), themes

    def test_tables_sort_by_their_headings(self, browser: Browser, page: Path) -> None:
        browser.show(page, width=1280)
        column = "[...document.querySelectorAll('#runs tbody tr')].map(r => r.cells[10].textContent)"
        head = "document.querySelectorAll('#runs thead th')[10]"
        before = browser.run(column)
        counts = [int(text.replace(",", "")) if text != "–" else -1 for text in before]
        assert counts != sorted(counts, reverse=True)

        def shown() -> list[int]:
            return [int(text.replace(",", "")) if text != "–" else -1 for text in browser.run(column)]

        browser.run(f"{head}.querySelector('button').click()")
        assert shown() == sorted(counts, reverse=True)
        assert browser.run(f"{head}.getAttribute('aria-sort')") == "descending"
        browser.run(f"{head}.querySelector('button').click()")
        assert shown() == sorted(counts)
        browser.run("document.querySelectorAll('#runs thead th')[0].querySelector('button').click()")
        assert shown() == counts[::-1]
        assert browser.run(f"{head}.getAttribute('aria-sort')") is None
        browser.run(f"{head}.querySelector('button').focus()")
        browser.enter()
        assert shown() == sorted(counts, reverse=True), "by the keyboard as well"

    def test_it_reads_without_scripts(self, browser: Browser, page: Path) -> None:
        browser.show(page, width=390, scripts=False)
        picture = PICTURES / "390-no-scripts.png"
        assert browser.complaints() == []
        assert browser.run("document.querySelectorAll('th button').length") == 0
        assert browser.run("document.querySelectorAll('#runs tbody tr').length") == NIGHTS
        browser.picture(picture)


class TestMistakes:
    def test_an_unknown_site(self, page: Path) -> None:
        done = report(page.parent.parent, "nowhere.example")
        assert done.returncode == 2
        assert f"knows no site 'nowhere.example'; it knows {SITE}" in done.stderr

    def test_no_ledger(self, tmp_path: Path) -> None:
        done = report(tmp_path, SITE)
        assert done.returncode == 9
        assert len(done.stderr.splitlines()) == 1
        assert not list(tmp_path.rglob("*"))

    def test_no_site(self, tmp_path: Path) -> None:
        done = report(tmp_path)
        assert (done.returncode, "give one site" in done.stderr) == (2, True)

    def test_nowhere_to_write(self, tmp_path: Path) -> None:
        fill(tmp_path, nights=1)
        (tmp_path / "file").touch()
        done = report(tmp_path, SITE, "--output", str(tmp_path / "file" / "page.html"))
        assert done.returncode == 6
        assert "could not write" in done.stderr
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize("missing", ["matplotlib", "jinja2"])
    def test_without_the_extra(self, page: Path, tmp_path: Path, missing: str) -> None:
        (tmp_path / f"{missing}.py").write_text(f"raise ModuleNotFoundError('gone', name={missing!r})\n")
        done = report(page.parent.parent, SITE, env={"PYTHONPATH": f"{tmp_path}:{PROJECT}"})
        assert done.returncode == 2
        assert done.stderr == f"newscrawl: {missing} is not installed: pip install 'newscrawl[report]'\n"

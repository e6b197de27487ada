"""``scrapy onboard`` as a user runs it, against sites on loopback."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from newscrawl.sites.profile import LABELS

from ..crawls import PROJECT, crawl, environment, lines_of
from ..faults.site import LISTINGS, FaultySite
from ..library import make_library
from .runs import MOST_REQUESTS, UNTHROTTLED, onboard, profile_in, row, scrapy
from .sites import ESPERANTO, CountingDemo, StaticSite, Theme, news

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project, to write profiles into."""
    folder = tmp_path / "project"
    shutil.copytree(PROJECT / "newscrawl", folder / "newscrawl", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("scrapy.cfg", "pyproject.toml", "tests/sites/test_golden.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / name, folder / name)
    (folder / "tests" / "pages").mkdir()
    return folder


@pytest.fixture(scope="module")
def demo() -> Iterator[CountingDemo]:
    with CountingDemo() as site:
        yield site


def test_the_demo_is_read_and_its_profile_works(project: Path, demo: CountingDemo) -> None:
    demo.asked.clear()
    done = onboard(demo.url, "--golden", project=project)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert 12 < len(demo.asked) <= MOST_REQUESTS
    assert len(set(demo.asked)) == len(demo.asked), "each address is asked once"
    assert row(done, "requests") == f"{len(demo.asked)} made"
    assert row(done, "articles") == str(len(demo.library.posts))
    assert row(done, "time zone").startswith("Asia/Kabul, as the REST API")
    assert row(done, "permalinks") == "/%year%/%monthnum%/%postname%/ (12 of 12)"
    assert row(done, "API: full content").startswith("whole for 12 of 12")
    assert row(done, "API: modified_after") == "yes"
    assert row(done, "API: users") == "listed"
    assert row(done, "date") == "12 of 12 header 12 12 of 12 high"
    assert row(done, "calendar") == "printed as gregorian on 12"
    assert row(done, "sitemaps") == f"{demo.url}wp-sitemap.xml"
    assert "12 of 12 articles give a whole record." in done.stdout
    (example,) = re.findall(r"^A record\n(\{.*?^\})$", done.stdout, re.DOTALL | re.MULTILINE)
    assert json.loads(example)["raw"]["number"]

    (path,) = set((project / "newscrawl" / "sites").glob("site_127*.py"))
    profile = profile_in(path)
    assert profile.timezone == "Asia/Kabul"
    assert set(profile.categories) == {term.name for term in demo.library.categories}
    port = demo.url.rpartition(":")[2].strip("/")
    assert profile.name == f"127.0.0.1_{port}"

    listed = scrapy("sites", project=project)
    assert f"{profile.name}\t{demo.url}\tAsia/Kabul\t-\n" in listed.stdout
    crawled = scrapy("crawl", "news", "-a", f"site={profile.name}", "-a", "limit=5", *UNTHROTTLED, project=project)
    assert crawled.returncode == 0, crawled.stderr
    records = lines_of((project / "output" / profile.name).iterdir(), "articles")
    posts = {post.number: post for post in demo.library.posts}
    assert len(records) == 5
    assert all(record["date"] == posts[record["number"]].published.isoformat() for record in records)

    check_code(path)
    check_golden(project, path)


def check_code(path: Path) -> None:
    if not shutil.which("ruff") or not shutil.which("mypy"):
        return  # installed for development alone
    config = str(PROJECT / "pyproject.toml")
    for command in (
        ["ruff", "check", "--no-cache", "--config", config, str(path)],
        ["ruff", "format", "--no-cache", "--check", "--config", config, str(path)],
        ["mypy", "--strict", "--cache-dir", str(path.parent / ".mypy_cache"), str(path)],
    ):
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=path.parents[2], env=environment()
        )
        assert done.returncode == 0, f"{done.stdout}{done.stderr}\n{path.read_text('utf-8')}"


def check_golden(project: Path, profile: Path) -> None:
    def tests() -> str:
        command = [sys.executable, "-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider", "tests/sites/test_golden.py"]
        done = subprocess.run(
            command,
            cwd=project,
            env=environment(PYTHONPATH=str(project)),
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.splitlines()[-1]

    assert re.match(r"80 passed", tests())  # four pages, twenty fields each
    text = profile.read_text("utf-8")
    profile.write_text(text.replace("Asia/Kabul", "Asia/Tokyo"), "utf-8")
    assert re.match(r"\d+ failed", tests())
    profile.write_text(text, "utf-8")


def test_nothing_is_overwritten(tmp_path: Path, demo: CountingDemo) -> None:
    path, golden = tmp_path / "valley.py", tmp_path / "golden"
    path.write_text("PROFILE = 'mine'\n")
    golden.mkdir()
    (golden / "notes.txt").write_text("mine")
    demo.asked.clear()
    done = onboard(demo.url, "--profile", str(path))
    assert done.returncode == 2
    assert done.stderr == f"newscrawl: {path} exists: replace it with --force, or give another with --profile=PATH\n"
    done = onboard(demo.url, "--profile", str(tmp_path / "other.py"), f"--golden={golden}")
    assert done.returncode == 2
    assert f"{golden} exists" in done.stderr
    (tmp_path / "tool.py").write_text("print('no profile')\n")
    done = onboard(demo.url, "--profile", str(tmp_path / "tool.py"), "--force")
    assert done.returncode == 2
    assert "is no site profile" in done.stderr
    (tmp_path / "file").write_text("")
    done = onboard(demo.url, "--profile", str(tmp_path / "file" / "sites" / "p.py"))
    assert done.returncode == 2
    assert f"p.py could not be written, for {tmp_path}/file is no folder: give another" in done.stderr
    done = onboard(demo.url, "--profile", str(tmp_path / "p.py"), f"--golden={tmp_path}/file/pages")
    assert done.returncode == 2
    assert "could not hold golden pages" in done.stderr
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    if not os.access(locked, os.W_OK):  # as root, one may write anywhere
        assert "may not be written to" in onboard(demo.url, "--profile", str(locked / "p.py")).stderr
    assert demo.asked == []
    assert path.read_text() == "PROFILE = 'mine'\n"

    done = onboard(demo.url, "--profile", str(path), "--force")
    assert done.returncode == 2
    assert "PROFILE is no SiteProfile, but str: mend it, or delete the file" in done.stderr
    path.write_text(path.read_text().replace("'mine'", "None"))
    done = onboard(demo.url, "--profile", str(path), "--force")
    assert "it has no PROFILE: mend it" in done.stderr
    path.write_text(
        "from newscrawl.sites.profile import SiteProfile\n"
        "PROFILE = SiteProfile(name='other', base_url='https://other.example/', timezone='UTC')\n"
    )
    done = onboard(demo.url, "--profile", str(path), f"--golden={golden}", "--force")
    assert done.returncode == 0, done.stderr
    assert profile_in(path).name.startswith("127.0.0.1_")
    assert profile_in(path).timezone == "Asia/Kabul"
    assert len(list(golden.glob("*/page.html"))) == 4
    assert (golden / "notes.txt").read_text() == "mine"


def test_what_was_written_by_hand_outlives_a_second_look(project: Path, demo: CountingDemo) -> None:
    path = project / "newscrawl" / "sites" / "valley.py"
    path.write_text(
        "from newscrawl.sites.profile import SiteProfile\n"
        f"PROFILE = SiteProfile(name='courier', base_url={demo.url!r}, timezone='+05:00',\n"
        "    category_aliases={'Sport': 'Sports'}, labels={'number': ('No',)})\n"
    )
    assert onboard("courier", project=project).returncode == 2
    done = onboard("courier", "--force", project=project)
    assert done.returncode == 0, done.stderr
    profile = profile_in(path)
    assert (profile.name, profile.timezone) == ("courier", "+05:00")
    assert not (path.parent / "courier.py").exists()
    assert (profile.category_aliases, profile.labels) == ({"Sport": "Sports"}, {"number": ("No",)})
    assert "Politics" in profile.categories
    check_code(path)


def test_a_profile_elsewhere_is_crawled_by_its_file(tmp_path: Path, demo: CountingDemo) -> None:
    path = tmp_path / "my sites" / "valley.py"
    done = onboard(demo.url, "--profile", str(path))
    assert done.returncode == 0, done.stderr
    (command,) = re.findall(r"then (scrapy crawl news -a .*)", done.stdout)
    line = shlex.split(command)
    assert line[-3:] == [f"site={path}", "-a", "limit=20"]

    text = path.read_text("utf-8")
    assert 'timezone="Asia/Kabul"' in text
    path.write_text(re.sub('name="[^"]*"', 'name="valley"', text.replace('"Asia/Kabul"', '"Asia/Tokyo"')), "utf-8")
    output = ("-s", f"NEWSCRAWL_OUTPUT_DIR={tmp_path / 'output'}", "-s", "NEWSCRAWL_LEDGER_URL=")
    crawled = scrapy(*line[1:], *output, *UNTHROTTLED)
    assert crawled.returncode == 0, crawled.stderr
    records = lines_of((tmp_path / "output" / "valley").iterdir(), "articles")
    assert len(records) == 20
    assert {record["date"][-6:] for record in records} == {"+09:00"}

    for again in ((str(path),), (demo.url, "--profile", str(path))):
        assert onboard(*again).returncode == 2
        done = onboard(*again, "--force")
        assert done.returncode == 0, done.stderr
        assert (profile_in(path).name, profile_in(path).timezone) == ("valley", "Asia/Tokyo")


def test_rest_switched_off(tmp_path: Path) -> None:
    with CountingDemo(rest=False) as site:
        done = onboard(site.url, "--profile", str(tmp_path / "p.py"), f"--golden={tmp_path / 'golden'}")
    assert done.returncode == 0, done.stderr
    assert "Golden dates that name no zone are in UTC" in done.stdout
    assert len(site.asked) <= MOST_REQUESTS
    assert row(done, "REST API").startswith("none: ")
    assert row(done, "date") == "12 of 12 header 12 12 of 12 high"
    assert row(done, "time zone").startswith("Asia/Kabul, the only one that fits")
    profile = profile_in(tmp_path / "p.py")
    assert (profile.timezone, profile.likely_timezone) == (None, None)  # a conclusion is for a human to judge
    assert '# timezone="Asia/Kabul",' in (tmp_path / "p.py").read_text("utf-8")
    assert profile.categories == ()


@pytest.mark.parametrize("listing", LISTINGS)
def test_each_listing_is_enough(tmp_path: Path, listing: str) -> None:
    with FaultySite(good=25, listings=[listing]) as site:
        done = onboard(site.url, "--profile", str(tmp_path / "p.py"), "-a", "timezone=Asia/Kabul")
        requests = sum(site.hits.values())
    assert done.returncode == 0, done.stderr
    assert requests <= MOST_REQUESTS
    assert row(done, "number").startswith("12 of 12")
    assert profile_in(tmp_path / "p.py").timezone == "Asia/Kabul"


@pytest.mark.parametrize("fault", ["home-off-site", "rest-odd", "sitemap-laughs", "all-500"])
def test_broken_listings(tmp_path: Path, fault: str) -> None:
    with FaultySite(
        good=25, faults=["status-404", "redirect-off-site"], listings=LISTINGS, listing_faults=[fault]
    ) as site:
        done = onboard(site.url, "--profile", str(tmp_path / "p.py"))
        hits = site.hits
    dead = fault in ("home-off-site", "all-500")
    assert done.returncode == (4 if dead else 0), done.stderr
    assert sum(hits.values()) <= MOST_REQUESTS
    assert not [target for target in hits if target.startswith("http://")]
    assert (tmp_path / "p.py").exists() == (not dead)


def test_labels_of_another_language_are_told_and_can_be_taken_over(project: Path) -> None:
    with StaticSite(news(ESPERANTO)) as site:
        done = onboard(site.url, "-a", "timezone=Asia/Kabul", project=project)
        assert done.returncode == 0, done.stderr
        assert sum(site.hits.values()) <= MOST_REQUESTS
        meanings = {"aperis": "publish", "horo": "time", "rubriko": "category", "artikola numero": "number"}
        for label, meaning in meanings.items():
            assert row(done, label).endswith(f"unknown; {meaning}, by its values on 12 articles")
        assert row(done, "theme") == "ponto-child"
        assert row(done, "permalinks") == "/arkivo/%post_id%/%postname%/ (12 of 12)"
        (path,) = (project / "newscrawl" / "sites").glob("site_127*.py")
        assert row(done, "number").startswith("12 of 12 html 12")

        check_code(path)
        text = path.read_text("utf-8")
        start, end = text.index("    # labels={"), text.index("    # },") + len("    # },")
        text = text[:start] + text[start:end].replace("    # ", "    ") + text[end:]
        path.write_text(text.replace("import SiteProfile", "import LABELS, SiteProfile"), "utf-8")
        check_code(path)
        assert profile_in(path).labels["publish"] == ("aperis", *LABELS["publish"]), "those known before stay"
        name = profile_in(path).name
        crawled = scrapy("crawl", "news", "-a", f"site={name}", *UNTHROTTLED, project=project)
    assert crawled.returncode == 0, crawled.stderr
    records = lines_of((project / "output" / name).iterdir(), "articles")
    assert len(records) == 20
    assert all(set(record["sources"].values()) == {"header"} for record in records)


def test_order_of_numbers_is_told_by_the_other_sources(tmp_path: Path) -> None:
    theme = Theme(date=lambda when: f"{when.month}/{when.day}/{when.year}")
    with StaticSite(news(theme)) as site:
        done = onboard(site.url, "--profile", str(tmp_path / "p.py"), "-a", "timezone=Asia/Kabul")
    assert done.returncode == 0, done.stderr
    assert profile_in(tmp_path / "p.py").date_order == "mdy"
    assert profile_in(tmp_path / "p.py").calendar is None


def test_calendar_is_told_by_the_other_sources(tmp_path: Path) -> None:
    import jdatetime

    def jalali(when: object) -> str:
        return jdatetime.date.fromgregorian(date=when).strftime("%Y/%m/%d")  # type: ignore[no-any-return]

    # The page says that it is English, so its language does not tell.
    with StaticSite(news(Theme(date=jalali, language="en"))) as site:
        done = onboard(site.url, "--profile", str(tmp_path / "p.py"), "-a", "timezone=Asia/Kabul")
        crawled = crawl(tmp_path / "output", {"site": site.url, "timezone": "Asia/Kabul"})
    assert len(crawled.articles) == 20, "a crawl by URL reads the same without a profile"
    assert {record["date"][:5] for record in crawled.articles} == {"2021-"}
    assert {record["sources"]["date"] for record in crawled.articles} == {"header"}
    assert done.returncode == 0, done.stderr
    assert row(done, "calendar") == "jalali, printed as jalali on 12"
    assert profile_in(tmp_path / "p.py").calendar == "jalali"


def test_what_pages_say_is_never_obeyed(tmp_path: Path) -> None:
    theme = Theme(
        category='x"]); import os\n#\\ [red]\x1b[31m\u202e',
        generator='WordPress \x1b]0;owned\x07"""',
        headline='"""\x1b[2J {} \\N{{BELL}}',
        labels=("aperis\x1b[1m", '"""horo', "rubriko\\", "artikola [bold] numero"),
    )
    with StaticSite(news(theme)) as site:
        path = tmp_path / "p.py"
        done = onboard(site.url, "--profile", str(path), "-a", "timezone=Asia/Kabul")
    assert "\x1b" not in done.stdout + done.stderr
    assert all(text in done.stdout for text in (r"\x1b]0;owned\x07", "[red]", r"\u202e", "[bold]"))
    assert "\u202e" not in done.stdout
    assert profile_in(path).base_url == site.url
    text = path.read_text("utf-8")
    assert all(c == "\n" or c.isprintable() for c in text)


def test_the_sample_spreads_over_time_and_categories(tmp_path: Path) -> None:
    library = make_library(150)
    common, *rare = library.categories[:5]
    names = dict.fromkeys(range(150), common) | dict(zip((20, 30, 40, 50), rare, strict=True))
    entries = [replace(post, categories=(names[place],)) for place, post in enumerate(library.posts)]
    library = replace(library, posts=tuple(entries))
    with CountingDemo(library=library) as site:
        done = onboard(site.url, "--profile", str(tmp_path / "p.py"))
    assert done.returncode == 0, done.stderr
    assert len(site.asked) <= MOST_REQUESTS
    posts = {post.slug: place for place, post in enumerate(library.posts)}  # the newest first
    read = [path.strip("/").split("/")[-1] for path in site.asked]
    places = sorted(posts[slug] for slug in read if slug in posts)
    assert len(places) == 12
    assert (places[0], places[-1]) == (0, 149)
    assert any(100 < place < 145 for place in places), "some from between"
    categories = {library.posts[place].categories[0].name for place in places}
    assert len(categories) == 5

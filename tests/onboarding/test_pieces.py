"""What is concluded from values, without a site."""

from __future__ import annotations

import ast
import shutil
import subprocess
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extract.page import extract_article
from newscrawl.items import ArticleRef
from newscrawl.normalise import normalise_article
from newscrawl.onboarding.confidence import weigh
from newscrawl.onboarding.labels import Label, find_labels, labelled, suggested
from newscrawl.onboarding.module import fits, literal, module_name, plain, profile_module
from newscrawl.onboarding.permalinks import Known, permalink_shape
from newscrawl.onboarding.report import shown
from newscrawl.onboarding.sampling import choose, spread
from newscrawl.onboarding.signs import shows_wordpress, themes
from newscrawl.onboarding.survey import Sample
from newscrawl.sites.profile import SiteProfile

from ..crawls import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from newscrawl.sites.profile import HeaderField

HOST = "https://news.example"
BARE = SiteProfile(name="news.example", base_url=f"{HOST}/")
HOSTILE = (
    "a",
    "x\"y'z",
    '"""',
    "\\",
    "\\N{BELL}",
    "\n\r\u2028",
    "\x1b[31m",
    "\u202e\u200c",
    "\ud800",
    "日本" * 20,
    "# x",
)


@pytest.mark.parametrize(
    ("shape", "paths"),
    [
        ("/%year%/%monthnum%/%postname%/", ["/2021/09/river-rises/", "/2021/10/budget/", "/2022/01/a-3/"]),
        ("/%year%/%monthnum%/%day%/%postname%/", ["/2021/09/24/river-rises/", "/2022/01/02/budget/"]),
        ("/%postname%/", ["/river-rises/", "/budget/"]),
        ("/%postname%", ["/river-rises", "/budget"]),
        ("/%postname%.html", ["/river-rises.html", "/budget.html"]),
        ("/%category%/%postname%/", ["/politics/river-rises/", "/sport/budget/", "/sport/rowing/cup/"]),
        ("/archives/%post_id%", ["/archives/101", "/archives/102"]),
        ("/archives/%post_id%.html", ["/archives/101.html", "/archives/102.html"]),
        ("/%postname%-%post_id%/", ["/river-101/", "/budget-102/"]),
        ("/news/%year%/%postname%/", ["/news/2021/river/", "/news/2022/budget/"]),
        ("/index.php/%year%/%monthnum%/%postname%/", ["/index.php/2021/09/river/", "/index.php/2022/01/budget/"]),
        ("/%year%/%monthnum%/%postname%/", ["/1400/07/river/", "/1402/01/budget/"]),
        ("?p=%post_id%", ["/?p=101", "/?p=102"]),
    ],
)
def test_permalink_shape(shape: str, paths: list[str]) -> None:
    known = [
        Known(url=HOST + path, number=101 + index, terms=frozenset(("politics", "sport")))
        for index, path in enumerate(paths)
    ]
    assert permalink_shape(known) == (shape, len(paths))


def test_permalinks_that_differ() -> None:
    known = [Known(url=f"{HOST}{path}") for path in ("/2021/09/a/", "/2021/10/b/", "/about/")]
    assert permalink_shape(known) == ("/%year%/%monthnum%/%postname%/", 2)
    assert permalink_shape([]) is None
    signed = [
        Known(url=f"{HOST}/news/{name}/a/", authors=("Lale Orhun-Sey", "Bo")) for name in ("lale-orhun-sey", "bo")
    ]
    assert permalink_shape(signed) == ("/news/%author%/%postname%/", 2)
    editions = [Known(url=f"{HOST}/{folder}/a-story/") for folder in ("fa", "fa", "ps", "pt-br")]
    assert permalink_shape(editions) == ("/fa/%postname%/", 2)
    terms = frozenset(("uk", "us"))
    sections = [Known(url=f"{HOST}/{folder}/a-story/", terms=terms) for folder in ("uk", "us")]
    assert permalink_shape(sections) == ("/%category%/%postname%/", 2)
    assert permalink_shape([Known(url=f"{HOST}/en/story/", slug="story")], "/en/") == ("/%postname%/", 1)


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("news.example", "news_example"),
        ("127.0.0.1_8080", "site_127_0_0_1_8080"),
        ("zone", "site_zone"),
        ("registry", "site_registry"),
        ("import", "site_import"),
        ("../../etc/passwd", "etc_passwd"),
        ("...", "site"),
        ("xn--bcher-kva.example_en", "xn_bcher_kva_example_en"),
    ],
)
def test_module_name(name: str, module: str) -> None:
    assert module_name(name) == module


@given(st.text(max_size=200))
def test_a_module_name_is_an_identifier_and_no_path(name: str) -> None:
    assert module_name(name).isidentifier()
    assert module_name(name).isascii()


@given(st.recursive(st.text(), lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner)))
def test_a_literal_is_what_it_stands_for(value: object) -> None:
    assert ast.literal_eval(literal(value)) == value


@given(st.text())
def test_a_comment_stays_one(text: str) -> None:
    assert all(c.isprintable() for c in plain(text))


def test_code_of_hostile_values_is_clean(tmp_path: Path) -> None:
    profile = replace(
        BARE,
        categories=HOSTILE,
        category_aliases=dict.fromkeys(HOSTILE, "x"),
        hosts=("one.example",),
        trust=("header", "rest"),
        labels={"number": ("№", "nº"), "time": ()},
        calendar="jalali",
    )
    whys = {entry.name: " ".join(HOSTILE) * 3 for entry in fields(SiteProfile)}
    path = tmp_path / "profile.py"
    assert all(map(fits, HOSTILE))
    assert not fits("日本" * 25)
    text = profile_module(profile, seen=[*HOSTILE, "word " * 90], why=whys, commented={"language": ['language="x",']})
    path.write_text(text, "utf-8")
    namespace: dict[str, object] = {}
    exec(compile(text, "profile.py", "exec"), namespace)  # noqa: S102 - it is our own
    assert namespace["PROFILE"] == profile
    if shutil.which("ruff"):
        for command in (["check"], ["format", "--check", "--diff"]):
            line = ["ruff", *command, "--no-cache", "--config", str(PROJECT / "pyproject.toml"), str(path)]
            done = subprocess.run(line, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr


def test_only_what_differs_is_written() -> None:
    text = profile_module(BARE, seen=[], why={"timezone": "x"}, commented={})
    assert text.endswith('PROFILE = SiteProfile(\n    name="news.example",\n    base_url="https://news.example/",\n)\n')


def test_choose_takes_some_of_everything() -> None:
    def refs(*names: str) -> list[ArticleRef]:
        return [ArticleRef(url=f"{HOST}/{name}/", source="rest") for name in names]

    strata = [refs("new1", "new2", "new3"), refs("old1"), refs("new1", "sport1", "sport2")]
    names = [ref.url.split("/")[3] for ref in choose(strata, 5)]
    assert names == ["new1", "old1", "new2", "sport1", "new3"]
    assert choose([], 5) == []
    assert [ref.url[-3:-1] for ref in spread(refs(*(f"{n:02}" for n in range(50))), 3)] == ["00", "49", "24"]


def test_theme() -> None:
    child, parent = (
        b"<link href='/wp-content/themes/ponto-child/style.css'>",
        b"<script src=/wp-content/themes/ponto/a.js>",
    )
    assert themes([child + parent, child]) == ["ponto-child", "ponto"]
    assert themes([b"/wp-content/themes/../../etc/", b"/wp-content/themes/" + b"a" * 9000]) == [".."]
    assert shows_wordpress(child)
    assert shows_wordpress(b"<img src=/app/uploads/x.png>")
    assert not shows_wordpress(b"<h1>wp-content/</h1>")


@pytest.mark.parametrize(
    "header",
    [
        "<ul><li><b>Aperis:</b> 24/9/2021</li><li><b>Rubriko:</b> <a href=/c/>Urbo</a></li></ul>",
        "<dl><dt>Aperis</dt><dd>24/9/2021</dd><dt>Rubriko</dt><dd>Urbo</dd></dl>",
        "<table><tr><th>Aperis</th><td>24/9/2021</td></tr><tr><th>Rubriko</th><td>Urbo</td></tr></table>",
        "<table><tr><td>Aperis:</td><td>24/9/2021</td></tr><tr><td>Rubriko:</td><td>Urbo</td></tr></table>",
        "<p>Aperis: 24/9/2021 | Rubriko: Urbo</p>",
        "<p>Aperis: 24/9/2021<br>Rubriko: Urbo</p>",
        "<div><span>Aperis</span> <span>24/9/2021</span></div><div><span>Rubriko</span> <span>Urbo</span></div>",
    ],
)
def test_labels_in_whatever_markup(header: str) -> None:
    prose = "<p>La ponto staras denove, diris la urbestro al la homoj sur la placo antaŭ la nova domo.</p>" * 3
    side = "<aside><ul><li>Aperis: 1/1/2020</li><li>Adreso: Urbo 4</li></ul></aside>"
    page = f"<html><body>{side}<article>{header}<h1>La ponto staras denove</h1>{prose}</article></body></html>".encode()
    found = labelled(page, extract_article(page, f"{HOST}/a/"))
    assert {name: value for name, value, _ in found} == {"aperis": "24/9/2021", "rubriko": "Urbo"}


def test_a_suggestion_keeps_what_is_known() -> None:
    def label(text: str, known: HeaderField | None, meaning: HeaderField | None, agreed: int = 12) -> Label:
        return Label(text=text, pages=12, example="x", known=known, meaning=meaning, agreed=agreed)

    met = [
        label("published", "publish", "publish"),
        label("time", "time", "time"),
        label("updated", None, "publish", 11),
        label("story", None, "number", 10),
        label("piece", None, "number", 12),
        label("weather", None, None, 0),
    ]
    assert suggested(met) == {"number": "piece"}
    assert suggested([met[0], met[-1]]) == {}


def test_what_a_terminal_acts_upon_is_escaped_and_spelling_is_not() -> None:
    assert shown("\x1b[31m\u202eپیک چشمه\u200cسار\n") == "\\x1b[31m\\u202eپیک چشمه\u200cسار\\n"


def test_labels_are_known_however_they_are_typed() -> None:
    rows = "<ul><li>تاريخ انتشار: ۲ مهر ۱۴۰۰</li><li>دسته بندي: سیاست</li><li>شناسه‌ی خبر: ۱۸۷۹۳</li></ul>"
    html = f"<article>{rows}<h1>طرح تازه</h1><p>{'شورا روز سه‌شنبه طرح تازه را پذیرفت. ' * 9}</p></article>".encode()
    url = f"{HOST}/a/"
    article = normalise_article(extract_article(html, url))
    sample = Sample(ref=ArticleRef(url=url, source="rest"), html=html, encoding=None, article=article, lacks=[])
    assert [label.known for label in find_labels([sample], BARE)] == ["publish", "category", "number"]


def samples_with(rows: Callable[[int], str], count: int = 6) -> list[Sample]:
    """Articles of numbers 101, 104, …, whose header holds ``rows`` of their place."""
    found = []
    for place in range(count):
        prose = "La ponto staras denove, diris la urbestro al la homoj sur la placo. " * 4
        tags = "<a rel='tag' href='/tag/ponto/'>ponto</a>" if place % 2 else ""
        html = (
            f"<html><body class='single postid-{101 + 3 * place}'><article><h1>La ponto staras {place}</h1>"
            f"<ul>{rows(place)}</ul><div class='entry-content'><p>{prose}</p></div>"
            f"<p>Etikedoj: {tags}</p><p>La Valo</p></article></body></html>"
        ).encode()
        url = f"{HOST}/{place}/"
        ref = ArticleRef(url=url, source="rest", number=101 + 3 * place)
        article = normalise_article(extract_article(html, url))
        found.append(Sample(ref=ref, html=html, encoding=None, article=article, lacks=[]))
    return found


def test_a_count_of_the_sites_own_is_its_number() -> None:
    def rows(place: int) -> str:
        return f"<li>Artikolo: {9000 + place * place}</li><li>Vidoj: {(place * 37) % 11 + 300}</li><li>Paĝoj: 3</li>"

    for count, number in ((6, "number"), (4, None)):
        meanings = {label.text: label.meaning for label in find_labels(samples_with(rows, count), BARE)}
        assert meanings.items() >= {"artikolo": number, "vidoj": None, "paĝoj": None}.items()


def test_a_label_above_nothing_is_judged_by_the_articles_that_have_some() -> None:
    labels = {label.text: label.beside for label in find_labels(samples_with(lambda _: ""), BARE)}
    assert labels == {"etikedoj": "tags"}


def test_where_a_date_of_change_was_read() -> None:
    printed, listed = (normalise_article(extract_article(b"<h1>A</h1>", f"{HOST}/{name}/")) for name in "ab")
    for article in (printed, listed):
        article.date_modified = "2021-09-25T08:00:00+04:30"
        article.evidence.date_modified["rest"] = "2021-09-25T03:30:00Z"
    printed.evidence.date_modified["html"] = "2021-09-25"
    (report,) = (report for report in weigh([printed, listed]) if report.name == "date_modified")
    assert report.sources == {"page": 1, "rest": 1}

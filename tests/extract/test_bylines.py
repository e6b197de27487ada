"""Names told from bylines and declarations, in the forms that themes, plugins and editors give them."""

from __future__ import annotations

import pytest

from newscrawl.extract.bylines import NO_AUTHORS, names_of, parted, without_by
from newscrawl.extract.page import extract_article

URL = "https://news.example/2021/09/24/plan/"
TEXT = "<p>Three river towns signed a plan on Tuesday that shares out the water of the Harrin for the first time.</p>"
TWO = ["Ida Venn", "Jon Hale"]


def authors(head: str = "", top: str = "") -> list[str]:
    body = f"<article class='hentry'><h1>Plan</h1>{top}<div class='entry-content'>{TEXT * 3}</div></article>"
    name = '<meta property="og:site_name" content="Harrin Post">'
    return extract_article(f"<html><head>{name}{head}</head><body>{body}</body></html>".encode(), URL).authors


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ida Venn, Staff Writer", ["Ida Venn"]),
        ("By Ida Venn, Political Editor, and Jon Hale, Associated Press Writer", TWO),
        ("By Ida Venn Senior Political Correspondent", ["Ida Venn"]),
        ("By Staff Writer", ["Staff Writer"]),
        ("Letters to the Editor", ["Letters to the Editor"]),
        ("Reporter: Ida Venn", ["Ida Venn"]),
        ("Text: Ida Venn, Fotos: Jon Hale", ["Ida Venn"]),
        ("By Ida Venn Special to the Post", ["Ida Venn"]),
        ("By Ida Venn for Harrin Post", ["Ida Venn"]),
        ("By Centre for Water", ["Centre for Water"]),
        ("By Ida Venn Updated: September 24, 2021", ["Ida Venn"]),
        ("By Ida Venn ida@news.example", ["Ida Venn"]),
        ("Ida Venn i Jon Hale", TWO),
        ("Antoni i Cornet", ["Antoni i Cornet"]),
        ("نویسنده: لاله اورهان و علی رضایی", ["لاله اورهان", "علی رضایی"]),
        ("Автор: Ида Венн и Йон Хейл", ["Ида Венн", "Йон Хейл"]),
    ],
)
def test_printed(text: str, names: list[str]) -> None:
    assert names_of(text, NO_AUTHORS | {"harrin post"}) == names


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("Ida Venn and Jon Hale", TWO),
        ("Ida Venn, Jon Hale & Ann van der Lee", [*TWO, "Ann van der Lee"]),
        ("By Ida Venn", ["Ida Venn"]),
        ("BY IDA VENN", ["IDA VENN"]),
        ("Ida Venn, Staff Writer", ["Ida Venn"]),
        ("Venn, Ida", ["Venn, Ida"]),
        ("Centre for Water and Energy Policy", ["Centre for Water and Energy Policy"]),
        ("Smith & Sons", ["Smith & Sons"]),
        ("لاله اورهان، علی رضایی", ["لاله اورهان", "علی رضایی"]),
        ("شورای شهر و روستا", ["شورای شهر و روستا"]),
    ],
)
def test_declared(name: str, names: list[str]) -> None:
    assert parted(without_by(name)) == names
    script = f'<script type="application/ld+json">{{"@type":"NewsArticle","author":{{"name":"{name}"}}}}</script>'
    assert authors(script) == names


def link(name: str, attributes: str = "") -> str:
    return f'<a href="/author/{name.split()[0].lower()}/" {attributes}>{name}</a>'


IDA, JON = map(link, TWO)
SEO = '<meta name="author" content="Ida Venn">'
LOGIN = '<script type="application/ld+json">{"@type":"NewsArticle","author":{"name":"ivenn"}}</script>'


@pytest.mark.parametrize(
    ("top", "names"),
    [
        # what plugins for several authors and themes print
        (f"By <span class=molongui-byline>{IDA} and {JON}</span>", TWO),
        (f"<div class='jeg_meta_author coauthor byline'><span>by</span> {IDA}<span> and </span>{JON}</div>", TWO),
        (f"<span class=meta-author><span class=meta-label>By</span>{IDA}</span>", TWO[:1]),
        (f"<div class=td-post-author-name><div class=td-author-by>By</div> {IDA}<div> - </div></div>", TWO[:1]),
        (f"<div class=author><img alt=Ida class=avatar>{IDA}<span class=t>Chief Correspondent</span></div>", TWO[:1]),
        (f"<div class='brxe-post-meta'><span>{IDA}</span><span>September 24, 2021</span></div>", TWO[:1]),
        ("<div class=byline>By Ida Venn<br>Special to the Harrin Post</div>", TWO[:1]),
        (f"<span class=byline>by <b class=author>{IDA}</b> and <b class=author>{JON}</b></span>", TWO),
    ],
)
def test_themes(top: str, names: list[str]) -> None:
    assert authors("", top) == names
    if names == TWO:
        assert authors(SEO, f"<div class=byline>{top}</div>") == TWO, "the plugin for SEO knows one of them"
    assert authors(LOGIN, top) == names


def test_others_beside_the_declared_one_are_no_authors() -> None:
    other = f"<p>More from {link('Ann Lee', 'rel=author')} on the river and its towns, every week anew.</p>"
    ida, jon = link("Ida Venn", "rel=author"), link("Jon Hale", "rel=author")
    for head in (SEO, LOGIN.replace("ivenn", "Ida Venn")):
        assert authors(head, f"<p>{ida}</p>{TEXT}{TEXT}{other}") == ["Ida Venn"]
        assert authors(head, f"<p>{ida} and {jon}</p>{TEXT}{TEXT}{other}") == TWO


def test_the_author_of_a_page_that_is_no_article_to_a_plugin() -> None:
    graph = f'{{"@graph":[{{"@type":"WebPage","url":"{URL}","author":{{"@type":"Person","name":"Ida Venn"}}}}]}}'
    assert authors(f'<script type="application/ld+json">{graph}</script>') == ["Ida Venn"]


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="parsely-author" content="Ida Venn"><meta name="parsely-author" content="Jon Hale">',
        '<meta name="citation_author" content="Ida Venn"><meta name="citation_author" content="Jon Hale">',
        '<meta name="sailthru.author" content="Ida Venn, Jon Hale">',
        '<script type="application/ld+json">{"@type":"Article","author":{"name":["Ida Venn","Jon Hale"]}}</script>',
    ],
)
def test_less_common_declarations(head: str) -> None:
    assert authors(head) == TWO


@pytest.mark.parametrize(
    "inside",
    [
        "<h4 class=author-name>About Ida Venn</h4><p>She writes on rivers.</p>",
        f"<h3>About the author</h3>{IDA}<p>She writes on rivers.</p>",
    ],
)
def test_boxes(inside: str) -> None:
    page = f"<h1>Plan</h1><div class=entry-content>{TEXT * 3}</div><div class=about-author>{inside}</div>"
    assert extract_article(page.encode(), URL).authors == ["Ida Venn"]

"""Whatever bytes a server sends: an article, maybe empty, in reasonable time."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newscrawl.extract import containers
from newscrawl.extract.page import extract_article

URL = "https://news.example/a/"
TEXT = "The gauges will be read by an office that all three towns pay for, said the clerk of Harrin."

PIECES = st.sampled_from(
    [
        b"<html>", b"<body class='single postid-5'>", b"<h1>", b"</h1>", b"<p>", b"</p>",
        b"<div class='entry-content'>", b"</div>", b"<ul><li>No: 5", b"<li>publish: 1 May 2020", b"</ul>",
        b"<table><tr><th>No</th>", b"<td>7", b"<dl><dt>", b"time: 6:35 | ", b"category: ",
        b"<a rel='category tag' href='//['>x</a>", b"<time datetime=''>", b"<br>", b"<pre>\n",
        b"<script type='application/ld+json'>{\"@graph\":[{\"@type\":[\"Article\"],\"author\":[null,3]",
        b"}]}</script>", b"<meta property='og:image' content='http://[::1'>",
        b"<link rel=canonical href='http://[x'>", b"<base href='::'>", b"<aside>",
        b"<article class='hentry' id='post-9'>", b"<figcaption>", b"<span class=byline>By ",
        b"&#0;&#xD800;&nbsp;", b"\x00", b"\xff\xfe", b"\xe2\x84\x96", b"<!--", b"-->", b"<![CDATA[",
        b"<a href='http:'>", b"<p><a href='//'>Gauges</a></p>", b"<a rel=author href='?'>",
        b"Leave a Reply", TEXT.encode(), b"<html lang='x-bad-tag'>", b"<p itemprop='articleBody'>",
    ]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.binary(max_size=20)), max_size=40).map(b"".join))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_give_an_article(html: bytes) -> None:
    article = extract_article(html, URL)
    assert isinstance(article.body, str)
    assert article.site == "news.example"


@given(st.text(max_size=60))
@settings(max_examples=50, deadline=None)
def test_any_url_gives_an_article(url: str) -> None:
    page = f"<link rel=canonical href='/x'><h1>T</h1><p>{TEXT}</p><a rel=tag href='x'>y</a>".encode()
    assert TEXT in extract_article(page, url).body


@pytest.mark.parametrize("href", ["http:", "https:a", "//", "http://", "http://[", "?", "#", " ", "javascript:", "%"])
def test_any_address_may_stand_in_a_link(href: str) -> None:
    link = f"<a href='{href}'>Gauges of Harrin</a>"
    html = f"<h1>Gauges</h1><div class='entry-content'><p>{link}</p><p>{TEXT}</p><p>{link}</p><p>{TEXT}</p></div>{link}"
    assert TEXT in extract_article(html.encode(), URL).body


@pytest.mark.parametrize(
    "html", [b"", b" \n", b"\x00" * 5000, b"%PDF-1.7\n" + b"x" * 100, b"\x89PNG\r\n\x1a\n" + b"\0" * 50]
)
def test_no_page_gives_an_empty_article(html: bytes) -> None:
    article = extract_article(html, URL)
    assert (article.headline, article.body, article.raw.number) == ("", "", None)


def test_a_page_cut_in_its_text_keeps_what_came() -> None:
    html = f"<h1>Gauges</h1><div class='entry-content'><p>{TEXT}</p><p>{TEXT} And th".encode()
    assert extract_article(html, URL).body == f"{TEXT}\n\n{TEXT} And th"


def test_nul_bytes_are_left_out() -> None:
    html = f"<h1>Gau\0ges</h1><div class='entry-content'><p>{TEXT}\0</p><p>{TEXT}</p></div>".encode()
    article = extract_article(html, URL)
    assert article.headline == "Gauges"
    assert article.body == f"{TEXT}\n\n{TEXT}"


@pytest.mark.parametrize("depth", [300, 1500])
def test_text_at_a_depth_that_tag_soup_reaches_is_read(depth: int) -> None:
    html = "<h1>Gauges</h1>" + "<div>" * depth + f"<p>{TEXT}</p>" + "</div>" * depth + f"<p>{TEXT}</p>"
    assert TEXT in extract_article(html.encode(), URL).body


@pytest.mark.parametrize(
    "html",
    [
        b"<div>" * 100_000 + b"x" + b"</div>" * 100_000,
        b"<p><b><i><a href=x>y" * 20_000,
        b"<h1>T</h1>" + b"<p>No: 1</p><p>time: 2</p>" * 5_000,
        b"<article class='hentry sidebar widget'>" * 2_000 + b"<p>x y z</p>" * 5_000,
        b"<div class='breadcrumb'>" * 2_000 + b"<a href=/x/y>x</a>" * 5_000,
        b"<div class='breadcrumb'><a href=/x>y</a>" * 1_800 + b"<p>x y z</p>" * 5_000,
        b"<div class='entry-content'>" * 1_500 + f"<div class=widget><p>{TEXT}</p></div>".encode() * 8_000,
        b"<span class=byline>" * 2_000 + b"x" * 1_000,
        b"<p " + b" ".join(b"a%d=1" % i for i in range(50_000)) + b">" + TEXT.encode() + b"</p>",
        b"<h1>T</h1><p class=excerpt>" + b". . ... " * 50_000 + b"</p><div class=entry-content><p>" + TEXT.encode() * 9,
        b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script>",
        b"<h1>T</h1><p>No:" + b" " * 2_000_000 + b"5</p>",
        b"<p>" + b"word " * 1_000_000 + b"</p>",
    ],
    ids=[
        "nested", "unclosed", "labels", "articles", "crumbs", "left out", "widgets", "bylines", "attributes", "dots",
        "jsonld", "spaces", "long",
    ],
)  # fmt: skip
def test_a_hostile_page_does_not_hang(html: bytes) -> None:
    started = time.process_time()
    extract_article(html, URL)
    assert time.process_time() - started < 5


def test_what_pages_print_is_not_kept_from_page_to_page() -> None:
    """A process reads millions of pages, and each prints classes of its own."""
    remembered = (containers.flags_memory, containers._token_memory)
    before = sum(map(len, remembered))
    for number in range(1000, 1300):
        terms = f"post-{number} category-{number}-news tag-of-{number}-words"
        extract_article(f'<article class="{terms} {"x" * 5000}-{number}"><h1>A</h1><p>Words.</p>'.encode(), URL)
    assert sum(map(len, remembered)) < before + 10
    for number in range(50):  # a hostile one, in letters
        classes = "".join(f'<p class="of s{number}x{part}y">Words.</p>' for part in range(1000))
        extract_article(f"<h1>A</h1>{classes}".encode(), URL)
    assert max(map(len, remembered)) <= 20_000
    assert max(len(text) for memory in remembered for text in memory) <= 100

"""Pages of WordPress that hold no whole article: what stands around it is not taken for its text or headline."""

from __future__ import annotations

import pytest

from newscrawl.extract.page import extract_article

URL = "https://news.example/2024/05/water/"
TEXT = "<p>Three river towns signed a plan on Tuesday that shares out the water of the Harrin for the first time.</p>"
FORM = (
    '<form action="/wp-login.php?action=postpass" class="post-password-form" method="post">'
    "<p>This content is password protected. To view it please enter your password below:</p>"
    '<p><label>Password: <input name="post_password" type="password"></label></p></form>'
)
FEED = '<link rel="alternate" type="application/rss+xml" title="The Courier &raquo; Feed" href="/feed/">'


def page(entry: str, *, title: str = "Water", head: str = "", classes: str = "single single-post postid-7") -> bytes:
    return (
        f"<html><head><title>{title}</title>{FEED}{head}</head><body class='{classes}'>"
        f"<header><a href='/'>The Courier</a></header><main>{entry}</main></body></html>"
    ).encode()


@pytest.mark.parametrize(
    "around",
    [
        '<p class="byline">By <a rel="author" href="/author/ann/">Ann</a></p><div class="text"></div>',
        '<div class="wp-block-group"><time datetime="2024-05-01">May 1, 2024</time><p>Ann</p></div>',
        '<div><p>Posted</p><time datetime="2024-05-01">May 1, 2024</time><p>in</p><p>by</p></div>',
        '<p>Filed under: <a rel="category tag" href="/category/world/">World</a></p>',
    ],
)
def test_what_stands_around_an_empty_text_is_no_text(around: str) -> None:
    entry = f"<article class='post-7 post hentry'><h1 class='entry-title'>Water</h1>{around}</article>"
    assert extract_article(page(entry), URL).body == ""


def test_a_sentence_alone_is_text() -> None:
    entry = "<article class='post-7 post hentry'><h1>Water</h1><div><p>The towns have signed it.</p></div></article>"
    assert extract_article(page(entry), URL).body == "The towns have signed it."


@pytest.mark.parametrize("title", ["The Courier", "The Courier -"])
def test_name_of_the_site_is_no_headline(title: str) -> None:
    entry = f"<article class='post-7 post hentry'><h1></h1><div class='entry-content'>{TEXT}</div></article>"
    article = extract_article(page(entry, title=title), URL)
    assert article.headline == ""
    assert article.body


@pytest.mark.parametrize(
    "entry",
    [
        f"<article class='post-7 post post-password-required hentry'><h1>Water</h1>{FORM}</article>",
        f"<article class='post-7 post hentry'><h1>Water</h1><p>Excerpt of it all.</p>{TEXT}{FORM}</article>",
        f"<h1>Water</h1><div class='entry-content wp-block-post-content'>{FORM}</div>",
    ],
)
def test_form_for_the_password_is_told(entry: str) -> None:
    assert extract_article(page(entry), URL).role.kind == "a form that asks for the article's password"


def test_form_of_another_article_is_not() -> None:
    other = f"<ul><li class='wp-block-post post-6 post post-password-required'><h2>Wine</h2>{FORM}</li></ul>"
    entry = (
        f"<article class='post-7 post hentry'><h1>Water</h1><div class='entry-content'>{TEXT}</div></article>{other}"
    )
    article = extract_article(page(entry), URL)
    assert article.role.kind is None
    assert article.body.startswith("Three river towns")

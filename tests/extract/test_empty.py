"""Articles without text: what stands around them is not read in its place, unless it took the text in."""

from __future__ import annotations

import pytest

from newscrawl.extract.page import extract_article

URL = "https://news.example/2024/05/ferry/"
BOX = (
    '<div class="author-box"><h2>About the author</h2><p class="author-bio">Ada Vale has written about ferries, '
    "harbours and the people of the coast for twenty years.</p><p>All stories by Ada Vale</p></div>"
)
RELATED = '<div class="related-posts"><h2>Related</h2><article class="post hentry"><h3>Another</h3></article></div>'
TEXT = "<p>The ferry left at nine, as it has for forty years, and nobody on the quay looked up.</p>"


def page(inner: str, beside: str = "") -> bytes:
    return f"<body>{beside}<article class='post hentry'>{inner}</article></body>".encode()


@pytest.mark.parametrize("content", ["<div class='entry-content'>\n</div>", ""])
@pytest.mark.parametrize("around", [BOX, RELATED, BOX + RELATED])
def test_boxes_are_no_text(content: str, around: str) -> None:
    article = extract_article(page(f"<h1>The ferry</h1>{content}{around}"), URL)
    assert (article.headline, article.body, article.summary) == ("The ferry", "", None)


@pytest.mark.parametrize(
    "html",
    [
        page(f"<h1>The ferry</h1>{TEXT}", "<nav><a href='/'>Home</a>"),
        page(
            f"<h2>The ferry</h2><div class='entry-content'>{TEXT}</div>", "<div class='nav-links'><a href='/'>Home</a>"
        ),
        page(f"<h2>The ferry</h2>{TEXT * 12}", "<nav><a href='/'>Home</a>"),
    ],
    ids=["headline", "container", "much text"],
)
def test_what_is_never_closed_is_read_all_the_same(html: bytes) -> None:
    assert "The ferry left at nine" in extract_article(html, URL).body

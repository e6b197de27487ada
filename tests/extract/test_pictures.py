"""The main image's address, wherever themes and plugins keep it."""

from __future__ import annotations

import pytest

from newscrawl.extract.page import extract_article

URL = "https://news.example/2021/09/24/plan/"
IMAGE = "https://news.example/wp-content/uploads/2021/09/dam.jpg"
FILE = "/wp-content/uploads/2021/09/dam.jpg"
SMALL = "/wp-content/uploads/2021/09/dam-300x200.jpg"
TEXT = "<p>Three river towns signed a plan on Tuesday that shares out the water of the Harrin for the first time.</p>"


def image(head: str = "", top: str = "", content: str = "") -> str | None:
    body = f"<article class='hentry'><h1>Plan</h1>{top}<div class='entry-content'>{content}{TEXT * 3}</div></article>"
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return extract_article(page.encode(), URL).image


@pytest.mark.parametrize(
    "attributes",
    [
        f'src="{FILE}"',
        f'src="data:image/gif;base64,R0" data-src="{FILE}"',
        f'src="about:blank" data-src="{FILE}"',
        f'src="/wp-content/plugins/lazy/1x1.trans.gif" data-lazy-src="{FILE}"',
        f'src="/wp-includes/blank.gif" data-lazyload="{FILE}"',
        f'src="{FILE}" data-lazy-src="{FILE}?is-pending-load=1"',
        f'src="/pagespeed_static/1.JiB.gif" data-pagespeed-lazy-src="{FILE}"',
        f'src="data:," data-ezsrc="{FILE}"',
        f'src="data:," data-img-url="{FILE}"',
        f'src="data:," data-srcset="{SMALL} 300w, {FILE} 1200w"',
        f'src="data:," srcset="{FILE} 1200w, {SMALL} 300w"',
        f'src="data:," srcset="{FILE} 2x, {SMALL}"',
        f'src="data:,"><noscript><img src="{FILE}"></noscript><br',
    ],
)
def test_late_loading(attributes: str) -> None:
    assert image(top=f'<figure><img class="wp-post-image" {attributes}></figure>') == IMAGE


def test_a_picture_of_several_formats() -> None:
    for end in ("", "/"):
        source = f'<source type="image/webp" srcset="/dam.webp"{end}>'
        assert image(content=f'<figure><picture>{source}<img src="{FILE}"></picture></figure>') == IMAGE


@pytest.mark.parametrize("value", ["https://news.example", "https://news.example/", URL, "false", "data:image/png,x"])
def test_what_is_declared_and_no_picture_is_passed_over(value: str) -> None:
    head = f'<meta property="og:image" content="{value}"><meta name="twitter:image" content="{FILE}">'
    assert image(head) == IMAGE
    assert image(head.partition("<meta name")[0], content=f'<img src="{FILE}">') == IMAGE


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("/däm.jpg", "https://news.example/d%C3%A4m.jpg"),
        ("/the dam%20.jpg", "https://news.example/the%20dam%20.jpg"),
        ("/dam.jpg?w=1&amp;#038;copy=2", "https://news.example/dam.jpg?w=1&copy=2"),
        ("//i0.wp.com/news.example/dam.jpg?ssl=1", "https://i0.wp.com/news.example/dam.jpg?ssl=1"),
    ],
)
def test_absolute_and_whole(value: str, address: str) -> None:
    assert image(f'<meta property="og:image" content="{value}">') == address

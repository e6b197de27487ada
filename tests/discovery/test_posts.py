from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from newscrawl.discovery.posts import newest_url, numbered_url


@pytest.mark.parametrize(
    ("root", "path"),
    [("https://a.example/wp-json/", "/wp-json/wp/v2/posts"), ("https://a.example/?rest_route=/", "/")],
)
def test_urls(root: str, path: str) -> None:
    parts = urlsplit(numbered_url(root, [5, 3]))
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert parts.path == path
    assert (asked["include"], asked["orderby"], asked["per_page"]) == ("5,3", "include", "100")
    assert {"content", "_links.author", "_embedded"} <= set(asked["_fields"].split(","))
    assert "order=asc" in newest_url(root, 50, oldest=True)
    assert "order=desc" in newest_url(root, 50)

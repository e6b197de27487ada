"""A post of the REST API is read as its page is, or refused with a reason."""

from __future__ import annotations

import json
import re
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newscrawl.demo import DemoSite
from newscrawl.discovery.posts import newest_url
from newscrawl.extract.page import extract_article
from newscrawl.extract.post import PostError, read_post
from newscrawl.normalise import normalise_text

if TYPE_CHECKING:
    from newscrawl.items import Article

URL = "https://news.example/2021/09/a-story/"
TEXT = (
    "<p>The first paragraph is long enough to be taken for what it is, the start of a story.</p>\n"
    "<p>The second paragraph says what happened then, and who saw it happen at the market.</p>\n"
    "<p>The third ends it with some more words.</p>"
)


def a_post(**changes: Any) -> dict[str, Any]:
    return {
        "id": 18793,
        "title": {"rendered": "A &#8220;story&#8221; &amp; more"},
        "content": {"rendered": TEXT, "protected": False},
        "excerpt": {"rendered": "<p>The first paragraph is long enough to be [&hellip;]</p>\n", "protected": False},
        "author": 3,
        "featured_media": 9,
        "categories": [5],
        "tags": [7],
        "_embedded": {
            "author": [{"id": 3, "name": "Lale Orhun-Sey"}],
            "wp:featuredmedia": [
                {
                    "source_url": "https://news.example/a.png",
                    "media_details": {"sizes": {"large": {"source_url": "https://news.example/a-1024.png"}, "x": 1}},
                }
            ],
            "wp:term": [
                [{"id": 5, "name": "Culture &amp; Arts", "taxonomy": "category"}],
                [{"id": 7, "name": "music", "taxonomy": "post_tag"}],
            ],
        },
    } | changes


def read(**changes: Any) -> Article:
    return read_post(a_post(**changes), URL).article


def content(text: str) -> dict[str, Any]:
    return {"content": {"rendered": text, "protected": False}}


def excerpt(text: str) -> dict[str, Any]:
    return {"excerpt": {"rendered": text, "protected": False}}


def test_fields() -> None:
    post = read_post(a_post(), URL)
    article = post.article
    assert article.headline == "A “story” & more"
    assert article.body.split("\n\n")[2] == "The third ends it with some more words."
    assert article.summary is None
    assert (article.authors, article.tags) == (["Lale Orhun-Sey"], ["music"])
    assert article.evidence.category == {"rest": ["Culture & Arts"]}
    assert article.image == "https://news.example/a.png"
    assert post.pictures == {"full": "https://news.example/a.png", "large": "https://news.example/a-1024.png"}
    assert (article.url, article.site) == (URL, "news.example")


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("<p>What an editor wrote above it.</p>\n", "What an editor wrote above it."),
        ("<p>One.</p>\n<p>Two &amp; three.</p>", "One.\n\nTwo & three."),
        (
            "<p>The first paragraph is long enough to be a summary.</p>",
            "The first paragraph is long enough to be a summary.",
        ),
        ("", None),
        (
            '<p>The first paragraph is long &hellip; <a class="more-link" href="/">Continue reading “A story”</a></p>',
            None,
        ),
        ("<p>The third ends it with some more words.</p>", "The third ends it with some more words."),
    ],
)
def test_summary_is_what_an_editor_wrote(text: str, summary: str | None) -> None:
    assert read(**excerpt(text)).summary == summary


def test_an_excerpt_that_wordpress_makes_runs_over_headings_and_captions() -> None:
    text = f'<h2>Where it began</h2><figure><img src="/a.png"><figcaption>The market</figcaption></figure>{TEXT}'
    made = "<p>Where it beganThe marketThe first paragraph is long enough [&hellip;]</p>"
    assert read(**content(text), **excerpt(made)).summary is None


def test_an_excerpt_that_wordpress_makes_leaves_embeds_out() -> None:
    """So that it is no copy of the text's start."""
    made = "<p>The first paragraph is long enough. What stood in a box is cut, or moved [&hellip;]</p>"
    assert read(**excerpt(made)).summary is None


def test_an_author_whom_the_api_does_not_name() -> None:
    refused = {"code": "rest_user_cannot_view", "message": "Sorry.", "data": {"status": 401}}
    embedded = a_post()["_embedded"] | {"author": [refused]}
    post = read_post(a_post(_embedded=embedded), URL)
    assert (post.article.authors, post.unnamed) == ([], 3)
    post = read_post(a_post(_embedded=embedded, author=0), URL)
    assert (post.article.authors, post.unnamed) == ([], None)
    assert read_post(a_post(), URL).unnamed is None


def test_a_type_of_posts_without_excerpts() -> None:
    post = {name: value for name, value in a_post(type="story").items() if name != "excerpt"}
    assert read_post(post, URL).article.summary is None
    with pytest.raises(PostError, match="no excerpt"):
        read_post(post | {"type": "post"}, URL)


@pytest.mark.parametrize(
    "beside",
    [
        '<blockquote class="wp-embedded-content"><a href="/b/">Another story of ours</a></blockquote>',
        "<noscript>No script here</noscript>",
        "<script>let a = '<b>';</script>",
    ],
)
def test_a_short_posts_made_excerpt_is_all_of_it(beside: str) -> None:
    """With embeds, which the body leaves out, wherever they stand."""
    paragraphs = TEXT.split("\n")
    words = re.sub(r"<script>.*</script>|<[^>]*>", "", beside)
    for place in range(len(paragraphs)):
        parts = [*paragraphs[:place], beside, *paragraphs[place:]]
        plain = " ".join(re.sub(r"<[^>]*>", "", part) for part in [*paragraphs[:place], words, *paragraphs[place:]])
        article = read(**content("".join(parts)), **excerpt(f"<p>{plain}</p>"))
        assert (article.body, article.summary) == (read().body, None)


def test_captions_and_boxes_stay_out_of_the_body() -> None:
    gallery = '<figure class="wp-block-gallery"><figcaption class="blocks-gallery-caption">Views</figcaption></figure>'
    share = '<div class="sharedaddy"><h3>Share this:</h3></div>'
    assert read(**content(f"{TEXT}{gallery}{share}")).body == read().body


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"content": {"rendered": TEXT, "protected": True}}, "protected"),
        (content(" \n"), "empty content"),
        (content("<p></p>"), "no text"),
        (content("<!-- nothing --><script>let a = 1</script>"), "no text"),
        (content(f"{TEXT}<!--nextpage-->{TEXT}"), "several pages"),
        (content(f"<p>Before it.</p><!--more--><!--noteaser-->{TEXT}"), "lists only"),
        (content("<p>It is over.</p>"), "little text"),
        (content("<table><tr><td>Wheat</td><td>12 tons</td></tr></table>"), "little text"),
        (
            content(f"<figure><img src='/a.png'><figcaption>{'The bridge at dawn. ' * 9}</figcaption></figure>"),
            "little",
        ),
        (content(f"<p>Category: Sport</p><p>No: 77777</p>{TEXT}"), "header"),
        (content(f"{TEXT}<p>[gallery]</p>"), "shortcode"),
        (content(f"[vc_row][vc_column]{TEXT}[/vc_column][/vc_row]"), "shortcode"),
        (content(f"{TEXT}<p>See [caption id=&#8221;a&#8221;] here</p>"), "shortcode"),
        ({"content": None}, "no content"),
        ({"content": {"rendered": 5}}, "no content"),
        ({"title": {"rendered": ""}}, "empty title"),
        ({"title": {"rendered": "<br>"}}, "no title"),
        ({"excerpt": None}, "no excerpt"),
        ({"categories": [5, 6]}, "all its categories"),
        ({"tags": list(range(11))}, "all its tags"),
        ({"_embedded": {}, "categories": [], "tags": []}, "picture"),
        ({"_embedded": {}, "categories": [], "tags": [], "featured_media": 0, "author": "3"}, "author"),
        ({"_embedded": []}, "picture"),
    ],
)
def test_what_cannot_stand_for_its_page(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(PostError, match=why):
        read(**changes)


@pytest.mark.parametrize(
    "words",
    ["“[The] president” left", "as he wrote [sic]", "see note [1]", "[Editor’s note: it was not]", "a[i] = b[j]"],
)
def test_brackets_of_editors_are_no_shortcodes(words: str) -> None:
    assert words in read(**content(f"<p>{words} and no more was said of it at the market that day.</p>{TEXT}")).body


@pytest.fixture(scope="module")
def demo() -> list[tuple[dict[str, Any], str, Article]]:
    """The demo's posts with their addresses, and what their pages give."""
    found = []
    with DemoSite() as site:
        with urllib.request.urlopen(newest_url(f"{site.url}wp-json/", 100)) as answer:  # noqa: S310 - our own
            posts = json.load(answer)
        for post in posts:
            with urllib.request.urlopen(post["link"]) as answer:  # noqa: S310
                found.append((post, post["link"], extract_article(answer.read(), post["link"])))
    return found


@pytest.mark.parametrize("name", ["headline", "body", "summary", "authors", "tags", "image"])
def test_reads_as_the_page_does(demo: list[tuple[dict[str, Any], str, Article]], name: str) -> None:
    assert len(demo) >= 60
    for post, url, page in demo:
        article = normalise_text(read_post(post, url).article)
        assert getattr(article, name) == getattr(normalise_text(page), name), url


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=20)
    | st.sampled_from(["<p>", "<a ", "[a_b]", "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["rendered", "name", "taxonomy", "source_url", "sizes", "media_details", "wp:term", "author"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(sorted(a_post())), ODD, min_size=1, max_size=3))
def test_whatever_the_values_it_raises_nothing_else(changes: dict[str, Any]) -> None:
    try:
        article = read_post(a_post(**changes), URL).article
    except PostError:
        return
    assert article.body
    assert article.headline


def test_a_note_on_the_author_goes_as_it_does_on_the_page() -> None:
    body = [f"The gauges of Harrin were read on day {day} of the flood, said the clerk of it." for day in range(5)]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (*body, "Lale Orhun-Sey is a reporter who covers rivers."))
    page = (
        "<article class='hentry'><h1 class='entry-title'>A story</h1><p class=byline>By "
        f"<a rel=author href=/author/lale/>Lale Orhun-Sey</a></p><div class='entry-content'>{text}</div></article>"
    )
    assert read(**content(text)).body == extract_article(page.encode(), URL).body == "\n\n".join(body)

"""Prose that looks like a site's own lines, comments without class names, header lists side by side."""

from __future__ import annotations

import pytest

from newscrawl.extract.page import extract_article
from newscrawl.items import Raw

URL = "https://news.example/a/"
HEADER = "<ul><li>publish: 24 May 2021</li><li>time: 6:35 pm</li><li>category: Politics</li><li>No: 18793</li></ul>"
LEAD = "Three councils sign after nine years of talks."
PARAGRAPHS = [
    "Three river towns signed a plan on Tuesday that shares out the water of the Harrin for the first time.",
    "Under the plan each town may draw a fixed share in the dry months, and an office reads the gauges.",
    "Farmers below the dam said that the shares were drawn up without them, and asked for the numbers.",
    "The plan takes effect in April and will be looked at again after two summers, the councils said.",
]
FORM = "<h3>Leave a Reply</h3><form><p>Your address will not be published.</p><textarea></textarea></form>"
FULL = Raw(publish="24 May 2021", time="6:35 pm", category="Politics", number="18793")


def page(middle: str = "", end: str = "", above: str = "", form: str = FORM) -> bytes:
    first, *rest = (f"<p>{p}</p>" for p in PARAGRAPHS)
    return (
        f"<html><body><div>{HEADER}<h1>Towns agree on water</h1>{above}<p>{LEAD}</p>{first}{middle}{''.join(rest)}"
        f"{end}{form}</div></body></html>"
    ).encode()


def paragraphs(html: bytes) -> list[str]:
    article = extract_article(html, URL)
    return [*(article.summary or "").split("\n\n"), *article.body.split("\n\n")]


@pytest.mark.parametrize(
    "line",
    [
        "Share this burden with us, he pleaded.",
        "Follow us, the fighters shouted.",
        "See also the fighters at the gate.",
        "Related stories circulated in the bazaar that evening.",
        "Read more books, she said.",
        "Like this: he raised his hand.",
        "More from the city: nobody sleeps.",
        "Comments are closed to the public, the court said.",
        "Subscribe to the peace plan",
        "Sign up today, the poster said.",
        "All rights reserved seats were taken.",
        "Leave a reply, says the sign on the door of the ministry.",
        "Leave a comment, the official told reporters, and go home.",
    ],
)
def test_prose_that_begins_like_a_button_stays(line: str) -> None:
    first, *rest = PARAGRAPHS
    assert paragraphs(page(middle=f"<p>{line}</p>")) == [LEAD, first, line, *rest]
    assert paragraphs(page(end=f"<p>{line}</p>")) == [LEAD, *PARAGRAPHS, line]


@pytest.mark.parametrize(
    "end",
    [
        "<h3>2 Comments</h3><ol><li><b>Bob</b> says: <p>A comment, full of words, on water.</p></li></ol>",
        "<h2>2 thoughts on “Towns agree on water”</h2><div><p>A comment, full of words.</p></div>",
        "<h3>3 Responses to Towns agree on water</h3><div><p>A comment, full of words.</p></div>",
        "<p>Tags: <a href='/t/a' rel='tag'>rivers</a>, <a href='/t/b' rel='tag'>dams</a></p>",
        "<div>You may also like</div><div><a href='/1/'>The ferry that stayed</a><span>12 June</span></div>",
        "<div><a href='https://facebook.com/sharer/sharer.php?u=1'>one</a><a href='https://t.me/share/url'>two</a></div>",
        "<p hidden>Nobody sees this sentence here.</p>",
        "<p style='display: none'>Nobody sees this sentence here.</p>",
        "<div style='width: 300px'><img src='/a.jpg'><p>The dam in the month of May.</p></div>",
    ],
)
def test_what_no_class_name_tells_is_left_out(end: str) -> None:
    assert paragraphs(page(end=end)) == [LEAD, *PARAGRAPHS]


@pytest.mark.parametrize(
    "heading", ["دیدگاهتان را بنویسید", "پاسخ دهید لغو پاسخ", "پاسخ دادن به مینا لغو پاسخ", "نوشتن دیدگاه", "ارسال نظر"]
)
@pytest.mark.parametrize(
    "comments",
    [
        "",
        "<h3>۲ دیدگاه برای Towns agree on water</h3><div><p>چند کلمه از یک خواننده.</p></div>",
        "<h3>یک پاسخ به «Towns agree on water»</h3><div><p>چند کلمه از یک خواننده.</p></div>",
        "<h3>۳ دیدگاه</h3><ol><li><b>مینا</b> گفت: <p>چند کلمه از یک خواننده.</p></li></ol>",
    ],
)
def test_persian_comments_and_their_form_are_left_out(comments: str, heading: str) -> None:
    notes = "<p>نشانی ایمیل شما منتشر نخواهد شد و دیدگاه‌ها پیش از نمایش خوانده می‌شوند.</p>"
    form = f"<h3>{heading}</h3>{notes}<form><textarea></textarea></form>"
    assert paragraphs(page(end=comments, form=form)) == [LEAD, *PARAGRAPHS]


@pytest.mark.parametrize("heading", ["2 Comments", "3 Responses to the drought", "Leave a reply"])
def test_a_sub_heading_does_not_end_the_text(heading: str) -> None:
    first, *rest = PARAGRAPHS
    long = "<p>" + PARAGRAPHS[1] * 6 + "</p>"
    got = paragraphs(page(middle=f"<h3>{heading}</h3>{long}"))
    assert got == [LEAD, first, heading, PARAGRAPHS[1] * 6, *rest]


def test_a_sub_heading_over_a_list_does_not_end_the_text() -> None:
    first, *rest = PARAGRAPHS
    got = paragraphs(
        page(middle="<h3>2 Comments</h3><ul><li>The first was read out.</li><li>The second not.</li></ul>")
    )
    assert got == [LEAD, first, "2 Comments", "The first was read out.", "The second not.", *rest]


@pytest.mark.parametrize(
    ("end", "texts"),
    [
        ("<p><a href='https://un.example/r'>The report in full</a></p>", ["The report in full"]),
        ("<h3>Sources</h3><ul><li><a href='https://un.example/1'>One</a></li></ul>", ["Sources", "One"]),
        ("<blockquote><p>We were not asked.</p></blockquote>", ["We were not asked."]),
    ],
)
def test_the_end_of_the_text_stays(end: str, texts: list[str]) -> None:
    assert paragraphs(page(end=end)) == [LEAD, *PARAGRAPHS, *texts]


def test_a_box_within_the_text_stays() -> None:
    first, *rest = PARAGRAPHS
    box = "The Harrin is a river of nine hundred kilometres."
    assert paragraphs(page(middle=f"<aside><p>{box}</p></aside>")) == [LEAD, first, box, *rest]


@pytest.mark.parametrize(
    "above",
    [
        "<p>By <a href='/author/bob/' rel='author'>Bob Stone</a></p>",
        "<p>KABUL</p>",
        "<p><a href='/'>Home</a> » <a href='/c/p/'>Politics</a> » Water</p>",
    ],
)
def test_what_stands_before_the_standfirst_is_not_it(above: str) -> None:
    assert extract_article(page(above=above), URL).summary == LEAD


def test_a_headline_that_is_no_heading() -> None:
    html = page().replace(b"<h1>Towns agree on water</h1>", b"<div><b>Towns agree on water</b></div>")
    html = html.replace(b"<html>", b"<html><head><title>Towns agree on water - Some Paper</title></head>")
    article = extract_article(html, URL)
    assert (article.headline, article.summary) == ("Towns agree on water", LEAD)


@pytest.mark.parametrize("fields", ["", "<li>publish: 1 May 1999</li><li>time: 1:11 am</li>"])
def test_a_list_in_the_column_beside_is_not_mixed_in(fields: str) -> None:
    side = f"<td><ul><li>No: 99999</li><li>category: Sport</li>{fields}</ul></td>"
    html = page().replace(b"<div>", f"<table><tr>{side}<td>".encode()).replace(b"</div>", b"</td></tr></table>")
    assert extract_article(html, URL).raw == FULL


@pytest.mark.parametrize("parted", [" / ", "   ", ", "])
def test_a_line_of_all_labels(parted: str) -> None:
    line = parted.join(["publish: 24 May 2021", "time: 6:35 pm", "category: Politics", "No: 18793"])
    assert extract_article(page().replace(HEADER.encode(), f"<p>{line}</p>".encode()), URL).raw == FULL


@pytest.mark.parametrize(
    "row",
    [
        "<tr><td>{}</td><td>:</td><td>{}</td></tr>",
        "<tr><td><span class='screen-reader-text'>{}</span> {}</td></tr>",
        "<tr><td>\u200b{}\u200f:\u200b {}</td></tr>",
    ],
)
def test_odd_rows(row: str) -> None:
    values = [("publish", FULL.publish), ("time", FULL.time), ("category", FULL.category), ("N&ordm;", FULL.number)]
    table = "<table>" + "".join(row.format(*pair) for pair in values) + "</table>"
    assert extract_article(page().replace(HEADER.encode(), table.encode()), URL).raw == FULL


def test_two_line_breaks_part_paragraphs() -> None:
    html = f"<div><h1>Towns</h1><div class='entry-content'>{'<br> <br/>'.join(PARAGRAPHS)}</div></div>"
    assert extract_article(html.encode(), URL).body == "\n\n".join(PARAGRAPHS)

"""Markup of common themes and plugins: what they print around and within an article, and what they mislead by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newscrawl.extract.page import extract_article
from newscrawl.normalise import normalise_article

if TYPE_CHECKING:
    from newscrawl.items import Article

URL = "https://news.example/politics/harrin-keeps-its-ferry/"
TITLE = "Harrin keeps its ferry through the winter"
TEXT = [
    "The council of Harrin voted on Tuesday evening to keep the ferry running through the winter, after three hours.",
    "Mayor Ida Venn said that the boat carries four hundred people a day, many of them pupils without another way.",
    "“We cannot close the river,” she told reporters, “and then wonder why the other bank is empty.”",
    "Repairs of the landing stage will begin in March and are expected to cost 1.2 million, most of it the province's.",
]
LEAD = "A standfirst somebody wrote by hand."


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def read(body: str, head: str = f"<title>{TITLE} – The Harrin Courier</title>", url: str = URL) -> Article:
    page = f"<!DOCTYPE html><html lang=en-GB><head>{head}</head><body class=single>{body}</body></html>"
    return normalise_article(extract_article(page.encode(), url))


def post(content: str, meta: str = "", above: str = "", after: str = "") -> Article:
    return read(
        f"<main><article class='post-4711 post type-post hentry'><header><h1 class=entry-title>{TITLE}"
        f"</h1>{meta}</header>{above}<div class=entry-content>{content}</div></article>{after}</main>"
    )


def texts(article: Article) -> list[str]:
    return article.body.split("\n\n")


INSERTS = {
    "newspaper": "<div class='td-a-rec td-a-rec-id-content_inline'><span class=td-adspot-title>- Advert -</span></div>",
    "advanced ads": "<div class=advads-mid id=advads-1><div class=advads-adlabel>Ads</div><p>Buy shoes now</p></div>",
    "advert label": "<div><span>Article continues below advertisement</span></div>",
    "video": "<div class=lyte-wrapper><div class=lyMe><div class=tT>How a ferry works</div></div></div>",
    "consent": "<div class=embed-privacy-container><div class=embed-privacy-overlay><p>Click here.</p></div></div>",
    "consent unnamed": "<div class=x><p>You are currently viewing a placeholder content from <b>Video</b>.</p></div>",
    "popup": "<div id=pum-12 class='pum pum-overlay'><div class=pum-content><p>Read us and get a mug</p></div></div>",
    "poll": "<div class=yop_poll_container><div class=yop-poll-question>Do you use the ferry?</div></div>",
    "contents": "<h2>Contents</h2><ul><li><a href='#a'>The vote</a></li><li><a href='#b'>The repairs</a></li></ul>",
    "contents in a line": "<p>In this article:<br><a href='#a'>The vote</a><br><a href='#b'>The repairs</a></p>",
    "authors": "<div class=pp-multiple-authors-boxes-wrapper><h2>Author</h2><p>Ida writes on rivers.</p></div>",
    "shortcode": "<p>[adthrive-in-post-video-player video-id='x' upload-date='2023-11-07T00:00:00.000Z']</p>",
    "video without an answer": "<p>https://www.youtube.com/watch?v=x7Qd_1</p>",
    "end of a shortcode": "<p>[/et_pb_text]</p>",
    "slideshow": "<p class=jetpack-slideshow-noscript>This slideshow requires JavaScript.</p>",
    "label of contents": "<p>Table of Contents</p>",
    "most read": "<div class=rail><p>Most read in Politics</p><p><a href=/a/>The dam that broke</a></p></div>",
    "membership": "<div class=rcp_restricted_notice><p>This is for members. <a href=/login/>Log in</a></p></div>",
}


@pytest.mark.parametrize("name", INSERTS)
def test_inserts_of_plugins(name: str) -> None:
    assert texts(post(paragraphs(*TEXT[:2]) + INSERTS[name] + paragraphs(*TEXT[2:]))) == TEXT


def test_an_address_that_stands_for_nothing_else_stays() -> None:
    source = "https://harrin.example/minutes/2021-05.pdf"
    assert texts(post(f"{paragraphs(*TEXT)}<p>{source}</p>{paragraphs(*TEXT)}")) == [*TEXT, source, *TEXT]


@pytest.mark.parametrize(
    "box",
    [
        "<div class='wp-block-group callout'>{}</div>",
        "<div class=infobox>{}</div>",
        "<div class='notice d-print-none'>{}</div>",
        "<div class='su-spoiler su-spoiler-closed'>{}</div>",
        "<div class='latest-figures'>{}</div>",
        "<table class=vote-results><tr><td>{}</td></tr></table>",
        "<ul class='wp-block-list menu-list'><li>{}</li></ul>",
        "<div class=accordion-content style='display:none'>{}</div>",
        "<div class=liveblog-feed><article class=liveblog-entry>{}</article></div>",
    ],
)
def test_boxes_of_the_article_stay(box: str) -> None:
    inside = "Key point: the boat runs until March."
    content = paragraphs(*TEXT[:2]) + box.format(f"<p>{inside}</p>") + paragraphs(*TEXT[2:])
    assert texts(post(content)) == [*TEXT[:2], inside, *TEXT[2:]]


@pytest.mark.parametrize(
    "line",
    [
        "By Ida Venn",
        "By IDA VENN and Lale Orhun-Sey",
        "Von Ida van der Venn | 7. November 2023",
        "Published on November 7, 2023",
        "Zuletzt aktualisiert: 9. November 2023",
        "3 min read",
        "Reading Time: 3 minutes",
        "Listen to this article",
        "Friday, November 7, 2023",
        "Updated November 7, 2023 10:39AM",
        "sexta-feira, 7 de novembro de 2023 às 20:13",
        "2023/11/07 00:05",
        "Ida Venn/Getty Images",
        "Credit: Ida Venn",
        "Sharing is caring!",
    ],
)
def test_lines_of_facts_before_the_text(line: str) -> None:
    assert texts(post(f"<p><strong>{line}</strong></p>{paragraphs(*TEXT)}")) == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "By Friday the boat was back.",
        "Von Hamburg aus fährt die Linie weiter",
        "Updated on 5 May, the plan had grown by half.",
        "Three minutes read like three hours.",
        "In the end the boat was back on 7 May 2023.",
        "The boat sailed again on Friday 7 May 2023",
        "[…] and so the boat came back",
        "She bought the picture from Getty Images",
    ],
)
def test_prose_that_looks_like_facts_stays(line: str) -> None:
    assert texts(post(paragraphs(line, *TEXT))) == [line, *TEXT]
    assert texts(post(paragraphs(*TEXT, line))) == [*TEXT, line]


@pytest.mark.parametrize("often", [2, 3])
def test_buttons_that_come_again_and_again(often: int) -> None:
    button = "<p><a href=https://shop.example/{}>See the price</a></p>"
    content = "".join(f"<p>{text}</p>{button.format(n) if n < often else ''}" for n, text in enumerate(TEXT))
    assert texts(post(content)).count("See the price") == (often if often < 3 else 0)


def test_the_block_of_a_subscription_by_jetpack() -> None:
    block = (
        "<div class=wp-block-group><h3 class=wp-block-heading>Discover more from The Harrin Courier</h3>"
        "<p>Subscribe to get the latest posts sent to your email.</p></div>"
    )
    assert texts(post(paragraphs(*TEXT) + block)) == TEXT


def test_what_old_themes_print_under_the_text() -> None:
    line = (
        "<p class='postmetadata alt'><small>This entry was posted on Tuesday, November 7th, 2023 at 9:30 am and is "
        "filed under <a href=/category/politics/ rel='category tag'>Politics</a>. You can follow any responses to this "
        "entry through the <a href=/feed/>RSS 2.0</a> feed. You can <a href=#respond>leave a response</a>, or <a "
        "href=/trackback/>trackback</a> from your own site.</small></p>"
    )
    article = read(
        "<div id=header><h1><a href=https://news.example/>The Harrin Courier</a></h1></div><div class=post id=post-1>"
        f"<h2>{TITLE}</h2><div class=entry>{paragraphs(*TEXT)}{line}</div></div>",
        head=f"<title>The Harrin Courier » Blog Archive » {TITLE}</title>",
    )
    assert (article.headline, article.categories, texts(article)) == (TITLE, ["Politics"], TEXT)
    assert (article.date or "").startswith("2023-11-07T09:30")


@pytest.mark.parametrize("page_title", [f"The Harrin Courier » {TITLE}", f"{TITLE} » The Harrin Courier"])
@pytest.mark.parametrize("headline", [f"<h3 class=storytitle>{TITLE}</h3>", f"<div class=x><b>{TITLE}</b></div>", ""])
def test_the_sites_name_in_a_heading_is_no_headline(page_title: str, headline: str) -> None:
    site = "<h1 id=header><a href=https://news.example>The Harrin Courier</a></h1>"
    body = f"{site}<div class=post>{headline}<div class=storycontent>{paragraphs(*TEXT)}</div></div>"
    assert read(body, head=f"<title>{page_title}</title>").headline == TITLE


def test_elements_that_no_space_parts_are_no_one_name() -> None:
    line = "<div class=post-meta><a href=/ida/><i>By <b>Ida Venn</b></i></a><span>On <b>Nov 7, 2023</b></span></div>"
    assert post(paragraphs(*TEXT), meta=line).authors == ["Ida Venn"]


def test_a_label_for_screen_readers_is_no_part_of_the_authors_name() -> None:
    item = (
        "<ul class=post-meta><li class='post-author meta-wrapper'><span class=meta-icon><span class=screen-reader-text>"
        "Post author</span></span><span class=meta-text>By <a href=/author/ida/>Ida Venn</a></span></li></ul>"
    )
    assert post(paragraphs(*TEXT), meta=item).authors == ["Ida Venn"]


@pytest.mark.parametrize(
    "line",
    [
        "<p class=bio><a rel=author href=/author/ida/>View all posts by Ida Venn</a></p>",
        "<p class=meta>By Ida Venn ● November 7, 2023 ● 6 min read</p>",
        "<p class=meta>By Ida Venn November 7, 2023</p>",
    ],
)
def test_what_stands_around_the_authors_name(line: str) -> None:
    assert post(paragraphs(*TEXT), meta=line).authors == ["Ida Venn"]


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ida Venn", ["Ida Venn"]),
        ("Text: Ida Venn and Lale Orhun-Sey", ["Ida Venn", "Lale Orhun-Sey"]),
        ("By Friday All Was Well, She Said.", []),
    ],
)
def test_a_byline_under_the_text(byline: str, names: list[str]) -> None:
    assert post(paragraphs(*TEXT) + f"<p><em>{byline}</em></p>").authors == names


def test_the_authors_name_and_a_note_on_the_author() -> None:
    note = "Ida Venn is a reporter who has covered the rivers of the province since 1999."
    content = paragraphs("Ida Venn", *TEXT, note)
    byline = "<a rel=author href=/author/ida/>Ida Venn</a>"
    assert texts(post(content, meta=byline)) == TEXT
    other = "<a rel=author href=/author/lale/>Lale Orhun</a>"
    assert texts(post(content, meta=other)) == ["Ida Venn", *TEXT, note]


@pytest.mark.parametrize(
    "lead",
    [
        f"<div class=teaser><p>{LEAD}</p></div>",
        f"<div class='intro-text section-inner'><p>{LEAD}</p></div>",
        f"<p class=lead>{LEAD}</p>",
    ],
)
def test_standfirsts(lead: str) -> None:
    article = post(paragraphs(*TEXT), above=lead)
    assert (article.summary, texts(article)) == (LEAD, TEXT)
    header = f"<section class='banner header-footer-group'><h1>{TITLE}</h1>{lead}</section>"
    article = read(f"{header}<main><div class=content>{paragraphs(*TEXT)}</div></main>")
    assert (article.summary, texts(article)) == (LEAD, TEXT)


@pytest.mark.parametrize(
    "printed",
    ["7 November 2023", "Posted: 7 November 2023, 9:30", "7 November 2023 by Ida Venn", "By Ida Venn, 7 November 2023"],
)
def test_days_in_lines_within_the_text(printed: str) -> None:
    assert (post(paragraphs(printed, *TEXT)).date or "")[:10] == "2023-11-07"


@pytest.mark.parametrize(
    "line",
    [
        "<p class=date>November 7, 2023. <i>Updated: December 7, 2023</i></p>",
        "<div class=fusion-meta-tb><span class=fusion-tb-published-date>Published On: 7 November 2023</span></div>",
    ],
)
def test_days_that_themes_mark(line: str) -> None:
    more = f"<div class=x>{paragraphs(*TEXT, *TEXT)}</div>"
    article = read(
        f"<section><h1>{TITLE}</h1><div class=post-content>{paragraphs(*TEXT * 4)}</div>{more}{line}</section>"
    )
    assert (article.date or "")[:10] == "2023-11-07"


@pytest.mark.parametrize(
    "other",
    [
        paragraphs("On 3 March 1999 the ferry sank."),
        paragraphs("The ferry sank on 3 March 1999, and was raised in May."),
        "<aside class=widget><span class=post-date>January 5, 2024</span></aside>",
    ],
)
def test_days_of_other_things(other: str) -> None:
    assert post(other + paragraphs(*TEXT)).date is None


def test_the_day_of_a_headline_above_the_article() -> None:
    ticker = "<div class=breaking><a href=/x/>A dam broke</a> <time datetime=2024-05-05T00:00:00Z>May 5</time></div>"
    article = read(
        f"{ticker}<article class='post hentry'><h1 class=entry-title>{TITLE}</h1><p class=by>Ida Venn, 7 Nov 2023</p>"
        f"<div class=entry-content>{paragraphs(*TEXT)}</div></article>"
    )
    assert (article.date or "")[:10] == "2023-11-07"


def test_breadcrumbs_in_a_paragraph() -> None:
    crumbs = (
        "<p id=breadcrumbs><span><a href=https://news.example/>Home</a> » <a href=/category/politics/>Politics</a> » "
        f"<span class=breadcrumb_last>{TITLE}</span></span></p>"
    )
    assert post(crumbs + paragraphs(*TEXT)).categories == ["Politics"]


@pytest.mark.parametrize(
    "image",
    [
        "<img class=wp-post-image src=/uploads/f.jpg>",
        "<img class='wp-post-image lazy' src=data:image/gif;base64,R0 data-src=/uploads/f.jpg>",
        "<img class=wp-post-image src=data:image/gif;base64,R0 data-srcset='/uploads/s.jpg 300w, /uploads/f.jpg 2x'>",
        "<img class=emoji src=/1f600.png><img class=avatar src=/a.png><img width=1 src=/count><img src=/uploads/f.jpg>",
    ],
)
def test_the_main_image(image: str) -> None:
    assert post(f"<p>{image}</p>{paragraphs(*TEXT)}").image == "https://news.example/uploads/f.jpg"


def test_a_heading_for_all_articles_is_no_headline() -> None:
    article = read(
        f"<div class=page-header><h1 class=page-title>News</h1></div><article>"
        f"<h2>{TITLE}</h2>{paragraphs(*TEXT)}</article>"
    )
    assert (article.headline, texts(article)) == (TITLE, TEXT)


def test_a_story_in_pictures() -> None:
    captions = [f"The landing stage of Harrin in the grey light of morning, number {n}." for n in range(4)]
    figures = "".join(
        f"<figure><img src={n}.jpg><figcaption>{text}</figcaption></figure>" for n, text in enumerate(captions)
    )
    assert texts(post(f"<p>A photo story.</p>{figures}")) == ["A photo story.", *captions]

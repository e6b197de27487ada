"""Body and standfirst: what is text, what is not, and that nothing falls between the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newscrawl.extract.page import extract_article
from newscrawl.normalise import normalise_article
from newscrawl.normalise.validity import reasons

if TYPE_CHECKING:
    from newscrawl.items import Article

URL = "https://news.example/a/"
ONE = "Three river towns signed a plan on Tuesday that shares out the water of the Harrin for the first time."
TWO = "Under the plan each town may draw a fixed share in the dry months, and an office reads the gauges."
LEAD = "Farmers downstream remain doubtful."


def read(body: str, head: str = "") -> Article:
    page = f"<html><head>{head}</head><body><main><h1>Towns agree on water</h1>{body}</main></body></html>"
    return extract_article(page.encode(), URL)


def content(inside: str) -> str:
    return read(f'<div class="entry-content"><p>{ONE}</p>{inside}<p>{TWO}</p></div>').body


@pytest.mark.parametrize(
    "box",
    [
        '<div class="sharedaddy"><p>Tell your friends about this story today.</p></div>',
        '<div class="jp-relatedposts"><p>The ferry that stayed in the harbour.</p></div>',
        '<div class="newsletter-signup"><p>Get our letter every morning at six.</p></div>',
        "<aside><p><a href='/harrin/'>Harrin is a river of nine hundred kilometres.</a></p></aside>",
        "<aside class='widget'><p>Harrin is a river of nine hundred kilometres.</p></aside>",
        '<figure><img src="a.jpg"><figcaption>The dam in May.</figcaption></figure>',
        '<p class="wp-caption-text">The dam in May.</p>',
        '<div class="author-box"><p>Ida Venn has written on rivers since 1999.</p></div>',
        "<script>var text = 'never';</script><style>p { color: red }</style><noscript>no script</noscript>",
        '<p><a href="/other/">The ferry that stayed in the harbour</a></p>',
        '<p>Read also: <a href="/other/">The ferry that stayed</a></p>',
        "<p>Advertisement</p>",
        '<span class="screen-reader-text">Opens in a new window</span>',
        "<form><p>Name and address of the reader</p><input><textarea></textarea></form>",
    ],
)
def test_what_is_no_text(box: str) -> None:
    assert content(box) == f"{ONE}\n\n{TWO}"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<h2>Shares</h2>", "Shares"),
        ("<blockquote><p>We were shown the numbers.</p></blockquote>", "We were shown the numbers."),
        ("<ul><li>one half</li><li>the <b>rest</b></li></ul>", "one half\n\nthe rest"),
        ('<ul><li><a href="/1/">First</a></li><li><a href="/2/">Second</a></li></ul>', "First\n\nSecond"),
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>Sorn</td><td>3</td></tr></table>", "A | B\n\nSorn | 3"),
        ("<p>a<b>gain</b> and <i>a</i>gain</p>", "again and again"),
        ("<p>first line<br>second line</p>", "first line\nsecond line"),
        ("<div>loose text</div>", "loose text"),
        ('<p>See <a href="https://gauges.example/">the gauges</a>.</p>', "See the gauges."),
        ("<pre>a  b\n  c</pre>", "a  b\n  c"),
    ],
)  # fmt: skip
def test_what_is_text(markup: str, text: str) -> None:
    assert content(markup) == f"{ONE}\n\n{text}\n\n{TWO}"


@pytest.mark.parametrize(
    "between",
    [
        f"<p>{LEAD}</p>",
        f"<h2>{LEAD}</h2>",
        f'<div class="subtitle">{LEAD}</div>',
        f'<p class="entry-excerpt">{LEAD}</p>',
        f'<div class="x"><span>{LEAD}</span></div>',
    ],
)
def test_a_standfirst_above_the_text(between: str) -> None:
    article = read(f'{between}<div class="entry-content"><p>{ONE}</p><p>{TWO}</p></div>')
    assert (article.summary, article.body) == (LEAD, f"{ONE}\n\n{TWO}")


def test_an_automatic_excerpt_beside_the_standfirst_is_none() -> None:
    above = f'<p class="excerpt">{ONE[:60]}…</p><p class="subtitle">{LEAD}</p>'
    assert read(f'{above}<div class="entry-content"><p>{ONE}</p><p>{TWO}</p></div>').summary == LEAD


def test_a_byline_and_a_date_are_no_standfirst() -> None:
    line = '<p>By Ida Venn</p><p>24 September 2021</p><div class="post-meta">3 min read</div>'
    assert read(f'{line}<div class="entry-content"><p>{ONE}</p><p>{TWO}</p></div>').summary is None


@pytest.mark.parametrize("excerpt", [ONE, ONE[:60] + "…", ONE[:60] + " [...]", ONE[:60] + "... Read more"])
def test_an_automatic_excerpt_is_no_standfirst(excerpt: str) -> None:
    article = read(f'<p class="excerpt">{excerpt}</p><div class="entry-content"><p>{ONE}</p><p>{TWO}</p></div>')
    assert (article.summary, article.body) == (None, f"{ONE}\n\n{TWO}")


def test_comments_end_the_text_where_no_class_says_so() -> None:
    form = "<h3>Leave a Reply</h3><p>Your email address will not be published.</p><form><textarea></textarea></form>"
    assert read(f"<p>{ONE}</p><p>{TWO}</p>{form}").body == f"{ONE}\n\n{TWO}"


def test_text_after_a_misleading_comments_id_is_read() -> None:
    body = f'<span id="comments">3</span><div class="entry-content"><p>{ONE}</p><p>{TWO}</p></div>'
    assert read(body).body == f"{ONE}\n\n{TWO}"


def test_a_nav_that_is_never_closed_does_not_swallow_the_article() -> None:
    assert (
        read(f"<nav><ul><li>Home</ul><div class='entry-content'><p>{ONE}</p><p>{TWO}</p></div>").body
        == f"{ONE}\n\n{TWO}"
    )


def test_several_containers_of_one_article_are_joined() -> None:
    assert read(
        f'<div class="the-content"><p>{ONE}</p></div><img><div class="the-content"><p>{TWO * 2}</p></div>'
    ).body == (f"{ONE}\n\n{TWO * 2}")


def test_the_bodies_of_other_articles_are_not_joined() -> None:
    def other(text: str) -> str:
        body = f'<h2><a href="/x">T</a></h2><div class="entry-content"><p>{text}</p></div>'
        return f'<article class="hentry">{body}</article>'

    page = (
        f'<article class="hentry"><h1>Towns</h1><div class="entry-content"><p>{ONE * 3}</p></div></article>{other(TWO)}'
    )
    assert extract_article(page.encode(), URL).body == ONE * 3


def test_a_page_that_is_all_captions_keeps_them() -> None:
    figures = "".join(f"<figure><img><figcaption>Gauge number {n} on the river.</figcaption></figure>" for n in "abc")
    assert "Gauge number b on the river." in read(f'<div class="entry-content">{figures}</div>').body


@pytest.mark.parametrize(
    "sentence",
    [
        '<p><a href="/report/">The council has put the whole report on its own pages.</a></p>',
        '<p><a href="/report/">All gauges are read twice a day, the office said.</a></p>',
    ],
)
def test_a_sentence_that_is_one_link_stays(sentence: str) -> None:
    assert content(sentence).count("\n\n") == 2


def ending(end: str) -> str:
    return read(f'<div class="entry-content"><p>{ONE}</p><p>{TWO}</p>{end}</div>').body.removeprefix(f"{ONE}\n\n{TWO}")


OWN = '<ul><li><a href="/1/">The first plan</a></li><li><a href="/2/">The second plan</a></li></ul>'


@pytest.mark.parametrize(
    ("end", "text"),
    [
        ("<h3>To be continued on Monday</h3>", "To be continued on Monday"),
        ("<h3>To be continued on Monday</h3><p></p><br>", "To be continued on Monday"),
        (f"<h3>Both plans</h3>{OWN}", "Both plans\n\nThe first plan\n\nThe second plan"),
        (f"<p>Both plans:</p>{OWN}", "Both plans:\n\nThe first plan\n\nThe second plan"),
        (f"<p>Both can be read.</p>{OWN}", "Both can be read."),
        ("<h3>Watch it</h3><iframe src='https://video.example/1'></iframe>", ""),
        ("<h3>See also</h3>" + OWN, ""),
    ],
)
def test_what_the_text_announces_stays(end: str, text: str) -> None:
    assert ending(end).strip() == text


@pytest.mark.parametrize(
    "end",
    [
        "<h4>About the author</h4><p>Ida Venn has written on rivers since 1999.</p>",
        "<p><b>Autorin:</b></p><p>Ida Venn schreibt seit 1999 über Flüsse.</p>",
        "<p>Comments</p><p>Advertise with us, on all pages of the site.</p>",
        "<p>All about dams is <a href='/dams/'>in our guide</a>.</p>",
        "<p>Send a <a href='/letters/'>letter to the editor</a>.</p>",
        "<p>Suggested citation: Venn, Towns agree on water, 2021.</p>",
    ],
)
def test_what_stands_under_an_article_is_no_text(end: str) -> None:
    assert ending(end) == ""


def test_a_label_in_a_table_is_none() -> None:
    assert "Author" in ending("<table><tr><td>Author</td><td>Ida Venn</td></tr></table>")


@pytest.mark.parametrize(
    "embed",
    [
        '<blockquote class="twitter-tweet"><p>We were not asked.</p>&mdash; Farm Union (@farms)</blockquote>',
        '<blockquote class="instagram-media"><p>View this post</p><p>We were not asked.</p></blockquote>',
        '<blockquote class="wp-embedded-content"><a href="https://other.example/">Not asked</a></blockquote>',
        "<iframe src='https://video.example/1'></iframe>",
    ],
)
def test_what_is_embedded_is_no_prose(embed: str) -> None:
    figure = f'<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">{embed}</div></figure>'
    assert content(figure).split("\n\n") == [ONE, TWO]
    assert content(figure.replace(embed, "https://video.example/1")).split("\n\n") == [ONE, TWO]
    assert content(embed).split("\n\n") == [ONE, TWO]


def test_a_credit_behind_an_image_is_a_caption() -> None:
    line = "The dam in the month of May (Photo: Ida Venn)"
    assert content(f'<p><img src="/a.jpg"></p><p>{line}</p>') == f"{ONE}\n\n{TWO}"
    assert line in content(f"<p>{line}</p>")
    above = f'<p>{LEAD}</p><img src="/a.jpg"><p>{line}</p>'
    assert read(f'{above}<div class="entry-content"><p>{ONE}</p><p>{TWO}</p></div>').summary == LEAD


def test_a_story_in_pictures_keeps_its_captions() -> None:
    def figure(number: int) -> str:
        caption = f"Picture {number}: the gauge stands at the bridge, and the water is a hand below its mark today."
        return f'<figure class="wp-block-image"><img src="/{number}.jpg"><figcaption>{caption}</figcaption></figure>'

    gallery = "".join(map(figure, range(6)))
    body = read(f'<div class="entry-content"><p>{ONE}</p>{gallery}</div>').body
    assert body.count("Picture ") == 6
    assert read(f'<div class="entry-content"><p>{ONE * 9}</p>{gallery}</div>').body == ONE * 9


@pytest.mark.parametrize(
    "caption",
    [
        "<div class=envira-gallery-item><img src=/{0}.jpg><div class=envira-gallery-captioncontent>{1}</div></div>",
        "<div class=modula-item><img src=/{0}.jpg><div class=figc><div class=figc-inner><p>{1}</p></div></div></div>",
        "<div class=et_pb_gallery_item><img src=/{0}.jpg><p class=et_pb_gallery_caption>{1}</p></div>",
        "<figure><img src=/{0}.jpg><figcaption class=fg-caption><div>{1}</div></figcaption></figure>",
        "<dl class=gallery-item><dt><img src=/{0}.jpg></dt><dd class='wp-caption-text gallery-caption'>{1}</dd></dl>",
    ],
)
def test_captions_of_galleries(caption: str) -> None:
    """No prose beside a text, and the story where there is little else."""
    told = "Picture {0}: the gauge stands at the bridge, and the water is a hand below its mark today."
    gallery = "".join(caption.format(number, told.format(number)) for number in range(6))
    assert read(f'<div class="entry-content"><p>{ONE * 9}</p>{gallery}<p>{TWO}</p></div>').body == f"{ONE * 9}\n\n{TWO}"
    assert read(f'<div class="entry-content"><p>{ONE}</p>{gallery}</div>').body.count("Picture ") == 6


@pytest.mark.parametrize(
    "around",
    [
        "<div class=td-gallery-controls-wrapper><span>1</span> of 4</div>",
        "<p class='powerpress_links powerpress_links_mp3'>Podcast: <a href=/a.mp3>Play in new window</a> (22:33)</p>",
        "<div class=castos-player><div class=show>The Harrin Hour</div><div>00:00 / 22:33</div></div>",
        "<div class=dataTables_filter><label>Search:<input></label></div><div class=dataTables_info>1 to 9 of 9</div>",
    ],
)
def test_what_players_and_tables_print_around(around: str) -> None:
    assert content(around) == f"{ONE}\n\n{TWO}"


def test_pictures_in_place_of_a_text() -> None:
    """One caption is a story where there is nothing else; a name is none; a page of pictures alone says so."""

    def story(*captions: str) -> Article:
        figures = "".join(
            f'<figure class="wp-block-image"><img src="/{place}.jpg">{caption}</figure>'
            for place, caption in enumerate(captions)
        )
        return read(f'<div class="entry-content"><figure class="wp-block-gallery">{figures}</figure></div>')

    told = "The gauge stands at the bridge, and the water is a hand below its mark."
    assert story(f"<figcaption>{told}</figcaption>").body == told
    classic = f'<div class="wp-caption"><img src="/a.jpg"><p class="wp-caption-text">{told}</p></div>'
    assert read(f'<article><div class="entry-content">{classic * 3}</div></article>').body.count(told) == 3
    for captions, many in ((("", ""), "2 pictures"), (("<figcaption>Ida Venn</figcaption>",), "a picture")):
        article = normalise_article(story(*captions))
        assert article.body == ""
        assert f"body: the page gives none, only {many} without captions that tell a story" in reasons(article)
    assert "body: the page gives none" in reasons(normalise_article(read('<div class="entry-content"></div>')))


def test_an_inserted_advertisement_is_no_text() -> None:
    assert content(
        '<div class="it-ad" id="it-ad-content-after"><p>Try the new tractor on your own land.</p></div>'
    ) == (f"{ONE}\n\n{TWO}")


def test_live_comments_are_the_text() -> None:
    minutes = "".join(f"<div class='live-match-comment-body'>{ONE} Minute {n}.</div>" for n in range(4))
    body = read(f'<main><div class="live-match-comments">{minutes}</div><p>Teams: home and away.</p></main>').body
    assert body.count("Minute") == 4

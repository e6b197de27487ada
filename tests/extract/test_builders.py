"""Containers that mislead: what page builders, magazines and broken markup put around an article's text."""

from __future__ import annotations

import pytest

from tests.extract.test_themes import LEAD, TEXT, TITLE, paragraphs, post, read, texts

MORE = [
    f"{place} was asked too, said {who}, who has run the boat since the spring of 2009 and knows each of its screws."
    for place, who in (("Venn", "Ida"), ("Orhun", "Lale"), ("Sey", "Ann"), ("Harrin", "Bob"), ("Odden", "Cem"))
]
NAV = "<nav><ul><li><a href=/>Home</a></li></ul></nav>"


def test_text_behind_the_first_end_of_the_page() -> None:
    header = f"<header>{NAV}</header></body>\n</html>\n"
    main = f"<main><h1>{TITLE}</h1><div class=entry-content>{paragraphs(*TEXT)}</div></main>"
    article = read(f"{header}{main}{'<footer>x</footer>' * 80}</body></html>")
    assert (article.headline, texts(article)) == (TITLE, TEXT)


def test_a_button_that_is_never_closed() -> None:
    button = "<div class=menu-top><button class=menu-button><div class=inner>Menu<div></button></div></div>"
    article = read(f"<header>{button}</header><main><h1>{TITLE}</h1><div class=text>{paragraphs(*TEXT)}</div></main>")
    assert (article.headline, texts(article)) == (TITLE, TEXT)


def test_a_page_made_of_widget_areas() -> None:
    comments = f"<div class=comments-area><h2>Comments</h2>{paragraphs(*MORE * 3)}</div>"
    article = read(
        f"<div id=main><div class='widget-area area-1'>{NAV}</div><div class='widget-area area-16'><h1>{TITLE}</h1>"
        f"<div class=article-body>{paragraphs(*TEXT, *MORE * 2)}</div></div>{comments}</div>"
        f"<footer>{paragraphs(*['Imprint, contact and the terms of this site. '] * 6)}</footer>"
    )
    assert (article.headline, texts(article)) == (TITLE, [*TEXT, *MORE * 2])


@pytest.mark.parametrize(
    "name", ["page-content-has-sidebar", "content-with-sidebar main", "page-without-comments wide"]
)
def test_containers_that_name_what_stands_beside_them(name: str) -> None:
    beside = f"<div class=column>{paragraphs(*MORE, *MORE[:2])}</div>"
    article = read(f"<h1>{TITLE}</h1><div class='{name}'><div class=text>{paragraphs(*TEXT)}</div></div>{beside}")
    assert texts(article) == TEXT


def test_panels_of_siteorigin() -> None:
    panels = "".join(
        f"<div class=panel-grid-cell><div class='so-panel widget widget_text' id=panel-5-{n}><div class=textwidget>"
        f"<p>{text}</p></div></div></div>"
        for n, text in enumerate(TEXT)
    )
    side = f"<aside class=widget><p>{MORE[0]}</p></aside>"
    assert texts(read(f"<h1>{TITLE}</h1><main><div class=panel-layout>{panels}</div></main>{side}")) == TEXT


@pytest.mark.parametrize("name", ["widget text-widget", "toc-section", "share-block"])
def test_a_text_that_is_made_of_parts_with_misleading_names(name: str) -> None:
    box = "<div class=newsletter-box><p>A letter every morning at six.</p></div>"
    parts = "".join(f"<section class='{name}'><p>{text}</p></section>" for text in TEXT)
    assert texts(post(parts + box)) == TEXT


def test_parts_of_a_text_between_columns() -> None:
    part = "<div class=sidebar-grid><div class='sidebar-grid__content article__content'>{}</div></div>"
    parts = "<div class='ad is-sticky'>Advertisement</div>".join(part.format(f"<p>{text}</p>") for text in TEXT)
    assert texts(read(f"<article><header><h1>{TITLE}</h1></header>{parts}</article>")) == TEXT


def test_parts_of_a_text_whose_names_only_suggest_it() -> None:
    part = "<section class=cmp><div class='typography text'><p>{}</p></div></section>"
    main = "".join(part.format(text) for text in TEXT[:3])
    assert texts(read(f"<h1>{TITLE}</h1><main>{main}</main><div class=x>x</div>")) == TEXT[:3]


def test_the_next_article_that_a_theme_loads_below() -> None:
    other = f"<article><h2>The next one</h2><div class=entry-content>{paragraphs(*MORE * 2)}</div></article>"
    own = f"<article><h1>{TITLE}</h1><div class=entry-content>{paragraphs(*TEXT)}</div></article>"
    assert texts(read(f"<main>{own}{other}</main>")) == TEXT


def test_items_of_a_list_that_is_the_article() -> None:
    items = "".join(
        f"<article class=item><h2><a href=/boats/{n}/>{n}. The boat of {text[:8]}</a></h2>{paragraphs(text, *MORE)}"
        "<footer><a href=/shop/>Shop</a></footer></article>"
        for n, text in enumerate(TEXT)
    )
    body = texts(read(f"<article class=guide><h1>{TITLE}</h1><p>{LEAD}</p>{items}</article>"))
    assert [text for text in TEXT if text in body] == TEXT
    assert body.count(MORE[0]) == len(TEXT)


def test_teasers_within_the_article_go() -> None:
    teasers = "".join(
        f"<article class=item><a href=/{n}/><h3>Another story of the river, number {n}</h3></a><p>{text}</p></article>"
        for n, text in enumerate(MORE)
    )
    assert texts(read(f"<article><h1>{TITLE}</h1>{paragraphs(*TEXT, *TEXT)}{teasers}</article>")) == [*TEXT, *TEXT]


@pytest.mark.parametrize(
    "box",
    [
        "<div class='article-content__sign-in-group'>{}</div>",
        "<div class=c-inlineSignup>{}</div>",
        "<div class=paywall-prompt>{}</div>",
    ],
)
def test_boxes_that_ask_for_a_subscription(box: str) -> None:
    asking = "<h4>For subscribers only</h4><ul><li>All articles on one account.</li><li>Daily puzzles.</li></ul>"
    content = paragraphs(*TEXT[:2]) + box.format(asking) + paragraphs(*TEXT[2:])
    assert texts(post(content)) == TEXT


@pytest.mark.parametrize("name", ["design-info", "campaign-in-figures", "pop-upset", "foreign-inquiry"])
def test_boxes_with_such_letters_in_their_names_stay(name: str) -> None:
    box = (
        f"<div class={name}><h4>What it costs</h4><ul><li>The boat: a million.</li><li>The stage: two.</li></ul></div>"
    )
    content = paragraphs(*TEXT[:2]) + box + paragraphs(*TEXT[2:])
    assert "The stage: two." in texts(post(content))


@pytest.mark.parametrize("name", ["paywall", "paywall-article", "paywall-body"])
def test_text_that_is_marked_as_behind_a_paywall(name: str) -> None:
    article = post(f"<p>{TEXT[0]}</p>" + "".join(f"<p class={name}>{text}</p>" for text in TEXT[1:]))
    assert texts(article) == TEXT
    assert texts(read(f"<h1>{TITLE}</h1><div class={name}>{paragraphs(*TEXT)}</div>{paragraphs(*MORE)}")) != MORE


def test_names_of_style_guides() -> None:
    list_of_others = "".join(f"<li><div class=c-posts><p>{text}</p></div></li>" for text in MORE)
    article = read(
        f"<main><div class=l-main><h1>{TITLE}</h1><div class='l-article__text js-story'>{paragraphs(*TEXT)}</div>"
        f"<ul>{list_of_others}</ul></div></main>"
    )
    assert texts(article) == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "erstellt: 07. November 2023, 15:25 in: Gesellschaft | Kommentare: 0",
        "By Ida Venn. Last updated on November 7, 2023",
    ],
)
def test_a_line_of_facts_is_no_standfirst(line: str) -> None:
    article = read(f"<h1>{TITLE}</h1><div class=x>{line}</div><div class=entry-content>{paragraphs(*TEXT)}</div>")
    assert (article.summary, texts(article)) == (None, TEXT)


def test_a_menu_with_a_box_that_is_never_closed() -> None:
    entries = "<li class=menu-item><a href=/a/>A</a></li><li class=menu-item><div class=drop><a href=/b/>B</a></li>"
    main = f"<main><h1>{TITLE}</h1><div class=entry-content>{paragraphs(*TEXT)}</div></main>"
    article = read(f"<header><nav><ul class=menu>{entries}</ul></nav></header>{main}")
    assert (article.headline, texts(article)) == (TITLE, TEXT)


def test_an_article_within_noscript() -> None:
    main = (
        f"<div class=article-header><h1>{TITLE}</h1></div><div class=entry-content>{paragraphs(*TEXT, *MORE * 2)}</div>"
    )
    article = read(f"<div id=content><noscript>{main}</noscript></div><footer>{paragraphs(*MORE)}</footer>")
    assert (article.headline, texts(article)) == (TITLE, [*TEXT, *MORE * 2])


@pytest.mark.parametrize("name", ["ad-container", "code-block code-block-1", "google-auto-placed adsbygoogle"])
def test_an_advertisement_that_is_never_closed(name: str) -> None:
    text = [*TEXT, *MORE * 2]
    ad = f"<div class='{name}'><div id=slot-1></div>"
    article = f"<article><h1>{TITLE}</h1>{ad}<div class=x>{paragraphs(*text)}</div></article>"
    assert texts(read(f"<div class=top>{paragraphs('Ships, rivers, weather. ' * 20)}</div>{article}")) == text


@pytest.mark.parametrize("box", ["id=onetrust-consent-sdk", "id=CybotCookiebotDialog", "class=cky-consent-container"])
def test_a_dialog_that_asks_for_consent(box: str) -> None:
    dialog = f"<div {box}><div role=dialog><h2>We value your privacy</h2>{paragraphs(*MORE * 4)}</div></div>"
    assert texts(read(f"<h1>{TITLE}</h1><div class=x>{paragraphs(*TEXT)}</div>{dialog}")) == TEXT


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<table><tr><td>Harrin</td><td>9:30</td></tr><tr><td>Olm</td><td>11:30</td></tr></table>",
         ["Harrin | 9:30", "Olm | 11:30"]),
        ("<ul><li>Harrin 9:30</li><li>Olm 11:30</li></ul>", ["Harrin 9:30", "Olm 11:30"]),
        ("<p>No ferry.</p>", ["No ferry."]),
    ],
)  # fmt: skip
def test_little_in_a_container_of_wordpress_is_a_text(content: str, text: list[str]) -> None:
    meta = "<div class=wp-block-post-author><p>Written by the desk in Harrin</p></div><p>Posted in spring of 2021</p>"
    foot = "<footer><p>Proudly powered by <a href=https://wordpress.org>WordPress</a> and the wind off the sea</p>"
    page = f"<main><h1 class=wp-block-post-title>{TITLE}</h1><div class='entry-content wp-block-post-content'>{content}"
    assert texts(read(f"{page}</div><div class=wp-block-group>{meta}</div></main>{foot}</footer>")) == text

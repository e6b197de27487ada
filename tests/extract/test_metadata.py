"""Declarations and printed evidence, one field at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newscrawl.extract.jsonld import read_jsonld
from newscrawl.extract.language import language_tag
from newscrawl.extract.page import extract_article
from newscrawl.extract.title import strip_site
from newscrawl.normalise import normalise_article

if TYPE_CHECKING:
    from newscrawl.items import Article

URL = "https://news.example/2021/09/24/plan/"
TEXT = "<p>Three river towns signed a plan on Tuesday that shares out the water of the Harrin for the first time.</p>"


def read(head: str = "", top: str = "", url: str = URL) -> Article:
    body = f"<h1>Plan</h1>{top}<div class='entry-content'>{TEXT * 2}</div>"
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return extract_article(page.encode(), url)


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ("en", "en"), ("en_US", "en-US"), ("DE-de", "de-DE"), ("de_DE_formal", "de-DE"), ("uz-cyrl-uz", "uz-Cyrl-UZ"),
        ("fa-AF", "fa-AF"), ("es-419", "es-419"), ("", None), (None, None), ("english", None), ("x", None),
        ("zxx", None),

        ("en;drop", None), ("<?php", None),
    ],
)  # fmt: skip
def test_language_tag(value: str | None, tag: str | None) -> None:
    assert language_tag(value) == tag


@pytest.mark.parametrize(
    ("title", "stripped"),
    [
        ("Plan - Harrin Post", "Plan"), ("Plan | HARRIN POST", "Plan"), ("Harrin Post: Plan", "Plan"),
        ("Plan – five towns – talk", "Plan – five towns – talk"), ("The Harrin Post", "The Harrin Post"),
        ("Harrin Post", "Harrin Post"),
    ],
)  # fmt: skip
def test_the_sites_name_is_stripped_only_where_known(title: str, stripped: str) -> None:
    assert strip_site(title, ["Harrin Post", ""]) == stripped


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","datePublished":"2021-09-24"}',
        '[{"@type":["Thing","BlogPosting"],"datePublished":"2021-09-24"}]',
        '{"@graph":[{"@type":"WebSite"},{"@type":"Article","datePublished":"2021-09-24",},]}',
        '<!-- {"@type":"https://schema.org/Article","datePublished":"2021-09-24"} -->',
        '{"@type":"WebPage","datePublished":"2021-09-24","name":"two\nlines"}',
        '{"@type":"WebPage","mainEntity":{"@type":"Article","datePublished":"2021-09-24"}}',
    ],
)
def test_jsonld_forms(script: str) -> None:
    assert read_jsonld(["{broken", script], [URL]).date == "2021-09-24"


def test_jsonld_of_this_page_wins_over_others() -> None:
    nodes = ",".join(
        f'{{"@type":"NewsArticle","url":"https://news.example{path}","headline":"{path}"}}'
        for path in ("/1/", "/2021/09/24/plan", "/2/", "/3/")
    )
    assert read_jsonld([f"[{nodes}]"], [URL]).headline == "/2021/09/24/plan"
    assert read_jsonld([f"[{nodes}]"], ["https://news.example/9/"]).headline == ""


@pytest.mark.parametrize(
    ("head", "body_class", "number"),
    [
        ("", "single postid-412 logged-in", "412"),
        ('<link rel="shortlink" href="https://news.example/?p=412">', "", "412"),
        (
            '<link rel="alternate" type="application/json" href="https://news.example/wp-json/wp/v2/posts/412">',
            "",
            "412",
        ),
        ('<link rel="shortlink" href="https://wp.me/p3-6E">', "page-id-7", None),
    ],
)
def test_number(head: str, body_class: str, number: str | None) -> None:
    page = f'<html><head>{head}</head><body class="{body_class}"><h1>Plan</h1>{TEXT}</body></html>'
    assert extract_article(page.encode(), URL).evidence.number.get("html") == number


def test_categories_of_the_article_not_of_the_sidebar() -> None:
    top = '<p><a rel="category tag" href="/c/a">Rivers &amp; Lakes</a> <a rel="category" href="/c/b">World</a></p>'
    side = '<aside class="widget"><a href="/c/z" rel="category tag">Sport</a></aside>'
    assert read("", f"{top}{side}").evidence.category == {"html": ["Rivers & Lakes", "World"]}


def test_categories_from_post_class_are_spelled_as_the_menu_does() -> None:
    page = (
        '<ul><li class="menu-item"><a href="/category/rivers-lakes/">Rivers &amp; Lakes</a></li></ul>'
        f'<article class="hentry category-rivers-lakes category-old-news"><h1>Plan</h1>{TEXT * 2}</article>'
    )
    assert extract_article(page.encode(), URL).evidence.category["html"] == ["Rivers & Lakes", "Old news"]


@pytest.mark.parametrize(
    ("menu", "names"),
    [
        ('<ul><li class="cat-item cat-item-12"><a href="/category/%d8%b3/">سیاست</a></li></ul>', ["سیاست"]),
        ('<a href="/?cat=13">ورزش</a>', []),
        ("", []),
    ],
)
def test_an_id_in_post_class_is_no_name(menu: str, names: list[str]) -> None:
    # WordPress prints it where the slug has no ASCII letters
    page = f'{menu}<article class="hentry category-12"><h1>Plan</h1>{TEXT * 2}</article>'
    assert extract_article(page.encode(), URL).evidence.category.get("html", []) == names


def test_categories_from_breadcrumbs() -> None:
    crumbs = '<nav class="breadcrumbs"><a href="/">Home</a> » <a href="/category/world/">World</a> » Plan</nav>'
    assert read("", crumbs).evidence.category["html"] == ["World"]


def test_dates_published_and_updated() -> None:
    times = (
        '<time class="entry-date published" datetime="2021-09-24T18:35:00+04:30">x</time>'
        '<time class="updated" datetime="2021-09-25">y</time>'
    )
    evidence = read('<meta property="article:published_time" content="2021-09-24T14:05:00Z">', times).evidence
    assert evidence.date == {"opengraph": "2021-09-24T14:05:00Z", "html": "2021-09-24T18:35:00+04:30"}
    assert evidence.date_modified == {"html": "2021-09-25"}


def test_a_date_in_the_address_is_the_last_resort() -> None:
    assert read().evidence.date == {"html": "2021-09-24"}
    assert read("", "<span class='entry-date'>23 September 2021</span>").evidence.date == {"html": "23 September 2021"}
    assert read(url="https://news.example/plan/").evidence.date == {}


def test_dates_of_other_articles_are_not_taken() -> None:
    date = '<time class="entry-date" datetime="2001-01-01">x</time>'
    other = f'<article class="hentry"><h2><a href="/o">Other</a></h2>{date}</article>'
    assert read("", other, "https://news.example/plan/").evidence.date == {}


@pytest.mark.parametrize(
    ("head", "top", "authors"),
    [
        ('<meta name="author" content="Ida Venn">', "", ["Ida Venn"]),
        ("", '<p>by <a rel="author" href="/ida">Ida Venn</a></p>', ["Ida Venn"]),
        ("", '<span class="byline">By Ida Venn | 24 September</span>', ["Ida Venn"]),
        ("", "<p>By Ida Venn</p>", ["Ida Venn"]),
        ('<meta property="article:author" content="https://facebook.com/ida">', "", []),
    ],
)
def test_authors(head: str, top: str, authors: list[str]) -> None:
    assert read(head, top).authors == authors


@pytest.mark.parametrize(
    ("head", "image"),
    [
        ('<meta property="og:image" content="/up/dam.jpg">', "https://news.example/up/dam.jpg"),
        ('<meta name="twitter:image" content="//cdn.example/dam.jpg">', "https://cdn.example/dam.jpg"),
        ('<meta property="og:image" content="data:image/png;base64,AAAA">', None),
        (
            '<base href="//["><meta property="og:image" content="https://cdn.example/a.jpg">',
            "https://cdn.example/a.jpg",
        ),
        ("", None),
    ],
)
def test_image(head: str, image: str | None) -> None:
    assert read(head).image == image


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("https://news.example/plan/", "https://news.example/plan/"),
        ("/plan/", "https://news.example/plan/"),
        ("https://other.example/plan/", URL),
        ("https://www.news.example/plan/", "https://www.news.example/plan/"),
        ("http://news.example/plan/", "https://news.example/plan/"),
        ("HTTPS://NEWS.example:443/plan/", "https://news.example/plan/"),
        ("https://news.example/", URL),
        ("javascript:alert(1)", URL),
        ("http://[", URL),
    ],
)
def test_canonical_url(canonical: str, url: str) -> None:
    assert read(f'<link rel="canonical" href="{canonical}">').url == url


@pytest.mark.parametrize(
    ("page", "headline"),
    [
        ("<title>Plan - Harrin Post</title><h1><a href='/'>Harrin Post</a></h1><h2>Plan</h2>", "Plan"),
        (
            "<meta property='og:title' content='A plan for the river'><h1><span>River</span> A plan for the river</h1>",
            "A plan for the river",
        ),
        ("<meta property='og:title' content='“A plan”'><h1>\"A plan\"</h1>", '"A plan"'),
        (
            "<meta property='og:title' content='Plan | Post'><meta property='og:site_name' content='Post'><p>x</p>",
            "Plan",
        ),
        ("<title>Plan</title><h2 class='entry-title'><a href='/o'>Other</a></h2><h1>Plan</h1>", "Plan"),
    ],
)
def test_headline(page: str, headline: str) -> None:
    assert extract_article(f"{page}{TEXT * 2}".encode(), URL).headline == headline


CARD = "<meta name='twitter:label1' content='{}'><meta name='twitter:data1' content='{}'>"


@pytest.mark.parametrize(
    ("head", "top", "authors"),
    [
        ("", "<p>By Ida Venn and Jon Hale</p>", ["Ida Venn", "Jon Hale"]),
        ("", "<p>Von Ida Venn und Jon Hale</p>", ["Ida Venn", "Jon Hale"]),
        ("", "<p>Posted on September 24, 2021 by Ida Venn</p>", ["Ida Venn"]),
        ("", "<div class='entry-meta'>Von I. V. am 24.09.2021</div>", ["I. V."]),
        ("", "<span class='author vcard'>from <span class='fn'>Ida Venn</span></span>", ["Ida Venn"]),
        ("", "<p><a rel='author' href='/ida'>by Ida Venn</a></p>", ["Ida Venn"]),
        ("<meta name='author' content='admin'>", "<p><a rel='author' href='/ida'>Ida Venn</a></p>", ["Ida Venn"]),
        ("<meta name='author' content='Some Design Studio'>", "<a rel='author' href='/ida'>Ida Venn</a>", ["Ida Venn"]),
        ("<meta name='author' content='news.example'>", "<p>By Ida Venn</p>", ["Ida Venn"]),
        ("", "<p>By desk@news.example</p>", ["desk@news.example"]),
        (
            "",
            "<p class='byline'>by <span class='author'>Ida Venn</span>, <span class='author'>Jon Hale</span></p>",
            ["Ida Venn", "Jon Hale"],
        ),
        (
            "",
            "<p class='wp-block-post-author__byline'>Reporter</p><p class='wp-block-post-author__name'>Ida Venn</p>",
            ["Ida Venn"],
        ),
        ("<meta name='author' content='Ida Venn, PhD'>", "", ["Ida Venn"]),
        ("<meta name='author' content='Ida Venn @idavenn'>", "", ["Ida Venn"]),
        (CARD.format("Written by", "Ida Venn"), "", ["Ida Venn"]),
        (CARD.format("Est. reading time", "3 minutes"), "", []),
        ("<meta name='author' content='admin'>", "", []),
    ],
)  # fmt: skip
def test_authors_without_what_is_no_name(head: str, top: str, authors: list[str]) -> None:
    assert read(head, top).authors == authors


def test_an_author_by_id_in_a_graph() -> None:
    graph = '{"@graph":[{"@type":"Article","author":{"@id":"#ida"}},{"@type":"Person","@id":"#ida","name":"Ida Venn"}]}'
    assert read(f'<script type="application/ld+json">{graph}</script>').authors == ["Ida Venn"]


def test_an_author_from_the_box_under_the_text() -> None:
    box = "<div class='author__box'><h4>Ida Venn</h4><p>She has written on rivers and banks since 1999.</p></div>"
    article = extract_article(f"<h1>Plan</h1><div class='entry-content'>{TEXT * 2}{box}</div>".encode(), URL)
    assert (article.authors, "rivers and" in article.body) == (["Ida Venn"], False)


GERMAN = (
    "<p>Die drei Städte haben sich am Dienstag auf einen Plan geeinigt, der das Wasser für den Sommer aufteilt. "
    "Es ist nicht der erste Plan, und die Bauern sind mit dem Ergebnis nicht zufrieden, weil sie das Wasser von der "
    "Talsperre auch für den Herbst brauchen.</p>"
)


ENGLISH = (
    "<p>The three towns have agreed on a plan that shares the water of the river for the summer. It is not the first "
    "plan, and the farmers are not pleased with it, for they need the water from the dam in the autumn as well.</p>"
)


OTHER_LETTERS = {
    "fa": "شورای شهر دربارهٔ بهای آب گفت‌وگو کرد و پذیرفت که لوله‌های تازه تا بهار آینده کشیده شود.",
    "ar": "اجتمع مجلس المدينة يوم الاثنين لمناقشة سعر المياه واستغرق الأمر حتى منتصف الليل.",
    "ps": "د ښار شورا د دوشنبې په ورځ د اوبو د بیې په اړه خبرې وکړې او تر نیمې شپې پورې یې هوکړه وکړه.",
    "ur": "شہر کی کونسل نے پیر کو پانی کی قیمت پر بات کی اور آدھی رات تک اتفاق کیا۔ کنواں خشک ہے۔",
    "ru": "Совет собрался в понедельник, чтобы обсудить цену воды, и договорился к полуночи. Это правда, сказали мы.",
    "uk": "Рада зібралася в понеділок, щоб обговорити ціну води, і домовилася опівночі. Її мета ясна, є надія.",
    "zh": "城市委员会星期一开会讨论水的价格，直到午夜才达成一致。",
    "ja": "市議会は月曜日に水の値段について話し合い、真夜中に合意した。",
    "": "Градският съвет се събра в понеделник, за да обсъди цената на водата, и се споразумя към полунощ.",
}
"""Texts of more than one sort of letters, by the language that the letters tell."""


@pytest.mark.parametrize(("language", "text"), OTHER_LETTERS.items())
def test_language_by_its_letters(language: str, text: str) -> None:
    for declared in ("en-US", "", "de-DE"):
        page = (
            f"<html lang='{declared}'><body><h1>{text[:30]}</h1><div class='entry-content'><p>{text}</p></div></body>"
        )
        assert extract_article(page.encode(), URL).language == (language or None)
    page = f"<html lang='bg-BG'><body><h1>{text[:30]}</h1><div class='entry-content'><p>{text}</p></div></body>"
    assert extract_article(page.encode(), URL).language == "bg-BG"


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("en-US", TEXT * 2, "en-US"),
        ("en-US", GERMAN, "de"),
        ("", GERMAN, "de"),
        ("de-AT", GERMAN, "de-AT"),
        ("de-DE", ENGLISH, "en"),
        ("fr-FR", GERMAN, "de"),
        ("fa-AF", ENGLISH, "en"),
        ("zh-CN", GERMAN, "de"),
        ("sw-KE", ENGLISH, "sw-KE"),
        ("ar", f"<p>{OTHER_LETTERS['fa']}</p>", "fa"),
        ("fa-AF", f"<p>{OTHER_LETTERS['fa']}</p>", "fa-AF"),
        ("uk", f"<p>{OTHER_LETTERS['ru']}</p>", "ru"),
        ("zh-TW", f"<p>{OTHER_LETTERS['zh']}</p>", "zh-TW"),
        ("fa-AF", TEXT * 2, "fa-AF"),
        ("", "<p>Three river towns signed.</p>", None),
    ],
)
def test_language_declared_and_spoken(declared: str, text: str, language: str | None) -> None:
    page = f"<html lang='{declared}'><body><h1>Plan</h1><div class='entry-content'>{text}</div></body></html>"
    assert extract_article(page.encode(), URL).language == language


@pytest.mark.parametrize(
    ("address", "url"),
    [
        (f"{URL}?utm_source=feed&utm_medium=rss", URL),
        (f"{URL}?p=3&fbclid=x&a=1&a=2", f"{URL}?p=3&a=1&a=2"),
        (f"{URL}?gclid=x#top", URL),
        (f"{URL}?replytocom=7&PHPSESSID=0123", URL),
        (f"{URL}?share=x&nb=1&ref=home", URL),
        ("https://news.example/?p=412", "https://news.example/?p=412"),
    ],
)
def test_addresses_without_tracking(address: str, url: str) -> None:
    assert read(url=address).url == url
    assert read(f'<link rel="canonical" href="{address.replace("&", "&amp;")}">').url == url


FILED = (
    "<p>This entry was posted on Wednesday, May 19th, 2010 at 11:03 pm and is filed under <a rel='category tag' "
    "href='/c/'>Rivers and lakes of the lower valley</a>. You can follow any responses to it through the feed.</p>"
)


@pytest.mark.parametrize(
    ("top", "date"),
    [
        ("<p>Posted on 19 May 2010 at 23:03</p>", "19 May 2010 23:03"),
        ("<p>19. Mai 2010 um 23:03 Uhr</p>", "19. Mai 2010 23:03"),
        (FILED, "May 19th, 2010 11:03 pm"),
        ("<p>Some of the 19 may have been there.</p>", None),
    ],
)
def test_a_day_in_a_printed_line(top: str, date: str | None) -> None:
    assert read("", top, "https://news.example/plan/").evidence.date.get("html") == date


def test_categories_are_the_articles_not_those_of_teasers() -> None:
    page = (
        f'<div class="hentry category-rivers"><h1>Plan</h1><div class="entry-content">{TEXT * 2}</div>'
        '<p><a rel="category tag" href="/category/rivers/">Rivers</a></p><p>The ferry that stayed</p><p>x</p>'
        '<p><a rel="category tag" href="/category/boats/">Boats</a></p></div>'
    )
    assert extract_article(page.encode(), URL).evidence.category["html"] == ["Rivers"]


def test_a_number_in_post_class_is_no_name() -> None:
    page = f'<article class="hentry category-84"><h1>Plan</h1>{TEXT * 2}</article>'
    assert "html" not in extract_article(page.encode(), URL).evidence.category


def test_the_sites_own_name_above_the_headline_is_no_category() -> None:
    """Of a site in a folder, whose home page looks like a section."""
    page = f'<p><a href="/rivers/"{{}}>The Courier</a></p><article><h1>Plan</h1>{TEXT * 2}</article>'
    assert extract_article(page.format("").encode(), URL).evidence.category["html"] == ["The Courier"]
    assert "html" not in extract_article(page.format(' rel="home"').encode(), URL).evidence.category


def test_breadcrumbs_count_unless_json_ld_tells_more() -> None:
    crumbs = '<nav class="breadcrumbs"><a href="/">Home</a> » <a href="/world/">World</a> » Plan</nav>'
    script = '<script type="application/ld+json">{"@type":"NewsArticle","articleSection":%s}</script>'
    assert "html" not in read(script % '["World","Rivers"]', crumbs).evidence.category
    assert read(script % '["World"]', crumbs).evidence.category["html"] == ["World"]


def test_categories_after_the_comments() -> None:
    side = '<div id="comments"></div><div id="sidebar"><a rel="category tag" href="/category/world/">World</a></div>'
    page = f"<html><body><div><h1>Plan</h1><div class='entry-content'>{TEXT * 5}</div></div>{side}</body></html>"
    assert extract_article(page.encode(), URL).evidence.category["html"] == ["World"]


@pytest.mark.parametrize(
    ("page", "headline"),
    [
        (
            "<h1><a href='/'>Harrin Post</a></h1><h2><a href='/2021/09/24/plan/'>A plan for the river</a></h2>",
            "A plan for the river",
        ),
        (
            (
                "<meta property='og:title' content='A plan for the river - Harrin Post'>"
                "<meta property='og:site_name' content='Harrin Post'><h1>Harrin: A plan for the river</h1>"
            ),
            "A plan for the river",
        ),
        (
            (
                "<meta property='og:title' content='A plan for one river and five towns'>"
                "<div class='banner'><h1>A plan for one river and six towns</h1></div>"
            ),
            "A plan for one river and six towns",
        ),
    ],
)
def test_headlines_linked_to_themselves_with_a_kicker_or_edited(page: str, headline: str) -> None:
    assert extract_article(f"{page}{TEXT * 2}".encode(), URL).headline == headline


def test_a_page_of_unknown_address_is_where_it_says_it_is() -> None:
    head = (
        '<link rel=canonical href="https://news.example/plan/?utm_source=x"><meta property=og:image content="/f.jpg">'
    )
    article = read(head, url="")
    assert (article.url, article.image) == ("https://news.example/plan/", "https://news.example/f.jpg")
    assert read('<link rel="canonical" href="javascript:x">', url="").url == ""


def test_a_page_builders_list_of_terms_holds_categories_or_tags() -> None:
    def terms(path: str, name: str) -> str:
        return f'<span class="elementor-post-info__terms-list"><a href="{path}">{name}</a></span>'

    both = terms("/tag/water/", "Water") + terms("/category/rivers/", "Rivers")
    assert read(top=f"<div>{both}</div>").evidence.category["html"] == ["Rivers"]
    assert "html" not in read(top=f"<div>{terms('/tag/water/', 'Water')}</div>").evidence.category


def test_an_image_with_a_space_in_its_address() -> None:
    assert read('<meta property="og:image" content="/a b.jpg">').image == "https://news.example/a%20b.jpg"


def test_an_article_in_another_language_than_its_sites_dates() -> None:
    page = (
        "<html lang='pl-PL'><body><h1>Plan</h1><p class='entry-date'>24 października 2021</p>"
        f"<div class='entry-content'>{ENGLISH}</div></body></html>"
    )
    article = normalise_article(extract_article(page.encode(), "https://news.example/plan/"))
    assert (article.language, (article.date or "")[:10]) == ("en", "2021-10-24")


def test_the_address_that_a_page_gives_to_opengraph_alone() -> None:
    own = f'<meta property="og:url" content="{URL}">'
    assert read(own, url=f"{URL}?view=3").url == URL
    assert read(own, url="https://news.example/?p=7&view=3").url == "https://news.example/?p=7&view=3"
    assert read(f'<link rel="Canonical" href="{URL}">', url=f"{URL}?view=3").url == URL


PAIR = "<a href='/tag/water/'{0}>water</a> <a href='/tag/valley/'{0}>valley</a>"


@pytest.mark.parametrize(
    ("head", "bottom", "tags"),
    [
        ("<meta property='article:tag' content='water, valley'>", "", ["water", "valley"]),
        ("<meta property='article:tag' content='a, b'><meta property='article:tag' content='c'>", "", ["a, b", "c"]),
        ("", "<div class=post-tags>" + PAIR.format(" rel=tag").replace(">w", ">#w") + "</div>", ["water", "valley"]),
        ("", f"<span class=elementor-post-info__terms-list>{PAIR.format('')}</span>", ["water", "valley"]),
        (
            "",
            f"<div class='post-meta post-bottom-tags'><span class=tagcloud>{PAIR.format(' rel=tag')}</span></div>",
            ["water", "valley"],
        ),
        (
            "",
            f"<div class='post-widget widget_tag_cloud'><div class=tagcloud>{PAIR.format(' rel=tag')}</div></div>",
            [],
        ),
    ],
)
def test_tags(head: str, bottom: str, tags: list[str]) -> None:
    page = (
        f"<html><head>{head}</head><body><article class=hentry><h1>Plan</h1><div class=entry-content>{TEXT * 2}</div>"
        f"{bottom}</article></body></html>"
    )
    assert extract_article(page.encode(), URL).tags == tags


CUT = "Three river towns signed a plan on Tuesday that shares out the water"
FIRST = "The mayors met in the old mill and shook hands over the water."


@pytest.mark.parametrize(
    ("excerpts", "summary"),
    [
        ([f"{CUT} […]"], None),
        ([f"Three river towns, signed a plan on Tuesday “that shares” out the water {'…'}"], None),
        ([f"River towns at work, seen from the new bridge in the evening. {CUT} […]"], None),
        ([f"{CUT} … <a href='/'>Leer más »</a>"], None),
        ([f"{CUT}... <a href='/'>ادامه مطلب</a>"], None),
        ([f"{CUT} <a href='/'>Read more</a>"], None),
        ([f"{FIRST} They waited… and left."], f"{FIRST} They waited… and left."),
        ([f"{CUT} […]", FIRST], FIRST),
        ([FIRST, f"{CUT}… <a href='/'>Continue reading</a>"], FIRST),
    ],
)
def test_a_cut_copy_is_no_standfirst(excerpts: list[str], summary: str | None) -> None:
    assert read("", "".join(f"<div class=entry-summary><p>{text}</p></div>" for text in excerpts)).summary == summary


@pytest.mark.parametrize(
    ("line", "is_standfirst"),
    [
        ("The mayors want the dam of 1999 to be torn down by hand", True),
        ("Last changed by our own desk on the 24 September 2021", False),
        ("Zuletzt geändert von Ida Venn am 06.11.2023 im Ressort Welt", False),
        ("Written at the old mill by Ida Venn, September 24, 2021", False),
        ("Put down at the desk of the paper by Ida Venn, 10:15", False),
    ],
)
def test_a_year_makes_no_line_of_facts(line: str, is_standfirst: bool) -> None:
    assert read("", f"<p>{line}</p>").summary == (line if is_standfirst else None)

"""The Persian edition of the demo site: what it prints, where that differs from the English one."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import jdatetime
import pytest

from newscrawl.demo import DemoSite, Entry, load_library
from newscrawl.demo.jalali import to_jalali
from newscrawl.demo.loader import slugify

from .client import fetch, own_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import html

LIBRARY = load_library("fa")
PRINT_DATE, PRINT_TIME = LIBRARY.edition.print_date, LIBRARY.edition.print_time


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite("fa") as demo:
        yield demo


def address(site: DemoSite, number: int) -> str:
    return str(fetch(f"{site.url}?p={number}").headers["Location"])


def folded(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_jalali_days_are_those_of_another_calendar() -> None:
    day = date(1921, 1, 1)
    while day.year < 2080:
        other = jdatetime.date.fromgregorian(date=day)
        assert to_jalali(day) == (other.year, other.month, other.day)
        day += timedelta(days=1)


@pytest.mark.parametrize("post", LIBRARY.posts, ids=lambda post: str(post.number))
def test_article_page_holds_exactly_the_article(site: DemoSite, post: Entry) -> None:
    answer = fetch(address(site, post.number))
    assert answer.status == 200
    assert len(answer.body) <= 45_000
    page = answer.page()
    (content,) = page.xpath("//div[@class='entry-content']")
    assert own_words(content) == " ".join(post.prose).split()
    assert [folded(h1) for h1 in page.xpath("//h1")] == [" ".join(post.title.split())]
    assert [folded(p) for p in page.xpath("//p[@class='standfirst']")] == [post.standfirst] * bool(post.standfirst)


@pytest.mark.parametrize(
    ("number", "publish", "time", "offset"),
    [
        (20655, "پنج‌شنبه ۱ آبان ۱۳۹۹", "۰۷:۱۵", "+03:30"),
        (21116, "شنبه ۳۰ اسفند ۱۳۹۹", "۱۱:۳۰", "+03:30"),  # of a leap year
        (21688, "سه‌شنبه ۳۰ شهریور ۱۴۰۰", "۲۳:۳۰", "+04:30"),  # clocks showed this twice
        (21689, "سه‌شنبه ۳۰ شهریور ۱۴۰۰", "۲۳:۴۰", "+03:30"),  # and this: here the second time
        (21690, "چهارشنبه ۳۱ شهریور ۱۴۰۰", "۰۰:۱۰", "+03:30"),
        (22180, "سه‌شنبه ۲ فروردین ۱۴۰۱", "۸:۰۵ ق.ظ", "+04:30"),
        (22455, "شنبه ۱۸ تیر ۱۴۰۱", "۱۰:۱۰ ب.ظ", "+04:30"),
        (23604, "جمعه ۲۲ دی ۱۴۰۲", "۱۲:۰۵ ق.ظ", "+03:30"),
        (23745, "سه‌شنبه ۲۹ اسفند ۱۴۰۲", "۱۲:۴۰ ب.ظ", "+03:30"),
        (23905, "شنبه ۲ تیر ۱۴۰۳", "۲:۲۰ بعدازظهر", "+03:30"),  # a summer without summer time
        (23990, "چهارشنبه ۲۴ مرداد ۱۴۰۳", "۶:۵۰ عصر", "+03:30"),
        (24038, "جمعه ۱۳ مهر ۱۴۰۳", "۱۲:۲۰ ظهر", "+03:30"),
        (24177, "پنج‌شنبه ۳۰ اسفند ۱۴۰۳", "۱۰:۱۵ صبح", "+03:30"),  # of the next leap year
        (24260, "جمعه ۶ تیر ۱۴۰۴", "۸:۱۵ شب", "+03:30"),
        (24310, "شنبه ۱۹ مهر ۱۴۰۴", "۱۲:۱۰ بامداد", "+03:30"),
    ],
)
def test_header_prints_the_instant_in_the_jalali_calendar(
    site: DemoSite, number: int, publish: str, time: str, offset: str
) -> None:
    post = LIBRARY.by_number[number]
    assert post.published.isoformat()[-6:] == offset
    page = fetch(address(site, number)).page()
    (header,) = page.xpath("//ul[@class='post-details']")
    assert [folded(li) for li in header] == [
        f"تاریخ انتشار: {publish}",
        f"ساعت: {time}",
        f"دسته‌بندی: {'، '.join(term.name for term in post.categories)}",
        f"شناسهٔ خبر: {str(number).translate(str.maketrans('0123456789', '۰۱۲۳۴۵۶۷۸۹'))}",
    ]


def test_every_form_of_the_clock_is_printed() -> None:
    printed = " ".join(PRINT_TIME(post.published) for post in LIBRARY.posts)
    words = ("ق.ظ", "ب.ظ", "بامداد", "صبح", "ظهر", "بعدازظهر", "عصر", "شب")
    assert [word for word in words if word not in printed] == []
    assert {post.published.isoformat()[-6:] for post in LIBRARY.posts} == {"+03:30", "+04:30"}


def test_page_runs_from_right_to_left(site: DemoSite) -> None:
    page = fetch(address(site, 21040)).page()
    assert (page.get("dir"), page.get("lang")) == ("rtl", "fa-IR")
    assert page.xpath("//body/@class")[0].startswith("rtl ")
    assert page.xpath("//meta[@property='og:locale']/@content") == ["fa_IR"]
    graph = json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])["@graph"]
    article = next(node for node in graph if node["@type"] == "Article")
    assert (article["datePublished"], article["inLanguage"]) == ("2021-03-14T16:15:00+00:00", "fa-IR")


def test_page_carries_what_must_not_be_taken_for_the_article(site: DemoSite) -> None:
    text = folded(fetch(address(site, 21040)).page())
    for words in (
        "دیدگاهتان را بنویسید لغو پاسخ",
        "نشانی ایمیل شما منتشر نخواهد شد. بخش‌های موردنیاز علامت‌گذاری شده‌اند *",
        "شماره: ۱ در چای کوهی",
        "هم‌رسانی:",
        "خبرهای مرتبط",
        "شناسهٔ خبر: ۱ برای من همیشه",  # a comment
        "شماره: ۴ کوچهٔ چاپخانه",
    ):
        assert words in text


def test_no_english_word_of_the_theme_is_left(site: DemoSite) -> None:
    paths = ("", "page/2/", "author/mina-rahgozar/", "2021/09/", "?s=nothing", "nothing/")
    for url in (address(site, 21040), *(f"{site.url}{path}" for path in paths)):
        body = fetch(url).page().xpath("//body")[0]
        latin = {
            word for word in re.findall(r"[A-Za-z]{3,}", " ".join(body.itertext())) if word.lower() not in ("nothing",)
        }
        assert latin <= {"Flock", "Chirper", "Telegraph"}, url
    for path in ("feed/", "comments/feed/"):
        titles = " ".join(str(title) for title in fetch(f"{site.url}{path}").xml().xpath("//title/text()"))
        assert not re.search(r"[A-Za-z]", titles)


def test_addresses_are_those_of_wordpress(site: DemoSite) -> None:
    assert slugify("آب چشمهٔ بالا؛ «نُه‌درجه»!") == "آب-چشمهٔ-بالا-نُهدرجه"
    for post in LIBRARY.posts:
        path = urlsplit(address(site, post.number)).path
        assert path == path.lower()
        assert path.isascii()
        assert unquote(path) == f"/{post.published:%Y/%m}/{post.slug}/"
        assert len(path.split("/")[-2]) <= 200  # where WordPress cuts
    row = fetch(f"{site.url}wp-json/wp/v2/posts/21040").json()
    assert row["link"] == address(site, 21040)
    assert row["slug"] == urlsplit(row["link"]).path.split("/")[-2]
    assert [found["id"] for found in fetch(f"{site.url}wp-json/wp/v2/posts?slug={row['slug']}").json()] == [21040]


def test_sources_list_every_article(site: DemoSite) -> None:
    root = fetch(f"{site.url}wp-json/").json()
    assert (root["timezone_string"], root["gmt_offset"]) == ("Asia/Tehran", 3.5)
    rows = fetch(f"{site.url}wp-json/wp/v2/posts?per_page=100&_fields=id,date,date_gmt").json()
    assert len(rows) == len(LIBRARY.posts)
    again = next(row for row in rows if row["id"] == 21689)
    assert (again["date"], again["date_gmt"]) == ("2021-09-21T23:40:00", "2021-09-21T20:10:00")
    maps = [url for url in fetch(f"{site.url}wp-sitemap.xml").locations() if "-posts-post-" in url]
    assert len({url for file in maps for url in fetch(file).locations()}) == len(LIBRARY.posts)
    items = [
        item
        for page in range(1, -(-len(LIBRARY.posts) // 10) + 1)
        for item in fetch(f"{site.url}feed/?paged={page}").xml().findall("channel/item")
    ]
    instants = [parsedate_to_datetime(item.findtext("pubDate") or "").timestamp() for item in items]
    assert instants == [post.published.timestamp() for post in LIBRARY.posts]


def test_every_link_of_menu_and_sidebar_leads_somewhere(site: DemoSite) -> None:
    page = fetch(site.url).page()
    links = {str(href) for href in page.xpath("//nav[@id='site-navigation']//a/@href | //aside//a/@href")}
    assert len(links) > 40
    assert {fetch(link).status for link in links} == {200}


def test_archives_are_printed_by_the_calendar_of_their_addresses(site: DemoSite) -> None:
    page = fetch(f"{site.url}2021/09/").page()
    assert page.xpath("//h1/text()") == ["سپتامبر ۲۰۲۱"]
    assert page.xpath("//main//time/text()")[0] == PRINT_DATE(LIBRARY.by_number[21690].published)

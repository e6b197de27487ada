"""The header list by its labels: what wins, what is no header, labels of a profile."""

from __future__ import annotations

from dataclasses import asdict, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from newscrawl.extract.page import extract_article
from newscrawl.sites.profile import DEFAULT, SiteProfile

if TYPE_CHECKING:
    from newscrawl.sites.profile import HeaderField

URL = "https://news.example/a/"
PROSE = (
    "<p>Three river towns signed a plan on Tuesday that shares out the water of the Harrin for the first time.</p>"
    "<p>Under the plan each town may draw a fixed share in the dry months, and an office reads the gauges.</p>"
)


def raw(html: str, profile: SiteProfile = DEFAULT) -> dict[str, str | None]:
    return asdict(extract_article(f"<html><body>{html}</body></html>".encode(), URL, profile).raw)


def only(**values: str) -> dict[str, str | None]:
    return dict.fromkeys(("publish", "time", "category", "number")) | values  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("No: 5", "5"),
        ("No. 5", "5"),
        ("NO : 5", "5"),
        ("№ 5", "5"),
        ("№5", "5"),
        ("Number: 5", "5"),
        ("News No: A-5", "A-5"),
    ],
)
def test_ways_to_print_the_number(line: str, number: str) -> None:
    assert raw(f"<ul><li>category: Politics</li><li>{line}</li></ul><h1>Plan</h1>{PROSE}")["number"] == number


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("شناسه خبر: ۱۸۷۹۳", "number", "۱۸۷۹۳"),
        ("شناسهٔ خبر: ۱۸۷۹۳", "number", "۱۸۷۹۳"),
        ("شناسۀ خبر: ۱۸۷۹۳", "number", "۱۸۷۹۳"),
        ("شناسه‌ی خبر: ۱۸۷۹۳", "number", "۱۸۷۹۳"),
        ("کد خبر : ۱۸۷۹۳", "number", "۱۸۷۹۳"),
        ("كد خبر ۱۸۷۹۳", "number", "۱۸۷۹۳"),  # with an Arabic keyboard's kaf
        ("کدخبر: ۱۸۷۹۳", "number", "۱۸۷۹۳"),
        ("دسته‌بندی: سیاست", "category", "سیاست"),
        ("دسته بندی: سیاست", "category", "سیاست"),
        ("دسته بندي: سیاست", "category", "سیاست"),
        ("گروه خبری: سیاست", "category", "سیاست"),
        ("تاریخ انتشار: ۲ مهر ۱۴۰۰", "publish", "۲ مهر ۱۴۰۰"),
        ("تاريخ انتشار\u200f: ۲ مهر ۱۴۰۰", "publish", "۲ مهر ۱۴۰۰"),
        ("ساعت: ۶:۳۵ ب.ظ", "time", "۶:۳۵ ب.ظ"),
        ("زمان انتشار: ۱۸:۳۵", "time", "۱۸:۳۵"),
    ],
)
def test_persian_labels_however_they_are_typed(line: str, field: str, value: str) -> None:
    other = "<li>ساعت: ۱۲:۰۰</li>" if field != "time" else "<li>کد: ۵</li>"
    assert raw(f"<ul><li>{line}</li>{other}</ul><h1>طرح تازه</h1>{PROSE}")[field] == value


def test_a_longer_persian_word_is_no_label() -> None:
    words = "<li>شماره‌گیر ۵</li><li>ساعت‌ساز: ۱۸:۳۵</li><li>بخشنامه: ۱۲</li>"
    assert raw(f"<ul>{words}</ul><h1>طرح تازه</h1>{PROSE}") == only()


def test_persian_date_in_pieces_and_a_byline() -> None:
    line = "<p>تاریخ انتشار: <b>جمعه ۲ مهر ۱۴۰۰</b> <b>ساعت ۱۸:۳۵</b> <i>توسط مینا</i></p><p>کد خبر: ۷</p>"
    found = raw(f"{line}<h1>طرح تازه</h1>{PROSE}")
    assert found["number"] == "۷"
    assert "مینا" not in f"{found['publish']}{found['time']}"
    assert "۱۸:۳۵" in f"{found['publish']} {found['time']}"


def test_a_list_wins_over_a_lone_label() -> None:
    page = f"<p>No: 1</p><div><h1>Plan</h1><ul><li>publish: 1 May 2020</li><li>No: 2</li></ul>{PROSE}</div>"
    assert raw(page) == only(publish="1 May 2020", number="2")


def test_a_lone_label_by_the_headline_is_taken() -> None:
    assert raw(f"<h1>Plan</h1><p>Category: Politics</p>{PROSE}") == only(category="Politics")


@pytest.mark.parametrize(
    "box", ["aside", "footer", "nav", "div class='widget'", "div class='related-posts'", "div id='comments'"]
)
def test_labels_beside_the_article_are_not_taken(box: str) -> None:
    tag = box.split()[0]
    decoy = f"<{box}><ul><li>publish: 2 May 2020</li><li>category: Sport</li><li>No: 7</li></ul></{tag}>"
    assert raw(f"<div><h1>Plan</h1>{PROSE}</div>{decoy}") == only()
    assert raw(f"{decoy}<div><h1>Plan</h1>{PROSE}</div>") == only()


def test_lists_of_other_articles_below_are_not_taken() -> None:
    other = "<div><h3><a href='/x'>Other</a></h3><p>publish: 2 May 2020 | category: Sport | No: 7</p></div>"
    assert raw(f"<div><h1>Plan</h1>{PROSE * 5}</div>{other}{other.replace('7', '8')}") == only()
    assert raw(f"<div><h1>Plan</h1>{PROSE * 5}</div>{other}") == only()


def test_several_bare_lists_below_are_those_of_others() -> None:
    lists = "".join(f"<p>publish: {n} May 2020 | category: Sport | No: {n}</p>" for n in (7, 8))
    assert raw(f"<div><h1>Plan</h1>{PROSE * 5}</div><div>{lists}</div>") == only()


def test_labels_within_the_prose_are_not_taken() -> None:
    event = "<p>Date: 12 May, Time: 18:00</p>"
    assert raw(f"<h1>Plan</h1><div class='entry-content'>{PROSE * 4}{event}{PROSE}</div>") == only()


def test_prose_that_begins_with_a_label_is_no_header() -> None:
    assert raw(f"<h1>Plan</h1><p>No one in the 3 towns objected.</p><p>Time is short.</p>{PROSE}") == only()


def test_a_list_under_the_text_is_the_articles() -> None:
    header = "<ul><li>publish: 1 May 2020</li><li>category: Politics</li><li>No: 2</li></ul>"
    page = f"<div><h1>Plan</h1><div class='entry-content'>{PROSE * 5}</div>{header}</div>"
    assert raw(page) == only(publish="1 May 2020", category="Politics", number="2")


def test_the_header_is_no_part_of_the_text() -> None:
    html = f"<h1>Plan</h1><ul><li>publish: 1 May 2020</li><li>No: 2</li></ul>{PROSE}"
    article = extract_article(html.encode(), URL)
    assert "2020" not in f"{article.summary} {article.body}"


def test_labels_come_from_the_profile() -> None:
    labels = MappingProxyType(
        {"publish": ("datum",), "time": ("uhrzeit",), "category": ("ressort",), "number": ("nr",)}
    )
    profile = replace(DEFAULT, labels=labels)
    page = f"<ul><li>Datum: 1. Mai 2020</li><li>Ressort: Politik</li><li>Nr. 5</li></ul><h1>Plan</h1>{PROSE}"
    assert raw(page, profile) == only(publish="1. Mai 2020", category="Politik", number="5")
    assert raw(page) == only()


@pytest.mark.parametrize("labels", [{}, {"number": ()}])
def test_without_labels_no_header_is_looked_for(labels: dict[HeaderField, tuple[str, ...]]) -> None:
    profile = replace(DEFAULT, labels=labels)
    assert raw(f"<ul><li>publish: 1 May 2020</li><li>No: 5</li></ul><h1>Plan</h1>{PROSE}", profile) == only()


@pytest.mark.parametrize(
    "line",
    [
        "Posted on: 1 May 2020 by Ida Venn",
        "Posted on <a href='/x'><time>1 May 2020</time></a> <span>by <a href='/ida'>Ida Venn</a></span>",
        "Published: <b>1</b> <b>May</b> <b>2020</b><time class='updated'>2 May 2020</time>",
    ],
)
def test_a_date_ends_where_the_byline_begins(line: str) -> None:
    assert raw(f"<h1>Plan</h1><p>{line}</p>{PROSE}") == only(publish="1 May 2020")


def test_a_time_that_follows_the_date_stays() -> None:
    assert raw(f"<h1>Plan</h1><p>Published: <b>1 May 2020</b>, <i>18:35</i></p>{PROSE}") == only(
        publish="1 May 2020, 18:35"
    )


def test_names_of_two_elements_stay_apart() -> None:
    line = "<p>publish: 1<sup>st</sup> May 2020</p><p>category: <a>Politics</a><a>World</a></p>"
    assert raw(f"<h1>Plan</h1>{line}{PROSE}") == only(publish="1st May 2020", category="Politics World")

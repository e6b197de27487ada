"""Titles of one article, and of two."""

from __future__ import annotations

import pytest

from newscrawl.normalise.titles import alike

ONE = [
    ("Council approves budget for roads", "Council approves budget for roads"),
    ("Council’s “new” budget – roads", "Council&#8217;s &#8220;new&#8221; budget &amp;#8211; <em>roads</em>"),
    ("CITY Council approves budget for roads", "Council approves budget for roads"),  # with a kicker
    ("Death toll in Herat quake rises to 20", "Herat quake death toll rises to 20, officials say"),
    ("Budget", "Protected: Budget"),
    ("مکاتب دختران بازگشایی می‌شود", "مکاتب دختران بازگشایی میشود"),
    ("新闻发布会在北京举行", "新闻发布会今日在北京举行"),
    ("", "Council approves budget for roads"),
    ("Headline", "…"),
]
TWO = [
    ("Not Found", "Council approves budget for roads"),
    ("Oops! That page can’t be found.", "Council approves budget for roads"),
    ("404", "Council approves budget for roads"),
    ("Error establishing a database connection", "Death toll in Herat quake rises to 20"),
    ("Page not found", "Lost and found: a year at the station’s office"),
    ("صفحه پیدا نشد", "مکاتب دختران بازگشایی می‌شود"),
    ("页面未找到", "新闻发布会在北京举行"),
    ("Log in", "Council approves budget for roads"),
]


@pytest.mark.parametrize(("printed", "listed"), ONE)
def test_one_article(printed: str, listed: str) -> None:
    assert alike(printed, listed)
    assert alike(printed, listed + " " * 10_000)


@pytest.mark.parametrize(("printed", "listed"), TWO)
def test_two_articles(printed: str, listed: str) -> None:
    assert not alike(printed, listed)

from __future__ import annotations

from newscrawl.items import Article, Raw
from newscrawl.normalise import normalise_article
from newscrawl.normalise.validity import reasons


def test_a_whole_record_has_no_reasons():
    article = Article(
        headline="H", body="B", raw=Raw(publish="24 September 2021", time="6:35 pm", category="World", number="7")
    )
    assert reasons(normalise_article(article)) == []


def test_what_the_page_does_not_give():
    assert reasons(normalise_article(Article())) == [
        "number: the page gives none",
        "headline: the page gives none",
        "date: the page gives none",
        "body: the page gives none",
    ]


def test_what_cannot_be_read_names_what_was_printed():
    article = Article(headline="H", body="B", raw=Raw(publish="31 February 2021", number="No: 12 of 30"))
    why = reasons(normalise_article(article))
    assert why == [
        "number: header: 'No: 12 of 30' holds two numbers",
        "date: header: '31 February 2021': the Gregorian calendar has no day 2021-02-31 that news could have",
    ]


def test_doubts_about_a_field_that_was_read_are_no_reasons():
    article = Article(headline="H", body="B", number=7, raw=Raw(publish="24 September 2021"))
    assert normalise_article(article).warnings
    assert reasons(article) == []

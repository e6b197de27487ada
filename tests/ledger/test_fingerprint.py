from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.items import Article, PageRole, Raw, Validators
from newscrawl.ledger import content_hash
from newscrawl.ledger.fingerprint import address_key
from tests.ledger.builders import article, line_of, ref_of

OTHER = {
    "number": 9,
    "headline": "Another",
    "category": "Sport",
    "categories": ["City"],
    "date": "2026-02-01T08:30:00+03:30",
    "summary": None,
    "body": "Another.",
    "authors": [],
    "tags": ["bridge"],
    "image": "https://example.org/a.jpg",
    "language": "fa",
    "site": "other.example",
    "url": "https://example.org/?p=7",
    "date_modified": "2026-02-02T00:00:00+00:00",
    "status": "updated",
    "revision": 4,
    "fetched_at": "2026-03-03T00:00:00+00:00",
    "sources": {},
    "warnings": ["The sources disagree."],
    "raw": Raw(),
    "ref": ref_of(9),
    "validators": Validators('"a"'),
    "role": PageRole(number=2),
}

CONTENT = {
    "number",
    "headline",
    "category",
    "categories",
    "date",
    "summary",
    "body",
    "authors",
    "tags",
    "image",
    "language",
}


@pytest.mark.parametrize("name", sorted(OTHER))
def test_changes_with_content_and_with_nothing_else(name: str) -> None:
    changed = content_hash(replace(article(7), **{name: OTHER[name]})) != content_hash(article(7))
    assert changed == (name in CONTENT)


def test_every_field_was_weighed() -> None:
    assert set(OTHER) | {"evidence"} == {f.name for f in fields(Article)}


def test_order_of_tags_and_categories_is_not_content() -> None:
    turned = article(7, tags=["river", "bridge"], categories=["Roads", "City"])
    assert content_hash(turned) == content_hash(article(7))
    assert content_hash(article(7, authors=["A", "B"])) != content_hash(article(7, authors=["B", "A"]))


texts = st.text()


@given(
    st.builds(
        Article,
        number=st.none() | st.integers(),
        url=texts,
        headline=texts,
        category=st.none() | texts,
        categories=st.lists(texts),
        summary=st.none() | texts,
        body=texts,
        authors=st.lists(texts),
        tags=st.lists(texts),
    )
)
def test_the_same_for_an_article_and_its_line(item: Article) -> None:
    assert content_hash(json.loads(line_of(item))) == content_hash(item)


def test_a_field_that_an_old_line_lacks_counts_as_absent() -> None:
    line = json.loads(line_of(article(7, image=None, tags=[])))
    del line["image"], line["tags"]
    assert content_hash(line) == content_hash(article(7, image=None, tags=[]))


def test_fields_do_not_run_into_each_other() -> None:
    assert content_hash(article(7, summary="a", body="b")) != content_hash(article(7, summary="ab", body=""))


def test_survives_strings_that_are_no_unicode() -> None:
    assert content_hash(article(7, body="\ud800")) != content_hash(article(7, body="\udfff"))
    assert address_key("https://example.org/\ud800") != address_key("https://example.org/")

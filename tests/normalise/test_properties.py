"""What holds for every input: nothing raises but the typed errors, and a finished record does not change."""

from __future__ import annotations

import copy
import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import jdatetime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.items import Article, Evidence, Raw, Source, record
from newscrawl.normalise import normalise_article
from newscrawl.normalise.category import split_categories
from newscrawl.normalise.date import parse_date
from newscrawl.normalise.errors import NormaliseError
from newscrawl.normalise.months import ERAS, MONTHS, WEEKDAYS
from newscrawl.normalise.number import parse_number
from newscrawl.normalise.text import clean_line, clean_text
from newscrawl.normalise.validity import reasons
from newscrawl.sites.profile import DEFAULT

EXAMPLES = int(os.environ.get("NEWSCRAWL_EXAMPLES", "60"))
"""Cases a property; thousands find what dozens do not."""

KABUL = replace(DEFAULT, timezone="Asia/Kabul")
DIGITS = ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９")

# Text made of what matters here, beside any text at all.
PIECES = st.one_of(
    st.sampled_from(sorted(MONTHS) + sorted(WEEKDAYS) + sorted(ERAS)),
    st.sampled_from(
        (
            *(
                "no",
                "№",
                "#",
                "am",
                "pm",
                "ب.ظ",
                "ق.ظ",
                "صبح",
                "شب",
                "م",
                "ص",
                "ساعت",
                "ago",
                "yesterday",
                "پیش",
                "منذ",
            ),
            *(
                "μ.μ.",
                "下午",
                "오후",
                "Uhr",
                "ore",
                "h",
                "時",
                "分",
                "年",
                "月",
                "日",
                "thang",
                "พ.ศ.",
                "2564",
                "août",
                "mar.",
            ),
            *("Đ", "Ń", "п", "╦", "я", "ь", "¿", "³", "Š", "Í", "É", "þ", "ý", "ð", "ø", "è", "õ", "√", "Ё", "Ђ"),
            *("\x92", "\x9c", "\u0f73", "\u0323", "\u064b", "Îlon", "сентябри", "ก.ย.", "64", "оны", "by", "hrs"),
            *("hours", "Z", "+04:30", "-0500", "UTC", "GMT", "T", "st", "nd", "24", "2021", "1400", "۱۴۰۰", "18:35"),
            *(":", "/", "-", ".", ",", "،", "٬", "٫", "|", ">", "»", "&", "&amp;", "&#39;", " ", "\n", "\n\n"),
            *("<b>", "</b>", "<br>", "<!--", "-->", "Ã", "©", "â", "€", "™", "Ø", "§", "Ù", "…", "ط"),
            *("\u200c", "\u200d", "\u200f", "\u200b", "\ufeff", "\xa0", "\ud800", "\x00", "\u0301", "\ufffd"),
        )
    ),
    st.integers(0, 3000).map(str),
    st.integers(0, 99).map(lambda n: f"{n:02}"),
)
LISTS = st.lists(PIECES, max_size=12)
TEXT = st.one_of(st.text(max_size=60), LISTS.map("".join), LISTS.map(" ".join))
SOURCES = st.sampled_from(get_args(Source))
LANGUAGES = st.sampled_from(
    (
        *(None, "en", "en-US", "fa", "fa-AF", "ps", "ar", "ur", "fr", "th", "vi", "ja"),
        *("xx", "", "-", "de_DE", "tr", "cs", "ku", "lv"),
    )
)
ZONES = st.sampled_from((None, "Asia/Kabul", "Asia/Tehran", "Europe/Paris", "+04:30", "Nowhere/At_All", "Pacific/Apia"))


@st.composite
def profiles(draw):
    return replace(
        DEFAULT,
        timezone=draw(ZONES),
        likely_timezone=draw(ZONES),
        language=draw(LANGUAGES),
        calendar=draw(st.sampled_from((None, "gregorian", "jalali", "hijri"))),
        date_order=draw(st.sampled_from((None, "dmy", "mdy", "ymd"))),
        trust=tuple(draw(st.permutations(get_args(Source)))),
        categories=tuple(draw(st.lists(TEXT, max_size=3))),
        category_aliases=draw(st.dictionaries(TEXT, TEXT, max_size=2)),
    )


@st.composite
def articles(draw):
    optional = st.none() | TEXT
    some = st.dictionaries(SOURCES, TEXT, max_size=3)
    return Article(
        headline=draw(TEXT),
        summary=draw(optional),
        body=draw(TEXT),
        authors=draw(st.lists(TEXT, max_size=2)),
        tags=draw(st.lists(TEXT, max_size=2)),
        language=draw(LANGUAGES),
        fetched_at=draw(st.sampled_from((None, "2026-01-01T00:00:00+00:00", "2021-09-24T14:05:00", "never"))),
        raw=Raw(publish=draw(optional), time=draw(optional), category=draw(optional), number=draw(optional)),
        evidence=Evidence(
            number=draw(some),
            category=draw(st.dictionaries(SOURCES, st.lists(TEXT, max_size=3), max_size=3)),
            date=draw(some),
            date_modified=draw(some),
        ),
    )


def read_back(article):
    """The article as a line of a feed gives it back: with raw, without evidence."""
    line = json.loads(json.dumps(record(article)))
    return Article(**{**line, "raw": Raw(**line["raw"])})


@given(articles(), profiles())
@settings(deadline=None, max_examples=EXAMPLES)
def test_a_finished_record_does_not_change(article, profile):
    once = normalise_article(article, profile)
    expected = copy.deepcopy(once)
    assert normalise_article(once, profile) == expected
    assert record(normalise_article(read_back(once), profile)) == record(expected)
    assert reasons(once) == reasons(read_back(once))
    assert len(once.warnings) == len(set(once.warnings))


@given(articles(), profiles())
@settings(deadline=None, max_examples=EXAMPLES)
def test_what_a_record_holds(article, profile):
    done = normalise_article(article, profile)
    if "date" in done.sources:
        assert done.date is not None
        instant = datetime.fromisoformat(done.date)
        assert instant.tzinfo is not None
        assert instant.isoformat() == done.date
    if "number" in done.sources:
        assert done.number is not None
        assert 0 < done.number < 2**63
    if "category" in done.sources:
        assert done.category == done.categories[0]
        assert len(set(done.categories)) == len(done.categories)
    assert set(done.sources) <= {"date", "number", "category"}
    # what is written can be encoded
    names = (*done.authors, *done.tags, *done.categories)
    for text in (done.headline, done.summary or "", done.body, *names, *done.warnings):
        text.encode()
    missing = [name for name in ("number", "headline", "date", "body") if not getattr(done, name)]
    assert {why.split(":")[0] for why in reasons(done)} == set(missing)


@pytest.mark.parametrize("read", [parse_number, split_categories, clean_line, clean_text])
@given(text=TEXT)
@settings(deadline=None, max_examples=EXAMPLES)
def test_only_typed_errors_are_raised(read, text):
    try:
        value = read(text)
    except NormaliseError as error:
        str(error).encode()
        return
    if read in (clean_line, clean_text):
        assert read(value) == value


@given(TEXT, st.none() | TEXT, profiles(), LANGUAGES)
@settings(deadline=None, max_examples=EXAMPLES)
def test_dates_raise_only_typed_errors(text, time, profile, language):
    try:
        instant = parse_date(text, time, profile, language)
    except NormaliseError as error:
        str(error).encode()
        return
    assert instant.tzinfo is not None
    assert 1899 <= instant.year <= 2101


@given(
    st.integers(1, 2**63 - 1), st.sampled_from(DIGITS), st.sampled_from(("", "No: ", "№", "شناسه خبر: ")), st.booleans()
)
@settings(deadline=None, max_examples=EXAMPLES)
def test_numbers_survive_printing(number, digits, prefix, grouped):
    printed = f"{number:,}" if grouped else str(number)
    assert parse_number(prefix + printed.translate({48 + i: digit for i, digit in enumerate(digits)})) == number


INSTANTS = st.integers(0, 70 * 365 * 24 * 60).map(
    lambda minutes: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
FORMS = st.sampled_from(("%d %B %Y %I:%M %p", "%B %d, %Y %H:%M", "%Y-%m-%d %H:%M", "%a, %d %b %Y %H:%M:%S"))
SITE_ZONES = st.sampled_from(("Asia/Kabul", "Asia/Tehran", "Europe/Paris", "America/New_York", "Pacific/Apia", "UTC"))
JALALI_MONTHS = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"]
AFGHAN_MONTHS = ["حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله", "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت"]


def shown_once(local):
    """Whether the clock shows this local time once."""
    return local.utcoffset() == local.replace(fold=not local.fold).utcoffset()


@given(
    INSTANTS,
    SITE_ZONES,
    st.sampled_from(("%d %B %Y %I:%M %p", "%B %d, %Y %H:%M", "%Y-%m-%d %H:%M", "%a, %d %b %Y %H:%M:%S")),
)
@settings(deadline=None, max_examples=EXAMPLES)
def test_gregorian_dates_survive_printing(instant, zone, form):
    local = instant.astimezone(ZoneInfo(zone))
    if shown_once(local):
        read = parse_date(local.strftime(form), profile=replace(DEFAULT, timezone=zone))
        assert read == instant
        assert read.utcoffset() == local.utcoffset()


@given(INSTANTS, SITE_ZONES, st.sampled_from((JALALI_MONTHS, AFGHAN_MONTHS)), st.sampled_from(DIGITS[:3]))
@settings(deadline=None, max_examples=EXAMPLES)
def test_jalali_dates_survive_printing(instant, zone, months, digits):
    local = instant.astimezone(ZoneInfo(zone))
    day = jdatetime.date.fromgregorian(date=local.date())
    printed = f"{day.day} {months[day.month - 1]} {day.year} ساعت {local:%H:%M}"
    printed = printed.translate({48 + i: digit for i, digit in enumerate(digits)})
    if shown_once(local):
        assert parse_date(printed, profile=replace(DEFAULT, timezone=zone)) == instant


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(1, 12), st.integers(1, 28))
@settings(deadline=None, max_examples=EXAMPLES)
def test_open_dates_are_refused_or_settled_by_agreement(day, month, other):
    printed = f"{other:02}/{month:02}/{day.year}"
    article = Article(raw=Raw(publish=printed, time="12:00"))
    alone = normalise_article(copy.deepcopy(article), KABUL)
    if other <= 12 and other != month:
        assert alone.date is None
        meant = date(day.year, month, other)
        article.evidence.date["json-ld"] = f"{meant}T12:00:00+04:30"
        assert normalise_article(article, KABUL).date == f"{meant}T12:00:00+04:30"
        assert article.sources["date"] == "header"
    else:
        assert alone.date == f"{date(day.year, month, other)}T12:00:00+04:30"


@given(INSTANTS, st.integers(-3 * 24 * 60, 3 * 24 * 60), SITE_ZONES)
@settings(deadline=None, max_examples=EXAMPLES)
def test_disagreement_is_told_if_and_only_if_there_is_one(instant, minutes, zone):
    other = instant + timedelta(minutes=minutes)
    local = instant.astimezone(ZoneInfo(zone))
    if not shown_once(local):
        return
    article = Article(raw=Raw(publish=f"{local:%d %B %Y}", time=f"{local:%H:%M}"))
    article.evidence.date["json-ld"] = other.isoformat()
    normalise_article(article, replace(DEFAULT, timezone=zone))
    differ = abs(minutes) > 1 or local.date() != other.astimezone(ZoneInfo(zone)).date()
    assert bool(article.warnings) is differ
    assert article.sources["date"] == "header"

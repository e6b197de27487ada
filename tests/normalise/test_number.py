from __future__ import annotations

from dataclasses import replace

import pytest

from newscrawl.items import Article, Evidence, Raw
from newscrawl.normalise.errors import NumberError
from newscrawl.normalise.number import LARGEST, normalise_number, parse_number
from newscrawl.sites.profile import DEFAULT

READ = {
    # plain, padded, prefixed
    "18793": 18793,
    " 18793 ": 18793,
    "00042": 42,
    "No: 18793": 18793,
    "No.18793": 18793,
    "NO 18793": 18793,
    "№ 18793": 18793,
    "№18793": 18793,
    "#18793": 18793,
    "(18793)": 18793,
    "18793.": 18793,
    "ID18793": 18793,
    "No - 18793": 18793,
    "News number: 18793": 18793,
    "Nº 18793": 18793,
    "n° 18793": 18793,
    # other scripts
    "۱۸۷۹۳": 18793,
    "١٨٧٩٣": 18793,
    "१८७९३": 18793,
    "１８７９３": 18793,
    "𝟏𝟖𝟕𝟗𝟑": 18793,
    "شناسه خبر: ۱۸۷۹۳": 18793,
    "شماره\u200cخبر: ۱۸۷۹۳": 18793,
    "کد خبر : ۱۸۷۹۳": 18793,
    "كد خبر ١٨٧٩٣": 18793,
    "شماره: ۱۸۷۹۳": 18793,
    "رقم الخبر: ١٨٧٩٣": 18793,
    "رقم 18793": 18793,
    "خبر نمبر: ۱۸۷۹۳": 18793,
    "ګڼه: ۱۸۷۹۳": 18793,
    "گڼه ۱۸۷۹۳": 18793,
    "کدخبر:۱۸۷۹۳": 18793,
    # marks that take no room
    "\u200f۱۸۷۹۳\u200f": 18793,
    "\u202b18793\u202c": 18793,
    "18\u200b793": 18793,
    "\ufeff18793": 18793,
    "\u206618793\u2069": 18793,
    # thousands
    "18,793": 18793,
    "1,018,793": 1018793,
    "۱۸٬۷۹۳": 18793,
    "۱۸،۷۹۳": 18793,
    "18'793": 18793,
    "18’793": 18793,
    "1.018.793": 1018793,
    "1,18,793": 118793,
    "۱۲،۱۸،۷۹۳": 1218793,
    "18\u202f793": 18793,
    "18\u00a0793": 18793,
    str(LARGEST): LARGEST,
}

REFUSED = {
    "": "printed empty",
    " \u200b ": "printed empty",
    "No:": "holds no number",
    "eighteen": "holds no number",
    "²": "holds no number",
    "Ⅻ": "holds no number",
    "12 of 30": "two numbers",
    "No: 12 of 30": "two numbers",
    "18 793": "two numbers",
    "18793 18794": "two numbers",
    "18793/2": "two numbers",
    "1,2,3": "3 numbers",
    "1,23,45": "3 numbers",
    "1,23,4567": "3 numbers",
    "18:35": "two numbers",
    "18793.5": "decimal",
    "18.793": "decimal",
    "0,793": "decimal",
    "۱۸٫۷۹۳": "decimal",
    "1,87,93": "numbers",
    "18,7931": "decimal",
    "1,018'793": "numbers",
    "2021-09-24": "date",
    "24/09/2021": "date",
    "۱۴۰۰/۷/۲": "date",
    "-18793": "sign",
    "+18793": "sign",
    "−18793": "sign",
    "0": "between",
    "۰": "between",
    str(LARGEST + 1): "between",
    "9" * 200: "between",
    "9" * 201: "too long",
    "9" * 100_000: "too long",
    "18793 comments": "beside",
    "18793 بازدید": "beside",
    "A18793": "beside",
    "18793b": "beside",
    "1e5": "two numbers",
    "0x1F": "two numbers",
    "$500": "beside",
    "50%": "beside",
    "1۸793²": "beside",
    "18\x00793": "two numbers",
}


@pytest.mark.parametrize("text", READ)
def test_reads(text):
    assert parse_number(text) == READ[text]


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: ascii(text[:20]))
def test_refuses(text):
    with pytest.raises(NumberError, match=REFUSED[text]):
        parse_number(text)


def test_labels_of_a_site_are_no_meaning():
    with pytest.raises(NumberError, match="beside"):
        parse_number("Dossier 18793")
    assert parse_number("Dossier 18793", labels=("dossier",)) == 18793


def article(raw=None, **evidence):
    numbers = {name.replace("_", "-"): value for name, value in evidence.items()}
    return Article(raw=Raw(number=raw), evidence=Evidence(number=numbers))


def test_header_wins_and_a_different_post_id_is_no_warning():
    done = normalise_number(article("No: 42", html="18793", rest="18793"))
    assert (done.number, done.sources, done.warnings) == (42, {"number": "header"}, [])


def test_unreadable_header_falls_back_and_says_so():
    done = normalise_number(article("No: 12 of 30", html="18793"))
    assert (done.number, done.sources) == (18793, {"number": "html"})
    assert done.warnings == ["number: header: 'No: 12 of 30' holds two numbers"]


def test_sources_that_name_different_posts_are_told():
    done = normalise_number(article(None, html="18793", rest="18794"))
    assert done.number == 18793
    assert done.warnings == ["number: html says 18793, but rest says 18794"]


def test_order_of_trust_is_the_profiles():
    profile = replace(DEFAULT, trust=("rest", "header"))
    done = normalise_number(article("42", html="7", rest="18793"), profile)
    assert (done.number, done.sources) == (18793, {"number": "rest"})


def test_profile_labels_are_read_as_labels():
    profile = replace(DEFAULT, labels={"number": ("dossier",)})
    assert normalise_number(article("Dossier 42"), profile).number == 42


def test_nothing_to_read_leaves_what_is_there():
    assert normalise_number(Article(number=7)).number == 7
    assert normalise_number(Article()).sources == {}

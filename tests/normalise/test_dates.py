"""Printed dates, one by one: each form means one instant, or is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from newscrawl.normalise.date import parse_date
from newscrawl.normalise.errors import AmbiguousDateError, DateError
from newscrawl.sites.profile import DEFAULT

if TYPE_CHECKING:
    from newscrawl.sites.profile import DateOrder

KABUL = replace(DEFAULT, timezone="Asia/Kabul")

DAY = "2021-09-24T00:00:00+04:30"
AFTERNOON = "2021-09-24T18:35:00+04:30"

READ = {
    # English
    "24 September 2021": DAY,
    "24 September, 2021": DAY,
    "24 SEPTEMBER 2021": DAY,
    "24 Sep 2021": DAY,
    "24 Sept. 2021": DAY,
    "24th September 2021": DAY,
    "24th of September, 2021": DAY,
    "24-Sep-2021": DAY,
    "24.Sep.2021": DAY,
    "September 24, 2021": DAY,
    "Sep 24th, 2021": DAY,
    "2021 September 24": DAY,
    "Friday, 24 September 2021": DAY,
    "Friday, September 24, 2021": DAY,
    "24 September 2021 6:35 pm": AFTERNOON,
    "September 24, 2021 at 6:35 pm": AFTERNOON,
    "6:35 pm, 24 September 2021": AFTERNOON,
    "24 September 2021 - 18:35": AFTERNOON,
    "24 September 2021 | 18:35": AFTERNOON,
    "24 September 2021 (18:35)": AFTERNOON,
    "24\u00a0September\u00a02021": DAY,
    "24 September 2021 14:05 UTC": AFTERNOON,
    "24 September 2021 14:05 (GMT)": AFTERNOON,
    "24 September 2021 15:05 GMT+1": AFTERNOON,
    # machines
    "2021-09-24": DAY,
    "2021-09-24 18:35": AFTERNOON,
    "2021-09-24T18:35:00": AFTERNOON,
    "2021-09-24T18:35:00+04:30": AFTERNOON,
    "2021-09-24T14:05:00Z": AFTERNOON,
    "2021-09-24T14:05:00.000Z": AFTERNOON,
    "2021-09-24T14:05:00+00:00": AFTERNOON,
    "2021-09-24T10:05:00-0400": AFTERNOON,
    "2021-09-24T14:05Z": AFTERNOON,
    "20210924T140500Z": AFTERNOON,
    "20210924": DAY,
    "Fri, 24 Sep 2021 14:05:00 +0000": AFTERNOON,
    "Fri, 24 Sep 2021 14:05:00 GMT": AFTERNOON,
    "24 Sep 2021 14:05:00 +0000": AFTERNOON,
    "24 September 2021 at 1835 hrs": AFTERNOON,
    "1835 hours, 24 September 2021": AFTERNOON,
    # people who are called like months
    "24 September 2021 by May Jones": DAY,
    "September 24, 2021 by June Carter at 6:35 pm": AFTERNOON,
    "By Jan Novak | Sep 24, 2021 | 6:35 PM": AFTERNOON,
    "By April Smith, 24 September 2021": DAY,
    # numbers that leave no choice
    "24/09/2021": DAY,
    "24.09.2021": DAY,
    "24-09-2021": DAY,
    "09/24/2021": DAY,
    "2021/09/24": DAY,
    "2021/9/24": DAY,
    "2021.09.24 18:35": AFTERNOON,
    "24/09/2021 - 6:35 pm": AFTERNOON,
    "09/09/2021": "2021-09-09T00:00:00+04:30",
    "Saturday 03/04/2021": "2021-04-03T00:00:00+04:30",
    "Thursday 03/04/2021": "2021-03-04T00:00:00+04:30",
    # Persian: Jalali and Gregorian
    "۲ مهر ۱۴۰۰": DAY,
    "2 مهر 1400": DAY,
    "٢ مهر ١٤٠٠": DAY,
    "جمعه ۲ مهر ۱۴۰۰": DAY,
    "جمعه، ۲ مهر ۱۴۰۰": DAY,
    "۰۲ مهر ۱۴۰۰ - ۱۸:۳۵": AFTERNOON,
    "جمعه ۲ مهر ۱۴۰۰ ساعت ۱۸:۳۵": AFTERNOON,
    "جمعه ۲ مهر ۱۴۰۰ ساعت ۱۸ و ۳۵ دقیقه": AFTERNOON,
    "۲ مهر ۱۴۰۰ ساعت ۶ و ۳۵ دقیقه عصر": AFTERNOON,
    "۲ مهر ۱۴۰۰ ساعت ۲ و ۵ دقیقه": "2021-09-24T02:05:00+04:30",
    "24 ستمبر 2021 شام 6 بج کر 35 منٹ": AFTERNOON,
    "تاریخ: ۲ مهر ۱۴۰۰ ساعت ۶:۳۵ ب.ظ": AFTERNOON,
    "د ۱۴۰۰ د تلې ۲مه": DAY,
    "۲مه ۲۰۲۱": "2021-05-02T00:00:00+04:30",
    "\u200fجمعه ۲ مهر ۱۴۰۰\u200f": DAY,
    "۲۴ سپتامبر ۲۰۲۱": DAY,
    "چهارشنبه ۳۱ شهریورماه ۱۴۰۰": "2021-09-22T00:00:00+04:30",
    "۲ مهر ماه ۱۴۰۰": DAY,
    "۲۴ سپتامبر ۲۰۲۱ میلادی": DAY,
    "۱۴۰۰/۷/۲ هجری شمسی": DAY,
    "۱۴۰۰/۰۷/۰۲ ه.ش": DAY,
    "۱۴۰۰ مهر ۲": DAY,
    "سه‌شنبه ۳۰ شهریور ۱۴۰۰": "2021-09-21T00:00:00+04:30",
    "سه شنبه ۳۰ شهريور ۱۴۰۰": "2021-09-21T00:00:00+04:30",
    "۳۰ اسفند ۱۳۹۹": "2021-03-20T00:00:00+04:30",
    "2 Mehr 1400": DAY,
    # Dari
    "۲ میزان ۱۴۰۰": DAY,
    "جمعه ۲ میزان ۱۴۰۰": DAY,
    "۲۴ سپتمبر ۲۰۲۱": DAY,
    "۱ حمل ۱۴۰۰": "2021-03-21T00:00:00+04:30",
    "۱۰ سنبلهٔ ۱۴۰۰": "2021-09-01T00:00:00+04:30",
    "10 Sunbula 1400": "2021-09-01T00:00:00+04:30",
    # Pashto
    "۲ تله ۱۴۰۰": DAY,
    "۱۴۰۰ لمریز کال د تلې ۲": DAY,
    "۲۴ سپټمبر ۲۰۲۱": DAY,
    "۱ وری ۱۴۰۰": "2021-03-21T00:00:00+04:30",
    "۱۰ وږی ۱۴۰۰": "2021-09-01T00:00:00+04:30",
    "۲۴ سېپتمبر ۲۰۲۱": DAY,
    # Arabic: both sets of months
    "24 سبتمبر 2021": DAY,
    "٢٤ سبتمبر ٢٠٢١": DAY,
    "الجمعة 24 سبتمبر 2021": DAY,
    "الجمعة، ٢٤ أيلول ٢٠٢١": DAY,
    "24 أيلول/سبتمبر 2021": DAY,
    "24 أيلول (سبتمبر) 2021": DAY,
    "3 تشرين الثاني 2021": "2021-11-03T00:00:00+04:30",
    "3 كانون الثاني 2021": "2021-01-03T00:00:00+04:30",
    "3 كانون الأول 2021": "2021-12-03T00:00:00+04:30",
    "24 سبتمبر 2021م": DAY,
    "24 شتنبر 2021": DAY,
    "17 صفر 1443": DAY,
    "17 صفر 1443هـ": DAY,
    "1443/2/17 هـ": DAY,
    "١٧ صفر ١٤٤٣ هـ": DAY,
    "1 ربيع الأول 1443": "2021-10-07T00:00:00+04:30",
    "1 جمادى الآخرة 1443": "2022-01-04T00:00:00+04:30",
    "10 ذو الحجة 1442": "2021-07-20T00:00:00+04:30",
    "17 Safar 1443": DAY,
    "1 Rabi al-Awwal 1443": "2021-10-07T00:00:00+04:30",
    "1 Rabiʻ I 1443 AH": "2021-10-07T00:00:00+04:30",
    # Urdu
    "24 ستمبر 2021": DAY,
    "جمعہ 24 ستمبر 2021": DAY,
    "24 ستمبر 2021ء": DAY,
    "۲۴ ستمبر ۲۰۲۱": DAY,
    "17 صفر المظفر 1443ھ": DAY,
    "5 مئی 2021": "2021-05-05T00:00:00+04:30",
    # the same day in two calendars
    "17 صفر 1443هـ الموافق 24 سبتمبر 2021م": DAY,
    "16 صفر 1443هـ / 24 سبتمبر 2021م": DAY,
    "۲ مهر ۱۴۰۰ - 24 September 2021": DAY,
    "جمعه ۲ مهر ۱۴۰۰ برابر با ۱۷ صفر ۱۴۴۳ و ۲۴ سپتامبر ۲۰۲۱": DAY,
    "۱۴۰۰/۰۷/۰۲ - 2021/09/24 18:35": AFTERNOON,
    "1400/07/02 (24 September 2021)": DAY,
}
REFUSED = {
    "": "printed empty",
    "soon": "holds no date",
    "18793": "belong to no date",
    "September 2021": "not one day and one year",
    "24 September": "not one day and one year",
    "31 September 2021": "no day 2021-09-31",
    "29 February 2021": "no day 2021-02-29",
    "30 اسفند 1400": "no day 1400-12-30",
    "0 September 2021": "no day",
    "99/99/2021": "no day",
    "24 September 2021 25": "belong to no date",
    "No 5 24 September 2021": "not one day and one year",
    "24 September 20211": "not one day and one year",
    "24 September 1021": "no day",
    "24 September 2021 25 September 2021": "differ",
    "2 مهر 1400 - 25 September 2021": "differ",
    "24 09 2021": "belong to no date",
    "By April, 24 September 2021": "not one day and one year",
    "24 September October 2021": "not one day and one year",
    "24 September 2021, May 2022": "not one day and one year",
    "2575 hrs, 24 September 2021": "belong to no date",
    "24/09-2021": "belong to no date",
    "1.2.3.4": "belong to no date",
    "2021-09-24T25:00:00": "no time of day",
    "2021-13-24": "no day",
    "2021-09-24T10:00:00+25:00": "no offset",
    "24 September 2021 13:30 am": "no time of day",
    "24 September 2021 18:35 (14:05)": "belong to no date",
    "10:15": "names no day",
    "x" * 201: "too long",
    "1" * 100_000: "too long",
}


@pytest.mark.parametrize("text", READ)
def test_reads(text):
    assert parse_date(text, profile=KABUL).isoformat() == READ[text]


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: ascii(text[:20]))
def test_refuses(text):
    with pytest.raises(DateError, match=REFUSED[text]):
        parse_date(text, profile=KABUL)


AMBIGUOUS = [
    "03/04/2021",
    "3.4.2021",
    "03-04-2021 18:35",
    "1400/07/02",
    "۱۴۰۰/۰۷/۰۲",
    "1443/02/17",
    "24/09/21",
    "24 September 21",
    "2 مهر ۰۰",
    "03/04/1400",
    "1400-07-02T18:35:00+04:30",
]


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_refuses_to_guess(text):
    with pytest.raises(AmbiguousDateError):
        parse_date(text, profile=KABUL)


def day(text, language=None, **changes):
    return parse_date(text, profile=replace(KABUL, **changes), language=language).date().isoformat()


def test_profile_settles_order():
    assert day("03/04/2021", date_order="dmy") == "2021-04-03"
    assert day("03/04/2021", date_order="mdy") == "2021-03-04"
    assert day("24/09/2021", date_order="mdy") == "2021-09-24"
    with pytest.raises(AmbiguousDateError):
        day("03/04/2021", date_order="ymd")


def test_profile_settles_calendar():
    assert day("1400/07/02", calendar="jalali") == "2021-09-24"
    assert day("1443/02/17", calendar="hijri") == "2021-09-24"
    assert day("2021/09/24", calendar="jalali") == "2021-09-24"
    assert day("03/07/1400", calendar="jalali", date_order="dmy") == "2021-09-25"
    assert day("24 September 2021", calendar="jalali") == "2021-09-24"
    assert day("1400-07-02", calendar="jalali") == "2021-09-24"


def test_language_settles_calendar_but_not_against_reason():
    assert day("۱۴۰۰/۰۷/۰۲", language="fa-IR") == "2021-09-24"
    assert day("1400/07/02", language="ps") == "2021-09-24"
    assert day("1443/02/17", language="ar") == "2021-09-24"
    # Hijri 1443 on a Persian page is not 2064
    with pytest.raises(AmbiguousDateError):
        day("1443/02/17", language="fa")
    # Jalali 1400 on an Arabic page is not 1980
    with pytest.raises(AmbiguousDateError):
        day("1400/07/02", language="ar")
    with pytest.raises(AmbiguousDateError):
        day("1400/07/02", language="en")


@pytest.mark.parametrize("text", ["03/04/2021", "03/07/1400"])
@pytest.mark.parametrize("language", ["fr-FR", "en-GB", "en-US", "en", "fa"])
def test_language_does_not_settle_the_order(text, language):
    with pytest.raises(AmbiguousDateError):
        day(text, language=language)


DOTTED = ["03.04.2021", "3. 4. 2021", "Stand: 03.04.2021", "03.04.21", "3.4.21", "٠٣.٠٤.٢٠٢١"]


@pytest.mark.parametrize("text", DOTTED)
@pytest.mark.parametrize(
    "language", ["de", "de-AT", "cs", "ru_RU", "tr", "pl-PL", "he-IL", "ky", "uk", "nb-NO", "sr-Latn", "fr-CH", "it_CH"]
)
def test_dots_put_the_day_first_where_the_language_writes_them(text: str, language: str) -> None:
    assert day(text, language=language) == "2021-04-03"
    # a profile knows better
    assert day("03.04.2021", language=language, date_order="mdy") == "2021-03-04"


@pytest.mark.parametrize("text", DOTTED)
@pytest.mark.parametrize(
    "language", ["en", "en-US", "fr", "fr-CA", "it", "es", "sv-SE", "hu", "ko", "fa", "ar", "xx", None]
)
def test_dots_are_no_evidence_in_other_languages(text: str, language: str | None) -> None:
    with pytest.raises(AmbiguousDateError):
        day(text, language=language)
    assert day(text, language=language, date_order="dmy", calendar="gregorian") == "2021-04-03"


@pytest.mark.parametrize(
    "text", ["03/04/2021", "03-04-2021", "03/04/21", "03/04/2021 10.11 Uhr", "03/04/2021, 9.10.21"]
)
def test_other_separators_are_no_evidence_where_dots_are(text: str) -> None:
    with pytest.raises(DateError):
        day(text, language="de")


@pytest.mark.parametrize("order", ["dmy", "ymd", None])
@pytest.mark.parametrize("language", ["ar", "ur", "fa", "ps", "en", "th", None])
def test_two_digits_of_a_year_are_of_no_calendar(language: str | None, order: DateOrder | None) -> None:
    with pytest.raises(AmbiguousDateError):
        day("24/09/21", language=language, date_order=order)
    if order:
        days = {"dmy": "2021-09-24", "ymd": "2024-09-21"}
        assert day("24/09/21", language=language, date_order=order, calendar="gregorian") == days[order]


OTHER_LANGUAGES = {
    # languages that dateparser does not know, and names that it lacks
    ("24 Îlon 2021", "ku"): DAY,
    ("24ê Îlona 2021an", "kmr"): DAY,
    ("24ê Çiriya pêşîn 2021", "ku-Latn"): "2021-10-24T00:00:00+04:30",
    ("24 сентябри соли 2021", "tg"): DAY,
    ("Май 24, 2021", "tg-TJ"): "2021-05-24T00:00:00+04:30",
    ("24 сентябрь 2021, 18:35", "uz-Cyrl"): AFTERNOON,
    ("24 Sentýabr 2021", "tk"): DAY,
    ("24 гыйнвар 2021", "tt"): "2021-01-24T00:00:00+04:30",
    ("24. septembra 2021.", "sr-Latn"): DAY,
    ("24. septembra 2021.", "bs"): DAY,
    ("24 سيپٽمبر 2021", "sd"): DAY,
    ("24 Sebtembar 2021", "so"): DAY,
    ("٢٤ی ئەیلوولی ٢٠٢١", "ckb"): DAY,
    # the year first, then the day; the month's number
    ("2021. gada 24. septembris plkst. 18:35", "lv"): AFTERNOON,
    ("2021 жылғы 24 қыркүйек", "kk"): DAY,
    ("2021(e)ko irailaren 24(a)", "eu"): DAY,
    ("2021 оны 9-р сарын 24, 18:35", "mn"): AFTERNOON,
    # October is the first half of this name
    ("24 sánzá ya zómi na mɔ̌kɔ́ 2021", "ln"): "2021-11-24T00:00:00+04:30",
    ("24mh dhen t-Sultain 2021", "gd"): DAY,
    ("24 septembre 2021", "fr-FR"): DAY,
    ("vendredi 24 septembre 2021 18h35", "fr"): AFTERNOON,
    ("3 août 2021", "fr"): "2021-08-03T00:00:00+04:30",
    ("24 de septiembre de 2021", "es"): DAY,
    ("24. September 2021, 18:35 Uhr", "de"): AFTERNOON,
    ("24. Dezember 2021", "de-DE"): "2021-12-24T00:00:00+04:30",
    ("24 сентября 2021", "ru"): DAY,
    ("24 Eylül 2021", "tr"): DAY,
    ("24 settembre 2021", "it"): DAY,
    ("2021年9月24日", "zh-CN"): DAY,
    ("24 सितंबर 2021", "hi"): DAY,
    # words that say nothing, and those that look like English ones
    ("Publié le 24 septembre 2021 à 18h35", "fr"): AFTERNOON,
    ("ven. 24 sept. 2021 - 18 h 35", "fr"): AFTERNOON,
    ("mar. 24 août 2021", "fr"): "2021-08-24T00:00:00+04:30",
    ("mar, 24 de ago de 2021", "es"): "2021-08-24T00:00:00+04:30",
    ("mar 24 ago 2021", "it"): "2021-08-24T00:00:00+04:30",
    ("Von Jan Müller, 24. Dezember 2021", "de"): "2021-12-24T00:00:00+04:30",
    ("Publicado el 24 de septiembre de 2021, 18:35 horas", "es"): AFTERNOON,
    ("septiembre 24, 2021 6:35 pm", "es"): AFTERNOON,
    ("24 de setembro de 2021 às 18h35", "pt-BR"): AFTERNOON,
    ("venerdì 24 settembre 2021 - 18.35", "it"): AFTERNOON,
    ("24.9.2021 - 18.35 Uhr", "de"): AFTERNOON,
    ("18:35, 24 сентября 2021 г.", "ru"): AFTERNOON,
    ("24 września 2021 r., godz. 18:35", "pl"): AFTERNOON,
    ("Jumat, 24 September 2021 18.35 WIB", "id"): AFTERNOON,
    ("2021年9月24日 18時35分", "ja"): AFTERNOON,
    ("2021年09月24日(金)18:35", "ja"): AFTERNOON,
    ("9月 24, 2021 18:35", "ja"): AFTERNOON,
    ("发布时间：2021年9月24日 下午6:35", "zh-CN"): AFTERNOON,
    ("2021. 9. 24. 오후 6:35", "ko"): AFTERNOON,
    ("2021년 9월 24일 18시 35분", "ko"): AFTERNOON,
    ("2021. szeptember 24. 18:35", "hu"): AFTERNOON,
    ("Thứ Sáu, 24 tháng 9 năm 2021 18:35", "vi"): AFTERNOON,
    ("24 Tháng Chín, 2021 18:35", "vi"): AFTERNOON,
    ("শুক্রবার, ২৪ সেপ্টেম্বর ২০২১, ৬:৩৫ অপরাহ্ন", "bn"): AFTERNOON,
    ("24 Σεπτεμβρίου 2021, 6:35 μ.μ.", "el"): AFTERNOON,
    ("24 ئەیلوول 2021", "ckb"): DAY,
    # weekdays in the site's language settle the order
    ("sam. 03/04/2021", "fr"): "2021-04-03T00:00:00+04:30",
    ("Thứ Năm, 03/04/2021", "vi"): "2021-03-04T00:00:00+04:30",
    # the Buddhist Era
    ("24 กันยายน 2564", "th"): DAY,
    ("วันศุกร์ที่ 24 กันยายน พ.ศ. 2564 เวลา 18.35 น.", "th"): AFTERNOON,
    ("๒๔ ก.ย. ๒๕๖๔ ๑๘:๓๕", "th-TH"): AFTERNOON,
    ("24/09/2564 18:35", "th"): AFTERNOON,
    ("24 กันยายน 2021", "th"): DAY,
}


@pytest.mark.parametrize(("text", "language"), OTHER_LANGUAGES)
def test_reads_the_sites_own_language(text, language):
    assert parse_date(text, profile=KABUL, language=language).isoformat() == OTHER_LANGUAGES[text, language]
    assert parse_date(text, profile=replace(KABUL, language=language)).isoformat() == OTHER_LANGUAGES[text, language]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("24 septembre 2021", None),
        ("24 septembre 2021", "xx"),
        ("septembre 2021", "fr"),
        ("24 septembre", "fr"),
        ("24 septembre 21", "fr"),
        # Ethiopia's 2014 began in September 2021
        ("14 መስከረም 2014", "ti"),
        ("Fulbaana 14, 2014", "om"),
        # May, but November in Basaa; March, but January in Luo
        ("24 may 2021", "bas"),
        ("24 Dwe mar Achiel 2021", "luo"),
        ("vendredi", "fr"),
        ("demain", "fr"),
        ("il y a 2 heures", "fr"),
        ("24 septembre 2021 7", "fr"),
        ("mar. 24 août 2021", None),
        ("mar. 24 août 2021", "en"),
        ("24 กันยายน 2564", "ru"),
        ("24/09/2564", "de"),
        ("24 ก.ย. 64", "th"),
        ("令和3年9月24日", "ja"),
        ("民國110年9月24日", "zh-TW"),
        ("9 আশ্বিন 1428", "bn"),
        ("24 septembre août 2021", "fr"),
        ("Thứ Sáu, 03/04/2021", "vi"),
    ],
)
def test_refuses_half_dates_in_the_sites_language(text, language):
    with pytest.raises(DateError):
        parse_date(text, profile=KABUL, language=language)


def test_date_and_time_from_two_lines():
    assert parse_date("24 September 2021", "6:35 pm", KABUL).isoformat() == AFTERNOON
    assert parse_date("۲ مهر ۱۴۰۰", "ساعت ۱۸:۳۵", KABUL).isoformat() == AFTERNOON
    assert parse_date("24 September 2021 18:35", "6:35 pm", KABUL).isoformat() == AFTERNOON
    assert parse_date("24 September 2021", "24 September 2021 6:35 pm", KABUL).isoformat() == AFTERNOON
    with pytest.raises(DateError, match="no time of day"):
        parse_date("24 September 2021", "25:00", KABUL)
    with pytest.raises(DateError, match="not known"):
        parse_date("24 September 2021 6:35 pēcp.", profile=KABUL)
    with pytest.raises(DateError, match="different times"):
        parse_date("24 September 2021 18:35", "6:36 pm", KABUL)
    with pytest.raises(DateError, match="different days"):
        parse_date("24 September 2021", "25 September 2021 6:35 pm", KABUL)


@pytest.mark.parametrize(
    ("text", "calendar", "order"),
    [
        ("24/09/21", "gregorian", "dmy"),
        ("21/09/24", "gregorian", "ymd"),
        ("24 September 21", "gregorian", None),
        ("۰۰/۰۷/۰۲", "jalali", "ymd"),
    ],
)
def test_two_digits_are_a_year_of_the_web_where_the_profile_names_the_calendar(text, calendar, order):
    assert parse_date(text, profile=replace(KABUL, calendar=calendar, date_order=order)).isoformat() == DAY
    with pytest.raises(AmbiguousDateError):
        parse_date(text, profile=replace(KABUL, date_order=order))


def test_two_digits_of_the_last_century():
    profile = replace(KABUL, calendar="gregorian", date_order="dmy")
    assert parse_date("31/12/99", profile=profile).isoformat() == "1999-12-31T00:00:00+04:30"


ZONES = {
    ("2021-01-15 12:00", "Europe/Paris"): "2021-01-15T12:00:00+01:00",
    ("2021-07-15 12:00", "Europe/Paris"): "2021-07-15T12:00:00+02:00",
    ("2021-07-15 12:00", "Asia/Tehran"): "2021-07-15T12:00:00+04:30",
    ("2023-07-15 12:00", "Asia/Tehran"): "2023-07-15T12:00:00+03:30",  # Iran gave up summer time
    ("2021-03-28 02:30", "Europe/Paris"): "2021-03-28T03:30:00+02:00",  # skipped
    ("2021-10-31 02:30", "Europe/Paris"): "2021-10-31T02:30:00+02:00",  # shown twice
    ("2021-09-24 18:35", "+04:30"): "2021-09-24T18:35:00+04:30",
    ("2021-09-24 18:35", "UTC"): "2021-09-24T18:35:00+00:00",
    ("2011-12-30 12:00", "Pacific/Apia"): "2011-12-31T12:00:00+14:00",  # a whole day skipped
    ("1400/01/02", "Asia/Tehran"): "2021-03-22T01:00:00+04:30",  # midnight skipped
}


@pytest.mark.parametrize(("text", "zone"), ZONES)
def test_places_in_the_zone_with_its_history(text, zone):
    profile = replace(DEFAULT, timezone=zone, calendar="jalali")
    assert parse_date(text, profile=profile).isoformat() == ZONES[text, zone]


def test_without_a_zone():
    assert parse_date("24 September 2021 18:35").isoformat() == "2021-09-24T18:35:00+00:00"
    assert parse_date("2021-09-24T18:35:00+04:30").isoformat() == AFTERNOON

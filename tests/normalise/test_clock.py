from __future__ import annotations

from datetime import time, timedelta

import pytest

from newscrawl.normalise.clock import find_clock, parse_offset
from newscrawl.normalise.errors import DateError
from newscrawl.normalise.printed import read_time
from newscrawl.normalise.script import flat

READ = {
    "6:35 pm": "18:35",
    "6:35pm": "18:35",
    "06:35 PM": "18:35",
    "6:35 p.m.": "18:35",
    "6:35 P. M.": "18:35",
    "6:35 am": "06:35",
    "6:35 a.m.": "06:35",
    "12:00 am": "00:00",
    "12:30 am": "00:30",
    "12:00 pm": "12:00",
    "12:30 pm": "12:30",
    "0:15 pm": "12:15",
    "18:35 pm": "18:35",
    "18:35": "18:35",
    "18:35:20": "18:35:20",
    "18:35:20.123": "18:35:20",
    "00:00": "00:00",
    "23:59": "23:59",
    "6 pm": "18:00",
    "6pm": "18:00",
    "at 6:35 pm": "18:35",
    "18h35": "18:35",
    "18.35": "18:35",
    "6.35 pm": "18:35",
    "12 noon": "12:00",
    "18:35 Uhr": "18:35",
    # Persian and Dari
    "۱۸:۳۵": "18:35",
    "ساعت ۱۸:۳۵": "18:35",
    "ساعت: ۱۸:۳۵": "18:35",
    "ساعت ۱۸": "18:00",
    "۶:۳۵ ب.ظ": "18:35",
    "۶:۳۵ ب.ظ.": "18:35",
    "۶:۳۵ ب ظ": "18:35",
    "ب.ظ ۶:۳۵": "18:35",
    "۶:۳۵ ق.ظ": "06:35",
    "۱۲:۳۵ ق.ظ": "00:35",
    "۱۲:۳۵ ب.ظ": "12:35",
    "۰:۳۵ ب.ظ.": "12:35",
    "۶:۳۵ بعد از ظهر": "18:35",
    "۶:۳۵ بعدازظهر": "18:35",
    "۶:۳۵ قبل از ظهر": "06:35",
    "۶:۳۵ صبح": "06:35",
    "صبح ۶:۳۵": "06:35",
    "ساعت ۶:۳۵ عصر": "18:35",
    "۶ عصر": "18:00",
    "۱:۳۰ ظهر": "13:30",
    "۱۲:۳۰ ظهر": "12:30",
    "۱۰:۳۰ شب": "22:30",
    "۱۲:۳۰ شب": "00:30",
    "۲:۳۰ بامداد": "02:30",
    "۷:۱۰ غروب": "19:10",
    # Arabic
    "6:35 ص": "06:35",
    "6:35 م": "18:35",
    "٦:٣٥ م": "18:35",
    "6:35 مساءً": "18:35",
    "6:35 صباحًا": "06:35",
    "6:35 صباحاً": "06:35",
    "الساعة 18:35": "18:35",
    "10:30 ليلاً": "22:30",
    "12:30 ظهرًا": "12:30",
    # Urdu and Pashto
    "6:35 شام": "18:35",
    "9:10 رات": "21:10",
    "1:10 دوپہر": "13:10",
    "10:10 صبح": "10:10",
    "۶:۳۵ غ.و.": "18:35",
    "۶:۳۵ غ.م.": "06:35",
    "۶:۳۵ ماښام": "18:35",
    "\u200f۶:۳۵\u200f ب.ظ": "18:35",
    "۷:۰۰ مازدیګر": "19:00",
    # a word between the clock and its part of the day
    "6:35 بجے شام": "18:35",
    "شام ۶:۳۵ بجے": "18:35",
    "۶:۳۵ د ماښام": "18:35",
    "8:00 د شپې": "20:00",
    "عصر ساعت ۶:۳۵": "18:35",
    "عصر، ساعت: ۶:۳۵": "18:35",
    "بعد از ظهر ساعت ۶:۳۵": "18:35",
    "ساعت ۶:۳۵ دقیقه عصر": "18:35",
    "6:35 في المساء": "18:35",
    "6:35 العصر": "18:35",
    # midnight
    "۱۲:۱۰ نیمه‌شب": "00:10",
    "12:10 منتصف الليل": "00:10",
    "12:10 midnight": "00:10",
    # what WordPress prints for "pm" in Arabic and Urdu
    "1:03 مساءً": "13:03",
    "12:11 مساءً": "12:11",
    "1:10 شام": "13:10",
    # other languages
    "6:35 Uhr abends": "18:35",
    "6:35 nachm.": "18:35",
    "18.35 Uhr": "18:35",
    "18 h 35": "18:35",
    "6h35 du soir": "18:35",
    "6:35 de la tarde": "18:35",
    "6:35 da tarde": "18:35",
    "ore 18.35": "18:35",
    "6:35 вечера": "18:35",
    "6:35 ÖS": "18:35",
    "6:35 μ.μ.": "18:35",
    "18.35 WIB": "18:35",
    "18時35分": "18:35",
    "18時": "18:00",
    "午後6時35分": "18:35",
    "下午6:35": "18:35",
    "오후 6:35": "18:35",
    "18시 35분": "18:35",
    "शाम 6:35 बजे": "18:35",
    "৬:৩৫ অপরাহ্ন": "18:35",
    "সন্ধ্যা ৬:৩৫": "18:35",
    "18.35 น.": "18:35",
    # full width
    "18：35": "18:35",
    "６：３５ ＰＭ": "18:35",
}

REFUSED = ["25:00", "18:60", "18:35:61", "13:30 am", "15 صبح", "5:30 شب", "99:99", "", "soon", "صبح 6:35 شب"]


@pytest.mark.parametrize("text", READ)
def test_reads(text):
    clock = read_time(text).clock
    assert clock is not None
    assert clock.time == time.fromisoformat(READ[text])


@pytest.mark.parametrize("text", ["6:35 pēcp.", "mukwaki6:35", "6:35 Uhr blah"])
def test_a_word_that_may_tell_the_half_of_the_day_is_told(text):
    clock, _ = find_clock(flat(text))
    assert clock is not None
    assert clock.unknown


@pytest.mark.parametrize(
    "text",
    [
        "6:35 Uhr",
        "6:35 IST",
        "6:35 Kabul time",
        "06:35 pēcp.",
        "18:35 foo",
        "6:35 جمعه",
        "6:35 Sept 24",
        "6:35 pm foo",
    ],
)
def test_other_words_tell_no_half_of_the_day(text):
    clock, _ = find_clock(flat(text))
    assert clock is not None
    assert clock.unknown is None


@pytest.mark.parametrize("text", REFUSED)
def test_refuses(text):
    with pytest.raises(DateError):
        read_time(text)


OFFSETS = {
    "18:35 +04:30": 4.5,
    "18:35+0430": 4.5,
    "18:35:00 +0000": 0,
    "18:35 UTC": 0,
    "18:35 GMT": 0,
    "18:35 gmt+4:30": 4.5,
    "18:35 (UTC+3)": 3,
    "18:35z": 0,
    "18:35 -05:00": -5,
    "18:35:00 EST": -5,
    "18:35:00 PDT": -7,
}


@pytest.mark.parametrize("text", OFFSETS)
def test_reads_an_offset(text):
    clock, _ = find_clock(flat(text))
    assert clock is not None
    assert clock.offset is not None
    assert clock.offset.utcoffset(None) == timedelta(hours=OFFSETS[text])


@pytest.mark.parametrize(
    "text", ["18:35 - 2021/09/24", "18:35 -2021-09-24", "18:35 est 2021", "18:35, 24 september 2021", "18:35 2021"]
)
def test_what_follows_is_no_offset(text):
    clock, rest = find_clock(text)
    assert clock is not None
    assert clock.offset is None
    assert "2021" in rest


@pytest.mark.parametrize("text", ["+24:00", "+04:60", "-99"])
def test_refuses_offsets(text):
    with pytest.raises(DateError):
        parse_offset(text)


@pytest.mark.parametrize("text", ["ከሰዓት 6:35", "pēcpusdienā 6:35"])
def test_so_is_one_that_leads_the_line_for_the_time(text):
    clock = read_time(text).clock
    assert clock is not None
    assert clock.unknown


@pytest.mark.parametrize(
    "text",
    ["عصر ایران ۲ مهر ۱۴۰۰ ۱۰:۳۰", "المساء - 24 سبتمبر 2021 10:30", "Akşam | 24.09.2021 10:30", "am 24.9. 10:30"],
)
def test_names_that_are_no_part_of_the_day(text):
    clock, _ = find_clock(flat(text))
    assert clock is not None
    assert (clock.time, clock.part, clock.unknown) == (time(10, 30), False, None)


@pytest.mark.parametrize("text", ["24 september 2021", "17 صفر 1443", "صبح 24 شهریور 1400"])
def test_a_date_is_no_time(text):
    assert find_clock(flat(text))[0] is None

"""The date of an article: many sources, one instant, every doubt told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newscrawl.items import Article, Evidence, Raw
from newscrawl.normalise.date import normalise_date
from newscrawl.sites.profile import DEFAULT

KABUL = replace(DEFAULT, timezone="Asia/Kabul")
PARIS = replace(DEFAULT, timezone="Europe/Paris")
AFTERNOON = "2021-09-24T18:35:00+04:30"


def normalised(publish=None, time=None, profile=KABUL, modified=None, language=None, fetched_at=None, **evidence):
    dates = {name.replace("_", "-"): value for name, value in evidence.items()}
    return normalise_date(
        Article(
            raw=Raw(publish=publish, time=time),
            evidence=Evidence(date=dates, date_modified=modified or {}),
            language=language,
            fetched_at=fetched_at,
        ),
        profile,
    )


def told(article):
    return article.date, article.sources.get("date"), article.warnings


def test_header():
    assert told(normalised("24 September 2021", "6:35 pm")) == (AFTERNOON, "header", [])
    assert told(normalised("24 September 2021 6:35 pm")) == (AFTERNOON, "header", [])
    assert told(normalised(None, "24 September 2021 6:35 pm")) == (AFTERNOON, "header", [])


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("json-ld", "2021-09-24T14:05:00+00:00"),
        ("opengraph", "2021-09-24T18:35:00+04:30"),
        ("html", "2021-09-24 18:35"),
        ("rest", "2021-09-24T18:35:00"),
        ("rest", "2021-09-24T14:05:00Z"),
        ("feed", "Fri, 24 Sep 2021 14:05:00 +0000"),
        ("sitemap", "2021-09-24T14:05:00+00:00"),
    ],
)
def test_other_sources_alone(source, text):
    assert told(normalised(**{source: text})) == (AFTERNOON, source, [])


def test_agreement_within_a_minute_is_silent():
    article = normalised("24 September 2021", "6:35 pm", json_ld="2021-09-24T14:05:59+00:00", feed="2021-09-24")
    assert told(article) == (AFTERNOON, "header", [])


def test_more_than_a_minute_apart_is_told_with_both_values():
    article = normalised("24 September 2021", "6:35 pm", json_ld="2021-09-24T14:06:01+00:00")
    both = "header '24 September 2021 6:35 pm' and json-ld '2021-09-24T14:06:01+00:00'"
    assert told(article) == (
        AFTERNOON,
        "header",
        [f"date: {both} are 1 min 1 s apart; header is taken"],
    )


def test_wrong_offset_of_a_plugin_is_told():
    article = normalised("24 September 2021", "6:35 pm", json_ld="2021-09-24T18:35:00+00:00")
    assert article.date == AFTERNOON
    assert len(article.warnings) == 1
    assert "4 h 30 min apart" in article.warnings[0]


def test_another_calendar_day_is_told():
    article = normalised("24 September 2021", "11:59 pm", json_ld="2021-09-25T00:00:00+04:30")
    assert len(article.warnings) == 1
    article = normalised("24 September 2021", "6:35 pm", html="2021-09-25")
    assert article.date == AFTERNOON
    assert article.warnings == [
        "date: header '24 September 2021 6:35 pm' and html '2021-09-25' are different days; header is taken"
    ]
    # the same instant, on another day where the plugin's clock stands
    assert normalised("25 September 2021", "2:00 am", json_ld="2021-09-24T21:30:00Z").warnings == []


def test_each_source_that_disagrees_is_told():
    article = normalised(
        "24 September 2021", "6:35 pm", json_ld="2021-09-24T18:35:00Z", opengraph="2021-09-20T18:35:00Z"
    )
    assert len(article.warnings) == 2
    assert article.sources["date"] == "header"


def test_order_of_trust_is_the_profiles():
    profile = replace(KABUL, trust=("rest", "header"))
    article = normalised("24 September 2021", "6:35 pm", profile, rest="2021-09-20T18:35:00", json_ld="2020-01-01")
    assert (article.date, article.sources["date"]) == ("2021-09-20T18:35:00+04:30", "rest")
    assert len(article.warnings) == 1  # the source left out of the order is never read


def test_day_without_time_takes_the_time_of_a_source_that_agrees():
    assert told(normalised("24 September 2021", json_ld="2021-09-24T14:05:00Z")) == (AFTERNOON, "json-ld", [])
    # the day that counts is the one at the site
    late = normalised("25 September 2021", json_ld="2021-09-24T21:30:00Z")
    assert told(late) == ("2021-09-25T02:00:00+04:30", "json-ld", [])


def test_day_without_time_and_no_agreement_is_midnight_with_a_warning():
    article = normalised("24 September 2021", json_ld="2021-09-25T14:05:00Z")
    assert (article.date, article.sources["date"]) == ("2021-09-24T00:00:00+04:30", "header")
    assert any("midnight is taken" in warning for warning in article.warnings)
    assert any("different days" in warning for warning in article.warnings)
    alone = normalised("24 September 2021")
    assert alone.warnings == ["date: header: '24 September 2021' tells no time of day: midnight is taken"]


def test_time_alone_in_the_header_joins_a_day_from_elsewhere():
    assert told(normalised(None, "6:35 pm", json_ld="2021-09-24")) == (AFTERNOON, "json-ld", [])
    article = normalised(None, "6:35 pm", json_ld="2021-09-24T10:00:00+04:30")
    assert article.date == "2021-09-24T10:00:00+04:30"
    assert "header prints the time 18:35" in article.warnings[0]


UNREADABLE = ["25:00", "12:75", "13:30 am", "half past six", "6:35 pēcp.", "x" * 300]


@pytest.mark.parametrize("time", UNREADABLE)
def test_a_day_whose_time_cannot_be_read_is_no_instant(time):
    article = normalised("24 September 2021", time)
    assert (article.date, article.sources) == (None, {})
    assert len(article.warnings) == 1
    assert article.warnings[0].startswith("date: header: ")
    # nor is it with a source that tells the day alone
    assert normalised("24 September 2021", time, html="2021-09-24").date is None
    assert normalised(None, time, json_ld="2021-09-24").date is None
    assert normalised("soon", time, json_ld="2021-09-24").date is None


@pytest.mark.parametrize("time", UNREADABLE)
def test_a_time_that_cannot_be_read_is_taken_from_a_source_that_agrees_on_the_day(time):
    article = normalised("24 September 2021", time, json_ld="2021-09-20T14:05:00Z", rest="2021-09-24T18:40:00")
    assert (article.date, article.sources["date"]) == ("2021-09-24T18:40:00+04:30", "rest")
    assert len(article.warnings) == 2
    assert article.warnings[0].startswith("date: header: ")
    assert "rest '2021-09-24T18:40:00' and json-ld '2021-09-20T14:05:00Z' are" in article.warnings[1]


def test_a_time_that_cannot_be_read_is_taken_from_another_day_only_with_a_warning():
    article = normalised("24 September 2021", "25:00", json_ld="2021-09-25T14:05:00Z")
    assert (article.date, article.sources["date"]) == ("2021-09-25T18:35:00+04:30", "json-ld")
    assert "are different days" in article.warnings[1]


def test_a_time_that_cannot_be_read_elsewhere_leaves_the_header_its_day():
    for trust in (DEFAULT.trust, ("rest", "header")):
        article = normalised(
            "24 September 2021", None, replace(KABUL, trust=trust), rest="24 September 2021 6:35 pēcp."
        )
        assert (article.date, article.sources["date"]) == ("2021-09-24T00:00:00+04:30", "header")
        assert len(article.warnings) == 2


def test_a_refused_date_is_told_alike_when_the_record_is_read_back():
    article = normalised("1443/02/17", "25:00", DEFAULT, sitemap="2021-09-24")
    assert article.date is None
    told_once = list(article.warnings)
    article.evidence = Evidence()
    assert normalise_date(article, DEFAULT).warnings == told_once


@pytest.mark.parametrize("time", ["", "-", "—", " : "])
def test_a_line_without_letters_and_digits_prints_no_time(time):
    article = normalised("24 September 2021", time)
    assert article.date == "2021-09-24T00:00:00+04:30"
    assert len(article.warnings) == 1
    assert article.warnings[0].endswith("tells no time of day: midnight is taken")


def test_time_in_the_header_joins_a_day_from_elsewhere_also_where_its_own_day_cannot_be_read():
    article = normalised("24 Brumaire 229", "6:35 pm", json_ld="2021-09-24")
    assert (article.date, article.sources["date"]) == (AFTERNOON, "json-ld")
    assert len(article.warnings) == 1


@pytest.mark.parametrize(
    ("publish", "time"),
    [
        ("24 September 2021 pm", "6:35"),
        ("24 September 2021 PM", "06:35"),
        ("24 September 2021 6:35", "pm"),
        ("6:35 24 September 2021", "p.m."),
        ("24 September 2021 6:35", "6:35 pm"),
        ("جمعه ۲ مهر ۱۴۰۰ عصر", "۶:۳۵"),
        ("عصر جمعه ۲ مهر ۱۴۰۰", "ساعت ۶:۳۵"),
        ("۲ مهر ۱۴۰۰ ب.ظ", "۶:۳۵"),
        ("۲ مهر ۱۴۰۰ ب ظ.", "۶:۳۵"),
        ("۲ مهر ۱۴۰۰ ساعت ۶:۳۵", "عصر"),
        ("۲ مهر ۱۴۰۰ ساعت ۶:۳۵", "(ب.ظ)"),
        ("24 سبتمبر 2021 مساءً", "6:35"),
        ("24 سبتمبر 2021 6:35", "م"),
        ("24 ستمبر 2021 شام", "6:35"),
        ("عصر ۲ مهر ۱۴۰۰ ساعت ۶:۳۵", None),
        ("24 September 2021 6:35", "evening, at 6:35 in the evening"),
        ("pm", "6:35 24 September 2021"),
        ("24 September 2021 pm", "18:35"),
    ],
)
def test_the_part_of_the_day_may_stand_in_the_other_line(publish, time):
    assert told(normalised(publish, time)) == (AFTERNOON, "header", [])


@pytest.mark.parametrize(
    ("publish", "time"),
    [("24 September 2021 am", "6:35"), ("۲ مهر ۱۴۰۰ صبح", "۶:۳۵"), ("24 سبتمبر 2021 ص", "6:35")],
)
def test_so_may_the_morning(publish, time):
    assert normalised(publish, time).date == "2021-09-24T06:35:00+04:30"


@pytest.mark.parametrize(
    ("publish", "time"), [("am 24. September 2021", "6:35"), ("24 سبتمبر 2021 م", "06:35"), ("24 Sep 2021 CE", "6:35")]
)
def test_words_that_are_no_part_of_the_day_in_a_line_without_a_clock(publish, time):
    assert told(normalised(publish, time)) == ("2021-09-24T06:35:00+04:30", "header", [])


def test_parts_of_the_day_that_contradict_each_other():
    assert normalised("صبح ۲ مهر ۱۴۰۰ شب", "۶:۳۵").date is None
    # a clock of 24 hours needs none, and the one beside the clock comes first
    assert normalised("24 September 2021 am", "18:35").date == AFTERNOON
    assert normalised("24 September 2021 am", "6:35 pm").date == AFTERNOON


def test_unreadable_header_falls_back_and_is_told():
    article = normalised("soon", "6:35 pm", json_ld="2021-09-24T14:05:00Z")
    assert told(article) == (AFTERNOON, "json-ld", ["date: header: 'soon' holds no date"])


def test_warnings_quote_what_was_printed():
    assert normalised("۲ مهر ۱۴۰۰ ۵ ساعت ۱۸:۳۵").warnings == [
        "date: header: '۲ مهر ۱۴۰۰ ۵ ساعت ۱۸:۳۵' holds numbers that belong to no date"
    ]
    assert normalised("۲ مهر ۱۴۰۰ ۲۵:۳۵").warnings == ["date: header: '۲ مهر ۱۴۰۰ ۲۵:۳۵' is no time of day"]


def test_nothing_readable_leaves_the_field_and_says_why():
    article = normalised("31 February 2021", json_ld="never")
    assert article.date is None
    assert "date" not in article.sources
    assert [warning.split(":")[1] for warning in article.warnings] == [" header", " json-ld"]


def test_open_order_is_settled_by_a_source_that_agrees():
    article = normalised("03/04/2021", "6:35 pm", json_ld="2021-04-03T14:05:00Z")
    assert told(article) == ("2021-04-03T18:35:00+04:30", "header", [])
    article = normalised("03/04/2021", "6:35 pm", json_ld="2021-03-04T14:05:00Z")
    assert article.date == "2021-03-04T18:35:00+04:30"
    # a source that agrees with neither settles nothing
    article = normalised("03/04/2021", "6:35 pm", json_ld="2021-05-04T14:05:00Z")
    assert article.sources["date"] == "json-ld"
    assert "may mean" in article.warnings[0]


@pytest.mark.parametrize("printed", ["1400/07/02", "1443/02/17", "24/09/21", "21/09/24", "2 مهر ۰۰", "02/07/00"])
def test_open_calendar_or_century_is_settled_by_a_source_that_agrees(printed):
    article = normalised(printed, "18:35", json_ld="2021-09-24T14:05:00Z")
    assert told(article) == (AFTERNOON, "header", [])
    assert normalised(printed, "18:35").date is None


def test_machines_that_print_jalali_years():
    article = normalised("۲ مهر ۱۴۰۰", "۱۸:۳۵", json_ld="1400-07-02T18:35:00+04:30")
    assert told(article) == (AFTERNOON, "header", [])


def test_fetch_time_bars_days_to_come():
    then = "2026-01-01T00:00:00+00:00"
    assert normalised("1443/02/17", "18:35", language="fa", fetched_at=then).date is None
    assert normalised("1400/07/02", "18:35", language="fa", fetched_at=then).date == AFTERNOON
    # in 2032 a Persian page may well print 1411, though Hijri 1411 was 1990
    later = "2032-12-01T00:00:00+00:00"
    assert normalised("1411/07/02", "18:35", language="fa", fetched_at=later).date == "2032-09-23T18:35:00+04:30"
    article = normalised("24 September 2036", "18:35", fetched_at=then, json_ld="2021-09-24T14:05:00Z")
    assert (article.date, article.sources["date"]) == (AFTERNOON, "json-ld")
    assert "is read as 2036-09-24, which lies more than a year after the fetch" in article.warnings[0]
    # Nepal's 2078 was 2021
    assert normalised("२०७८-०६-०८", "18:35", fetched_at=then, language="ne").date is None
    article = normalised("24 September 2026", "18:35", fetched_at=then)
    assert "lies after the fetch" in article.warnings[0]


@pytest.mark.parametrize("language", ["fr", "de-DE", "en-GB", "fa"])
def test_order_by_language_alone_is_refused(language):
    article = normalised("03/04/2021", "18:35", language=language)
    assert article.date is None
    assert "may mean 2021-03-04 (gregorian, mdy) or 2021-04-03 (gregorian, dmy)" in article.warnings[0]
    assert told(normalised("1400/07/02", "18:35", language="fa")) == (AFTERNOON, "header", [])


THAI = {
    "24 ก.ย. 64": "2021-09-24T00:00:00+04:30",
    "วันศุกร์ที่ 24 ก.ย. 64 เวลา 18.35 น.": AFTERNOON,
    "29 ก.พ. 63 | 18:35": "2020-02-29T18:35:00+04:30",
    # no year of either era, some other number
    "24 ก.ย. 21": None,
    "24 ก.ย. 64 ครั้ง": None,
    "24 ก.ย. 95": None,
}


@pytest.mark.parametrize("printed", THAI)
def test_two_digits_of_a_buddhist_year_are_told_by_the_fetch(printed: str) -> None:
    article = normalised(printed, language="th", fetched_at="2026-01-01T00:00:00+00:00")
    assert article.date == THAI[printed]


@pytest.mark.parametrize("fetched", [None, "2099-01-01T00:00:00+00:00"])
def test_without_the_fetch_they_may_be_of_the_common_era(fetched: str | None) -> None:
    article = normalised("24 ก.ย. 64", language="th", fetched_at=fetched)
    assert article.date is None
    assert "2021-09-24 (gregorian) or 2064-09-24 (gregorian)" in article.warnings[0]


@pytest.mark.parametrize("printed", ["24 September 64", "24 September 95", "24 Sept. 64", "24/09/95", "24.09.95"])
def test_no_number_is_taken_for_a_year_since_none_can_come_after_the_fetch(printed: str) -> None:
    for language in ("en", "fr", None):
        assert normalised(printed, language=language, fetched_at="2026-01-01T00:00:00+00:00").date is None


def test_order_is_settled_by_the_fetch_that_no_day_comes_after():
    then = "2021-03-20T00:00:00+00:00"
    assert told(normalised("03/04/2021", "18:35", fetched_at=then)) == ("2021-03-04T18:35:00+04:30", "header", [])
    assert normalised("03/04/2021", "18:35", fetched_at="2021-04-02T00:00:00+00:00").date is None


def test_weekday_that_was_not_is_told():
    assert normalised("Friday 24 September 2021", "18:35").warnings == []
    assert "weekday" in normalised("Monday 24 September 2021", "18:35").warnings[0]
    assert "weekday" in normalised("دوشنبه ۲ مهر ۱۴۰۰", "18:35").warnings[0]


def test_skipped_and_doubled_times_are_told():
    article = normalised("28 March 2021", "02:30", PARIS)
    assert article.date == "2021-03-28T03:30:00+02:00"
    assert "set forward over" in article.warnings[0]
    article = normalised("31 October 2021", "02:30", PARIS)
    assert article.date == "2021-10-31T02:30:00+02:00"
    assert "twice" in article.warnings[0]


@pytest.mark.parametrize(("utc", "offset"), [("00:30", "+02:00"), ("01:30", "+01:00")])
def test_doubled_time_is_settled_by_a_source_with_an_offset(utc, offset):
    article = normalised("31 October 2021", "02:30", PARIS, json_ld=f"2021-10-31T{utc}:00Z")
    assert told(article) == (f"2021-10-31T02:30:00{offset}", "header", [])


def test_unknown_zone():
    assert told(normalised("24 September 2021", "18:35", DEFAULT)) == (
        "2021-09-24T18:35:00+00:00",
        "header",
        ["date: the site's time zone is not known: UTC is taken"],
    )
    assert told(normalised("2021-09-24T18:35:00+04:30", None, DEFAULT)) == (AFTERNOON, "header", [])
    assert told(normalised(profile=DEFAULT, json_ld="2021-09-24T18:35:00+04:30")) == (AFTERNOON, "json-ld", [])


def test_unknown_zone_is_taken_from_a_source_that_agrees():
    article = normalised("24 September 2021", "18:35", DEFAULT, json_ld="2021-09-24T18:35:20+04:30")
    assert told(article) == (AFTERNOON, "header", [])
    article = normalised("24 September 2021", "18:35", DEFAULT, json_ld="2021-09-24T14:05:20+00:00")
    assert (article.date, article.sources["date"]) == (AFTERNOON, "header")
    assert "offset +04:30 is taken" in article.warnings[0]
    article = normalised("24 September 2021", "18:35", DEFAULT, json_ld="2021-09-24T14:11:20+00:00")
    assert article.date == "2021-09-24T18:35:00+00:00"
    assert len(article.warnings) == 2


LIKELY = replace(DEFAULT, likely_timezone="+03:30")


def test_a_likely_zone_stands_in_for_utc_and_is_told():
    assert told(normalised("24 September 2021", "18:35", LIKELY)) == (
        "2021-09-24T18:35:00+03:30",
        "header",
        ["date: the site's time zone is not known: +03:30 is taken, as its newest articles show it"],
    )
    tehran = replace(DEFAULT, likely_timezone="Asia/Tehran")
    assert normalised("20 September 2021", "18:35", tehran).date == "2021-09-20T18:35:00+04:30"
    assert normalised("24 September 2021", "18:35", replace(tehran, timezone="+04:30")).date == AFTERNOON


def test_a_likely_zone_gives_way_to_the_offset_that_the_article_shows():
    article = normalised("24 September 2021", "18:35", LIKELY, json_ld="2021-09-24T14:05:00+00:00")
    assert (article.date, article.sources["date"]) == (AFTERNOON, "header")
    assert article.warnings == [
        "date: the site's time zone is not known: offset +04:30 is taken, under which header and json-ld agree"
    ]
    assert told(normalised("24 September 2021", "18:35", LIKELY, json_ld="2021-09-24T15:05:00Z")) == (
        "2021-09-24T18:35:00+03:30",
        "header",
        [],
    )


def test_a_likely_zone_stays_where_a_plugin_prints_local_time_as_utc():
    article = normalised("24 September 2021", "18:35", LIKELY, json_ld="2021-09-24T18:35:00+00:00")
    assert article.date == "2021-09-24T18:35:00+03:30"
    assert len(article.warnings) == 2
    # and where another source agrees with it
    article = normalised("24 September 2021", "18:35", LIKELY, json_ld="2021-09-24T14:05:00Z", feed="2021-09-24T15:05Z")
    assert article.date == "2021-09-24T18:35:00+03:30"
    assert len(article.warnings) == 1


def test_a_likely_zone_shows_what_is_known_in_utc_only():
    assert told(normalised(profile=LIKELY, json_ld="2021-09-24T15:05:00Z")) == (
        "2021-09-24T18:35:00+03:30",
        "json-ld",
        [],
    )
    assert normalised("24 September 2021", None, LIKELY, json_ld="2021-09-24T15:05:00Z").date == (
        "2021-09-24T18:35:00+03:30"
    )


def test_zone_that_does_not_exist():
    article = normalised("24 September 2021", "18:35", replace(DEFAULT, timezone="Asia/Atlantis"))
    assert article.date == "2021-09-24T18:35:00+00:00"
    assert "'Asia/Atlantis'" in article.warnings[0]


FETCHED = "2021-09-24T14:05:30+00:00"
RELATIVE = {
    "2 hours ago": "2021-09-24T16:35:30+04:30",
    "an hour ago": "2021-09-24T17:35:30+04:30",
    "5 mins ago": "2021-09-24T18:30:30+04:30",
    "about 5 minutes ago": "2021-09-24T18:30:30+04:30",
    "۲ ساعت پیش": "2021-09-24T16:35:30+04:30",
    "یک ساعت قبل": "2021-09-24T17:35:30+04:30",
    "دو روز پیش": "2021-09-22T00:00:00+04:30",
    "منذ ساعتين": "2021-09-24T16:35:30+04:30",
    "منذ 3 ساعات": "2021-09-24T15:35:30+04:30",
    "منذ ساعة": "2021-09-24T17:35:30+04:30",
    "2 گھنٹے پہلے": "2021-09-24T16:35:30+04:30",
    "۲ ساعته مخکې": "2021-09-24T16:35:30+04:30",
    "3 days ago": "2021-09-21T00:00:00+04:30",
    "1 week ago": "2021-09-17T00:00:00+04:30",
    "yesterday": "2021-09-23T00:00:00+04:30",
    "yesterday, 5:10 pm": "2021-09-23T17:10:00+04:30",
    "today 6:10 am": "2021-09-24T06:10:00+04:30",
    "دیروز": "2021-09-23T00:00:00+04:30",
    "امروز ساعت ۱۰:۱۰": "2021-09-24T10:10:00+04:30",
    "أمس": "2021-09-23T00:00:00+04:30",
}


@pytest.mark.parametrize("text", RELATIVE)
def test_relative_dates_count_from_the_fetch_and_are_told(text):
    article = normalised(text, fetched_at=FETCHED)
    assert (article.date, article.sources["date"]) == (RELATIVE[text], "header")
    assert "told from the fetch" in article.warnings[0]


@pytest.mark.parametrize("text", RELATIVE)
def test_relative_dates_without_a_fetch_time_are_refused(text):
    article = normalised(text)
    assert article.date is None
    assert article.warnings or article.raw.publish


@pytest.mark.parametrize(
    "text", ["3 months ago", "2 years ago", "some hours ago", "-2 hours ago", "9999 hours", "2 hours", "9999 weeks ago"]
)
def test_vague_relative_dates_are_refused(text):
    assert normalised(text, fetched_at=FETCHED).date is None


def test_relative_date_gives_way_to_any_other():
    article = normalised("2 hours ago", fetched_at=FETCHED, json_ld="2021-09-24T14:05:00Z")
    assert told(article) == (AFTERNOON, "json-ld", [])


def test_date_modified():
    article = normalised("24 September 2021", "18:35", modified={"json-ld": "2021-09-25T10:00:00Z", "rest": "never"})
    assert article.date_modified == "2021-09-25T14:30:00+04:30"
    assert article.warnings == []
    article = normalised("24 September 2021", "18:35", modified={"json-ld": "never", "html": "25 September 2021"})
    assert article.date_modified == "2021-09-25T00:00:00+04:30"
    assert article.warnings == ["date_modified: json-ld: 'never' holds no date"]


def test_nothing_to_read_leaves_what_is_there():
    article = normalise_date(Article(date=AFTERNOON), KABUL)
    assert told(article) == (AFTERNOON, None, [])


def test_a_finished_date_stays():
    article = Article(date=AFTERNOON, sources={"date": "json-ld"}, raw=Raw(publish="1 January 2020"))
    assert told(normalise_date(article, KABUL)) == (AFTERNOON, "json-ld", [])


def test_offsets_of_old_local_mean_time_are_whole_minutes():
    profile = replace(DEFAULT, timezone="Asia/Tehran")
    assert normalised("1 May 1920", "12:00", profile).date == "1920-05-01T12:00:16+03:26"


@pytest.mark.parametrize(
    ("local", "date", "warned"),
    [
        ("2021-09-24T18:35:00+04:30", AFTERNOON, False),
        ("2021-09-24 18:35:00", AFTERNOON, True),
        ("2021-09-24 18:42:00", "2021-09-24T14:05:00+00:00", True),
        ("2021-09-24 00:00:00", "2021-09-24T14:05:00+00:00", True),
        ("2021-09-24T18:35:00+02:00", "2021-09-24T14:05:00+00:00", True),
        ("24 September 2021", "2021-09-24T14:05:00+00:00", False),
    ],
)
def test_local_time_shows_the_zone_behind_a_plugins_utc(local, date, warned):
    article = normalised(profile=DEFAULT, json_ld="2021-09-24T14:05:00+00:00", html=local)
    assert (article.date, bool(article.warnings)) == (date, warned)


def test_a_known_zone_is_not_overruled():
    assert normalised(profile=PARIS, json_ld="2021-09-24T14:05:00Z", html="2021-09-24 18:35").date == (
        "2021-09-24T16:05:00+02:00"
    )


def test_the_month_in_the_address_settles_numbers():
    article = Article(url="https://news.example/2021/07/plan/", evidence=Evidence(date={"html": "5.7.21"}))
    assert normalise_date(article, KABUL).date == "2021-07-05T00:00:00+04:30"
    article = Article(url="https://news.example/2021/12/plan/", evidence=Evidence(date={"html": "5.7.21"}))
    assert normalise_date(article, KABUL).date is None


def test_hours_that_went_by_where_clocks_were_set_back():
    article = normalised("2 hours ago", profile=PARIS, fetched_at="2021-10-31T02:30:00+00:00")
    assert article.date == "2021-10-31T02:30:00+02:00"


def test_a_day_that_clocks_skipped_is_told():
    article = normalised("30 December 2011", "12:00", replace(KABUL, timezone="Pacific/Apia"))
    assert article.date == "2011-12-31T12:00:00+14:00"
    assert "set forward over" in article.warnings[0]


@pytest.mark.parametrize("printed", ["6:35 pēcp.", "18:35 pēcp.", "mukwaki6:35"])
def test_the_half_of_the_day_is_settled_by_a_source_that_agrees_with_one(printed):
    article = normalised("24 September 2021", printed, json_ld="2021-09-24T14:05:00Z")
    assert told(article) == (AFTERNOON, "header", [])
    article = normalised("24 September 2021", "12:05 pēcp.", json_ld="2021-09-23T19:35:00Z")
    assert told(article) == ("2021-09-24T00:05:00+04:30", "header", [])


def test_an_open_half_of_the_day_tells_no_zone():
    article = normalised("24 September 2021", "6:35 pēcp.", DEFAULT, json_ld="2021-09-24T14:05:00+04:30")
    assert (article.date, article.sources["date"]) == ("2021-09-24T14:05:00+04:30", "json-ld")
    assert len(article.warnings) == 1

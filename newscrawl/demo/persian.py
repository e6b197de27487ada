"""The Persian edition: a paper of a small town in Iran, with Jalali dates in Persian digits, from right to left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.demo.edition import Edition, Phrases
from newscrawl.demo.jalali import to_jalali

if TYPE_CHECKING:
    from datetime import datetime

_MONTHS = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"]
_GREGORIAN_MONTHS = [
    "ژانویه",
    "فوریه",
    "مارس",
    "آوریل",
    "مه",
    "ژوئن",
    "ژوئیه",
    "اوت",
    "سپتامبر",
    "اکتبر",
    "نوامبر",
    "دسامبر",
]
_WEEKDAYS = ["دوشنبه", "سه‌شنبه", "چهارشنبه", "پنج‌شنبه", "جمعه", "شنبه", "یکشنبه"]
_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")

_DAY_PARTS = ((0, "بامداد"), (5, "صبح"), (12, "ظهر"), (13, "بعدازظهر"), (16, "عصر"), (19, "شب"))
"""From which hour on a part of the day is named."""


def _digits(number: int | str) -> str:
    return str(number).translate(_DIGITS)


def _date(when: datetime) -> str:
    year, month, day = to_jalali(when)
    return _digits(f"{_WEEKDAYS[when.weekday()]} {day} {_MONTHS[month - 1]} {year}")


def _time(when: datetime) -> str:
    """The clock of the year in which it was written: the paper changed its ways, and kept what it had printed."""
    year, _, _ = to_jalali(when)
    clock = f"{when.hour % 12 or 12}:{when.minute:02d}"
    if year < 1401:
        return _digits(f"{when.hour:02d}:{when.minute:02d}")
    if year < 1403:
        return _digits(f"{clock} {'ق.ظ' if when.hour < 12 else 'ب.ظ'}")
    return _digits(f"{clock} {next(name for hour, name in reversed(_DAY_PARTS) if when.hour >= hour)}")


def _gregorian_month(when: datetime) -> str:
    return _digits(f"{_GREGORIAN_MONTHS[when.month - 1]} {when.year}")


PERSIAN = Edition(
    name="fa",
    language="fa-IR",
    locale="fa_IR",
    rtl=True,
    title="پیک چشمه‌سار",
    tagline="خبرهای شهر چشمه‌سار و روستاهای کوهپایه",
    timezone="Asia/Tehran",
    print_date=_date,
    print_time=_time,
    print_month=_gregorian_month,
    print_year=lambda when: _digits(to_jalali(when)[0]),
    print_number=_digits,
    phrases=Phrases(
        publish="تاریخ انتشار",
        time="ساعت",
        category="دسته‌بندی",
        number="شناسهٔ خبر",
        comma="، ",
        skip="رفتن به نوشته‌ها",
        home="خانه",
        search="جست‌وجو",
        recent="تازه‌ترین نوشته‌ها",
        categories="دسته‌ها",
        tags="برچسب‌ها",
        archives="بایگانی",
        related="خبرهای مرتبط",
        share="هم‌رسانی",
        previous="قبلی",
        next="بعدی",
        newer="خبرهای تازه‌تر",
        older="خبرهای پیشین",
        posts_navigation="راهبری نوشته‌ها",
        post_navigation="راهبری نوشته",
        page="برگهٔ {} از {}",
        read_on="ادامهٔ مطلب",
        feed="خوراک",
        feed_of="خوراک {}",
        comments="دیدگاه‌ها",
        comments_feed="خوراک دیدگاه‌ها",
        comments_feed_of="خوراک دیدگاه‌های {}",
        comments_on="دیدگاه‌ها برای: {}",
        comment_by="دیدگاه دربارهٔ {} از {}",
        comments_one="یک دیدگاه دربارهٔ «{}»",
        comments_many="{} دیدگاه دربارهٔ «{}»",
        says="گفت:",
        reply="پاسخ",
        leave_reply="دیدگاهتان را بنویسید",
        cancel_reply="لغو پاسخ",
        notes="نشانی ایمیل شما منتشر نخواهد شد.",
        required="بخش‌های موردنیاز علامت‌گذاری شده‌اند",
        comment="دیدگاه",
        name="نام",
        email="ایمیل",
        website="وب‌سایت",
        remember="نام، ایمیل و وب‌سایت من را برای دیدگاه بعدی در این مرورگر نگه دار.",
        submit="فرستادن دیدگاه",
        advertisement="آگهی",
        ad_text="شماره: ۱ در چای کوهی از سال ۱۳۶۶. ساعت: همین حالا. از بقال محله چای «سماور زرین» بخواهید.",
        newsletter="نامهٔ بامدادی",
        newsletter_text="دسته‌بندی: رایگان. پنج خبر روز، پیش از آنکه نانوایی باز کند، در صندوق شماست.",
        footer_about="پیک چشمه‌سار از آنِ خوانندگان خود است و هر روز جز جمعه چاپ می‌شود.",
        footer_office="شماره: ۴ کوچهٔ چاپخانه، چشمه‌سار · دسته‌بندی: روزنامه · تاریخ انتشار: هر روز · ساعت: ۹ تا ۱۷",
        rights="همهٔ حقوق محفوظ است.",
        powered="با افتخار نیرو گرفته از وردپرس",
        social="شبکه‌های اجتماعی",
        results="نتیجهٔ جست‌وجو برای: {}",
        nothing="چیزی پیدا نشد",
        not_found="برگه پیدا نشد",
        not_found_text="برگه‌ای که خواسته‌اید جابه‌جا شده یا هرگز نبوده است. بگردید یا یکی از خبرهای تازه را بخوانید.",
        by_author="دربارهٔ نویسنده",
        all_from="همهٔ نوشته‌های {}",
    ),
)

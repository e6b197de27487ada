"""Persian words for posts, and how the site prints these under a header with Jalali dates and Persian digits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import jdatetime

from .posts import Words
from .records import Look

if TYPE_CHECKING:
    from datetime import datetime

    from .posts import Post

ADD = 1_400_000
"""What the printed number is more than the post's ID, as on sites that number their articles themselves."""

WORDS = Words(
    categories=("سیاست", "جهان", "ورزش", "اقتصاد", "فرهنگ و هنر", "علم/فناوری"),
    authors=("مریم عزیزی", "فرید نوری", "ژاله آب‌رود"),
    # in an order that code points and MariaDB's collation share
    tags=("انتخابات", "بودجه", "تجارت", "خشکسالی", "زعفران", "شطرنج", "فوتبال", "مدرسه"),
    sentence="{subject} {end} {object} {verb}.",
    subjects=(
        "وزارت راه",
        "سخنگوی شورای شهر",
        "استاندار",
        "بخش خصوصی",  # two that begin as labels do
        "گروه کوه‌نوردان شهر",
        "کاپیتان تیم",
        "دانشگاه",
        "کشاورزان شمال",
        "بانک مرکزی",
        "هیئتی از داوران",
        "محیط‌بانان",
        "شهردار",
    ),
    verbs=(
        "را اعلام کرد",
        "را تأیید نکرد",
        "را پذیرفت",
        "را ستود",
        "را به تعویق انداخت",
        "را بررسی می‌کند",
        "را نمی‌پذیرد",
        "را گزارش داد",
    ),
    objects=(
        "برنامهٔ تازه‌ای برای زمستان",
        "نتیجهٔ گفت‌وگوهای هفتهٔ پیش",
        "گران شدن ۱۲٫۵ درصدی گندم",
        "بازگشایی جادهٔ گردنهٔ باد",
        "وام ۳۰۰ میلیون تومانی مغازه‌های کوچک",
        "بستن دو گذرگاه مرزی",
        "فهرستی از ۲۰۰۰ تا ۳۰۰۰ نام",
        "نخستین بازی فصل",
        "همکاری با Müller & Sons",
        "توافق بر سر آب",
        "بازگشت ۴۰ خانواده",
        "فیلمی دربارهٔ «بازار کهنه»",
    ),
    ends=(
        "روز دوشنبه",
        "پس از چند روز تأخیر",
        "با وجود برف سنگین",
        "در نشستی پشت درهای بسته",
        "برای سومین بار در سال ۱۴۰۰",
        "پیش از جلسهٔ شورا",
        "بی‌آنکه دلیلی بیاورد",
        "چنان‌که همسایه‌ها خواسته بودند",
    ),
    quote="«{}»",
    title="{}؛ بخش {}",
    titles=("Trade & transit across the pass, part {}", "«راه و بازار» — حالا چه می‌شود؟ №{}"),
    caption="عکس {}: {}",
    comment="واژه‌های بازدیدکنندهٔ {} که از آنِ هیچ خبری نیست.",
    foreign=("The road to the pass is open again.", "«Herzlich willkommen» steht am Eingang.", "الماء قليل هذا الصيف."),
)

_MONTHS = ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند")
_WEEKDAYS = ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه")
_PARTS = {range(5): "بامداد", range(5, 12): "صبح", range(12, 13): "ظهر", range(13, 16): "بعدازظهر"}
_PARTS |= {range(16, 19): "عصر", range(19, 24): "شب"}
_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def header(clock: str, **values: Any) -> dict[str, Any]:
    """The option of the theme that prints a Persian header; ``clock`` is ``24``, ``halves`` or ``parts``."""
    labels = {"publish": "تاریخ انتشار", "time": "ساعت", "category": "دسته‌بندی", "number": "کد خبر"}
    return {"calendar": "jalali", "clock": clock, "add": ADD, "labels": labels} | values


def as_printed(post: Post) -> Post:
    """The post under the number that the header gives it."""
    return replace(post, number=post.number + ADD)


def look(clock: str) -> Look:
    """How a post is printed, by another's Jalali calendar."""

    def raw(post: Post) -> dict[str, str]:
        day = jdatetime.date.fromgregorian(date=post.date.date())
        values = {
            "publish": f"{_WEEKDAYS[post.date.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}",
            "time": _time(post.date, clock),
            "category": "، ".join(post.categories),
            "number": str(post.number),
        }
        return {name: value.translate(_DIGITS) for name, value in values.items()}

    return Look(language="fa-IR", raw=raw, foreign_words=FOREIGN_WORDS, caption="عکس ")


def _time(when: datetime, clock: str) -> str:
    if clock == "24":
        return f"{when:%H:%M}"
    half = "ق.ظ" if when.hour < 12 else "ب.ظ"
    part = next(name for hours, name in _PARTS.items() if when.hour in hours)
    return f"{when.hour % 12 or 12}:{when:%M} {half if clock == 'halves' else part}"


FOREIGN_WORDS = (
    "از آنِ هیچ خبری نیست",
    "Words of an alt text",
    "پاسخ دهید",
    "لغو پاسخ",
    "نشانی ایمیل شما",
    "موردنیاز",
    "وبسایت",
    "فرستادن دیدگاه",
    "A visitor",
    "هم‌رسانی",
    "Facebook",
    "خبرهای مرتبط",
    "برچسب‌ها",
    "نوشتهٔ",
    "۱۱۱۱۱",
    "۲۲۲۲۲",
)
"""Printed around the article, the comment form's in the words of WordPress's own translation."""

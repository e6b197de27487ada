"""Names of months, weekdays and eras in English, Persian, Dari, Pashto, Arabic and Urdu.

Keys are :func:`newscrawl.normalise.script.flat`, without spaces. Sources: Unicode CLDR, and what sites print.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.normalise.script import flat

if TYPE_CHECKING:
    from newscrawl.sites.profile import Calendar

# A line a month, from the calendar's first, and its continuations indented; variants parted by commas.
_GREGORIAN = """
january, jan, ژانویه, ژانویۀ, جنوری, جنوري, يناير, جانفي, كانون الثاني, کانون دوم, جنو
february, feb, فوریه, فبروری, فبروري, فروری, فبراير, فيفري, شباط, فبر
march, mar, مارس, مارچ, آذار, مار
april, apr, آوریل, اپریل, أبريل, إبريل, أفريل, نيسان, اپر
may, مه, می, مئی, مۍ, مايو, ماي, أيار, نوار
june, jun, ژوئن, جون, يونيو, يونيه, جوان, حزيران
july, jul, ژوئیه, ژوییه, جولای, جولائی, جولايي, يوليو, يوليه, يوليوز, جويلية, تموز, جول
august, aug, اوت, آگوست, اگست, اګست, أغسطس, أوت, غشت, آب, اگس
september, sept, sep, سپتامبر, سپتمبر, سېپتمبر, سبتمبر, ستمبر, شتنبر, أيلول, سپت
october, oct, اکتبر, اکتوبر, أكتوبر, تشرين الأول, تشرین اول, اکت
november, nov, نوامبر, نومبر, نوفمبر, نونبر, تشرين الثاني, تشرین دوم, نوم
december, dec, دسامبر, دسمبر, ديسمبر, دجنبر, كانون الأول, کانون اول, دیسمبر, دسم
"""
_JALALI = """
farvardin, farwardin, فروردین, فرودین, hamal, حمل, وری
ordibehesht, urdibihisht, اردیبهشت, اردی‌بهشت, sawr, saur, thawr, ثور, غویی, غوایی
khordad, khurdad, خرداد, jawza, jauza, جوزا, غبرگولی, غبرګولی
tir, تیر, saratan, سرطان, چنگاښ, چنګاښ
mordad, amordad, مرداد, امرداد, asad, اسد, زمری
shahrivar, shahriwar, شهریور, sunbula, sonbola, sunbulah, سنبله, سنبلهٔ, وږی
mehr, مهر, mizan, میزان, تله, تلې
aban, آبان, aqrab, عقرب, لړم
azar, آذر, qaws, qaus, قوس, لیندۍ
dey, dai, دی, jadi, jady, جدی, مرغومی
bahman, بهمن, dalw, dalwa, دلو, سلواغه, سلواغې
esfand, اسفند, hut, hoot, حوت, کب
"""
_HIJRI = """
muharram, muharam, محرم, محرم الحرام
safar, صفر, صفر المظفر, صفر الخير
rabi al awwal, rabi al-awal, rabi ul awwal, rabi i, ربیع الاول, ربیع اول, ربيع الأنور, ر بیع الاول
rabi al thani, rabi ath thani, rabi al akhir, rabi us sani, rabi ii,
  ربیع الثانی, ربيع الآخر, ربیع دوم, ر بیع الثانی
jumada al awwal, jumada al ula, jumada i, جمادی الاول, جمادى الأولى, جمادی اول
jumada al thani, jumada al akhirah, jumada al akhira, jumada ii,
  جمادی الثانی, جمادى الآخرة, جمادى الثانية, جمادی دوم,
  جمادی الآخر, جمادی الاخری
rajab, رجب, رجب المرجب
shaban, shaaban, شعبان, شعبان المعظم
ramadan, ramazan, ramadhan, رمضان, رمضان المبارک
shawwal, shawal, شوال, شوال المکرم
dhu al qidah, dhul qadah, dhu al qadah, dhul qidah, zul qadah, zulqada,
  ذو القعدة, ذی القعده, ذیقعده, ذوالقعده, ذی قعده, ذوالقعدۃ, ذیقعد
dhu al hijjah, dhul hijjah, dhul hijja, zul hijjah, zulhijja,
  ذو الحجة, ذی الحجه, ذیحجه, ذوالحجه, ذی حجه, ذوالحجۃ, ذی الحج
"""
# From Monday, as date.weekday counts.
_WEEKDAYS = """
monday, mon, دوشنبه, الاثنين, الإثنين, اثنين, پیر, ګل
tuesday, tue, tues, سه شنبه, الثلاثاء, ثلاثاء, منگل, نهه
wednesday, wed, چهارشنبه, الأربعاء, أربعاء, بدھ, شورو
thursday, thu, thur, thurs, پنجشنبه, پنج شنبه, الخميس, خميس, جمعرات, زیارت
friday, fri, جمعه, آدینه, الجمعة, جمعۃ
saturday, sat, شنبه, السبت, سبت, ہفتہ, سنیچر, خالي
sunday, sun, یکشنبه, یک شنبه, الأحد, أحد, اتوار, یوشنبه
"""
_ERAS: dict[Calendar, str] = {
    "gregorian": "ad, ce, م, میلادی, ميلادية, عیسوی, ء, ع, زېږدیز",
    "jalali": "sh, ap, shamsi, solar, ش, هش, ه ش, هجری شمسی, شمسی, خورشیدی, هجری خورشیدی, لمریز, هل, ه ل, لمريز",
    "hijri": "ah, hijri, ق, هق, ه ق, هجری قمری, قمری, هجرية, هجري, ه, هـ, ھ, سپوږمیز",
}


def _key(name: str) -> str:
    return flat(name).replace(" ", "").replace("-", "")


def _names(lines: str) -> list[list[str]]:
    return [[_key(name) for name in line.split(",")] for line in lines.strip().replace("\n  ", " ").splitlines()]


def _months() -> dict[str, tuple[Calendar, int]]:
    tables: dict[Calendar, str] = {"gregorian": _GREGORIAN, "jalali": _JALALI, "hijri": _HIJRI}
    found: dict[str, tuple[Calendar, int]] = {}
    for calendar, lines in tables.items():
        for month, names in enumerate(_names(lines), start=1):
            for name in names:
                found[name] = (calendar, month)
    return found


MONTHS = _months()
"""Key of a month's name -> its calendar and its number from 1."""

WEEKDAYS = {name: day for day, names in enumerate(_names(_WEEKDAYS)) for name in names}
"""Key of a weekday's name -> 0 for Monday to 6 for Sunday."""

ERAS = {key: calendar for calendar, names in _ERAS.items() for name in names.split(",") if (key := _key(name))}
"""Key of a mark of era -> its calendar. Marks stand beside a year."""

LONGEST_NAME = 4
"""Words that one name of a month may have."""

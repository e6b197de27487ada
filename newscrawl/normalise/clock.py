"""The time of day as sites print it: 12 and 24 hours, day parts of several languages, an offset from UTC."""

from __future__ import annotations

import re
from datetime import UTC, time, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple

from newscrawl.normalise.errors import DateError
from newscrawl.normalise.months import ERAS, MONTHS, WEEKDAYS
from newscrawl.normalise.script import flat
from newscrawl.normalise.warn import quoted

if TYPE_CHECKING:
    from datetime import tzinfo

# Day part -> clock hour as printed -> hours to add. An hour that is not listed contradicts the day part.
_MORNING = {0: 0, 12: -12} | dict.fromkeys(range(1, 12), 0)
_AFTERNOON = {0: 12, 12: 0} | dict.fromkeys(range(1, 12), 12) | dict.fromkeys(range(13, 24), 0)
_NOON = {10: 0, 11: 0, 12: 0, 13: 0, 14: 0, 15: 0, 1: 12, 2: 12, 3: 12, 4: 12}
_EVENING = dict.fromkeys(range(1, 12), 12) | dict.fromkeys(range(13, 24), 0)
_NIGHT = dict.fromkeys(range(6, 12), 12) | {12: -12} | dict.fromkeys((0, 1, 2, 3, 4, *range(18, 24)), 0)
_MIDNIGHT = {12: -12, 23: 0, 11: 12} | dict.fromkeys(range(4), 0)

# English, then Persian and Dari, Pashto, Arabic, Urdu, then languages without a table of months. Sources: Unicode CLDR
# (day periods), and the translations of WordPress, in which "pm" is مساءً and شام.
_DAY_PARTS: tuple[tuple[dict[int, int], str], ...] = (
    (_MORNING, "am, a.m, صبح, بامداد, سحر, ق.ظ, قبل از ظهر, پیش از ظهر, ص, صباحا, الصباح, فجرا, الفجر, قبل الظهر"),
    (_MORNING, "غ.م, سهار, گهیځ, ګهیځ, قبل دوپہر, صبح کے, in the morning"),
    (_MORNING, "vorm, vormittags, morgens, früh, du matin, de la mañana, de la madrugada, da manhã, da madrugada"),
    (_MORNING, "di mattina, del mattino, утра, ранку, rano, ÖÖ, sabah, π.μ, पूर्वाह्न, सुबह, পূর্বাহ্ন, পূর্বাহ্ণ, সকাল, ভোর, এএম"),
    (_MORNING, "sáng, pagi, ก่อนเที่ยง"),
    (
        _AFTERNOON,
        "pm, p.m, ب.ظ, بعد از ظهر, بعدازظهر, پس از ظهر, م, بعد الظهر, ماسپښین, غ.و, بعد دوپہر, in the afternoon",
    ),
    (_AFTERNOON, "عصر, عصرا, العصر, مساء, المساء, شام, سہ پہر, مازیګر, مازدیګر, مازدیگر"),
    (
        _AFTERNOON,
        "nachm, nachmittags, de l'après-midi, de la tarde, da tarde, del pomeriggio, di pomeriggio, дня, po południu",
    ),
    (_AFTERNOON, "ÖS, μ.μ, अपराह्न, অপরাহ্ন, অপরাহ্ণ, পিএম, বিকাল, বিকেল, chiều, sore, หลังเที่ยง"),
    (_NOON, "ظهر, ظهرا, الظهر, دوپہر, غرمه, غرمې, noon, mittags, दोपहर, দুপুর, trưa, siang"),
    (
        _EVENING,
        "غروب, ماښام, in the evening, abends, du soir, di sera, вечера, вечора, wieczorem, akşam, शाम, সন্ধ্যা, tối",
    ),
    (_NIGHT, "شب, ليلا, الليل, رات, شپې, شپه, at night, nachts, de la noche, da noite, di notte, ночи, ночі, w nocy"),
    (_NIGHT, "gece, रात, রাত, đêm, malam"),
    (_MIDNIGHT, "نیمه شب, نصف شب, منتصف الليل, نیمه شپه, نیمې شپې, آدھی رات, midnight"),
)
# These stand before the clock, with or without a space: 下午6:35, 오후 6:35.
_PARTS_IN_FRONT: tuple[tuple[dict[int, int], str], ...] = (
    (_MORNING, "午前 上午 早上 清晨 凌晨 오전 새벽"),
    (_AFTERNOON, "午後 下午 오후"),
    (_NOON, "中午"),
    (_EVENING, "傍晚 夕方 저녁"),
    (_NIGHT, "晚上 夜 深夜 밤"),
)


def _pattern(name: str) -> str:
    return r"\.? ?".join(map(re.escape, re.split("[. ]", flat(name))))


# Key without dots and spaces -> day part, and the patterns of all of them.
_PARTS = {flat(name).replace(".", "").replace(" ", ""): part for part, names in _DAY_PARTS for name in names.split(",")}
_PARTS |= {name: part for part, names in _PARTS_IN_FRONT for name in names.split()}
_PATTERNS = {_pattern(name) for _, names in _DAY_PARTS for name in names.split(",")}
_PART = "|".join(sorted(_PATTERNS, key=len, reverse=True))

_HOUR_WORDS = ("ساعت", "الساعه", "بجے", "بجی", "at", "hour", "time", "um", "بجو", "بجې")
_HOUR = "|".join(sorted({flat(word) for word in _HOUR_WORDS}))
_HOUR_WORD = re.compile(rf"(?<!\w)(?:{_HOUR})(?!\w)")
# Words at a clock that has a full stop: ore 18.35, 18.35 Uhr.
_AT = re.compile(rf"(?<!\w)(?:{_HOUR}|ore|kl\.?|klo|kello|pukul|jam|saat|godz\.?|เวลา) ?:? ?$")
_OCLOCK = re.compile(r" ?(?:uhr|wib|wita|wit|h|hs|น)(?!\w)")
_YEAR_BEFORE = re.compile(r"\d{4}[ ,،|–—-]+$")
# What may stand between a clock and its day part: بجے شام, د ماښام, في المساء, دقیقه عصر, Uhr abends.
_LINK = "|".join(map(flat, ("بجے", "بجې", "بجو", "د", "في", "دقیقه", "و", "in the", "uhr", "बजे")))

# One clock with its day part behind. It begins with a digit, and all pieces are bounded and begin differently.
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2}(?!\d))"
    r"(?: ?: ?(?P<minute>\d\d)(?: ?: ?(?P<second>\d\d)(?:[.,]\d{1,9})?)?(?![\d:])"
    r"| ?h ?(?P<minute_h>\d\d)(?!\w)|\.(?P<minute_dot>\d\d)(?![\d.])"
    r"|(?P<unit> ?[時时点點시])(?: ?(?P<minute_unit>\d{1,2}) ?[分분](?: ?\d{1,2} ?[秒초])?)?)?"
    rf"(?: ?\(?(?:(?:{_LINK}) ){{0,2}}(?P<after>{_PART})(?!\w)\.?\)?)?"
    r"(?: ?\(?(?P<zone>z|utc|gmt|[ecmp][sd]t)?(?P<offset>(?<=[\d ct])[+-]\d{1,2}(?::?\d\d)?(?![\d/.:-]))?(?!\w)\)?)?"
)
_IN_FRONT = "|".join(name for _, names in _PARTS_IN_FRONT for name in names.split())
_BEFORE = re.compile(rf"(?:(?<!\w)({_PART})[.,،]{{0,2}} (?:(?:{_HOUR}) ?:? ?)?|({_IN_FRONT}) ?)$")
_DIGIT = re.compile(r"\d")
_LONGEST_PART = 32  # characters, with the word for the hour
# The word behind a clock, and the one in front: touching it, or in a line for the time.
_BEHIND = re.compile(r" ?\(?([^\W\d_][^\s\d()|,،/]{0,19}+)(?! time)")
_ATTACHED = re.compile(r"(?<!\w)([^\W\d_]{1,20})$")
_IN_LINE = re.compile(r"(?<![^\s()|,،/])([^\W\d_][^\s\d()|,،/:]{0,19})[:,،]? ?$")
# Words that stand there and tell no half of the day: those of 24 hours, of zones and of what follows.
_NEUTRAL_WORDS = """
uhr uur h hs hrs hours horas heures ora klo kello kl ore óra saat pukul jam on in by the of time local published posted
updated le les a à alle as às o om il el la las um den de da в о об ч час часов години година року г года godz r dnia
мск wib wita बजे टा টায় টা মিনিট น เวลา giờ lúc ngày
به بوقت بتوقيت روز يوم في من و در مورخ تاریخ بتاريخ کو پر د په دقیقه یک سه
"""
_NEUTRAL = re.compile("|".join(map(flat, _NEUTRAL_WORDS.split())) + rf"|{_HOUR}|[a-z]{{1,4}}t|z")
_WHOLE_PART = re.compile(rf"\(?({_PART})\.?\)?")
# What tells the half of the day apart from the clock, too. Others have more meanings: "م" is the mark of an era,
# المساء, Akşam and Sabah are newspapers, "am" is German, but not at the end of a line.
_LONE_NAMES = """
pm, p.m, noon, midnight, in the morning, in the afternoon, in the evening, at night
ق.ظ, ب.ظ, صبح, بامداد, ظهر, عصر, غروب, شب, نیمه شب, قبل از ظهر, پیش از ظهر, بعد از ظهر, بعدازظهر, پس از ظهر
غ.م, غ.و, سهار, ماښام, صباحا, فجرا, ظهرا, عصرا, مساء, ليلا, شام, دوپہر, رات
"""
_LONE = "|".join(sorted(map(_pattern, _LONE_NAMES.strip().replace("\n", ",").split(",")), key=len, reverse=True))
_LONE_PART = re.compile(rf"(?<!\w)(?:{_LONE})(?!\w)|(?<!\w)(?:a\.? ?m|ص)(?=\.?$)")
_WORD_BEFORE = re.compile(r"(\w{1,20})\W{0,4}$")
_WORD_AFTER = re.compile(r"\W{0,4}(\w{1,20})")
# The zones that RFC 822 names beside UT and GMT.
_AMERICAN = {
    f"{zone}{season}t": timezone(timedelta(hours=hours + (season == "d")))
    for zone, hours in (("e", -5), ("c", -6), ("m", -7), ("p", -8))
    for season in "sd"
}
_MILITARY = re.compile(r"(?<!\d)([01]\d|2[0-3])([0-5]\d) ?(?:hrs|hours)(?!\w)")  # 1835 hrs
_SPOKEN = re.compile(r"(?<![\d:])(\d{1,2}) ?(?:و|بج کر) ?(\d{1,2}) ?(?:دقیقه|منٹ)(?!\w)")  # ۱۸ و ۳۵ دقیقه
_SIMPLE = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?(?: ?(am|pm))?")


class Clock(NamedTuple):
    """A time of day as printed."""

    time: time
    offset: tzinfo | None
    """The offset from UTC that is printed with it, if any."""
    part: bool = False
    """Whether the part of the day is printed with it."""
    unknown: str | None = None
    """A word that may tell the half of the day, but is not known; the hour is as printed."""

    @property
    def may_lack_part(self) -> bool:
        """Whether a part of the day that is printed elsewhere would tell more."""
        return not self.part and self.time.hour <= 12


def find_clock(text: str, *, alone: bool = False, printed: str | None = None) -> tuple[Clock | None, str]:
    """Return the time of day in ``text`` and the text without it; ``text`` as :func:`flat` returns it.

    ``printed`` is the text before that, for what errors quote. ``alone``: the text is known to hold a time and may be
    one without minutes or with a full stop (``18.35``). Raises DateError for a time that no clock shows (``25:00``,
    ``13:30 am``).
    """
    printed = text if printed is None else printed
    simple = _SIMPLE.fullmatch(text)
    if simple:
        hour, minute, second, part = simple.groups()
        return Clock(clock_time(printed, int(hour), minute, second, part), None, part is not None), ""
    if "hrs" in text or "hours" in text:
        text = _MILITARY.sub(r"\1:\2", text)
    elif "دقیقه" in text or "منٹ" in text:
        text = _SPOKEN.sub(lambda match: f"{match[1]}:{match[2]:0>2}", text)
    for match in _CLOCK.finditer(text):
        start, end = match.span()
        if start and (text[start - 1].isdecimal() or text[start - 1] in ":.,"):
            continue
        minute, part = match["minute"] or match["minute_h"] or match["minute_unit"], match["after"]
        if match["unit"] and not minute:
            minute = "0"
        # "the morning of 24 September" is no clock: a part in front needs minutes
        before = _BEFORE.search(text, max(0, start - _LONGEST_PART), start) if minute and start > 1 else None
        if before:
            if part:
                msg = f"{quoted(printed)} names two parts of the day"
                raise DateError(msg)
            start, part = before.start(), before[1] or before[2]
        if not minute and not part and not _is_bare(text, match, alone):
            continue
        clock = clock_time(printed, int(match["hour"]), minute or match["minute_dot"], match["second"], part)
        rest = f"{text[:start]} {text[end:]}"
        found = Clock(clock, _offset(match["zone"], match["offset"], match["second"]), part is not None)
        if found.may_lack_part and clock.hour:
            found = in_part(printed, found, parts_apart(rest))
            if not found.part and match["hour"][0] != "0":
                found = found._replace(unknown=_unknown(text, start, end, _IN_LINE if alone else _ATTACHED))
        return found, _HOUR_WORD.sub(" ", rest)
    return None, text


def is_part(text: str) -> bool:
    """Tell whether ``text`` is the name of a part of the day and nothing else."""
    if len(text) > _LONGEST_PART:
        return False
    return _DIGIT.search(text) is None and _WHOLE_PART.fullmatch(flat(text)) is not None


def parts_apart(line: str) -> tuple[str, ...]:
    """Return the parts of the day that stand by themselves in ``line``, as :func:`flat` returns it."""
    whole = _WHOLE_PART.fullmatch(line)
    if whole:
        return (whole[1],)
    return tuple(match[0] for match in _LONE_PART.finditer(line) if _stands_alone(line, *match.span()))


def in_part(printed: str, clock: Clock, names: tuple[str, ...]) -> Clock:
    """Return ``clock`` in the part of the day of one of these ``names``; as it is where there is none.

    Raises DateError, which quotes ``printed``, when they differ or the clock does not show that hour then.
    """
    times = {clock_time(printed, clock.time.hour, str(clock.time.minute), str(clock.time.second), n) for n in names}
    if len(times) > 1:
        msg = f"{quoted(printed)} names two parts of the day"
        raise DateError(msg)
    return clock._replace(time=times.pop(), part=True, unknown=None) if times else clock


def _stands_alone(line: str, start: int, end: int) -> bool:
    """Tell whether ``line[start:end]`` stands among numbers and names of dates: "عصر ایران" is a newspaper."""
    beside = (_WORD_BEFORE.search(line, max(0, start - _LONGEST_PART), start), _WORD_AFTER.match(line, end))
    return all(not m or m[1].isdecimal() or m[1] in ERAS or _is_neutral(m[1]) for m in beside)


def _is_bare(text: str, match: re.Match[str], alone: bool) -> bool:
    """Tell whether a number, or two with a full stop between them, is a time: by a word beside it or by its place."""
    start, end = match.span()
    if match["minute_dot"] is None:
        if alone and text == match["hour"]:
            return True
        spoken = _AT.search(text, max(0, start - _LONGEST_PART), start)
        behind = _BEHIND.match(text, end)
        return spoken is not None and (behind is None or _NEUTRAL.fullmatch(behind[1]) is not None)
    if alone or _AT.search(text, max(0, start - _LONGEST_PART), start) or _OCLOCK.match(text, end):
        return True
    return end == len(text) and _YEAR_BEFORE.search(text, 0, start) is not None


def _unknown(text: str, start: int, end: int, in_front: re.Pattern[str]) -> str | None:
    """Return the word at the clock in ``text[start:end]`` that is no known one."""
    while behind := _BEHIND.match(text, end):
        if not _is_neutral(behind[1]):
            return behind[1]
        end = behind.end()
    before = in_front.search(text, max(0, start - _LONGEST_PART), start)
    return before[1] if before and not _is_neutral(before[1]) else None


def _is_neutral(word: str) -> bool:
    return _NEUTRAL.fullmatch(word.rstrip(".")) is not None or _begins_a_name(word.rstrip("."))


def _begins_a_name(word: str) -> bool:
    return len(word) > 2 and any(name.startswith(word) for names in (WEEKDAYS, MONTHS) for name in names)


def clock_time(
    text: str, hour: int, minute: str | None = None, second: str | None = None, part: str | None = None
) -> time:
    """Return the time of day of its pieces. Raises DateError, which quotes ``text``, where no clock shows it."""
    try:
        if part:
            hour += _PARTS[part.replace(".", "").replace(" ", "")][hour]
        return time(hour, int(minute or 0), int(second or 0))
    except (ValueError, LookupError):
        msg = f"{quoted(text)} is no time of day"
        raise DateError(msg) from None


def _offset(zone: str | None, offset: str | None, second: str | None) -> tzinfo | None:
    if not offset and zone in _AMERICAN:
        # with seconds it is a machine's date; people write EST all the year round and mean the clock on the wall
        return _AMERICAN[zone] if second else None
    if not offset:
        return UTC if zone else None
    return parse_offset(offset)


def parse_offset(text: str) -> tzinfo:
    """Return the zone of an offset as ISO 8601 prints it: ``Z``, ``+04:30``, ``+0430``, ``+04``, ``+04:30:12``.

    Raises DateError for more than 24 hours.
    """
    if text in "Zz":
        return UTC
    digits = text[1:].replace(":", "")
    if len(digits) % 2:
        digits = "0" + digits
    hours, minutes, seconds = int(digits[:2]), int(digits[2:4] or 0), int(digits[4:6] or 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        msg = f"{quoted(text)} is no offset from UTC"
        raise DateError(msg)
    delta = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timezone(-delta if text[0] == "-" else delta)

"""How fast the three fields are read, against dateparser, and how long the worst inputs take.

    python benchmarks/normalise.py

Prints microseconds of processor time an article for number, category and date on the forms that sites print, every date
a new one so that no cache helps; the ratio to dateparser on the same strings, and how often both find the same instant;
and the milliseconds that inputs of 100 kB take, built to be as bad as can be. Ends with status 1 if a bound is missed.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import median
from time import process_time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import dateparser
import jdatetime
from dateparser.calendars.jalali import JalaliCalendar

from newscrawl.items import Article, Evidence, Raw
from newscrawl.normalise import normalise_article, normalise_category, normalise_date, normalise_number
from newscrawl.normalise.printed import read_printed
from newscrawl.sites.profile import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LEAST_RATIO = 50
MOST_MILLISECONDS = 50
ROUNDS = 9
SIZE = 100_000

PROFILE = replace(DEFAULT, timezone="Asia/Kabul", categories=("Politics", "World", "Culture & Arts"))
JALALI = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"]
ARABIC = ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def instants(count: int) -> list[datetime]:
    """Instants on as many different days, in the site's zone."""
    first = datetime(2005, 1, 1, 3, 7, tzinfo=UTC)
    site = ZoneInfo("Asia/Kabul")
    return [(first + timedelta(days=7 * i // 2, minutes=97 * i)).astimezone(site) for i in range(count)]


def jalali(local: datetime) -> tuple[str, str]:
    """The instant as a Persian header prints it."""
    day = jdatetime.date.fromgregorian(date=local.date())
    return f"{day.day} {JALALI[day.month - 1]} {day.year}".translate(PERSIAN), f"{local:%H:%M}".translate(PERSIAN)


FORMS: dict[str, tuple[str, Callable[[datetime], tuple[str, str]]]] = {
    "24 September 2021 | 6:35 pm": ("en", lambda t: (f"{t.day} {t:%B %Y}", f"{t:%I:%M %p}".lower())),
    "September 24, 2021 | 18:35": ("en", lambda t: (f"{t:%B} {t.day}, {t.year}", f"{t:%H:%M}")),
    "2021-09-24T18:35:00+04:30": ("en", lambda t: (t.isoformat(), "")),
    "24 سبتمبر 2021 | 18:35": ("ar", lambda t: (f"{t.day} {ARABIC[t.month - 1]} {t.year}", f"{t:%H:%M}")),
    "۲ مهر ۱۴۰۰ | ۱۸:۳۵": ("fa", jalali),
}


def articles(printed: Iterable[tuple[str, str]]) -> list[Article]:
    """One article for each header."""
    return [
        Article(raw=Raw(publish=publish, time=time or None, category="Politics", number=str(18000 + i)))
        for i, (publish, time) in enumerate(printed)
    ]


def microseconds(step: Callable[[Article], object], make: Callable[[], list[Article]]) -> float:
    """Microseconds an article, in one round."""
    fresh = make()
    read_printed.cache_clear()
    start = process_time()
    for article in fresh:
        step(article)
    return (process_time() - start) / len(fresh) * 1e6


def dateparsers(printed: list[tuple[str, str]], language: str) -> tuple[float, list[datetime | None]]:
    """Microseconds a date, in one round, and the dates."""
    settings = {"TIMEZONE": "Asia/Kabul", "TO_TIMEZONE": "Asia/Kabul", "RETURN_AS_TIMEZONE_AWARE": True}
    site = ZoneInfo("Asia/Kabul")

    def parse(text: str) -> datetime | None:
        if language == "fa":  # its reader of the Jalali calendar knows no zones
            date = JalaliCalendar(text).get_date().date_obj
            return date and date.replace(tzinfo=site)
        return dateparser.parse(text, languages=[language], settings=settings)

    parse(printed[0][0])
    start = process_time()
    found = [parse(f"{p} {t}".strip()) for p, t in printed]
    return (process_time() - start) / len(printed) * 1e6, found


def forms() -> bool:
    """Print a line for each form, medians of rounds in which both take turns; tell whether all bounds hold."""
    good = True
    print(f"{'form':32} {'number':>7} {'category':>8} {'date':>7} {'sum':>6}  µs | dateparser µs  ratio  same instant")
    for name, (language, printer) in FORMS.items():
        printed = [printer(t) for t in instants(1000)]
        rounds: list[list[float]] = []
        found: list[datetime | None] = []
        for _ in range(ROUNDS if language != "fa" else 3):  # its Jalali dates take seconds
            ours = [
                microseconds(lambda a, step=step: step(a, PROFILE), lambda printed=printed: articles(printed))
                for step in (normalise_number, normalise_category, normalise_date)
            ]
            theirs, found = dateparsers(printed[:100], language)
            rounds.append([*ours, sum(ours), theirs, theirs / ours[2]])
        *times, total, theirs, ratio = map(median, zip(*rounds, strict=True))
        dates = [normalise_date(article, PROFILE).date for article in articles(printed)]
        assert dates == [t.replace(second=0).isoformat() for t in instants(1000)], name
        same = sum(t is not None and t.isoformat() == o for t, o in zip(found, dates[:100], strict=True))
        shown = " ".join(f"{time:{width}.1f}" for time, width in zip(times, (7, 8, 7), strict=True))
        print(f"{name:32} {shown} {total:6.1f}     | {theirs:13.0f} {ratio:6.0f}  {same} of 100")
        good &= ratio >= LEAST_RATIO and same == 100
    return good


def filled(piece: str) -> str:
    """``piece`` again and again, 100 kB in all."""
    return (piece * (SIZE // len(piece.encode()) + 1)).encode()[:SIZE].decode(errors="ignore")


PIECES = {
    "digits": "9",
    "Persian digits": "۹",
    "grouped digits": "123,",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "joiners": "\u200c",
    "joiners between letters": "ی\u200c\u200d",
    "bidi marks": "\u200f",
    "combining marks": "\u0301",
    "letters with many marks": "a\u0301\u0323\u0308",
    "marks to be put in order": "\u0301\u0323",
    "marks of all classes": "\u0300\u0316\u0334\u05b0\u064b\u0e38",
    "marks that stand for two": "\u0f73",
    "letters that stand for two": "\ufb2c",
    "ligatures": "\ufdfa ",
    "Hangul parts": "\u1112\u1161\u11ab",
    "line ends": "\r\n \n",
    "open tags": "<b>",
    "closing tags": "</b>",
    "tags in tags": "<<b>b>",
    "tags": "<b>x</b>",
    "different tags": "<b><i><u>",
    "lines": "<br>",
    "tags without end": "<a ",
    "long attributes": "<a " + " " * 490,
    "comments without end": "<!-- ",
    "entities": "&amp;",
    "separators": ",",
    "names": "a,",
    "arrows": "> ",
    "months": "mar ",
    "dates": "24 September 2021 ",
    "numeric dates": "1/2/3",
    "clocks": "6:35 pm ",
    "hours": "ساعت ",
    "day parts": "ب. ظ ",
    "mojibake": "Ã©",
    "mojibake of 1256": "ط§",
    "mojibake of 1250": "Ă©",
    "mojibake of KOI8": "п÷",
    "half mojibake": "Ã© é ",
    "letters of two scripts": "Grьße ",
    "words of two scripts": "xд ",
    "joiners beside ASCII": "a\u200cب",
    "joiners and spaces": "\u200c ا",
    "capitals after small ones": "кОТ ",
    "signs within words": "a¿",
    "leads only": "Ã",
    "Latin-1 letters": "ÀÉ",
    "lost letters": "\ufffda",
    "mojibake of mojibake": "It’s".encode().decode("cp1252").encode().decode("cp1252"),
    "Persian prose": "می‌گویند که در افغانستان، ",
    "English prose": "The “quick” brown fox, it’s said. ",
}


def worst() -> bool:
    """Print how long the worst inputs take, each in every field at once; tell whether the bound holds."""
    times = {}
    for name, piece in PIECES.items():
        text = filled(piece)
        by_field: dict[str, float] = {}
        for field, make in {
            "number": lambda t: Article(raw=Raw(number=t), evidence=Evidence(number={"html": t})),
            "category": lambda t: Article(raw=Raw(category=t), evidence=Evidence(category={"html": [t]})),
            "date": lambda t: Article(raw=Raw(publish=t, time=t), evidence=Evidence(date={"html": t}), language="fr"),
            "text": lambda t: Article(body=t),
            "headline": lambda t: Article(headline=t),
            "tags": lambda t: Article(tags=[t[i : i + 20] for i in range(0, len(t), 20)]),
            "long tags": lambda t: Article(tags=[t[i : i + 200] for i in range(0, len(t), 200)]),
            "part of the day": lambda t: Article(raw=Raw(publish=t, time="6:35")),
        }.items():
            rounds = []
            for _ in range(3):
                article = make(text)
                start = process_time()
                normalise_article(article, PROFILE)
                rounds.append((process_time() - start) * 1e3)
            by_field[field] = median(rounds)
        # and the longest that is read at all as a header line
        field, took = max(by_field.items(), key=lambda item: item[1])
        times[name] = took
        print(f"{name:28} {took:7.1f} ms ({field})")
    # header lines are refused above a length: what fits is where a pattern could still go wrong
    short = max(*(_short(piece) for piece in PIECES.values()), _distinct())
    print(f"{'any of these as a header line':28} {short:7.1f} ms")
    return max(*times.values(), short) <= MOST_MILLISECONDS


def _short(piece: str) -> float:
    text = (piece * 200)[:200]
    read_printed.cache_clear()
    article = Article(raw=Raw(publish=text, time=text, category=text * 10, number=text), language="fr")
    start = process_time()
    normalise_article(article, PROFILE)
    return (process_time() - start) * 1e3


def _distinct() -> float:
    """Names that no cache has seen, as many as are read, in each source that prints several in one string."""
    names = [f"é{chr(0x4E00 + i)}{i}" for i in range(400)]
    texts = [",".join(names[i : i + 100]) for i in range(0, 400, 100)]
    category = {"json-ld": [texts[1]], "opengraph": [texts[2]], "html": names[300:]}
    article = Article(raw=Raw(category=texts[0]), evidence=Evidence(category=category))
    profile = replace(PROFILE, categories=tuple(names))
    start = process_time()
    normalise_article(article, profile)
    return (process_time() - start) * 1e3


if __name__ == "__main__":
    fast = forms()
    print()
    bounded = worst()
    print(f"\nbounds: {'held' if fast and bounded else 'MISSED'}")
    sys.exit(not (fast and bounded))

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

import pytest

from newscrawl.items import Article
from newscrawl.normalise.errors import TextError
from newscrawl.normalise.text import clean_line, clean_text, normalise_text

if TYPE_CHECKING:
    from collections.abc import Callable

LINES = {
    "Plain": "Plain",
    "  two   words \t\n here ": "two words here",
    "no\u00a0break\u202fspaces\u2003all": "no break spaces all",
    "ide\u3000ographic": "ide ographic",
    "cafe\u0301": "café",
    "\u212bngstro\u0308m": "Ångström",
    "soft\u00adhyphen": "softhyphen",
    "zero\u200bwidth\ufeff\u2060": "zerowidth",
    "\u202bسلام\u202c \u200fدنیا\u200e": "سلام دنیا",
    "nul\x00 bell\x07 esc\x1b[0m": "nul bell esc[0m",
    "tab\x0bfeed\x0cend": "tab feed end",
    "lone \ud800 surrogate": "lone \ufffd surrogate",
    "object\ufffc": "object",
    # joiners: kept where a script needs them
    "می‌گویند": "می‌گویند",
    "خانه‌ها": "خانه‌ها",
    "می‌‌گویند": "می‌گویند",
    "می‌ گویند": "می گویند",
    "‌سلام‌": "سلام",
    "la\u200ctin": "latin",
    "ه\u200d.ش": "ه\u200d.ش",
    "क्\u200dष": "क्\u200dष",
    "👩\u200d👩\u200d👧": "👩\u200d👩\u200d👧",
    # entities are a reader's own text by now
    "AT&amp;T": "AT&amp;T",
    "&lt;b&gt;": "&lt;b&gt;",
    "a < b and c > d": "a < b and c > d",
    "1 <2> 3": "1 <2> 3",
    # markup that leaked
    "A <em>bold</em> claim": "A bold claim",
    "A <EM class='x'>bold</EM> claim": "A bold claim",
    "one<br>two<br />three": "one two three",
    "x<!-- wp:paragraph -->y": "xy",
    "The <b> tag": "The <b> tag",
    "</b> alone": "</b> alone",
    "<<b>b>x</<b>b>": "<<b>b>x</<b>b>",
    "<<i></i>b>x</b>": "<<i></i>b>x</b>",
}


@pytest.mark.parametrize("text", LINES, ids=ascii)
def test_line(text):
    cleaned = clean_line(text)
    assert cleaned == LINES[text]
    assert clean_line(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


TEXTS = {
    "one\n\ntwo": "one\n\ntwo",
    "one\r\n\r\n\r\ntwo": "one\n\ntwo",
    " one \n \n\u200b\n two ": "one\n\ntwo",
    "line\nbreak": "line\nbreak",
    "\n\none\n\n": "one",
    "one\u2029two\u2028three": "one\ntwo\nthree",
    "<p>one</p><p>two</p>": "one\n\ntwo",
    "": "",
    " \n ": "",
}


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_text(text):
    assert clean_text(text) == TEXTS[text]
    assert clean_text(TEXTS[text]) == TEXTS[text]


SOUND = (
    "The café’s “naïve” résumé — déjà vu…",
    "« Cité »… l’été, où ça ?",
    "PERÚ… ESPAÑA» São Paulo – ÇA VA",
    "Ex-IRMÃ…",
    "PERÚ…",
    "Größe Äpfel Öl Übung ß",
    "Đà Nẵng, Việt Nam",
    "سلام دنیا، «می‌گویند»؛ پرسش؟",
    "پژوهش گروه چهارم",
    "ټول افغانستان ښه دی",
    "Здравствуй, мир! «Ёлка» — да",
    "Ελληνικά κείμενα",
    "हिन्दी समाचार",
    "中文新闻",
    "Ø Å Æ Ð Þ",
    "Été à Évreux : là où l’âme a été élevée, août, où, çà et là",
    "Það er í lagi; ætíð á ný, þó að þú sért þar",
    "£5 ± 2 °C © ®",
    # bytes of these are UTF-8 by chance, or look like another charset
    "MŮŽE",
    *("TÉŽ", "TOTÉŽ", "RÉŽIE", "KÉŽ BY", "Её", "ЕЁ", "Ді", "ЗІ", "بک", "اپ", "اچ"),
    "ışığı",
    "RŮŽE, MŮŽE, NŮŽ",
    "MÍŠA, LÍŠA, PÍŠA",
    "Říší",
    "Düşüşü",
    "Été",
    "Faiz düşüşü sürüyor",
    "Die Änderung von Δt und Δx",
    "мРНК и тРНК",
    "> 64 кБ, <= 128 кБ FLASH",
    "ПриватБанк, РосОбрНадзор и ВсЁ",
    "├── файл │ ещё ║ и ё ║",
    "-r RФАЙЛ базовый размер RФАЙЛА",
    "сохранено в ФАЙЛЕ.po",
    "СOVID-19: iPhone’ом и SMSками",
    "NOVÝ ŽIVOT V ŘÍŠI",
    "l’intel·ligència col·lectiva",
    "ЖЭК",
    "۱۰ درصد افزایش GDP و USDها",
)


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_is_left_alone(text):
    assert clean_line(text) == text


@pytest.mark.parametrize("charset", ["cp1252", "latin-1"])
@pytest.mark.parametrize(
    "text", ["The café’s “naïve” résumé", "It’s", "née", "سلام دنیا، می‌گویند", "Привет, мир", "中文新闻报道"]
)
def test_utf8_that_was_read_as_single_bytes_is_mended(text, charset):
    wrong = "".join(_decoded(byte, charset) for byte in text.encode())
    assert wrong != text
    assert clean_line(wrong) == text


@pytest.mark.parametrize("text", ["سلام دنیا", "گزارش تازه از کابل", "Привет мир", "Příliš žluťoučký kůň"])
@pytest.mark.parametrize(
    "charset", ["cp1256", "cp1251", "cp1250", "cp1253", "cp1254", "cp1257", "koi8-r", "koi8-u", "iso8859-5", "cp866"]
)
def test_utf8_that_was_read_as_another_charset_is_mended(text, charset):
    assert clean_line("".join(_decoded(byte, charset) for byte in text.encode())) == text


@pytest.mark.parametrize("charset", ["cp1256", "cp1251", "cp1250", "cp1253", "koi8-r"])
def test_one_letter_is_enough_where_it_makes_no_sense(charset):
    assert clean_line("".join(_decoded(byte, charset) for byte in "Köln".encode())) == "Köln"


@pytest.mark.parametrize("charset", ["cp1251", "cp1256", "koi8-u", "mac-roman", "cp866", "cp437"])
@pytest.mark.parametrize("text", ["Café", "Česká republika dnes", "Москва"])
def test_few_letters_are_enough_within_words(text: str, charset: str) -> None:
    assert clean_line("".join(_decoded(byte, charset) for byte in text.encode())) == text


@pytest.mark.parametrize(
    ("text", "windows", "iso"),
    [
        ("It’s “done” – at last…", "cp1252", "latin-1"),
        ("L’œuvre à l’été", "cp1252", "latin-1"),
        ("Příliš žluťoučký kůň", "cp1250", "iso8859-2"),
        ("Główne wiadomości", "cp1250", "iso8859-2"),
        ("İstanbul’da “güneşli” gün", "cp1254", "iso8859-9"),
    ],
)
def test_controls_of_iso_charsets_are_the_letters_of_windows(text: str, windows: str, iso: str) -> None:
    assert clean_line(text.encode(windows).decode(iso)) == text


def test_controls_that_may_be_several_letters_are_refused_within_words() -> None:
    with pytest.raises(TextError):
        clean_line("na\x9c")  # œ or ś
    assert clean_line("na \x9c na") == "na na"
    # no ISO charset has these
    assert clean_line("سلام\x9d") == "سلام"


def test_one_emoji_is_certain() -> None:
    assert clean_line("".join(_decoded(byte, "cp1252") for byte in "🤗".encode())) == "🤗"


def test_mojibake_of_mojibake_is_mended():
    once = "".join(_decoded(byte, "cp1252") for byte in "It’s a café".encode())
    assert clean_line("".join(_decoded(byte, "cp1252") for byte in once.encode())) == "It’s a café"


def _decoded(byte, charset):
    """As browsers and lxml do: a byte that the charset leaves undefined is a control character."""
    return bytes([byte]).decode(charset, "ignore") or chr(byte)


DAMAGED = {
    "windows-1251 as DOS": "Привет мир, новости города".encode("cp1251").decode("cp866"),
    "DOS as windows-1251": "В Кабуле открылась выставка".encode("cp866").decode("cp1251"),
    "windows-1251 as windows-1256, signs on letters": "В Кабуле открылась выставка".encode("cp1251").decode("cp1256"),
    "lost bytes": "Ø³Ù„Ø§Ù… Ø¯Ù†ÛŒØ§ Ù…ÛŒ Ú¯ÙˆÛŒÙ†Ø¯ é",
    "lost letters": "\ufffd\ufffd\ufffd\ufffd \ufffd\ufffd",
    "windows-1256": "سلام دنیا می گویند".replace("ی", "ي").encode("cp1256").decode("latin-1"),
    "windows-1256, short words": "او به ما دو سه خبر از اين هم بد تر داد و رفت".encode("cp1256").decode("cp1252"),
    "windows-1251": "Привет прекрасный мир".encode("cp1251").decode("cp1252"),
    "windows-1251, one word": "Москва".encode("cp1251").decode("cp1252"),
    "windows-1251 as windows-1250": "Привет мир".encode("cp1251").decode("cp1250"),
    "windows-1251 as KOI8": "Привет мир".encode("cp1251").decode("koi8-r"),
    "windows-1251 as windows-1256": "Привет мир".encode("cp1251").decode("cp1256"),
    "windows-1250 as windows-1251": "Příliš žluťoučký kůň".encode("cp1250").decode("cp1251"),
    "windows-1252 as windows-1251": "Grüße aus München".encode("cp1252").decode("cp1251"),
    "KOI8": "Привет мир".encode("koi8-r").decode("cp1252"),
    "KOI8, one word": "Москва".encode("koi8-r").decode("cp1252"),
    "KOI8 as windows-1250": "Привет мир".encode("koi8-r").decode("cp1250"),
    "KOI8 as windows-1251": "Привет мир".encode("koi8-r").decode("cp1251"),
    "windows-1250, Polish": "Zażółć gęślą jaźń".encode("cp1250").decode("cp1252"),
    "UTF-8 as Latin-2": "".join(_decoded(byte, "iso8859-2") for byte in "Привет мир".encode()),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_text_is_refused(name):
    with pytest.raises(TextError):
        clean_text(DAMAGED[name])


def test_article():
    article = Article(
        headline=" A <b>b</b>\n",
        summary=" \u200b ",
        body="x\r\n\r\n\r\ny",
        authors=[" A  B ", "A B", "", "\u200b"],
        tags=["x\x00", "y"],
    )
    normalise_text(article)
    assert article.headline == "A b"
    assert article.summary is None
    assert article.body == "x\n\ny"
    assert article.authors == ["A B"]
    assert article.tags == ["x", "y"]
    assert article.warnings == []


def test_damaged_body_is_taken_out_and_told():
    article = normalise_text(Article(headline="Sound", body=DAMAGED["windows-1251"]))
    assert (article.headline, article.body) == ("Sound", "")
    assert len(article.warnings) == 1
    assert article.warnings[0].startswith("body: ")
    json.dumps(article.warnings, ensure_ascii=False).encode()


def test_a_few_lost_letters_are_kept_and_told():
    article = normalise_text(Article(body="A long text in which one letter was lost: caf\ufffd."))
    assert article.body.endswith("caf\ufffd.")
    assert article.warnings == ["body: 1 character was lost before it was read"]


def test_more_names_than_an_article_has_are_cut_and_told():
    article = normalise_text(Article(tags=[f"tag {i}" for i in range(700)]))
    assert article.tags == [f"tag {i}" for i in range(500)]
    assert article.warnings == ["tags: 700 are more than an article has: the first 500 are kept"]
    assert normalise_text(Article(tags=article.tags)).warnings == []


def test_names_longer_than_those_of_an_article_are_cut_and_told() -> None:
    article = normalise_text(Article(authors=["Jane Doe", "x" * 19_993, "Ali", "y" * 100_000]))
    assert article.authors == ["Jane Doe"]
    assert article.warnings == ["authors: they are longer than names of an article: the first 1 are kept"]
    assert normalise_text(Article(authors=["z" * 20_000])).authors == ["z" * 20_000]


@pytest.mark.parametrize(
    "marks", ["\u0301\u0323", "\u0f73", "\u0f71\u0f74\u0f80", "\u0300\u0316\u0334\u05b0\u064b\u0e38"]
)
@pytest.mark.parametrize("clean", [clean_line, clean_text])
def test_marks_beyond_those_of_any_writing_are_dropped(clean: Callable[[str], str], marks: str) -> None:
    """A test of the result, which took seconds when all were put in order."""
    text = clean(f"a{marks * 40_000}b")
    parted = unicodedata.normalize("NFD", text)
    assert (parted[0], parted[-1]) == ("a", "b")
    assert 25 <= sum(unicodedata.category(c) == "Mn" for c in parted) <= 90
    assert clean(text) == text
    sound = unicodedata.normalize("NFC", f"a{marks * 5}b")
    assert clean(sound) == sound

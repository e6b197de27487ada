"""Articles whose letters look sound, but are not those of their language."""

from __future__ import annotations

import pytest

from newscrawl.items import Article
from newscrawl.normalise import normalise_article
from newscrawl.normalise.misread import charset_of

BODIES = {
    ("tr", "cp1254"): "Şehirde ağır kış koşulları sürüyor; İstanbul'da güneşli bir gün beklenmiyor, dediler.",
    (
        "cs-CZ",
        "cp1250",
    ): "Schválila zákon o školách a řidičích, který je důležitý; prý příští týden ji projedná sněmovna.",
    ("pl", "cp1250"): "Rząd przyjął ważną ustawę o szkołach i żołnierzach, która wejdzie w życie w przyszłym miesiącu.",
    (
        "hu",
        "cp1250",
    ): "Több ezer fő gyűlt össze, a tűzoltók és a mentők közölték, az időjárás kedvező.",
    (
        "ro",
        "cp1250",
    ): "Oraşul a fost închis pentru că primăria repară şi asfaltează străzile din ţară, spun ei.",
    (
        "hr",
        "cp1250",
    ): "Građani će čekati odluku vlade o povećanju plaća, izvijestio je ministar, pratit će ga mediji.",
    ("lt-LT", "cp1257"): "Šiandien Vilniuje prasidėjo knygų mugė, į kurią atvyko daugybė žmonių iš visų šalies kraštų.",
    ("lv", "cp1257"): "Šodien Rīgā sākās grāmatu izstāde, kurā piedalās daudzi cilvēki no visām valsts malām.",
}


def misread(text: str, charset: str) -> str:
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode(charset, "ignore"))


@pytest.mark.parametrize(("language", "charset"), BODIES)
def test_letters_that_the_language_does_not_have_tell_the_charset(language: str, charset: str) -> None:
    body = BODIES[language, charset]
    wrong = misread(body, charset)
    assert charset_of(wrong, language) == charset
    # neither with a letter that was read well, nor under another language's tag, nor where there is little
    assert charset_of(wrong + body, language) is None
    assert [charset_of(wrong, tag) for tag in ("en", "fr", "is", None)] == [None] * 4
    assert charset_of(wrong[:12], language) is None


@pytest.mark.parametrize(
    "body",
    [*BODIES.values(), "Þórður á Íslandi æði ört", "L’été où ça naît à Évreux", "È vero: però è tardi, cioè è finito"],
)
def test_sound_text_is_left_alone_under_any_tag(body: str) -> None:
    for language, _ in BODIES:
        assert charset_of(body * 3, language) is None


def test_such_an_article_is_refused_as_a_whole() -> None:
    article = Article(
        headline=misread("Şehirde kış", "cp1254"),
        summary=misread("Güneş", "cp1254"),
        body=misread(BODIES["tr", "cp1254"], "cp1254"),
        tags=[misread("Eğitim", "cp1254")],
        language="tr",
    )
    normalise_article(article)
    assert (article.headline, article.summary, article.body, article.tags) == ("", None, "", [])
    assert article.warnings == [
        "headline: 'Þehirde kýþ': it is tr in cp1254 that was read as windows-1252",
        f"body: {article_quote(BODIES['tr', 'cp1254'])}: it is tr in cp1254 that was read as windows-1252",
    ]
    told = list(article.warnings)
    assert normalise_article(article).warnings == told


def test_what_is_mended_first_counts() -> None:
    body = misread(BODIES["tr", "cp1254"], "cp1254")
    article = normalise_article(Article(headline="GÃ¶l", body=body, language="tr"))
    once = (article.headline, article.body, list(article.warnings))
    normalise_article(article)
    assert (article.headline, article.body, list(article.warnings)) == once


def article_quote(body: str) -> str:
    return repr(misread(body, "cp1254")[:79] + "…")

"""Names of months that dateparser's tables lack, in the language's own order from January.

Sources: Unicode CLDR, version 49; the genitive of South Slavic languages, and Kurmanji's second names, as sites print
them.
"""

from __future__ import annotations

_GENITIVE = "januara, februara, marta, aprila, maja, juna, jula, avgusta, septembra, oktobra, novembra, decembra"
_CYRILLIC = "январ, феврал, март, апрел, май, июн, июл, август, сентябр, октябр, ноябр, декабр"
_SOFT = "январь, февраль, март, апрель, май, июнь, июль, август, сентябрь, октябрь, ноябрь, декабрь"

FURTHER_MONTHS: dict[str, tuple[str, ...]] = {
    "ba": (_SOFT.replace("январь", "ғинуар"),),
    "bs": (_GENITIVE, _GENITIVE.replace("avg", "aug")),
    "ceb": (
        "enero, pebrero, marso, abril, mayo, hunyo, hulyo, agosto, septiyembre, oktubre, nobyembre, disyembre",
        "ene, peb, mar, abr, may, hun, hul, ago, sep, okt, nob, dis",
    ),
    "hr": (_GENITIVE,),
    "jv": (
        "januari, februari, maret, april, mei, juni, juli, agustus, september, oktober, november, desember",
        "jan, feb, mar, apr, mei, jun, jul, agt, sep, okt, nov, des",
    ),
    "ku": (
        "rêbendan, sibat, adar, nîsan, gulan, hezîran, tîrmeh, tebax, îlon, cotmeh, mijdar, berfanbar",
        "çile, sibat, avdar, avrêl, gulan, hezîran, tîrmeh, tebax, îlon, çiriya pêşîn, çiriya paşîn, kanûna pêşîn",
        "kanûna paşîn, sibat, adar, nîsan, gulan, hezîran, tîrmeh, tebax, îlon, cotmeh, mijdar, berfanbar",
    ),
    "oc": (
        "genièr, febrièr, març, abril, mai, junh, julhet, agost, setembre, octòbre, novembre, decembre",
        "genièr, febrièr, març, d'abril, mai, junh, julhet, d'agost, setembre, d'octòbre, novembre, decembre",
        "gen, feb, març, abr, mai, junh, jul, ago, set, oct, nov, dec",
    ),
    "rw": ("mutarama,gashyantare,werurwe,mata,gicurasi,kamena,nyakanga,kanama,nzeri,ukwakira,ugushyingo,ukuboza",),
    "sd": ("جنوري, فيبروري, مارچ, اپريل, مئي, جون, جولاءِ, آگسٽ, سيپٽمبر, آڪٽوبر, نومبر, ڊسمبر",),
    "sl": (
        "januarja, februarja, marca, aprila, maja, junija, julija, avgusta, septembra, oktobra, novembra, decembra",
    ),
    "so": (
        "janaayo, febraayo, maarso, abriil, maayo, juun, luulyo, agosto, sebtembar, oktoobar, noofeembar, diseembar",
    ),
    "sr": (
        _GENITIVE,
        "јануара, фебруара, марта, априла, маја, јуна, јула, августа, септембра, октобра, новембра, децембра",
        "januar, februar, mart, april, maj, jun, jul, avgust, septembar, oktobar, novembar, decembar",
        "jan, feb, mar, apr, maj, jun, jul, avg, sep, okt, nov, dec",
    ),
    "su": (
        "januari, pébruari, maret, april, méi, juni, juli, agustus, séptémber, oktober, nopémber, désémber",
        "jan, péb, mar, apr, méi, jun, jul, ags, sép, okt, nop, dés",
    ),
    "tg": (_CYRILLIC, "янв, фев, мар, апр, май, июн, июл, авг, сен, окт, ноя, дек"),
    "tk": (
        "ýanwar, fewral, mart, aprel, maý, iýun, iýul, awgust, sentýabr, oktýabr, noýabr, dekabr",
        "ýan, few, mart, apr, maý, iýun, iýul, awg, sen, okt, noý, dek",
    ),
    "tt": (
        _SOFT.replace("январь", "гыйнвар"),
        "гыйн, фев, мар, апр, май, июнь, июль, авг, сент, окт, нояб, дек",
    ),
    "uz": (_CYRILLIC, _SOFT, "янв, фев, мар, апр, май, июн, июл, авг, сен, окт, ноя, дек"),
}
"""Primary language subtag -> lines of twelve names."""

ENDINGS: dict[str, tuple[str, ...]] = {
    "ckb": ("ی",),
    "eu": ("ren", "k"),
    "ku": ("a", "ê"),
    "tg": ("и",),
}
"""Primary language subtag -> what grammar adds to the name of a month before the year or the day."""

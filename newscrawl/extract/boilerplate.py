"""Paragraphs within an article's text that are no part of it: told by what they say, in the languages news is in.

Plain phrases in lower case, no patterns: they are asked of each short block of each page. Openings must begin the
block, so that an article on newsletters or copyright keeps its sentences.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.replace("\n", "|").split("|") if phrase.strip())


_READ_ALSO: Final = _phrases("""
    read also|also read|see also|also see|watch also|read more|read next|read:|see:|watch:|more:|related:|related posts
    related articles|related stories|related news|related topics|related content|related reading|related links
    you may also like|you might also like|you may like|you might like|you may also be interested|more from|more stories
    more on this|more about this|recommended for you|recommended reading|recommended stories|don't miss|don’t miss
    trending now|up next|here's more|keep reading|further reading|also on|from our archive|read this next|most read in
    recommended videos|discover more from|related post:|related reading:|you might be interested
    lesen sie auch|lesen sie hier|lesen sie dazu|lesen sie mehr|lesen sie weiter|lies auch|lies mehr|auch interessant
    auch lesenswert|siehe auch|mehr zum thema|mehr dazu|mehr lesen|mehr info|mehr news|weitere beiträge|weitere artikel
    weitere informationen|weitere infos|weitere themen|weitere nachrichten|weitere meldungen|weitere news|weitere links
    weitere pressemitteilungen|weiterlesen|schon gelesen|ähnliche beiträge|ähnliche artikel|ähnliche themen
    verwandte beiträge|verwandte artikel|verwandte themen|empfohlene beiträge|empfohlene artikel|passende artikel
    häufig gelesen|meistgelesen|neueste beiträge|das könnte dich auch|das könnte sie auch|das könnte euch auch
    das könnte ihnen auch
    das könnte dir auch|interessiert dich auch|zum weiterlesen|zurück zum inhaltsverzeichnis|auch auf
    lire aussi|à lire|voir aussi|lisez aussi|articles liés|articles similaires|article similaire|articles connexes
    sur le même sujet|sur le même thème|lire la suite|en savoir plus
    lea también|lee también|leer más|ver también|artículos relacionados|te puede interesar|noticias relacionadas
    le puede interesar|más noticias|noticia relacionada|você pode gostar|leia também|leia mais|veja também|saiba mais
    notícias relacionadas
    leggi anche|leggi di più|articoli correlati|potrebbe interessarti|lees ook|lees verder|lees meer|gerelateerd
    czytaj także|czytaj też|czytaj więcej|zobacz też|zobacz także|przeczytaj też|läs också|läs även|läs mer|les også
    les mer|læs også|læs mere|lue myös|přečtěte si|čtěte také|olvassa el|olvasd el|citește și|citeşte şi|pročitajte
    читайте также|читать также|читайте ещё|смотрите также|по теме:|читайте також|bunu da oku|ayrıca okuyun|ilgili haber
    اقرأ أيضا|اقرأ أيضًا|اقرأ المزيد|إقرأ أيضا|مطالب مرتبط|اخبار مرتبط|خبرهای مرتبط|بیشتر بخوانید|همچنین بخوانید
    यह भी पढ़ें|आगे पढ़ें|আরও পড়ুন|関連記事|あわせて読みたい|相关阅读|相关文章|延伸閱讀|延伸阅读|관련 기사|baca juga|xem thêm
    διαβάστε επίσης|διαβάστε ακόμα|קראו גם
""")
_NOTICE: Final = _phrases("""
    share this|share on|share via|share now|share with|share the article|share article|share:|share post|like this
    listen to this article|listen to this story|listen to article|artikel anhören|beitrag anhören|écouter cet article
    écouter l'article|écouter l’article|escuchar este artículo|escuchar artículo|ascolta l'articolo|ouvir artigo
    add us as a preferred|follow us|tweet this|pin it|email this|print this|print recipe|print article|jump to recipe
    click to share
    teilen|artikel teilen|diesen artikel teilen|diesen beitrag teilen|beitrag teilen|news teilen|jetzt teilen
    teile diesen|teile den|teile das|teile mit|teilen sie|möchten sie den artikel teilen|gefällt mir|mit anderen teil
    folgen sie uns|folge uns|klick, um|partager|partagez|suivez-nous|compartir|comparte|síguenos|compartilhe|siga-nos
    condividi|seguici|delen:|deel dit|volg ons|udostępnij|dela artikeln|del artikel|поделиться|поделитесь
    foto:|foto :|fotos:|foto ©|foto (c)|fotocredit|fotonachweis|fotoquelle|photo:|photos:|photo :|photo credit|photo by
    photos by|photo ©|photograph:|image:|images:|image credit|image by|image source|image ©|image illustrative
    picture:|pictures:|picture credit|bild:|bilder:|bild :|bild ©|bildquelle|bildnachweis|bildrechte|titelbild:
    beitragsbild:|beitragsbild ©|grafik:|video:|crédit photo|crédits photo|crédit :|crédits :|illustration :
    sharing is caring|this slideshow requires javascript|podcast: play in new window|we apologize, but this video has
    advertisement. scroll|view this post on instagram|sieh dir diesen beitrag auf instagram
    voir cette publication sur instagram
    ver esta publicación en instagram|a post shared by|ein beitrag geteilt von|une publication partagée par
    illustration:|imagen:|foto de:|immagine:|zdjęcie:|фото:|© |(c)
""")
_DATED: Final = _phrases("""
    last updated|last modified|updated on|updated:|published on|published:|posted on|first published
    zuletzt aktualisiert|zuletzt geändert|aktualisiert am|letzte aktualisierung|veröffentlicht am|publié le
    mis à jour le|dernière mise à jour|última actualización|actualizado el|publicado el|publicado em|atualizado em
    ultimo aggiornamento|aggiornato il|pubblicato il|laatst bijgewerkt|gepubliceerd op
    ostatnia aktualizacja|опубликовано|обновлено
""")
_CONSENT: Final = _phrases("""
    click here to display content|you are currently viewing a placeholder|by loading the video|by loading the tweet
    by loading the map|by loading the post|we need your consent|this content is blocked|to view this content
    sie sehen gerade einen platzhalter|mit dem laden des|mit dem laden der|hier klicken, um den inhalt
    an dieser stelle findest du einen externen|an dieser stelle finden sie einen externen|empfohlener externer inhalt
    empfohlener redaktioneller inhalt|externer inhalt|wir benötigen ihre zustimmung|wir brauchen ihre zustimmung
    ich bin damit einverstanden, dass mir externe|dieser inhalt ist blockiert|cliquez ici pour afficher le contenu
    en chargeant la vidéo|vous consultez actuellement le contenu d|al cargar el vídeo|estás viendo un contenido de
    caricando il video|stai visualizzando un contenuto segnaposto|door de video te laden
""")
_ADVERT: Final = frozenset(
    _phrases("""
    advert|advertisement|advertising|sponsored|sponsored content|anzeige|anzeigen|werbung|publicité|publicidad
    pubblicità
    advertentie|reklama|реклама|reklam|annonce|annons|mainos|publicidade|إعلان|آگهی|広告|广告|story continues below
    story continues below advertisement|scroll to continue|tweet|print|ad|ads|article continues below
    article continues below advertisement|article continues after advertisement|article continues after ad
    continue reading below|continue reading after the ad|continue reading below advertisement|sponsored post
    weiter nach der anzeige|nach der anzeige weiterlesen|artikel wird nach der anzeige fortgesetzt
    la suite après la publicité|la suite après cette publicité|sigue leyendo después de la publicidad
    continua após a publicidade|continua após publicidade|continua dopo la pubblicità
    tekst leest verder onder advertentie|artikel gaat verder na de advertentie|werbeanzeige|inzerce|hirdetés
    publicitate|quảng cáo|iklan|διαφήμιση|פרסומת|read later|table of contents|inhaltsverzeichnis|table des matières
    tabla de contenidos|tabla de contenido|índice de contenidos|índice de conteúdo|inhoudsopgave|spis treści|目次
    оглавление|فهرست مطالب|i̇çindekiler|içindekiler|mục lục|daftar isi|innehållsförteckning|indholdsfortegnelse
""")
)
_APPEALS: Final = _phrases("""
    consider supporting|consider donating|consider becoming|supporting our work|support our work|support my work
    buy me a coffee|if you enjoyed|if you liked|gefallen hat|unterstützen sie|soutenez-nous|apoya nuestro
""")
_CLOSINGS: Final = _phrases("""
    subscribe to|subscribe now|subscribe for|subscribe here|please subscribe|subscription|sign up
    newsletter|download our|download the|become a member|become a patron
    become a supporter|all rights reserved|copyrighted|may not be published|may not be reproduced
    may not be republished|is not responsible for the|written permission|reprint|©|independent journalism|donate
    log in for|log in to|already a subscriber|join our|join us on|whatsapp channel|on google news|follow us on
    comments are closed|this entry was posted|latest posts sent to your email|follow me on|for more stories like this
    responses to this entry|trackback from your own site|subscribers only
    dieser beitrag wurde am|dieser artikel wurde am|kommentare zu diesem beitrag|réponses à cet article
    abonnieren sie|jetzt abonnieren|abonnier unser|abonniere unser|abonniere den|abonnement|alle rechte vorbehalten
    spende jetzt|spenden sie|unterstützen sie|kommentare geschlossen|kommentar geschlossen|kommentare deaktiviert
    mit diesem button|jetzt bestellen|per e-mail benachrichtig|vg wort|vg-wort|affiliate|provisionslink
    letter to the editor|letters to the editor|suggested citation|while you are here|while you’re here|while you're here
    offre découverte|offre d’essai|offre d'essai
    abonnez-vous|tous droits réservés|accéder en illimité|réservé aux abonnés|suscríbe|suscrib|todos los derechos
    todos os direitos|inscreva-se|assine|iscriviti|tutti i diritti|meld je aan|alle rechten|zapisz się
    wszelkie prawa|подпис|все права|اشترك|جميع الحقوق|مشترک شوید|حقوق محفوظ
""")

_SITE_SENTENCES: Final = _phrases("""
    latest posts sent to your email|our newsletter|newsletter!|our channel|our whatsapp|our telegram|on google news
    whatsapp channel|our app
    © |(c) |copyright|all rights reserved.|may not be published|may not be reproduced|may not be republished
    is not responsible for the|written permission|alle rechte vorbehalten|tous droits réservés
    todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati|alle rechten voorbehouden
    wszelkie prawa zastrzeżone|все права защищены|جميع الحقوق محفوظة|comments are closed.|unseren newsletter|vg wort
    provisionslink|affiliate|per e-mail benachrichtig|mit diesem button|already a subscriber|become a member
    independent journalism|accéder en illimité|réservé aux abonnés|suggested citation|offre découverte
    دیدگاه‌ها بسته شده‌اند
""")

_POINTERS: Final = _phrases("""
    findest du hier|findet ihr hier|finden sie hier|finden sich hier|gibt es hier|gibt’s hier|erfahren sie hier
    erfährst du hier|in unserem beitrag|in unserem artikel|in unserem ratgeber|in unserer übersicht|in diesem beitrag
    in diesem artikel|read our|check out our|see our|in our guide|in our article|in our post|in our full|click here
    find out more here|learn more here|read more here|cliquez ici|dans notre article|dans cet article
    en nuestro artículo|en este artículo|haz clic aquí|haga clic aquí|nel nostro articolo|in questo articolo|klik hier
    lees hier
""")

_TAIL_HEADINGS: Final = frozenset(
    _phrases("""
    join the conversation|comments|kommentare|commentaires|comentarios|comentários|commenti|reacties|komentarze
    kommentarer|комментарии
    author|authors|about the author|about the authors|about author|about the writer|autor|autorin|autoren
    über den autor|über die autorin|über die autoren|zum autor|zur autorin|zu den autoren|der autor|die autorin
    auteur|à propos de l'auteur|à propos de l’auteur|sobre el autor|sobre la autora|acerca del autor|sobre o autor
    sobre a autora|sull'autore|l'autore|l’autore|over de auteur|o autorze|om författaren|об авторе|درباره نویسنده
    عن الكاتب|newsletter|subscribe|follow us|share|tags|schlagwörter
""")
)
"""Labels of what stands under an article: nothing after them is its text."""

_CREDIT: Final = re.compile(
    r"[(\[](?:foto|photo|bild|image|picture|credit|crédit|quelle|source|grafik|imagen|immagine)s?\s?[:©][^()\[\]]{0,80}[)\]]\Z",
    re.IGNORECASE,
)

_AGENCIES: Final = (
    "getty images", "shutterstock", "istock", "unsplash", "picture alliance", "imago", "alamy", "depositphotos",
    "epa-efe", "adobe stock",
)  # fmt: skip
"""Whose names end a picture's credit: they sell pictures only."""
_LONGEST_CREDIT: Final = 90

_INTRODUCTIONS: Final = (
    " is a ", " is an ", " is the ", " is based ", " writes ", " covers ", " reports ", " ist ", " schreibt ",
    " est ", " es ", " é ", " è ", " is een ", " jest ", " är ",
)  # fmt: skip
"""What follows the author's name in a note on the author."""

_DAY: Final = re.compile(
    r"(?:[^\W\d_]{2,16}(?:-feira)?[:,.]?\s+){0,2}(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}"
    r"|\d{1,2}(?:st|nd|rd|th|\.|º|er)?[ -](?:de )?[^\W\d_]{3,12}\.?,?[ -](?:de )?(?:19|20)\d\d"
    r"|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d)"
    r"(?:[ ,|–—-]{1,4}(?:(?:um|at|à|a las|às|alle|ore|om|kl\.?) )?"
    r"\d{1,2}:\d\d(?: ?[ap]\.?m\.?)?(?: uhr| [a-z]{2,4})?)?\.?",
    re.IGNORECASE,
)
"""A day and no more than its weekday or a label before it, and the time behind."""
_LONGEST_DAY: Final = 60

_SHORTCODE: Final = re.compile(r"\[/?[a-z][a-z0-9]*(?:[_-][a-z0-9_-]+|[_-]?[a-z0-9_-]*\s[^\[\]=]{1,40}=[^\[\]]*)\]")
"""What WordPress leaves of a plugin's shortcode when the plugin is gone: a name with a hyphen, or with attributes."""

_REPLY: Final = (
    "leave a reply", "leave a comment", "leave your comment", "leave your reply", "leave a response", "post a comment",
    "add a comment", "add your comment", "cancel reply", "schreibe einen kommentar", "schreiben sie einen kommentar",
    "kommentar verfassen", "kommentar schreiben", "kommentar hinterlassen", "hinterlasse einen kommentar",
    "hinterlasse eine antwort", "laisser un commentaire", "laissez un commentaire", "deja una respuesta",
    "deja un comentario", "deixe um comentário", "deixe uma resposta", "lascia un commento", "geef een reactie",
    "een reactie achterlaten", "plaats een reactie", "dodaj komentarz", "zostaw komentarz", "lämna ett svar",
    "legg igjen en kommentar", "legg igjen et svar", "skriv et svar", "napsat komentář", "bir yanıt yazın",
    "bir cevap yazın", "добавить комментарий", "оставить комментарий", "залишити відповідь", "اترك تعليق", "اترك رد",
    "دیدگاهتان را بنویسید", "دیدگاه خود را بنویسید", "نوشتن دیدگاه", "ارسال دیدگاه", "پاسخی بگذارید",
    "یک پاسخ بنویسید", "پاسخ دهید", "پاسخ دادن به", "لغو پاسخ", "نظر بدهید", "نظر خود را بنویسید",
    "نظرتان را بنویسید", "ارسال نظر", "ثبت نظر", "コメントを残す", "发表回复", "發佈留言", "댓글 남기기",
    "lasă un răspuns", "lasă un comentariu", "kirjoita kommentti", "αφήστε μια απάντηση", "השאר תגובה", "כתיבת תגובה",
    "tinggalkan balasan", "trả lời",
)  # fmt: skip
"""What WordPress heads its comment form with, in the languages it is translated to."""

_BY: Final = re.compile(
    r"(?:by|von|par|por|door|av|af|text|(?:written|reported|posted|words|story) by)\s*:?\s+(?=[^\W\d_])", re.IGNORECASE
)
_NAME_PARTS: Final = frozenset(
    {
        "and",
        "und",
        "et",
        "y",
        "e",
        "en",
        "och",
        "og",
        "&",
        "de",
        "da",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "di",
        "del",
    }
)
_AFTER_NAME: Final = re.compile(r"\s[–—-]\s|[|·•/(,;\n\d]")
_LONGEST_BYLINE: Final = 120
_READING_TIME: Final = re.compile(
    r"(?:(?:estimated )?reading time|read time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo di lettura"
    r"|tempo de leitura|leestijd|czas czytania|время чтения|زمان مطالعه)\b.{0,30}"
    r"|(?:ca\. ?)?\d{1,3}\+?[ -]?(?:min\.?|mins?|minutes?|minuten) "
    r"(?:read|lesezeit|de lecture|de lectura|di lettura|de leitura|leestijd|czytania)",
    re.IGNORECASE,
)
_LONGEST_READING_TIME: Final = 60
_LONGEST_REPLY: Final = 90

_SHORT_CLOSING: Final = 100
"""Characters from which a paragraph without links is prose, whatever words it holds."""

SENTENCE_ENDS: Final = ".!?।؟。۔"
_CREDITS: Final = tuple(p for p in _NOTICE if p.endswith((":", "©", "(c)", "credit", " by")))
_PHRASES: Final = frozenset((*_READ_ALSO, *_NOTICE, *_CLOSINGS))

_LONGEST_LABEL: Final = 200
"""Characters of a phrase with all its bullets and arrows, at most."""


def _by_start(phrases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Phrases by their first two characters: a block is compared with few of them."""
    found: dict[str, tuple[str, ...]] = {}
    for phrase in phrases:
        found[phrase[:2]] = (*found.get(phrase[:2], ()), phrase)
    return found


_READ_ALSO_BY_START: Final = _by_start(_READ_ALSO)
_NOTICE_BY_START: Final = _by_start(_NOTICE)
_CONSENT_BY_START: Final = _by_start(_CONSENT)
_DATED_BY_START: Final = _by_start(_DATED)
_REPLY_STARTS: Final = frozenset(p[:2] for p in _REPLY)
_STARTS: Final = frozenset(p[:2] for p in (*_READ_ALSO, *_NOTICE, *_ADVERT, *_CONSENT, *_DATED))
_ORNAMENTS: Final = " \t\n*•·-–—>»→+[(|:✓►▶📷📸🔗👉"


def opening(text: str) -> str:
    """What the other functions ask: the block's first letters in lower case, without bullets and arrows.

    Empty where none of the phrases begins so.
    """
    first = text[:2].lower()
    if first not in _STARTS and first[:1] not in _ORNAMENTS and "\xad" not in first:
        return ""  # nearly all texts, and that much is seen at a glance
    start = text[:90].lstrip(_ORNAMENTS)[:60].replace("\xad", "").lower()
    return start if start[:2] in _STARTS else ""


def leads_elsewhere(start: str) -> bool:
    """Whether a short block that opens with ``start`` announces other articles: "Read also: …", "Weitere Beiträge"."""
    return start.startswith(_READ_ALSO_BY_START.get(start[:2], ()))


def tells_date(start: str, text: str) -> bool:
    """Whether a short block at an edge of the text only says when the article was published or changed."""
    return (
        start.startswith(_DATED_BY_START.get(start[:2], ()))
        and len(text) < _SHORT_CLOSING
        and any(c.isdigit() for c in text)
        and not says_more(text)
    )


def tells_reading_time(text: str) -> bool:
    """Whether a short block is one such as "3 min read" or "Lesezeit: 3 Minuten"."""
    return len(text) < _LONGEST_READING_TIME and _READING_TIME.fullmatch(text) is not None


def tells_day(text: str) -> bool:
    """Whether a short block is a day and nothing else: "Friday, 7 November 2023", "Updated November 7, 2023 9:30"."""
    return len(text) < _LONGEST_DAY and _DAY.fullmatch(text) is not None


def is_credit(text: str) -> bool:
    """Whether a short block is a picture's credit without a label: "Ida Venn/Getty Images", "Credit: Ida Venn"."""
    if len(text) >= _LONGEST_CREDIT:
        return False
    if "/" not in text and "|" not in text and " via " not in text:
        return text.startswith(("Credit: ", "CREDIT: "))
    lower = text.lower()
    agency = next((a for a in _AGENCIES if lower.endswith(a)), "") if lower.endswith(_AGENCIES) else ""
    return bool(agency) and lower[: -len(agency)].rstrip().endswith(("/", "|", " via"))


def is_shortcode(text: str) -> bool:
    """Whether a block is a shortcode that nothing has replaced."""
    return text[0] == "[" and _SHORTCODE.fullmatch(text) is not None


def introduces(text: str, name: str) -> bool:
    """Whether a paragraph is about ``name``, an author: "Ida Venn is a reporter who covers rivers."."""
    return text.startswith(name) and text[len(name) :].lower().startswith(_INTRODUCTIONS)


def asks_consent(start: str) -> bool:
    """Whether a short block that opens with ``start`` stands for an embed that waits for the reader's consent."""
    return start.startswith(_CONSENT_BY_START.get(start[:2], ()))


def is_notice(start: str) -> bool:
    """Whether a short block that opens with ``start`` is a share line, an advertisement's label, a picture credit."""
    if not start:
        return False
    return start.startswith(_NOTICE_BY_START.get(start[:2], ())) or (
        len(start) < 50 and start.rstrip(" :.-–—*])|") in _ADVERT
    )


def is_byline(text: str) -> bool:
    """Whether a short block says who wrote the article, and besides only when: "By Ida Venn and Lale Orhun | 7 May"."""
    match = _BY.match(text) if len(text) <= _LONGEST_BYLINE else None
    if match is None:
        return False
    end = _AFTER_NAME.search(text, match.end())
    name, rest = (text[match.end() : end.start()], text[end.start() :]) if end else (text[match.end() :], "")
    words = [word for word in name.split() if word not in _NAME_PARTS]
    return 1 < len(words) < 7 and all(word[0].isupper() for word in words) and not says_more(f"{name} {rest}")


def appeals(text: str) -> bool:
    """Whether a short block asks readers for their support; for several of them, whether any does."""
    lower = text.lower()
    return any(map(lower.__contains__, _APPEALS))


def speaks_for_site(text: str) -> bool:
    """Whether a sentence without links is the site's, by itself or among others: it speaks of the site or of rights."""
    return any(map(text.lower().__contains__, _SITE_SENTENCES))


def closes(text: str, linked: int, *, quiet: bool = False) -> bool:
    """Whether a paragraph at the text's end speaks for the site: subscribe, copyright, closed comments.

    A word of that kind in a paragraph of prose proves nothing: what speaks for the site is short, leads somewhere
    (``linked``: characters in links), or begins with it. ``quiet``: :func:`speaks_for_site` was asked, and says no.
    """
    if not linked and (quiet or not speaks_for_site(text)):
        return len(text) < _LONGEST_LABEL and text.lower().strip(_ORNAMENTS + SENTENCE_ENDS + ":") in _PHRASES
    lower = text.lower()
    if len(text) >= _SHORT_CLOSING and not linked:
        return lower.lstrip(_ORNAMENTS).startswith(_CLOSINGS)
    return any(map(lower.__contains__, _CLOSINGS))


def ends_in_credit(text: str) -> bool:
    """Whether a block ends as captions do: "(Photo: Ida Venn)"."""
    return text[-1:] in ")]" and _CREDIT.search(text, max(0, len(text) - 100)) is not None


def heads_tail(text: str) -> bool:
    """Whether a block is the label of what stands under an article: "Comments", "About the author:"."""
    return len(text) < 40 and text.lower().strip(_ORNAMENTS + ":.") in _TAIL_HEADINGS


def points_elsewhere(text: str) -> bool:
    """Whether a short last block with a link into the site sends readers on: "All about boots is in our guide"."""
    lower = text.lower()
    return any(map(lower.__contains__, _POINTERS))


def may_head_comment_form(text: str) -> bool:
    """Whether :func:`heads_comment_form` is worth asking: seen at a glance."""
    return text[:2].lower() in _REPLY_STARTS


def heads_comment_form(text: str) -> bool:
    """Whether a block says what heads WordPress's comment form, and no more: "Leave a Reply to Ann Cancel reply"."""
    if len(text) >= _LONGEST_REPLY:
        return False
    lower = text.lower()
    if not lower.startswith(_REPLY):
        return False
    phrase = next(p for p in _REPLY if lower.startswith(p))
    rest = lower[len(phrase) :].strip(_ORNAMENTS + ":.!*…")
    return not rest or rest.endswith(_REPLY) or (not says_more(text) and rest[:1] != "," and rest.count(" ") < 5)


def says_more(text: str) -> bool:
    """Whether a short block that begins with one of these phrases goes on as a sentence: that is prose.

    "Share this" stands on a button, "Share this burden with us, he pleaded." in an article.
    """
    bare = text.strip(_ORNAMENTS + "\"'“”„«»‘’")
    if bare[-1:] not in SENTENCE_ENDS or bare.endswith(".."):
        return False
    plain = bare[:90].rstrip(SENTENCE_ENDS + " :").lower()
    return plain.count(" ") >= 2 and plain not in _PHRASES and not plain.startswith(_CREDITS)

"""URLs in listings: made absolute and clean, and told apart by their shape."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string, url_query_cleaner

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_URL = 2083
"""Longest URL in characters that is taken; longer ones many servers, and crawlers, refuse."""


def words(text: str) -> frozenset[str]:
    """Return the words of ``text``: for tables that are read more easily as prose."""
    return frozenset(text.split())


# Nothing here needs quoting, so such URLs (nearly all) take the short way. One character class after the host:
# it cannot backtrack.
_PLAIN = re.compile(r"(https?)://([a-z0-9.-]+(?::\d{1,5})?)(/[A-Za-z0-9/_.~%+-]*)?", re.ASCII)
_SLASHES = re.compile(r"//+")
_OCTET = re.compile(r"%[0-9A-Fa-f]{2}")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_TRACKING = words(
    "fbclid gclid dclid gbraid wbraid msclkid yclid igshid mc_cid mc_eid _ga _gl _hsenc _hsmi mkt_tok srsltid twclid "
    "ttclid li_fat_id epik vero_id wt_mc xtor ocid ncid cmpid ref ref_src ref_url referrer __twitter_impression"
)
_TRACKING_STARTS = ("utm_", "mtm_", "pk_", "piwik_", "hsa_", "fb_", "at_")
_SESSION = words("phpsessid jsessionid sessionid session_id sess_id sessid aspsessionid cfid cftoken oscsid zenid sid")
_SESSION_VALUE = re.compile(r"(?=.*\d)[0-9A-Za-z,-]{16,256}", re.ASCII)
"""What a session's value looks like: an ``sid`` of a few digits may be a story's."""
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)

FILES = words(
    "7z aac apk atom avi avif bmp bz2 css csv doc docx epub exe flac flv gif gz ico ics jpeg jpg js json jsonld kml "
    "m4a m4v map md mid mkv mov mp3 mp4 mpeg mpg odp ods odt ogg ogv otf pdf png ppt pptx psd rar rdf rss rtf svg "
    "swf tar tgz tif tiff ttf txt wav webm webmanifest webp wma wmv woff woff2 xls xlsx xml xsl zip"
)
SYSTEM_SEGMENTS = words(
    "wp-admin wp-content wp-includes wp-json wp-login.php wp-signup.php wp-register.php wp-cron.php "
    "wp-comments-post.php wp-trackback.php wp-mail.php xmlrpc.php cdn-cgi"
)
_TRAP_ENDINGS = words("feed rss rss2 atom rdf embed trackback amp print")
_TWIN_ENDINGS = _TRAP_ENDINGS | {"comments"}
_MOST_ENDINGS = 3
_FORMS = _TWIN_ENDINGS | words("printpage print-friendly printer-friendly pdf email emailpopup mobile gallery share")
"""Under an article's address other forms of it; elsewhere they may be sections and stories of that name."""
# Without these the URL is the article's own.
_TWIN_PARAMETERS = words(
    "replytocom share nb print printpage print-posts printer_friendly printable pdf amp noamp amp_markup like_comment "
    "unapproved moderation-hash cpage withcomments embed trackback ical outlook-ical"
)
_TRAP_PARAMETERS = _TWIN_PARAMETERS | words(
    "feed s preview preview_id attachment_id page_id rest_route doing_wp_cron action add-to-cart add_to_cart "
    "add_to_wishlist wpdmdl sitemap _wpnonce redirect_to"
)
_ARCHIVE_PARAMETERS = words(
    "cat category_name tag tag_id author author_name m w year monthnum day paged taxonomy term order orderby "
    "tribe-bar-date eventdisplay tribe_event_display tribe_events_cat calendar_day"
)
# WordPress's own bases, and what sites in other languages commonly set in their place.
_CATEGORY_BASES = words(
    "category categories kategorie kategori kategoria kategorija categoria categorie catégorie categorias categorías "
    "categoría rubrik rubrique rubrika rubriek рубрика категория"
)
ARCHIVE_BASES = _CATEGORY_BASES | words(
    "tag tags author authors search schlagwort etiqueta etiquetas etiquette étiquette mot-cle autor autoren auteur "
    "auteurs autore autori yazar etiket автор тег метка"
)
_CHOOSING_PARAMETERS = words("p lang language locale")
"""Beside those that end in ``id``: what may choose another article, or its translation, at one path."""
_CALENDAR_BASES = words(
    "event events calendar agenda kalender veranstaltung veranstaltungen termine evenement evenements événements "
    "eventos evento calendario eventi etkinlik etkinlikler"
)
_CALENDAR_DAY = re.compile(r"(?:19|20)\d\d-\d\d?(?:-\d\d?)?", re.ASCII)
_PAGE_ENDING = re.compile(r"\.(?:s?html?|php|aspx?)$", re.ASCII)
_COMMENT_PAGE = re.compile(r"comment-page-\d+", re.ASCII)
_PART = re.compile(r"[1-9]\d{0,2}", re.ASCII)
_LONG_NUMBER = re.compile(r"\d{5}", re.ASCII)


def host_key(url: str) -> str | None:
    """Return the host of an http(s) URL in lower case, with the port unless it is the scheme's own."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"


def with_www(hosts: Iterable[str | None]) -> frozenset[str]:
    """Return ``hosts`` (as of :func:`host_key`), each with and without ``www.``."""
    bare = {host.removeprefix("www.") for host in hosts if host}
    return frozenset(bare | {f"www.{host}" for host in bare if not host.startswith("[")})


@lru_cache(maxsize=2048)  # a page's links are looked at by several rules, and pages repeat their menus
def clean_url(href: str, base: str, hosts: frozenset[str], *, secure: bool = False) -> str | None:
    """Return ``href`` absolute, without fragment, default port, session and tracking parameters; ``None`` where it is
    no http(s) URL, or not on ``hosts``, or holds credentials, or is too long.

    Percent-encoded octets are in lower case, as WordPress prints them in its own permalinks, so that listings that
    differ in nothing else give the same URL. ``secure``: the site is served by https, so ``http:`` becomes ``https:``.
    """
    href = href.strip()
    if len(href) > MAX_URL:
        return None
    plain = _PLAIN.fullmatch(href)
    if plain and plain[2] in hosts:
        scheme, host, path = plain[1], plain[2], plain[3] or "/"
        query = ""
    else:
        try:
            absolute = safe_url_string(urljoin(base, href))
            parts = urlsplit(absolute)
        except ValueError:
            return None
        key = host_key(absolute)
        if key is None or key not in hosts or "@" in parts.netloc:
            return None
        scheme, host, path, query = parts.scheme, key, parts.path or "/", parts.query
        query = _without_tracking(query)
        if ";" in path:
            path = _SESSION_IN_PATH.sub("", path)
    if "//" in path:  # WordPress finds the page all the same
        path = _SLASHES.sub("/", path)
    if "/." in path:
        path = urljoin("/", path)  # dot segments
    if secure and ":" not in host:
        scheme = "https"
    url = urlunsplit((scheme, host, path, query, ""))
    if "%" in url:
        url = _OCTET.sub(lambda octet: octet[0].lower(), url)
    return url if len(url) <= MAX_URL else None


def _without_tracking(query: str) -> str:
    pairs = {(name, value) for name, _, value in (pair.partition("=") for pair in query.split("&"))}
    drop = [name for name, value in pairs if _is_noise(name.lower(), value)]
    if not drop:
        return query
    return urlsplit(url_query_cleaner(f"?{query}", drop, remove=True, unique=False)).query


def _is_noise(name: str, value: str) -> bool:
    if name in _SESSION:
        return name != "sid" or _SESSION_VALUE.fullmatch(value) is not None
    return name in _TRACKING or name.startswith(_TRACKING_STARTS)


def identity(url: str) -> str:
    """Return the part of a URL by which sources agree on a page: some list http for https, leave the last slash out, or
    write in capitals what WordPress finds in either.
    """
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/").lower()


def segments(url: str, folder: str = "/") -> list[str]:
    """Return the path's segments below ``folder``, decoded, in lower case, without ``index.php``."""
    path = urlsplit(url).path
    if path.startswith(folder):
        path = path[len(folder) :]
    parts = [part for part in unquote(path).lower().split("/") if part]
    return parts[1:] if parts[:1] == ["index.php"] else parts


def parameters(url: str) -> dict[str, str]:
    """Return the query's parameters, names in lower case, of a repeated one the last."""
    query = urlsplit(url).query
    if not query:
        return {}
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return {}
    return {name.lower(): value for name, value in pairs}


def is_home(url: str, folder: str = "/") -> bool:
    """True for the home page itself."""
    path = urlsplit(url).path
    if set(parameters(url)) - {"lang"}:
        return False
    return path == folder.rstrip("/") or (path.startswith(folder) and segments(url, folder) in ([], ["index.html"]))


def is_post_query(url: str) -> bool:
    """True for a permalink of the plain kind: ``?p=18793``, ``?post_type=news&p=18793``."""
    number = parameters(url).get("p", "")
    return number.isascii() and number.isdigit() and int(number[:20]) > 0


def is_trap(url: str) -> bool:
    """True for what is never an article's page: files, feeds, forms, twins of a page, WordPress's own files."""
    parts = segments(url)
    last = parts[-1] if parts else ""
    _, dot, extension = last.rpartition(".")
    return (
        (bool(dot) and extension in FILES)
        or not SYSTEM_SEGMENTS.isdisjoint(parts)
        or (len(parts) > 1 and last in _TRAP_ENDINGS)
        or last == "feed"
        or "attachment" in parts[1:-1]
        or _COMMENT_PAGE.fullmatch(last) is not None
        or not _TRAP_PARAMETERS.isdisjoint(parameters(url))
        or (is_post_query(url) and page_of(url)[1] > 1)
    )


def untwinned(url: str, folder: str = "/") -> str:
    """Return the article's own URL where ``url`` is plainly another form of it: AMP, a print view, its feed, a page of
    its comments, a link to share it; else ``url``.
    """
    parts = urlsplit(url)
    path, query = parts.path, parts.query
    for _ in range(_MOST_ENDINGS):  # /comments/feed/, /feed/atom/, /comment-page-2/amp/
        head, _, last = path.rstrip("/").rpartition("/")
        if last.lower() not in _TWIN_ENDINGS and not _COMMENT_PAGE.fullmatch(last.lower()):
            break
        path = f"{head}/" if path.endswith("/") else head
    if query and not _TWIN_PARAMETERS.isdisjoint(parameters(url)):
        names = {pair.partition("=")[0] for pair in query.split("&")}
        drop = [name for name in names if name.lower() in _TWIN_PARAMETERS]
        query = urlsplit(url_query_cleaner(f"?{query}", drop, remove=True, unique=False)).query
    if (path, query) == (parts.path, parts.query):
        return url
    own = urlunsplit((parts.scheme, parts.netloc, path, query, ""))
    return own if is_permalink(own, folder) and not is_archive(own, folder) else url


def upper_article(url: str, folder: str = "/") -> str | None:
    """Return the URL of the article below whose address ``url`` stands: as a later page, ``/2021/09/slug/2/``, or as an
    attachment or another form of it, ``/2021/09/slug/photo/``. ``None`` where that is no likely article. Whether it is
    one shows where it is listed too: ``/2021/09/`` may have a post called 2.
    """
    parts = urlsplit(url)
    head, _, last = parts.path.rstrip("/").rpartition("/")
    own = urlunsplit((parts.scheme, parts.netloc, f"{head}/" if parts.path.endswith("/") else head, "", ""))
    if parts.query or last == "1" or is_home(own, folder) or is_archive(own, folder):
        return None
    if last.lower() in _FORMS:
        return own
    # Below a page whose name is a slug there may be articles; below a date or a number WordPress has none.
    if is_permalink(own, folder) and _is_numbered(segments(own, folder)):
        return own
    return own if _PART.fullmatch(last) and (len(last) == 1 or is_permalink(own, folder)) else None


def _is_numbered(parts: list[str]) -> bool:
    """Whether a permalink holds its article's date, or is its number."""
    last = parts[-1]
    return (last.isascii() and last.isdigit()) or any(_is_month(*pair) for pair in pairwise(parts[:-1]))


def _is_month(year: str, month: str) -> bool:
    return len(year) == 4 and year.isdigit() and year.startswith(("19", "20")) and len(month) <= 2 and month.isdigit()


def bare(url: str) -> str | None:
    """Return ``url`` without its query, where WordPress may take no notice of that: of filters, fonts, caches, what a
    reader came from. ``None`` where there is none, or it may choose the article.
    """
    if "?" not in url or is_post_query(url):
        return None
    names = parameters(url).keys()
    chooses = not names.isdisjoint(_CHOOSING_PARAMETERS) or any(name.endswith("id") for name in names)
    return None if chooses else url.partition("?")[0]


def article_of(url: str, folder: str = "/") -> str:
    """Return the identity of the article that a listing names by ``url``: where the path says article, that of the
    path alone.
    """
    own = bare(url)
    return identity(own if own and is_permalink(own, folder) else url)


def is_archive(url: str, folder: str = "/") -> bool:
    """True for what is plainly a list of articles: category, tag, author, search and date archives, page N."""
    if is_post_query(url):
        return False
    parts = segments(url, folder)
    if not _ARCHIVE_PARAMETERS.isdisjoint(parameters(url)):
        return True
    if any(part in ARCHIVE_BASES for part in parts[:-1]) or parts[-1:] == ["search"]:
        return True
    return page_of(url)[1] > 1 or _is_date_archive(parts) or _is_calendar(parts)


def _is_date_archive(parts: list[str]) -> bool:
    """True for ``/2021/09/``, ``/2021/09/24/``, and below what permalinks begin with: ``/blog/2021/09/``,
    ``/archives/date/2021/09/``. ``/2021/`` may as well be the post of that number.
    """
    start = next((i for i, part in enumerate(parts[:3]) if part.isascii() and part.isdigit()), len(parts))
    date = parts[start:]
    return (
        len(date) in (2, 3)
        and _is_month(date[0], date[1])
        and all(part.isascii() and part.isdigit() and len(part) in ((2,) if start else (1, 2)) for part in date[1:])
    )


def _is_calendar(parts: list[str]) -> bool:
    """True for the months and days of a calendar of events, and for each day that an event recurs:
    ``/events/2021-09/``, ``/event/market-day/2021-09-24/``. They go on for ever.
    """
    return (
        len(parts) > 1 and _CALENDAR_DAY.fullmatch(parts[-1]) is not None and not _CALENDAR_BASES.isdisjoint(parts[:-1])
    )


def is_category(url: str, folder: str = "/") -> bool:
    """True for the archive of a category, as WordPress names it: ``/category/politics/``, ``?cat=4``."""
    query = parameters(url)
    if set(query) - {"paged"}:
        return set(query) - {"paged"} <= {"cat", "category_name"}
    parts = segments(url, folder)
    return len(parts) > 1 and parts[0] in _CATEGORY_BASES


def is_permalink(url: str, folder: str = "/") -> bool:
    """True where the shape alone says article: a date, a number, or a long slug in the path; ``?p=N``."""
    if is_post_query(url):
        return True
    parts = segments(url, folder)
    if not parts:
        return False
    last = _PAGE_ENDING.sub("", parts[-1])
    if last.isascii() and last.isdigit():
        return len(last) >= 3 and not (len(parts) == 1 and len(last) == 4 and last.startswith(("19", "20")))
    dated = any(_is_month(*pair) for pair in pairwise(parts[:-1]))
    slug = [word for word in last.split("-") if word]
    return dated or len(slug) >= 4 or bool(_LONG_NUMBER.search(last)) or (not last.isascii() and len(last) >= 25)


def page_of(url: str) -> tuple[str, int]:
    """Return a list's URL without its page number, and the number: ``/news/page/3/`` gives ``/news``, 3.

    The first is for comparing: it has no closing slash and its parameters are sorted.
    """
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    query = parameters(url)
    number = 1
    for name in ("paged", "page"):
        value = query.pop(name, "")
        if value.isascii() and value.isdigit():
            number = int(value[:9])
    head, _, last = path.rpartition("/")
    if last.isascii() and last.isdigit() and head.lower().endswith("/page"):
        number = int(last[:9])
        path = head[: -len("/page")]
    path = path.removesuffix("/index.php")
    rest = "&".join(f"{name}={value}" for name, value in sorted(query.items()))
    return urlunsplit((parts.scheme, parts.netloc, path, rest, "")), max(number, 1)

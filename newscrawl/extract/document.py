"""From the bytes of a page to one parsed tree, whatever the bytes are."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

from lxml import etree
from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PARSED = 20_000_000
"""Bytes of a page that are read at most: an article's text lies far before, and a tree takes ten times the room."""

_BINARY = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x00\x00\x00", b"RIFF")

_CATEGORY_LINK = b'rel="category'


class _Parser(threading.local):
    """One parser for all pages is quicker; one for each thread, for it keeps what was wrong with the last page."""

    def __init__(self) -> None:
        # huge_tree lifts the depth at which libxml2 gives up from 256 to 2048 elements
        self.html = etree.HTMLParser(
            encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
        )


_PARSER = _Parser()

_NOT_UTF8 = etree.ErrorTypes.ERR_INVALID_ENCODING
_MOST_ERRORS = 100
"""Errors of a page that libxml2 tells of (XML_MAX_ERRORS); those after them it keeps to itself."""

_ENDS = (b"</html>", b"</HTML>")
_LONGEST_REST = 1000
"""Bytes behind the end of a page that are no more than notes of caches."""
_LONGEST_TAG = 40_000
_ENDLESS_TAG = re.compile(rb"<[A-Za-z][^<>]{%d,}+>?" % _LONGEST_TAG)
"""A start tag of that length. libxml2 compares each attribute of an element with all before it: thousands take minutes.
The repeat is possessive: no backtracking."""


def to_utf8(html: bytes, declared: str | None = None) -> bytes:
    """The page in UTF-8, without byte order mark and NULs.

    ``declared`` is the charset of the HTTP header. In order: a byte order mark; bytes that are valid UTF-8, for text in
    another encoding practically never is by chance; the HTTP header; the page's own ``meta``; Windows-1252.
    """
    bom_encoding, bom = read_bom(html)
    if bom_encoding is not None and bom is not None:
        text = html[len(bom) :].decode(bom_encoding, "replace")
        return text.replace("\x00", "").encode("utf-8", "replace")
    if b"\x00" in html:
        html = html.replace(b"\x00", b"")
    if html.isascii():
        # only stateful 7-bit encodings (ISO-2022-JP) hide other text behind ASCII, and they start with an escape
        if b"\x1b" not in html:
            return html
    else:
        try:
            html.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return html
    for name in (declared, html_body_declared_encoding(html)):
        encoding = resolve_encoding(name) if name else None
        if encoding and encoding != "utf-8":
            return html.decode(encoding, "replace").replace("\x00", "").encode("utf-8", "replace")
        if encoding and _mostly_utf8(html):
            break  # declared as UTF-8 and a few bytes are broken, as when a page is cut within a character
    else:
        if not _mostly_utf8(html):
            return html.decode("cp1252", "replace").encode("utf-8")
    return html.decode("utf-8", "replace").encode("utf-8")


def _mostly_utf8(html: bytes) -> bool:
    """Whether well-formed sequences outnumber broken ones among the bytes above ASCII."""
    text = html.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(len(part) for part in text.split("\ufffd") if not part.isascii()) and (
        len(html) - len(text) - 2 * broken
    )
    return good > broken


def before_comments(page: bytes) -> bytes:
    """``page`` up to its comments: what WordPress prints from there on is no article, and a quarter of all bytes.

    Themes wrap the list and the form in the id ``comments``, and ``comment_form()`` prints the id ``respond``; neither
    stands before an article, nor in the first quarter of a page. A page that prints JSON-LD or the only links to its
    categories after them stays whole.
    """
    start = len(page) // 4
    cut = page.find(b'id="comments"', start)
    if cut < 0:
        cut = page.find(b'id="respond"', start)
    if cut < 0 or page.find(b"ld+json", cut) > 0:
        return page
    if page.find(_CATEGORY_LINK, cut) > 0 > page.find(_CATEGORY_LINK, 0, cut):
        return page
    start = page.rfind(b"<", 0, cut)
    return page[: max(start, 0)]


def ends_early(page: bytes) -> bool:
    """Whether more follows upon an end of ``html``, as where a theme's header prints one too: browsers read on, libxml2
    does not.
    """
    return any(0 <= page.find(end) < len(page) - _LONGEST_REST for end in _ENDS)


def _past_early_ends(page: bytes) -> bytes:
    if ends_early(page):
        for end in _ENDS:
            page = page.replace(end, b"")
    return page


def parse(html: bytes, declared: str | None = None, *, whole: bool = True) -> _Element | None:
    """The root of the page's tree, or ``None`` where there is nothing to parse: empty, binary, PDF.

    ``declared`` is the charset of the HTTP header; without ``whole`` the page is read up to its comments only, or
    to the first end of ``html``.
    """
    head = html[:1024].lstrip()
    if not head or head.startswith(_BINARY):
        return None
    page = html[:MAX_PARSED]
    if not whole:
        page = before_comments(page)
    plain = read_bom(page)[0] is None and b"\x00" not in page and b"\x1b" not in page
    if not plain:
        page = to_utf8(page, declared)
    page = _without_endless_tags(_past_early_ends(page) if whole else page)
    parser = _PARSER.html
    root = _tree(page, parser)
    if plain and _may_be_no_utf8(parser):
        text = to_utf8(page, declared)
        if text is not page:
            root = _tree(text, parser)
    return root


def _may_be_no_utf8(parser: etree.HTMLParser) -> bool:
    """Whether the page just parsed has to be decoded to know: libxml2 checks UTF-8 as it reads, and nearly all are."""
    errors = parser.error_log
    return len(errors) >= _MOST_ERRORS or any(error.type == _NOT_UTF8 for error in errors)


def _without_endless_tags(page: bytes) -> bytes:
    half = _LONGEST_TAG // 2
    # a tag of that length leaves one of these stretches without the start of another and without an end
    if any(
        page.find(b"<", start, start + half) < 0 and page.find(b">", start, start + half) < 0
        for start in range(0, len(page) - half, half)
    ):
        return _ENDLESS_TAG.sub(b" ", page)
    return page


def _tree(page: bytes, parser: etree.HTMLParser) -> _Element | None:
    try:
        return etree.fromstring(page, parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None

"""Flat records out of XML of any size: no tree is built, no entity is expanded, nothing is fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lxml import etree

from newscrawl.discovery.listing import MAX_REFS, ListingError
from newscrawl.discovery.sniff import what_is

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_ELEMENTS = 2_000_000
"""More elements than 50,000 sitemap entries with a dozen images each have."""

_CHUNK = 64 * 1024
_MAX_TEXT = 8192
_MAX_REPAIRED = 16 * 1024 * 1024  # mending takes memory several times the size
_HARMLESS = "Extra content at the end"  # what a server prints after the document
_DECLARATION = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9._-]{1,40})[\"']")
# An ampersand that begins none of XML's own references: in hand-made XML it stands for itself.
_STRAY_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class Record:
    """One element with what stands in it, prefixes dropped."""

    name: str
    texts: dict[str, str] = field(default_factory=dict)
    """Local name -> text of the first such element inside that has text."""
    links: list[dict[str, str]] = field(default_factory=list)
    """Attributes of each ``link`` element that has an ``href``."""


@dataclass(slots=True)
class Document:
    """What :func:`read_records` found."""

    root: str
    """Local name of the outermost element."""
    records: list[Record]
    outside: Record
    """What stands in no record."""
    dropped: int
    """Records beyond the first ``MAX_REFS``."""
    problem: str | None
    """Why records may be missing, one clause; ``None``: the document is whole."""


def read_records(
    body: bytes, *, wanted: str, roots: frozenset[str], records: frozenset[str], texts: Mapping[str, frozenset[str]]
) -> Document:
    """Read the elements whose local name is in ``records``, in a document whose root's is in ``roots``.

    ``texts`` says which texts to keep: local name -> names of the elements that it may stand in directly. Broken XML
    gives what can be read of it. ``wanted`` names the kind of document in the message of the ListingError that is
    raised where ``body`` is no such document, or is so broken that nothing can be read, or declares entities.
    """
    try:
        document = _parse(body, _Collector(body, records, texts), recover=False)
    except etree.XMLSyntaxError:
        collector = _Collector(body, records, texts)
        try:
            document = _parse(_repaired(body[:_MAX_REPAIRED]), collector, recover=True)
        except etree.XMLSyntaxError:
            document = None
    if document is None or document.root not in roots:
        msg = f"{what_is(body)}, not {wanted}"
        raise ListingError(msg)
    if document.problem and not document.records:
        raise ListingError(document.problem)
    return document


def _parse(body: bytes, collector: _Collector, *, recover: bool) -> Document:
    target: Any = collector  # lxml's stubs know no such parser
    parser: Any = etree.XMLParser(
        target=target,
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    problem = None
    try:
        for start in range(0, len(body), _CHUNK):
            parser.feed(body[start : start + _CHUNK])
        parser.close()
    except _EnoughError:
        problem = f"has more than {MAX_ELEMENTS} elements"
    for entry in parser.feed_error_log:
        if problem is None and entry.level == etree.ErrorLevels.FATAL and not entry.message.startswith(_HARMLESS):
            problem = f"is broken XML: {entry.message.partition(chr(10))[0][:100]}"
    return Document(collector.root, collector.records, collector.outside, collector.dropped, problem)


def _repaired(body: bytes) -> bytes:
    """Return ``body`` in UTF-8 with what commonly breaks XML mended: white space and warnings of the server's in front
    of it, control characters, wrongly encoded bytes, stray ampersands.
    """
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        declared = _DECLARATION.search(body[:4096])
        encoding = declared[1].decode("ascii") if declared else "utf-8"
    try:
        text = body.decode(encoding, "replace")
    except (LookupError, ValueError):  # an unknown codec, or one that is not for text
        text = body.decode("utf-8", "replace")
    text = text.removeprefix("\ufeff")
    declaration = text.find("<?xml", 0, 4096)
    if declaration >= 0:
        text = text[text.find("?>", declaration) + 2 :]
    text = _NOT_XML.sub("", text).lstrip()
    first, *others = text.split("<![CDATA[")
    mended = [_STRAY_AMPERSAND.sub("&amp;", first)]
    for part in others:
        literal, end, markup = part.partition("]]>")
        mended.append(f"<![CDATA[{literal}{end}" + _STRAY_AMPERSAND.sub("&amp;", markup))
    return "".join(mended).encode()


class _EnoughError(Exception):
    """Raised by the collector to stop the parser."""


class _Collector:
    """Target of lxml's parser."""

    def __init__(self, body: bytes, records: frozenset[str], texts: Mapping[str, frozenset[str]]) -> None:
        self.root = ""
        self.records: list[Record] = []
        self.outside = Record("")
        self.dropped = 0
        self._body = body
        self._names = records
        self._texts = texts
        self._path: list[str] = []
        self._record: Record | None = None
        self._record_depth = 0
        self._text: list[str] | None = None
        self._elements = 0

    def doctype(self, name: str | None, _public: str | None, _system: str | None) -> None:
        if name and name.lower() == "html":
            raise _EnoughError
        # Without its NULs, UTF-16 and UTF-32 read like ASCII here.
        if b"<!ENTITY" in self._body.replace(b"\0", b""):
            msg = "is XML that declares entities"
            raise ListingError(msg)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise _EnoughError
        name = tag.rpartition("}")[2].rpartition(":")[2]  # a prefix that nobody declared stays in the name
        if not self._path:
            self.root = name
        if self._record is None and name in self._names:
            self._record = Record(name)
            self._record_depth = len(self._path)
        self._text = None
        parents = self._texts.get(name)
        if parents is not None and self._path and self._path[-1] in parents:
            holder = self._record or self.outside
            if "href" in attributes and name == "link":
                if len(holder.links) < 20:
                    holder.links.append({key: value[:_MAX_TEXT] for key, value in attributes.items()})
            elif name not in holder.texts:
                self._text = []
        self._path.append(name)

    def data(self, data: str) -> None:
        if self._text is not None and len(self._text) < 100:
            self._text.append(data[:_MAX_TEXT])

    def end(self, _tag: str) -> None:
        name = self._path.pop() if self._path else ""
        if self._text is not None:
            text = "".join(self._text)[:_MAX_TEXT].strip()
            if text:
                (self._record or self.outside).texts[name] = text
            self._text = None
        if self._record is not None and len(self._path) == self._record_depth:
            if len(self.records) < MAX_REFS:
                self.records.append(self._record)
            else:
                self.dropped += 1
            self._record = None

    def close(self) -> None:
        return None

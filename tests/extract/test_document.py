"""Bytes become the text that their author wrote, whatever they are declared as."""

from __future__ import annotations

import pytest

from newscrawl.extract.document import parse, to_utf8

WORDS = "Größe, façade – “naïve” №"


@pytest.mark.parametrize("declared", [None, "iso-8859-1", "windows-1252", "utf-8", "no-such-charset"])
def test_valid_utf8_wins_over_what_is_declared(declared: str | None) -> None:
    page = f'<meta charset="latin1"><p>{WORDS}</p>'.encode()
    assert to_utf8(page, declared) == page


@pytest.mark.parametrize(
    ("encoding", "declared", "head"),
    [
        ("cp1252", "windows-1252", ""),
        ("cp1252", None, '<meta charset="windows-1252">'),
        ("cp1252", None, '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">'),
        ("cp1252", None, ""),
        ("cp1252", None, '<meta charset="utf-8">'),
        ("cp1251", "windows-1251", ""),
        ("shift_jis", "Shift_JIS", ""),
        ("utf-16", None, ""),
    ],
)
def test_other_encodings(encoding: str, declared: str | None, head: str) -> None:
    words = {"cp1251": "Водный план", "shift_jis": "水の計画"}.get(encoding, "Größe façade naïve")
    assert words in to_utf8(f"{head}<p>{words}</p>".encode(encoding), declared).decode()


@pytest.mark.parametrize("wrong", [0, 10, 500])
@pytest.mark.parametrize(("encoding", "declared"), [("cp1252", None), ("cp1251", "windows-1251"), ("utf-8", None)])
def test_the_encoding_is_found_however_much_is_wrong_with_the_page(
    wrong: int, encoding: str, declared: str | None
) -> None:
    words = {"cp1251": "Водный план"}.get(encoding, "Größe façade naïve")
    root = parse(f"<p>Page</p>{'</b>' * wrong}<p>{words}</p>".encode(encoding), declared)
    assert root is not None
    assert words in "".join(root.itertext())


def test_a_cut_character_does_not_spoil_a_page_in_utf8() -> None:
    page = ("<p>" + WORDS * 20).encode()[:-1]
    text = to_utf8(page, "utf-8").decode()
    assert WORDS in text
    assert text.endswith("\ufffd")


@pytest.mark.parametrize("html", [b"", b"   ", b"%PDF-1.4", b"\x1f\x8b\x08\x00"])
def test_nothing_to_parse(html: bytes) -> None:
    assert parse(html) is None


def test_entities_and_doctypes_from_outside_are_not_read(tmp_path: object) -> None:
    root = parse(b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><p>a &x; b</p>')
    assert root is not None
    assert "&x;" in "".join(root.itertext())

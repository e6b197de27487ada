"""The light markup that the articles are written in, and its HTML as WordPress's two editors give it.

Blocks are parted by blank lines. ``## `` starts a sub-heading, ``> `` lines a quotation (``> -- `` its source), ``- ``
and ``1. `` lists, ``| `` a table (first row: head; ``|= `` its caption), ``![alt](file) caption`` a picture (several:
a gallery), ``<!--more-->`` WordPress's mark where teasers end. Inline: ``**strong**``, ``*emphasis*``,
``[text](address)`` with ``#18793`` as the address of that article. A backslash at a line's end breaks the line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from newscrawl.demo.content import Picture

# No nested or adjacent repeats: each alternative ends at the first closing mark, so matching is linear per start.
_INLINE = re.compile(r"\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\(([^)\s]+)\)")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)(.*)")
_ORDERED = re.compile(r"\d+\. ")

# The characters that WordPress prints as numbered entities when it has set typographic quotes and dashes.
_TEXTURE = str.maketrans(
    {
        "‘": "&#8216;",
        "’": "&#8217;",
        "“": "&#8220;",
        "”": "&#8221;",
        "–": "&#8211;",
        "—": "&#8212;",
        "…": "&#8230;",
        "×": "&#215;",
        "\u00a0": "&nbsp;",
    }
)


def html_text(text: str) -> str:
    """Return plain ``text`` as HTML in the way WordPress prints a title: typographic marks as numbered entities."""
    return escape(text, quote=False).replace("&amp;", "&#038;").translate(_TEXTURE)


def plain(text: str) -> str:
    """Return ``text`` without inline marks; a forced line break becomes a line feed."""
    return _INLINE.sub(lambda m: m[1] or m[2] or m[3], text)


@dataclass(frozen=True, kw_only=True)
class Writer:
    """How one entry's blocks become HTML."""

    number: int
    classic: bool
    permalink: Callable[[int], str]
    """Absolute URL of the article with that number."""
    img: Callable[[Picture, str], str]
    """The ``<img>`` of a picture with those extra classes."""

    def inline(self, text: str) -> str:
        """Return the HTML of ``text`` with its inline marks."""
        out: list[str] = []
        end = 0
        for match in _INLINE.finditer(text):
            out.append(self._run(text[end : match.start()]))
            strong, emphasis, label, address = match.groups()
            if strong:
                out.append(f"<strong>{self._run(strong)}</strong>")
            elif emphasis:
                out.append(f"<em>{self._run(emphasis)}</em>")
            else:
                href = self.permalink(int(address[1:])) if address.startswith("#") else address
                out.append(f'<a href="{escape(href)}">{self._run(label)}</a>')
            end = match.end()
        out.append(self._run(text[end:]))
        return "".join(out)

    def paragraph(self, text: str) -> str:
        return f"<p>{self.inline(text)}</p>"

    @staticmethod
    def _run(text: str) -> str:
        return escape(text, quote=False).translate(_TEXTURE).replace("\n", "<br />\n")


class Block:
    """A part of a body. Each kind says how it is printed and which words of it are the article's own."""

    def html(self, writer: Writer) -> str:
        raise NotImplementedError

    def prose(self) -> list[str]:
        return []

    def captions(self) -> list[str]:
        return []

    def shown(self) -> tuple[Picture, ...]:
        """Return the block's pictures."""
        return ()


@dataclass(frozen=True)
class Paragraph(Block):
    text: str

    def html(self, writer: Writer) -> str:
        return writer.paragraph(self.text)

    def prose(self) -> list[str]:
        return [plain(self.text)]


@dataclass(frozen=True)
class Heading(Block):
    text: str

    def html(self, writer: Writer) -> str:
        style = "" if writer.classic else ' class="wp-block-heading"'
        return f"<h2{style}>{writer.inline(self.text)}</h2>"

    def prose(self) -> list[str]:
        return [plain(self.text)]


@dataclass(frozen=True)
class Quote(Block):
    paragraphs: tuple[str, ...]
    source: str

    def html(self, writer: Writer) -> str:
        style = "" if writer.classic else ' class="wp-block-quote"'
        words = "\n".join(writer.paragraph(text) for text in self.paragraphs)
        cite = f"<cite>{writer.inline(self.source)}</cite>" if self.source else ""
        return f"<blockquote{style}>\n{words}{cite}</blockquote>"

    def prose(self) -> list[str]:
        return [plain(text) for text in (*self.paragraphs, self.source) if text]


@dataclass(frozen=True)
class Listing(Block):
    ordered: bool
    entries: tuple[str, ...]

    def html(self, writer: Writer) -> str:
        tag = "ol" if self.ordered else "ul"
        style = "" if writer.classic else ' class="wp-block-list"'
        rows = "\n\n".join(f"<li>{writer.inline(text)}</li>" for text in self.entries)
        return f"<{tag}{style}>\n{rows}\n</{tag}>"

    def prose(self) -> list[str]:
        return [plain(text) for text in self.entries]


@dataclass(frozen=True)
class Table(Block):
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str

    def html(self, writer: Writer) -> str:
        head = "".join(f"<th>{writer.inline(cell)}</th>" for cell in self.head)
        rows = "".join(
            "<tr>" + "".join(f"<td>{writer.inline(cell)}</td>" for cell in row) + "</tr>" for row in self.rows
        )
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        if writer.classic:
            return table
        caption = f'<figcaption class="wp-element-caption">{writer.inline(self.caption)}</figcaption>'
        return f'<figure class="wp-block-table">{table}{caption if self.caption else ""}</figure>'

    def prose(self) -> list[str]:
        return [plain(cell) for row in (self.head, *self.rows) for cell in row]

    def captions(self) -> list[str]:
        return [plain(self.caption)] if self.caption else []


@dataclass(frozen=True)
class Figures(Block):
    """One picture, or several as a gallery."""

    pictures: tuple[Picture, ...]

    def html(self, writer: Writer) -> str:
        figures = "\n\n".join(self._figure(picture, writer) for picture in self.pictures)
        if len(self.pictures) == 1:
            return figures
        style = (
            f"gallery gallery-columns-{len(self.pictures)} gallery-size-large"
            if writer.classic
            else "wp-block-gallery has-nested-images columns-default is-cropped wp-block-gallery-1 is-layout-flex"
        )
        tag = "div" if writer.classic else "figure"
        return f'<{tag} class="{style}">\n{figures}\n</{tag}>'

    @staticmethod
    def _figure(picture: Picture, writer: Writer) -> str:
        words = writer.inline(picture.caption)
        if not writer.classic:
            caption = f'<figcaption class="wp-element-caption">{words}</figcaption>' if words else ""
            image = writer.img(picture, f"wp-image-{picture.id}")
            return f'<figure class="wp-block-image size-large">{image}{caption}</figure>'
        image = writer.img(picture, f"wp-image-{picture.id} size-large")
        if not words:
            return f"<p>{image}</p>"
        name = f"attachment_{picture.id}"
        label = f"caption-attachment-{picture.id}"
        return (
            f'<figure id="{name}" aria-describedby="{label}" style="width: 640px" class="wp-caption aligncenter">'
            f'{image}<figcaption id="{label}" class="wp-caption-text">{words}</figcaption></figure>'
        )

    def captions(self) -> list[str]:
        return [plain(picture.caption) for picture in self.pictures if picture.caption]

    def shown(self) -> tuple[Picture, ...]:
        return self.pictures


@dataclass(frozen=True)
class More(Block):
    MARK: ClassVar[str] = "<!--more-->"

    def html(self, writer: Writer) -> str:
        return (
            f'<p><span id="more-{writer.number}"></span></p>'
            if writer.classic
            else (f'<span id="more-{writer.number}"></span>')
        )


def parse_blocks(text: str, picture: Callable[[str, str, str], Picture]) -> tuple[Block, ...]:
    """Return the blocks of a body. ``picture(file, alt, caption)`` registers a picture.

    Raises ValueError where a block mixes kinds of lines.
    """
    return tuple(_block(part.split("\n"), picture) for part in re.split(r"\n\s*\n", text.strip()) if part)


def _block(lines: list[str], picture: Callable[[str, str, str], Picture]) -> Block:
    first = lines[0]
    if first == More.MARK:
        return More()
    if first.startswith("## "):
        return Heading(_joined([first[3:], *lines[1:]]))
    if first.startswith("> "):
        words = [line for line in lines if not line.startswith("> -- ")]
        source = "".join(line[5:] for line in lines if line.startswith("> -- "))
        return Quote(tuple(_stripped(words, "> ")), source)
    if first.startswith("- "):
        return Listing(False, tuple(_stripped(lines, "- ")))
    if _ORDERED.match(first):
        return Listing(True, tuple(_ORDERED.sub("", line, count=1) for line in lines))
    if first.startswith("| "):
        rows = [
            tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if not line.startswith("|= ")
        ]
        return Table(rows[0], tuple(rows[1:]), "".join(line[3:] for line in lines if line.startswith("|= ")))
    if first.startswith("!["):
        found = [_PICTURE.fullmatch(line) for line in lines]
        return Figures(tuple(picture(m[2], m[1], m[3].strip()) for m in found if m))
    return Paragraph(_joined(lines))


def _joined(lines: list[str]) -> str:
    """Join wrapped lines with a space, those that end in a backslash with a line feed."""
    return " ".join(lines).replace("\\ ", "\n")


def _stripped(lines: list[str], mark: str) -> list[str]:
    for line in lines:
        if not line.startswith(mark):
            msg = f"line {line!r} stands in a block of {mark!r} lines"
            raise ValueError(msg)
    return [line.removeprefix(mark) for line in lines]

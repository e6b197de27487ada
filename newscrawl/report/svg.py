"""Makes what matplotlib draws fit for a page: shapes and text alone, in colours that follow the reader's theme."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.figure import Figure

SLOTS = ("ink", "muted", "grid", "plain", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8")
"""Colours by the name that the page's style sheet gives them."""

INK, MUTED, GRID, PLAIN, *SERIES = (f"#fe{at:02x}fe" for at in range(len(SLOTS)))
"""What to draw with: stand-ins, each of which becomes its slot's class."""

_CLASSES = dict(zip((INK, MUTED, GRID, PLAIN, *SERIES), SLOTS, strict=True))
_NAMESPACE = "{http://www.w3.org/2000/svg}"
_FONT_SIZE = re.compile(r"([0-9.]+)px")


def inline(figure: Figure, *, title: str, css_class: str, tips: Mapping[str, str]) -> str:
    """Return the figure as an ``svg`` element. ``tips``: ``gid`` of a shape -> what it says when pointed at.

    No ids, scripts, links and inline styles are left: several figures share a page, and its policy allows none.
    """
    target = BytesIO()
    figure.savefig(target, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    root = etree.fromstring(target.getvalue(), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    etree.strip_elements(root, f"{_NAMESPACE}metadata", f"{_NAMESPACE}style", with_tail=False)
    etree.strip_tags(root, etree.Comment)
    _inline_uses(root)
    etree.strip_elements(root, f"{_NAMESPACE}defs", with_tail=False)
    for element in root.iter(f"{_NAMESPACE}*"):
        if (tip := tips.get(element.attrib.pop("id", ""))) is not None:
            etree.SubElement(element, f"{_NAMESPACE}title").text = tip
        element.attrib.pop("clip-path", None)  # nothing is drawn outside of its axes
        _restyle(element)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.set("class", css_class)
    root.set("role", "img")
    root.set("aria-label", title)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


def _inline_uses(root: etree._Element) -> None:
    """Put the marks of axes in place of the references to them."""
    marks = {element.get("id"): element for element in root.iter(f"{_NAMESPACE}path") if element.get("id")}
    for use in list(root.iter(f"{_NAMESPACE}use")):
        parent = use.getparent()
        mark = marks.get((use.get("{http://www.w3.org/1999/xlink}href") or "").removeprefix("#"))
        assert parent is not None
        if mark is not None:
            place = etree.SubElement(parent, f"{_NAMESPACE}path", d=mark.get("d", ""))
            place.set("transform", f"translate({use.get('x', '0')} {use.get('y', '0')})")
            place.set("style", use.get("style") or mark.get("style") or "")
        parent.remove(use)


def _restyle(element: etree._Element) -> None:
    """Spell a style attribute out as attributes, and stand-in colours as classes."""
    classes = []
    for declaration in element.attrib.pop("style", "").split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name == "font":
            size = _FONT_SIZE.search(value)
            name, value = "font-size", size[1] if size else "10"
        if name in ("fill", "stroke") and value in _CLASSES:
            classes.append(f"{name}-{_CLASSES[value]}")
        elif name and name not in ("font-family", "font-style", "font-variant", "font-weight", "font-stretch"):
            element.set(name, value)
    if classes:
        element.set("class", " ".join(classes))

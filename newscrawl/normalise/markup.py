"""HTML that leaked into plain text, as when a plugin escapes twice."""

from __future__ import annotations

import re

# A tag: no "<" or ">" within and a bounded length, so that a search is linear.
_MOST = 5000  # tags: what holds more is no article, and would only take time
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,9})(?:\s[^<>]{0,500})?(/?)>")
_COMMENT = re.compile(r"<!--[^<>]{0,500}-->")
_INLINE = """
a abbr b big center cite code del em font i iframe ins mark q s script small span strike strong style sub sup tbody tt u
"""
_BREAKING = "blockquote br div figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section table td th tr ul"
_VOID = frozenset({"br", "hr", "img", "wbr"})
_BREAKS = frozenset(re.findall(r"\w+", _BREAKING))
_ELEMENTS = _VOID | _BREAKS | frozenset(re.findall(r"\w+", _INLINE))


def without_markup(text: str) -> str:
    """Return ``text`` without comments, elements that open and close, and elements that are empty by nature.

    A lone ``<b>`` may be what the author wrote, as in a text about HTML, and stays; so does what is no tag
    (``a < b``), and what is more tags than text. Where taking tags out would make new ones, the text is built to
    mislead and stays as it is.
    """
    if "<" not in text or text.count("<") > _MOST:
        return text
    once = _strip(text)
    return once if _strip(once) == once else text


def _strip(text: str) -> str:
    text = _COMMENT.sub("", text)
    matches = [match for match in _TAG.finditer(text) if match[2].lower() in _ELEMENTS]
    open_tags: dict[str, list[int]] = {}
    gone: set[int] = set()
    for index, match in enumerate(matches):
        name = match[2].lower()
        if name in _VOID or match[3]:
            gone.add(index)
        elif not match[1]:
            open_tags.setdefault(name, []).append(index)
        elif open_tags.get(name):
            gone |= {open_tags[name].pop(), index}
    if not gone:
        return text
    parts: list[str] = []
    last = 0
    for index in sorted(gone):
        parts.append(text[last : matches[index].start()])
        parts.append("\n" if matches[index][2].lower() in _BREAKS else "")
        last = matches[index].end()
    return "".join(parts) + text[last:]

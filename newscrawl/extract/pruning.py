"""Which blocks of the text's region are lines of the site: teasers, buttons, captions, what closes an article."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from newscrawl.extract.boilerplate import (
    appeals,
    asks_consent,
    closes,
    ends_in_credit,
    heads_tail,
    introduces,
    is_byline,
    is_credit,
    is_notice,
    is_shortcode,
    leads_elsewhere,
    opening,
    points_elsewhere,
    says_more,
    speaks_for_site,
    tells_date,
    tells_day,
    tells_reading_time,
)
from newscrawl.extract.flow import HEADINGS
from newscrawl.extract.links import jumps, leads_out, own_link, shares

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from lxml.etree import _Element

    from newscrawl.extract.flow import Flow

_TAIL: Final = 12
"""Blocks at the text's end that may ask for support."""
_ASKED: Final = 4
"""Blocks at the text's end that are asked whether they close it."""
_SHORT_TAIL: Final = 800
"""Characters of what stands under an article, its label included, at most."""
_ADDRESS: Final = ("https://", "http://")
_PROVIDERS: Final = frozenset(
    {
        "youtube.com", "youtu.be", "vimeo.com", "dailymotion.com", "dai.ly", "twitter.com", "x.com", "instagram.com",
        "facebook.com", "tiktok.com", "soundcloud.com", "open.spotify.com", "flickr.com", "flic.kr", "reddit.com",
        "ted.com", "bsky.app", "scribd.com", "issuu.com", "slideshare.net", "mixcloud.com", "imgur.com",
        "pinterest.com",
    }
)  # fmt: skip
"""Hosts whose address in a paragraph of its own WordPress replaces by what it shows (``class-wp-oembed.php``)."""
_IN_LISTS: Final = frozenset({"li", "td", "th", "dd", "dt", "pre"})
_LINES: Final = frozenset({"p", "div", "section", "article"})
_FULL_STOPS: Final = frozenset(".。۔।")
_FACT_LABEL: Final = re.compile(
    r"(?:tags?|tagged|topics?|filed under|filed in|schlagwörter|schlagworte|etiquetas)\s*:", re.IGNORECASE
)
_TRAIL: Final = re.compile(r"\s[»›>→]\s")
_LABEL: Final = 40
"""Characters of a button's label at most."""
_OFTEN: Final = 3
"""How often links say the same that are buttons."""
_FEW_BLOCKS: Final = 3
"""Blocks of a text from which its first and last may be about its author."""
_NOTE: Final = 600
"""Characters of a note on the author at most."""
_SMALL: Final = 240
"""Characters of a caption at most."""


def _is_fact_line(flow: Flow, index: int, tagged: AbstractSet[int], first: bool) -> bool:
    """Whether a short block with links lists tags, or, at the text's start, names the author or the way to the page."""
    text, linked = flow.text[index], flow.linked[index]
    if says_more(text) or len(text) - linked > 60:
        return False
    if (index in tagged and linked * 2 > len(text) - 20) or _FACT_LABEL.match(text):
        return True
    if not first:
        return False
    if _TRAIL.search(text) and "«" not in text:
        return True
    return len(text) < 80 and any(at == index and rel == "author" for at, rel, _ in flow.links)


def _is_edge_line(kind: str, text: str, start: str) -> bool:
    """Whether a block at an edge of the text is a byline, the day, or how long it takes to read."""
    return kind in _LINES and (
        is_byline(text) or tells_date(start, text) or tells_reading_time(text) or tells_day(text)
    )


def _is_hidden(element: _Element) -> bool:
    """Whether the block's own markup hides it from all readers."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and "none" in style and "display:none" in style.replace(" ", "").lower()


def _is_embed(flow: Flow, index: int) -> bool:
    """Whether a block that is an address stands for an embed: all that is left of it where no script has run, or where
    the provider did not answer WordPress."""
    element = flow.owner[index]
    if element.tag == "figure" or "embed" in (element.get("class") or ""):
        return True
    host = "".join(flow.text[index].split("/", 3)[2:3]).lower()
    return not flow.linked[index] and host.removeprefix("www.").removeprefix("m.") in _PROVIDERS


def _is_caption(flow: Flow, index: int, illustrated: AbstractSet[int]) -> bool:
    """Whether a short paragraph belongs to the image before it: it ends with a credit for it, or stands alone with it
    in a box that was given the image's width."""
    owner, text = flow.owner[index], flow.text[index]
    if len(text) > _SMALL:
        return False
    if index in illustrated and ends_in_credit(text):
        return True
    if owner.tag != "p":
        return False
    image, box = owner.getprevious(), owner.getparent()
    if image is None or box is None or box.tag != "div":
        return False
    if image.getprevious() is not None or owner.getnext() is not None:  # len(box) would count all children, each time
        return False
    if "width" not in (box.get("style") or "") or image.tag not in ("img", "a", "picture"):
        return False
    return (image.tag == "img" or next(image.iter("img"), None) is not None) and not "".join(image.itertext()).strip()


def _neighbours(flow: Flow, blocks: list[int], position: int) -> list[str]:
    return [flow.kind[i] for i in (*blocks[max(0, position - 1) : position], *blocks[position + 1 : position + 2])]


def _short_texts(flow: Flow, blocks: list[int], longest: int) -> str:
    return "\n".join([text for index in blocks if len(text := flow.text[index]) < longest])


def without_boilerplate(flow: Flow, blocks: list[int], host: str) -> list[int]:
    """The blocks without what speaks of other articles or for the site."""
    kept: list[int] = []
    announced = False
    last_ones = len(blocks) - _TAIL
    # Asked of all at once: most texts hold nothing of the kind, and each asking takes longer than the search.
    pleads = appeals(_short_texts(flow, blocks[-_TAIL:], 200))
    illustrated = {index for index, _ in flow.images}
    tagged = {index for index, rel, _ in flow.links if "tag" in rel and "tag" in rel.split()}
    for position, index in enumerate(blocks):
        text, linked = flow.text[index], flow.linked[index]
        if _is_hidden(flow.owner[index]):
            continue
        size = len(text)
        all_link = linked > 0 and linked * 20 >= size * 17
        if size < 240:
            start = opening(text)
            if (
                start
                and leads_elsewhere(start)
                and (size < 60 or linked * 3 > size)
                and (linked or not says_more(text))
            ):
                announced = True
                continue
            if (position < 2 or position >= last_ones + _TAIL - 2) and _is_edge_line(flow.kind[index], text, start):
                continue
            if start and asks_consent(start):
                continue
            if linked * 2 > size and jumps(flow, index):
                if flow.kind[index] == "li":
                    _drop_label(flow, kept, index)  # a table of contents and what heads it
                continue
            if linked and (_is_fact_line(flow, index, tagged, position < 2) or shares(flow, index)):
                continue
            if announced and linked * 3 > size and not says_more(text):
                continue  # a card: the other article's headline and its date
            if text.startswith(_ADDRESS) and " " not in text and _is_embed(flow, index):
                continue
            if (flow.kind[index] == "p" or index in illustrated) and _is_caption(flow, index, illustrated):
                continue
            if is_shortcode(text) or (flow.kind[index] in _LINES and is_credit(text)):
                continue
            if start and size < 120 and is_notice(start) and (linked or not says_more(text)):
                continue
            if pleads and size < 200 and position > last_ones and appeals(text):
                continue
            if all_link:
                kind = flow.kind[index]
                if kind == "li" and "li" not in _neighbours(flow, blocks, position):
                    kind = "p"  # a list of one link is a link put between the paragraphs
                if announced or (
                    not _is_linked_sentence(text)
                    and kind not in _IN_LISTS
                    and kind not in HEADINGS
                    and own_link(flow, index, host)
                ):
                    continue
        if not all_link:
            announced = False
        kept.append(index)
    # what closes an article speaks for the site, however it is marked up
    quiet = not speaks_for_site(_short_texts(flow, [*kept[:1], *kept[-_ASKED:]], 400))

    def ends(index: int, longest: int) -> bool:
        text = flow.text[index]
        return len(text) < longest and closes(text, flow.linked[index], quiet=quiet)

    for _ in range(6):
        if len(kept) > 2 and ends(kept[-1], 400):
            kept.pop()
            quiet = False  # one more comes to be asked
        else:
            break
    if len(kept) > 3:
        tail = kept[-4:-1]  # the last one has been asked
        kept[-4:-1] = [i for i in tail if not ends(i, 300)]
        if ends(kept[0], 200):
            kept.pop(0)
    kept = _without_tail(flow, kept)
    if len(kept) > 2 and _is_pointer(flow, kept[-1], host):
        kept.pop()
    return _without_buttons(flow, _without_own_list(flow, kept, host))


def _without_buttons(flow: Flow, kept: list[int]) -> list[int]:
    """Leave out short links that come again and again with the same words: "See price", "Visit website"."""
    links = [
        i
        for i in kept
        if (size := len(flow.text[i])) < _LABEL and flow.linked[i] * 10 > size * 8 and flow.kind[i] in _LINES
    ]
    if len(links) < _OFTEN:
        return kept
    counts = Counter(flow.text[i] for i in links)
    buttons = {i for i in links if counts[flow.text[i]] >= _OFTEN}
    return [i for i in kept if i not in buttons] if buttons else kept


def _drop_label(flow: Flow, kept: list[int], index: int) -> None:
    """Drop the label right before the block ``index`` from ``kept``: short, and no sentence."""
    if kept and kept[-1] == index - 1:
        text = flow.text[kept[-1]]
        if len(text) < 60 and text[-1] not in ".!?…" and not flow.linked[kept[-1]] and flow.kind[kept[-1]] != "li":
            kept.pop()


def _is_linked_sentence(text: str) -> bool:
    """Whether a paragraph that is one link as a whole is prose: headlines of other articles end in no full stop."""
    return text.rstrip("\"'”’»)")[-1:] in _FULL_STOPS and says_more(text)


def _without_tail(flow: Flow, kept: list[int]) -> list[int]:
    """Cut off from the label of what stands under an article on, where little follows it."""
    for position in range(max(2, len(kept) - _TAIL), len(kept)):
        index = kept[position]
        if flow.kind[index] in _IN_LISTS or not heads_tail(flow.text[index]):
            continue
        if sum(len(flow.text[i]) for i in kept[position:]) < _SHORT_TAIL:
            return kept[:position]
    return kept


def _is_pointer(flow: Flow, index: int, host: str) -> bool:
    """Whether the last block only sends readers on to another article of the site."""
    text = flow.text[index]
    return len(text) < 180 and flow.linked[index] > 0 and points_elsewhere(text) and own_link(flow, index, host)


def _without_own_list(flow: Flow, kept: list[int], host: str) -> list[int]:
    """Cut a list of the site's links from the end, unless the text announces it: by a heading or a colon."""
    high = len(kept)
    while (
        high > 2 and flow.kind[kept[high - 1]] == "li" and flow.linked[kept[high - 1]] >= len(flow.text[kept[high - 1]])
    ):
        if not own_link(flow, kept[high - 1], host):
            break
        high -= 1
    if high == len(kept):
        return kept
    before = kept[high - 1]
    if flow.kind[before] in HEADINGS or flow.text[before].endswith(":"):
        return kept
    return kept[:high]


def without_authors(flow: Flow, blocks: list[int], authors: list[str]) -> list[int]:
    """The blocks of the text without a first one that is an author's name, and a last one that introduces an author."""
    if len(blocks) > _FEW_BLOCKS and authors:
        first, last = flow.text[blocks[0]], flow.text[blocks[-1]]
        names = [name for name in authors if " " in name]
        if any(first.casefold() == name.casefold() for name in names) and flow.kind[blocks[0]] not in HEADINGS:
            blocks = blocks[1:]
        if len(last) < _NOTE and any(introduces(last, name) for name in names):
            blocks = blocks[:-1]
    return blocks


def _ends_container(element: _Element) -> bool:
    """Whether nothing at all stands between ``element`` and the end of its container: no embed, image or script."""
    following = element.getnext()
    while following is not None and following.tag in ("br", "hr", "p") and not "".join(following.itertext()).strip():
        if len(following):
            return False
        following = following.getnext()
    return following is None


def trimmed(flow: Flow, blocks: list[int], end: int, named: bool, host: str) -> list[int]:
    """Cut headings without text and lists of the site's links from the end of a text's ``blocks``, and link lists from
    the start if nothing named the container.

    ``end`` is that of the text's region. A heading with nothing at all behind it is text; links to other sites at the
    end are the article's sources.
    """

    def weak(index: int) -> bool:
        if dangling(index):
            return True
        return flow.linked[index] * 10 > len(flow.text[index]) * 8 and (
            own_link(flow, index, host) or not leads_out(flow, index)
        )

    def dangling(index: int) -> bool:
        text = flow.text[index]
        if flow.kind[index] not in HEADINGS or len(text) >= 80 or text[-1] in '.!…»”"':
            return False
        return not (named and index == end - 1 and _ends_container(flow.owner[index]))

    low, high = 0, len(blocks)
    while high > low and (dangling(blocks[high - 1]) or (not named and weak(blocks[high - 1]))):
        high -= 1
    if not high:
        high = len(blocks)
    while not named and low < high and flow.linked[blocks[low]] * 10 > len(flow.text[blocks[low]]) * 8:
        low += 1
    return blocks[low:high]

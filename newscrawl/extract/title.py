"""The headline: the printed one, with what the page declares as the check on it."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from newscrawl.extract.containers import JUNK, JUNK_GUESS, TITLE
from newscrawl.extract.jsonld import page_key
from newscrawl.extract.scope import letters

if TYPE_CHECKING:
    from newscrawl.extract.flow import Flow

_SUFFIX = re.compile(r"\s+(?:[|·•»«:–—-]|::|//|&#8211;)\s+")
_PARTERS = "|·•»«:–—-/~"
_MAX = 500
_LEAST = 12  # letters of a line that is taken for the headline though it is no heading
_SURE = 7  # an h1 that says what the page declares: no plain sub-heading can be better


def _lower(text: str) -> str:
    return " ".join(text.split()).lower()


def strip_site(title: str, site_names: list[str]) -> str:
    """``title`` without the site's name after or before a separator, where one of ``site_names`` shows it is that."""
    plain = _lower(title)
    if len(plain) != len(title):
        return title
    for name in {_lower(n) for n in site_names if n}:
        if plain.endswith(name):
            rest = title[: len(title) - len(name)].rstrip()
            if rest[-1:] in _PARTERS and len(rest) > 1:
                return rest.rstrip(_PARTERS + " ")
        if plain.startswith(name):
            rest = title[len(name) :].lstrip()
            if rest[:1] in _PARTERS and len(rest) > 1:
                return rest.lstrip(_PARTERS + " ")
    return title


def _unmarked(flow: Flow, wanted: set[str], page_title: str, own: set[str]) -> int:
    """The first block of any kind that is what the page declares as its title, where no heading is; else -1."""
    parters = list(_SUFFIX.finditer(page_title[:_MAX]))
    heads = {letters(part) for m in parters for part in (page_title[: m.start()], page_title[m.end() :])}
    heads = {head for head in (*heads, *wanted, letters(page_title)) if len(head) > _LEAST} - own
    for index, text in enumerate(flow.text):
        if len(text) <= _MAX and flow.linked[index] * 10 <= len(text) * 9 and letters(text) in heads:
            return index
    return -1


def _leads_to(flow: Flow, index: int, key: str) -> str:
    """Where the link that a heading consists of leads: ``page`` itself (``key``, its address), ``home``, or empty."""
    owner = flow.owner[index]
    link = next(owner.iter("a"), None)
    if link is None:
        link = next(owner.iterancestors("a"), None)
    href = (link.get("href") or "").strip() if link is not None else ""
    if not href:
        return ""
    target = page_key(href)
    if key and "/" in key and (target == key or href.rstrip("/") == key[key.index("/") :]):
        return "page"
    return "home" if "/" not in target or href == "/" else ""


def _shared(printed: str, wanted: list[str]) -> bool:
    """Whether a heading shares most of its words with a title that the page declares."""
    words = set(printed.casefold().split())
    return len(words) > 4 and any(len(words & set(w.casefold().split())) * 10 >= len(words) * 7 for w in wanted)


def find_title(flow: Flow, declared: list[str], page_title: str, site_names: list[str], url: str) -> tuple[str, int]:
    """The headline and the index of its block; index -1 where it is only declared, not printed.

    ``declared`` are titles that the page declares for itself (OpenGraph, JSON-LD), ``page_title`` the text of
    its ``title`` element, which sites lengthen with their name, ``url`` the page's address.
    """
    key = page_key(url)
    declared = list(dict.fromkeys(filter(None, declared)))
    stripped = [strip_site(title, site_names) for title in declared]
    wanted = {letters(title) for title in (*declared, *stripped)}
    whole = letters(page_title)
    own = {letters(n) for n in site_names if n}
    scores: dict[int, int] = {}
    edges = [0] * (len(flow.text) + 1)
    for index, kind in enumerate(flow.kind):
        if kind == "h1":
            scores[index] = 3
        elif kind in ("h2", "h3"):
            scores[index] = 0
    for span in flow.named:
        if span.flags & TITLE and span.end - span.start <= 2 and span.start < len(flow.text):
            tag = span.element.tag
            bonus = 2 if tag in ("h1", "h2", "h3") else 1 if tag in ("div", "p", "span", "header") else 0
            if bonus:
                scores[span.start] = scores.get(span.start, 0) + bonus
        elif span.flags & (JUNK | JUNK_GUESS) and span.end <= len(flow.text):
            edges[span.start] -= 2
            edges[span.end] += 2
    penalties = list(accumulate(edges))
    best, best_score = -1, 0
    homes: list[str] = []
    for index, score in sorted(scores.items()):
        text = flow.text[index]
        if len(text) > _MAX or (not score and best_score > _SURE):
            continue
        score += penalties[index]
        plain = letters(text)
        whole_link = flow.linked[index] * 10 > len(text) * 9
        target = _leads_to(flow, index, key) if whole_link else ""
        if target == "page" and flow.kind[index] in ("h1", "h2"):
            score += 3
            whole_link = False  # older themes link the headline to its own page
        elif target == "home":
            score -= 4  # the site's name
            homes.append(text)
        elif flow.kind[index] != "h1" and whole_link:
            score -= 4  # a headline that is a link leads to another article
        if plain in wanted:
            score += 6
        elif target == "home":
            pass  # the page's title begins or ends with the site's name, whatever follows
        elif len(plain) > 3 and whole.startswith(plain) and plain not in own:
            score += 6 if len(plain) > _LEAST else 5  # more than the h1 of a page for all articles: "News"
        elif len(plain) > 7 and plain in whole and plain not in own:
            score += 1 if whole_link and whole.endswith(plain) else 4
        elif any(len(w) > 15 and (w in plain or plain in w) for w in wanted) and len(plain) > 10:
            score += 3
        elif whole_link:
            score -= 3
        elif flow.kind[index] == "h1" and _shared(text, [*declared, page_title]):
            score += 2
        if plain in own and plain not in wanted:
            score -= 4
        if score > best_score:
            best, best_score = index, score
    if best >= 0 and best_score >= 3:
        printed = letters(flow.text[best])
        for title in stripped:
            plain = letters(title)
            if len(plain) > 9 and printed != plain and printed.endswith(plain):
                return title, best  # the headline's element begins with a kicker
        return " ".join(flow.text[best].split()), best
    if best < 0 or best_score < 3:
        found = _unmarked(flow, wanted, page_title, own)
        if found >= 0:
            return " ".join(flow.text[found].split()), found
    if stripped:
        return stripped[0], -1
    if page_title:
        bare = strip_site(page_title, [*site_names, *homes])
        if bare == page_title and best >= 0:
            return " ".join(flow.text[best].split()), best
        # WordPress declares the site's name alone where an article has no title.
        return ("", -1) if letters(bare) in own else (bare, -1)
    if best >= 0:
        return " ".join(flow.text[best].split()), best
    return "", -1

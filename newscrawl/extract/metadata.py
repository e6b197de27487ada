"""Evidence beside the printed header: OpenGraph, ``time``, classes, microdata, addresses. A function a field."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from newscrawl.extract.boilerplate import is_byline
from newscrawl.extract.containers import DATE, HENTRY, UPDATED
from newscrawl.extract.language import checked_language, language_tag
from newscrawl.extract.scope import element_text, noted, urlsplit_path
from newscrawl.extract.terms import find_categories

if TYPE_CHECKING:
    from newscrawl.extract.body import Text
    from newscrawl.extract.flow import Flow
    from newscrawl.extract.head import Head
    from newscrawl.extract.jsonld import LinkedData
    from newscrawl.extract.scope import Scope
    from newscrawl.items import Evidence
    from newscrawl.sites.profile import SiteProfile

_POST_ID: Final = re.compile(r"post-(\d{1,12})\Z")
_PATH_DATE: Final = re.compile(r"/((?:19|20)\d\d)/([01]?\d)/([0-3]?\d)(?:/|$)")
_DATE_TEXT: Final = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2,4}"
    r"|\d{1,2}(?:st|nd|rd|th|\.|º|er)?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?(?:19|20)\d\d\b"
    r"|\b[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b"
)
"""A day as pages print it; every repeat is bounded or over one character class followed by another."""
_TIME_TEXT: Final = re.compile(
    r"[\s,|–-]{0,4}(?:(?:um|at|à|@|a las|às|alle|ore|om|kl\.?)\s)?\s?"
    r"(\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?)(?![\d:])",
    re.IGNORECASE,
)
"""The time of day behind it."""
_LONGEST_FACTS: Final = 400
"""Characters of a line of facts at most: "This entry was posted on … and is filed under …"."""
_SHORT_LINE: Final = 80
"""Characters of a line within the text that tells the day of publication, at most."""
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_TELLING: Final = 15
"""Characters of a headline that no other text holds by chance."""


def opengraph_evidence(head: Head, evidence: Evidence) -> None:
    """Dates and sections of ``article:`` tags and their kin."""
    date = head.first(
        "article:published_time", "article:published", "og:published_time", "og:article:published_time",
        "datepublished", "publish-date", "publish_date", "publication_date", "date", "dc.date",
        "dc.date.issued", "dcterms.date", "dcterms.created", "sailthru.date", "parsely-pub-date",
        "cxenseparse:recs:publishtime", "pubdate", "dc.created", "article.published", "published_time",
        "dcterms.issued", "citation_publication_date", "citation_date",
    )  # fmt: skip
    if date:
        evidence.date["opengraph"] = date
    modified = head.first(
        "article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified"
    )
    if modified:
        evidence.date_modified["opengraph"] = modified
    sections = list(dict.fromkeys(s for s in head.meta.get("article:section", ()) if s))
    if sections:
        evidence.category["opengraph"] = sections


def printed_evidence(
    flow: Flow,
    head: Head,
    scope: Scope,
    text: Text,
    title: int,
    url: str,
    headline: str,
    evidence: Evidence,
) -> None:
    """Number, categories and dates as the page's own markup shows them."""
    number = head.number or _article_number(flow, scope, title)
    if number:
        evidence.number["html"] = number
    declared = {name.casefold() for names in evidence.category.values() for name in names}
    categories = find_categories(flow, scope, title, headline, declared)
    if categories:
        evidence.category["html"] = categories
    date, modified = find_dates(flow, scope, text, title, headline)
    if not date and not evidence.date:
        match = _PATH_DATE.search(urlsplit_path(url))
        if match:
            date = f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
        else:
            match = _DATE_TEXT.match(head.title)  # some sites begin the page's title with the day
            date = match[0] if match else ""
    if date:
        evidence.date["html"] = date
    if modified:
        evidence.date_modified["html"] = modified


def _article_number(flow: Flow, scope: Scope, title: int) -> str:
    for span in flow.named:
        if span.flags & HENTRY and span.start <= title < span.end:
            match = _POST_ID.match(span.element.get("id") or "")
            if match:
                return match[1]
    return ""


def find_dates(flow: Flow, scope: Scope, text: Text, title: int, headline: str) -> tuple[str, str]:
    """Date of publication and of the last change as ``time`` elements, classes and microdata give them."""
    date = modified = ""
    anchor = title if title >= 0 else text.start
    best = 10**9
    beside = ""
    for index, flags, element in flow.times:
        value = (element.get("datetime") or "").strip() or element_text(element)
        if not value or not any(c.isdigit() for c in value):
            continue
        if scope.outside[index] and (scope.others[index] or not 0 <= anchor - index <= 2):
            continue
        if text.start < index < text.end - 1 and not flags & (DATE | UPDATED):
            continue
        if flags & UPDATED and not flags & DATE:
            modified = modified or value
            continue
        if not flags & DATE and scope.start <= anchor < scope.end and not scope.start <= index <= scope.end:
            beside = beside or value  # may as well be that of another article
            continue
        distance = abs(index - anchor) - (5 if flags & DATE else 0)
        if distance < best:
            date, best = value, distance
    if date:
        return date, modified
    for span in noted(flow, DATE | UPDATED):
        if scope.outside[span.start] or span.end - span.start > 3:
            continue
        if abs(span.start - anchor) > 12 and not scope.start <= span.start <= scope.end:
            continue
        element = span.element
        value = element.get("content") or element.get("datetime") or element.get("title") or ""
        if not any(c.isdigit() for c in value):
            value = " ".join(" ".join(element.itertext()).split())
        if len(value) > 80 or not any(c.isdigit() for c in value):
            continue
        day = _DATE_TEXT.search(value)
        if day is not None and _DATE_TEXT.search(value, day.end()):
            value = day[0]  # of publication; the last change follows
        if span.flags & UPDATED and not span.flags & DATE:
            modified = modified or value
        elif abs(span.start - anchor) < best:
            date, best = value, abs(span.start - anchor)
    if not date:
        date = _date_in_print(flow, scope, text, anchor, headline) or beside
    return date, modified


def _is_date_line(line: str) -> bool:
    """Whether a line of the text does nothing but tell a day, after a label: sentences tell of other days."""
    match = _DATE_TEXT.search(line) if len(line) <= _SHORT_LINE else None
    if match is None:
        return False
    if is_byline(line) or is_byline(line[match.end() :].lstrip(" |,·–-/")):
        return True
    before = line[: match.start()].strip()
    return len(_WORD.findall(line, match.end())) < 2 and (before.endswith(":") or before.count(" ") < 2)


def _date_in_print(flow: Flow, scope: Scope, text: Text, anchor: int, headline: str) -> str:
    """The first day printed around the headline, in a line of facts (one with a link to author or category), right
    after the text, or in a line anywhere that repeats the headline; with the time of day where it follows."""
    facts = {index for index, _, _ in flow.links if scope.start - 6 <= index <= scope.end + 6}
    near = chain(range(max(0, anchor - 4), anchor + 7), sorted(facts), range(text.end, text.end + 4))
    prose = frozenset(text.blocks)
    blocks = [
        (flow.text[i], i in facts)
        for i in near
        if i < len(flow.text) and not scope.outside[i] and (i not in prose or _is_date_line(flow.text[i]))
    ]
    if len(headline) > _TELLING:
        blocks += [(block, True) for block in flow.text if headline in block and len(block) > len(headline)]
    for block, tells_facts in blocks:
        if len(block) < (_LONGEST_FACTS if tells_facts else 160):
            match = _DATE_TEXT.search(block)
            if match:
                time = _TIME_TEXT.match(block, match.end())
                return f"{match[0]} {time[1]}" if time else match[0]
    return ""


def find_language(
    head: Head, linked: LinkedData | None, profile: SiteProfile, text: str, evidence: Evidence
) -> str | None:
    """BCP 47 tag: the profile's, else ``html lang``, OpenGraph's locale or JSON-LD's, where ``text`` is in it.

    The language that the site prints its dates in is added to ``evidence`` where that is another.
    """
    if profile.language:
        return language_tag(profile.language)
    declared = (
        head.lang,
        head.first("og:locale"),
        linked.language if linked is not None else "",
        head.first("content-language", "language", "dc.language"),
    )
    tags = [tag for value in declared if (tag := language_tag(value))]
    found = checked_language(tags, text)
    if tags and found != tags[0] and not tags[0].startswith("en"):  # themes print that over any site
        evidence.language = tags[0]
    return found

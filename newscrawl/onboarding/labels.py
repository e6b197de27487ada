"""Labels that pages print at the head of an article, those too that the profile does not know."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, get_args

from newscrawl.extract.document import parse
from newscrawl.extract.flow import Flow, prose_weights, read_flow
from newscrawl.extract.header import label_key
from newscrawl.extract.scope import scope_of
from newscrawl.normalise.category import split_categories
from newscrawl.normalise.errors import NormaliseError
from newscrawl.normalise.number import parse_number
from newscrawl.normalise.printed import read_time
from newscrawl.normalise.reading import read_source
from newscrawl.normalise.script import flat
from newscrawl.sites.profile import HeaderField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newscrawl.items import Article
    from newscrawl.onboarding.survey import Sample
    from newscrawl.sites.profile import SiteProfile

_AROUND = 14
"""Blocks before and after the headline in which a header list stands."""
_LONGEST_BLOCK = 240
_LONGEST_LABEL = 40
_MOST_WORDS = 4
_LONGEST_VALUE = 160
_PARTERS = re.compile(r"[|·•¦‖\n\v]")
_COLONS = ":：∶﹕"
# Icons and bullets, a label without colon and digits, a colon, the value. The parts begin with different characters.
_LABELLED = re.compile(rf"[^\w№#]*([^{_COLONS}\d]{{1,{_LONGEST_LABEL}}})[{_COLONS}]\s*(\S.*)?", re.DOTALL)
_SHARE = 0.5
"""Share of the pages that must print a label for it to be one of the site's."""
_ENOUGH = 5
"""Articles whose numbers do not grow with their post IDs by chance."""
_MOST = 0.8
"""Share of a label's values that must be what it is taken to mean: some articles were changed, or belong nowhere."""


@dataclass(slots=True, kw_only=True)
class Label:
    """A label as it was met."""

    text: str
    """Lower case, without colon: as a profile takes it."""
    pages: int
    """Pages of the sample that print it near the headline."""
    example: str
    """A value that follows it."""
    known: HeaderField | None
    """What it means to the profile, if anything."""
    meaning: HeaderField | None = None
    """What its values are, as other sources of the same pages show."""
    beside: str | None = None
    """The field that its values are where that is none of the header's: ``tags`` or ``authors``."""
    agreed: int = 0
    """Pages on which the value is what ``meaning`` says."""


@dataclass(slots=True)
class _Met:
    values: list[tuple[str, Sample]] = field(default_factory=list)
    order: int = 0
    firm: bool = False


def find_labels(samples: Sequence[Sample], profile: SiteProfile) -> list[Label]:
    """Return the labels that at least half of the pages print near their headline, in the order of the page."""
    met: dict[str, _Met] = {}
    for sample in samples:
        for order, (text, value, firm) in enumerate(labelled(sample.html, sample.article, sample.encoding)):
            entry = met.setdefault(text, _Met(order=order))
            entry.values.append((value, sample))
            entry.firm |= firm
    known = {label_key(text): name for name, texts in profile.labels.items() for text in texts}
    least = max(min(2, len(samples)), round(_SHARE * len(samples)))
    found = []
    for text, entry in sorted(met.items(), key=lambda pair: pair[1].order):
        if len(entry.values) < least:
            continue
        label = Label(text=text, pages=len(entry.values), example=entry.values[0][0], known=known.get(label_key(text)))
        label.meaning, label.agreed = _meaning(entry.values, profile)
        if label.meaning is None:
            label.beside = _beside(entry.values)
        if label.known or entry.firm or label.meaning:
            found.append(label)
    return found


def suggested(labels: Iterable[Label]) -> dict[HeaderField, str]:
    """Return the best new label of each field of which no known one was met."""
    found: dict[HeaderField, str] = {}
    ranked = sorted(labels, key=lambda label: -label.agreed)
    met = {label.known for label in ranked if label.known}
    for name in get_args(HeaderField):
        new = next((label.text for label in ranked if not label.known and label.meaning == name), None)
        if new is not None and name not in met:
            found[name] = new
    return found


def labelled(html: bytes, article: Article, encoding: str | None = None) -> list[tuple[str, str, bool]]:
    """Return label, value and whether a colon or a list's markup parts them, for what stands around the headline.

    In the order of the page; of several with one label, the one nearest to the headline. Sidebars, footers and other
    articles are left out.
    """
    root = parse(html, encoding)
    if root is None:
        return []
    flow = read_flow(root)
    title = _title(flow, article.headline)
    outside = scope_of(flow, prose_weights(flow), title).outside
    found: dict[str, tuple[int, str, bool]] = {}
    for index in range(max(0, title - _AROUND), min(title + 1 + _AROUND, len(flow.text))):
        if index == title or outside[index] or len(flow.text[index]) > _LONGEST_BLOCK:
            continue
        for text, value, firm in _in_block(flow, index):
            name = " ".join(text.lower().split()).strip(" .")
            said = " ".join(value.split()).strip(" /|,;-–—")
            if not (name and said) or len(said) > _LONGEST_VALUE or len(name.split()) > _MOST_WORDS:
                continue
            if name not in found or abs(index - title) < abs(found[name][0] - title):
                found[name] = index, said, firm
    return [(name, value, firm) for name, (_, value, firm) in sorted(found.items(), key=lambda pair: pair[1][0])]


def _title(flow: Flow, headline: str) -> int:
    """The headline's block: its heading where it is printed more than once; -1 where it is not."""
    places = [index for index, text in enumerate(flow.text) if headline and " ".join(text.split()) == headline]
    return next((index for index in places if flow.kind[index] == "h1"), places[0] if places else -1)


def _in_block(flow: Flow, index: int) -> Iterator[tuple[str, str, bool]]:
    text = flow.text[index]
    following = flow.text[index + 1] if index + 1 < len(flow.text) else ""
    found = False
    for part in _PARTERS.split(text):
        match = _LABELLED.fullmatch(part.strip())
        if match and not match[2] and following and not any(colon in following for colon in _COLONS):
            yield match[1], following, True  # the value has a block of its own
        elif match and match[2]:
            yield match[1], match[2], True
        found = found or match is not None
    if found:
        return
    pieces = [piece for piece in flow.pieces[index] if not piece.isspace() and piece != "\v"]
    if len(pieces) == 2 and _is_label(pieces[0]):
        yield pieces[0], pieces[1], False
    elif following and _is_label(text) and _names_next(flow, index):
        yield text, following, True


def _names_next(flow: Flow, index: int) -> bool:
    """Whether a block is the term of a list of definitions, or the first of a row of two, and the next its value."""
    kinds = flow.kind[index], flow.kind[index + 1]
    if kinds == ("dt", "dd"):
        return True
    row = flow.owner[index].getparent()
    return kinds in (("th", "td"), ("td", "td")) and row is not None and list(row) == flow.owner[index : index + 2]


def _is_label(text: str) -> bool:
    return 1 < len(text.strip()) <= _LONGEST_LABEL and not any(map(str.isdigit, text)) and any(map(str.isalpha, text))


def _meaning(values: list[tuple[str, Sample]], profile: SiteProfile) -> tuple[HeaderField | None, int]:
    """What nearly all values are, and on how many pages. A date of change on pages that never changed is no date."""
    fits: Counter[HeaderField] = Counter()
    for value, sample in values:
        fits.update(name for name, test in _TESTS.items() if test(value, sample, profile))
    for name, count in fits.most_common():
        if count >= max(1, _MOST * len(values)):
            return name, count
    return ("number", len(values)) if _counts_up(values) else (None, 0)


def _counts_up(values: list[tuple[str, Sample]]) -> bool:
    """Whether the values are numbers that grow with the post IDs: the site's own count of its articles."""
    counted = {}
    for value, sample in values:
        try:
            counted[_post_id(sample)] = int(parse_number(value))
        except (NormaliseError, ValueError):
            return False
    grown = [counted[number] for number in sorted(counted)]
    return len(grown) >= _ENOUGH and all(one < other for one, other in pairwise(grown))


def _post_id(sample: Sample) -> int:
    """Raises ValueError where nothing tells it."""
    evidence = sample.article.evidence.number
    return sample.ref.number or int(evidence.get("html", ""))


def _beside(values: list[tuple[str, Sample]]) -> str | None:
    for name in ("tags", "authors"):
        # one without tags prints the label above nothing, or something else
        given = [(value, own) for value, sample in values if (own := getattr(sample.article, name))]
        fits = sum(any(entry in value for entry in own) for value, own in given)
        if fits >= max(1, _MOST * len(given)):
            return name
    return None


def _is_number(value: str, sample: Sample, profile: SiteProfile) -> bool:
    evidence = sample.article.evidence.number.values()
    numbers = {str(sample.article.number), *evidence} - {"None"}
    try:
        return str(parse_number(value)) in numbers
    except NormaliseError:
        return False


def _is_day(value: str, sample: Sample, profile: SiteProfile) -> bool:
    if not sample.article.date:
        return False
    day = date.fromisoformat(sample.article.date[:10])
    try:
        return any(found.date == day for found in read_source(value, sample.article.language or profile.language).days)
    except NormaliseError:
        return False


def _is_time(value: str, sample: Sample, profile: SiteProfile) -> bool:
    if not sample.article.date:
        return False
    try:
        printed = read_time(value)
    except NormaliseError:
        return False
    return (
        not printed.days and printed.clock is not None and f"{printed.clock.time:%H:%M}" == sample.article.date[11:16]
    )


def _is_category(value: str, sample: Sample, profile: SiteProfile) -> bool:
    own = {flat(name) for name in (*sample.article.categories, *profile.categories)}
    try:
        return any(flat(name) in own for name in split_categories(value))
    except NormaliseError:
        return False


_TESTS: dict[HeaderField, Callable[[str, Sample, SiteProfile], bool]] = {
    "publish": _is_day,
    "time": _is_time,
    "category": _is_category,
    "number": _is_number,
}

"""Whether a site's REST API says what its pages say, and what has to be known to make the same records of it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from newscrawl.extract.bylines import is_one_name
from newscrawl.extract.language import checked_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newscrawl.extract.post import Post
    from newscrawl.items import Article

_SAME = ("number", "url", "headline", "category", "categories", "body")
"""Fields that must be the same on each page that is compared."""

_SHOWN = ("summary", "authors", "tags")
"""Fields that a theme may leave out: the same on all pages that are compared, or on none of them."""

_SEVERAL = "author of several names"
"""A trait: pages that print the author without a link cannot show that it is one."""
_FULL = "full"
_NOT_SHOWN = ""
_LONGEST_QUOTE = 60


class UnlikeError(ValueError):
    """Raised by :func:`learn`: the API does not say what the pages say. One clause that names field and values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a site's pages show what its API holds, as far as both were compared."""

    language: str | None = None
    """Which the pages say they are in; the API does not. The text has a word in it, as on pages."""
    minutes: bool = False
    """Pages print dates to the minute."""
    hidden: tuple[str, ...] = ()
    """Fields that pages do not show."""
    picture: str = _FULL
    """Name of the size in which pages name the featured image. Empty: they do not show it, and the first picture in the
    text is the main one."""
    traits: frozenset[str] = frozenset()
    """Traits of the posts that were compared: see :func:`traits`."""

    def covers(self, post: Post) -> bool:
        """Whether posts like this one were compared."""
        return traits(post) <= self.traits and (not post.pictures or self.picture in (_NOT_SHOWN, *post.pictures))

    def apply(self, post: Post) -> Article:
        """Return the post's article as its page shows it. Dates must be among the evidence already, and the language
        be looked for.
        """
        article = post.article
        if post.pictures:
            article.image = post.pictures[self.picture] if self.picture else post.within
        for name in self.hidden:
            setattr(article, name, None if name == "summary" else [])
        if self.minutes:
            dates = article.evidence.date
            article.evidence.date = {source: _to_the_minute(text) for source, text in dates.items()}
        return article

    def dumps(self) -> str:
        """Return it as text for the ledger."""
        return json.dumps(asdict(replace(self, traits=frozenset())) | {"traits": sorted(self.traits)})

    @classmethod
    def loads(cls, text: str) -> Manner:
        """Return what :meth:`dumps` wrote. Raises ValueError where another version did."""
        try:
            values = json.loads(text)
            return cls(**values | {"traits": frozenset(values["traits"]), "hidden": tuple(values["hidden"])})
        except (KeyError, TypeError) as error:
            raise ValueError(text) from error


def traits(post: Post) -> frozenset[str]:
    """What a post has that others lack, and that a theme may show in its own way."""
    article = post.article
    found = {name for name in _SHOWN if getattr(article, name)}
    if post.pictures:
        found.add("featured image")
    if post.within:
        found.add("image")
    if not all(map(is_one_name, article.authors)):
        found.add(_SEVERAL)
    if len(article.evidence.category.get("rest", ())) > 1:
        found.add("several categories")
    return frozenset(found)


def telling(traits_of: Sequence[frozenset[str]], least: int, most: int) -> list[int]:
    """Return the places of the posts whose pages tell most: the first, the last, and one for each trait."""
    count = len(traits_of)
    chosen = [0, count - 1] if count > 1 else list(range(count))
    seen = frozenset[str]().union(*(traits_of[place] for place in chosen))
    while len(chosen) < min(most, count):
        left = [place for place in range(count) if place not in chosen]
        best = max(left, key=lambda place: (len(traits_of[place] - seen), len(traits_of[place]), -place))
        if len(chosen) >= least and not traits_of[best] - seen:
            break
        chosen.append(best)
        seen |= traits_of[best]
    return chosen


def learn(pairs: Iterable[tuple[Post, Article, Article]]) -> Manner:
    """Return how pages show what the API holds. Raises UnlikeError where that is no rule.

    Each of ``pairs`` is a post, the finished record of it as the API gives it, and that of its page.
    """
    known = list(pairs)
    for _, ours, page in known:
        for name in _SAME:
            if getattr(ours, name) != getattr(page, name):
                raise UnlikeError(_differs(name, ours, page))
    found = frozenset[str]().union(*(traits(post) for post, _, _ in known))
    # What pages call an author that the API does not name is for Bylines to tell.
    authored = [entry for entry in known if entry[0].unnamed is None]
    if any(ours.authors != page.authors for post, ours, page in known if _SEVERAL in traits(post)):
        authored = [entry for entry in authored if _SEVERAL not in traits(entry[0])]
        found -= {_SEVERAL}
    return Manner(
        language=_language(known),
        minutes=_minutes(known),
        hidden=tuple(name for name in _SHOWN if _is_hidden(name, authored if name == "authors" else known)),
        picture=_picture(known),
        traits=found,
    )


_Known = list[tuple["Post", "Article", "Article"]]


def _language(known: _Known) -> str | None:
    """The language that pages declare, as far as it shows."""
    languages = Counter(page.language for _, _, page in known)
    for language, _ in languages.most_common():
        if all((ours.language or _spoken(language, ours)) == page.language for _, ours, page in known):
            return language
    msg = f"language: pages are in {', '.join(sorted(map(str, languages)))}, which the API does not tell"
    raise UnlikeError(msg)


def _spoken(declared: str | None, article: Article) -> str | None:
    return checked_language([declared] if declared else [], article.body)


def _is_hidden(name: str, known: _Known) -> bool:
    differing = [(ours, page) for _, ours, page in known if getattr(ours, name) != getattr(page, name)]
    if not differing:
        return False
    if any(getattr(page, name) for _, _, page in known):
        raise UnlikeError(_differs(name, *differing[0]))
    return True


def _minutes(known: _Known) -> bool:
    differing = [(ours, page) for _, ours, page in known if ours.date != page.date]
    if not differing:
        return False
    for _, ours, page in known:
        if _to_the_minute(ours.date or "") != page.date:
            raise UnlikeError(_differs("date", ours, page))
    return True


def _picture(known: _Known) -> str:
    """The name of the size that all pages show. An image in the text is the same on the page."""
    featured = [(post, ours, page) for post, ours, page in known if post.pictures]
    for post, ours, page in known:
        if not post.pictures and ours.image != page.image:
            raise UnlikeError(_differs("image", ours, page))
    if not featured:
        return _FULL
    for size in featured[0][0].pictures:
        if all(post.pictures.get(size) == page.image for post, _, page in featured):
            return size
    if all(post.within == page.image for post, _, page in featured):
        return _NOT_SHOWN
    _, ours, page = next(entry for entry in featured if entry[1].image != entry[2].image)
    raise UnlikeError(_differs("image", ours, page))


def _to_the_minute(text: str) -> str:
    """An ISO 8601 instant with its seconds, and what is below, at zero."""
    return f"{text[:17]}00{text[19:].lstrip('.0123456789')}" if text[16:17] == ":" else text


def _differs(name: str, ours: Article, page: Article) -> str:
    one, other = getattr(ours, name), getattr(page, name)
    if isinstance(one, str) and isinstance(other, str):  # where two long texts part
        at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
        start = max(0, at - _LONGEST_QUOTE // 2) if max(len(one), len(other)) > _LONGEST_QUOTE else 0
        one, other = one[start:], other[start:]
    return f"{name} of {page.url}: the API says {_quoted(one)}, the page {_quoted(other)}"


def _quoted(value: Any) -> str:
    text = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"

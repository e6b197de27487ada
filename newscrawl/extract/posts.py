"""The posts of an answer of WordPress's REST API, one at a time."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from newscrawl.extract.language import checked_language
from newscrawl.extract.post import PostError, read_post
from newscrawl.sites.profile import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.extract.post import Post
    from newscrawl.sites.profile import SiteProfile

    Told = dict[str, str | int]
    """What a post says of itself, as a listing does: those of :data:`_TOLD` that are strings or numbers."""

_TOLD: Final = ("id", "status", "link", "date", "date_gmt", "modified", "modified_gmt")
_BETWEEN: Final = re.compile(r"[\s,]*")  # one class of characters: cannot backtrack
_DECODER: Final = json.JSONDecoder()
_WARNINGS: Final = 65536
"""Characters of PHP's warnings that may stand in front of the answer."""


class AnswerError(ValueError):
    """Raised where an answer breaks off, in a clause that says where; without a text where it is no list at all."""


def read_posts(
    body: bytes, base: str, profile: SiteProfile = DEFAULT, declared: str | None = None, *, skip: int = 0
) -> Iterator[tuple[Told, Post | PostError]]:
    """Yield what each post of an answer says of itself, and the post as read or why it cannot stand for its page.

    ``base``: where the answer came from. ``declared``: language that the site's pages declare, ``""`` for none; each
    post is then given the one that its text is in. ``None``: none is looked for. ``skip``: posts to leave out. Raises
    AnswerError: see :func:`each_post`.
    """
    for post in islice(each_post(body), skip, None):
        told: Told = {name: value for name in _TOLD if isinstance(value := post.get(name), str | int)}
        try:
            read = read_post(post, _address(told.get("link"), base), profile)
        except PostError as error:
            yield told, error
            continue
        if declared is not None and read.article.language is None:
            read.article.language = checked_language([declared] if declared else [], read.article.body)
        yield told, read


def each_post(body: bytes) -> Iterator[dict[str, Any]]:
    """Yield the posts of an answer as they are decoded: one at a time, whatever the answer's size.

    What is no object is passed over. Raises AnswerError where the answer is none, or breaks off: what came before is
    whole.
    """
    text = body.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    start = 0
    if text.startswith("<"):  # PHP prints its warnings in front of the answer when told to display them
        start = max(0, text.find("[{", 0, _WARNINGS))
    if not text.startswith("[", start):
        raise AnswerError
    place = start + 1
    while True:
        between = _BETWEEN.match(text, place)
        assert between
        start = between.end()
        if text.startswith("]", start):
            return
        try:
            post, place = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            msg = f"breaks off after {place} of {len(text)} characters"
            raise AnswerError(msg) from error
        if isinstance(post, dict):
            yield post


def _address(link: str | int | None, base: str) -> str:
    if isinstance(link, str) and link.startswith(("https://", "http://")):
        return link
    try:
        return urljoin(base, link) if isinstance(link, str) else base
    except ValueError:
        return base

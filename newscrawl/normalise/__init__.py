"""From what a page prints to what a record holds: pure functions of values, without clock, network or files.

Each step takes an article and a profile, changes the article in place and returns it: a crawl copies nothing. A field
that cannot be read stays empty, and ``article.warnings`` says why in a sentence that begins with the field's name;
:func:`newscrawl.normalise.validity.reasons` hands these on to the rejects file. The functions of values beneath raise
:class:`newscrawl.normalise.errors.NormaliseError` and nothing else.

A field that ``article.sources`` names is finished: a second pass, also over a record read back from a file, leaves it
as it is. To read a field anew, take its key out of ``sources``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.normalise.category import normalise_category
from newscrawl.normalise.date import normalise_date
from newscrawl.normalise.number import normalise_number
from newscrawl.normalise.text import normalise_text
from newscrawl.sites.profile import DEFAULT

if TYPE_CHECKING:
    from newscrawl.items import Article
    from newscrawl.sites.profile import SiteProfile

__all__ = ["normalise_article", "normalise_category", "normalise_date", "normalise_number", "normalise_text"]


def normalise_article(article: Article, profile: SiteProfile = DEFAULT) -> Article:
    """Turn what extraction read into a finished record: text, number, category and date, in this order.

    Returns the same article, changed in place; never raises. A finished record comes back unchanged.
    """
    normalise_text(article, profile)
    normalise_number(article, profile)
    normalise_category(article, profile)
    return normalise_date(article, profile)

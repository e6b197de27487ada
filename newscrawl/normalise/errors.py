"""What the value functions raise: each says in one sentence what was printed and why it is not taken."""

from __future__ import annotations


class NormaliseError(ValueError):
    """Base of all errors here. Functions that take an article never raise it: they warn and leave the field."""


class NumberError(NormaliseError):
    """:func:`~newscrawl.normalise.number.parse_number` found no number, or cannot tell which it is."""


class CategoryError(NormaliseError):
    """:func:`~newscrawl.normalise.category.split_categories` found no name of a category."""


class DateError(NormaliseError):
    """:func:`~newscrawl.normalise.date.parse_date` and its parts found no date or time, or one that no calendar has."""


class AmbiguousDateError(DateError):
    """The printed date fits several days, and nothing says which is meant."""


class TextError(NormaliseError):
    """:func:`~newscrawl.normalise.text.clean_text` met text that was decoded with a wrong charset, past mending."""

"""An edition of the demo site: its language, zone, words of the theme and ways to print. One value per edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Words that the theme prints; ``{}`` stands for a value."""

    publish: str
    time: str
    category: str
    number: str
    comma: str
    """Parts the names of terms."""
    skip: str
    home: str
    search: str
    recent: str
    categories: str
    tags: str
    archives: str
    related: str
    share: str
    previous: str
    next: str
    newer: str
    older: str
    posts_navigation: str
    post_navigation: str
    page: str
    """The number of a page, and how many there are."""
    read_on: str
    feed: str
    feed_of: str
    comments: str
    comments_feed: str
    comments_feed_of: str
    comments_on: str
    comment_by: str
    """An article's title, and who commented."""
    comments_one: str
    comments_many: str
    says: str
    reply: str
    leave_reply: str
    cancel_reply: str
    notes: str
    required: str
    comment: str
    name: str
    email: str
    website: str
    remember: str
    submit: str
    advertisement: str
    ad_text: str
    newsletter: str
    newsletter_text: str
    footer_about: str
    footer_office: str
    rights: str
    powered: str
    social: str
    results: str
    nothing: str
    not_found: str
    not_found_text: str
    by_author: str
    all_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    name: str
    """Names the folder under ``articles/``."""
    language: str
    """BCP 47 tag for ``lang``."""
    locale: str
    """WordPress's name of the language, ``en_US``."""
    rtl: bool
    """Whether the page runs from right to left."""
    title: str
    tagline: str
    timezone: str
    """IANA name."""
    print_date: Callable[[datetime], str]
    """The date as the header prints it."""
    print_time: Callable[[datetime], str]
    """The time of day as the header prints it."""
    print_month: Callable[[datetime], str]
    """Month and year as archives print them: of the calendar that their addresses count by, the Gregorian."""
    print_year: Callable[[datetime], str]
    """The year as the imprint prints it."""
    print_number: Callable[[int], str]
    """A number in the edition's digits."""
    phrases: Phrases

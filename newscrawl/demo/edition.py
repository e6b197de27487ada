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
    read_on: str
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
    """Month and year as archives print them."""
    print_number: Callable[[int], str]
    """A number in the edition's digits."""
    phrases: Phrases


# Not strftime: its names follow the locale of the process.
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def _english_date(when: datetime) -> str:
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def _english_month(when: datetime) -> str:
    return f"{_MONTHS[when.month - 1]} {when.year}"


def _english_time(when: datetime) -> str:
    return f"{when.hour % 12 or 12}:{when.minute:02d} {'am' if when.hour < 12 else 'pm'}"


ENGLISH = Edition(
    name="en",
    language="en-US",
    locale="en_US",
    rtl=False,
    title="The Sangab Courier",
    tagline="News from the Varend Valley",
    timezone="Asia/Kabul",
    print_date=_english_date,
    print_time=_english_time,
    print_month=_english_month,
    print_number=str,
    phrases=Phrases(
        publish="publish",
        time="time",
        category="category",
        number="No",
        skip="Skip to content",
        home="Home",
        search="Search",
        recent="Recent Posts",
        categories="Categories",
        tags="Tags",
        archives="Archives",
        related="Related stories",
        share="Share this",
        previous="Previous",
        next="Next",
        newer="Newer stories",
        older="Older stories",
        posts_navigation="Posts navigation",
        post_navigation="Post navigation",
        page="Page {}",
        read_on="Continue reading",
        comments_one="One comment on “{}”",
        comments_many="{} comments on “{}”",
        says="says:",
        reply="Reply",
        leave_reply="Leave a Reply",
        cancel_reply="Cancel reply",
        notes="Your email address will not be published.",
        required="Required fields are marked",
        comment="Comment",
        name="Name",
        email="Email",
        website="Website",
        remember="Save my name, email, and website in this browser for the next time I comment.",
        submit="Post Comment",
        advertisement="Advertisement",
        ad_text="No: 1 choice for mountain tea since 1987. Time: now. Ask your grocer for Golden Samovar.",
        newsletter="The Morning Ferry",
        newsletter_text="Category: free. The day’s five stories in your inbox before the first boat leaves.",
        footer_about="The Courier is owned by its readers and printed every day but Friday.",
        footer_office="No: 4 Printing House Lane, Sangab · Category: Newspapers · Publish: daily · Time: 9 am to 5 pm",
        rights="All rights reserved.",
        powered="Proudly powered by WordPress",
        results="Search Results for: {}",
        nothing="Nothing Found",
        not_found="Page not found",
        not_found_text="The page you asked for has moved or never was. Try the search, or one of the recent stories.",
        by_author="About the author",
        all_from="All stories by {}",
    ),
)

EDITIONS = {ENGLISH.name: ENGLISH}


def edition(name: str) -> Edition:
    """Return the edition called ``name``. Raises ValueError for any other name."""
    try:
        return EDITIONS[name]
    except KeyError:
        msg = f"{name!r} is no edition of the demo site: there is {', '.join(sorted(EDITIONS))}"
        raise ValueError(msg) from None

"""The English edition: The Sangab Courier, from a valley near Kabul's meridian."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.demo.edition import Edition, Phrases

if TYPE_CHECKING:
    from datetime import datetime

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
    print_year=lambda when: str(when.year),
    print_number=str,
    phrases=Phrases(
        publish="publish",
        time="time",
        category="category",
        number="No",
        comma=", ",
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
        page="Page {} of {}",
        read_on="Continue reading",
        feed="Feed",
        feed_of="{} Feed",
        comments="Comments",
        comments_feed="Comments Feed",
        comments_feed_of="{} Comments Feed",
        comments_on="Comments on: {}",
        comment_by="Comment on {} by {}",
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
        social="Social",
        results="Search Results for: {}",
        nothing="Nothing Found",
        not_found="Page not found",
        not_found_text="The page you asked for has moved or never was. Try the search, or one of the recent stories.",
        by_author="About the author",
        all_from="All stories by {}",
    ),
)

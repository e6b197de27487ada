"""A calendar of events without an end: each month leads to the next, and each day of an event has a page."""

from __future__ import annotations

from datetime import date


def month(path: str, query: dict[str, str]) -> str:
    """The list of a month's events; the calendar's own address shows the first."""
    told = query.get("tribe-bar-date") or path.rstrip("/").rpartition("/")[2]
    year, number = (int(part) for part in told.split("-")[:2]) if told[:1].isdigit() else (2021, 9)
    following = date(year + number // 12, number % 12 + 1, 1)
    slug = "market-day-in-the-old-town"
    days = "".join(
        f'<article class="type-tribe_events"><h3><a href="/event/{slug}/{year}-{number:02}-{day:02}/">'
        f"Market day</a></h3></article>"
        for day in (3, 10, 17)
    )
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="UTF-8"><title>Events</title>
<link rel="next" href="/events/list/?tribe-bar-date={following}"></head>
<body class="archive post-type-archive post-type-archive-tribe_events"><main>{days}</main>
<nav><a rel="next" class="tribe-events-nav-next" href="/events/{following:%Y-%m}/">Next month</a>
<a rel="next" href="/events/list/?tribe-bar-date={following}">Next events</a></nav>
<a href="/events/?ical=1">Export</a></body></html>"""

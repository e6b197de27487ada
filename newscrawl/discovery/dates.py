"""Is a listed date before the day asked for? Only to leave articles out early; the record's date is read elsewhere."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from newscrawl.discovery.links import segments
from newscrawl.sites.zone import zone

if TYPE_CHECKING:
    from newscrawl.discovery.site import SiteInfo

SCHEDULED = timedelta(days=7)
"""How much older than its publication a post's last change may be: WordPress leaves ``post_modified`` as it is when
a scheduled post goes out (``wp_publish_post``), and newsrooms schedule a few days ahead."""

_DAY = timedelta(days=1)


def published_before(published: str | None, since: date | None, site: SiteInfo) -> bool:
    """True where ``published`` (ISO 8601 or RFC 822) is surely before ``since`` by the site's calendar."""
    latest = _latest_day(published, site) if published and since else None
    return latest is not None and since is not None and latest < since


def changed_before(modified: str | None, since: date | None, site: SiteInfo) -> bool:
    """True where an article last changed at ``modified`` was surely published before ``since``."""
    latest = _latest_day(modified, site) if modified and since else None
    return latest is not None and since is not None and since - latest > SCHEDULED


def day_in_url(url: str, site: SiteInfo) -> str | None:
    """Return the day in a permalink of the kind ``/2021/09/24/slug/``; of ``/2021/09/slug/`` the month's last."""
    parts = [int(part[:5]) if part.isascii() and part.isdigit() else 0 for part in segments(url, site.folder)[:-1]]
    for index, year in enumerate(parts):
        month, day = (*parts[index + 1 :], 0, 0)[:2]
        if 1990 <= year <= 2100 and 1 <= month <= 12:
            last = monthrange(year, month)[1]
            return f"{year:04}-{month:02}-{day if 1 <= day <= last else last:02}"
    return None


def _latest_day(value: str, site: SiteInfo) -> date | None:
    """Return the latest day of the site's calendar that ``value`` can mean; ``None`` where it is no date."""
    when = _parse(value)
    if when is None:
        return None
    try:
        if when.tzinfo is None:
            return when.date()
        if site.timezone is None:
            return when.date() + _DAY
        return when.astimezone(zone(site.timezone)).date()
    except (ValueError, OverflowError):  # an unknown zone; a date at the end of the calendar
        return None


def _parse(value: str) -> datetime | None:
    value = value.strip()
    if len(value) > 64:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None

"""When to ask for a page again: pure functions; the clock is the caller's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import blake2b

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

TIMETABLE: tuple[tuple[timedelta, timedelta], ...] = (
    (DAY, 3 * HOUR),
    (7 * DAY, DAY),
    (30 * DAY, 7 * DAY),
    (365 * DAY, 90 * DAY),
)
"""Up to this age, look at an article this often. News is corrected within hours, seldom after weeks."""

RARELY = 365 * DAY
"""How often an article older than the timetable is looked at."""

TRUSTED_LOOKS = 4
"""After this many answers "not modified" in a row the next look is unconditional, since validators lie."""

FIRST_RETRY = HOUR
LONGEST_RETRY = 7 * DAY
"""A failure waits an hour, the next two, four…, never longer than this."""

ROBOTS_AGAIN = DAY
"""robots.txt is fetched by each run anyway, so asking it again costs nothing on the network."""


LATEST = 1.25
"""How far :func:`jitter` puts anything off at most."""


def jitter(url: str) -> float:
    """A factor from 0.75 up to 1.25 that depends on ``url`` alone, so that what came together parts."""
    first = int.from_bytes(blake2b(url.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big")
    return 0.75 + 0.5 * first / 2**32


def _spread(interval: timedelta, url: str) -> timedelta:
    return timedelta(seconds=int(interval.total_seconds() * jitter(url)))


def look_again(published: datetime | None, looked: datetime, url: str) -> datetime:
    """When to look at an article next that was looked at at ``looked``.

    For sources that give no dates of change. ``published`` is the date of publication, or when the article was
    first seen; ``None`` counts as just published. Never earlier than two hours after ``looked``.
    """
    age = looked - published if published is not None else timedelta(0)
    return looked + _spread(_interval(age), url)


def _interval(age: timedelta) -> timedelta:
    return next((often for limit, often in TIMETABLE if age < limit), RARELY)


def back_off(failures: int, failed: datetime, url: str) -> datetime:
    """When to try a page again that failed at ``failed`` for the ``failures``-th time in a row (from 1)."""
    # The exponent is bounded before the power is taken: a counter of years must not overflow.
    wait: timedelta = min(FIRST_RETRY * 2.0 ** min(failures - 1, 16), LONGEST_RETRY)
    return failed + _spread(wait, url)


def latest_look(published: datetime, now: datetime) -> datetime:
    """The latest that :func:`look_again` can have said by ``now`` of an article of this age."""
    return now + _interval(now - published) * LATEST


def latest_retry(now: datetime) -> datetime:
    """The latest that :func:`back_off` can have said by ``now``."""
    return now + LONGEST_RETRY * LATEST


def instant(text: str | None) -> datetime | None:
    """The instant that ``text`` names, in UTC: ISO 8601 or RFC 822; without a zone it counts as UTC.

    ``None`` where ``text`` is none of these or lies outside the calendar. Good enough to tell an article's age;
    the record's own date is made elsewhere.
    """
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None

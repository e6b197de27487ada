"""A day and a time of day placed in a site's zone, with that zone's history."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

from newscrawl.normalise.errors import DateError

if TYPE_CHECKING:
    from datetime import tzinfo


_LENGTH = len("2021-09-24T18:35:00+04:30")


def place(day: date, clock: time, zone: tzinfo) -> tuple[datetime, datetime | None]:
    """Return the instant at which clocks in ``zone`` showed this, and the other one where they showed it twice.

    Where clocks were set forward over it, so that they never showed it, the time is read as if they had not been set
    yet: 02:30 becomes 03:30 (the rule of RFC 5545). Where they were set back, the first of the two instants comes
    first. Raises DateError at the ends of what a datetime can hold.
    """
    try:
        first = datetime.combine(day, clock, zone)
        if first.utcoffset() == _later(first).utcoffset():
            return first, None
        instant = first.astimezone(UTC).astimezone(zone)
        if instant.replace(tzinfo=None) != first.replace(tzinfo=None):
            return instant, None
        return first, _later(first)
    except (OverflowError, ValueError) as error:
        msg = f"{day} {clock} is beyond what can be counted"
        raise DateError(msg) from error


def _later(local: datetime) -> datetime:
    """Return ``local`` as the second of two instants; in half the time that ``replace`` takes."""
    return datetime(
        *(local.year, local.month, local.day, local.hour, local.minute, local.second, local.microsecond),
        tzinfo=local.tzinfo,
        fold=1,
    )


def printed_in(instant: datetime, zone: tzinfo | None) -> str:
    """Return ``instant`` as the record holds it: ISO 8601 in ``zone``, whole seconds, an offset of whole minutes.

    ``zone`` None: in the instant's own offset. Raises DateError at the ends of what a datetime can hold.
    """
    try:
        local = instant.astimezone(zone) if zone is not None else instant
        text = local.isoformat()
        if len(text) > _LENGTH:  # fractions of a second, or local mean time, before zones were agreed upon
            offset = local.utcoffset() or timedelta()
            local = local.astimezone(timezone(timedelta(minutes=round(offset.total_seconds() / 60))))
            text = local.isoformat(timespec="seconds")
    except (OverflowError, ValueError) as error:
        msg = f"{instant!r} is beyond what can be counted"
        raise DateError(msg) from error
    return text

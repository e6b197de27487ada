"""The dates of an article: read wherever they stand, compared, and placed in the site's zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, TypeAlias

from newscrawl.normalise.agreement import TOLERANCE, agree, apart, disagreement
from newscrawl.normalise.errors import DateError
from newscrawl.normalise.instant import place, printed_in
from newscrawl.normalise.printed import LONGEST, Printed
from newscrawl.normalise.reading import Placed, place_reading, read_header, read_source, read_time_line
from newscrawl.normalise.relative import is_relative, read_relative
from newscrawl.normalise.resolve import certain, resolve
from newscrawl.normalise.warn import quoted, warn
from newscrawl.sites.profile import DEFAULT
from newscrawl.sites.zone import zone as zone_named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from newscrawl.items import Article, Source
    from newscrawl.sites.profile import SiteProfile

_QUARTER = timedelta(minutes=15)
_HOUR = timedelta(hours=1)
_FARTHEST_AHEAD = timedelta(days=366)
"""What is printed to come out later than this after the fetch is no date of publication, or one of another calendar."""
_MONTH_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])(?:/|$)")
"""Year and month as WordPress puts them into addresses."""


def parse_date(
    text: str, time: str | None = None, profile: SiteProfile = DEFAULT, language: str | None = None
) -> datetime:
    """Return the instant that ``text``, and ``time`` where the time is printed by itself, name at the site.

    The result is aware: in the profile's zone, or where that names none, in the offset that is printed, else in UTC.
    Without a time it is the first moment of the day. Raises DateError, and AmbiguousDateError where several days are
    possible under the profile and the ``language`` of the page.
    """
    printed = read_header(text, time, language or profile.language)
    if not printed.days:
        msg = f"{quoted(text)} names no day"
        raise DateError(msg)
    unread = printed.unread or _open_half(printed)
    if unread:
        raise DateError(unread)
    day = resolve(text, printed, profile, language=language)
    own = printed.clock.offset if printed.clock else None
    return place_reading("header", text, day, printed.clock, _zone(profile.timezone) or own or UTC).instant


def normalise_date(article: Article, profile: SiteProfile = DEFAULT) -> Article:
    """Set ``article.date``, ``date_modified`` and the date's source, and return the same article, changed in place.

    The first source in the profile's order of trust that can be read gives the date, with these exceptions: a source
    that prints the day alone gives way to the next that prints the same day with a time, and one whose time of day
    cannot be read to any that tells an instant; a relative date (``2 hours ago``) counts only when nothing else can be
    read and the fetch time is known. A date that already has a source is finished and stays. What cannot be read leaves
    the date as it was.

    Told in ``article.warnings`` (``date: …``): sources that cannot be read; sources more than a minute apart or on
    another calendar day at the site; a time that clocks skipped or showed twice; a day without time, taken as
    midnight; a zone that is not known, taken from another source, else as UTC; a weekday that the date was not; a date
    after the fetch (one more than a year after it is not taken).
    """
    if article.date is None or "date" not in article.sources:
        _set_date(article, profile)
    if article.evidence.date_modified:
        _set_modified(article, profile)
    return article


def _zone(name: str | None) -> tzinfo | None:
    if name is None:
        return None
    try:
        return zone_named(name)
    except ValueError:
        return None  # whoever made the profile has not checked it; said where it matters


def _set_date(article: Article, profile: SiteProfile) -> None:
    fetched = _fetched(article)
    zone = _zone(profile.timezone)
    readings, header_time = _readings(article, profile)
    days: list[date] = []
    for _, _, printed in readings:
        if len(printed.days) != 1:
            days = _certain_days(readings, profile, zone)
            break
    resolved = list(_resolved(article, profile, readings, days, fetched))
    if zone is None:
        zone = _zone_from(article, profile, resolved)
    placed = _placed(article, resolved, zone)
    if not placed and fetched:
        placed = _relative(article, profile, fetched, zone or UTC)
    if placed:
        _take(article, placed, header_time, fetched)


_Text: TypeAlias = "tuple[Source, str, Printed]"
_NOTHING = Printed((), None, None)


def _language(article: Article, profile: SiteProfile) -> str | None:
    """The language that the article's dates are printed in."""
    return article.evidence.language or article.language or profile.language


def _readings(article: Article, profile: SiteProfile) -> tuple[list[_Text], Printed]:
    """Return what each source says, in the order of trust, and the header's time where it gives no day with it."""
    language = _language(article, profile)
    raw, evidence = article.raw, article.evidence.date
    readings: list[_Text] = []
    header_time = _NOTHING
    for source in profile.trust:
        text = evidence.get(source)
        if text is None and source != "header":
            continue
        printed_header = source == "header" and (raw.publish is not None or raw.time is not None)
        try:
            if printed_header:
                text = f"{raw.publish or ''} {raw.time or ''}".strip()
                printed = read_header(raw.publish, raw.time, language)
                if not printed.days:
                    header_time = printed
                    continue
            elif text is not None:
                printed = read_source(text, language)
                if not printed.days:
                    msg = f"{quoted(text)} names no day"
                    raise DateError(msg)
            else:
                continue
        except DateError as error:
            if text is None or len(text) > LONGEST or not is_relative(text):
                warn(article, "date", f"{source}: {error}")
                if printed_header and raw.time is not None:
                    header_time = read_time_line(raw.time)
            elif not article.fetched_at:
                told = "is told from the fetch, and when that was is not known"
                warn(article, "date", f"{source}: {quoted(text)} {told}")
            continue
        readings.append((source, text, printed))
    return readings, header_time


def _certain_days(readings: list[_Text], profile: SiteProfile, zone: tzinfo | None) -> list[date]:
    """Return the days at the site that sources give for sure: what an open date may be settled by."""
    days = []
    for source, text, printed in readings:
        day = certain(printed, profile)
        if day is not None:
            own = printed.clock.offset if printed.clock else None
            try:
                days.append(place_reading(source, text, day, printed.clock, zone or own or UTC).day)
            except DateError:
                continue  # told when it is placed
    return days


_Resolved: TypeAlias = "tuple[Source, str, date, Printed]"


def _resolved(
    article: Article, profile: SiteProfile, readings: list[_Text], days: list[date], fetched: datetime | None
) -> Iterator[_Resolved]:
    language = _language(article, profile)
    for source, text, printed in readings:
        if len(printed.days) == 1:
            day = printed.days[0].date
        else:
            printed = _of_address(printed, article.url)
            try:
                day = resolve(text, printed, profile, days, language, fetched.date() if fetched else None)
            except DateError as error:
                warn(article, "date", f"{source}: {_unread(text, printed) or error}")
                continue
        if fetched and day - fetched.date() > _FARTHEST_AHEAD:
            why = f"lies more than a year after the fetch at {article.fetched_at}"
            warn(article, "date", f"{source}: {quoted(text)} is read as {day}, which {why}")
            continue
        if printed.weekday is not None and printed.weekday != day.weekday():
            warn(article, "date", f"{source}: {quoted(text)} names a weekday that {day} was not")
        yield source, text, day, printed


def _of_address(printed: Printed, url: str) -> Printed:
    """Return ``printed`` with the days only that lie in the month that ``url`` names, where some do."""
    match = _MONTH_IN_ADDRESS.search(url)
    month = (int(match[1]), int(match[2])) if match else None
    days = tuple(day for day in printed.days if (day.date.year, day.date.month) == month)
    return printed._replace(days=days) if days else printed


def _zone_from(article: Article, profile: SiteProfile, resolved: list[_Resolved]) -> tzinfo | None:
    """Return the zone to use where the profile names none.

    That is the first source's own, one under which it agrees with another source, the profile's likely one, or UTC.
    Where there is a likely one the agreement counts if it differs by the hour that clocks are set: plugins that print
    local time as UTC agree with themselves.
    """
    if all(_unread(text, printed) for _, text, _, printed in resolved):
        return None  # nothing to place
    likely = _zone(profile.likely_timezone)
    source, _, day, printed = resolved[0]
    clock = None if _open_half(printed) else printed.clock
    if clock and clock.offset:
        behind = None if clock.offset.utcoffset(None) else likely or _zone_behind_utc(article, resolved)
        return behind or clock.offset
    unknown = f"the site's time zone is not known ({quoted(profile.timezone)} is none)" if profile.timezone else ""
    unknown = unknown or "the site's time zone is not known"
    local = clock and datetime.combine(day, clock.time)
    expected = {local.replace(tzinfo=likely, fold=fold).utcoffset() for fold in (0, 1)} if local and likely else set()
    found: tuple[timedelta, Source] | None = None
    for other_source, _, other_day, other_printed in resolved[1:]:
        other = other_printed.clock
        if not (other and other.offset):
            continue
        if local is None:
            if other_day == day:
                return likely or other.offset
            continue
        offset = _ahead(local, datetime.combine(other_day, other.time, other.offset))
        if offset is None:
            continue
        if offset in expected:
            return likely
        if found is None and (not likely or min(abs(offset - one) for one in expected if one is not None) <= _HOUR):
            found = (offset, other_source)
            if offset == other.offset.utcoffset(None) and not likely:
                return timezone(offset)
    if found:
        offset, other_source = found
        agreed = f"under which {source} and {other_source} agree"
        warn(article, "date", f"{unknown}: offset {_shown(offset)} is taken, {agreed}")
        return timezone(offset)
    taken = f"{profile.likely_timezone} is taken, as its newest articles show it" if likely else "UTC is taken"
    warn(article, "date", f"{unknown}: {taken}")
    return likely or UTC


def _zone_behind_utc(article: Article, resolved: list[_Resolved]) -> tzinfo | None:
    """Return the site's offset where the first source is in UTC, as plugins print, and another tells local time.

    That one prints the same instant with an offset of its own, or a time of day without any that is whole quarters of
    an hour off. Midnight stands for no time.
    """
    source, _, day, printed = resolved[0]
    clock = printed.clock
    if clock is None:
        return None
    utc = datetime.combine(day, clock.time, UTC)
    for other_source, _, other_day, other_printed in resolved[1:]:
        other = other_printed.clock
        if (
            other is None
            or _open_half(other_printed)
            or (other.offset is None and other.time.replace(second=0) == time())
        ):
            continue
        offset = _ahead(datetime.combine(other_day, other.time), utc)
        if not offset or (other.offset and other.offset.utcoffset(None) != offset):
            continue
        if other.offset is None:
            agreed = f"under which {source} and {other_source} agree"
            warn(article, "date", f"the site's time zone is not known: offset {_shown(offset)} is taken, {agreed}")
        return other.offset or timezone(offset)
    return None


def _ahead(local: datetime, aware: datetime) -> timedelta | None:
    """Return by how many quarters of an hour the clock ``local`` is ahead of UTC at the instant ``aware``, if it is."""
    try:
        ahead = local - aware.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        return None
    offset = round(ahead / _QUARTER) * _QUARTER
    if abs(ahead - offset) > TOLERANCE or not timedelta(hours=-12) <= offset <= timedelta(hours=14):
        return None
    return offset


def _shown(offset: timedelta) -> str:
    return datetime(2000, 1, 1, tzinfo=timezone(offset)).isoformat()[19:]


def _relative(article: Article, profile: SiteProfile, fetched: datetime, zone: tzinfo) -> list[Placed]:
    """Return the most trusted relative date, if there is one."""
    for source, text in _texts(article, profile):
        try:
            found = read_relative(text, fetched, zone)
        except (DateError, OverflowError):
            continue  # told as unreadable before
        if found:
            warn(article, "date", f"{source}: {quoted(text)} is told from the fetch at {article.fetched_at}")
            instant = found.instant.replace(microsecond=0)
            if not found.exact:
                instant = place(instant.date(), time(), zone)[0]
            return [Placed(source, text, instant.astimezone(zone), found.exact, told=True)]
    return []


def _open_half(printed: Printed) -> str | None:
    """Return why it is not known which half of the day the clock means, where a word beside it may say so."""
    if printed.clock is None or (word := printed.clock.unknown) is None:
        return None
    return f"what {quoted(word)} says of the time of day is not known"


def _unread(text: str, printed: Printed) -> str | None:
    """Return why the time of day that is printed with the day tells no instant, where that is so."""
    open_half = _open_half(printed)
    return printed.unread or (open_half and f"{quoted(text)}: {open_half}")


def _placed(article: Article, resolved: list[_Resolved], zone: tzinfo | None) -> list[Placed]:
    """Return the sources on the time line; where the half of the day is open, in the half that another one shows."""
    placed: list[Placed] = []
    halves: dict[int, list[Placed]] = {}
    for source, text, day, printed in resolved:
        clock = printed.clock
        site = zone or (clock and clock.offset) or UTC
        open_half = _open_half(printed) if clock and clock.unknown else None
        try:
            if clock and open_half:
                both = (clock.time.replace(hour=clock.time.hour % 12 + half) for half in (0, 12))
                halves[len(placed)] = [
                    place_reading(source, text, day, clock._replace(time=time), site) for time in both
                ]
                clock = None
            found = place_reading(source, text, day, clock, site)
        except DateError as error:
            warn(article, "date", f"{source}: {error}")
            continue
        if open_half or printed.unread:
            found = found._replace(unread=_unread(text, printed))
        placed.append(found)
    exact = [found for found in placed if found.exact] if halves else []
    for index, either in halves.items():
        placed[index] = next((half for half in either if any(agree(half, other) for other in exact)), placed[index])
    return placed


def _take(article: Article, placed: list[Placed], header_time: Printed, fetched: datetime | None) -> None:
    """Choose among what was read, tell the doubts, and set the date, unless a time that is printed cannot be read."""
    unread = {found.source: found.unread for found in placed if found.unread}
    time_unread = header_time.unread or _open_half(header_time)
    if time_unread:
        unread["header"] = time_unread
    clock = None if time_unread else header_time.clock
    if unread:
        for source, why in unread.items():
            warn(article, "date", f"{source}: {why}")
        # of the header it is known that a time is printed, others say nothing without one
        placed = [found for found in placed if not found.unread or found.source == "header"]
        if not placed:
            return
    taken, others = placed[0], placed[1:]
    if not taken.exact:
        timed = [other for other in others if other.exact]
        chosen = next((other for other in timed if agree(taken, other)), timed[0] if timed and taken.unread else None)
        if chosen:
            others = [other for other in placed if other is not chosen]
            taken = chosen
        elif clock and clock.offset is None and taken.instant.tzinfo and not taken.unread:
            taken = place_reading(taken.source, taken.text, taken.day, clock, taken.instant.tzinfo)
        elif "header" in unread:
            return
        else:
            warn(article, "date", f"{taken.source}: {quoted(taken.text)} tells no time of day: midnight is taken")
    elif clock and clock.offset is None:
        shown = datetime.combine(taken.day, clock.time, taken.instant.tzinfo)
        if abs(shown - taken.instant) > TOLERANCE:
            warn(article, "date", f"header prints the time {clock.time:%H:%M}, not that of {quoted(taken.text)}")
    if taken.second:
        taken = _of_two(article, taken, taken.second, others)
    if taken.skipped:
        shown_text = printed_in(taken.instant, None)
        warn(
            article,
            "date",
            f"{taken.source}: clocks were set forward over {quoted(taken.text)}: it is read as {shown_text}",
        )
    for other in others:
        sentence = disagreement(taken, other)
        if sentence:
            warn(article, "date", sentence)
    if fetched and taken.instant - fetched > timedelta(days=1):
        warn(article, "date", f"{taken.source}: {quoted(taken.text)} lies after the fetch at {article.fetched_at}")
    article.date = printed_in(taken.instant, None)
    article.sources["date"] = taken.source


def _of_two(article: Article, taken: Placed, second: datetime, others: list[Placed]) -> Placed:
    """Return ``taken`` at the one of its two instants that another source names, else at the first, with a warning."""
    for other in others:
        for instant in (taken.instant, second):
            if other.zoned and apart(other.instant, instant) <= TOLERANCE:
                return taken._replace(instant=instant)
    shown = printed_in(taken.instant, None)
    sentence = f"{taken.source}: clocks were set back and showed {quoted(taken.text)} twice: it is read as {shown}"
    warn(article, "date", sentence)
    return taken


def _set_modified(article: Article, profile: SiteProfile) -> None:
    """Set ``date_modified`` from the most trusted source that can be read. They often differ: none is compared."""
    language = _language(article, profile)
    fetched = _fetched(article)
    published = _instant(article.date)
    zone = _zone(profile.timezone) or (published.tzinfo if published else None)
    others = [published.date()] if published else []
    for source in profile.trust:
        text = article.evidence.date_modified.get(source)
        if text is None:
            continue
        try:
            printed = read_source(text, language)
            if not printed.days:
                msg = f"{quoted(text)} names no day"
                raise DateError(msg)
            if why := _open_half(printed):
                raise DateError(why)
            day = resolve(text, printed, profile, others, language, fetched.date() if fetched else None)
            own = printed.clock.offset if printed.clock else None
            placed = place_reading(source, text, day, printed.clock, zone or own or UTC)
        except DateError as error:
            warn(article, "date_modified", f"{source}: {error}")
            continue
        article.date_modified = printed_in(placed.instant, None)
        return


def _texts(article: Article, profile: SiteProfile) -> Iterator[tuple[Source, str]]:
    """Yield each source's date as printed, in the order of trust, those too long for a date left out."""
    for source in profile.trust:
        header = source == "header" and (article.raw.publish is not None or article.raw.time is not None)
        header_text = " ".join(filter(None, (article.raw.publish, article.raw.time)))
        text = header_text if header else article.evidence.date.get(source)
        if text is not None and len(text) <= LONGEST:
            yield source, text


def _fetched(article: Article) -> datetime | None:
    return _instant(article.fetched_at)


def _instant(text: str | None) -> datetime | None:
    """Return the instant of a field that holds one; None where it is absent, or no instant."""
    try:
        instant = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return instant if instant is None or instant.tzinfo else instant.replace(tzinfo=UTC)

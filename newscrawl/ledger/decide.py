"""Which listed articles to fetch: a pure function of what the ledger knows, what the listing says, and the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from newscrawl.items import ArticleRef, State
from newscrawl.ledger.entry import ASKED
from newscrawl.ledger.schedule import ROBOTS_AGAIN, TRUSTED_LOOKS, instant, latest_look, latest_retry, look_again

if TYPE_CHECKING:
    from newscrawl.ledger.entry import Entry


class Verdict(StrEnum):
    """What to do with a listed article."""

    NEW = "new"
    """Not known: fetch."""
    CHANGED = "changed"
    """The listing says it changed, or it is back after a removal: fetch, unconditionally."""
    LOOK = "look"
    """The listing gives no date of change and the timetable says it is due: fetch, with the validators given."""
    RETRY = "retry"
    """Failed before, or was another page, and its time has come; or the user asked for it: fetch, unconditionally."""
    UNCHANGED = "unchanged"
    """Nothing to fetch."""
    REJECTED = "rejected"
    """Rejected before, and nothing says that the page changed: nothing to fetch."""
    WAITING = "waiting"
    """Failed before, or kept out by robots.txt, and it is too early to ask again: nothing to fetch."""


FETCHED = frozenset({Verdict.NEW, Verdict.CHANGED, Verdict.LOOK, Verdict.RETRY})


@dataclass(slots=True)
class Decision:
    """What to do with one listed article, and what the ledger knows of it."""

    ref: ArticleRef
    verdict: Verdict
    entry: Entry | None = None
    """``None``: not known."""
    moved: bool = False
    """Known by its post ID under another URL. If it is not fetched, record it as UNCHANGED and the ledger takes
    the new URL over."""
    etag: str | None = None
    last_modified: str | None = None
    """Send these as ``If-None-Match`` and ``If-Modified-Since``. ``None``: ask unconditionally."""

    @property
    def fetch(self) -> bool:
        return self.verdict in FETCHED

    @property
    def ends(self) -> State | None:
        """The state in which the URL ends when it is not fetched; ``None`` for one that is."""
        if self.fetch:
            return None
        if self.verdict is Verdict.REJECTED:
            return State.REJECTED
        if self.verdict is Verdict.WAITING:
            return State.ROBOTS if self.entry is not None and not self.entry.failures else State.FAILED
        return State.UNCHANGED


CACHE_AGE = timedelta(days=1)
"""A page fetched this long after a change shows it: no page cache and no clock is that far behind."""


def differs(known: str | None, listed: str, read: datetime) -> bool:
    """Whether the listing's date of change speaks of a change since the page was read.

    :param known: the listing's date when the page was read; ``None`` where it is not known, as for entries taken
        over from output files: then a change long before ``read`` is in the page already
    """
    if known == listed:
        return False
    now = instant(listed)
    if known is None:
        return now is None or now + CACHE_AGE > read
    # Sources write the same instant in different zones and forms.
    before = instant(known)
    return before is None or now is None or before != now


def is_due(entry: Entry, now: datetime) -> bool:
    """Whether it is time to look at an article again.

    It is, too, where the time is farther off than the timetable ever puts it: then the clock was wrong.
    """
    if entry.look_again is None or entry.look_again <= now:
        return entry.look_again is not None
    if entry.failures:
        return entry.look_again > latest_retry(now)
    if entry.state is State.ROBOTS:
        return entry.look_again > now + ROBOTS_AGAIN
    return entry.look_again > latest_look(min(entry.published or entry.first_seen, entry.first_seen), now)


def judge(ref: ArticleRef, entry: Entry | None, now: datetime, *, moved: bool = False) -> Decision:
    """What to do with ``ref``, given what the ledger knows of it.

    :param moved: it is known by its post ID, and not by the URL under which it is listed
    """
    if entry is None:
        return Decision(ref, Verdict.NEW)
    due = is_due(entry, now)
    if due and entry.look_again == ASKED:
        return Decision(ref, Verdict.RETRY, entry, moved)
    if entry.failures or entry.state in (State.FAILED, State.ROBOTS):
        return Decision(ref, Verdict.RETRY if due else Verdict.WAITING, entry, moved)
    other_post = None not in (ref.number, entry.post_id) and ref.number != entry.post_id
    if entry.state is State.REMOVED or other_post:
        return Decision(ref, Verdict.CHANGED, entry, moved)
    settled = Verdict.REJECTED if entry.state is State.REJECTED else Verdict.UNCHANGED
    if ref.modified is not None:
        changed = differs(entry.modified, ref.modified, entry.last_seen)
        if due and not changed and entry.state is State.REJECTED:
            return Decision(ref, Verdict.RETRY, entry, moved)
        return Decision(ref, Verdict.CHANGED if changed else settled, entry, moved)
    if entry.look_again is None:
        # It was last listed with a date of change, now it is not: the timetable holds from when it was read.
        published = entry.published or entry.first_seen
        due = look_again(published, entry.last_seen, entry.url) <= now
    return look(ref, entry, moved) if due else Decision(ref, settled, entry, moved)


def look(ref: ArticleRef, entry: Entry, moved: bool = False) -> Decision:
    """A second look: conditional, but for every so often."""
    if entry.looks >= TRUSTED_LOOKS:
        return Decision(ref, Verdict.LOOK, entry, moved)
    return Decision(ref, Verdict.LOOK, entry, moved, entry.etag, entry.last_modified)


def due(entry: Entry, now: datetime) -> Decision:
    """What to do with an article that is due by the ledger alone, without a listing that names it."""
    ref = ArticleRef(
        url=entry.url,
        source="ledger",
        number=entry.post_id,
        published=entry.published.astimezone(UTC).isoformat() if entry.published else None,
    )
    if entry.look_again == ASKED or entry.failures or entry.state in (State.FAILED, State.ROBOTS):
        return Decision(ref, Verdict.RETRY, entry)
    return look(ref, entry)

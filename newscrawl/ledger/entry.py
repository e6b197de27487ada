"""What the ledger knows of an article, what a run can tell it, and how the one follows from the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from newscrawl.items import Article, ArticleRef, Rejected, Removed, State
from newscrawl.ledger.fingerprint import content_hash
from newscrawl.ledger.schedule import ROBOTS_AGAIN, back_off, instant, look_again

ASKED = datetime(1970, 1, 1, tzinfo=UTC)
"""In ``look_again``: the user asked to try again, so it is due at once and unconditionally."""

LARGEST_NUMBER = 2**63 - 1
"""What a database integer holds. A page may print more digits; such an article is known by its URL alone."""


class Entry(NamedTuple):
    """One article of one site. Instants are in UTC, whole seconds."""

    id: int
    """Counts up over the whole ledger, never used again. 0: not stored yet."""
    url: str
    """Where the article stands, as last told."""
    number: int | None
    """As in its last record."""
    post_id: int | None
    """WordPress post ID as listings give it. Differs from ``number`` where a site prints numbers of its own."""
    state: State
    """EXPORTED, REJECTED, REMOVED, FAILED, ROBOTS or DUPLICATE: what was last known for sure. An exported article whose
    page fails for a while stays EXPORTED, with ``failures``. DUPLICATE: a listing names it beside the article that its
    page leads to; it never has a record, and keeps apart what the listing says of either."""
    revision: int
    """Of its last record; 0: no record of it was ever exported."""
    content_hash: bytes | None
    """Of its last record."""
    published: datetime | None
    modified: str | None
    """Date of change, as the listing printed it when the page was last read. ``None``: it gave none."""
    etag: str | None
    last_modified: str | None
    """Validators of the page as last read."""
    first_seen: datetime
    last_seen: datetime
    """When its page was first and last read or answered "not modified"; or failed, where it never was read."""
    looks: int
    """Answers "not modified" since its page was last read."""
    look_again: datetime | None
    """When it is due even if no listing names it. ``None``: when a listing says it changed. :data:`ASKED`: now."""
    failures: int
    """In a row."""
    failure: str | None
    """Reason of the last one."""
    first_missed: datetime | None
    last_missed: datetime | None
    misses: int
    """Evidence of absence: how often, and from when to when, it was gone. All cleared when it is seen again."""
    missed_as: str | None
    """The last evidence: ``HTTP 404``, ``missing from the listing``."""
    reasons: tuple[str, ...]
    """Why it was rejected, or what it is a duplicate of; empty in other states."""
    file_id: int | None
    """The output file that holds the last line about it."""


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What a run found out about one article."""

    state: State
    url: str
    """The article's URL: of its record where there is one, else as listed. For DUPLICATE: of the article that
    ``listed_as`` leads to, or that this run has come to by another address before."""
    at: datetime
    """When it was fetched, or when the failure was noticed."""
    listed_as: str | None = None
    """The URL by which the run came to it, where it differs from ``url``."""
    number: int | None = None
    """As in the record."""
    post_id: int | None = None
    """As in the listing."""
    published: datetime | None = None
    modified: str | None = None
    """As the listing prints it."""
    etag: str | None = None
    last_modified: str | None = None
    content_hash: bytes | None = None
    """Of the record. With UNCHANGED: says that the page was read whole, not answered "not modified"."""
    revision: int = 0
    """EXPORTED: of the record."""
    reasons: tuple[str, ...] = ()
    """REJECTED: all; FAILED, REMOVED: one."""
    again: bool = False
    """REJECTED: what came was not the article's page, so it is asked for again although nothing has changed."""
    gone: bool = False
    """FAILED: the answer is evidence that the article was taken down (404, 410)."""
    first_missed: datetime | None = None
    """REMOVED: as in the record."""


def outcome_of(
    record: Article | Rejected | Removed | Mapping[str, Any],
    *,
    now: datetime,
    ref: ArticleRef | None = None,
    etag: str | None = None,
    last_modified: str | None = None,
) -> Outcome:
    """The outcome that an item, or the object on its line of an output file, stands for.

    :param now: time of the outcome where the record says none
    :param ref: how it was listed; by default the item's own ``ref``
    :param etag: validator of the answer, likewise ``last_modified``
    :raises ValueError: the mapping lacks the fields that tell what it is, or they have other types
    """
    if isinstance(record, Mapping):
        line: Mapping[str, Any] = record
        kind = kind_of(record)
        # Anything else that is wrong with the values shows as one of these two.
        try:
            digest = content_hash(record) if kind == "articles" else None
        except TypeError as error:
            raise ValueError(f"a field of it has a wrong type: {error}") from error
    else:
        ref = ref or record.ref
        kind = "articles" if isinstance(record, Article) else "rejects" if isinstance(record, Rejected) else "removals"
        digest = content_hash(record) if isinstance(record, Article) else None
        line = {name: getattr(record, name) for name in _READ[kind]}
    url: str = line["url"]
    listed_as = ref.url if ref is not None and ref.url != url else None
    outcome = Outcome(
        state=State.EXPORTED,
        url=url,
        at=now,
        listed_as=listed_as,
        number=line.get("number"),
        post_id=ref.number if ref is not None else None,
        modified=ref.modified if ref is not None else None,
        etag=etag,
        last_modified=last_modified,
        content_hash=digest,
    )
    if kind == "removals":
        outcome.state = State.REMOVED
        outcome.at = instant(line["confirmed_at"]) or now
        outcome.first_missed = instant(line["first_missed_at"])
        outcome.reasons = (line["reason"],)
        return outcome
    outcome.at = instant(line.get("fetched_at")) or now
    outcome.published = instant(line.get("date")) or (instant(ref.published) if ref is not None else None)
    if kind == "rejects":
        outcome.state = State.REJECTED
        outcome.again = isinstance(record, Rejected) and record.again
        outcome.reasons = tuple(line["reasons"])
    else:
        outcome.revision = line["revision"]
    return outcome


Kind = Literal["articles", "rejects", "removals"]

# The fields that an outcome takes from a record, with the types they must have in a file.
_TEXT, _TEXT_OR_NULL, _COUNT, _NUMBER, _TEXTS = (
    "text",
    "text or null",
    "an integer from 1",
    "an integer or null",
    "texts",
)
_COMMON = {"site": _TEXT, "url": _TEXT, "number": _NUMBER}
_READ: dict[Kind, dict[str, str]] = {
    "articles": {
        **_COMMON,
        "headline": _TEXT,
        "body": _TEXT,
        "date": _TEXT_OR_NULL,
        "fetched_at": _TEXT_OR_NULL,
        "categories": _TEXTS,
        "tags": _TEXTS,
        "revision": _COUNT,
    },
    "rejects": {**_COMMON, "date": _TEXT_OR_NULL, "fetched_at": _TEXT_OR_NULL, "reasons": _TEXTS},
    "removals": {**_COMMON, "reason": _TEXT, "first_missed_at": _TEXT, "confirmed_at": _TEXT},
}


def _fits(value: object, form: str) -> bool:
    if form == _TEXTS:
        return isinstance(value, list) and all(isinstance(text, str) for text in value)
    if form in (_COUNT, _NUMBER):
        if value is None:
            return form == _NUMBER
        return isinstance(value, int) and not isinstance(value, bool) and (form == _NUMBER or value >= 1)
    return isinstance(value, str) or (value is None and form == _TEXT_OR_NULL)


def kind_of(line: Mapping[str, Any]) -> Kind:
    """Which kind of record ``line`` is, told by the fields that only that kind has.

    :raises ValueError: none, or a field that the ledger needs is missing or has another type
    """
    kind: Kind
    if "confirmed_at" in line:
        kind = "removals"
    elif "reasons" in line:
        kind = "rejects"
    elif "revision" in line and "body" in line:
        kind = "articles"
    else:
        raise ValueError("it is no record of an article, a reject or a removal")
    for name, form in _READ[kind].items():
        if name not in line:
            raise ValueError(f"it lacks the field {name!r}")
        if not _fits(line[name], form):
            raise ValueError(f"its field {name!r} is not {form}")
    if not line["url"]:
        raise ValueError("its field 'url' is empty")
    return kind


def next_revision(entry: Entry | None, digest: bytes) -> tuple[Literal["new", "updated"], int] | None:
    """``status`` and ``revision`` of a record with content hash ``digest``; ``None``: it says nothing new.

    An article that was reported as removed and is back comes out again even if it reads as before: whoever
    follows the files has dropped it.
    """
    if entry is None or entry.revision == 0:
        return "new", 1
    if entry.content_hash == digest and entry.state is not State.REMOVED:
        return None
    return "updated", entry.revision + 1


def kept_number(number: int | None) -> int | None:
    """``number`` where the database can hold it, else ``None``."""
    return number if number is not None and 0 <= number <= LARGEST_NUMBER else None


def follow(entry: Entry | None, outcome: Outcome, file_id: int | None) -> Entry | None:
    """What the ledger knows after ``outcome``, having known ``entry``. Pure; idempotent for all that files hold.

    Returns ``entry`` itself where nothing changes, and ``None`` where there is nothing to keep: an unknown article
    that is UNCHANGED or DUPLICATE, and all that is OUTSIDE or UNFINISHED.
    """
    match outcome.state:
        case State.EXPORTED:
            return _exported(entry, outcome, file_id)
        case State.REJECTED:
            return _rejected(entry, outcome, file_id)
        case State.REMOVED:
            return _removed(entry, outcome, file_id)
        case State.UNCHANGED:
            return _unchanged(entry, outcome)
        case State.FAILED:
            return _failed(entry, outcome)
        case State.ROBOTS:
            return _robots(entry, outcome)
        case State.DUPLICATE:
            return _duplicate(entry, outcome)
        case State.OUTSIDE | State.UNFINISHED | State.ABSENT:
            return entry


def _blank(outcome: Outcome) -> Entry:
    return Entry(
        id=0,
        url=outcome.url,
        number=kept_number(outcome.number),
        post_id=kept_number(outcome.post_id),
        state=outcome.state,
        revision=0,
        content_hash=None,
        published=outcome.published,
        modified=None,
        etag=None,
        last_modified=None,
        first_seen=outcome.at,
        last_seen=outcome.at,
        looks=0,
        look_again=None,
        failures=0,
        failure=None,
        first_missed=None,
        last_missed=None,
        misses=0,
        missed_as=None,
        reasons=(),
        file_id=None,
    )


def _earlier(entry: Entry, at: datetime) -> Entry:
    """An old line is read again: it can only tell that the article was known earlier than thought."""
    return entry._replace(first_seen=at) if at < entry.first_seen else entry


def _next_look(entry: Entry, outcome: Outcome) -> datetime | None:
    if outcome.modified is not None:
        return None
    published = outcome.published or entry.published or entry.first_seen
    return look_again(published, outcome.at, outcome.url)


def _page_read(entry: Entry, outcome: Outcome) -> Entry:
    """What holds whenever the page was read, whatever it said: it is there, and it is no failure."""
    return entry._replace(
        url=outcome.url,
        post_id=kept_number(outcome.post_id) or entry.post_id,
        published=outcome.published or entry.published,
        modified=outcome.modified,
        etag=outcome.etag,
        last_modified=outcome.last_modified,
        first_seen=min(entry.first_seen, outcome.at),
        last_seen=max(entry.last_seen, outcome.at),
        looks=0,
        look_again=_next_look(entry, outcome),
        failures=0,
        failure=None,
        first_missed=None,
        last_missed=None,
        misses=0,
        missed_as=None,
    )


def _exported(entry: Entry | None, outcome: Outcome, file_id: int | None) -> Entry:
    if entry is not None and entry.revision >= outcome.revision:
        return _earlier(entry, outcome.at)
    return _page_read(entry or _blank(outcome), outcome)._replace(
        state=State.EXPORTED,
        number=kept_number(outcome.number),
        revision=outcome.revision,
        content_hash=outcome.content_hash,
        reasons=(),
        file_id=file_id,
    )


def _rejected(entry: Entry | None, outcome: Outcome, file_id: int | None) -> Entry:
    if entry is not None and outcome.at < entry.last_seen:
        return _earlier(entry, outcome.at)
    before = entry or _blank(outcome)
    after = _page_read(before, outcome)
    if outcome.again:  # ever more rarely, the longer it goes on
        after = after._replace(look_again=look_again(before.first_seen, outcome.at, outcome.url))
    return after._replace(
        state=State.REJECTED,
        # The number of its last record is what others cite; a page that is not whole does not change it.
        number=before.number if before.revision else kept_number(outcome.number),
        reasons=outcome.reasons,
        file_id=file_id,
    )


def _removed(entry: Entry | None, outcome: Outcome, file_id: int | None) -> Entry:
    if entry is not None and outcome.at < entry.last_seen:
        return _earlier(entry, outcome.at)
    before = entry or _blank(outcome)
    return before._replace(
        state=State.REMOVED,
        look_again=None,
        failures=0,
        failure=None,
        first_missed=outcome.first_missed or before.first_missed,
        last_missed=outcome.at,
        misses=0,
        missed_as=outcome.reasons[0] if outcome.reasons else before.missed_as,
        reasons=(),
        file_id=file_id,
    )


def not_modified(outcome: Outcome) -> bool:
    """Whether the server sent nothing, since nothing had changed; else an UNCHANGED page was read whole."""
    return outcome.state is State.UNCHANGED and outcome.content_hash is None


def _unchanged(entry: Entry | None, outcome: Outcome) -> Entry | None:
    if entry is None:
        return None
    if outcome.content_hash is not None:
        after = _page_read(entry, outcome)
        # Read whole and the same as its last record: whatever spoke against the page before is over.
        if entry.revision and entry.state is not State.REMOVED:
            after = after._replace(state=State.EXPORTED, reasons=())
    else:
        # "Not modified" often repeats no validators; those known stay good.
        after = _page_read(entry, outcome)._replace(
            etag=outcome.etag or entry.etag,
            last_modified=outcome.last_modified or entry.last_modified,
            looks=entry.looks + 1,
        )
    if outcome.modified is None:
        after = after._replace(modified=entry.modified)
    return after


def _duplicate(entry: Entry | None, outcome: Outcome) -> Entry | None:
    """Its own page, read after another address had led to it: what its own listing says is right from now on."""
    if entry is None or outcome.content_hash is None or outcome.content_hash != entry.content_hash:
        return entry  # edited meanwhile: the listing has to go on saying so
    return _unchanged(entry, outcome)


def alias(entry: Entry | None, outcome: Outcome) -> Entry:
    """What is known of ``outcome.listed_as``, which leads to the article at ``outcome.url`` and has no record."""
    assert outcome.listed_as is not None
    own = replace(outcome, url=outcome.listed_as, number=None)
    return _page_read(entry or _blank(own), own)._replace(
        state=State.DUPLICATE, reasons=(f"leads to the article at {outcome.url}",)
    )


def _failed(entry: Entry | None, outcome: Outcome) -> Entry:
    before = entry or _blank(outcome)
    failures = before.failures + 1
    after = before._replace(
        post_id=kept_number(outcome.post_id) or before.post_id,
        state=State.FAILED if before.state is State.ROBOTS else before.state,
        failures=failures,
        failure=outcome.reasons[0] if outcome.reasons else "no reason given",
        look_again=back_off(failures, outcome.at, outcome.url),
    )
    if outcome.gone and before.revision and before.state is not State.REMOVED:
        after = missed(after, outcome.at, after.failure or "")
    return after


def _robots(entry: Entry | None, outcome: Outcome) -> Entry:
    before = entry or _blank(outcome)
    return before._replace(
        post_id=kept_number(outcome.post_id) or before.post_id,
        state=State.ROBOTS if before.state is State.FAILED else before.state,
        failures=0,
        failure=None,
        look_again=outcome.at + ROBOTS_AGAIN,
    )


def missed(entry: Entry, at: datetime, how: str) -> Entry:
    """``entry`` with one more piece of evidence that the article is gone."""
    first = min(entry.first_missed or at, at)  # clocks are set back
    return entry._replace(first_missed=first, last_missed=at, misses=entry.misses + 1, missed_as=how)

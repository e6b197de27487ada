"""Finding the entries that a batch is about: by address, post ID and number; and what the batch makes of them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from newscrawl.items import State
from newscrawl.ledger.entry import Entry, Outcome, alias, follow, kept_number, not_modified
from newscrawl.ledger.fingerprint import address_key
from newscrawl.ledger.schema import ENTRY, addresses, articles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

_BY_ADDRESS = (
    select(addresses.c.url_key, *ENTRY)
    .join(articles, articles.c.id == addresses.c.article_id)
    .where(
        addresses.c.site_id == bindparam("site_id"),
        addresses.c.url_key.in_(bindparam("wanted", expanding=True)),
    )
)
_BY_POST = select(*ENTRY).where(
    articles.c.site_id == bindparam("site_id"), articles.c.post_id.in_(bindparam("wanted", expanding=True))
)
_BY_NUMBER = select(*ENTRY).where(
    articles.c.site_id == bindparam("site_id"),
    articles.c.number.in_(bindparam("wanted", expanding=True)),
    articles.c.revision > 0,
)

# A printed number tells which article a whole record is about; a page that is not whole may show another's.
_TOLD_BY_NUMBER = frozenset({State.EXPORTED, State.UNCHANGED, State.REMOVED, State.DUPLICATE})


class Lookup:
    """The entries that a batch concerns: read together, changed in memory, written together by the store."""

    def __init__(self, connection: Connection, site_id: int) -> None:
        self._connection = connection
        self._site_id = site_id
        self._entries: dict[int, Entry] = {}
        self._stored: dict[int, Entry] = {}
        self._owners: dict[bytes, int] = {}
        self._posts: dict[int, int] = {}
        self._numbers: dict[int, int] = {}
        self._new = 0
        self._key = cache(address_key)
        self.links: dict[bytes, tuple[int, str | None]] = {}
        """Addresses to write: key -> id of the entry, and the URL where it is not the entry's own."""
        self.dropped: set[int] = set()
        """Stored entries that turned out to be another address of another article."""

    # --- reading

    def read_addresses(self, keys: Iterable[bytes]) -> None:
        for key, *columns in self._select(_BY_ADDRESS, keys):
            self._owners[key] = self._know(Entry._make(columns)).id

    def read_posts(self, post_ids: Iterable[int]) -> None:
        for columns in self._select(_BY_POST, post_ids):
            self._know(Entry._make(columns))

    def read_numbers(self, numbers: Iterable[int]) -> None:
        for columns in self._select(_BY_NUMBER, numbers):
            self._know(Entry._make(columns))

    def read_for(self, outcomes: Iterable[Outcome]) -> None:
        """Read all that :meth:`match` needs for ``outcomes``."""
        outcomes = list(outcomes)
        keys = {self._key(o.url) for o in outcomes}
        keys |= {self._key(o.listed_as) for o in outcomes if o.listed_as is not None}
        self.read_addresses(keys)
        strangers = [o for o in outcomes if self._known_by_url(o) is None or self._is_alias(o)]
        self.read_posts({n for o in strangers if (n := kept_number(o.post_id)) is not None})
        self.read_numbers(
            {n for o in strangers if o.state in _TOLD_BY_NUMBER and (n := kept_number(o.number)) is not None}
        )

    def _select(self, statement: Any, wanted: Iterable[Any]) -> Iterable[Any]:
        # Sorted, so that neighbours in the index are read together.
        values = sorted(wanted)
        if not values:
            return ()
        return self._connection.execute(statement, {"site_id": self._site_id, "wanted": values})

    def _know(self, entry: Entry) -> Entry:
        if entry.id in self._stored:
            return self._stored[entry.id]
        self._stored[entry.id] = entry
        self._put(entry)
        return entry

    def _put(self, entry: Entry) -> None:
        self._entries[entry.id] = entry
        if entry.post_id is not None:
            self._posts.setdefault(entry.post_id, entry.id)
        if entry.number is not None and entry.revision:
            self._numbers.setdefault(entry.number, entry.id)

    # --- finding

    def at(self, key: bytes) -> Entry | None:
        """The entry with the address of this key."""
        owner = self._owners.get(key)
        return None if owner is None else self._entries.get(owner)

    def with_post(self, post_id: int) -> Entry | None:
        """The entry with this post ID."""
        owner = self._posts.get(post_id)
        return None if owner is None else self._entries.get(owner)

    def _with_number(self, number: int) -> Entry | None:
        owner = self._numbers.get(number)
        return None if owner is None else self._entries.get(owner)

    def _known_by_url(self, outcome: Outcome) -> Entry | None:
        here = self.at(self._key(outcome.url))
        if here is not None and here.revision and (here.url == outcome.url or _may_be(here, outcome)):
            return here
        if outcome.listed_as is None or outcome.state is State.DUPLICATE:
            return None
        there = self.at(self._key(outcome.listed_as))
        return there if there is not None and there.revision and _may_be(there, outcome) else None

    def match(self, outcome: Outcome) -> Entry | None:
        """The entry that ``outcome`` is about.

        An exported article at its URL comes first, whatever number the page shows today: the site corrected it.
        Then the same post ID or number at another URL: the article moved. Last an entry at this URL that never had
        a record.
        """
        known = self._known_by_url(outcome)
        if known is not None:
            return known
        if outcome.post_id is not None and (known := self.with_post(outcome.post_id)) is not None:
            return known
        if outcome.number is not None and outcome.state in _TOLD_BY_NUMBER:
            known = self._with_number(outcome.number)
            if known is not None and _may_have_moved(known, outcome):
                return known
        if (known := self.at(self._key(outcome.url))) is not None and not known.revision:
            return known
        if outcome.listed_as is not None and outcome.state is not State.DUPLICATE:
            known = self.at(self._key(outcome.listed_as))
            return known if known is not None and not known.revision else None
        return None

    # --- changing

    def take(self, outcome: Outcome, file_id: int | None) -> None:
        """Let ``outcome`` follow."""
        if self._is_alias(outcome):
            self._take_alias(outcome)
            return
        entry = self.match(outcome)
        if entry is not None and self._told_of_another(entry, outcome):
            self._take_alias(outcome)
            outcome = replace(outcome, listed_as=None, post_id=None, modified=entry.modified)
        addressed = [self.at(self._key(url)) for url in (outcome.url, outcome.listed_as) if url is not None]
        if entry is not None and entry in addressed and not_modified(outcome):
            outcome = replace(outcome, url=entry.url)  # said at any of its addresses, it moves nothing
        after = follow(entry, outcome, file_id)
        if after is None:
            return
        after = self._put_new(after)
        for other in addressed:
            if other is not None and other.id != after.id and not other.revision:
                self._drop(other)
        self._link_all(entry, after, outcome)

    @staticmethod
    def _is_alias(outcome: Outcome) -> bool:
        return outcome.state is State.DUPLICATE and outcome.listed_as is not None

    def _told_of_another(self, entry: Entry, outcome: Outcome) -> bool:
        """Whether the listing by which a run came to ``entry``'s page speaks of another post that leads there."""
        if outcome.listed_as is None or outcome.url != entry.url or not entry.revision:
            return False
        there = self.at(self._key(outcome.listed_as))
        if there is not None and there.id != entry.id:
            return there.state is State.DUPLICATE
        return None not in (entry.post_id, outcome.post_id) and entry.post_id != outcome.post_id

    def _take_alias(self, outcome: Outcome) -> None:
        """Let what a listing says of ``listed_as`` be known of that address, and not of the article it leads to."""
        assert outcome.listed_as is not None
        target = self.at(self._key(outcome.url))
        if target is None and outcome.number is not None:
            target = self._with_number(outcome.number)
        if target is None:
            return
        subject = self.at(self._key(outcome.listed_as))
        if subject is None and outcome.post_id is not None:
            subject = self.with_post(outcome.post_id)
        if subject is not None and subject.id != target.id and subject.revision:
            # An exported article of its own: it keeps its address, and waits like a failure.
            reason = f"leads to the article at {outcome.url}"
            failed = replace(outcome, state=State.FAILED, url=subject.url, reasons=(reason,), post_id=None)
            after = follow(subject, failed, None)
            assert after is not None
            self._put(after)
            return
        if subject is not None and subject.id == target.id:
            if outcome.listed_as == target.url or (outcome.post_id is not None and outcome.post_id == target.post_id):
                self._link_all(target, target, outcome)
                return
            subject = None
        after = self._put_new(alias(subject, outcome))
        self._link_all(subject, after, replace(outcome, url=outcome.listed_as, listed_as=None))

    def _put_new(self, entry: Entry) -> Entry:
        if entry.id == 0:
            self._new -= 1
            entry = entry._replace(id=self._new)
        self._put(entry)
        return entry

    def _link_all(self, before: Entry | None, after: Entry, outcome: Outcome) -> None:
        self._link(after.url, after)
        if before is not None and before.url != after.url:
            # The text of the old address is kept with it from now on.
            self.links[self._key(before.url)] = after.id, before.url
        for url in (outcome.url, outcome.listed_as):
            if url is not None and url != after.url and self.at(self._key(url)) is None:
                self._link(url, after)

    def _link(self, url: str, entry: Entry) -> None:
        key = self._key(url)
        if self._owners.get(key) != entry.id:
            self._owners[key] = entry.id
            self.links[key] = entry.id, None if url == entry.url else url

    def _drop(self, entry: Entry) -> None:
        del self._entries[entry.id]
        if entry.id > 0:
            self.dropped.add(entry.id)
        for key in [key for key, (owner, _) in self.links.items() if owner == entry.id]:
            del self.links[key]

    def changed(self) -> tuple[list[Entry], list[Entry]]:
        """New entries, whose ids are negative, and stored ones that are not as stored."""
        changed = [entry for entry in self._entries.values() if self._stored.get(entry.id) is not entry]
        return [entry for entry in changed if entry.id < 0], [entry for entry in changed if entry.id > 0]


def _may_be(entry: Entry, outcome: Outcome) -> bool:
    """Whether a page at one of the entry's addresses may be its own: an old one may lead to another article by now."""
    return None in (entry.number, outcome.number) or entry.number == outcome.number


def _may_have_moved(entry: Entry, outcome: Outcome) -> bool:
    """Whether an article of the same number at another address is the same: some sites print a number twice.

    What moves keeps its post ID, and where no listing tells that, its date of publication.
    """
    for known, told in ((entry.post_id, kept_number(outcome.post_id)), (entry.published, outcome.published)):
        if known is not None and told is not None:
            return known == told
    return True

"""A site with a history: forty nights of crawls, as their runs would have left it, with values that mean harm."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from newscrawl.items import State
from newscrawl.ledger import Ledger, Outcome, begin_run, end_run
from tests.crawls import ledger_url
from tests.ledger.builders import DAY, SITE, START, article, commit_written, ref_of, rejected, removed, url_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

NIGHTS = 40
LATE = 17_910
"""With the night added, the number of an article that came a night after it was listed."""
BACKLOG = 300
"""Articles that the first run finds, of a year before."""
EVIL = """</script><script>document.title='owned'</script><img src="https://evil.example/x.png" onerror="alert(1)">"""
EVIL_CATEGORY = "$\\frac{</title><b onmouseover=alert(1)>\u202e\x07"
EVIL_URL = 'javascript:document.title="owned"//https://example.org/'
CATEGORIES = (
    "Politics",
    "Economy",
    "Sport",
    "Culture & Arts",
    "Health",
    "Environment",
    "افغانستان",
    "Science",
    "Opinion",
)


def fill(output: Path, nights: int = NIGHTS) -> None:
    """Write the site's files and its ledger, that of :func:`tests.crawls.ledger_url`."""
    chance = random.Random(20260301)  # noqa: S311 - the same history each time
    folder = output / SITE
    number = 18_000
    with Ledger.open(ledger_url(output)) as ledger:
        for night in range(nights):
            started = START + night * DAY
            run = f"{started:%Y%m%dT%H%M%SZ}-{night:04x}"
            begin_run(ledger, SITE, run, started)
            count = BACKLOG if night == 0 else chance.choice((7, 9, 12, 14, 18))
            found = []
            for place in range(count):
                number += chance.choice((1, 1, 2, 3, 9 if place % 40 else 90))
                ago = timedelta(days=chance.random() * 60) if night == 0 else timedelta(hours=24 * chance.random() ** 2)
                category = EVIL_CATEGORY if number % 97 == 0 else chance.choice(CATEGORIES[: 3 + number % 7])
                found.append(
                    article(
                        number,
                        at=started + timedelta(seconds=2 * place),
                        category=category,
                        categories=[category],
                        date=(started - ago).isoformat(timespec="seconds"),
                    )
                )
            if night % 8 == 6:  # listed the night before, when its page could not be had
                published = started - timedelta(hours=26)
                found.append(article(LATE + night, at=started + timedelta(minutes=1), date=published.isoformat()))
            commit_written(ledger, folder / f"articles-{run}-00001.jsonl", run, started, *found)
            rejects = [rejected(number + 1, at=started)] if night % 4 == 1 else []
            if night == 7:
                rejects.append(rejected(number + 2, at=started, reasons=[EVIL], url=EVIL_URL, ref=ref_of(number + 2)))
            if rejects:
                commit_written(ledger, folder / f"rejects-{run}-00001.jsonl", run, started, *rejects)
            number += 2
            gone = [removed(found[0].number or 0, at=started)] if night % 9 == 8 else []
            if gone:
                commit_written(ledger, folder / f"removals-{run}-00001.jsonl", run, started, *gone)
            failed = night % 6
            ledger.record(
                SITE,
                [
                    Outcome(state=State.FAILED, url=url_of(17_900 + n), at=started, post_id=17_900 + n, reasons=(why,))
                    for n, why in enumerate((f"HTTP 500 {EVIL}", "HTTP 503", "HTTP 500", "the connection was dropped"))
                    if n < failed
                ],
            )
            if night % 8 == 5:
                at = started + timedelta(minutes=5)
                late = LATE + night + 1
                ledger.record(SITE, [Outcome(state=State.FAILED, url=url_of(late), at=at, post_id=late)])
            sums = {
                State.EXPORTED: len(found),
                State.REJECTED: len(rejects),
                State.REMOVED: len(gone),
                State.FAILED: failed,
                State.UNCHANGED: 3,
            }
            took = timedelta(minutes=90 if night == 0 else chance.randrange(1, 9))
            if night == 20:
                continue  # killed
            requests = len(found) + len(rejects) + 12
            end_run(ledger, SITE, run, started + took, outcome="finished", requests=requests, sums=sums)
            _manifest(folder, run, started, took, sums, requests, night)


def _manifest(
    folder: Path, run: str, started: datetime, took: timedelta, sums: dict[State, int], requests: int, night: int
) -> None:
    manifest: dict[str, Any] = {
        "run": run,
        "started_at": started.isoformat(),
        "finished_at": (started + took).isoformat(),
        "outcome": "partly_failed" if night % 6 == 5 else "ok",
        "message": EVIL if night % 6 == 5 else "",
        "arguments": {"limit": "20"} if night == 30 else {},
        "states": {state: sums.get(state, 0) for state in State},
        "discovered_by_source": {"rest": sum(sums.values())} if night % 10 else {"sitemap": sum(sums.values())},
        "listed_at": {"rest": (started + timedelta(minutes=3)).isoformat()} if night > 3 else {},
        "updated": night % 5,
        "requests": requests,
        "not_modified": 3,
        "response_bytes": requests * 23_456,
    }
    (folder / "runs").mkdir(exist_ok=True)
    (folder / "runs" / f"{run}.json").write_text(json.dumps(manifest))

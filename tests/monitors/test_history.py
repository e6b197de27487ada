"""Which earlier runs a run is compared with."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from newscrawl.items import State
from newscrawl.monitors.history import (
    Records,
    batches,
    carried,
    comparable,
    left_over,
    read_runs,
    same_weekday,
    spaced,
    too_soon,
    usual_wait,
)
from tests.monitors.past import DAY, MONDAY, Past, plant

if TYPE_CHECKING:
    from pathlib import Path

HOUR = timedelta(hours=1)


def test_manifests_are_read_back_the_latest_first(tmp_path: Path) -> None:
    for days in (3, 1, 2):
        plant(tmp_path, Past(started=MONDAY - days * DAY, exported=days, lacking={"image": 1}))
    run = plant(tmp_path, Past())
    folder = tmp_path / "news.example" / "runs"
    (folder / "20261101T000000Z-ffff.json").write_text("[]")
    (folder / "20261102T000000Z-ffff.json").write_text('{"run": ')
    (folder / "20261103T000000Z-ffff.json").write_text('{"arguments": {}, "run": "x"}')
    runs = read_runs(folder, run.name)
    assert [earlier[State.EXPORTED] for earlier in runs] == [1, 2, 3]
    assert runs[2].records.filled["category"] == 3
    assert runs[2].records.filled["image"] == 2
    assert runs[2].records.from_header == {"category": 3, "date": 3, "number": 3}


def test_runs_that_were_asked_for_something_else_are_no_measure(tmp_path: Path) -> None:
    run = plant(tmp_path, Past(arguments={"since": "2026-11-22"}))
    kinds = ({}, {"limit": "20"}, {"since": "2026-11-20"}, {"since": "2026-11-20", "discovery": "feed"})
    past = [plant(tmp_path, Past(started=MONDAY - (n + 1) * DAY, arguments=kind)) for n, kind in enumerate(kinds)]
    assert comparable(run, past) == past[2:3]


def test_what_another_run_took_is_counted(tmp_path: Path) -> None:
    past = [
        plant(tmp_path, Past(started=MONDAY - HOUR, exported=5, reason="shutdown")),
        plant(tmp_path, Past(started=MONDAY - 1 * DAY, exported=30)),
        plant(tmp_path, Past(started=MONDAY - 2 * DAY, exported=20, arguments={"limit": "20"})),
        plant(tmp_path, Past(started=MONDAY - 3 * DAY, exported=40)),
    ]
    run = plant(tmp_path, Past())
    assert [earlier[State.EXPORTED] for earlier in comparable(run, past)] == [50, 40]
    assert carried(run, past) == 5


def test_a_run_soon_after_another_is_no_measure(tmp_path: Path) -> None:
    starts = (
        MONDAY - HOUR,
        MONDAY - DAY,
        MONDAY - 2 * DAY + HOUR,
        MONDAY - 2 * DAY,
        MONDAY - 3 * DAY,
        MONDAY - 4 * DAY,
    )
    past = [plant(tmp_path, Past(started=started)) for started in starts]
    run = plant(tmp_path, Past())
    assert too_soon(run, past[0], usual_wait(past))
    assert not too_soon(run, past[1], usual_wait(past))
    assert spaced(past) == [past[n] for n in (0, 1, 3, 4, 5)]


def test_the_weekday_is_the_sites_own_and_the_hour_the_nearest(tmp_path: Path) -> None:
    zone = {"timezone": "Asia/Kabul"}
    late = MONDAY.replace(hour=21)  # Tuesday at 01:30 in Kabul
    run = plant(tmp_path, Past(started=late, arguments=zone))
    assert f"{run.started:%A %H:%M}" == "Tuesday 01:45"
    starts = [late - HOUR, late - 7 * DAY, late - 7 * DAY + 4 * HOUR, late - 7 * DAY - 2 * HOUR, late - 14 * DAY - HOUR]
    past = [plant(tmp_path, Past(started=started, arguments=zone)) for started in starts]
    assert same_weekday(run, past[::-1], 8) == [past[1], past[4]]
    assert same_weekday(run, past, 1) == [past[1]]


def test_small_runs_are_judged_together() -> None:
    found = batches([Records(count=4, filled={"image": 1}), Records(), Records(count=7), Records(count=3)], 10)
    assert [batch.count for batch in found] == [11]
    assert found[0].filled == {"image": 1}


def test_files_without_a_manifest_are_a_killed_runs(tmp_path: Path) -> None:
    folder = tmp_path / "news.example"
    earlier = plant(tmp_path, Past(started=MONDAY - DAY))
    for run in ("20261101T000000Z-aaaa", earlier.name, "20261122T100000Z-bbbb", "20261123T100000Z-cccc"):
        (folder / f"articles-{run}-00001.jsonl").touch()
    assert left_over(folder, "20261123T031500Z-0000") == ["20261122T100000Z-bbbb"]

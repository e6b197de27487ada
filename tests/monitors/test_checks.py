"""What each monitor finds, of histories that the manifest code wrote."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.settings import Settings

from newscrawl.extensions.monitors import thresholds
from newscrawl.monitors import checks
from newscrawl.monitors.rhythm import usual_gap
from tests.monitors.past import DAY, MONDAY, Past, plant

if TYPE_CHECKING:
    from pathlib import Path

    from newscrawl.monitors.history import PastRun

SETTINGS = Settings()
SETTINGS.setmodule("newscrawl.settings")
LIMITS = thresholds(SETTINGS)
WEEKEND = {5: 4, 6: 4}
"""Articles on a Saturday and on a Sunday."""


def nights(output: Path, count: int, today: dict[str, Any], before: dict[str, Any]) -> tuple[PastRun, list[PastRun]]:
    """A run on a Monday, and ``count`` nightly ones before it, the latest first; 60 articles, few on weekends."""
    past = []
    for days in range(1, count + 1):
        started = MONDAY - days * DAY
        exported = WEEKEND.get(started.weekday(), 60)
        past.append(plant(output, Past(started=started, **{"exported": exported, **before})))
    return plant(output, Past(**{"exported": 60, **today})), past


def test_too_few_articles_for_the_weekday(tmp_path: Path) -> None:
    run, past = nights(tmp_path, 28, {"exported": 20}, {})
    verdict = checks.articles(run, past, [], LIMITS)
    assert verdict.state == "alarm"
    assert verdict.line.startswith("too few articles: 20, where 60 are usual on a Monday (median of 4 runs).")


def test_a_sunday_is_compared_with_sundays(tmp_path: Path) -> None:
    started = MONDAY - DAY
    _, past = nights(tmp_path, 29, {}, {})
    sunday = plant(tmp_path, Past(started=started, exported=4))
    assert checks.articles(sunday, past[1:], [], LIMITS).state == "fine"


@pytest.mark.parametrize(("exported", "state"), [(31, "fine"), (29, "alarm")])
def test_half_of_what_is_usual_is_the_least(tmp_path: Path, exported: int, state: str) -> None:
    run, past = nights(tmp_path, 22, {"exported": exported}, {})
    assert checks.articles(run, past, [], LIMITS).state == state
    half = LIMITS | {"articles_share": 0.25}
    assert checks.articles(run, past, [], half).state == "fine"


def test_chance_is_no_alarm_on_a_small_site(tmp_path: Path) -> None:
    run, past = nights(tmp_path, 28, {"exported": 4}, {"exported": 12})
    assert checks.articles(run, past, [], LIMITS).state == "fine"
    run, past = nights(tmp_path, 28, {"exported": 0}, {"exported": 12})
    assert checks.articles(run, past, [], LIMITS).state == "alarm"
    run, past = nights(tmp_path, 28, {"exported": 0}, {"exported": 9})
    assert checks.articles(run, past, [], LIMITS).state == "fine"


def test_a_new_site_is_compared_with_all_runs_and_with_none_when_there_are_few(tmp_path: Path) -> None:
    run, past = nights(tmp_path, 8, {"exported": 20}, {"exported": 60})
    assert checks.articles(run, past, [], LIMITS).state == "alarm"
    assert (
        checks.articles(run, past[:7], [], LIMITS).line == "7 runs to compare with: 8 are needed, or 3 of the weekday"
    )


@pytest.mark.parametrize("exported", [0, 2, 4])
def test_a_new_sites_second_weekend_is_no_alarm(tmp_path: Path, exported: int) -> None:
    run, past = nights(tmp_path, 8, {"exported": exported}, {})
    assert checks.articles(run, past, [], LIMITS).state == "fine", "its first Sunday had 4, by chance it has fewer"


@pytest.mark.parametrize(
    ("today", "why"),
    [
        ({"exported": 0, "reason": "shutdown"}, "the run did not come to a good end"),
        ({"exported": 0, "started": MONDAY - DAY + timedelta(hours=1)}, "the run before it was a short time ago"),
    ],
)
def test_a_run_that_had_no_chance_is_not_judged(tmp_path: Path, today: dict[str, Any], why: str) -> None:
    run, past = nights(tmp_path, 22, today, {})
    assert checks.articles(run, past, [], LIMITS) == checks.Verdict("articles", "unjudged", why)


def test_after_a_killed_run_articles_are_not_counted(tmp_path: Path) -> None:
    run, past = nights(tmp_path, 22, {"exported": 0}, {})
    assert checks.articles(run, past, ["20261122T031500Z-aaaa"], LIMITS).state == "unjudged"
    verdict = checks.killed(["20261122T031500Z-aaaa"])
    assert verdict.state == "alarm"
    assert "1 run was killed before the end: 20261122T031500Z-aaaa" in verdict.line


@pytest.mark.parametrize("name", ["category", "authors", "image", "summary", "tags", "language", "date_modified"])
def test_a_field_that_is_missing(tmp_path: Path, name: str) -> None:
    run, past = nights(tmp_path, 14, {"lacking": {name: 30}}, {"lacking": {name: 1}})
    verdict = checks.coverage(run, past, LIMITS)
    assert verdict.state == "alarm"
    assert verdict.line.startswith(f"fields are missing: {name}: 30 of 60 records (50%), usually 98%. Has the theme")


def test_a_field_that_was_always_missing_is_usual(tmp_path: Path) -> None:
    run, past = nights(tmp_path, 12, {"lacking": {"image": 45}}, {"lacking": {"image": 45}, "exported": 60})
    assert checks.coverage(run, past, LIMITS).state == "fine"
    run, past = nights(tmp_path, 12, {"lacking": {"image": 15}}, {"lacking": {"image": 5}, "exported": 60})
    assert checks.coverage(run, past, LIMITS).state == "fine", "92 % to 75 % is within coverage_drop"
    assert checks.coverage(run, past, LIMITS | {"coverage_drop": 0.05}).state == "alarm"


def test_small_sites_are_judged_over_several_runs(tmp_path: Path) -> None:
    usual = {"exported": 5, "lacking": {"image": 1}}
    run, past = nights(tmp_path, 17, {"exported": 5, "lacking": {"image": 4}}, usual)
    assert checks.coverage(run, past, LIMITS).state == "fine", "one run of five says little"
    past[0] = plant(tmp_path, Past(started=past[0].started, exported=5, lacking={"image": 5}))
    assert checks.coverage(run, past, LIMITS).state == "alarm"
    assert checks.coverage(run, past[:16], LIMITS).state == "unjudged"


def test_a_small_run_is_not_blamed_for_the_one_before_it(tmp_path: Path) -> None:
    _, past = nights(tmp_path, 14, {}, {"exported": 60})
    past = [plant(tmp_path, Past(started=MONDAY - DAY, exported=60, without_header=60)), *past[1:]]
    mended = plant(tmp_path, Past(exported=4))
    assert checks.coverage(mended, past, LIMITS).state == "fine"
    assert checks.dates(mended, past, LIMITS).state == "fine"
    still = plant(tmp_path, Past(exported=4, without_header=4))
    assert checks.coverage(still, past, LIMITS).state == "alarm"
    assert checks.dates(still, past, LIMITS).state == "alarm"


def test_labels_that_are_not_found_any_more(tmp_path: Path) -> None:
    run, past = nights(tmp_path, 14, {"without_header": 60}, {})
    assert (
        "category in the printed header: 0 of 60 records (0%), usually 100%" in checks.coverage(run, past, LIMITS).line
    )
    verdict = checks.dates(run, past, LIMITS)
    assert verdict.state == "alarm"
    assert "the date from the printed header: 0 of 60 records (0%), usually 100%" in verdict.line


def test_dates_that_drift_from_the_header(tmp_path: Path) -> None:
    run, past = nights(tmp_path, 14, {"doubtful": 20}, {"doubtful": 2})
    verdict = checks.dates(run, past, LIMITS)
    assert verdict.state == "alarm"
    assert "a doubt about the date: 20 of 60 records (33%), usually 3%" in verdict.line
    run, past = nights(tmp_path, 12, {"doubtful": 50}, {"doubtful": 48, "exported": 60})
    assert checks.dates(run, past, LIMITS).state == "fine"


@pytest.mark.parametrize(("check", "kind"), [(checks.rejects, "rejected"), (checks.failures, "failed")])
def test_pages_that_end_badly(tmp_path: Path, check: Any, kind: str) -> None:
    run, past = nights(tmp_path, 8, {kind: 20}, {kind: 1, "exported": 60})
    verdict = check(run, past, LIMITS)
    assert verdict.state == "alarm"
    assert verdict.line.startswith("20 of 80 pages ")
    assert "(25%), usually 2%" in verdict.line
    assert check(run, past[:7], LIMITS).state == "unjudged"
    run, past = nights(tmp_path, 8, {kind: 4}, {kind: 1, "exported": 60})
    assert check(run, past, LIMITS).state == "fine"
    run, past = nights(tmp_path, 8, {kind: 20}, {kind: 18, "exported": 60})
    assert check(run, past, LIMITS).state == "fine", "this site is always so"


def publications(weeks: int, until: datetime) -> list[datetime]:
    """Three a day, none on Saturdays and Sundays."""
    hours = [until - timedelta(hours=8 * n) for n in range(weeks * 21)]
    return [hour for hour in hours if hour.weekday() < 5]


def test_a_site_is_stale_by_its_own_measure() -> None:
    friday = datetime(2026, 11, 20, 18, tzinfo=UTC)
    gap = usual_gap(publications(9, friday))
    assert gap == timedelta(hours=56), "Friday 18:00 to Monday 02:00"
    assert checks.stale(friday, gap, friday + timedelta(hours=80), LIMITS).state == "fine"
    verdict = checks.stale(friday, gap, friday + timedelta(hours=113), LIMITS)
    assert verdict.state == "alarm"
    assert "nothing new for 113 hours, since 2026-11-20 18:00 UTC: 56 hours are the longest in a usual" in verdict.line
    assert checks.stale(friday, gap, friday + timedelta(days=99), LIMITS | {"stale_factor": 0}).state == "unjudged"
    busy = timedelta(hours=1)
    assert checks.stale(friday, busy, friday + timedelta(hours=23), LIMITS).state == "fine"
    assert checks.stale(friday, busy, friday + timedelta(hours=25), LIMITS).state == "alarm"


def test_one_outage_does_not_move_what_is_usual() -> None:
    friday = datetime(2026, 11, 20, 18, tzinfo=UTC)
    outage = [hour for hour in publications(9, friday) if not 20 < (friday - hour).days < 34]
    assert usual_gap(outage) == timedelta(hours=56)
    assert usual_gap(publications(2, friday)) is None
    assert usual_gap([]) is None


def test_an_export_that_failed() -> None:
    assert checks.export("ok", "", 0).state == "fine"
    assert checks.export("output_failed", "could not write x", 0).line == "the export failed: could not write x"
    assert checks.export("ok", "", 2).state == "alarm"
    assert checks.ended("unreachable", "could not open https://x/").state == "alarm"
    assert checks.ended("budget_spent", "all requests are used up").state == "fine"
    assert checks.ended("output_failed", "could not write x").state == "fine"

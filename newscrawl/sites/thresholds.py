"""Thresholds of the monitors: their names, and what each may be. The settings hold the values."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

THRESHOLDS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "weekday_runs": (1, math.inf),
        "runs": (2, math.inf),
        "articles_share": (0, 1),
        "articles_least": (1, math.inf),
        "records_least": (1, math.inf),
        "coverage_drop": (0, 1),
        "dates_rise": (0, 1),
        "rejected_rise": (0, 1),
        "failed_rise": (0, 1),
        "stale_factor": (0, math.inf),
        "stale_hours": (0, math.inf),
    }
)
"""Name, as in a profile's ``monitors`` -> lowest and highest value. The setting is ``NEWSCRAWL_MONITOR_<NAME>``."""


def threshold(name: str, value: object) -> float:
    """Return the value of the threshold ``name``. Raises ValueError, one clause, for a value that it cannot have."""
    lowest, highest = THRESHOLDS[name]
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = math.nan
    if not lowest <= number <= highest or math.isinf(number):
        allowed = f"from {lowest:g} to {highest:g}" if math.isfinite(highest) else f"not less than {lowest:g}"
        raise ValueError(f"{value!r} is no {name}: give a number {allowed}")
    return number


def check_names(names: Mapping[str, float]) -> None:
    """Raise ValueError for a name that no threshold has, or a value that it cannot have."""
    if unknown := set(names) - set(THRESHOLDS):
        raise ValueError(f"monitors are {', '.join(THRESHOLDS)}, not {', '.join(sorted(unknown))}")
    for name, value in names.items():
        threshold(name, value)

"""Where profile and golden pages go, and what stands in the profile's file."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from newscrawl import sites
from newscrawl.feeds import write_atomically
from newscrawl.onboarding.labels import suggested
from newscrawl.onboarding.module import literal, module_name, plain, profile_module
from newscrawl.onboarding.report import other_types, zone_clause
from newscrawl.sites import registry
from newscrawl.sites.profile import LABELS, SiteProfile

if TYPE_CHECKING:
    from newscrawl.onboarding.findings import Findings
    from newscrawl.onboarding.survey import Survey

_MARK = re.compile(r"^PROFILE\b[^=\n]*=", re.MULTILINE)


class PlaceError(ValueError):
    """Raised by :func:`profile_place` and :func:`golden_place`: one line that says what stands in the way."""


def sites_folder() -> Path:
    """The folder that known sites are found in."""
    return Path(next(iter(sites.__path__)))


def tests_folder() -> Path:
    """The folder whose golden pages ``tests/sites/test_golden.py`` reads."""
    return sites_folder().parents[1] / "tests" / "pages"


def profile_place(profile: SiteProfile, asked: str | None, *, force: bool) -> Path:
    """Return where the profile goes. Raises PlaceError where something stands there that it must not replace.

    A file is replaced only by ``force``, and only where it is a profile.
    """
    path = Path(asked) if asked else sites_folder() / f"{_module_of(profile) or module_name(profile.name)}.py"
    if asked and path.is_dir():
        path /= f"{module_name(profile.name)}.py"
    if path.suffix != ".py":
        raise PlaceError(f"--profile: {path} is no Python file: give one that ends in .py, or a folder")
    if path.exists():
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise PlaceError(f"{path} stands in the way and cannot be read ({error})") from error
        if text.strip() and not _MARK.search(text):
            raise PlaceError(f"{path} is no site profile, and is not replaced: give another with --profile=PATH")
        if not force:
            raise PlaceError(f"{path} exists: replace it with --force, or give another with --profile=PATH")
    if place := _unwritable(path.parent):
        raise PlaceError(f"{path} could not be written, for {place}: give another with --profile=PATH")
    return path


def outlives(place: Path, profile: SiteProfile) -> bool:
    """Whether ``place`` holds a profile of the same site already, whose words a second look keeps.

    Raises ValueError where it cannot be read: what was written by hand would be lost.
    """
    if not place.exists() or not place.read_text("utf-8").strip():
        return False
    try:
        held = registry.read_profile(str(place))
    except ValueError as error:
        raise ValueError(f"{error}: mend it, or delete the file") from error
    return registry.is_of(held, profile.base_url)


def _unwritable(folder: Path) -> str | None:
    """Say why no file can be put into ``folder``, which is made where it does not exist; ``None``: one can."""
    there = next(place for place in (folder, *folder.parents, Path()) if place.exists())
    if not there.is_dir():
        return f"{there} is no folder"
    return None if os.access(there, os.W_OK | os.X_OK) else f"{there} may not be written to"


def _module_of(profile: SiteProfile) -> str | None:
    """Return the module of :mod:`newscrawl.sites` that holds the profile already, whatever it is called."""
    for module in iter_modules(sites.__path__):
        held = getattr(import_module(f"{sites.__name__}.{module.name}"), "PROFILE", None)
        if isinstance(held, SiteProfile) and held.name == profile.name:
            return module.name
    return None


def golden_place(profile: SiteProfile, asked: str | None, *, force: bool) -> Path:
    """Return where golden pages go. Raises PlaceError where there are some, or no place for them."""
    folder = Path(asked) if asked else tests_folder() / module_name(profile.name)
    if not asked and not tests_folder().is_dir():
        raise PlaceError("there is no folder of tests beside the package: give one with --golden=DIR")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())) and not force:
        raise PlaceError(f"{folder} exists and is not empty: write into it with --force, or give another to --golden")
    if place := _unwritable(folder):
        raise PlaceError(f"{folder} could not hold golden pages, for {place}: give another with --golden=DIR")
    return folder


def profile_text(survey: Survey, found: Findings) -> str:
    """Return the text of the profile's file."""
    likely = survey.profile.likely_timezone
    why = {
        "timezone": zone_clause(survey),
        "language": "the home page's; articles do not say theirs",
        "calendar": f"dates in numbers only fit several calendars; other sources show this one on "
        f"{sum(found.calendars.open_calendar.values())} articles",
        "date_order": f"as other sources of {sum(found.calendars.open_order.values())} articles show",
        "categories": "the site's own list, the commonest first",
    }
    commented: dict[str, list[str]] = {}
    if likely and not found.profile.timezone:
        doubt = (
            "the newest articles' offset: name the zone, AREA/CITY, if its clocks change"
            if ":" in likely
            else "the only zone that fits what the newest articles print against the feed's clock"
        )
        commented["timezone"] = [f"timezone={literal(likely)},  # {doubt}"]
    if left := other_types(survey):
        taken = (*survey.opened.info.post_types, *left)
        commented["post_types"] = [
            f"The site has {', '.join(map(plain, left))} too. Uncomment and shorten it to crawl of them what is news:",
            f"post_types=({', '.join(map(literal, taken))},),",
        ]
    if lines := _label_lines(found, survey.given):
        commented["labels"] = lines
    return profile_module(found.profile, seen=_seen(survey, found), why=why, commented=commented)


def write_profile(path: Path, text: str) -> None:
    """Write the file whole. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, text.encode("utf-8", "backslashreplace"))


def _seen(survey: Survey, found: Findings) -> list[str]:
    day = datetime.now(UTC).date().isoformat()
    of = f" of {survey.total}" if survey.total is not None else ""
    sentences = [f"Seen on {day}, from {len(survey.samples)} articles{of}; scrapy onboard wrote this to be edited."]
    if survey.opened.info.name:
        sentences.append(f"It calls itself {survey.opened.info.name[:200]}.")
    if found.wordpress:
        sentences.append(f"WordPress: {', '.join(found.wordpress)}; theme {', '.join(found.themes[:3]) or 'not told'}.")
    if found.permalinks:
        sentences.append(f"Permalinks: {found.permalinks[0]}.")
    listing = [listed.source for listed in survey.listed if listed.works]
    sentences.append(f"Articles are listed by: {', '.join(listing)}.")
    for name in ("number", "category", "date"):
        report = next(report for report in found.fields if report.name == name)
        sources = ", ".join(f"{source} {count}" for source, count in report.sources.most_common())
        sentences.append(f"{name}: on {report.had} of {report.total} ({sources or 'nowhere'}), {report.confidence}.")
    return sentences


def _label_lines(found: Findings, given: SiteProfile) -> list[str]:
    """Comment lines: what to take over, then what was met and has no meaning yet."""
    lines = []
    meant = suggested(found.labels)
    if meant and given.labels == LABELS:
        lines.append(
            "Labels were met that are not known. Uncomment what is right, and import LABELS beside SiteProfile:"
        )
        lines += ["labels={", "    **LABELS,"]
        lines += [f"    {literal(name)}: ({literal(text)}, *LABELS[{literal(name)}])," for name, text in meant.items()]
        lines.append("},")
    elif meant:
        lines.append("Labels were met that the profile does not know. Add to its labels what is right:")
        lines += [f"{literal(name)}: ({literal(text)},)," for name, text in meant.items()]
    for label in found.labels:
        if not (label.known or label.beside or label.text in meant.values()):
            lines.append(f"A label of unknown meaning: {plain(label.text)}: {plain(label.example)[:50]}")
    return lines

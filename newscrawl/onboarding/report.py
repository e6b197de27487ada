"""What was found, as tables: framed on a terminal, in plain columns elsewhere."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from newscrawl.items import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newscrawl.onboarding.findings import Findings
    from newscrawl.onboarding.survey import Api, Survey

_MOST_CATEGORIES = 15
_MOST_WARNINGS = 8
_EXCERPT = 300
_CONFIDENCE = {"high": "green", "good": "green", "low": "yellow", "none": "red"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A table with a headline."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def sections(survey: Survey, found: Findings) -> list[Section]:
    """Return the tables, those with nothing in them left out."""
    tables = [
        Section(title="The site", columns=("what", "found"), rows=_site(survey, found)),
        Section(title="Where articles are listed", columns=("source", "address", "lists"), rows=_sources(survey)),
        Section(
            title="Categories",
            columns=("name", "slug", "articles"),
            rows=[(c.name, c.slug, str(c.count)) for c in survey.categories[:_MOST_CATEGORIES]],
        ),
        Section(
            title=f"Fields of {len(survey.samples)} articles that were read",
            columns=("field", "had it", "read from", "agree with a second source", "confidence"),
            rows=_fields(found),
        ),
        Section(title="Warnings of these articles", columns=("articles", "warning"), rows=_warnings(survey, found)),
        Section(
            title="Labels near the headlines",
            columns=("label", "articles", "such as", "meaning"),
            rows=_labels(found),
        ),
        Section(
            title="Articles that give no record",
            columns=("address", "why"),
            rows=[(sample.ref.url, "; ".join(sample.lacks)) for sample in survey.samples if sample.lacks]
            + list(survey.unread.items()),
        ),
    ]
    return [table for table in tables if table.rows]


def print_report(survey: Survey, found: Findings, file: TextIO) -> None:
    """Print the tables and one record. What pages put into them is shown, never obeyed."""
    console = Console(file=file, markup=False, highlight=False, soft_wrap=True)
    framed = console.is_terminal
    for section in sections(survey, found):
        if framed:
            console.print(_table(section), soft_wrap=False)
        else:
            file.write("\n".join([section.title, *_plain_lines(section), "", ""]))
    example = next((sample for sample in survey.samples if not sample.lacks), None)
    if example:
        values = record(example.article)
        if len(values["body"]) > _EXCERPT:
            values["body"] = f"{values['body'][:_EXCERPT]}…"
        lines = json.dumps(values, ensure_ascii=False, indent=2).split("\n")
        file.write("\n".join(["A record", *map(shown, lines), "", ""]))


_JOINERS = "\u200c\u200d"
"""Characters without width that are part of how words of Persian and Indic languages are spelled."""


def shown(text: str) -> str:
    """Return ``text`` with what a terminal would act upon, or would not show, escaped."""
    return "".join(c if c.isprintable() or c in _JOINERS else c.encode("unicode_escape").decode("ascii") for c in text)


def _table(section: Section) -> Table:
    table = Table(title=section.title, title_justify="left", title_style="bold")
    for column in section.columns:
        table.add_column(column, overflow="fold")
    for row in section.rows:
        cells = [Text(shown(cell)) for cell in row]
        if section.columns[-1] == "confidence":
            cells[-1].stylize(_CONFIDENCE.get(row[-1], ""))
        table.add_row(*cells)
    return table


def _plain_lines(section: Section) -> Iterable[str]:
    rows = [section.columns, *(tuple(map(shown, row)) for row in section.rows)]
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(section.columns))]
    for row in rows:
        cells = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)]
        yield f"  {'  '.join(cells)}".rstrip()


def _site(survey: Survey, found: Findings) -> list[tuple[str, str]]:
    info, profile = survey.opened.info, found.profile
    rows = [
        ("name", info.name or "not told"),
        ("home page", info.home),
        ("WordPress", ", ".join(found.wordpress) or "no sign of it"),
        ("theme", ", ".join(found.themes) or "not told"),
        ("REST API", info.api_root or f"none: {survey.opened.no_api or survey.opened.trouble or 'not found'}"),
    ]
    rows += _api(survey.api) if survey.api else []
    if types := types_clause(survey):
        rows.append(("types of posts", types))
    rows += [
        ("articles", str(survey.total) if survey.total is not None else "not told"),
        ("time zone", zone_clause(survey)),
        ("language", _language(found, info.language)),
        (
            "calendar",
            calendar_clause(found) if not profile.calendar else f"{profile.calendar}, {calendar_clause(found)}",
        ),
        (
            "permalinks",
            f"{found.permalinks[0]} ({found.permalinks[1]} of {len(survey.samples)})"
            if found.permalinks
            else "not told",
        ),
        ("sitemaps", ", ".join(info.sitemaps) or _address(survey, "sitemap") or "none"),
        ("feed", _address(survey, "feed") or "none"),
        ("sections", f"{len(info.archives)} linked from the home page" if info.archives else "none linked"),
        ("requests", f"{survey.requests} made"),
    ]
    return rows


def _api(api: Api) -> list[tuple[str, str]]:
    yes = {True: "yes", False: "no", None: "not told"}
    content = "not told"
    if api.full_content is not None:
        content = f"whole for {api.full_content} of {api.compared} articles that were compared with their pages"
    return [
        ("API: full content", content),
        ("API: modified_after", yes[api.modified_after]),
        ("API: users", "listed" if api.users else "not listed"),
        ("API: contexts", ", ".join(api.contexts) or "not declared; posts are given in view"),
    ]


def types_clause(survey: Survey) -> str:
    """Say which types of posts of the site's own count as articles, and which do not; empty where it has none."""
    taken = survey.opened.info.post_types
    left = other_types(survey)
    clauses = [f"posts and {', '.join(taken)} are articles" if taken else ""]
    clauses.append(f"{', '.join(left)} {'is' if len(left) == 1 else 'are'} not taken for articles" if left else "")
    return "; ".join(filter(None, clauses))


def other_types(survey: Survey) -> list[str]:
    """Return the site's own types of posts that a crawl does not list."""
    known = survey.opened.api.post_types if survey.opened.api else None
    return (
        [name for name in (*known.articles, *known.others) if name not in survey.opened.info.post_types]
        if known
        else []
    )


def articles(count: int) -> str:
    """Say how many articles."""
    return f"{count} article{'' if count == 1 else 's'}"


def zone_clause(survey: Survey) -> str:
    """Say which zone was found and who told it."""
    if survey.given.timezone:
        return f"{survey.given.timezone}, as was given"
    if survey.opened.info.timezone:
        return f"{survey.opened.info.timezone}, as the REST API says"
    likely = survey.profile.likely_timezone
    if likely and ":" in likely:
        return f"{likely} at present, as the newest articles print it against the feed's clock"
    if likely:
        return f"{likely}, the only one that fits what the newest articles print against the feed's clock"
    return "not told: say it with -a timezone=AREA/CITY, or in the profile"


def calendar_clause(found: Findings) -> str:
    """Say which calendars headers print, and on how many articles."""
    printed = ", ".join(f"{name} on {count}" for name, count in found.calendars.printed.most_common())
    if not printed:
        return "no header prints a date that could be read"
    undecided = found.calendars.undecided
    return f"printed as {printed}" + (f"; {undecided} told by the language alone" if undecided else "")


def _language(found: Findings, home: str | None) -> str:
    pages = ", ".join(f"{name} on {count}" for name, count in found.languages.most_common())
    return f"{home or 'not told'} on the home page; {pages} articles" if pages else home or "not told"


def _address(survey: Survey, source: str) -> str | None:
    return next((listed.url for listed in survey.listed if listed.source == source and listed.works), None)


def _sources(survey: Survey) -> list[tuple[str, str, str]]:
    rows = []
    for listed in survey.listed:
        if not listed.works:
            rows.append((listed.source, listed.url or "-", f"nothing: {listed.why}"))
            continue
        count = articles(listed.total) if listed.total is not None else "articles"
        further = f", {listed.further} more to read" if listed.further else ""
        trouble = f" ({listed.why})" if listed.why else ""
        rows.append((listed.source, listed.url or "-", f"{count}{further}{trouble}"))
    return rows


def _fields(found: Findings) -> list[tuple[str, ...]]:
    return [
        (
            report.name,
            f"{report.had} of {report.total}",
            ", ".join(f"{source} {count}" for source, count in report.sources.most_common()) or "-",
            f"{report.agreed} of {report.compared}" if report.compared else "-",
            report.confidence,
        )
        for report in found.fields
    ]


def _warnings(survey: Survey, found: Findings) -> list[tuple[str, str]]:
    told = Counter(warning for sample in survey.samples for warning in sample.article.warnings)
    rows = [(str(count), warning) for warning, count in told.most_common(_MOST_WARNINGS)]
    return [*rows, ("…", f"{len(told) - _MOST_WARNINGS} more")] if len(told) > _MOST_WARNINGS else rows


def _labels(found: Findings) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for label in found.labels:
        if label.known:
            meaning: str = label.known
        elif label.meaning:
            meaning = f"unknown; {label.meaning}, by its values on {label.agreed} articles"
        else:
            meaning = f"{label.beside}, which are read elsewhere" if label.beside else "unknown"
        rows.append((label.text, str(label.pages), label.example, meaning))
    return rows

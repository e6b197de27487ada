"""What a survey means: the conclusions that the report shows and the profile holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newscrawl.discovery.links import host_key
from newscrawl.onboarding.calendars import read_calendars
from newscrawl.onboarding.confidence import weigh
from newscrawl.onboarding.labels import find_labels, labelled
from newscrawl.onboarding.module import fits
from newscrawl.onboarding.permalinks import Known, permalink_shape
from newscrawl.onboarding.signs import shows_wordpress, themes

if TYPE_CHECKING:
    from newscrawl.items import Article
    from newscrawl.onboarding.calendars import CalendarEvidence
    from newscrawl.onboarding.confidence import FieldReport
    from newscrawl.onboarding.labels import Label
    from newscrawl.onboarding.survey import Sample, Survey
    from newscrawl.sites.profile import SiteProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """A site as it was understood."""

    wordpress: tuple[str, ...]
    """Signs of WordPress; none: it shows none."""
    themes: tuple[str, ...]
    permalinks: tuple[str, int] | None
    """The commonest shape, and how many articles of the sample have it."""
    languages: Counter[str]
    """Articles by the language that their page declares."""
    calendars: CalendarEvidence
    labels: list[Label]
    fields: list[FieldReport]
    profile: SiteProfile
    """What a crawl may take as known from now on."""


def conclude(survey: Survey) -> Findings:
    """Draw the conclusions."""
    samples = survey.samples
    articles = [sample.article for sample in samples]
    labels = find_labels(samples, survey.profile)
    calendars = read_calendars(zip(articles, _printed_dates(samples, labels), strict=True))
    return Findings(
        wordpress=_signs(survey),
        themes=tuple(themes(sample.html for sample in samples)),
        permalinks=permalink_shape(_addresses(survey), survey.opened.info.folder),
        languages=Counter(article.language for article in articles if article.language),
        calendars=calendars,
        labels=labels,
        fields=weigh(articles),
        profile=_profile(survey, calendars, articles),
    )


def _signs(survey: Survey) -> tuple[str, ...]:
    info = survey.opened.info
    signs = []
    if survey.opened.api is not None:
        signs.append("REST API")
    if info.generator and "wordpress" in info.generator.lower():
        signs.append(f"generator {info.generator}")
    if any(shows_wordpress(sample.html) for sample in survey.samples):
        signs.append("files under wp-content")
    if any("html" in sample.article.evidence.number for sample in survey.samples):
        signs.append("post IDs in the markup")
    return tuple(signs)


def _printed_dates(samples: list[Sample], labels: list[Label]) -> list[str | None]:
    """The printed date of each page: the header's, or what follows the label that is most likely its."""
    name = next((label.text for label in labels if label.meaning == "publish"), None)
    printed = []
    for sample in samples:
        text = sample.article.raw.publish
        if text is None and name:
            found = labelled(sample.html, sample.article, sample.encoding)
            text = next((value for label, value, _ in found if label == name), None)
        printed.append(text)
    return printed


def _addresses(survey: Survey) -> list[Known]:
    slugs = {category.id: category.slug for category in survey.categories}
    terms = frozenset(filter(None, slugs.values()))
    known = []
    for sample in survey.samples:
        facts = survey.facts.get(sample.ref.number or 0)
        number = sample.ref.number or _post_id(sample.article)
        known.append(
            Known(
                url=sample.article.url,
                number=number,
                slug=facts.slug if facts else None,
                terms=terms,
                authors=tuple(sample.article.authors),
            )
        )
    return known


def _post_id(article: Article) -> int | None:
    text = article.evidence.number.get("html", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else article.number


def _profile(survey: Survey, calendars: CalendarEvidence, articles: list[Article]) -> SiteProfile:
    """What was known before, with what was found where nothing was said: the fields that a crawl would else ask for."""
    given, info = survey.given, survey.opened.info
    # A profile's language overrides that of the pages, which need not all be in one.
    declared = None if any(article.language for article in articles) else info.language
    names = tuple(name for name in survey.profile.categories if fits(name))
    return replace(
        given,
        base_url=_home(given.base_url, info.home),
        timezone=given.timezone or info.timezone,
        language=given.language or declared,
        calendar=given.calendar or calendars.calendar,
        date_order=given.date_order or calendars.date_order,
        categories=given.categories or names,
    )


def _home(asked: str, found: str) -> str:
    """``asked`` with the scheme and the ``www.`` that the site leads to."""
    ours, theirs = urlsplit(asked), urlsplit(found)
    if (ours.hostname or "").removeprefix("www.") != (theirs.hostname or "").removeprefix("www."):
        return asked
    return ours._replace(scheme=theirs.scheme, netloc=host_key(found) or ours.netloc).geturl()

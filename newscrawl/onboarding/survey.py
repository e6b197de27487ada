"""What a look at a site brought home, before anything is concluded from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newscrawl.discovery.rest import Category
    from newscrawl.items import Article, ArticleRef
    from newscrawl.sites.profile import SiteProfile
    from newscrawl.spiders.opening import Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What one discovery source says when it is asked once or twice."""

    source: str
    """``rest``, ``sitemap``, ``feed`` or ``archive``."""
    url: str | None = None
    """The address that answered. ``None``: none did."""
    strata: list[list[ArticleRef]] = field(default_factory=list)
    """Articles by where they stand in the site: the newest, the oldest, those of one category."""
    total: int | None = None
    """How many articles there are. ``None``: the source does not say."""
    further: int = 0
    """Further listings that it leads to and that were not read."""
    why: str | None = None
    """Why it gives nothing, or less than it should. ``None``: nothing is wrong."""

    @property
    def works(self) -> bool:
        """Whether it names an article."""
        return any(self.strata) or self.further > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFacts:
    """What the REST API says of a post beside its address and dates."""

    slug: str
    categories: tuple[int, ...]
    """IDs of its categories."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """What the REST API allows. ``None``: not known."""

    full_content: int | None = None
    """Articles of the sample whose whole text it gives, as compared with their pages."""
    compared: int = 0
    """Articles of the sample that it was asked for."""
    modified_after: bool | None = None
    """Whether posts can be asked for by their date of change."""
    users: bool | None = None
    """Whether it lists authors."""
    contexts: tuple[str, ...] = ()
    """Contexts that it declares for posts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An article's page, read as a crawl reads it."""

    ref: ArticleRef
    html: bytes
    encoding: str | None
    """Charset of the ``Content-Type`` header, where it names one."""
    article: Article
    """Finished: normalised with what is known of the site."""
    lacks: list[str]
    """Why a crawl would reject it; empty: it would not."""


@dataclass(slots=True, kw_only=True)
class Survey:
    """A site as it was seen."""

    profile: SiteProfile
    """What was known before, completed with what the site told when it was opened."""
    given: SiteProfile
    """What was known before."""
    opened: Opened
    listed: list[Listed] = field(default_factory=list)
    categories: tuple[Category, ...] = ()
    of_own_types: set[int] = field(default_factory=set)
    """Numbers of articles that are no ``posts``, but of a type of the site's own."""
    facts: dict[int, PostFacts] = field(default_factory=dict)
    """By post ID."""
    api: Api | None = None
    """``None``: there is none."""
    samples: list[Sample] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)
    """Articles of the sample whose page could not be had: URL -> why."""
    requests: int = 0
    complete: bool = False
    """The look came to its end."""

    @property
    def total(self) -> int | None:
        """How many articles the site has, as the first source that knows says."""
        return next((listed.total for listed in self.listed if listed.total is not None), None)

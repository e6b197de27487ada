"""What the normalising pipelines share: the profile of the site that is crawled, and the time that they may take."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from newscrawl.deadline import TooSlowError, deadline
from newscrawl.items import Article, Rejected
from newscrawl.sites.profile import DEFAULT, SiteProfile

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class ProfilePipeline(ABC):
    """A pipeline that reads ``profile`` from the spider, which completes it while it opens the site.

    An article that takes longer to normalise than NEWSCRAWL_PAGE_SECONDS is rejected.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.seconds = crawler.settings.getfloat("NEWSCRAWL_PAGE_SECONDS")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make a pipeline."""
        return cls(crawler)

    @property
    def profile(self) -> SiteProfile:
        """The profile as it stands; other people's spiders have none."""
        return getattr(self.crawler.spider, "profile", DEFAULT)

    @abstractmethod
    def normalise(self, article: Article) -> Article:
        """Return the article with some of its fields normalised."""

    def process_item(self, item: Any) -> Any:
        """Return the article normalised, or what stands for it in the rejects file; other items as they are."""
        if not isinstance(item, Article):
            return item
        try:
            with deadline(self.seconds):
                return self.normalise(item)
        except TooSlowError as error:
            return Rejected(
                site=item.site,
                url=item.ref.url if item.ref else item.url,
                reasons=[f"the page {error}"],
                fetched_at=item.fetched_at,
                ref=item.ref,
                validators=item.validators,
            )

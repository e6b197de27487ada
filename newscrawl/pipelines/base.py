"""What the normalising pipelines share: the profile of the site that is crawled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.sites.profile import DEFAULT, SiteProfile

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class ProfilePipeline:
    """A pipeline that reads ``profile`` from the spider, which completes it while it opens the site."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make a pipeline."""
        return cls(crawler)

    @property
    def profile(self) -> SiteProfile:
        """The profile as it stands; other people's spiders have none."""
        return getattr(self.crawler.spider, "profile", DEFAULT)

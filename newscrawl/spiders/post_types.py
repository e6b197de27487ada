"""Takes whole posts from the REST API: of WordPress's own type, and of those of the site's own that hold articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.spiders.posts import POSTS, PostReader

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from newscrawl.discovery.site import SiteInfo
    from newscrawl.extensions.ledger import LedgerKeeper
    from newscrawl.items import Article, ArticleRef
    from newscrawl.ledger import Decision
    from newscrawl.spiders.news import NewsSpider


class PostReaders:
    """A :class:`PostReader` for each type: each is compared by itself, as its pages may look otherwise."""

    def __init__(self, spider: NewsSpider, site: SiteInfo, no_api: str | None, keeper: LedgerKeeper | None) -> None:
        names = (POSTS, *site.post_types) if site.api_root else (POSTS,)
        self._readers = {name: PostReader(spider, site, no_api, keeper, name) for name in names}

    def takes(self, decision: Decision) -> bool:
        """Whether the API may be asked for an article."""
        reader = self._readers.get(decision.ref.post_type)
        return reader is not None and reader.takes(decision)

    async def add(self, ref: ArticleRef) -> list[Request]:
        """Take an article; return the requests that are due."""
        return await self._readers[ref.post_type].add(ref)

    async def flush(self) -> list[Request]:
        """Return the requests for what is waiting."""
        return [request for reader in self._readers.values() for request in await reader.flush()]

    def read(
        self, response: Response, batch: dict[int, ArticleRef], post_type: str
    ) -> AsyncIterator[Article | Request]:
        """Read an answer, post by post."""
        return self._readers[post_type].read(response, batch)

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Ask for the posts of a batch that could not be had in other ways."""
        return self._readers[failure.request.cb_kwargs["post_type"]].failed(failure)  # type: ignore[attr-defined]

    def report(self) -> None:
        """Say in a line for each type what came of it."""
        for reader in self._readers.values():
            reader.report()

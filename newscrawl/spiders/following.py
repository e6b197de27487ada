"""From the page that a listing names to the article's own page, and on to the further pages of its text."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import unquote

from scrapy import Request

from newscrawl.discovery.links import identity
from newscrawl.ending import StoppedError
from newscrawl.extract.messages import PageError
from newscrawl.items import Article, Rejected, State
from newscrawl.spiders.fetching import explain
from newscrawl.spiders.joining import Joining, PartError

if TYPE_CHECKING:
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from newscrawl.items import ArticleRef
    from newscrawl.spiders.news import NewsSpider

logger = logging.getLogger(__name__)

_AT_ONCE = 1
"""Priority of what an article that was begun still needs: what waits in memory is not many."""


class Follower:
    """Fetches what else an article needs beside the page that was listed.

    Requests that it makes keep ``ref`` among their callback's arguments, so that whatever goes wrong is the article's.
    """

    def __init__(self, spider: NewsSpider) -> None:
        self.spider = spider

    def follow(self, article: Article, response: Response, ref: ArticleRef | None) -> Article | Request | None:
        """Return the article if it is whole, a request for what it lacks, or ``None`` where it was settled: this run
        comes to the same article by its own address.
        """
        own = own_page(article, response.url)
        place = own or response.url
        if ref is not None and identity(unquote(place)) != identity(unquote(ref.url)):
            if self.spider.lists(place):
                self.spider.settle(State.DUPLICATE, ref, article_url=place)
                return None
            if own and (article.role.first or article.role.twin):
                self.spider.claim(own)
                return Request(
                    own,
                    callback=self.at_own_page,
                    errback=self.no_own_page,
                    cb_kwargs={"ref": ref, "article": article},
                    priority=_AT_ONCE,
                )
        return self._join(article, response, ref)

    def _join(self, article: Article, response: Response, ref: ArticleRef | None) -> Article | Request | None:
        if not article.role.following:
            return article
        return self._next_part(Joining.begin(article, response.url), ref)

    def _next_part(self, joining: Joining, ref: ArticleRef | None) -> Article | Request | None:
        try:
            url = joining.next()
        except PartError as error:
            self.spider.settle_failure(State.FAILED, ref, joining.first, str(error))
            return None
        if url is None:
            return joining.whole()
        return Request(
            url,
            callback=self.part,
            errback=self.no_part,
            cb_kwargs={"ref": ref, "joining": joining},
            priority=_AT_ONCE,
        )

    async def part(self, response: Response, ref: ArticleRef | None, joining: Joining) -> Article | Request | None:
        """Take over a further page of an article."""
        try:
            page = await self.spider.read(response, None, first=joining.first)
            if isinstance(page, Rejected):
                raise PartError(f"{joining.place}: {page.reasons[0]}")
            joining.add(page, response.url)
        except PartError as error:
            self.spider.settle_failure(State.FAILED, ref, joining.first, str(error))
            return None
        except PageError as error:
            self.spider.settle_failure(State.FAILED, ref, joining.first, f"{joining.place}: {error}")
            return None
        except StoppedError:
            return None
        return self._next_part(joining, ref)

    def no_part(self, failure: Failure) -> None:
        """Fail an article of which a further page could not be had: half of it is none. A run that ends leaves it."""
        assert failure.value is not None
        if isinstance(failure.value, StoppedError):
            return
        state, reason = explain(failure.value)
        arguments = failure.request.cb_kwargs  # type: ignore[attr-defined]
        joining: Joining = arguments["joining"]
        told = f"{joining.place}: {reason}"
        self.spider.settle_failure(state, arguments["ref"], joining.first, told, error=failure.value)

    async def at_own_page(
        self, response: Response, ref: ArticleRef, article: Article
    ) -> Article | Rejected | Request | None:
        """Read the article's own page in place of the one that was listed, ``article``."""
        try:
            page = await self.spider.read(response, ref)
        except PageError as error:
            self.spider.settle_failure(State.FAILED, ref, response.url, str(error))
            return None
        except StoppedError:
            return None
        if isinstance(page, Rejected):
            return page
        return self._join(page, response, ref)

    def no_own_page(self, failure: Failure) -> Article | None:
        """Make do with what was listed, unless that is the rest of something."""
        assert failure.value is not None
        if isinstance(failure.value, StoppedError):
            return None
        arguments = failure.request.cb_kwargs  # type: ignore[attr-defined]
        article: Article = arguments["article"]
        state, reason = explain(failure.value)
        request: Request = failure.request  # type: ignore[attr-defined]
        if article.role.first:
            told = f"its first page, {request.url}: {reason}"
            self.spider.settle_failure(state, arguments["ref"], request.url, told, error=failure.value)
            return None
        logger.info(
            "%s: its own page %s could not be had (%s), so it is read from here", article.url, request.url, reason
        )
        return article


def own_page(article: Article, url: str) -> str | None:
    """Return where the article's own page is, by the word of the page at ``url``; ``None``: there."""
    if article.role.first:
        return article.role.first
    return None if identity(unquote(article.url)) == identity(unquote(url)) else article.url

"""Takes whole posts of a type from the REST API, a hundred a request, in place of reading their pages."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from scrapy import Request

from newscrawl import accounts
from newscrawl.discovery.listing import MAX_BYTES, ListingError
from newscrawl.discovery.posts import newest_url, numbered_url
from newscrawl.discovery.rest import post_ref
from newscrawl.discovery.sniff import what_is
from newscrawl.ending import StoppedError
from newscrawl.extensions.page_reader import PageReader
from newscrawl.extract.messages import PageError
from newscrawl.extract.post import PostError
from newscrawl.extract.posts import AnswerError, read_posts
from newscrawl.items import Rejected, State
from newscrawl.ledger import Listing
from newscrawl.middlewares.robotstxt import RobotsTxtMiddleware
from newscrawl.normalise import normalise_article
from newscrawl.spiders.bylines import Bylines, stands_at_edge
from newscrawl.spiders.comparison import Manner, UnlikeError, learn, telling, traits
from newscrawl.spiders.fetching import FetchError, explain, fetch, is_refused
from newscrawl.spiders.numbers import NUMBERS
from newscrawl.spiders.reading import add_listed, read_page, timestamp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from newscrawl.discovery.site import SiteInfo
    from newscrawl.extensions.ledger import LedgerKeeper
    from newscrawl.extract.post import Post
    from newscrawl.extract.posts import Told
    from newscrawl.items import Article, ArticleRef
    from newscrawl.ledger import Decision
    from newscrawl.spiders.news import NewsSpider

logger = logging.getLogger(__name__)

_MANNER = "newscrawl:api"
"""The name under which the ledger remembers what a comparison showed."""
_BYLINES = "newscrawl:api:authors"
"""The same for the names of authors whom the API does not name."""

POSTS = "posts"
"""WordPress's own type, as the API names its list."""
_BATCH = 100
"""Posts that one request asks for: the most that WordPress gives."""
_SMALL = 25
"""Posts of a batch that is asked for again after a bad answer: PHP may lack the memory or the time for a hundred."""
_FEW = 10
"""Articles for which no comparison is worth its requests: their pages are read."""
_SAMPLE = 50
"""Posts among which those to compare are chosen, of the newest and of the oldest."""
_LEAST, _MOST = 3, 6
"""Pages that are compared."""
_PATIENCE = 3
"""Bad answers in a row after which the API is left alone."""


class PostReader:
    """Batches what the API can give, reads its answers, and sends to its page what it cannot give.

    An article that goes to its page fares there like any other: this class settles none but absent numbers.
    """

    def __init__(
        self, spider: NewsSpider, site: SiteInfo, no_api: str | None, keeper: LedgerKeeper | None, post_type: str
    ) -> None:
        self.spider = spider
        self.post_type = post_type
        own = post_type != POSTS
        self._called = f"fetch=api, {post_type}" if own else "fetch=api"
        self._remembered_as = f"{_MANNER}:{post_type}" if own else _MANNER
        self._bylines_as = f"{_BYLINES}:{post_type}" if own else _BYLINES
        self.crawler = spider.crawler
        self.site = site
        self.keeper = keeper
        self.reader = self.crawler.get_extension(PageReader)
        self.robots = self.crawler.get_downloader_middleware(RobotsTxtMiddleware)
        self.manner: Manner | None = None
        self._bylines = Bylines()
        self.closed = False
        """The API is not asked any more."""
        self._waiting: list[ArticleRef] = []
        self._bad = 0
        self._taken = 0
        self._sent_to_pages: Counter[str] = Counter()
        if site.api_root is None or no_api:
            self._close(f"there is no REST API ({no_api or 'the site names none'})")

    def takes(self, decision: Decision) -> bool:
        """Whether the API may be asked for an article: not where its page is asked whether it has changed."""
        conditional = decision.etag or decision.last_modified
        return not self.closed and decision.ref.number is not None and not conditional

    async def add(self, ref: ArticleRef) -> list[Request]:
        """Take an article; return the requests that are due."""
        self._waiting.append(ref)
        return await self.flush() if len(self._waiting) == _BATCH else []

    async def flush(self) -> list[Request]:
        """Return the requests for what is waiting."""
        refs, self._waiting = self._waiting, []
        if self.manner is None and refs and not self.closed:
            self.manner = self._remembered() or (await self._compare() if len(refs) >= _FEW else None)
        if not refs:
            return []
        if self.manner is None or self.closed:
            return list(self._pages(refs, "the API is not asked" if self.closed else "too few to ask the API"))
        batch = {ref.number: ref for ref in reversed(refs) if ref.number is not None}
        twice = [ref for ref in refs if batch.get(ref.number or 0) is not ref]
        return [self._batch_request(dict(reversed(batch.items()))), *self._pages(twice, "its number is another's")]

    # -- answers

    async def read(self, response: Response, batch: dict[int, ArticleRef]) -> AsyncIterator[Article | Request]:
        """Read an answer, post by post; ``batch`` keeps those that have not ended."""
        assert self.manner is not None
        fetched_at = timestamp()
        broke = False
        try:
            async for told, post in self._posts_of(response, self.manner.language or ""):
                if isinstance(post, PageError):
                    logger.warning("a post of %s was not read, its page is read in its place: %s", response.url, post)
                    broke = True
                    continue
                number = told.get("id")
                ref = batch.get(number) if type(number) is int else None
                if ref is None:
                    continue
                found = await self._article(told, post, response.url, ref, fetched_at)
                del batch[ref.number or 0]
                yield found
        except (ListingError, PageError) as error:
            for request in self._again(batch, f"{response.url} {error}"):
                yield request
            return
        except StoppedError:
            return
        self._bad = 0
        for ref in batch.values():
            if broke:
                yield self._page(ref, "reading the post broke")
            elif ref.source == NUMBERS:
                accounts.settle(self.crawler.stats, State.ABSENT)
            else:
                yield self._page(ref, "the API does not give it")

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Ask for the posts of a batch that could not be had in other ways, unless the run is ending."""
        assert failure.value is not None
        if isinstance(failure.value, StoppedError):
            return
        if is_refused(failure.value):  # to ask for less would be to ask more often
            self._bad = max(self._bad, _PATIENCE - 1)
        batch: dict[int, ArticleRef] = failure.request.cb_kwargs["batch"]  # type: ignore[attr-defined]
        yield from self._again(batch, f"{failure.request.url}: {explain(failure.value)[1]}")  # type: ignore[attr-defined]

    def report(self) -> None:
        """Say in one line what came of it."""
        if self._taken or self._sent_to_pages:
            reasons = "; ".join(f"{count}: {reason}" for reason, count in self._sent_to_pages.most_common())
            pages = self._sent_to_pages.total()
            logger.info(
                "%s: %d articles came from the REST API, %d from their pages%s",
                self._called,
                self._taken,
                pages,
                f" ({reasons})" if reasons else "",
            )

    async def _posts_of(
        self, response: Response, declared: str | None
    ) -> AsyncIterator[tuple[Told, Post | PostError | PageError]]:
        """Read an answer, where the pages are read. Raises ListingError, PageError."""
        body, url, profile = response.body, response.url, self.spider.profile
        try:
            if self.reader is None:
                for post in read_posts(body, url, profile, declared):
                    yield post
            else:
                async for found in self.reader.read_posts(body, url, profile, declared):
                    yield found
        except AnswerError as error:
            raise ListingError(str(error) or what_is(body)) from error

    async def _article(
        self, told: Told, post: Post | PostError, base: str, ref: ArticleRef, fetched_at: str
    ) -> Article | Request:
        assert self.manner is not None
        try:
            post = self._placed(told, post, base, ref)
        except PostError as error:
            return self._page(ref, str(error))
        if not self.manner.covers(post):
            return self._page(ref, "no page like it was compared")
        if post.unnamed is not None and "authors" not in self.manner.hidden:
            names = await self._names(post, post.unnamed)
            if names is None:
                return self._page(ref, "does not name its author")
            if stands_at_edge(names, post.article.body):
                return self._page(ref, "may hold a note on its author, whom the API does not name")
            post.article.authors = names
        article = self.manner.apply(post)
        if self.robots and not await self.robots.allows(article.url):  # the API is no way around it
            return self._page(ref, "robots.txt keeps its page out")
        article.fetched_at = fetched_at
        article.ref = ref
        self._taken += 1
        return article

    def _placed(self, told: Told, post: Post | PostError, base: str, ref: ArticleRef | None = None) -> Post:
        """Return the post with its address, and its number and dates as evidence. Raises PostError.

        ``ref``: how it was listed, which is believed as long as the post says the same.
        """
        listed = ref if ref and _says(told, ref) else post_ref(told, base, self.site, [])
        if listed is None:
            msg = "is not published, or leads off the site"
            raise PostError(msg)
        if isinstance(post, PostError):
            raise post
        post.article.url = listed.url
        post.article.ref = listed
        add_listed(post.article, listed)
        return post

    async def _names(self, post: Post, author: int) -> list[str] | None:
        """What pages call the author of a post; its own page is asked where others have not told yet."""
        if not self._bylines.is_open(author):
            return self._bylines.names(author)
        try:
            page = await self._page_of(post.article)
        except (FetchError, UnlikeError):
            return None
        self._bylines.add(author, page.authors)
        self._keep_bylines()
        return page.authors

    def _keep_bylines(self) -> None:
        if self.keeper:
            self.keeper.keep_listing(Listing(url=self._bylines_as, watermark=self._bylines.dumps()))

    def _again(self, batch: dict[int, ArticleRef], why: str) -> Iterator[Request]:
        """Ask for fewer posts at once, else for pages."""
        self._bad += 1
        if self._bad >= _PATIENCE and not self.closed:
            self._close(f"its last {self._bad} answers were bad (the last one: {why})")
        if self.closed or len(batch) <= _SMALL:
            yield from self._pages(batch.values(), "the API's answer was bad")
            return
        refs = iter(batch.items())
        while part := dict(islice(refs, _SMALL)):
            yield self._batch_request(part)

    # -- requests

    def _batch_request(self, batch: dict[int, ArticleRef]) -> Request:
        assert self.site.api_root is not None
        return Request(
            numbered_url(self.site.api_root, batch, self.post_type),
            callback=self.spider.parse_posts,
            errback=self.spider.posts_failed,
            cb_kwargs={"batch": batch, "post_type": self.post_type},
            meta={"download_maxsize": MAX_BYTES},
        )

    def _pages(self, refs: Iterable[ArticleRef], why: str) -> Iterator[Request]:
        for ref in refs:
            yield self._page(ref, why)

    def _page(self, ref: ArticleRef, why: str) -> Request:
        logger.debug("%s is read from its page: %s", ref.url, why)
        self._sent_to_pages[why] += 1
        return self.spider.page_request(ref)

    # -- whether pages and API say the same

    def _remembered(self) -> Manner | None:
        known = self.keeper.listing(self._remembered_as) if self.keeper else None
        if known is None or not known.watermark:
            return None
        read_at, _, text = known.watermark.partition(" ")
        days = self.crawler.settings.getfloat("NEWSCRAWL_FULL_LISTING_DAYS")
        try:
            if datetime.fromisoformat(read_at) + timedelta(days=days) > datetime.now(UTC):
                manner = Manner.loads(text)
                names = self.keeper.listing(self._bylines_as) if self.keeper else None
                self._bylines = Bylines(names.watermark if names else None)
                return manner
        except ValueError:
            pass
        return None

    async def _compare(self) -> Manner | None:
        """Read some posts and their pages; ``None`` where they differ, or nothing could be compared."""
        try:
            pairs = await self._pairs(await self._sample())
            manner = learn(pairs)
        except (FetchError, ListingError, UnlikeError) as error:
            self._close(str(error))
            return None
        self._bylines = Bylines()
        for post, _, page in pairs:
            if post.unnamed is not None:
                self._bylines.add(post.unnamed, page.authors)
        logger.info("%s: %d pages say what the REST API says; the others are not asked for", self._called, len(pairs))
        if self.keeper:
            read_at = datetime.now(UTC).isoformat(timespec="seconds")
            self.keeper.keep_listing(Listing(url=self._remembered_as, watermark=f"{read_at} {manner.dumps()}"))
            self._keep_bylines()
        return manner

    async def _pairs(self, posts: list[Post]) -> list[tuple[Post, Article, Article]]:
        """The posts that tell most, with their finished records and those of their pages. Raises UnlikeError.

        Where a page cannot be had, another takes its place.
        """
        pairs: dict[str, tuple[Post, Article, Article]] = {}
        lost: list[str] = []
        left = posts
        while len(lost) < _MOST:
            wanted = [left[place] for place in telling([traits(post) for post in left], _LEAST, _MOST)]
            fresh = [post for post in wanted if post.article.url not in pairs]
            if not fresh:
                break
            for post in fresh:
                try:
                    page = await self._page_of(post.article)
                except FetchError as error:
                    lost.append(str(error))
                    left = [other for other in left if other is not post]
                else:
                    pairs[post.article.url] = post, normalise_article(post.article, self.spider.profile), page
        if len(pairs) < _LEAST:
            few = f"no more than {len(posts)} of its posts can stand for a page"
            raise UnlikeError(few if len(posts) < _LEAST else lost[-1])
        return list(pairs.values())

    async def _sample(self) -> list[Post]:
        """The newest and the oldest posts that can stand for pages. Raises FetchError, ListingError, UnlikeError."""
        assert self.site.api_root is not None
        found: dict[str, Post] = {}
        why = "it lists no posts"
        for oldest in (False, True):
            url = newest_url(self.site.api_root, _SAMPLE, self.post_type, oldest=oldest)
            try:
                response = await fetch(self.crawler, url, max_size=MAX_BYTES)
                posts = [found async for found in self._posts_of(response, None)]
            except (FetchError, ListingError) as error:
                raise type(error)(f"{url}: {error}") from error
            except PageError as error:
                raise UnlikeError(f"{url}: {error}") from error
            for told, read in posts[::-1] if oldest else posts:
                if isinstance(read, PageError):
                    why = f"one of {url} {read}"
                    continue
                try:
                    post = self._placed(told, read, response.url)
                except PostError as error:
                    why = f"post {told.get('id')} {error}"
                else:
                    found.setdefault(post.article.url, post)
        if not found:
            msg = f"none of its posts can stand for a page: {why}"
            raise UnlikeError(msg)
        return list(found.values())

    async def _page_of(self, article: Article) -> Article:
        """The finished record of a post's page. Raises FetchError, UnlikeError."""
        try:
            response = await fetch(self.crawler, article.url)
        except FetchError as error:
            raise type(error)(f"{article.url}: {error}") from error
        try:
            # As a crawl reads it, with the listing's word on what it does not say.
            ref = article.ref and replace(article.ref, title=article.headline)
            page = await read_page(response, self.spider.profile, self.spider.site, ref, self.reader)
        except PageError as error:
            raise FetchError(f"{article.url}: {error}") from error
        if isinstance(page, Rejected):
            msg = f"{article.url}: {page.reasons[0]}"
            raise UnlikeError(msg)
        return normalise_article(page, self.spider.profile)

    def _close(self, why: str) -> None:
        self.closed = True
        logger.warning("%s: pages are read in place of posts, as without it: %s", self._called, why)


def _says(told: Told, ref: ArticleRef) -> bool:
    """Whether a post says of itself what its listing said, as most do: then there is nothing to read again."""
    return (
        told.get("link") == ref.url
        and told.get("status") == "publish"
        and f"{told.get('date_gmt')}Z" == ref.published
        and f"{told.get('modified_gmt')}Z" == ref.modified
    )

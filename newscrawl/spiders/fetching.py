"""Fetches what the spider itself needs, and says in one clause why a fetch failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http.request import NO_CALLBACK
from scrapy.spidermiddlewares.httperror import HttpError

from newscrawl.download.errors import RefusedError
from newscrawl.ending import StoppedError, ending
from newscrawl.items import State, Validators
from newscrawl.middlewares.offsite import OffsiteError
from newscrawl.middlewares.refusal import REFUSALS, ChallengeError
from newscrawl.middlewares.robotstxt import NoRobotsTxtError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_CLAUSES: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "its host name was not found"),
    (DownloadConnectionRefusedError, "the connection was refused"),
    (DownloadTimeoutError, "no whole answer came within DOWNLOAD_TIMEOUT"),
    (DownloadCancelledError, "the body is larger than DOWNLOAD_MAXSIZE allows"),
    (ResponseDataLossError, "the connection ended before the body did"),
    (UnsupportedURLSchemeError, "the URL's scheme is not http or https"),
)

_REDIRECTS = (301, 302, 303, 307, 308)

_DEAD = (CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError, RefusedError)


class FetchError(Exception):
    """Raised by :func:`fetch`; its text is the clause that :func:`explain` gives.

    ``status`` is HTTP's, if any; ``dead``: no connection came about, so nothing else of the host will answer;
    ``refused``: the site turns us away; ``told``: the text says what to do; ``elsewhere``: the other site that it
    redirects to, as a URL.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        dead: bool = False,
        refused: bool = False,
        told: bool = False,
        elsewhere: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.dead = dead
        self.refused = refused
        self.told = told
        self.elsewhere = elsewhere


def explain(error: BaseException) -> tuple[State, str]:
    """Return the state of an article whose request ended in ``error``, and why in one clause."""
    if isinstance(error, HttpError):
        status = error.response.status
        leads = ", which leads to no page that can be asked for" if status in _REDIRECTS else ""
        return State.FAILED, f"HTTP {status}{leads}"
    if isinstance(error, RefusedError):
        return State.FAILED, str(error)
    if isinstance(error, IgnoreRequest):
        reason = str(error)
        if reason == "Forbidden by robots.txt":
            return State.ROBOTS, "robots.txt does not allow it"
        if isinstance(error, OffsiteError):
            return State.FAILED, f"it leads off the site, to {reason.rpartition(' ')[2]}"
        if "DOWNLOAD_MAXSIZE" in reason:
            return State.FAILED, "the body is larger than DOWNLOAD_MAXSIZE allows"
        if "max redirections" in reason:
            return State.FAILED, "it redirects more often than REDIRECT_MAX_TIMES allows"
        return State.FAILED, reason
    for kind, clause in _CLAUSES:
        if isinstance(error, kind):
            return State.FAILED, clause
    if isinstance(error, DownloadFailedError):
        return State.FAILED, "the connection broke"
    if isinstance(error, ValueError):  # what a Request is not made from
        return State.FAILED, f"it leads to what is no URL of a page ({error})"
    return State.FAILED, f"{type(error).__name__}: {error}".strip(": ")


def is_refused(error: BaseException) -> bool:
    """Whether ``error`` is a site's way to turn crawlers away."""
    if isinstance(error, NoRobotsTxtError):
        return error.status in REFUSALS
    return isinstance(error, ChallengeError) or (isinstance(error, HttpError) and error.response.status in REFUSALS)


def is_gone(error: BaseException) -> bool:
    """Whether ``error`` is the server's word that there is no such page: 404 or 410."""
    return isinstance(error, HttpError) and error.response.status in (404, 410)


def conditional(validators: Validators) -> dict[str, str]:
    """Return the headers that ask for a page only if it has changed."""
    headers = (("If-None-Match", validators.etag), ("If-Modified-Since", validators.last_modified))
    return {name: value for name, value in headers if value}


def validators_of(response: Response) -> Validators:
    """Return what a response gives to ask with next time."""
    etag, last_modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
    return Validators(
        etag=etag.decode("latin-1") if etag else None,
        last_modified=last_modified.decode("latin-1") if last_modified else None,
    )


async def fetch(
    crawler: Crawler,
    url: str,
    *,
    max_size: int | None = None,
    validators: Validators = Validators(),  # noqa: B008 - frozen
) -> Response:
    """Fetch ``url`` through the downloader's middlewares, redirects and robots.txt included.

    ``max_size`` takes the place of DOWNLOAD_MAXSIZE; with ``validators`` the request is conditional. Raises FetchError,
    also for any status but 200: 304 where nothing changed; StoppedError once the run is ending.
    """
    if ending(crawler):
        raise StoppedError("the run is ending")
    try:
        request = Request(
            url,
            callback=NO_CALLBACK,
            headers=conditional(validators),
            meta={"download_maxsize": max_size} if max_size else {},
        )
        response = await crawler.engine.download_async(request)
    except StoppedError:
        raise
    except Exception as error:
        if ending(crawler):  # an engine that closes down has errors of its own
            raise StoppedError("the run is ending") from error
        state, clause = explain(error)
        raise FetchError(
            clause,
            dead=isinstance(error, (*_DEAD, NoRobotsTxtError)),
            refused=is_refused(error),
            told=state is State.ROBOTS or isinstance(error, RefusedError | OffsiteError | NoRobotsTxtError),
            elsewhere=error.elsewhere if isinstance(error, OffsiteError) else None,
        ) from error
    if response.status != 200:
        raise FetchError(f"HTTP {response.status}", status=response.status, refused=response.status in REFUSALS)
    return response

"""Scrapy's download handler for http and https, on guard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import DownloadFailedError
from service_identity import VerificationError

from newscrawl.download.addresses import METADATA, literal, not_public
from newscrawl.download.errors import CertificateError, HeadTooLargeError, PrivateAddressError
from newscrawl.download.guard import GuardedPool
from newscrawl.download.head import bounded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class DownloadHandler(HTTP11DownloadHandler):
    """Scrapy's, but for hosts whose address is not public, and with a word on certificates that do not hold.

    An address that is not public is connected to only where the operator named the very host: in the site's URL or the
    profile as an address or as ``localhost``, in NEWSCRAWL_PRIVATE_HOSTS, or with the profile's ``private_network``.
    Where clouds keep their keys, only the setting opens.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._private_hosts = frozenset(host.lower() for host in crawler.settings.getlist("NEWSCRAWL_PRIVATE_HOSTS"))
        from twisted.internet import reactor  # not before Scrapy has chosen one

        guarded = GuardedPool(reactor, self._check)
        guarded.maxPersistentPerHost = self._pool.maxPersistentPerHost
        guarded._factory = bounded(self._pool._factory)
        self._pool = guarded

    async def download_request(self, request: Request) -> Response:
        """Return the response. Raises PrivateAddressError, CertificateError, and what Scrapy's raises."""
        host = (urlsplit(request.url).hostname or "").lower()
        if (address := literal(host)) is not None:  # behind a proxy nobody else would look
            self._check(host, address)
        try:
            return await super().download_request(request)
        except DownloadFailedError as error:
            for reason in _reasons(error):
                if isinstance(reason, HeadTooLargeError):
                    raise reason from error
                if what := _distrust(reason):
                    raise CertificateError(host, what) from error
            raise

    def _check(self, host: str, address: str) -> None:
        """Raise PrivateAddressError unless ``host`` may have this address."""
        kind = not_public(address)
        if kind is not None and not self._may_be_private(host.lower(), kind):
            raise PrivateAddressError(host, address, kind)

    def _may_be_private(self, host: str, kind: str) -> bool:
        if host in self._private_hosts:
            return True
        profile = getattr(self.crawler.spider, "profile", None)
        if (
            kind == METADATA
            or profile is None
            or host not in {urlsplit(profile.base_url).hostname, *map(_hostname, profile.hosts)}
        ):
            return False
        is_localhost = host == "localhost" or host.endswith(".localhost")
        return profile.private_network or literal(host) is not None or (is_localhost and kind == "loopback")


def _hostname(host: str) -> str | None:
    return urlsplit(f"//{host}").hostname


def _reasons(error: BaseException) -> Iterator[Any]:
    """What Twisted gives as the reasons of a request that broke."""
    for failure in getattr(error.__cause__, "reasons", ()):
        yield failure.value


def _distrust(reason: BaseException) -> str | None:
    """Say what is wrong with a certificate; ``None`` where something else went wrong."""
    if isinstance(reason, VerificationError):
        return "that is for other hosts"
    if isinstance(reason, SSL.Error) and "certificate verify failed" in str(reason):
        return "that nobody trusted vouches for, or that has expired"
    return None

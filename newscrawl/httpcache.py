"""Storage of Scrapy's HTTP cache for those who work on a profile: plain files, where Scrapy's own hold pickles."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.http import Headers
from scrapy.responsetypes import responsetypes
from scrapy.utils.project import data_path

from newscrawl.feeds import write_atomically

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

_HEADERS = "latin-1"  # a byte for a byte


class CacheStorage:
    """One file a response: a line of JSON with URL, status, headers and time, and the body as it came.

    Takes HTTPCACHE_DIR and HTTPCACHE_EXPIRATION_SECS. A file that cannot be read counts as not there.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self.folder = Path(data_path(settings["HTTPCACHE_DIR"]))
        self.expires = settings.getint("HTTPCACHE_EXPIRATION_SECS")

    def open_spider(self, spider: Spider) -> None:
        """Scrapy's way to begin."""
        self._fingerprinter = spider.crawler.request_fingerprinter

    def close_spider(self, spider: Spider) -> None:
        """Scrapy's way to end."""

    def retrieve_response(self, spider: Spider, request: Request) -> Response | None:
        """Return what was stored for the request, unless it is too old."""
        try:
            head, _, body = self._path(spider, request).read_bytes().partition(b"\n")
            kept = json.loads(head)
            url, status, stored_at = str(kept["url"]), int(kept["status"]), float(kept["time"])
            headers = Headers()
            for name, value in kept["headers"]:
                headers.appendlist(name.encode(_HEADERS), value.encode(_HEADERS))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        if 0 < self.expires < time.time() - stored_at:
            return None
        request.meta["cache_timestamp"] = stored_at
        respcls = responsetypes.from_args(headers=headers, url=url, body=body)
        return respcls(url=url, status=status, headers=headers, body=body)

    def store_response(self, spider: Spider, request: Request, response: Response) -> None:
        """Store a response. Raises OSError."""
        kept: dict[str, Any] = {
            "url": response.url,
            "status": response.status,
            "time": time.time(),
            "headers": [
                [name.decode(_HEADERS), value.decode(_HEADERS)]
                for name, values in response.headers.items()
                for value in values
            ],
        }
        write_atomically(self._path(spider, request), json.dumps(kept).encode() + b"\n" + response.body)

    def _path(self, spider: Spider, request: Request) -> Path:
        key = self._fingerprinter.fingerprint(request).hex()
        return self.folder / spider.name / key[:2] / key

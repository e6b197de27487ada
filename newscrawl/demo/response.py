"""An answer of the demo site, before it goes on the wire."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import Message

HTML = "text/html; charset=UTF-8"


@dataclass(frozen=True)
class Response:
    status: int
    body: bytes = b""
    content_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    last_modified: datetime | None = None
    """In UTC. With it the answer carries validators and can be asked for conditionally."""

    @cached_property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'

    def fresh(self, request: Message) -> bool:
        """Whether the request's conditions allow 304 (RFC 9110, 13.2.2: an entity tag goes before a date)."""
        if self.last_modified is None or self.status != 200:
            return False
        tags = request.get("If-None-Match")
        if tags is not None:
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return self.etag in known or "*" in known
        since = request.get("If-Modified-Since")
        try:
            return since is not None and self.last_modified <= parsedate_to_datetime(since)
        except (ValueError, TypeError):  # no date, or one without a zone: the condition is ignored
            return False

    def head(self, *, not_modified: bool = False) -> list[tuple[str, str]]:
        """Return the headers that go with the answer, or with 304 in its place."""
        lines = [*self.headers]
        if self.last_modified is not None:
            lines += [("ETag", self.etag), ("Last-Modified", format_datetime(self.last_modified, usegmt=True))]
        if not_modified:
            return lines
        return [("Content-Type", self.content_type), ("Content-Length", str(len(self.body))), *lines]


def redirect(url: str, status: int = 301) -> Response:
    return Response(status, b"", HTML, (("Location", url), ("X-Redirect-By", "WordPress")))

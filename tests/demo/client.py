"""A plain HTTP client: one request, redirects and errors given back as they are."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree, html

if TYPE_CHECKING:
    from email.message import Message


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def page(self) -> html.HtmlElement:
        return html.document_fromstring(self.body.decode())

    def xml(self) -> etree._Element:
        return etree.fromstring(self.body, etree.XMLParser(resolve_entities=False, no_network=True))

    def locations(self) -> list[str]:
        """Return the ``loc`` of each row of a sitemap."""
        return [str(text) for text in self.xml().xpath("//*[local-name()='loc']/text()")]


def own_words(content: html.HtmlElement) -> list[str]:
    """Return the words of an article's body in order, without captions: tells of any missing, added or moved."""
    for caption in content.xpath(".//figcaption"):
        caption.drop_tree()
    for piece in content.xpath(".//p | .//li | .//h2 | .//td | .//th | .//cite"):
        piece.tail = " " + (piece.tail or "")
    return str(content.text_content()).split()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def fetch(url: str, method: str = "GET", headers: dict[str, str] | None = None) -> Answer:
    request = urllib.request.Request(url, method=method, headers=headers or {})  # noqa: S310 - loopback
    try:
        with _OPENER.open(request, timeout=10) as response:
            return Answer(response.status, response.headers, response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())

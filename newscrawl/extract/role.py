"""What a page is, where WordPress or the page itself says that it is not an article's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

    from newscrawl.extract.head import Head

# body_class() prints these for each kind of page; none of them alone, for themes and plugins use the plain words too.
_ATTACHMENT: Final = re.compile(r"(?:\A|\s)attachmentid-\d", re.ASCII)
_POST: Final = re.compile(r"(?:\A|\s)post-(\d{1,12})(?:\s|\Z)", re.ASCII)
_SHOP: Final = frozenset({"single-product", "woocommerce-cart", "woocommerce-checkout", "woocommerce-account"})
_LISTS: Final = (
    ({"archive"}, {"category", "tag", "author", "date", "post-type-archive"}, "a list of articles"),
    ({"home"}, {"blog"}, "the home page"),
    ({"search"}, {"search-results", "search-no-results"}, "a page of search results"),
    ({"error404"}, {"error404"}, "the site's error page"),
)


def kind_of(root: _Element) -> str | None:
    """Why the page is no article, by the classes that ``body_class()`` gave it: "an attachment's page"."""
    for body in root.iterchildren("body"):
        value = body.get("class") or ""
        classes = set(value.lower().split())
        if _ATTACHMENT.search(value):
            return "an attachment's page"
        if not _SHOP.isdisjoint(classes):
            return "a page of a shop"
        if "single" in classes:
            return None
        if "archive" in classes and any(name.startswith("tax-") for name in classes):
            return "a list of articles"
        for needed, some, kind in _LISTS:
            if needed <= classes and not some.isdisjoint(classes):
                return kind
    return None


def asks_for_password(forms: list[_Element], number: str, body: str) -> bool:
    """Whether one of ``forms``, WordPress's for an article's password, stands in place of the text.

    ``number``: the article's post ID, where the page tells it. Other protected articles may stand in a list beside it:
    each list of WordPress's names the post of an entry.
    """
    return bool(forms) and (not body or any(_post_around(form) in ("", number) for form in forms))


def _post_around(element: _Element) -> str:
    """The ID of the post whose entry holds ``element``; empty: no entry does."""
    for ancestor in element.iterancestors("article", "div", "li", "section", "main"):
        if found := _POST.search(ancestor.get("class") or ""):
            return found[1]
    return ""


def is_twin(root: _Element, html: bytes, head: Head) -> bool:
    """Whether the page says that it is another form of the page it calls canonical: AMP, or kept out of search engines,
    as print views are. That it calls another page canonical is for the caller to see.
    """
    if root.get("amp") is not None or "<html ⚡".encode() in html[:2000]:  # the parser drops an attribute of that name
        return True
    return "noindex" in head.first("robots").lower()

"""What a WordPress sitemap lists, as its name tells."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import urlsplit

from newscrawl.discovery.links import parameters, words

Kind = Literal["articles", "other", "unknown"]
"""Of posts or a custom type for news; of pages, terms, users, media and the like; not to be told."""

# WordPress core: wp-sitemap-posts-post-1.xml, wp-sitemap-taxonomies-category-1.xml, wp-sitemap-users-1.xml. The two
# quantifiers are parted by fixed strings.
_CORE = re.compile(r"wp-sitemap-(posts|taxonomies|users)(?:-(.{1,80}))?-\d{1,6}\.xml")
_WORD_BREAK = re.compile(r"[^a-z]+")
_OTHER_WORDS = words(
    "page pages category categories cat cats tag tags taxonomy taxonomies tax term terms author authors user users "
    "attachment attachments image images img video videos media product products shop local location locations geo "
    "kml addl additional misc root external elementor template templates format forum forums topic topics reply "
    "replies homepage"
)
_EDITOR_WORDS = words("block blocks pattern patterns navigation menu menus font fonts styles library layouts snippets")
"""Types in which WordPress and page builders keep parts of pages."""
_ARCHIVE_WORDS = frozenset(("archive", "archives"))
_ARTICLE_WORDS = frozenset(("post", "posts", "news", "article", "articles", "story", "stories"))
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def kind_of_sitemap(url: str) -> Kind:
    """Tell what the sitemap at ``url`` lists.

    Names known: WordPress core (also without pretty permalinks: ``?sitemap=posts&sitemap-subtype=post``), Yoast SEO,
    Rank Math, All in One SEO and SEOPress (``post-sitemap2.xml``, ``?sitemap=post``), Google XML Sitemaps
    (``sitemap-pt-post-2021-09.xml``, ``sitemap-tax-category.xml``), Jetpack (``sitemap-1.xml``,
    ``image-sitemap-1.xml``). Any type that is not one of WordPress's own kinds counts as articles.
    """
    name = urlsplit(url).path.rpartition("/")[2].lower()
    query = parameters(url)
    core = _CORE.fullmatch(name.removesuffix(".gz"))
    if core:
        return _kind_in_core(core[1], core[2] or "")
    if "sitemap" in query:
        value = query["sitemap"].lower()
        if value in ("posts", "taxonomies", "users"):
            return _kind_in_core(value, query.get("sitemap-subtype", "").lower())
        return "unknown" if value in ("index", "1") else _kind_of_name(value, named=True)
    return _kind_of_name(name, named="-sitemap" in name)


def kind_of_type(name: str) -> Kind:
    """Tell what posts of a type are, by the type's name."""
    found = _words(name.lower())
    if found & _OTHER_WORDS or found & _EDITOR_WORDS:
        return "other"
    return "articles" if found & _ARTICLE_WORDS else "unknown"


def is_news_sitemap(url: str) -> bool:
    """True for a sitemap of the last days' news only, as search engines want it."""
    found = _words(urlsplit(url).path.rpartition("/")[2].lower())
    return bool(found & {"news", "googlenews"}) and found <= {"news", "googlenews", "google", "sitemap", "xml", "gz"}


def _kind_in_core(provider: str, subtype: str) -> Kind:
    if provider != "posts":
        return "other"
    return "other" if _words(subtype) & _OTHER_WORDS else "articles"


def _kind_of_name(name: str, *, named: bool) -> Kind:
    found = _words(name)
    if found & _OTHER_WORDS or "web-story" in name or "e-landing" in name:
        return "other"
    if found & _ARCHIVE_WORDS and not _YEAR.search(name):
        return "other"
    if found & _ARTICLE_WORDS:
        return "articles"
    return "articles" if named and not found <= {"sitemap", "index", "xml", "gz", "wp"} else "unknown"


def _words(name: str) -> set[str]:
    return {word for word in _WORD_BREAK.split(name) if word}

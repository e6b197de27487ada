"""The demo site's sitemaps, named and divided as WordPress core's are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.demo.view import utc

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from newscrawl.demo.view import View

CONTENT_TYPE = "application/xml; charset=UTF-8"

PER_SITEMAP = 40
"""Entries of one sitemap; WordPress has 2000. Small, so that the posts fill two."""

STYLESHEET = b"""<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
 xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9" exclude-result-prefixes="s">
<xsl:template match="/"><html><head><title>XML Sitemap</title></head><body><ul>
<xsl:for-each select="//s:loc"><li><a href="{.}"><xsl:value-of select="."/></a></li></xsl:for-each>
</ul></body></html></xsl:template></xsl:stylesheet>
"""

_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap(view: View, name: str) -> bytes | None:
    """Return the sitemap whose file is ``name``, or ``None`` where there is none such."""
    maps = _maps(view)
    if name == "wp-sitemap.xml":
        rows = "".join(f"<sitemap><loc>{view.links.home}{file}</loc></sitemap>" for file in maps)
        return _xml(view, "wp-sitemap-index.xsl", f"<sitemapindex {_XMLNS}>{rows}</sitemapindex>")
    if name not in maps:
        return None
    rows = "".join(
        f"<url><loc>{url}</loc>{f'<lastmod>{utc(changed)}</lastmod>' if changed else ''}</url>"
        for url, changed in maps[name]()
    )
    return _xml(view, "wp-sitemap.xsl", f"<urlset {_XMLNS}>{rows}</urlset>")


def _maps(view: View) -> dict[str, Callable[[], list[tuple[str, datetime | None]]]]:
    """Return file name -> function that gives that sitemap's URLs and their last changes, in the index's order."""
    links, library = view.links, view.library
    posts = sorted(library.posts, key=lambda post: post.number)

    def part(start: int) -> Callable[[], list[tuple[str, datetime | None]]]:
        return lambda: [(links.entry(post), post.modified) for post in posts[start : start + PER_SITEMAP]]

    maps = {
        f"wp-sitemap-posts-post-{start // PER_SITEMAP + 1}.xml": part(start)
        for start in range(0, len(posts), PER_SITEMAP)
    }
    return maps | {
        "wp-sitemap-posts-page-1.xml": lambda: [
            (links.home, None),
            *((links.entry(page), page.modified) for page in library.pages),
        ],
        "wp-sitemap-taxonomies-category-1.xml": lambda: [
            (links.term(term), None) for term in library.categories if term.id in view.counts
        ],
        "wp-sitemap-taxonomies-post_tag-1.xml": lambda: [
            (links.term(term), None) for term in library.tags if term.id in view.counts
        ],
        "wp-sitemap-users-1.xml": lambda: [(links.author(author), None) for author in library.authors],
    }


def _xml(view: View, stylesheet: str, root: str) -> bytes:
    style = f'<?xml-stylesheet type="text/xsl" href="{view.links.home}{stylesheet}" ?>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{style}\n{root}\n'.encode()


def robots_txt(view: View) -> bytes:
    """Return robots.txt as WordPress writes it."""
    lines = ["User-agent: *", "Disallow: /wp-admin/", "Allow: /wp-admin/admin-ajax.php"]
    if view.sitemap:
        lines += ["", f"Sitemap: {view.links.home}wp-sitemap.xml"]
    return ("\n".join(lines) + "\n").encode()

"""The ``<head>`` of a page: what WordPress, its feeds and a search-engine plugin of Yoast's kind print there."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from newscrawl.demo.text import html_text
from newscrawl.demo.view import utc

if TYPE_CHECKING:
    from newscrawl.demo.content import Entry
    from newscrawl.demo.view import Listing, View

GENERATOR = "WordPress 6.5.5"
"""What the site says it is, so that crawlers treat it as one: the first line whose sitemaps say ``lastmod``."""


def entry_head(view: View, entry: Entry) -> list[str]:
    """Return the lines of ``<head>`` that are a post's or page's own."""
    site = view.library.edition
    url = view.links.entry(entry)
    lines = [
        _title(f"{entry.title} - {site.title}"),
        '<meta name="robots" content="index, follow, max-image-preview:large, max-snippet:-1" />',
        _meta("description", view.summary(entry)),
        f'<link rel="canonical" href="{url}" />',
        _property("og:locale", site.locale),
        _property("og:type", "article"),
        _property("og:title", entry.title),
        _property("og:description", view.summary(entry)),
        _property("og:url", url),
        _property("og:site_name", site.title),
    ]
    if entry.kind == "post":
        lines.append(_property("article:published_time", utc(entry.published)))
    if entry.modified > entry.published:
        lines.append(_property("article:modified_time", utc(entry.modified)))
    if entry.picture:
        lines += [
            _property("og:image", view.links.picture(entry.picture)),
            _property("og:image:width", str(entry.picture.width)),
            _property("og:image:height", str(entry.picture.height)),
            _property("og:image:type", "image/png"),
        ]
    lines += [_meta("author", entry.author.name), _meta("twitter:card", "summary_large_image")]
    lines.append(_json_ld(_entry_graph(view, entry)))
    if view.feed and entry.kind == "post":
        lines.append(
            _alternate("rss", f"{url}feed/", f"{site.title} » {site.phrases.comments_feed_of.format(entry.title)}")
        )
    if view.rest:
        plural = "posts" if entry.kind == "post" else "pages"
        rest = view.links.rest(f"wp/v2/{plural}/{entry.number}")
        embed = view.links.rest(f"oembed/1.0/embed?url={quote(url, safe='')}")
        lines += [
            f'<link rel="alternate" type="application/json" href="{rest}" />',
            f'<link rel="alternate" type="application/json+oembed" href="{embed}" />',
        ]
    lines.append(f"<link rel='shortlink' href='{view.links.short(entry)}' />")
    return lines


def listing_head(view: View, listing: Listing, page: int) -> list[str]:
    """Return the lines of ``<head>`` that are one archive page's own."""
    site = view.library.edition
    title = f"{listing.heading or site.title} - {site.title if listing.heading else site.tagline}"
    if page > 1:
        where = site.phrases.page.format(site.print_number(page), site.print_number(listing.pages))
        title = f"{listing.heading or site.title} - {where} - {site.title}"
    search = listing.kind == "search"
    lines = [_title(title), f'<meta name="robots" content="{"noindex" if search else "index"}, follow" />']
    if not search:
        lines.append(f'<link rel="canonical" href="{listing.page_url(page)}" />')
    if page > 1:
        lines.append(f'<link rel="prev" href="{listing.page_url(page - 1)}" />')
    if page < listing.pages:
        lines.append(f'<link rel="next" href="{listing.page_url(page + 1)}" />')
    lines += [
        _property("og:locale", site.locale),
        _property("og:type", "website" if listing.kind == "home" else "article"),
        _property("og:title", title),
        _property("og:url", listing.url),
        _property("og:site_name", site.title),
        _json_ld([_website(view), _organisation(view)]),
    ]
    if view.feed and listing.kind in ("category", "tag", "author"):
        lines.append(
            _alternate("rss", f"{listing.url}feed/", f"{site.title} » {site.phrases.feed_of.format(listing.heading)}")
        )
    return lines


def plain_head(view: View, title: str) -> list[str]:
    """Return the lines of ``<head>`` of a page that search engines should pass over."""
    return [_title(f"{title} - {view.library.edition.title}"), '<meta name="robots" content="noindex, follow" />']


def site_head(view: View) -> list[str]:
    """Return the lines of ``<head>`` that stand on every page."""
    site = view.library.edition
    home = view.links.home
    lines = [
        '<link rel="profile" href="https://gmpg.org/xfn/11" />',
        f'<meta name="generator" content="{GENERATOR}" />',
    ]
    if view.feed:
        lines += [
            _alternate("rss", f"{home}feed/", f"{site.title} » {site.phrases.feed}"),
            _alternate("rss", f"{home}comments/feed/", f"{site.title} » {site.phrases.comments_feed}"),
        ]
    if view.rest:
        lines.append(f'<link rel="https://api.w.org/" href="{view.links.rest()}" />')
    lines.append(f'<link rel="EditURI" type="application/rsd+xml" title="RSD" href="{home}xmlrpc.php?rsd" />')
    return lines


def _title(text: str) -> str:
    return f"<title>{html_text(text)}</title>"


def _meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{escape(content)}" />'


def _property(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{escape(content)}" />'


def _alternate(kind: str, url: str, title: str) -> str:
    return f'<link rel="alternate" type="application/{kind}+xml" title="{escape(title)}" href="{url}" />'


def _json_ld(graph: list[dict[str, Any]]) -> str:
    whole = {"@context": "https://schema.org", "@graph": graph}
    # No text may close the script element.
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f'<script type="application/ld+json" class="yoast-schema-graph">{text}</script>'


def _website(view: View) -> dict[str, Any]:
    site = view.library.edition
    home = view.links.home
    return {
        "@type": "WebSite",
        "@id": f"{home}#website",
        "url": home,
        "name": site.title,
        "description": site.tagline,
        "publisher": {"@id": f"{home}#organization"},
        "potentialAction": [
            {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": f"{home}?s={{search_term_string}}"},
                "query-input": "required name=search_term_string",
            }
        ],
        "inLanguage": site.language,
    }


def _organisation(view: View) -> dict[str, Any]:
    home = view.links.home
    return {"@type": "Organization", "@id": f"{home}#organization", "name": view.library.edition.title, "url": home}


def _entry_graph(view: View, entry: Entry) -> list[dict[str, Any]]:
    site = view.library.edition
    home = view.links.home
    url = view.links.entry(entry)
    person = f"{home}#/schema/person/{entry.author.slug}"
    page: dict[str, Any] = {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": f"{entry.title} - {site.title}",
        "isPartOf": {"@id": f"{home}#website"},
        "datePublished": utc(entry.published),
        "dateModified": utc(entry.modified),
        "description": view.summary(entry),
        "breadcrumb": {"@id": f"{url}#breadcrumb"},
        "inLanguage": site.language,
    }
    crumbs = {
        "@type": "BreadcrumbList",
        "@id": f"{url}#breadcrumb",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": site.phrases.home, "item": home},
            {"@type": "ListItem", "position": 2, "name": entry.title},
        ],
    }
    author = {
        "@type": "Person",
        "@id": person,
        "name": entry.author.name,
        "description": entry.author.bio,
        "url": view.links.author(entry.author),
    }
    graph: list[dict[str, Any]] = [page, crumbs, _website(view), _organisation(view)]
    if entry.kind == "page":
        return graph
    article: dict[str, Any] = {
        "@type": "Article",
        "@id": f"{url}#article",
        "isPartOf": {"@id": url},
        "author": {"name": entry.author.name, "@id": person},
        "headline": entry.title,
        "datePublished": utc(entry.published),
        "dateModified": utc(entry.modified),
        "mainEntityOfPage": {"@id": url},
        "wordCount": sum(len(piece.split()) for piece in entry.prose),
        "commentCount": len(entry.comments),
        "publisher": {"@id": f"{home}#organization"},
        "articleSection": [term.name for term in entry.categories],
        "inLanguage": site.language,
    }
    if entry.tags:
        article["keywords"] = [term.name for term in entry.tags]
    if entry.picture:
        image = view.links.picture(entry.picture)
        article |= {"image": {"@id": f"{url}#primaryimage"}, "thumbnailUrl": image}
        graph.append(
            {
                "@type": "ImageObject",
                "@id": f"{url}#primaryimage",
                "url": image,
                "contentUrl": image,
                "width": entry.picture.width,
                "height": entry.picture.height,
                "caption": entry.picture.caption,
            }
        )
    return [article, *graph, author]

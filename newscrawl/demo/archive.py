"""Pages that list articles: home, categories, tags, authors, months, search; and the page for what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.demo.head import listing_head, plain_head
from newscrawl.demo.links import css_name
from newscrawl.demo.text import html_text
from newscrawl.demo.theme import frame

if TYPE_CHECKING:
    from newscrawl.demo.content import Entry
    from newscrawl.demo.view import Listing, View


def archive_page(view: View, listing: Listing, page: int) -> bytes:
    """Return page ``page`` of a listing; the caller has checked that there is one."""
    words = view.library.edition.phrases
    posts = listing.on_page(page)
    cards = "\n".join(_card(view, post) for post in posts) or f"<p>{words.nothing}</p>"
    intro = (
        f'<div class="archive-description"><p>{html_text(listing.description)}</p></div>' if listing.description else ""
    )
    heading = (
        f'<header class="page-header"><h1 class="page-title">{html_text(listing.heading)}</h1>{intro}</header>\n'
        if listing.heading
        else ""
    )
    main = f"{heading}{cards}\n{_pagination(view, listing, page)}"
    return frame(view, listing_head(view, listing, page), _body_class(listing, page), main, current=listing.term)


def not_found_page(view: View) -> bytes:
    words = view.library.edition.phrases
    main = (
        f'<section class="error-404 not-found"><header class="page-header">'
        f'<h1 class="page-title">{words.not_found}</h1></header>'
        f"<p>{html_text(words.not_found_text)}</p></section>"
    )
    return frame(view, plain_head(view, words.not_found), "error404", main)


def _card(view: View, post: Entry) -> str:
    site = view.library.edition
    url = view.links.entry(post)
    image = (
        f'<a class="post-thumbnail" href="{url}" aria-hidden="true" tabindex="-1">'
        f"{view.img(post.picture, 'attachment-thumbnail wp-post-image', 'thumbnail')}</a>\n"
        if post.picture
        else ""
    )
    return (
        f'<article id="post-{post.number}" class="post-{post.number} post type-post status-publish hentry">\n{image}'
        f'<div class="card"><h2 class="entry-title"><a href="{url}" rel="bookmark">{html_text(post.title)}</a></h2>\n'
        f'<div class="entry-meta"><time class="entry-date published" datetime="{post.published.isoformat()}">'
        f"{site.print_date(post.published)}</time>"
        f' <span class="cat-links">{view.term_links(post.categories)}</span></div>\n'
        f'<div class="entry-summary"><p>{view.excerpt(post)}</p></div>\n'
        f'<a class="more-link" href="{url}">{site.phrases.read_on}'
        f' <span class="screen-reader-text">{html_text(post.title)}</span></a></div>\n</article>'
    )


def _pagination(view: View, listing: Listing, page: int) -> str:
    if listing.pages == 1:
        return ""
    words = view.library.edition.phrases
    number = view.library.edition.print_number
    last = listing.pages
    parts = []
    if page > 1:
        parts.append(f'<a class="prev page-numbers" href="{listing.page_url(page - 1)}">{words.newer}</a>')
    shown = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    before = 0
    for which in shown:
        if which > before + 1:
            parts.append('<span class="page-numbers dots">&hellip;</span>')
        before = which
        if which == page:
            parts.append(f'<span aria-current="page" class="page-numbers current">{number(which)}</span>')
        else:
            parts.append(f'<a class="page-numbers" href="{listing.page_url(which)}">{number(which)}</a>')
    if page < last:
        parts.append(f'<a class="next page-numbers" href="{listing.page_url(page + 1)}">{words.older}</a>')
    joined = "\n".join(parts)
    return (
        f'<nav class="navigation pagination" aria-label="{words.posts_navigation}">'
        f'<h2 class="screen-reader-text">{words.posts_navigation}</h2>\n<div class="nav-links">{joined}</div></nav>'
    )


def _body_class(listing: Listing, page: int) -> str:
    names = {"home": "home blog", "search": "search search-results"}
    classes = [names.get(listing.kind, f"archive {listing.kind}")]
    if listing.term:
        classes.append(f"{listing.kind}-{css_name(listing.term)} {listing.kind}-{listing.term.id}")
    if listing.author:
        classes.append(f"author-{listing.author.slug} author-{listing.author.id}")
    if page > 1:
        classes.append(f"paged paged-{page}")
    return " ".join(classes)

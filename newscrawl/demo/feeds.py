"""The demo site's RSS feeds: posts of the site or of one archive, and comments."""

from __future__ import annotations

from datetime import UTC
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from newscrawl.demo.head import GENERATOR

if TYPE_CHECKING:
    from datetime import datetime

    from newscrawl.demo.content import Comment, Entry
    from newscrawl.demo.view import Listing, View

CONTENT_TYPE = "application/rss+xml; charset=UTF-8"

_NAMESPACES = (
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"\n'
    ' xmlns:wfw="http://wellformedweb.org/CommentAPI/"\n'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"\n'
    ' xmlns:atom="http://www.w3.org/2005/Atom"\n'
    ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"\n'
    ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
)


def posts_feed(view: View, listing: Listing, page: int) -> bytes:
    """Return page ``page`` of the RSS feed of an archive."""
    items = [_post_item(view, post) for post in listing.on_page(page)]
    changed = max((post.modified for post in listing.posts), default=view.library.touched)
    return _channel(view, f"{listing.url}feed/", listing.heading, listing.url, changed, items)


def comments_feed(view: View, entry: Entry | None = None) -> bytes:
    """Return the RSS feed of the site's latest comments, or of those on one article."""
    posts = [entry] if entry else view.library.posts
    comments = sorted(
        ((post, comment) for post in posts for comment in post.comments), key=lambda c: c[1].date, reverse=True
    )[:10]
    items = [_comment_item(view, post, comment) for post, comment in comments]
    changed = comments[0][1].date if comments else (entry.published if entry else view.library.touched)
    home = view.links.entry(entry) if entry else view.links.home
    words = view.library.edition.phrases
    name = words.comments_on.format(entry.title) if entry else words.comments
    address = f"{home}feed/" if entry else f"{home}comments/feed/"
    return _channel(view, address, name, home, changed, items)


def _channel(view: View, address: str, name: str, page: str, changed: datetime, items: list[str]) -> bytes:
    site = view.library.edition
    title = f"{name} – {site.title}" if name else site.title
    text = "\n\t".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"\n' + _NAMESPACES + ">\n\n<channel>",
            f"<title>{escape(title)}</title>",
            f'<atom:link href="{address}" rel="self" type="application/rss+xml" />',
            f"<link>{page}</link>",
            f"<description>{escape(site.tagline)}</description>",
            f"<lastBuildDate>{_date(changed)}</lastBuildDate>",
            f"<language>{site.language}</language>",
            "<sy:updatePeriod>hourly</sy:updatePeriod>",
            "<sy:updateFrequency>1</sy:updateFrequency>",
            f"<generator>https://wordpress.org/?v={GENERATOR.split()[1]}</generator>",
            *items,
        ]
    )
    return f"{text}\n</channel>\n</rss>\n".encode()


def _post_item(view: View, post: Entry) -> str:
    url = view.links.entry(post)
    excerpt = view.excerpt(post)
    lines = [
        "<item>",
        f"<title>{escape(post.title)}</title>",
        f"<link>{url}</link>",
        f"<comments>{url}#respond</comments>",
        f"<dc:creator>{_cdata(post.author.name)}</dc:creator>",
        f"<pubDate>{_date(post.published)}</pubDate>",
        *(f"<category>{_cdata(term.name)}</category>" for term in (*post.categories, *post.tags)),
        f'<guid isPermaLink="false">{view.links.short(post)}</guid>',
        # A summary of the author's own stands bare, one that WordPress makes in a paragraph.
        f"<description>{_cdata(excerpt if post.standfirst else f'<p>{excerpt}</p>')}</description>",
        f"<content:encoded>{_cdata(view.content(post))}</content:encoded>",
        f"<wfw:commentRss>{url}feed/</wfw:commentRss>",
        f"<slash:comments>{len(post.comments)}</slash:comments>",
    ]
    return "\n\t\t".join(lines) + "\n\t</item>"


def _comment_item(view: View, post: Entry, comment: Comment) -> str:
    lines = [
        "<item>",
        f"<title>{escape(view.library.edition.phrases.comment_by.format(post.title, comment.author))}</title>",
        f"<link>{view.links.comment(post, comment)}</link>",
        f"<dc:creator>{_cdata(comment.author)}</dc:creator>",
        f"<pubDate>{_date(comment.date)}</pubDate>",
        f'<guid isPermaLink="false">{view.links.short(post)}#comment-{comment.id}</guid>',
        f"<description>{_cdata(comment.text)}</description>",
    ]
    return "\n\t\t".join(lines) + "\n\t</item>"


def _date(when: datetime) -> str:
    return format_datetime(when.astimezone(UTC))


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"

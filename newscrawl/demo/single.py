"""The page of one article or page: header list, headline, standfirst, body, and all that a theme hangs below."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from newscrawl.demo.head import entry_head
from newscrawl.demo.links import css_name
from newscrawl.demo.text import html_text
from newscrawl.demo.theme import frame

if TYPE_CHECKING:
    from newscrawl.demo.content import Comment, Entry
    from newscrawl.demo.view import View

_ICONS = {
    "publish": "M3 5h18v16H3zM3 10h18M8 2v5M16 2v5",
    "time": "M12 3a9 9 0 1 0 .1 0zM12 7v5l4 2",
    "category": "M3 6h7l2 3h9v11H3z",
    "number": "M9 3L7 21M17 3l-2 18M4 9h17M3 15h17",
}

_RELATED = 3


def article_page(view: View, post: Entry) -> bytes:
    """Return an article's page."""
    words = view.library.edition.phrases
    terms = " ".join(
        [f"category-{css_name(term)}" for term in post.categories] + [f"tag-{css_name(term)}" for term in post.tags]
    )
    tags = f'<span class="tags-links">{words.tags}: {view.term_links(post.tags)}</span>' if post.tags else ""
    standfirst = f'<p class="standfirst">{html_text(post.standfirst)}</p>\n' if post.standfirst else ""
    thumbnail = " has-post-thumbnail" if post.picture else ""
    main = (
        f'<article id="post-{post.number}" class="post-{post.number} post type-post status-publish format-standard'
        f'{thumbnail} hentry {terms}">\n'
        f'<header class="entry-header">\n{_header_list(view, post)}\n'
        f'<h1 class="entry-title">{html_text(post.title)}</h1>\n{standfirst}</header>\n'
        f"{_thumbnail(view, post)}"
        f'<div class="entry-content">\n{view.content(post)}\n</div>\n'
        f'<footer class="entry-footer">\n{_share(view, post)}\n{tags}\n</footer>\n'
        f"{_author_box(view, post)}\n</article>\n"
        f"{_neighbours(view, post)}\n{_related(view, post)}\n{_comments(view, post)}"
    )
    body_class = f"post-template-default single single-post postid-{post.number} single-format-standard"
    return frame(view, entry_head(view, post), body_class, main, current=post.categories[0])


def static_page(view: View, page: Entry) -> bytes:
    """Return the page of an entry that is no article: it has no header list and takes no comments."""
    main = (
        f'<article id="post-{page.number}" class="post-{page.number} page type-page status-publish hentry">\n'
        f'<header class="entry-header">\n<h1 class="entry-title">{html_text(page.title)}</h1>\n</header>\n'
        f'<div class="entry-content">\n{view.content(page)}\n</div>\n</article>'
    )
    return frame(view, entry_head(view, page), f"page-template-default page page-id-{page.number}", main)


def _header_list(view: View, post: Entry) -> str:
    site = view.library.edition
    words = site.phrases
    rows = [
        ("publish", words.publish, site.print_date(post.published)),
        ("time", words.time, site.print_time(post.published)),
        ("category", words.category, view.term_links(post.categories)),
        ("number", words.number, site.print_number(post.number)),
    ]
    items = "\n".join(
        f'<li class="meta-{name}"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true">'
        f'<path d="{_ICONS[name]}"/></svg>'
        f" {html_text(label)}: <span>{value}</span></li>"
        for name, label, value in rows
    )
    return f'<ul class="post-details">\n{items}\n</ul>'


def _thumbnail(view: View, post: Entry) -> str:
    if not post.picture:
        return ""
    caption = f"<figcaption>{html_text(post.picture.caption)}</figcaption>" if post.picture.caption else ""
    image = view.img(post.picture, "attachment-large size-large wp-post-image")
    return f'<figure class="post-thumbnail">{image}{caption}</figure>\n'


def _share(view: View, post: Entry) -> str:
    words = view.library.edition.phrases
    url, title = quote(view.links.entry(post), safe=""), quote(post.title, safe="")
    targets = [
        ("Flock", f"https://flock.example/share?u={url}"),
        ("Chirper", f"https://chirper.example/intent?url={url}&text={title}"),
        ("Telegraph", f"https://telegraph.example/share?url={url}&text={title}"),
        (words.email, f"mailto:?subject={title}&body={url}"),
    ]
    items = "".join(
        f'<li><a href="{escape(address)}" rel="nofollow noopener" target="_blank">{name}</a></li>'
        for name, address in targets
    )
    return f'<div class="sharedaddy"><h3 class="sd-title">{words.share}:</h3><ul>{items}</ul></div>'


def _author_box(view: View, post: Entry) -> str:
    words = view.library.edition.phrases
    author = post.author
    return (
        f'<div class="author-box"><h2>{words.by_author}</h2>\n'
        f'<p class="author-name"><a href="{view.links.author(author)}" rel="author">{html_text(author.name)}</a></p>\n'
        f'<p class="author-bio">{html_text(author.bio)}</p>\n'
        f'<p><a href="{view.links.author(author)}">{html_text(words.all_from.format(author.name))}</a></p></div>'
    )


def _neighbours(view: View, post: Entry) -> str:
    words = view.library.edition.phrases
    posts = view.library.posts
    place = posts.index(post)
    parts = []
    if place + 1 < len(posts):
        parts.append(("previous", "prev", words.previous, posts[place + 1]))
    if place:
        parts.append(("next", "next", words.next, posts[place - 1]))
    links = "".join(
        f'<div class="nav-{name}"><a href="{view.links.entry(other)}" rel="{rel}">'
        f'<span class="nav-subtitle">{label}:</span> <span class="nav-title">{html_text(other.title)}</span></a></div>'
        for name, rel, label, other in parts
    )
    return (
        f'<nav class="navigation post-navigation" aria-label="{words.post_navigation}">'
        f'<h2 class="screen-reader-text">{words.post_navigation}</h2><div class="nav-links">{links}</div></nav>'
    )


def _related(view: View, post: Entry) -> str:
    site = view.library.edition
    own = {*post.categories, *post.tags}
    others = [other for other in view.library.posts if other != post and own & {*other.categories, *other.tags}]
    # Nearest in time first, as related-posts plugins weigh them.
    others.sort(key=lambda other: abs(other.published - post.published))
    cards = "\n".join(
        f'<li class="related-post"><h3><a href="{view.links.entry(other)}">{html_text(other.title)}</a></h3>'
        f'<p class="related-meta"><span>{site.phrases.category}: {html_text(other.categories[0].name)}</span>'
        f" <span>{site.phrases.publish}: {site.print_date(other.published)}</span></p></li>"
        for other in others[:_RELATED]
    )
    return (
        f'<section class="related-posts"><h2>{site.phrases.related}</h2>\n<ul>\n{cards}\n</ul></section>'
        if cards
        else ""
    )


def _comments(view: View, post: Entry) -> str:
    words = view.library.edition.phrases
    parts = ['<div id="comments" class="comments-area">']
    if post.comments:
        one = len(post.comments) == 1
        count = view.library.edition.print_number(len(post.comments))
        title = words.comments_one.format(post.title) if one else words.comments_many.format(count, post.title)
        parts.append(f'<h2 class="comments-title">{html_text(title)}</h2>\n<ol class="comment-list">')
        parts += [_comment(view, post, comment, 1) for comment in post.comments if not comment.parent]
        parts.append("</ol>")
    parts += [_comment_form(view, post), "</div>"]
    return "\n".join(parts)


def _comment(view: View, post: Entry, comment: Comment, depth: int) -> str:
    site = view.library.edition
    words = site.phrases
    answers = "\n".join(_comment(view, post, other, depth + 1) for other in post.comments if other.parent == comment.id)
    children = f'\n<ol class="children">\n{answers}\n</ol>' if answers else ""
    when = f"{site.print_date(comment.date)} {site.print_time(comment.date)}"
    name = html_text(comment.author)
    return (
        f'<li id="comment-{comment.id}" class="comment depth-{depth}">\n'
        f'<article id="div-comment-{comment.id}" class="comment-body">\n<footer class="comment-meta">'
        f'<div class="comment-author vcard"><b class="fn">{name}</b> <span class="says">{words.says}</span></div>'
        f'<div class="comment-metadata"><a href="{view.links.comment(post, comment)}">'
        f'<time datetime="{comment.date.isoformat()}">{when}</time></a></div></footer>\n'
        f'<div class="comment-content"><p>{html_text(comment.text)}</p></div>\n'
        f'<div class="reply"><a rel="nofollow" class="comment-reply-link"'
        f' href="{view.links.entry(post)}?replytocom={comment.id}#respond">{words.reply}</a></div>\n'
        f"</article>{children}\n</li>"
    )


def _comment_form(view: View, post: Entry) -> str:
    words = view.library.edition.phrases
    url = view.links.entry(post)
    star = '<span class="required">*</span>'
    fields = "\n".join(
        f'<p class="comment-form-{name}"><label for="{name}">{label}{f" {star}" if name != "url" else ""}</label>'
        f' <input id="{name}" name="{name}" type="{kind}" value="" size="30" maxlength="200" /></p>'
        for name, label, kind in (
            ("author", words.name, "text"),
            ("email", words.email, "email"),
            ("url", words.website, "url"),
        )
    )
    return (
        '<div id="respond" class="comment-respond">\n'
        f'<h3 id="reply-title" class="comment-reply-title">{words.leave_reply} <small><a rel="nofollow"'
        f' id="cancel-comment-reply-link" href="{url}#respond" style="display:none;">'
        f"{words.cancel_reply}</a></small></h3>"
        f'<form action="{view.links.home}wp-comments-post.php" method="post" id="commentform" class="comment-form">'
        f'<p class="comment-notes"><span id="email-notes">{words.notes}</span>'
        f' <span class="required-field-message">{words.required} {star}</span></p>'
        f'<p class="comment-form-comment"><label for="comment">{words.comment} {star}</label>'
        ' <textarea id="comment" name="comment" cols="45" rows="6" maxlength="65525"></textarea></p>\n'
        f'{fields}\n<p class="comment-form-cookies-consent"><input id="wp-comment-cookies-consent"'
        f' name="wp-comment-cookies-consent" type="checkbox" value="yes" /> <label for="wp-comment-cookies-consent">'
        f"{words.remember}</label></p>\n"
        f'<p class="form-submit"><input name="submit" type="submit" id="submit" class="submit"'
        f' value="{words.submit}" />'
        f" <input type='hidden' name='comment_post_ID' value='{post.number}' id='comment_post_ID' /></p></form></div>"
    )

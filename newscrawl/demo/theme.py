"""The theme's frame: head, navigation, sidebar and footer around each page's own part."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib import resources
from typing import TYPE_CHECKING

from newscrawl.demo.head import site_head
from newscrawl.demo.text import html_text

if TYPE_CHECKING:
    from newscrawl.demo.content import Term
    from newscrawl.demo.view import View

_EMOJI_SCRIPT = (
    '<script>\nwindow._courier = {"menu":"#primary-menu","label":"No: menu"};\n'
    "document.documentElement.className = document.documentElement.className.replace('no-js', 'js');\n</script>"
)


@cache
def _style(*, rtl: bool) -> str:
    folder = resources.files("newscrawl.demo")
    files = ("style.css", "rtl.css") if rtl else ("style.css",)
    return "".join(folder.joinpath(file).read_text(encoding="utf-8") for file in files)


def frame(view: View, head: list[str], body_class: str, main: str, *, current: Term | None = None) -> bytes:
    """Return the whole page, UTF-8, around ``main``; the menu marks the category ``current``."""
    site = view.library.edition
    direction = ' dir="rtl"' if site.rtl else ""
    lines = [
        "<!DOCTYPE html>",
        f'<html{direction} lang="{site.language}" prefix="og: https://ogp.me/ns#" class="no-js">',
        "<head>",
        '<meta charset="UTF-8" />',
        '<meta name="viewport" content="width=device-width, initial-scale=1" />',
        *head,
        *site_head(view),
        f'<style id="courier-style-inline-css">\n{_style(rtl=site.rtl)}</style>',
        _EMOJI_SCRIPT,
        "</head>",
        f'<body class="{"rtl " if site.rtl else ""}{body_class} wp-embed-responsive">',
        '<div id="page" class="site">',
        f'<a class="skip-link screen-reader-text" href="#primary">{site.phrases.skip}</a>',
        _masthead(view, current),
        '<div class="site-content">',
        f'<main id="primary" class="site-main">\n{main}\n</main>',
        _sidebar(view),
        "</div>",
        _footer(view),
        "</div>",
        "</body>",
        "</html>\n",
    ]
    return "\n".join(lines).encode()


def _masthead(view: View, current: Term | None) -> str:
    site = view.library.edition
    links = view.links
    menu = [f'<li class="menu-item menu-item-home"><a href="{links.home}">{site.phrases.home}</a></li>']
    for term in view.library.categories:
        if term.parent is None and term.id in view.counts:
            mark = " current-menu-item" if term == current else ""
            menu.append(
                f'<li class="menu-item menu-item-object-category menu-item-{term.id}{mark}">'
                f'<a href="{links.term(term)}">{html_text(term.name)}</a></li>'
            )
    menu += [
        f'<li class="menu-item menu-item-object-page"><a href="{links.entry(page)}">{html_text(page.title)}</a></li>'
        for page in view.library.pages
    ]
    return (
        '<header id="masthead" class="site-header">\n<div class="site-branding">\n'
        f'<p class="site-title"><a href="{links.home}" rel="home">{html_text(site.title)}</a></p>\n'
        f'<p class="site-description">{html_text(site.tagline)}</p>\n</div>\n'
        f'{_search_form(view)}\n<nav id="site-navigation" class="main-navigation">\n'
        f'<ul id="primary-menu" class="menu">\n{chr(10).join(menu)}\n</ul>\n</nav>\n</header>'
    )


def _search_form(view: View) -> str:
    words = view.library.edition.phrases
    return (
        f'<form role="search" method="get" class="search-form" action="{view.links.home}">'
        f'<label><span class="screen-reader-text">{words.search}</span>'
        f'<input type="search" class="search-field" placeholder="{words.search} …" value="" name="s" /></label>'
        f'<input type="submit" class="search-submit" value="{words.search}" /></form>'
    )


def _sidebar(view: View) -> str:
    site = view.library.edition
    words = site.phrases
    links = view.links
    recent = "\n".join(
        f'<li><a href="{links.entry(post)}">{html_text(post.title)}</a>'
        f' <span class="post-date">{site.print_date(post.published)}</span></li>'
        for post in view.library.posts[:5]
    )
    categories = "\n".join(
        f'<li class="cat-item cat-item-{term.id}"><a href="{links.term(term)}">{html_text(term.name)}</a>'
        f" ({site.print_number(view.counts[term.id])})</li>"
        for term in view.library.categories
        if term.id in view.counts
    )
    months = list({post.published.strftime("%Y/%m"): post.published for post in view.library.posts}.values())
    archives = "\n".join(
        f'<li><a href="{links.month(month)}">{site.print_month(month)}</a></li>' for month in months[:12]
    )
    cloud = "\n".join(
        f'<a href="{links.term(tag)}" class="tag-cloud-link tag-link-{tag.id}">{html_text(tag.name)}</a>'
        for tag in view.library.tags
        if tag.id in view.counts
    )
    widgets = [
        ("recent-posts-2", "widget_recent_entries", words.recent, f"<ul>\n{recent}\n</ul>"),
        ("custom_html-3", "widget_ad", words.advertisement, f"<p>{html_text(words.ad_text)}</p>"),
        ("categories-4", "widget_categories", words.categories, f"<ul>\n{categories}\n</ul>"),
        ("text-5", "widget_text", words.newsletter, f"<p>{html_text(words.newsletter_text)}</p>"),
        ("archives-6", "widget_archive", words.archives, f"<ul>\n{archives}\n</ul>"),
        ("tag_cloud-7", "widget_tag_cloud", words.tags, f'<div class="tagcloud">{cloud}</div>'),
    ]
    sections = "\n".join(
        f'<section id="{name}" class="widget {style}"><h2 class="widget-title">{html_text(title)}</h2>{inner}</section>'
        for name, style, title, inner in widgets
    )
    return f'<aside id="secondary" class="widget-area">\n{sections}\n</aside>'


def _footer(view: View) -> str:
    site = view.library.edition
    words = site.phrases
    year = site.print_year(view.library.touched)
    return (
        '<footer id="colophon" class="site-footer">\n'
        f"<p>{html_text(words.footer_about)}</p>\n"
        f'<p class="imprint">{html_text(words.footer_office)}</p>\n'
        f'<p class="site-info">&copy; {year} {html_text(site.title)}. {words.rights}'
        f' <a href="https://wordpress.org/">{words.powered}</a></p>\n'
        f'<ul class="social"><li><a href="https://social.example/{escape(site.name)}" rel="me">{words.social}</a></li>'
        "</ul>\n"
        "</footer>"
    )

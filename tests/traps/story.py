"""The articles of the test site, and their pages in the forms in which WordPress prints them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

ZONE = "Asia/Kabul"

Pager = Literal["numbers", "next", "head", "bare", "block"]
"""How an article's page names the others: ``wp_link_pages()`` with numbers, or with the next page only; ``rel=next``
in the head; without any class, as before WordPress 5.1; as block themes print it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article of one or more pages. What it says follows from its number."""

    number: int
    pages: int = 1
    pager: Pager = "numbers"
    plain: bool = False
    """Its address is ``/?p=N``."""
    short: bool = False
    """Its address is a slug of two words, which may as well be a section's."""
    note: str = ""
    """What the theme prints below the text of each page."""

    @property
    def slug(self) -> str:
        return f"what-was-said-of-story-{self.number}"

    @property
    def path(self) -> str:
        if self.plain:
            return f"/?p={self.number}"
        return f"/water-{self.number}/" if self.short else f"/2021/09/{self.slug}/"

    @property
    def date(self) -> datetime:
        return datetime(2021, 9, 24, 18, 35, tzinfo=ZoneInfo(ZONE)) + timedelta(hours=7 * (self.number % 100))

    @property
    def headline(self) -> str:
        return f"What was said of story {self.number}"

    @property
    def standfirst(self) -> str:
        return f"A standfirst that the theme prints on each page of story {self.number}, above its text."

    def paragraphs(self, page: int, edition: str = "") -> list[str]:
        """The text of one page; ``edition``: words by which another state of it differs."""
        return [
            f"Page {page} of story {self.number} opens with a paragraph that is long enough to be read as prose.",
            f"The second on page {page} tells what {self.number + page} people saw{edition} and what they made of it.",
            f"With a third the page {page} of story {self.number} comes to its end, as every page of it does.",
        ]

    def body(self, edition: str = "") -> str:
        """The text of all pages, the theme's note once."""
        texts = [text for page in range(1, self.pages + 1) for text in self.paragraphs(page, edition)]
        return "\n\n".join([*texts, *([self.note] if self.note else [])])

    def page_path(self, page: int) -> str:
        """Path and query of one of its pages."""
        if page == 1:
            return self.path
        return f"{self.path}&page={page}" if self.plain else f"{self.path}{page}/"

    def html(self, base: str, page: int = 1, *, edition: str = "", head: str = "", endless: bool = False) -> str:
        """One of its pages. ``endless``: it always names a next one; ``head``: more of the page's head."""
        last = page + 1 if endless else self.pages
        link = (
            f'<link rel="next" href="{base}{self.page_path(page + 1)}">' if self.pager == "head" and page < last else ""
        )
        text = "\n".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs(page, edition))
        paged = f" paged-{page} single-paged-{page}" if page > 1 else ""
        note = f"<p>{self.note}</p>" if self.note else ""
        title = f"{self.headline}{f' - Page {page}' if page > 1 else ''} - Traps"
        clock = f"{self.date:%I:%M} {self.date:%p}".lower()
        return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="UTF-8"><title>{title}</title>
<link rel="canonical" href="{base}{self.page_path(page)}"><link rel="shortlink" href="{base}/?p={self.number}">
<link rel="amphtml" href="{base}{self.path}amp/">
<link rel="alternate" type="application/json+oembed" href="{base}/wp-json/oembed/1.0/embed?url=x">
<link rel="alternate" type="application/rss+xml" href="{base}{self.path}feed/">{link}{head}</head>
<body class="post-template-default single single-post postid-{self.number}{paged}">
<nav><a href="/">Home</a></nav>
<article class="post type-post hentry">
<ul><li>publish: {self.date:%d %B %Y}</li><li>time: {clock}</li>
<li>category: Politics</li><li>No: {self.number}</li></ul>
<h1 class="entry-title">{self.headline}</h1>
<p class="standfirst">{self.standfirst}</p>
<div class="entry-content">{text}{self._pager(base, page, last)}{note}</div>
</article>
<nav class="post-navigation"><div class="nav-links"><a rel="prev" href="/2021/09/other/">Other story</a></div></nav>
<div id="respond"><h3>Leave a Reply</h3><p>Your email address will not be published.</p></div>
</body></html>"""

    def _pager(self, base: str, page: int, last: int) -> str:
        if last == 1 or self.pager == "head":
            return ""
        address = {number: f"{base}{self.page_path(number)}".replace("&", "&#038;") for number in range(1, last + 1)}
        if self.pager in ("next", "bare"):
            links = [
                f'<a href="{address[number]}"{" class=post-page-numbers" if self.pager == "next" else ""}>{label}</a>'
                for number, label in ((page - 1, "Previous page"), (page + 1, "Next page"))
                if number in address
            ]
            return f"<p>{' '.join(links)}</p>"
        numbers = "\n".join(
            f'<span class="post-page-numbers current" aria-current="page">{number}</span>'
            if number == page
            else f'<a href="{where}" class="post-page-numbers">{number}</a>'
            for number, where in address.items()
        )
        if self.pager == "block":
            return f'<nav class="post-nav-links" aria-label="Page"><span>Pages:</span> {numbers}</nav>'
        return f'<div class="page-links">Pages: {numbers}</div>'

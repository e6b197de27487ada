"""The pages of the test site: few and small, in the form that WordPress and a news theme give them."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable

ZONE = "Asia/Kabul"


@dataclass(frozen=True, slots=True)
class Story:
    """What an article says. All of it follows from its number and its slug."""

    number: int
    slug: str
    path: str

    @property
    def date(self) -> datetime:
        start = datetime(2021, 9, 24, 18, 35, tzinfo=ZoneInfo(ZONE))
        return start + timedelta(hours=7 * (self.number % 1000))

    @property
    def headline(self) -> str:
        # Letters that another charset spells otherwise, so that a wrong one shows.
        return f"Über das Café: naïve façade of {self.slug}"

    @property
    def paragraphs(self) -> list[str]:
        return [
            f"The first paragraph of {self.slug} says “señor” and names the number {self.number} in passing.",
            f"Die zweite erklärt, wie {self.slug} für größere Häuser gedacht war, d’après l’élève.",
            f"The third ends the story of {self.slug} with some more words, so that there is a body to read.",
        ]

    def page(self, url: str, *, charset: str | None = "UTF-8", wrap: tuple[str, str] = ("", "")) -> str:
        """The article's page. ``charset``: what the page's ``meta`` says; ``wrap``: markup around the article."""
        meta = f'<meta charset="{charset}">' if charset else ""
        body = "\n".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)
        clock = f"{self.date:%I:%M} {self.date:%p}".lower()
        return f"""<!DOCTYPE html>
<html lang="en"><head>{meta}<title>{self.headline}</title><link rel="canonical" href="{url}"></head>
<body class="single single-post">
<nav><a href="/">Home</a></nav>
{wrap[0]}<article>
<ul><li>publish: {self.date:%d %B %Y}</li><li>time: {clock}</li><li>category: Politics</li>
<li>No: {self.number}</li></ul>
<h1>{self.headline}</h1>
<div class="entry-content">{body}</div>
</article>{wrap[1]}
<div id="respond"><h3>Leave a Reply</h3><p>Your email address will not be published.</p></div>
</body></html>"""


def home(stories: Iterable[tuple[Story, str]], *, rest: bool, feed: bool, following: str | None) -> str:
    """Home or archive page: links to articles and, if any, to the page that follows."""
    links = ['<link rel="https://api.w.org/" href="/wp-json/">'] if rest else []
    if feed:
        links.append('<link rel="alternate" type="application/rss+xml" title="Feed" href="/feed/">')
    more = f'<nav class="pagination"><a class="next" rel="next" href="{following}">Older</a></nav>' if following else ""
    items = "\n".join(
        f'<article class="post"><h2><a rel="bookmark" href="{url}">{html.escape(story.headline)}</a></h2></article>'
        for story, url in stories
    )
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="UTF-8"><title>Faulty News</title>{"".join(links)}</head>
<body class="home blog"><main>
{items}
</main>{more}</body></html>"""


def plain_page(title: str, text: str) -> str:
    """A page that is no article."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><title>{title}</title></head>'
        f"<body><h1>{title}</h1><p>{text}</p></body></html>"
    )


def sitemap(urls: Iterable[str], *, tag: str = "urlset") -> str:
    """A sitemap, or with the tag ``sitemapindex`` an index of them."""
    inner = "url" if tag == "urlset" else "sitemap"
    entries = "".join(f"<{inner}><loc>{html.escape(url)}</loc></{inner}>\n" for url in urls)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{tag} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</{tag}>\n'
    )


def feed(stories: Iterable[tuple[Story, str]], home_url: str) -> str:
    """An RSS feed."""
    items = "".join(
        f"<item><title>{html.escape(story.headline)}</title><link>{html.escape(url)}</link>"
        f"<pubDate>{format_datetime(story.date)}</pubDate>"
        f'<guid isPermaLink="false">{home_url}?p={story.number}</guid></item>\n'
        for story, url in stories
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>Faulty News</title><link>{home_url}</link>\n{items}</channel></rss>\n"
    )

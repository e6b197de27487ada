"""Which articles an archive's address lists."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from newscrawl.demo.links import term_path
from newscrawl.demo.view import Listing

if TYPE_CHECKING:
    from newscrawl.demo.content import Author, Term
    from newscrawl.demo.view import View


def find_listing(view: View, parts: list[str]) -> Listing | None:
    """Return the archive at the path ``parts``, without its page number, or ``None`` where there is none."""
    match parts:
        case []:
            return home_listing(view)
        case ["category", *_]:
            return _term(view, view.library.categories, "/".join(parts[1:]))
        case ["tag", slug]:
            return _term(view, view.library.tags, slug)
        case ["author", slug]:
            found = [author for author in view.library.authors if author.slug == slug]
            return _author(view, found[0]) if found else None
        case ["search", words]:
            return search_listing(view, words)
        case [*numbers] if len(numbers) <= 3 and all(n.isascii() and n.isdigit() for n in numbers):
            return _date(view, numbers)
    return None


def home_listing(view: View) -> Listing:
    return Listing(kind="home", url=view.links.home, heading="", posts=view.library.posts)


def search_listing(view: View, words: str) -> Listing:
    """Return the articles that hold every one of ``words``; none of them where there is no word."""
    wanted = words.lower().split()
    posts = tuple(
        post
        for post in view.library.posts
        if wanted and all(word in f"{post.title} {post.standfirst} {' '.join(post.prose)}".lower() for word in wanted)
    )
    heading = view.library.edition.phrases.results.format(words)
    return Listing(kind="search", url=f"{view.links.home}search/{quote(words, safe='')}/", heading=heading, posts=posts)


def _term(view: View, terms: tuple[Term, ...], path: str) -> Listing | None:
    for term in terms:
        if unquote(term_path(term)) == path:
            return Listing(
                kind="category" if term.taxonomy == "category" else "tag",
                url=view.links.term(term),
                heading=term.name,
                posts=view.in_term(term),
                description=term.description,
                term=term,
            )
    return None


def _author(view: View, author: Author) -> Listing:
    return Listing(
        kind="author",
        url=view.links.author(author),
        heading=author.name,
        posts=view.by(author),
        description=author.bio,
        author=author,
    )


def _date(view: View, numbers: list[str]) -> Listing | None:
    """Return the archive of a year, a month or a day, or ``None`` where nothing was published in it."""
    prefix = "/".join(numbers)
    posts = tuple(post for post in view.library.posts if f"{post.published:%Y/%m/%d}/".startswith(f"{prefix}/"))
    if not posts:
        return None
    site = view.library.edition
    when = posts[0].published
    heading = [site.print_number(when.year), site.print_month(when), site.print_date(when)][len(numbers) - 1]
    return Listing(kind="date", url=f"{view.links.home}{prefix}/", heading=heading, posts=posts)

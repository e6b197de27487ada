"""A page names the further pages of its article, and says which one it is; links of other articles never count."""

from __future__ import annotations

import pytest

from newscrawl.extract.page import extract_article

HOME = "https://news.example"
SLUG = f"{HOME}/2021/09/slug/"
TEXT = "A sentence of the story that is long enough to count as prose on any page of it. " * 4


def read(inside: str, url: str = SLUG, *, classes: str = "single", head: str = "", first: str | None = None) -> object:
    page = (
        f"<html><head><title>The headline</title>{head}</head><body class='{classes}'><h1>The headline</h1>"
        f"<div class='entry-content'><p>{TEXT}</p>{inside}</div></body></html>"
    )
    article = extract_article(page.encode(), url, first=first)
    assert article.body == TEXT.strip() or "<p>See" in inside
    role = article.role
    return role.first, role.number, [(number, named.removeprefix(HOME)) for number, named in role.following]


TWO_AND_THREE = [(2, "/2021/09/slug/2/"), (3, "/2021/09/slug/3/")]
PAGERS = {
    "numbers": '<div class="page-links">1 <a href="/2021/09/slug/2/">2</a> <a href="/2021/09/slug/3/">3</a></div>',
    "no class": '<p>Pages: 1 <a href="/2021/09/slug/2/">2</a> <a href="/2021/09/slug/3/">3</a></p>',
    "whole addresses": f'<p class="post-nav-links"><a href="{SLUG}2/">Two</a> <a href="{SLUG}3/">Three</a></p>',
    "relative": '<p>Pages: 1 <a href="2/">2</a> <a href="3/">3</a></p>',
    "tracked": '<p>Pages: 1 <a href="2/?utm_source=x">2</a> <a href="3/?utm_source=x&amp;utm_medium=y">3</a></p>',
    "capitals": '<p>Pages: 1 <a href="/2021/09/SLUG/2/">2</a> <a href="/2021/09/SLUG/3/">3</a></p>',
}


@pytest.mark.parametrize("pager", PAGERS)
def test_pagers(pager: str) -> None:
    first, number, following = read(PAGERS[pager])  # type: ignore[misc]
    assert (first, number) == (None, 1)
    assert [(n, url.lower()) for n, url in following] == TWO_AND_THREE


@pytest.mark.parametrize(
    "inside",
    [
        '<p>See <a href="/2021/09/slug/2/">what we said of it on the day before</a>, and many more words about it.</p>',
        '<p class="page-links"><a href="/2021/09/other/2/">2</a></p>',
        '<p class="page-links"><a href="https://other.example/2021/09/slug/2/">2</a></p>',
        '<p class="page-links"><a href="/2021/09/slug/comment-page-2/">2</a></p>',
        '<p class="page-links"><a href="/2021/09/slug/2/gallery/">2</a></p>',
        '<p class="page-links"><a href="/2021/09/slug/99999/">2</a></p>',
        '<p class="page-links"><a href="http://[broken/2/">2</a></p>',
    ],
)
def test_other_links(inside: str) -> None:
    assert read(inside) == (None, 1, [])


@pytest.mark.parametrize(
    "link", ['<a class="next" {}>On to the next page of it</a>', "<p><a class=btn {}>Go on with it</a></p>"]
)
def test_a_button(link: str) -> None:
    assert read(link.format('href="2/"')) == (None, 1, TWO_AND_THREE[:1])


def test_next_in_the_head() -> None:
    following = f'<link rel="next" href="{SLUG}2/">'
    assert read("", head=following) == (None, 1, TWO_AND_THREE[:1])
    assert read("", head='<link rel="next" href="/2021/09/another-story/">') == (None, 1, [])
    # beyond the last page, where a pager says that there is none
    beyond = f'<link rel="next" href="{SLUG}3/">'
    pager = f'<p class="page-links"><a href="{SLUG}">1</a> 2</p>'
    assert read(pager, f"{SLUG}2/", head=beyond) == (SLUG, 2, [])


def test_later_pages() -> None:
    pager = f'<p class="page-links"><a href="{SLUG}">1</a> 2 <a href="{SLUG}3/">3</a></p>'
    assert read(pager, f"{SLUG}2/") == (SLUG, 2, TWO_AND_THREE[1:])
    assert read("", f"{SLUG}3/", classes="single single-paged-3") == (SLUG, 3, [])
    assert read("", f"{SLUG}3/", head=f'<link rel="canonical" href="{SLUG}">') == (SLUG, 3, [])
    assert read(f'<p><a href="{SLUG}3/">Next page</a></p>', f"{SLUG}2/", first=SLUG) == (SLUG, 2, TWO_AND_THREE[1:])


def test_plain_permalinks() -> None:
    url = f"{HOME}/?p=5"
    assert read('<p>Pages: 1 <a href="/?p=5&#038;page=2">2</a></p>', url) == (None, 1, [(2, "/?p=5&page=2")])
    assert read(f'<p>Pages: <a href="{url}">1</a> 2</p>', f"{url}&page=2") == (url, 2, [])
    assert read('<p class="page-links">Pages: 1 <a href="/?p=6&#038;page=2">2</a></p>', url) == (None, 1, [])


def test_numbers_for_names() -> None:
    """Neighbours of article 18 are no pages of anything."""
    nav = f'<div class="nav-links"><a href="{HOME}/news/17/">17</a> <a href="{HOME}/news/19/">19</a></div>'
    assert read(nav, f"{HOME}/news/18/") == (None, 1, [])


@pytest.mark.parametrize(
    ("classes", "kind"),
    [
        ("single single-attachment postid-7 attachmentid-7", "an attachment's page"),
        ("archive category category-world category-4", "a list of articles"),
        ("archive date", "a list of articles"),
        ("archive tax-place term-valley term-7", "a list of articles"),
        ("product-template-default single single-product postid-7 woocommerce", "a page of a shop"),
        ("page page-id-8 woocommerce-cart woocommerce-page", "a page of a shop"),
        ("single single-post postid-7 tax-place woocommerce-no-js", None),
        ("search search-results", "a page of search results"),
        ("error404", "the site's error page"),
        ("home blog logged-out", "the home page"),
        ("single single-post postid-7 archive category", None),
        ("archive search", None),
    ],
)
def test_what_is_no_article(classes: str, kind: str | None) -> None:
    page = f"<html><body class='{classes}'><h1>Headline</h1><p>{TEXT}</p></body></html>"
    assert extract_article(page.encode(), SLUG).role.kind == kind


@pytest.mark.parametrize(
    ("tag", "head", "twin"),
    [
        ("<html amp>", f'<link rel="canonical" href="{SLUG}">', True),
        ("<html ⚡>", f'<link rel="canonical" href="{SLUG}">', True),
        ("<html>", f'<link rel="canonical" href="{SLUG}"><meta name="robots" content="noindex, follow">', True),
        ("<html>", f'<link rel="canonical" href="{SLUG}">', False),
        ("<html amp>", "", False),
    ],
)
def test_twins(tag: str, head: str, twin: bool) -> None:
    page = f"<!DOCTYPE html>{tag}<head>{head}</head><body><h1>Headline</h1><p>{TEXT}</p></body></html>"
    assert extract_article(page.encode(), f"{HOME}/view/slug").role.twin == twin

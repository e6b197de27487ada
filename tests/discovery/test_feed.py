from __future__ import annotations

import dataclasses
import gzip
from datetime import date
from typing import TYPE_CHECKING

import pytest

from newscrawl.discovery import feed
from newscrawl.discovery.listing import Cut, ListingError
from newscrawl.items import ArticleRef

if TYPE_CHECKING:
    from newscrawl.discovery.listing import Listing
    from newscrawl.discovery.site import SiteInfo

URL = "https://news.example/feed/"

RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom"
	xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
	xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
	>
<channel>
	<title>The Example News</title>
	<atom:link href="https://news.example/feed/" rel="self" type="application/rss+xml" />
	<link>https://news.example</link>
	<description>Every day</description>
	<lastBuildDate>Fri, 24 Sep 2021 14:05:00 +0000</lastBuildDate>
	<generator>https://wordpress.org/?v=6.1.9</generator>
	<image><url>https://news.example/icon.png</url><link>https://news.example</link></image>
	<item>
		<title>Islamic State targeting Taliban leaders</title>
		<link>https://news.example/2021/09/24/islamic-state-targeting/?utm_source=rss&#038;utm_medium=rss</link>
		<comments>https://news.example/2021/09/24/islamic-state-targeting/#comments</comments>
		<dc:creator><![CDATA[Jane]]></dc:creator>
		<pubDate>Fri, 24 Sep 2021 14:05:00 +0000</pubDate>
		<category><![CDATA[Politics]]></category>
		<guid isPermaLink="false">https://old.example/?p=18793</guid>
		<description><![CDATA[After the attack & more <a href="https://evil.example/">]]></description>
		<content:encoded><![CDATA[<p><link>https://evil.example/x/</link> &nbsp; text</p>]]></content:encoded>
		<wfw:commentRss>https://news.example/2021/09/24/islamic-state-targeting/feed/</wfw:commentRss>
		<slash:comments>3</slash:comments>
	</item>
	<item>
		<title>Second</title>
		<link>https://news.example/?p=18790</link>
		<pubDate>Thu, 23 Sep 2021 20:00:00 +0000</pubDate>
		<guid isPermaLink="false">https://news.example/?post_type=news&#038;p=18790</guid>
	</item>
	</channel>
</rss>"""

ATOM = """<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">
	<title type="text">The Example News</title>
	<updated>2021-09-25T03:30:00Z</updated>
	<link rel="alternate" type="text/html" href="https://news.example" />
	<id>https://news.example/feed/atom/</id>
	<link rel="self" type="application/atom+xml" href="https://news.example/feed/atom/" />
	<link rel="next" href="/feed/atom/?page=2" />
	<entry>
		<author><name>Jane</name></author>
		<title type="html"><![CDATA[Islamic State]]></title>
		<link rel="edit" href="https://news.example/api/1" />
		<link rel="enclosure" type="image/jpeg" href="https://news.example/a.jpg" />
		<link rel="alternate" type="text/html" href="https://news.example/2021/09/24/islamic-state/" />
		<id>https://news.example/?p=18793</id>
		<updated>2021-09-25T03:30:00Z</updated>
		<published>2021-09-24T14:05:00Z</published>
		<source><link href="https://evil.example/" /><updated>2001-01-01T00:00:00Z</updated></source>
		<link rel="replies" type="text/html" href="https://news.example/2021/09/24/islamic-state/#comments" />
	</entry>
</feed>"""

RDF = """<?xml version="1.0" encoding="UTF-8"?><rdf:RDF xmlns="http://purl.org/rss/1.0/"
	xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://news.example"><title>N</title><link>https://news.example</link>
	<items><rdf:Seq><rdf:li rdf:resource="https://news.example/2021/09/24/a/"/></rdf:Seq></items></channel>
<item rdf:about="https://news.example/2021/09/24/a/"><title>A</title><link>https://news.example/2021/09/24/a/</link>
	<dc:date>2021-09-24T14:05:00Z</dc:date></item></rdf:RDF>"""

COMMENTS = """<rss version="2.0"><channel><title>Comments for N</title>
<item><title>By: Joe</title><link>https://news.example/2021/09/24/a/#comment-7</link>
<guid isPermaLink="false">https://news.example/?p=18793#comment-7</guid></item></channel></rss>"""


def parse(body: str | bytes, site: SiteInfo, url: str = URL, cut: Cut | None = None) -> Listing:
    return feed.parse(body.encode() if isinstance(body, str) else body, url, {}, site, cut or Cut())


def test_rss(site: SiteInfo) -> None:
    listing = parse(RSS, site)
    assert listing.refs == [
        ArticleRef(
            url="https://news.example/2021/09/24/islamic-state-targeting/",
            source="feed",
            number=18793,
            published="Fri, 24 Sep 2021 14:05:00 +0000",
            title="Islamic State targeting Taliban leaders",
        ),
        ArticleRef(
            url="https://news.example/?p=18790",
            source="feed",
            number=18790,
            published="Thu, 23 Sep 2021 20:00:00 +0000",
            title="Second",
        ),
    ]
    assert listing.more == ["https://news.example/feed/?paged=2"]
    assert (listing.skipped, listing.problem) == (0, None)


def test_atom(site: SiteInfo) -> None:
    listing = parse(ATOM, site, f"{URL}atom/")
    assert listing.refs == [
        ArticleRef(
            url="https://news.example/2021/09/24/islamic-state/",
            source="feed",
            number=18793,
            published="2021-09-24T14:05:00Z",
            modified="2021-09-25T03:30:00Z",
            title="Islamic State",
        )
    ]
    assert listing.more == ["https://news.example/feed/atom/?page=2"]


def test_rdf(site: SiteInfo) -> None:
    [ref] = parse(RDF, site).refs
    assert (ref.url, ref.published) == ("https://news.example/2021/09/24/a/", "2021-09-24T14:05:00Z")


def test_packed(site: SiteInfo) -> None:
    assert len(parse(gzip.compress(RSS.encode()), site).refs) == 2


@pytest.mark.parametrize(
    ("url", "following"),
    [
        (URL, f"{URL}?paged=2"),
        (f"{URL}?paged=9", f"{URL}?paged=10"),
        ("https://news.example/?feed=rss2", "https://news.example/?feed=rss2&paged=2"),
        ("https://news.example/?feed=rss2&paged=2", "https://news.example/?feed=rss2&paged=3"),
        ("https://news.example/index.php/feed/rss2/", "https://news.example/index.php/feed/rss2/?paged=2"),
    ],
)
def test_pages_of_wordpress(url: str, following: str, site: SiteInfo) -> None:
    without_generator = RSS.replace("<generator>https://wordpress.org/?v=6.1.9</generator>", "")
    assert parse(without_generator, site, url).more == [following]


def test_generator_tells_wordpress_too(site: SiteInfo) -> None:
    assert parse(RSS, site, "https://news.example/rss.xml").more == ["https://news.example/rss.xml?paged=2"]
    assert parse(RSS.replace("wordpress.org", "drupal.org"), site, "https://news.example/rss.xml").more == []


def test_paging_ends(site: SiteInfo) -> None:
    empty = '<rss version="2.0"><channel><title>N</title></channel></rss>'
    listing = parse(empty, site, f"{URL}?paged=4")
    assert (listing.refs, listing.more) == ([], [])
    assert parse(RSS, site, f"{URL}?paged={feed.MAX_PAGE}").more == []
    elsewhere = ATOM.replace("/feed/atom/?page=2", "https://other.example/feed/")
    assert parse(elsewhere, site, "https://news.example/atom.xml").more == []
    itself = ATOM.replace("/feed/atom/?page=2", "/feed/atom/")
    assert parse(itself, site, f"{URL}atom/").more == []


def test_since(site: SiteInfo) -> None:
    # 20:00 UTC is 00:30 of the next day at +04:30.
    listing = parse(RSS, site, cut=Cut(since=date(2021, 9, 24)))
    assert len(listing.refs) == 2
    assert len(parse(RSS, dataclasses.replace(site, timezone="UTC"), cut=Cut(since=date(2021, 9, 24))).refs) == 1
    assert len(parse(RSS, dataclasses.replace(site, timezone=None), cut=Cut(since=date(2021, 9, 24))).refs) == 2
    listing = parse(RSS, site, cut=Cut(since=date(2021, 9, 26)))
    assert (listing.refs, listing.more) == ([], [])


def test_comments_are_no_articles(site: SiteInfo) -> None:
    with pytest.raises(ListingError, match="is a feed of comments"):
        parse(COMMENTS, site)
    item = COMMENTS.partition("<item>")[2].partition("</item>")[0]
    listing = parse(RSS.replace("</channel>", f"<item>{item}</item></channel>"), site)
    assert (len(listing.refs), listing.skipped) == (2, 1)


def test_items_without_a_page_are_counted(site: SiteInfo) -> None:
    items = (
        "<item><title>no link</title></item>"
        "<item><link>https://other.example/a/</link></item>"
        "<item><link>https://news.example/</link></item>"
        "<item><link>https://news.example/a.mp3</link></item>"
        '<item><guid isPermaLink="true">https://news.example/by-guid/</guid></item>'
    )
    listing = parse(f'<rss version="2.0"><channel>{items}</channel></rss>', site)
    assert [ref.url for ref in listing.refs] == ["https://news.example/by-guid/"]
    assert listing.skipped == 4


def test_feedburner(site: SiteInfo) -> None:
    item = (
        "<item><link>https://feedproxy.example/~r/x</link>"
        "<feedburner:origLink>https://news.example/a/</feedburner:origLink></item>"
    )
    [ref] = parse(f'<rss version="2.0"><channel>{item}</channel></rss>', site).refs
    assert ref.url == "https://news.example/a/"


@pytest.mark.parametrize("guid", ["https://news.example/?p=0", "?p=x", "http://[", "18793", "?p=" + "9" * 50])
def test_guids_without_number(guid: str, site: SiteInfo) -> None:
    item = f"<item><link>https://news.example/a/</link><guid>{guid}</guid></item>"
    [ref] = parse(f'<rss version="2.0"><channel>{item}</channel></rss>', site).refs
    assert ref.number is None


def test_broken_feed_gives_what_it_has(site: SiteInfo) -> None:
    cut_off = parse(RSS[: RSS.index("<title>Second")], site)
    assert len(cut_off.refs) == 1
    assert cut_off.problem is not None
    mended = parse(RSS.replace("<title>Second", "<title>Caf&eacute; \x08 & more"), site)
    assert len(mended.refs) == 2
    assert mended.problem is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "is empty, not a feed"),
        (b"<!DOCTYPE html><html></html>", "is HTML, not a feed"),
        (b'<urlset xmlns="x"></urlset>', "is a sitemap, not a feed"),
        (b'<!DOCTYPE rss [<!ENTITY x "y">]><rss><channel/></rss>', "is XML that declares entities"),
        (
            b"<rss><channel><item><link>https://other.example/a/</link></item></channel></rss>",
            "lists only pages of other hosts, such as other.example",
        ),
    ],
)
def test_no_feed(body: bytes, reason: str, site: SiteInfo) -> None:
    with pytest.raises(ListingError) as error:
        parse(body, site)
    assert str(error.value) == reason


def test_old_rss_with_its_dtd(site: SiteInfo) -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://dtd.example/rss-0.91.dtd">'
    body = f"{doctype}<rss version='0.91'><channel><item><link>https://news.example/a/</link></item></channel></rss>"
    assert len(parse(body, site).refs) == 1


def test_first(site: SiteInfo) -> None:
    assert feed.first(site, Cut()) == []
    site = dataclasses.replace(site, feeds=(URL, "https://news.example/?feed=rss2"))
    assert feed.first(site, Cut()) == [[URL], ["https://news.example/?feed=rss2"]]


def test_the_feed_of_another_edition(site: SiteInfo) -> None:
    edition = dataclasses.replace(site, folder="/fa/", narrow=True, feeds=(URL, f"{URL}2"))
    with pytest.raises(ListingError, match="only articles outside of /fa/"):
        parse(RDF, edition)
    own = RDF.replace("/2021/", "/fa/2021/")
    assert [ref.url for ref in parse(own, edition).refs] == ["https://news.example/fa/2021/09/24/a/"]
    assert parse(RDF, edition, url=f"{URL}?paged=2").refs == []

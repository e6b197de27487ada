"""Addresses that WordPress, its plugins, caches and themes hang on an article, and that show no other one.

Each is a text of words, to be split.
"""

from __future__ import annotations

QUERIES = """
    replytocom=7 replytocom=8#respond share=facebook&nb=1 nb=1 print=1 print=pdf print=print printer_friendly=1 pdf=1
    amp AMP amp=1 amp=0 noamp=mobile outputType=amp amp_markup=1 withcomments=1 cpage=2 unapproved=3&moderation-hash=x
    preview=true preview_id=3 ver=5.8 _=1632495600 nocache=1 cachebuster=7 PHPSESSID=0123456789abcdef0123
    sid=0123456789abcdef0123 utm_source=home&utm_medium=x UTM_Campaign=y fbclid=x gclid=x gad_source=1 ref=top
    relatedposts_hit=1&relatedposts_origin=4&relatedposts_position=0 wref=tp source=rss from=home spref=tw
    filter=water filter_color=red orderby=date order=asc sort=asc highlight=water fontsize=large theme=mobile mobile=1
    wpmp_switcher=mobile et_fb=1 elementor-preview=1 fl_builder ical=1 outlook-ical=1 tribe-bar-date=2021-09
    eventDisplay=past add-to-cart=3 add_to_wishlist=3 action=lostpassword redirect_to=/ _wpnonce=1a2b3c like=1 vote=5
    currency=EUR download=1 embed=true trackback=1 feed=rss2 paged=2 page=1 s=water gallery=2 slide=3 image=4
    tab=comments format=pdf view=print
"""
"""Behind an article's address, after the question mark."""

PLAIN_QUERIES = """
    replytocom=7 share=facebook print=1 amp amp=1 noamp=mobile withcomments=1 cpage=2 preview=true PHPSESSID=0123456789a
    utm_source=home fbclid=x gclid=x ref=top pdf=1 ical=1 add-to-cart=3 action=lostpassword feed=rss2 s=water
"""
"""Behind ``?p=N``, where the query is the address: those whose meaning is known."""

ENDINGS = """
    amp AMP print feed feed/rss2 feed/atom embed trackback comment-page-2 comments comments/feed page/2 page/2/?s=water
    2/amp photo photo/feed attachment/photo printpage print-friendly pdf emailpopup email mobile gallery share
    ?amp=1&utm_source=x amp/?noamp=mobile comment-page-2/?replytocom=9 comment-page-3/amp
"""
"""Below an article's address; without the closing slash."""

ELSEWHERE = """
    /wp-login.php /wp-login.php?redirect_to=/2021/ /wp-login.php?action=lostpassword /xmlrpc.php /xmlrpc.php?rsd
    /wp-admin/ /wp-admin/admin-ajax.php?action=load_more /wp-json/ /wp-json/wp/v2/posts/1001
    /wp-json/oembed/1.0/embed?url=x /?rest_route=/wp/v2/posts/1001 /wp-comments-post.php
    /wp-content/uploads/2021/09/a.jpg
    /?attachment_id=12 /?page_id=2 /?s=water /?s=water&paged=2 /page/2/?s=water /search/water/ /search/water/page/2/
    /?m=202109 /?author=1 /?tag=water /?cat=4&orderby=date /?taxonomy=place&term=valley /?year=2021&monthnum=09
    /author/ann/ /author/ann/page/2/ /tag/water/ /tag/water/page/3/ /tag/the-water-of-the-valley/ /2021/09/
    /2021/09/24/ /2021/09/page/2/ /archives/2021/09/ /archives/date/2021/09/24/ /blog/2021/09/ /feed/ /comments/feed/
    /?feed=rss2 /?feed=comments-rss2 /category/politics/feed/ /?ical=1 /events/2021-09/ /events/month/2021-09/
    /events/list/?tribe-bar-date=2021-10-01 /event/market-day-in-the-old-town/2021-09-24/ /sitemap.xml /robots.txt
"""
"""Of the site itself."""

"""What class and id tokens say of an element: WordPress core's own, its common themes' and plugins', and patterns.

Sources: WordPress core's templates (``body_class``, ``post_class``, ``comment_form``, block markup), the default themes
Twenty Ten to Twenty Twenty-Five, and the themes, page builders and plugins most installed from wordpress.org.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

BODY: Final = 1
"""Holds the article's text and nothing else, by convention."""
BODY_GUESS: Final = 2
"""Named as if it held the article's text; may hold more."""
DROP: Final = 4
"""Never part of an article, whatever it holds: comments, share buttons, related posts by known plugins."""
JUNK: Final = 8
"""Named like something that is no part of an article, unless it turns out to hold the article."""
TITLE: Final = 16
"""The article's headline."""
SUMMARY: Final = 32
"""The standfirst."""
CAPTION: Final = 64
"""Text of a picture or video."""
AUTHOR: Final = 128
"""Names the author."""
DATE: Final = 256
"""Holds the date of publication."""
CATEGORIES: Final = 512
"""Holds the links to the article's categories."""
TAGS: Final = 1024
"""Holds the links to the article's tags."""
HENTRY: Final = 2048
"""The whole article: ``post_class`` of WordPress."""
UPDATED: Final = 4096
"""Holds the date of the last change."""
META: Final = 8192
"""Line of facts about an article (byline, date, category): no prose, but what metadata is read from."""
JUNK_GUESS: Final = 32768
"""Holds a word in its name that things beside an article are called by; wrappers of the article may hold it too."""
HIDDEN: Final = 16384
"""Not shown to readers: text for screen readers, print-only copies."""
ARTICLE: Final = 65536
"""An ``article`` element."""
HEADER: Final = 131072
"""A ``header`` element."""
PAGER: Final = 262144
"""Turns the pages of an article, or of a list."""
CRUMBS: Final = 524288
"""The way from the home page to this one."""
JUNK_WEAK: Final = 1048576
"""Beside ``JUNK_GUESS``: by a word that articles have uses of their own for (votes, menus), unless ``JUNK_FIRM``."""
JUNK_FIRM: Final = 2097152
"""Beside ``JUNK_GUESS``: by any other word."""

FACTS: Final = META | AUTHOR | DATE | UPDATED | CATEGORIES | TAGS
"""Any line of facts."""


def _table(groups: dict[int, str]) -> dict[str, int]:
    table: dict[str, int] = {}
    for flag, names in groups.items():
        for name in names.split():
            table[name] = table.get(name, 0) | flag
    return table


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TOKENS: Final = _table(
    {
        BODY: """
            entry-content post-content td-post-content wp-block-post-content article-content article-body
            articlebody post-body entry-body single-content storycontent tdb_single_content
            tdb-block-inner_content elementor-widget-theme-post-content et_pb_post_content postcontent
            post_content entry_content single-post-content the-content the_content thecontent
            article__content article__body article-text post__content entry__content post-entry-content
            single__content story-content story-body article_content article_body articlecontent
            article-copy post-text post_text entrytext entry-text post-bodycopy art-postcontent
            pf-content entry-content-single single_content single-post__content post-inner-content
            blog-content blog_content news-content news-text news-body news__content content-inner
            penci-entry-content postbody post-entry-text c-article__body article-entry articletext
            brxe-post-content ct-inner-content mkdf-post-text-main qodef-post-text-main s-post-content
            article-main-content entry-inner bodytext
            """,
        DROP: """
            comments comments-area commentlist comment-list comment-respond comment-form respond
            disqus_thread fb-comments comments-wrapper comments-section comments-container
            comment-section comments-title commentarea sharedaddy sd-sharing sd-block jp-relatedposts
            addtoany_share_save_container addtoany_content a2a_kit heateor_sss_sharing_container
            heateor_sss_horizontal_sharing essb_links shared-counts-wrap simplesocialbuttons
            swp_social_panel social-share social-sharing share-buttons sharing-buttons
            wp-block-social-links share-box td-post-sharing td-post-sharing-top td-post-sharing-bottom
            tdb_single_post_share post-share post-sharing entry-share share-links social-links
            social-icons shariff ssba ssbp-wrap mashsb-container dpsp-content-wrapper sassy-social-share
            ssk-group sharify-container social_share yarpp yarpp-related yarpp_pro crp_related
            related-posts related-post relatedposts related_posts td_block_related_posts
            tdb_single_related jp-relatedposts-post rp4wp-related-posts wp_rp_wrap wp_rp_content
            zem_rp_wrap post-related ta-related-posts single-related-posts related-articles
            related-entries outbrain ob-widget taboola trc_related_container adsbygoogle ad-container
            ad-wrapper advads- code-block adsense google-auto-placed wp-block-newsletterglue mc4wp-form
            mc_embed_signup tnp tnp-subscription jetpack_subscription_widget
            wp-block-jetpack-subscriptions wpcf7 gform_wrapper wpforms-container author-box author-bio
            authorbox author-info saboxplugin-wrap about-author author-description td-author-name
            author-box-wrap m-a-box entry-author-box post-author-box authorbio author_bio abh_box
            post-navigation nav-links nav-single posts-navigation post-nav navigation-post nav-previous
            nav-next prevnext post-pagination wp-block-post-navigation-link pagination page-links
            wp-block-query-pagination breadcrumb breadcrumbs rank-math-breadcrumb yoast-breadcrumbs
            entry-crumbs td-crumb-container ez-toc-container toc_container lwptoc
            wp-block-rank-math-toc-block wp-block-table-of-contents wp-block-latest-posts
            wp-block-latest-comments wp-block-tag-cloud wp-block-categories wp-block-archives
            wp-block-calendar wp-block-search wp-block-login-out wp-block-page-list wp-block-comments
            wp-block-post-comments wp-block-comments-query-loop wp-block-post-comments-form
            wp-block-post-author-biography cookie-notice cookie-law-info-bar cmplz-cookiebanner
            cookieconsent borlabs-cookie onetrust-consent-sdk onetrust-banner-sdk onetrust-pc-sdk didomi-host
            cybotcookiebotdialog qc-cmp2-container usercentrics-root osano-cm-window iubenda-cs-banner fc-consent-root
            cky-consent-container cky-modal moove_gdpr_cookie_modal tarteaucitronroot truste-consent-track cmpbox
            borlabscookiebox borlabscookie skip-link tptn_counter post-views wpulike kksr-legacy
            kk-star-ratings post-ratings rmp-widgets-container wp-block-wp-post-ratings jp-post-flair
            wpadvert post-likes likes-master sd-like reblog-likes printfriendly pf-button-content
            wp-playlist wp-embedded-content entry-print tweet__wrapper wp-block-embed twitter-tweet twitter-video
            instagram-media tiktok-embed fb-post fb-video bluesky-embed mastodon-embed reddit-embed-bq reddit-card
            text-post-media imgur-embed-pub
            gdpr-consent nocomments no-comments screen-reader-shortcut menu-item widget-area site-footer
            colophon sidebar-primary footer-widgets sub-menu page_item cat-item recentcomments
            widget_nav_menu widget_categories widget_archive widget_tag_cloud widget_recent_comments
            widget_recent_entries widget_meta widget_search widget_calendar widget_pages widget_rss
            widget_media_image widget_media_gallery widget_block_search tagcloud commentform reply-title
            comment-reply-title comments-link edit-link postnavi wpdcom td-a-rec td-adspot-title td_inline_related
            pum pum-overlay popmake pp-multiple-authors-boxes-wrapper pp-multiple-authors-wrapper
            embed-privacy-overlay brlbs-cmpnt-content-blocker _brlbs-content-blocker cmplz-placeholder-parent
            rcp_restricted rcp_restricted_notice pmpro_content_message mepr-unauthorized-message
            leaky_paywall_message wc-memberships-restriction-message lyte lyte-wrapper formkit-form
            reading-time read-time span-reading-time rt-reading-time reading_time post-reading-time
            entry-reading-time min-read view-count view-counter post-views-count views-count aawp-product aawp-box
            lasso-container td-gallery-controls-wrapper powerpress_links powerpress_subscribe_links castos-player
            podcast_meta datatables_length datatables_filter datatables_info datatables_paginate
            simpletoc yoast-table-of-contents wp-block-yoast-seo-table-of-contents ub_table-of-contents wpj-jtoc
            """,
        JUNK: """
            sidebar widget secondary footer site-header masthead menu nav navbar navigation newsletter
            subscribe advertisement advert ad ads banner popup modal promo sponsor offcanvas most-read
            trending popular tertiary widgets topbar top-bar overlay
            """,
        TITLE: """
            entry-title post-title wp-block-post-title article-title single-title tdb-title-text headline
            article-headline post__title entry__title article__title single-post-title post_title
            posttitle article__headline elementor-heading-title article-heading entry_title page-title
            title single__title
            """,
        SUMMARY: """
            standfirst entry-summary entry-subtitle post-subtitle article-subtitle subtitle sub-title dek
            deck article-excerpt post-excerpt entry-excerpt excerpt lead-text article-lead article__lead
            post-lead article-summary article__summary subheadline sub-headline post-subheading
            subheading wp-block-post-excerpt td-post-sub-title post-standfirst article-standfirst
            lead article-intro article__intro post-intro entry-intro intro-text article__excerpt article-dek teaser-text
            lead-paragraph newspack-post-subtitle secondary-title kicker-text vorspann
            article-subheadline post__excerpt single-excerpt article__standfirst post-summary
            article__subtitle article-deck article-subhead subhead
            """,
        CAPTION: """
            wp-caption-text wp-element-caption gallery-caption wp-caption-dd caption image-caption
            img-caption photo-caption thumbnail-caption post-thumbnail-caption featured-caption
            featured-image-caption media-credit image-credit photo-credit figcaption caption-text
            td-featured-image-caption image-copyright wp-block-image__caption blocks-gallery-caption
            blocks-gallery-item__caption img-credit credit bildunterschrift article-image-caption
            article__caption caption-credit envira-gallery-captioncontent envira-gallery-caption figc-inner
            et_pb_gallery_title et_pb_gallery_caption fg-caption
            """,
        AUTHOR: """
            author byline entry-author post-author vcard posted-by td-post-author-name
            wp-block-post-author-name author-name author_name meta-author entry-meta-author
            post-meta-author elementor-post-info__item--type-author author-link article-author
            article__author by-author tdb-author-name byline-name author__name entry-author-name
            post-byline article-byline
            """,
        DATE: """
            entry-date published posted-on post-date td-post-date wp-block-post-date date entry-time
            post-time meta-date article-date entry-meta-date article__date
            elementor-post-info__item--type-date post-meta-date tdb-date date-published publish-date
            pubdate entry-published the-date postdate post__date published-date dtreviewed time
            single-date posted-date post-published fusion-tb-published-date
            """,
        UPDATED: """
            updated modified modified-date last-updated entry-modified-date date-modified updated-on
            fusion-tb-modified-date
            """,
        CATEGORIES: """
            cat-links entry-categories post-categories td-category meta-category entry-category
            post-category category-links categories wp-block-post-terms-category taxonomy-category
            elementor-post-info__terms-list
            tdb-category posted-in ast-terms-link jeg_meta_category
            article-category meta-categories entry-cats post-cats
            entry-meta-categories meta-cat post__categories cat-link
            """,
        TAGS: """
            tags-links tag-links entry-tags post-tags td-tags td-post-source-tags tagcloud-post
            article-tags taglist tags taxonomy-post_tag tdb-tags meta-tags post__tags tag-list
            post-tag-list single-tags the-tags
            """,
        HENTRY: "hentry post type-post single-post-article",
        META: """
            entry-meta post-meta entry-footer entry-header-meta byline postmetadata post-info entry-info
            meta postmeta post-meta-wrapper entry-details article-meta td-module-meta-info article-info
            entry-utility post-footer article__meta post__meta meta-info postinfo article-footer
            entry-taxonomies metadata entry-byline blog-meta single-meta wp-block-post-author__byline
            """,
        PAGER: """
            page-link page-links post-page-numbers page-numbers page-nav page-navi page-navigation nav-links
            link-pages pagination multipage next-page nextpage wp-pagenavi post-nav-links post-pagination
            wp-link-pages wp-block-query-pagination
            """,
        PAGER | JUNK_GUESS: "pager",
        SUMMARY | JUNK_GUESS: "teaser",
        0: "paywall",  # Google's documentation has publishers mark the text itself so
        HIDDEN: """
            screen-reader-text sr-only visually-hidden visuallyhidden assistive-text
            """,
    }
)

_WHOLE: Final = _words("""
    post entry article story news blog single page td content text
""")
_PART: Final = _words("""
    content body text inner copy main entry richtext prose wysiwyg editor
""")
_NAMES: Final = _words("""
    content main entry article story text richtext prose articletext
""")
_FILLER: Final = _words("""
    the c o m s l js wp post entry article story news blog single full default type standard left
    right col md lg clearfix detail details container
""")
_JUNK_WORDS: Final = _words("""
    related relatedposts relatedarticles share sharing sharebar socialshare social newsletter
    subscribe subscription sidebar sidebar1 sidebar2 comments comment respond breadcrumb breadcrumbs
    nav navigation navbar menu pagination pager footer cookie cookies consent gdpr popup modal
    banner advert advertisement advertising ad ads adbox adslot sponsored sponsor promo promotion
    teaser teasers authorbox recommended recommendation recommendations recirc popular trending toc
    print login signup register rating ratings vote paywall donate donation spenden membership
    recommend readmore mostread latest upsell cta disclaimer copyright optin mailchimp
    inhaltsverzeichnis verwandte abo weitere empfehlungen affiliate anzeige werbung adlabel adspot advads quads
    adthrive mediavine ezoic adrotate poll polls
""")
_WEAK_WORDS: Final = _words("""
    vote menu latest popular rating ratings trending recommended recommendation
""")
_STATE_WORDS: Final = _words("""
    has no with is not hide category tag type status format page template parent postid single live
""")
"""First words of tokens that tell a state or a term of the page, not what the element is."""
_AUTHOR_LAST: Final = _words("""
    author authors byline autor autoren
""")
_CAPTION_LAST: Final = _words("""
    caption credit credits
""")
_SUMMARY_LAST: Final = _words("""
    excerpt standfirst subtitle subheadline dek lead
""")
_BOX_WORDS: Final = _words("""
    box boxes bio biography card profile about
""")
"""Beside "author": a box about the author under the text."""
_LAYOUT_WORDS: Final = _words("""
    left right wrapper wrap none off on enabled disabled active yes no
""")
"""Last words of tokens that tell how a container is laid out: ``sidebar-right``."""
_ASKING: Final = frozenset({("pop", "up"), ("sign", "up"), ("sign", "in")})
"""Two words that name what asks readers for something."""
_NAMESPACES: Final = _words("c l o m t js")
"""What style guides put before the name of a component, a layout, an object: ``l-article__text``."""
_WALLED: Final = _words("article text body story")
"""After "paywall": what stands behind one."""
_WITH_WORDS: Final = _words("""
    has with no without
""")
"""Words within tokens that tell what a container has beside it: ``page-content-has-sidebar``."""
_PRINT_STATES: Final = _words("""
    d print none block inline flex hide hidden visible table row cell
""")

_SPEAKING: Final = _words("author widget") | _AUTHOR_LAST | _JUNK_WORDS | _PART | _CAPTION_LAST | _SUMMARY_LAST | _NAMES
"""Words without one of which a token that is no known name says nothing: most are of that kind."""

flags_memory: dict[str, int] = {}
"""What ``class_flags`` has answered, for callers in a hurry."""
_token_memory: dict[str, int] = {}
"""What single tokens said: most new values hold a known one."""
_MEMORY_LIMIT = 20_000
"""Values and tokens that are remembered, then it starts anew: a hostile site can print a new class on every element."""
_LONGEST_REMEMBERED = 100
_TERMS: Final = ("tag-", "category-")
_DIGITS: Final = "0123456789"


def token_flags(token: str) -> int:
    """What one class or id token says; 0 for nothing."""
    known = _TOKENS.get(token)
    if known is not None:
        return known
    if "--" in token[2:]:
        token = token[: token.index("--", 2)]  # a BEM modifier tells a state: section--has-ads
        known = _TOKENS.get(token)
        if known is not None:
            return known
    words = token.replace("__", "-").replace("_", "-").split("-")
    asks = ("sign" in token or "pop" in token) and ("signup" in token or not _ASKING.isdisjoint(pairwise(words)))
    if _SPEAKING.isdisjoint(words) and not asks:
        return 0
    if len(words) > 2 and words[0] in _NAMESPACES:
        del words[0]
    if words[0] in _STATE_WORDS and len(words) > 1:
        return 0
    if words[-1] in _AUTHOR_LAST or (
        words[-1] in ("name", "names", "link") and words[-2:-1] in (["author"], ["authors"])
    ):
        return AUTHOR
    if ("author" in words or "authors" in words) and not _BOX_WORDS.isdisjoint(words):
        return JUNK_GUESS
    if not _JUNK_WORDS.isdisjoint(words) or words[0] == "widget" or asks:
        if (
            words[-1] in _LAYOUT_WORDS
            or not _WITH_WORDS.isdisjoint(words[1:-1])
            or ("header" in words and "footer" in words)
        ):
            return 0
        # bootstrap's d-print-none and the like tell what paper shows, not what the element is
        if "print" in words and _PRINT_STATES.issuperset(words):
            return 0
        if words[0] == "paywall" and words[-1] in _WALLED:
            return 0
        if words[-1] == "teaser" and words[0] in _WHOLE:
            return SUMMARY | JUNK_GUESS
        weak = not asks and _JUNK_WORDS.intersection(words) <= _WEAK_WORDS
        return JUNK_GUESS | (JUNK_WEAK if weak else JUNK_FIRM)
    if len(words) > 1:
        rest = [w for w in words if w not in _FILLER]
        if words[0] in _WHOLE and rest and all(w in _PART for w in rest):
            return BODY_GUESS
        if words[-1] in _CAPTION_LAST:
            return CAPTION
        if words[-1] in _SUMMARY_LAST and words[0] in _WHOLE:
            return SUMMARY
    elif token in _NAMES:
        return BODY_GUESS
    return 0


_WIDGET: Final = JUNK | JUNK_GUESS | JUNK_WEAK | JUNK_FIRM

_ID_WORDS: Final = _words("""
    related comments sidebar share newsletter footer navigation popup cookie banner
""")


def id_flags(value: str) -> int:
    """What an ``id`` says: exact names, and few words only, for ids are made from headings too (``toc_title_1``)."""
    token = value.lower()
    if "crumb" in token:
        return _TOKENS.get(token, 0) | CRUMBS
    flags = _TOKENS.get(token, 0) & ~(TITLE | CAPTION | HIDDEN)
    if not flags and not _ID_WORDS.isdisjoint(token.replace("_", "-").split("-")):
        return JUNK_GUESS
    return flags if flags else BODY_GUESS if token in _NAMES else 0


def class_flags(value: str) -> int:
    """What a whole ``class`` attribute says."""
    flags = flags_memory.get(value)
    if flags is not None:
        return flags
    flags = 0
    lasting = len(value) <= _LONGEST_REMEMBERED
    for token in value.lower().split():
        said = _token_memory.get(token)
        if said is None:
            # with a number or a term it is one article's own, and each page's would be remembered
            if token[-3:].isdigit():
                lasting = False
                token = token.rstrip(_DIGITS) + "0"  # what it says hangs on no number
                said = _token_memory.get(token)
            own = token.startswith(_TERMS) or len(token) > _LONGEST_REMEMBERED
            lasting = lasting and not own
            if said is None:
                said = token_flags(token) | (CRUMBS if "crumb" in token else 0)
                if not own:
                    _remember(_token_memory, token, said)
        flags |= said
    if "so-panel" in value:
        flags &= ~_WIDGET  # SiteOrigin's page builder makes the text of widgets
    if lasting:
        _remember(flags_memory, value, flags)
    return flags


def _remember(memory: dict[str, int], value: str, flags: int) -> None:
    if len(memory) >= _MEMORY_LIMIT:
        memory.clear()
    memory[value] = flags

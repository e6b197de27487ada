"""Addresses without what only tells who the reader is and where from."""

from __future__ import annotations

from typing import Final

_TRACKING: Final = frozenset(
    {
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "li_fat_id",
        "igshid", "igsh", "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "__hstc", "__hssc", "__hsfp",
        "hsctatracking", "vero_id", "oly_enc_id", "oly_anon_id", "_openstat", "wickedid", "s_cid", "spm", "cmpid",
        "ns_campaign",
        "ns_mchannel", "ns_source", "fb_action_ids", "fb_action_types", "fb_source", "fb_ref", "_ga", "_gl", "ncid",
        "sr_share", "share", "nb", "srsltid", "gad_source", "epik", "ref", "ref_src", "__twitter_impression",
        "replytocom", "unapproved", "moderation-hash", "phpsessid", "jsessionid", "sessionid", "session_id",
    }
)  # fmt: skip
"""Parameters that ad networks, mailing services and share buttons (Jetpack: ``share``, ``nb``) add, that name the
reader's session, or the comment to reply to."""
_PREFIXES: Final = ("utm_", "pk_", "piwik_", "mtm_", "matomo_", "at_campaign", "at_medium", "hsa_")


def without_tracking(url: str) -> str:
    """``url`` without the parameters of its query that are known to track readers; the rest in its order."""
    _, mark, query = url.partition("?")
    if not mark:
        return url
    names = [part.partition("=")[0] for part in query.partition("#")[0].split("&")]
    tracking = [name for name in names if name.lower() in _TRACKING or name.lower().startswith(_PREFIXES)]
    if not tracking:
        return url
    from w3lib.url import url_query_cleaner  # a third of what the process that reads pages holds: few pages take it

    return url_query_cleaner(url, tracking, remove=True, unique=False, keep_fragments=True)

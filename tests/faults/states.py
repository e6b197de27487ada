"""The states in which an article may end whose page has a fault, by the name of the fault."""

from __future__ import annotations

from .articles import PACKERS

EXPORTED, REJECTED, FAILED = {"exported"}, {"rejected"}, {"failed"}
DUPLICATE, ROBOTS = {"duplicate"}, {"skipped_by_robots"}

STATES: dict[str, set[str]] = {
    # What passes, or comes whole in the end, is exported.
    "503-then-ok": EXPORTED,
    "429-then-ok": EXPORTED,
    "dropped-then-ok": EXPORTED,
    "slow": EXPORTED,
    "no-content-type": EXPORTED,
    "unknown-charset": EXPORTED,
    "many-paragraphs": EXPORTED,
    **{f"{encoding}-packed": EXPORTED for encoding in PACKERS},
    "packed-twice": EXPORTED,
    # What never comes, or comes in part, has failed.
    **{f"status-{status}": FAILED for status in (401, 403, 404, 410, 429, 500, 503)},
    "dropped-at-once": FAILED,
    "dropped-in-head": FAILED,
    "dropped-in-body": FAILED,
    "truncated": FAILED,
    "truncated-chunks": FAILED,
    "too-slow": FAILED,
    "silent": FAILED,
    "no-http": FAILED,
    "huge-header": FAILED,
    "endless-headers": FAILED,
    "endless-interim": FAILED,
    "endless-to-read": FAILED,
    "huge": FAILED,
    "huge-chunks": FAILED,
    "drips-head": FAILED,
    "gzip-bomb": FAILED,
    **{f"{encoding}-{how}": FAILED for encoding in ("deflate", "br", "zstd") for how in ("bomb", "cut")},
    "not-br": FAILED,
    "not-zstd": FAILED,
    "not-deflate": FAILED,
    "challenge": FAILED,
    "challenge-header": FAILED,
    "redirect-loop": FAILED,
    "redirect-chain": FAILED,
    "redirect-off-site": FAILED,
    "redirect-to-file": FAILED,
    "redirect-nowhere": FAILED,
    # What comes but is no article is rejected.
    "empty": REJECTED,
    "only-nul-bytes": REJECTED,
    "pdf": REJECTED,
    "png": REJECTED,
    "plain-text": REJECTED,
    "json": REJECTED,
    "no-article": REJECTED,
    "notice-then-ok": REJECTED,
    "half-a-page": REJECTED,
    "redirect-to-home": REJECTED,
    "redirect-to-list": REJECTED | FAILED,
    "redirect-to-good": DUPLICATE,
    "disallowed": ROBOTS,
    # How far these can be read is a matter of the parser; what is exported has to be right.
    "status-204": REJECTED | FAILED,
    "many-headers": EXPORTED | FAILED,
    "deep": EXPORTED | REJECTED,
    "deep-unclosed": EXPORTED | REJECTED,
    "nul-bytes": EXPORTED | REJECTED,
    "article-as-png": EXPORTED | REJECTED,
    "utf-8-as-latin-1": EXPORTED | REJECTED,
    "latin-1-as-utf-8": EXPORTED | REJECTED,
    "utf-16": EXPORTED | REJECTED,
    "gzip-cut": REJECTED | FAILED,
    "gzip-cut-late": REJECTED | FAILED,
    "429-for-a-second": EXPORTED | FAILED,
    "not-gzip": EXPORTED | REJECTED | FAILED,
}

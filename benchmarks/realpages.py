"""Reads a folder of saved article pages and scores what the extractor makes of them, beside its peers in one run.

    python benchmarks/realpages.py FOLDER [--failures] [--rounds N] [--peers trafilatura,trafilatura-fast]

FOLDER holds ``cases.json`` and ``pages/<id>.html.gz``. A case names segments that the body must hold (``with``) and
must not (``without``), and where known title, date, author, categories, tags. Counted as segments: TP a ``with`` found,
FN one missing, FP a ``without`` found, white space folded, invisible characters (soft hyphens) left out on both sides.
Titles are compared by their letters and digits, case folded, as a whole; other names after white space and case
folding: the author as one of the names found, or as all of them where several are expected, categories and tags as sets
of which none may be missing (``exact``: nor one too many). A date counts by its day.
CPU time is the process's, the least of the rounds for each page; peers take turns every twenty pages, so that what else
the machine does meets all of them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
import unicodedata
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newscrawl.extract.page import extract_article
from newscrawl.normalise import normalise_article

if TYPE_CHECKING:
    from collections.abc import Callable

Result = dict[str, Any]

BLOCK = 20

SEVERAL = re.compile(r",| and | und | et | y | & ")


def fold(text: str | None) -> str:
    visible = "".join(c for c in text or "" if c == " " or unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFC", visible).split())


def ours(html: bytes, url: str) -> Result:
    article = extract_article(html, url)
    evidence = article.evidence
    return {
        "body": article.body,
        "summary": article.summary,
        "title": article.headline,
        "authors": article.authors,
        "tags": article.tags,
        "article": article,
        "evidence": evidence,
    }


def finish(result: Result, normalise: bool) -> None:
    """Turn evidence into the fields that are compared; not part of what is timed."""
    article = result.pop("article", None)
    if article is None:
        return
    evidence = result.pop("evidence")
    best_category: list[str] = []
    for source in ("html", "json-ld", "opengraph"):
        best_category = best_category or evidence.category.get(source, [])
    result["categories"] = best_category
    date = next((evidence.date[s] for s in ("json-ld", "opengraph", "html") if s in evidence.date), "")
    if normalise:
        finished = normalise_article(article)
        result.update(body=finished.body, summary=finished.summary, title=finished.headline)
        result.update(authors=finished.authors, tags=finished.tags, categories=finished.categories)
        date = finished.date or ""
    result["date"] = date


def trafilatura_peer(fast: bool) -> Callable[[bytes, str], Result] | None:
    try:
        import trafilatura
    except ImportError:
        return None

    def extract(html: bytes, url: str) -> Result:
        document = trafilatura.bare_extraction(
            html, url=url, include_comments=False, with_metadata=True, fast=fast, as_dict=True
        )
        if not document:
            return {}
        if not isinstance(document, dict):
            document = document.as_dict()
        return {
            "body": document.get("text") or "",
            "title": document.get("title"),
            "date": document.get("date"),
            "authors": (document.get("author") or "").split("; "),
            "categories": document.get("categories") or [],
            "tags": document.get("tags") or [],
        }

    return extract


def letters(text: str | None) -> str:
    return "".join(c for c in text or "" if c.isalnum()).casefold()


def names(values: list[str]) -> set[str]:
    return {fold(v).casefold() for v in values if v}


class Score:
    """Sums of one reader over all pages."""

    def __init__(self) -> None:
        self.tp = self.fn = self.fp = 0
        self.with_summary = [0, 0, 0]
        self.fields: dict[str, list[int]] = {
            name: [0, 0] for name in ("title", "date", "author", "categories", "categories exact", "tags", "tags exact")
        }
        self.seconds = 0.0
        self.failures: list[str] = []

    def add(self, case: dict[str, Any], result: Result) -> None:
        body = fold(result.get("body"))
        both = fold(f"{result.get('summary') or ''}\n{result.get('body') or ''}")
        missing = [s for s in case["with"] if fold(s) not in body]
        wrong = [s for s in case["without"] if fold(s) in body]
        self.tp += len(case["with"]) - len(missing)
        self.fn += len(missing)
        self.fp += len(wrong)
        self.with_summary[0] += sum(fold(s) in both for s in case["with"])
        self.with_summary[1] += sum(fold(s) not in both for s in case["with"])
        self.with_summary[2] += sum(fold(s) in both for s in case["without"])
        for segment in missing:
            self.failures.append(f"{case['id']} missing  {segment[:90]!r}")
        for segment in wrong:
            self.failures.append(f"{case['id']} extra    {segment[:90]!r}")
        got = {
            "title": letters(result.get("title")),
            "date": (result.get("date") or "")[:10],
            "author": names(result.get("authors") or []),
            "categories": names(result.get("categories") or []),
            "tags": names(result.get("tags") or []),
        }
        for name, value in got.items():
            expected = case.get(name)
            if not expected:
                continue
            if name == "title":
                right = value == letters(expected)
            elif name == "date":
                right = value == expected
            elif name == "author":
                right = fold(expected).casefold() in value or names(SEVERAL.split(expected)) == value
            else:
                right = names(expected) <= value
                self.fields[f"{name} exact"][0] += names(expected) == value
                self.fields[f"{name} exact"][1] += 1
            self.fields[name][0] += right
            self.fields[name][1] += 1
            if not right:
                self.failures.append(f"{case['id']} {name:8} expected {expected!r}, got {value!r}")

    def line(self, pages: int) -> str:
        precision = self.tp / max(1, self.tp + self.fp)
        recall = self.tp / max(1, self.tp + self.fn)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        fields = "  ".join(
            f"{n} {right}/{of}={100 * right / max(1, of):.1f}%" for n, (right, of) in self.fields.items()
        )
        return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.4f}  {fields}  {1000 * self.seconds / pages:.2f} ms"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--failures", action="store_true", help="list each page and field that fails")
    parser.add_argument(
        "--raw", action="store_true", help="score what extraction gives, not normalised; ISO dates only"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default="trafilatura,trafilatura-fast", help="comma list; empty for none")
    options = parser.parse_args()
    cases = json.loads((options.folder / "cases.json").read_text(encoding="utf-8"))
    readers: dict[str, Callable[[bytes, str], Result]] = {"newscrawl": ours}
    for name in filter(None, options.peers.split(",")):
        peer = trafilatura_peer(fast=name.endswith("-fast"))
        if peer is None:
            print(f"{name}: not installed, skipped")
        else:
            readers[name] = peer
    scores = {name: Score() for name in readers}
    pages = [gzip.decompress((options.folder / "pages" / f"{c['id']}.html.gz").read_bytes()) for c in cases]
    least = {name: [float("inf")] * len(cases) for name in readers}
    results: dict[str, list[Result]] = {name: [{}] * len(cases) for name in readers}
    for _, start in product(range(options.rounds), range(0, len(cases), BLOCK)):
        for name, read in readers.items():
            for number in range(start, min(start + BLOCK, len(cases))):
                started = time.process_time()
                results[name][number] = read(pages[number], cases[number]["url"])
                least[name][number] = min(least[name][number], time.process_time() - started)
    for name, found in results.items():
        for case, result in zip(cases, found, strict=True):
            finish(result, not options.raw)
            scores[name].add(case, result)
        scores[name].seconds = sum(least[name])
    for name, score in scores.items():
        print(f"{name:17} {score.line(len(cases))}")
    tp, fn, fp = scores["newscrawl"].with_summary
    print(f"newscrawl with the standfirst counted as text: F1 {2 * tp / max(1, 2 * tp + fn + fp):.4f}")
    if "trafilatura" in scores:
        print(f"CPU time against trafilatura: {scores['newscrawl'].seconds / scores['trafilatura'].seconds:.3f}")
    if options.failures:
        print(*scores["newscrawl"].failures, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

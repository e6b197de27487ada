"""A small news site of the project's own, served on a free loopback port: what a crawl without arguments reads.

It looks like a WordPress site to a crawler: REST API, sitemaps, feeds, archives, and articles with a header list and a
comment form.
"""

from __future__ import annotations

from newscrawl.demo.content import Entry, Library
from newscrawl.demo.loader import load_library
from newscrawl.demo.server import DemoSite, serve

__all__ = ["DemoSite", "Entry", "Library", "load_library", "serve"]

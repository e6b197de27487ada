"""Signals of the project's own, sent with Scrapy's signal manager."""

file_complete = object()
"""A feed's file is whole and synced, and is about to be renamed into place. Sent with ``file``, the
:class:`~newscrawl.feeds.StoredFile` that it will be. A receiver that returns text withholds it, for this reason."""

break_off = object()
"""The run shall end now: downloads and the reading of pages are broken off. Sent without arguments."""

manifest_ready = object()
"""The run is judged, its files are in place, and its manifest is about to be written. Sent with ``manifest``, the
dict, and ``spider``: who knows more of the run adds it."""

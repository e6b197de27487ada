"""One page about one site: what is known, when it came, and what that took. Reads; never writes a ledger.

:func:`~newscrawl.report.gather.gather` collects the numbers, :mod:`~newscrawl.report.charts` draws them,
:mod:`~newscrawl.report.page` makes the page. Drawing and page need the extra ``report``.
"""

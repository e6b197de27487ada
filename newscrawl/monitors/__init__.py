"""Tells when a site's crawl is not what it used to be.

:mod:`~newscrawl.monitors.history` reads earlier runs from their manifests, :mod:`~newscrawl.monitors.rhythm` knows how
often a site publishes, :mod:`~newscrawl.monitors.checks` compares: pure functions.
:mod:`~newscrawl.monitors.verdicts` asks them all.
:mod:`~newscrawl.monitors.suite`, :mod:`~newscrawl.monitors.mail` and :mod:`~newscrawl.monitors.webhook` import
Spidermon: they are loaded when there is something to send, and not before.
"""

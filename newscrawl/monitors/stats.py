"""Where the verdicts stand, for the suite and for whoever else looks at a run's stats."""

VERDICTS = "newscrawl/verdicts"
"""Stat that holds the :class:`~newscrawl.monitors.checks.Verdict` of each monitor, once the run has ended."""

"""Looks at a site once, in a few dozen requests, and says what it is in a report and a profile."""

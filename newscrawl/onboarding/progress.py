"""Says on a terminal how far a first look at a site is: a polite one may take minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.extensions.progress import Progress
from newscrawl.onboarding.budget import MADE

if TYPE_CHECKING:
    from newscrawl.accounts import Sums


class LookProgress(Progress):
    """Shows how many requests were made, in place of a crawl's sums."""

    def _words(self, sums: Sums) -> str:
        made = self.crawler.stats.get_value(MADE, 0)
        limit = self.crawler.settings.getint("NEWSCRAWL_ONBOARD_REQUESTS")
        return f"looking at {self.site}: {made} requests made, of {limit} at most"

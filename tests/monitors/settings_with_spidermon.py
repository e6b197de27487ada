"""The project's settings, with Spidermon's own extension."""

from newscrawl.settings import *  # noqa: F403 - as any other environment's settings do
from newscrawl.settings import EXTENSIONS

EXTENSIONS = {**EXTENSIONS, "spidermon.contrib.scrapy.extensions.Spidermon": 500}

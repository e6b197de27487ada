"""The project's settings with more known sites: modules in the folder that the environment names."""

import os

from newscrawl import sites
from newscrawl.settings import *  # noqa: F403

sites.__path__ = [*sites.__path__, os.environ["NEWSCRAWL_TEST_SITES"]]

"""For scrapyd-deploy, which builds its egg by running this; everything stands in pyproject.toml."""

from setuptools import setup

setup()

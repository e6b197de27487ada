"""newscrawl: crawls a WordPress news site into JSON Lines."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("newscrawl")
except PackageNotFoundError:  # a checkout that was not installed
    __version__ = "0+unknown"

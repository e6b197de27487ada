"""The Persian edition of the built-in demo site."""

from newscrawl.sites.profile import SiteProfile

PROFILE = SiteProfile(
    name="demo-fa",
    base_url="http://127.0.0.1/",  # the port is free choice, made when the crawl starts
    demo_edition="fa",
)

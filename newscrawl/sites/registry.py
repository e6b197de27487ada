"""Finds the profile of a site: each module of this package with a ``PROFILE`` is a known site."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from urllib.parse import urlsplit

from newscrawl import sites
from newscrawl.sites.profile import SiteProfile

_NOT_IN_NAMES = re.compile(r"[^a-z0-9.-]+")


@cache
def profiles() -> dict[str, SiteProfile]:
    """Return the known sites by name, in alphabetical order."""
    found = {}
    for module in iter_modules(sites.__path__):
        profile = getattr(import_module(f"{sites.__name__}.{module.name}"), "PROFILE", None)
        if isinstance(profile, SiteProfile):
            found[profile.name] = profile
    return dict(sorted(found.items()))


def find(site: str) -> SiteProfile:
    """Return the profile called ``site``, the one of the site at the URL ``site``, or a bare one for that URL.

    Raises ValueError with one clause when ``site`` is neither a name nor an http or https URL.
    """
    if site in profiles():
        return profiles()[site]
    known = ", ".join(profiles())
    url = urlsplit(site)  # raises ValueError for brackets that do not pair
    if url.scheme not in ("http", "https") or not url.hostname:
        hint = f", say https://{site}/" if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/.*)?", site) else ""
        msg = f"{site!r} is neither a known site ({known}) nor a URL that starts with http:// or https://{hint}"
        raise ValueError(msg)
    if url.username or url.password:
        raise ValueError(f"{url.hostname!r} with a user name or password in the URL is not supported")
    _ = url.port  # raises ValueError when out of range
    base_url = url._replace(path=url.path.rstrip("/") + "/", query="", fragment="").geturl()
    for profile in profiles().values():
        if not profile.demo_edition and _address(profile.base_url) == _address(base_url):
            return profile
    return SiteProfile(name=site_name(base_url), base_url=base_url)


def site_name(url: str) -> str:
    """Return a name for the site at ``url`` that is safe as a folder's: ``news.example``, ``127.0.0.1_8080``.

    Raises ValueError for a host name that cannot be.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode("ascii")  # raises UnicodeError, a ValueError
    port = f"_{parts.port}" if parts.port else ""
    return _NOT_IN_NAMES.sub("_", f"{host}{port}{parts.path}".lower()).strip("._-")


def _address(url: str) -> tuple[str, int | None, str]:
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www."), parts.port, parts.path.rstrip("/")

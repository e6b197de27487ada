"""Finds the profile of a site: each module of this package with a ``PROFILE`` is a known site."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import get_args
from urllib.parse import urlsplit

from newscrawl import sites
from newscrawl.sites.profile import HeaderField, SiteProfile
from newscrawl.sites.thresholds import check_names
from newscrawl.sites.zone import zone

_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|[0-9a-f:.]+", re.ASCII)
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}", re.ASCII)
_INDEX = re.compile(r"/index\.(?:php|html?)\Z", re.IGNORECASE)
_TYPE = re.compile(r"[\w-]{1,60}", re.ASCII)
_USER = re.compile(r"(?<=//)[^/?#]*@|^[^/?#]*:[^/?#]*@")
_CREDENTIALS = "a user name or password: give them as -s HTTPAUTH_USER=… -s HTTPAUTH_PASS=…"
_NOT_IN_NAMES = re.compile(r"[^a-z0-9.-]+")


@cache
def profiles() -> dict[str, SiteProfile]:
    """Return the known sites by name, in alphabetical order. Raises ValueError for a profile that cannot work."""
    found = {}
    for module in iter_modules(sites.__path__):
        try:
            profile = getattr(import_module(f"{sites.__name__}.{module.name}"), "PROFILE", None)
            if isinstance(profile, SiteProfile):
                _check(profile)
        except ValueError as error:
            raise ValueError(f"the profile in newscrawl/sites/{module.name}.py: {error}") from error
        if isinstance(profile, SiteProfile):
            found[profile.name] = profile
    return dict(sorted(found.items()))


def _check(profile: SiteProfile) -> None:
    """Raise ValueError for what no crawl could work with."""
    if not _NAME.fullmatch(profile.name):
        raise ValueError(f"name {profile.name!r} is no folder's: lower-case letters, digits, ., _ and -, no . in front")
    if "@" in urlsplit(profile.base_url).netloc:
        raise ValueError(f"base_url holds {_CREDENTIALS}")
    for name in (profile.timezone, profile.likely_timezone):
        if name is not None:
            zone(name)
    if unknown := set(profile.labels) - set(get_args(HeaderField)):
        raise ValueError(f"labels are for {', '.join(get_args(HeaderField))}, not {', '.join(sorted(unknown))}")
    for name in profile.post_types or ():
        if not _TYPE.fullmatch(name):
            raise ValueError(f"post_types names {name!r}: give the last part of /wp-json/wp/v2/…, such as news")
    check_names(profile.monitors)


def find(site: str) -> SiteProfile:
    """Return the profile called ``site``, the one of the site at the URL ``site``, or a bare one for that URL.

    Raises ValueError with one clause when ``site`` is neither a name nor an http or https URL.
    """
    if site in profiles():
        return profiles()[site]
    known = ", ".join(profiles())
    if _USER.search(site):
        # Said without them: what is said goes into logs.
        raise ValueError(f"{_USER.sub('', site)!r} was given with {_CREDENTIALS}")
    try:
        url = urlsplit(site)
        _ = url.port
    except ValueError as error:
        if "@" in site:  # a password may hold what ends a host
            raise ValueError(f"what was given is no URL, and seems to hold {_CREDENTIALS}") from None
        raise ValueError(f"{site!r} is no URL ({error}): give one such as https://news.example/") from None
    if url.scheme not in ("http", "https") or not url.hostname:
        hint = f", say https://{site}/" if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/.*)?", site) else ""
        msg = f"{site!r} is neither a known site ({known}) nor a URL that starts with http:// or https://{hint}"
        raise ValueError(msg)
    host = _ascii_host(url.hostname)
    if host is None:
        raise ValueError(f"{url.hostname!r} is no host name: give a URL such as https://news.example/")
    netloc = (f"[{host}]" if ":" in host else host) + (f":{url.port}" if url.port else "")
    base_url = url._replace(
        netloc=netloc, path=_INDEX.sub("", url.path.rstrip("/")) + "/", query="", fragment=""
    ).geturl()
    for profile in profiles().values():
        if not profile.demo_edition and _address(profile.base_url) == _address(base_url):
            return profile
    return SiteProfile(name=site_name(base_url), base_url=base_url)


def _ascii_host(host: str) -> str | None:
    """Return a host name as it goes over the wire (``xn--mnchen-3ya.de``); ``None`` for what can be none."""
    try:
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    return name if _HOST.fullmatch(name) else None


def site_name(url: str) -> str:
    """Return a name for the site at ``url`` that is safe as a folder's: ``news.example``, ``127.0.0.1_8080``."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = f"_{parts.port}" if parts.port else ""
    name = _NOT_IN_NAMES.sub("_", f"{host}{port}{parts.path}".lower()).strip("._-") or "site"
    if len(name) <= 100:
        return name
    return f"{name[:80]}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"  # what file systems take


def _address(url: str) -> tuple[str, int | None, str]:
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www."), parts.port, parts.path.rstrip("/")

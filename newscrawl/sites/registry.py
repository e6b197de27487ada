"""Finds the profile of a site: each module of this package with a ``PROFILE`` is a known site; a file may hold one."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from pkgutil import iter_modules
from urllib.parse import urljoin, urlsplit

from newscrawl import sites
from newscrawl.sites.checking import check_kinds
from newscrawl.sites.loading import profile_of_file, profile_of_module
from newscrawl.sites.profile import SiteProfile
from newscrawl.sites.thresholds import check_names
from newscrawl.sites.zone import zone

_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|[0-9a-f:.]+", re.ASCII)
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}", re.ASCII)
_INDEX = re.compile(r"/index\.(?:php|html?)\Z", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}
_AROUND_LABELS = " \t\n:：.|"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,4}", re.ASCII)
_TYPE = re.compile(r"[\w-]{1,60}", re.ASCII)
_USER = re.compile(r"(?<=//)[^/?#]*@|^[^/?#]*:[^/?#]*@")
_CREDENTIALS = "a user name or password: give them as -s HTTPAUTH_USER=… -s HTTPAUTH_PASS=…"
_NOT_IN_NAMES = re.compile(r"[^a-z0-9.-]+")


@cache
def profiles() -> dict[str, SiteProfile]:
    """Return the known sites by name, in alphabetical order. Raises ValueError for a profile that cannot work."""
    found: dict[str, SiteProfile] = {}
    for module in iter_modules(sites.__path__):
        try:
            profile = profile_of_module(f"{sites.__name__}.{module.name}")
            if profile is not None:
                if profile.name in found:
                    raise ValueError(f"another one is called {profile.name!r} too")
                found[profile.name] = checked(profile)
        except ValueError as error:
            raise ValueError(f"the profile in newscrawl/sites/{module.name}.py: {error}") from error
    return dict(sorted(found.items()))


@cache
def read_profile(path: str) -> SiteProfile:
    """Return the profile in a file that stands anywhere. Raises ValueError for one that cannot work, or none."""
    try:
        profile = profile_of_file(path)
        if profile is None:
            raise ValueError("it has no PROFILE")
        return checked(profile)
    except ValueError as error:
        raise ValueError(f"the profile in {path}: {error}") from error


def is_file(site: str) -> bool:
    """Whether ``site`` is the file of a profile, rather than a name or a URL."""
    try:
        return site.endswith(".py") and Path(site).expanduser().is_file()
    except (OSError, RuntimeError):  # too long for a path; nobody's home
        return False


def checked(profile: SiteProfile) -> SiteProfile:
    """Return the profile with its URL as a crawl knows it. Raises ValueError for what no crawl could work with."""
    check_kinds(profile)
    if not _NAME.fullmatch(profile.name):
        raise ValueError(f"name {profile.name!r} is no folder's: lower-case letters, digits, ., _ and -, no . in front")
    try:
        base_url = _base_url(profile.base_url)
    except ValueError as error:
        raise ValueError(f"base_url: {error}") from None
    if urlsplit(profile.base_url).query:
        raise ValueError(f"base_url asks for a part of the site: give the home page without ?…, {base_url}")
    for label in (label for labels in profile.labels.values() for label in labels):
        if not label or label != label.strip(_AROUND_LABELS):
            raise ValueError(f"labels holds {label!r}: give it without what stands around it, as in 'story'")
    if profile.language and not _LANGUAGE.fullmatch(profile.language):
        raise ValueError(f"language {profile.language!r} is no tag of a language: give one such as en or fa-AF")
    for host in profile.hosts:
        if "/" in host:
            raise ValueError(f"hosts names {host!r}: give the bare host, such as cdn.news.example")
    for name in (profile.timezone, profile.likely_timezone):
        if name is not None:
            zone(name)
    for name in profile.post_types or ():
        if not _TYPE.fullmatch(name):
            raise ValueError(f"post_types names {name!r}: give the last part of /wp-json/wp/v2/…, such as news")
    check_names(profile.monitors)
    return replace(profile, base_url=base_url)


def find(site: str) -> SiteProfile:
    """Return the profile called ``site``, the one in the file ``site``, the one of the site at the URL ``site``, or a
    bare one for that URL.

    Raises ValueError with one clause when ``site`` is neither a name nor a file nor an http or https URL.
    """
    if site in profiles():
        return profiles()[site]
    if is_file(site):
        return read_profile(str(Path(site).expanduser()))
    try:
        base_url = _base_url(site)
    except _NoURLError:
        hint = f", say https://{site}/" if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/.*)?", site) else ""
        known = ", ".join(profiles())
        file = ", nor the file of a profile" if site.endswith(".py") else ""
        msg = f"{site!r} is neither a known site ({known}) nor a URL that starts with http:// or https://{file}{hint}"
        raise ValueError(msg) from None
    for profile in profiles().values():
        if not profile.demo_edition and is_of(profile, base_url):
            return profile
    return SiteProfile(name=site_name(base_url), base_url=base_url)


class _NoURLError(ValueError):
    """Raised by :func:`_base_url` for what begins as no URL of a site does."""


def _base_url(given: str) -> str:
    """Return a home page's URL in the one form that a crawl knows it by. Raises ValueError with one clause."""
    if _USER.search(given):
        # Said without them: what is said goes into logs.
        raise ValueError(f"{_USER.sub('', given)!r} was given with {_CREDENTIALS}")
    try:
        url = urlsplit(given)
        _ = url.port
    except ValueError as error:
        if "@" in given:  # a password may hold what ends a host
            raise ValueError(f"what was given is no URL, and seems to hold {_CREDENTIALS}") from None
        raise ValueError(f"{given!r} is no URL ({error}): give one such as https://news.example/") from None
    if url.scheme not in ("http", "https") or not url.hostname:
        raise _NoURLError(f"{given!r} is no URL that starts with http:// or https://")
    host = _ascii_host(url.hostname)
    if host is None:
        raise ValueError(f"{url.hostname!r} is no host name: give a URL such as https://news.example/")
    port = f":{url.port}" if url.port and url.port != _PORTS[url.scheme] else ""
    netloc = (f"[{host}]" if ":" in host else host) + port
    path = urljoin("/", url.path).rstrip("/") if "/." in url.path else url.path.rstrip("/")
    return url._replace(netloc=netloc, path=_INDEX.sub("", path) + "/", query="", fragment="").geturl()


def is_of(profile: SiteProfile, base_url: str) -> bool:
    """Whether ``profile`` is that of the site at ``base_url``, with ``www.`` or without."""
    return _address(profile.base_url) == _address(base_url)


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

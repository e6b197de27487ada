"""Opens a site: what it tells about itself, before any article is listed."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from newscrawl.discovery import archive, rest
from newscrawl.discovery.listing import ListingError
from newscrawl.discovery.site import ApiRoot, HomePage, SiteInfo, read_api_root, read_home, read_robots
from newscrawl.outcome import SEE
from newscrawl.spiders.fetching import FetchError, fetch
from newscrawl.spiders.patience import patience

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from newscrawl.sites.profile import SiteProfile

logger = logging.getLogger(__name__)

_MISSING = (404, 410)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A site as it was found."""

    info: SiteInfo
    trouble: str | None = None
    """Why the home page could not be had. Other pages may answer all the same."""
    dead: bool = False
    """There is nothing else to ask: no connection came about, or the site has moved elsewhere."""
    refused: bool = False
    """The home page was refused."""
    no_api: str | None = None
    """Why there is no REST API, where there is none."""
    api: ApiRoot | None = None
    """What the root of the REST API says, where there is one."""
    page: Response | None = None
    """The home page itself, for the source that reads it: nothing is asked for twice."""


async def open_site(crawler: Crawler, profile: SiteProfile) -> Opened:
    """Ask the site at ``profile.base_url`` what it is.

    Fetches the home page and the REST root, which has the time zone. What cannot be had is left out.
    """
    url, trouble, dead, refused, missing = profile.base_url, None, False, False, ""
    response: Response | None = None
    html, link_headers, content_type = b"", [], ""
    try:
        response = await fetch(crawler, url)
        html, url = response.body, response.url
        link_headers = [value.decode("latin-1") for value in response.headers.getlist("Link")]
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    except FetchError as error:
        trouble, dead, refused = str(error), error.dead, error.refused
        missing = str(error) if error.status in _MISSING else ""
        if not (error.told or refused):
            trouble += f". {SEE}"
        if error.elsewhere:
            trouble, dead = f"{error}: crawl that one with -a site={error.elsewhere}", True
    try:
        with patience(crawler):
            home = read_home(
                html, url, link_headers, asked=profile.base_url, hosts=profile.hosts, content_type=content_type
            )
    except ListingError as error:
        trouble = f"it {error}"
        home = read_home(b"", url, link_headers, asked=profile.base_url, hosts=profile.hosts)
    # The root of a host is a home page, whatever a theme makes of it.
    if home.kind and urlsplit(profile.base_url).path != "/":
        place = home.owner or urljoin(profile.base_url, "/")
        trouble, dead = f"it is {home.kind}, no home page: give that, such as -a site={place}", True
    if dead:
        return Opened(info=home.site(), trouble=trouble, dead=True, refused=refused)
    if trouble:
        logger.warning("without the home page %s, the addresses that WordPress uses are tried: %s", url, trouble)
    api_root, api, no_api = await _find_api(crawler, home)
    info = home.site(api_root=api_root, api=api)
    if profile.post_types is not None:
        info = replace(info, post_types=profile.post_types)
    owner = (api.home if api else None) or ""
    whole = f"{urlsplit(owner).path.rstrip('/')}/" == info.folder if owner else False
    if missing and owner and not whole:  # WordPress answers to ?rest_route= under any address
        trouble = f"there is no such page ({missing}): give the home page, such as -a site={owner.rstrip('/')}/"
        return Opened(info=home.site(), trouble=trouble, dead=True)
    if response is not None and not whole:
        with patience(crawler):
            info = replace(info, narrow=archive.is_edition(html, url, {"content-type": content_type}, info))
    return Opened(info=info, trouble=trouble, refused=refused, no_api=no_api, api=api, page=response)


async def _find_api(crawler: Crawler, home: HomePage) -> tuple[str | None, ApiRoot | None, str | None]:
    """Return the first candidate for the REST root that answers as one, its answer, or why there is none."""
    trouble = []
    for candidate in home.api_roots:
        try:
            response = await fetch(crawler, candidate)
            with patience(crawler):
                api = read_api_root(response.body, response.url)
        except FetchError as error:
            trouble.append(f"{candidate}: {error}")
        except ListingError as error:
            trouble.append(f"{candidate} {error}")
        else:
            return candidate, api, None if api.has_posts else f"{candidate} lists no posts"
    return None, None, "; ".join(trouble)


async def named_categories(crawler: Crawler, api_root: str) -> tuple[str, ...]:
    """Return the site's categories as it spells them; none where it does not tell."""
    try:
        response = await fetch(crawler, rest.categories_url(api_root))
        with patience(crawler):
            return rest.parse_categories(response.body)
    except (FetchError, ListingError):
        return ()


async def named_sitemaps(crawler: Crawler, site: SiteInfo) -> list[str]:
    """Return the sitemaps that the site's robots.txt names; none where there is no such file."""
    try:
        response = await fetch(crawler, urljoin(site.home, "/robots.txt"))
        with patience(crawler):
            return read_robots(response.body, response.url, site.hosts)
    except (FetchError, ListingError):
        return []

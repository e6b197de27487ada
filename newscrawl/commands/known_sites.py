"""Which ledger and which site a command that reports on a site is about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.extensions.ledger import default_url
from newscrawl.feeds import output_folder
from newscrawl.ledger import output_files
from newscrawl.sites import registry

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from newscrawl.ledger import Ledger

_SHOWN = 8
"""Sites that the message about an unknown one names."""


class MistakeError(Exception):
    """Raised by commands and by this module: what the user asked for cannot be done. Its text is one line."""


def places(settings: BaseSettings) -> tuple[str, Path]:
    """Return the URL of the ledger and the output folder.

    Raises MistakeError where runs keep no ledger, LedgerError where the folder of the default one cannot be made.
    """
    url, folder = settings["NEWSCRAWL_LEDGER_URL"], output_folder(settings)
    if url == "" or not folder:
        name = "NEWSCRAWL_LEDGER_URL" if folder else "NEWSCRAWL_OUTPUT_DIR"
        raise MistakeError(f"setting {name} is empty: runs keep no ledger then")
    return url or default_url(folder), Path(folder)


def find_site(ledger: Ledger, asked: str, folder: Path | None = None) -> str:
    """Return the name of the site asked for by name or URL; with ``folder``, also of one that has output files there.

    Raises MistakeError.
    """
    known = ledger.sites()
    for name in names(asked):
        if name in known or (folder is not None and has_files(folder, name)):
            return name
    shown = ", ".join(known[:_SHOWN]) + (f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else "")
    raise MistakeError(f"the ledger {ledger.place} knows no site {asked!r}; it knows {shown or 'none'}")


def names(asked: str) -> list[str]:
    """Return the names under which a site asked for may be known."""
    try:
        return [asked, registry.find(asked).name]
    except ValueError:
        return [asked]


def has_files(folder: Path, site: str) -> bool:
    """Whether a site has output files in its folder under ``folder``."""
    if site in ("", "..") or site != Path(site).name:  # it would lead elsewhere
        return False
    return next(output_files(folder / site), None) is not None

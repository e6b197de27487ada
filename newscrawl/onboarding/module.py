"""A site profile as the Python file that holds it."""

from __future__ import annotations

import keyword
import re
import textwrap
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from typing import TYPE_CHECKING

from rich.cells import cell_len

from newscrawl.sites.profile import SiteProfile

if TYPE_CHECKING:
    from collections.abc import Iterable

_WIDTH = 110
_LONGEST = 90
_NOT_IN_MODULES = re.compile(r"[^a-z0-9]+")
_RESERVED = frozenset(("profile", "registry", "zone", "demo"))
"""Modules of the package that hold no site of the user's."""


def module_name(name: str) -> str:
    """Return the name of the module that holds the profile called ``name``: letters, digits, single underscores."""
    found = _NOT_IN_MODULES.sub("_", name.lower()).strip("_")[:100] or "site"
    if found[0].isdigit() or found in _RESERVED or keyword.iskeyword(found) or keyword.issoftkeyword(found):
        return f"site_{found}"
    return found


def profile_module(
    profile: SiteProfile, *, seen: Iterable[str], why: Mapping[str, str], commented: Mapping[str, list[str]]
) -> str:
    """Return the file's text: the fields of ``profile`` that are no defaults, as they are written by hand.

    ``seen``: sentences for the head of the file; ``why``: field -> what it rests on; ``commented``: field -> lines to
    choose from, written as comments. All of it may come from pages: it is made plain here.
    """
    lines = [f'"""{plain(profile.base_url.split("://", 1)[-1].strip("/"))}: what is known of the site."""', ""]
    lines += ["from newscrawl.sites.profile import SiteProfile", ""]
    for sentence in seen:
        lines += _comment(sentence, "")
    lines.append("PROFILE = SiteProfile(")
    for entry in fields(SiteProfile):
        value = getattr(profile, entry.name)
        given = value != _default(entry)
        if given and entry.name in why:
            lines += _comment(why[entry.name], "    ")
        if given:
            lines.append(f"    {entry.name}={literal(value, '    ')},")
        for line in commented.get(entry.name, ()):
            lines.append(f"    # {line}".rstrip())
    return "\n".join([*lines, ")", ""])


def literal(value: object, indent: str = "") -> str:
    """Return ``value`` as the code for it: strings, ``None``, tuples and mappings of these, formatted as ruff does."""
    if isinstance(value, str):
        return _string(value)
    inner = f"{indent}    "
    if isinstance(value, tuple):
        if len(value) < 2:
            return f"({''.join(f'{literal(entry)},' for entry in value)})"
        return f"(\n{''.join(f'{inner}{literal(entry, inner)},{chr(10)}' for entry in value)}{indent})"
    if isinstance(value, Mapping):
        pairs = "".join(f"{inner}{literal(key)}: {literal(entry, inner)},\n" for key, entry in value.items())
        return f"{{\n{pairs}{indent}}}" if pairs else "{}"
    return repr(value)


def fits(text: str) -> bool:
    """Whether ``text`` as a literal fits a line of code."""
    return cell_len(literal(text)) <= _LONGEST


def plain(text: str) -> str:
    """Return ``text`` on one line, as a comment may hold it: what does not print is left out."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable() and c not in '"\\')


def _string(text: str) -> str:
    quote = "'" if text.count('"') > text.count("'") else '"'
    printed = repr(f"{text}\"'")[1:-1]  # with both quotes in it, repr() escapes the single ones
    body = printed[: -len("\"\\'")].replace("\\'", "'")
    return f"{quote}{body.replace(quote, chr(92) + quote)}{quote}"


def _comment(sentence: str, indent: str) -> list[str]:
    text = plain(sentence)
    # letters of some scripts take two columns
    width = _WIDTH - len(indent) if cell_len(text) == len(text) else (_WIDTH - len(indent)) // 2
    return [f"{indent}# {line}" for line in textwrap.wrap(text, width, break_on_hyphens=False)]


def _default(entry: Field[object]) -> object:
    if entry.default_factory is not MISSING:
        return entry.default_factory()
    return entry.default

"""Reads the profile that a Python file holds. The file is its author's word: it is run."""

from __future__ import annotations

from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from traceback import extract_tb
from typing import TYPE_CHECKING

from newscrawl.sites.profile import SiteProfile

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


def profile_of_module(name: str) -> SiteProfile | None:
    """Return the profile of a module; ``None`` where it has none. Raises ValueError, one clause that says where."""
    return _profile(lambda: import_module(name))


def profile_of_file(path: str) -> SiteProfile | None:
    """Return the profile of a file that is no module of the package; the same."""

    def run() -> ModuleType:
        spec = spec_from_file_location("newscrawl_profile", path)
        assert spec is not None  # it ends in .py
        assert spec.loader is not None
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return _profile(run)


def _profile(run: Callable[[], ModuleType]) -> SiteProfile | None:
    try:
        found = getattr(run(), "PROFILE", None)
    except Exception as error:  # a slip in somebody's file is whatever Python makes of it
        raise ValueError(_told(error)) from error
    if not isinstance(found, SiteProfile | None):
        raise ValueError(f"PROFILE is no SiteProfile, but {type(found).__name__}")
    return found


def _told(error: Exception) -> str:
    if isinstance(error, SyntaxError):
        return f"line {error.lineno} is no Python: {error.msg}"
    frames = [frame for frame in extract_tb(error.__traceback__) if not frame.filename.startswith("<frozen")]
    text = str(error).removeprefix(f"{SiteProfile.__name__}.__init__() ")
    return f"line {frames[-1].lineno}: {text or type(error).__name__}"

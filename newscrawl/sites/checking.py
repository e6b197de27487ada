"""Whether a profile that somebody wrote can work: its values are of the kinds that its fields take."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from newscrawl.items import Source
from newscrawl.sites.profile import SiteProfile

_KINDS = {str: "text", bool: "True or False", float: "a number", NoneType: "None"}


def check_kinds(profile: SiteProfile) -> None:
    """Raise ValueError, one clause, for a value that its field does not take: mypy would say so, where it is run."""
    for name, kind in _fields().items():
        if fault := _fault(getattr(profile, name), kind):
            value, wanted = fault
            takes = _described(wanted)
            lone = ' (a lone one too has a comma: ("a",))' if takes.startswith("a tuple") else ""
            raise ValueError(f"{name} takes {takes}{lone}, not {value!r}")


@cache
def _fields() -> dict[str, Any]:
    return get_type_hints(SiteProfile, localns={"Mapping": Mapping, "Source": Source})


def _fault(value: object, kind: Any) -> tuple[object, Any] | None:
    """The innermost part of ``value`` that is not of its kind, and that kind; ``None``: all is."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return None if any(_fault(value, one) is None for one in arguments) else (value, kind)
    parts: list[tuple[object, Any]] = []
    if origin is Literal:
        right = value in arguments
    elif isinstance(value, tuple) and origin is tuple:
        right, parts = True, [(entry, arguments[0]) for entry in value]
    elif isinstance(value, Mapping) and origin is Mapping:
        right, parts = True, [part for entry in value.items() for part in zip(entry, arguments, strict=True)]
    elif kind is float:
        right = isinstance(value, int | float) and not isinstance(value, bool)
    else:
        right = origin is None and isinstance(value, kind)
    return next(filter(None, (_fault(*part) for part in parts)), None) if right else (value, kind)


def _described(kind: Any) -> str:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return f"one of {', '.join(map(repr, arguments))}"
    if origin in (Union, UnionType):
        return " or ".join(map(_described, arguments))
    if origin is tuple:
        return f"a tuple of {_described(arguments[0])}"
    if origin is Mapping:
        return f"a mapping of {_described(arguments[0])} to {_described(arguments[1])}"
    return _KINDS[kind]

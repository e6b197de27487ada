"""Language tags as pages declare them, checked."""

from __future__ import annotations

import re

_TAG = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{2,8}){0,3})\Z")  # bounded repeats only
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis", "xx", "zz"})


def language_tag(value: str | None) -> str | None:
    """``value`` as a BCP 47 tag in its usual case (``en-US``, ``uz-Cyrl-UZ``), ``None`` if it is none.

    Takes the forms that WordPress and OpenGraph print too: ``en_US``, ``de_DE_formal``.
    """
    match = _TAG.match(value.strip()) if value else None
    if match is None or match[1].lower() in _NO_LANGUAGE:
        return None
    parts = [match[1].lower()]
    for part in match[2].replace("_", "-").split("-")[1:]:
        if len(part) == 4 and part.isalpha():
            parts.append(part.title())  # script
        elif (len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdigit()):
            parts.append(part.upper())  # region
        else:
            break  # WordPress variants (formal, informal, ao90) are no registered subtags
    return "-".join(parts)

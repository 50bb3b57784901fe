"""Tell how a script of a page is read: as JSON-LD, as JSON, or as code.

Sources: HTML Standard, section 4.12.1 (the type attribute); Cloudflare's Rocket Loader, WP Rocket,
LiteSpeed Cache and consent managers (Cookiebot, Klaro, iubenda) for types that are renamed so that
a browser does not run the script at once.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON_LD = "application/ld+json"
JSON = "application/json"
CODE = "text/javascript"
HELD = "held"
"""A script of a type that browsers do not know. A loader may turn it into code later."""

SCRIPTS = """
    module text/javascript application/javascript text/ecmascript application/ecmascript
    application/x-javascript text/x-javascript application/x-ecmascript text/x-ecmascript
    text/jscript text/livescript
"""
KINDS: dict[str, str] = {
    **dict.fromkeys(("", *SCRIPTS.split()), CODE),
    **dict.fromkeys((JSON, "text/json"), JSON),
    JSON_LD: JSON_LD,
}
"""How a script is read, by the media type that it states."""

TOKEN = re.compile(r"\A[0-9a-f]{4,64}-(?=[a-z])")
"""What Rocket Loader writes before a type: a random number, other in each response."""
TRUE_TYPE = re.compile(r"data-(?:[a-z0-9]+-){0,4}type")
"""Names of the attributes in which a loader keeps the type that it replaced."""


DERIVED_FROM = "data-derived-from"
"""Attribute by which a script of our own sites says that all in it was made of another script of
the page, which the attribute names by its id."""


def kind_of_script(attributes: Mapping[str, str]) -> str:
    """Return JSON_LD, JSON, CODE or HELD for a script with these attributes.

    The type counts if it is known. Else the type that a loader has hidden counts: behind a number
    in the type itself, or in an attribute such as `data-type` or `data-rocket-type`.
    """
    stated = media_type(attributes.get("type", ""))
    kind = KINDS.get(stated) or KINDS.get(TOKEN.sub("", stated))
    if kind is not None:
        return kind
    hidden = (KINDS.get(media_type(a)) for name, a in attributes.items() if _is_true_type(name, a))
    return next(filter(None, hidden), JSON if stated.endswith("json") else HELD)


@lru_cache(maxsize=256)
def media_type(value: str) -> str:
    """Return a media type in lower case, without its parameters (RFC 2045, section 5.1)."""
    return value.partition(";")[0].strip().lower()


def _is_true_type(name: str, value: str) -> bool:
    return bool(value.strip()) and TRUE_TYPE.fullmatch(name) is not None

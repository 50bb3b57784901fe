"""Read the attributes of a start tag (HTML Standard, from section 13.2.5.32)."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from html.entities import html5

ATTRIBUTE = re.compile(
    rb"([^\t\n\f\r />][^\t\n\f\r />=]*+)"
    rb'(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:"([^"]*+)"|\'([^\']*+)\'|([^\t\n\f\r >]*+))|)'
)
REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*+(?:;|(?!=)))")

COMMON = {"&quot;": '"', "&#x27;": "'", "&#39;": "'", "&lt;": "<", "&gt;": ">"}
"""References that servers write most. Replacing them one after the other is safe: only `&amp;` can
make a new reference."""
FEW = 16
"""With more references than this, a search for each common one is quicker."""


def attributes_of(data: bytes, start: int, end: int) -> dict[str, str]:
    """Return the attributes in a part of a page, with names in lower case.

    Character references in values are decoded. Of two attributes with one name the first counts.
    """
    attributes: dict[str, str] = {}
    for match in ATTRIBUTE.finditer(data, start, end):
        name = match[1].lower().decode("utf-8", "replace")
        if name not in attributes:
            number = match.lastindex or 1
            value = match[number].decode("utf-8", "replace") if number > 1 else ""
            attributes[name] = _decoded(value) if "&" in value else value
    return attributes


@lru_cache(maxsize=8)
def _decoded(value: str) -> str:
    """Decode character references; `&copy=` in an address is none (HTML Standard, 13.2.5.73).

    Cached, because pages repeat a text for search engines, OpenGraph and Twitter.
    """
    plain = value
    for reference, character in COMMON.items() if value.count("&") > FEW else ():
        plain = plain.replace(reference, character)
    if plain.count("&") == plain.count("&amp;"):
        return plain.replace("&amp;", "&")
    return REFERENCE.sub(
        lambda match: (
            unescape(match[0]) if match[0][1] == "#" else html5.get(match[0][1:], match[0])
        ),
        value,
    )

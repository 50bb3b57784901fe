"""Read one microdata element: the types of an item, the IRI of a property, and its value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ld_convert.extract.markup.datatypes import datatype_of_number, datatype_of_time
from ld_convert.extract.markup.tree import content_of, language_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from ld_convert.model import Json

ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
SCHEMA_ORG = re.compile(r"https?://(?:www\.)?schema\.org/")
WITHOUT_SCHEME = re.compile(r"(?://)?(?=(?:www\.)?schema\.org/)")
ADDRESSES = {
    **dict.fromkeys(("audio", "embed", "iframe", "img", "source", "track", "video"), "src"),
    **dict.fromkeys(("a", "area", "link"), "href"),
    "object": "data",
}
"""By element: the attribute whose address is the value (HTML Standard, section 5.2.4)."""

TYPED: dict[str, tuple[str, Callable[[str], str | None]]] = {
    "data": ("value", datatype_of_number),
    "meter": ("value", datatype_of_number),
    "time": ("datetime", datatype_of_time),
}
"""By element: the attribute that holds the value, and how its datatype is found."""


def types_of(element: _Element) -> list[str]:
    """Return the types of an item, each once. A schema.org type may lack its scheme."""
    words = [
        word if ABSOLUTE.fullmatch(word) else WITHOUT_SCHEME.sub("http://", word, count=1)
        for word in (element.get("itemtype") or "").split()
    ]
    return [word for word in dict.fromkeys(words) if ABSOLUTE.fullmatch(word)]


def is_absolute(address: str) -> bool:
    """Return whether an address has a scheme."""
    return ABSOLUTE.fullmatch(address) is not None


def predicate_of(word: str, current_type: str, base: str | None) -> str:
    """Return the IRI of a property (Microdata to RDF, section 5.2); empty if it has none.

    `base` is the document's address; it names the properties of items without a vocabulary.
    """
    if ABSOLUTE.fullmatch(word):
        return word
    if not current_type:
        return f"{base.partition('#')[0]}#{word}" if base else ""
    if match := SCHEMA_ORG.match(current_type):  # the registry has an entry for it
        return match[0] + word
    vocabulary = current_type[: max(current_type.rfind("/"), current_type.rfind("#")) + 1]
    return f"{vocabulary}{word}" if vocabulary else f"{current_type}#{word}"


def value_of(element: _Element) -> Json:
    """Return the value of a property that is no item (Microdata to RDF, section 5.3).

    A reference or a value object of expanded JSON-LD; None if the element states nothing.
    """
    if element.get("content") is not None:
        return _text(element.get("content", "").strip(), element)
    if attribute := ADDRESSES.get(element.tag):
        return _address((element.get(attribute) or "").strip())
    if element.tag in TYPED:
        attribute, datatype = TYPED[element.tag]
        text = (element.get(attribute) or content_of(element)).strip()
        if found := datatype(text):
            return {"@value": text, "@type": found}
        return {"@value": text} if text else None
    return _text(content_of(element), element)


def _address(address: str) -> Json:
    if not address:
        return None
    is_odd = address.startswith(("_:", "@"))  # JSON-LD would take it for a label or a keyword
    return {"@id": f"./{address}" if is_odd else address}


def _text(text: str, element: _Element) -> Json:
    if not text:
        return None
    language = language_of(element)
    return {"@value": text, "@language": language} if language else {"@value": text}

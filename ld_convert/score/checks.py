"""Functions for the indicators that check the value of a property."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rdflib import URIRef

from ld_convert.score.indicators import quality
from ld_convert.vocab.authority import table
from ld_convert.vocab.namespaces import DCAT, DCT, EU, IANA

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rdflib.term import Node

    Known = Mapping[Node, Mapping[Node, None]]
    """Objects by predicate: what is said of one node."""

FILE_TYPE = str(EU["file-type/"])
MEDIA_TYPE = str(IANA)


def _is_aligned(known: Known) -> bool:
    """Return whether format and media type are from the vocabularies that DCAT-AP names."""
    formats, media = known.get(DCT["format"], {}), known.get(DCAT.mediaType, {})
    return bool(formats and media) and (
        all(_code(value) in file_types() for value in formats)
        and all(str(value).removeprefix(MEDIA_TYPE) in media_types() for value in media)
    )


def _has_format_of(name: str) -> Callable[[Known], bool]:
    def check(known: Known) -> bool:
        return any(_code(v) in quality().formats[name] for v in known.get(DCT["format"], {}))

    return check


def _has_known_licence(known: Known) -> bool:
    return any(isinstance(v, URIRef) and str(v) in licences() for v in known.get(DCT.license, {}))


def _has_known_access_right(known: Known) -> bool:
    return any(value in access_rights() for value in known.get(DCT.accessRights, {}))


CHECKS: dict[str, Callable[[Known], bool]] = {
    "accessRightsVocabularyAlignment": _has_known_access_right,
    "formatMediaTypeMachineInterpretable": _has_format_of("machine_readable"),
    "formatMediaTypeNonProprietary": _has_format_of("non_proprietary"),
    "formatMediaTypeVocabularyAlignment": _is_aligned,
    "knownLicence": _has_known_licence,
}
"""By id of the indicator."""


def _code(value: Node) -> str:
    """Return the code of an EU file type; empty for anything else."""
    text = str(value)
    return text.removeprefix(FILE_TYPE) if text.startswith(FILE_TYPE) else ""


@cache
def file_types() -> frozenset[str]:
    """Return all codes of the EU file-type table."""
    return frozenset(row["code"] for row in table("file-type") if row["code"])


@cache
def media_types() -> frozenset[str]:
    """Return all media types that are registered with IANA."""
    return frozenset(row["media_type"] for row in table("media-type"))


@cache
def licences() -> frozenset[str]:
    """Return the IRIs of the EU licence table, and the addresses that mean the same licence."""
    found = set()
    for row in table("licence"):
        if row["code"]:
            found |= {str(EU[f"licence/{row['code']}"]), *filter(None, row["urls"].split("|"))}
    return frozenset(found)


@cache
def access_rights() -> frozenset[URIRef]:
    """Return the IRIs of the EU access-right table."""
    return frozenset(EU[f"access-right/{row['code']}"] for row in table("access-right"))

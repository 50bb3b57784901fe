"""The values that flow from stage to stage."""

from __future__ import annotations

from ld_convert.model.captured import KINDS, Capture, Decoded, Fragment, Json, Origin, Page
from ld_convert.model.errors import UsageError
from ld_convert.model.finding import NO_DATASET, About, Detail, Excerpt, Finding, Later, MadeLater
from ld_convert.model.iri_grammar import NO_CHARACTER, is_iri
from ld_convert.model.positions import NO_KEYS, Location, Piece, Place, Text, escape_key
from ld_convert.model.results import (
    AccountLine,
    Conversion,
    Described,
    Expanded,
    Key,
    MetName,
    Places,
    Trace,
    Triple,
)

__all__ = [
    "KINDS",
    "NO_CHARACTER",
    "NO_DATASET",
    "NO_KEYS",
    "About",
    "AccountLine",
    "Capture",
    "Conversion",
    "Decoded",
    "Described",
    "Detail",
    "Excerpt",
    "Expanded",
    "Finding",
    "Fragment",
    "Json",
    "Key",
    "Later",
    "Location",
    "MadeLater",
    "MetName",
    "Origin",
    "Page",
    "Piece",
    "Place",
    "Places",
    "Text",
    "Trace",
    "Triple",
    "UsageError",
    "escape_key",
    "is_iri",
]

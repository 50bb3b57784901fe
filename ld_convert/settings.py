"""What the user can set for a conversion."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ld_convert.model import Json

BASE = "urn:ld-convert:"
"""Where new names are made when the user gives no base of their own."""


CATALOG_TITLE = "Catalogue"
"""The title of a catalogue to which neither the user nor a page gives one."""


class UsageError(Exception):
    """The user named something that does not exist or cannot be used."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of a conversion; the defaults are the command line's."""

    base: str = BASE
    """Where names are made for what has none; ends in `/`, `#` or `:`."""
    profile: str = "dcat-ap"
    catalog_iri: str = ""
    """IRI of the catalogue that is written; empty for `catalog` under the base."""
    catalog_title: str = CATALOG_TITLE
    publisher_name: str = ""
    publisher_iri: str = ""
    date: str = ""
    """An xsd:date or xsd:dateTime: when the captures were made."""
    rules: str = ""
    """Path of a table whose rows come before the profile's and replace rows of the same id."""
    shapes: tuple[str, ...] = ()
    """Paths of further shapes."""
    engine: str = "auto"
    """How shapes are run, a key of `validate.ENGINES`."""
    contexts: Mapping[str, Json] = field(default_factory=dict)
    """Further JSON-LD contexts by URL."""
    repair: bool = True
    """Whether JSON with known faults (comments, trailing commas, …) is mended, with findings."""
    partial: bool = False
    """Whether JSON that is cut off is read up to its last complete member, with a finding."""
    score: bool = False
    """Whether what each dataset states is counted, for reports and scores."""
    provenance: bool = False
    """Whether each derived triple is written with the rule and the spot that it comes from."""
    keep_source: bool = True
    """Whether the schema.org triples are written beside the DCAT ones."""
    account: bool = False
    """Whether every value of a page is accounted for; a page takes two to three times as long."""
    iri_from: tuple[str, ...] = ("id", "page", "url", "hash")
    """Where the IRI of a dataset comes from, in the order in which it is tried."""
    graphs: str = "capture"
    """How quads are grouped: one named graph a `capture`, or one for each `origin` in it."""

    @property
    def catalog(self) -> str:
        """The IRI of the catalogue that is written."""
        return self.catalog_iri or f"{self.base}catalog"

"""What the user can set for a conversion, and what is no setting."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from math import inf
from typing import TYPE_CHECKING

from ld_convert.model import UsageError, is_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from ld_convert.model import Json

__all__ = ["BASE", "SettingError", "Settings", "UsageError"]

BASE = "urn:ld-convert:"
"""Where new names are made when the user gives no base of their own."""

DATE = re.compile(
    r"(?P<year>-?\d{4,9})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?:T(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,20})?|24:00:00))?"
    r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?)?)?",
    re.ASCII,
)
"""An xsd:gYear, xsd:gYearMonth, xsd:date or xsd:dateTime (XML Schema 1.1, part 2)."""

CATALOG_TITLE = "Catalogue"
"""The title of a catalogue to which neither the user nor a page gives one."""

CHOICES: dict[str, tuple[str, ...]] = {
    "engine": ("auto", "pyshacl"),
    "graphs": ("capture", "origin"),
    "iri_from": ("id", "page", "url", "doi", "hash"),
}
"""By field: what can be chosen. The tables that the names stand for are `validate.ENGINES`,
`identify.policies.CANDIDATES` and `catalogue.graphs`."""

PROFILES: list[Callable[[], Collection[str]]] = []
"""What gives the names of the profiles; the package's `__init__` enters it, see there."""


class SettingError(UsageError):
    """A field of Settings has a value that cannot be used."""

    def __init__(self, name: str, value: object, why: str) -> None:
        super().__init__(name, value, why)
        self.name, self.value, self.why = name, value, why

    def __str__(self) -> str:
        """Return `base 'x': is not an absolute IRI`."""
        return f"{self.name} {self.value!r}: {self.why}"


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of a conversion; the defaults are the command line's.

    Raises UsageError, which names the field, for a value that cannot be used.
    """

    base: str = BASE
    """Where names are made for what has none; ends in `/`, `#` or `:`."""
    profile: str = "dcat-ap"
    catalog_iri: str = ""
    """IRI of the catalogue that is written; empty for `catalog` under the base."""
    catalog_title: str = CATALOG_TITLE
    catalog_description: str = ""
    """What the catalogue is; empty for its title."""
    catalog_language: tuple[str, ...] = ()
    """Languages of its descriptions, each a code or an IRI of a language."""
    catalog_license: str = ""
    """Licence of the catalogue itself: an IRI, or a name such as CC-BY-4.0."""
    catalog_homepage: str = ""
    catalog_issued: str = ""
    """When it was first published: a date."""
    catalog_spatial: tuple[str, ...] = ()
    """What it covers: codes of countries, IRIs of places, boxes in degrees as
    `west,south,east,north`, or `CODE=west,south,east,north`."""
    catalog_theme_taxonomy: tuple[str, ...] = ()
    """IRIs of the concept schemes of its themes."""
    catalog_rights: str = ""
    """A statement about rights: an IRI, or a text."""
    publisher_name: str = ""
    publisher_iri: str = ""
    publisher_type: str = ""
    """Kind of publisher in the ADMS vocabulary: a code such as NationalAuthority, or an IRI."""
    date: str = ""
    """When the captures were made, as xsd:date, xsd:dateTime, xsd:gYear or xsd:gYearMonth."""
    names: tuple[str, ...] = ()
    """Tables that say what the texts of pages stand for, each a path or KIND=path."""
    meet_names: bool = False
    """Whether the texts that no authority table knows are collected, for `ld-convert names`."""
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
    page_timeout: float = 10.0
    """Seconds of processor time that a run spends on one page; 0 for no limit."""
    worker_memory: float = 4096.0
    """MiB that a worker process may take, where the system can limit it; 0 for no limit."""
    strict: bool = False
    """Whether a defect of the program ends a run, and does not only lose the page."""
    graphs: str = "capture"
    """How quads are grouped: one named graph a `capture`, or one for each `origin` in it."""

    @property
    def catalog(self) -> str:
        """The IRI of the catalogue that is written."""
        return self.catalog_iri or f"{self.base}catalog"

    def __post_init__(self) -> None:
        """Check every field."""
        for each in fields(self):
            self._check_type(each.name, getattr(self, each.name), each.default)
        for name in ("base", "catalog_iri", "publisher_iri"):
            iri = getattr(self, name)
            if iri and not is_iri(iri):
                raise SettingError(name, iri, "is not an absolute IRI")
        if not self.base.endswith(("/", "#", ":")):
            raise SettingError("base", self.base, "must end in /, # or :")
        if self.date and not _is_date(self.date):
            raise SettingError("date", self.date, "is not a date; write it as 2024-12-31")
        for name, choices in CHOICES.items():
            value = getattr(self, name)
            for chosen in (value,) if isinstance(value, str) else value:
                if chosen not in choices:
                    raise SettingError(name, chosen, f"choose from {', '.join(choices)}")
        if not self.iri_from:
            raise SettingError("iri_from", self.iri_from, "name one source at least")
        for names in PROFILES:
            if self.profile not in names():
                why = f"no profile is called so; there are {', '.join(names())}"
                raise SettingError("profile", self.profile, why)

    @staticmethod
    def _check_type(name: str, value: Json, default: object) -> None:
        """Raise UsageError for a value of another type than the field's, and for half characters.

        A text is no tuple of texts: `iri_from="doi"` would mean d, o and i.
        """
        if isinstance(default, bool) and not isinstance(value, bool):
            raise SettingError(name, value, "is not True or False")
        if isinstance(default, float):
            is_number = isinstance(value, float | int) and not isinstance(value, bool)
            if not is_number or not 0 <= value < inf:
                raise SettingError(name, value, "is not a number from zero up")
            return
        if isinstance(default, tuple) and not isinstance(value, tuple):
            raise SettingError(name, value, "is no tuple of texts")
        if name == "contexts" and not isinstance(value, Mapping):
            raise SettingError(name, value, "is no mapping from URL to context")
        if name == "contexts" and value:
            try:
                json.dumps(dict(value))
            except (TypeError, ValueError, RecursionError):
                raise SettingError(name, list(value), "a context is no JSON") from None
        texts = value if isinstance(value, tuple | Mapping) else (value,)
        for text in () if isinstance(default, bool) else texts:
            if not isinstance(text, str):
                raise SettingError(name, text, "is no text")
            try:
                text.encode()
            except UnicodeEncodeError:
                raise SettingError(name, text, "cannot be written as UTF-8") from None


def _is_date(text: str) -> bool:
    """Return whether a text is a date that the calendar has."""
    match = DATE.fullmatch(text)
    if match is None:
        return False
    year, month, day = (int(match[part] or 1) for part in ("year", "month", "day"))
    try:
        # The calendar repeats itself every 400 years; datetime knows no year before 1.
        datetime(year % 400 + 400, month, day)  # noqa: DTZ001  only the day counts
    except ValueError:
        return False
    return True

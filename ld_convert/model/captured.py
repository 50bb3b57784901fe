"""What is read and extracted: captures, the JSON in them, and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ld_convert.model.errors import UsageError
from ld_convert.model.finding import Finding
from ld_convert.model.positions import Location

Json = Any
"""A value as `json.loads` gives it; the only place where `Any` is allowed."""
KINDS = ("html", "flight", "json", "rdf", "")
"""Of a capture."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One page or payload as it was received."""

    source: str
    """Name shown to people: the path, or `-` for standard input; of a member of a container the
    container's name, `!` and its own, as in `pages.zip!a/b.html` and `records.jsonl!3`."""
    data: bytes
    kind: str
    """html, flight, json or rdf, found from the content; empty for what cannot be read."""
    url: str | None = None
    """Where the page was captured, if the container says so."""
    modified: str | None = None
    """When the capture was made, an xsd:dateTime in UTC; without a zone where none is known."""
    findings: tuple[Finding, ...] = ()
    """What was wrong when it was read."""
    links: tuple[str, ...] = ()
    """The HTTP response's `Link` headers as they were received (RFC 8288)."""
    declared: str = ""
    """The charset that the HTTP response's Content-Type names."""
    line: int = 1
    """Line of the file at which the capture starts."""

    def __post_init__(self) -> None:
        """Raise UsageError for a kind that nothing can be read from."""
        if self.kind not in KINDS:
            raise UsageError(f"kind {self.kind!r}: choose from {', '.join(filter(None, KINDS))}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """One JSON value read from a capture, whatever it may describe."""

    kind: str
    """script, next_s, flight, state or document: how the capture holds it."""
    value: Json
    location: Location
    base: str | None = None
    """Document base IRI where the capture states one."""
    places: Mapping[int, Location] = field(default_factory=dict)
    """By id() of an object inside `value`: where it is written, if its pointer does not tell."""


class Origin(NamedTuple):
    """One of the spots where a fragment was found."""

    kind: str
    """script, next_s, flight, state, document, microdata, rdfa or meta."""
    location: Location


@dataclass(frozen=True, slots=True)
class Fragment:
    """One JSON value that describes something, and all the spots where it was found."""

    value: Json
    origins: tuple[Origin, ...]
    base: str | None = None
    """Document base IRI, for relative references (RFC 3986, section 5.1)."""
    portal: str = ""
    """Name of the file in vocab/portals that describes the value; empty for plain JSON-LD."""

    @property
    def location(self) -> Location:
        """The first spot."""
        return self.origins[0].location


@dataclass(frozen=True, slots=True)
class Page:
    """What extraction found in one capture."""

    fragments: tuple[Fragment, ...]
    url: str | None = None
    """The page's own address, as the capture or the page itself states it."""
    kind: str = "record"
    """record, redirect, shell, plain or error; from what the page holds, not from its title."""
    target: str = ""
    """Address to which a redirect leads; empty where it is not known, and for other pages."""

"""The parts of a dataset as its page shows them: agents, files, places, periods, variables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rdflib import URIRef

from ld_convert.site.addresses import live
from ld_convert.site.facts import ThingLink

if TYPE_CHECKING:
    from rdflib.term import Node

    from ld_convert.site.facts import Facts

ORCID = re.compile(r"https?://orcid\.org/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?")
ROR = re.compile(r"https?://ror\.org/(0[0-9a-z]{8})/?")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
YEAR = re.compile(r"(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?")
PERSON, ORGANISATION = "Person", "Organization"
UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB")
LAST_BYTES = 1000
AXES = 2
WEST_EAST, SOUTH_NORTH = 180.0, 90.0


class Agent(NamedTuple):
    """Somebody who made, published or answers for a dataset."""

    name: str
    iri: str
    kind: str = ""
    """Person, Organization, or empty where nothing tells."""
    orcid: str = ""
    ror: str = ""
    mail: str = ""
    homepage: str = ""
    affiliation: str = ""


class DataFile(NamedTuple):
    """A distribution."""

    iri: str
    title: str
    download: str
    access: str
    format: str
    media_type: str
    size_bytes: int | None
    licence: ThingLink | None
    checksum: tuple[str, str]
    """Algorithm and value, both empty without one."""

    @property
    def address(self) -> str:
        """Where it can be had; empty for an address that no click may open."""
        return live(self.download or self.access)

    @property
    def size(self) -> str:
        """Its size as people read it, in powers of ten; empty without one."""
        return shown_size(self.size_bytes)


class EarthBox(NamedTuple):
    """A part of the earth in degrees; a point has two equal pairs.

    If west is more than east it crosses the antimeridian (RFC 7946, section 5.2).
    """

    west: float
    south: float
    east: float
    north: float
    label: str = ""

    @property
    def halves(self) -> tuple[EarthBox, ...]:
        """The box, or the two on both sides of the antimeridian: none of them crosses it."""
        if self.west <= self.east:
            return (self,)
        return self._replace(east=WEST_EAST), self._replace(west=-WEST_EAST)


class CoveredPeriod(NamedTuple):
    """A time, open where a text is empty."""

    start: str
    end: str

    @property
    def words(self) -> str:
        """The period in words."""
        if self.start and self.end:
            return self.start if self.start == self.end else f"{self.start} to {self.end}"
        return f"since {self.start}" if self.start else f"until {self.end}"


class Variable(NamedTuple):
    """Something that was measured."""

    name: str
    description: str
    unit: str
    kind: str


def agent(facts: Facts, node: Node) -> Agent:
    """Return an agent with the registries' numbers of it, where it has some."""
    iri = str(node) if isinstance(node, URIRef) else ""
    known = [
        iri,
        *(str(o) for o in facts.terms(node, "owl:sameAs", "schema:sameAs", "dct:identifier")),
    ]
    known += [str(o) for o in facts.terms(node, "schema:identifier", "adms:identifier")]
    orcid = next((f"https://orcid.org/{m[1]}" for t in known if (m := ORCID.fullmatch(t))), "")
    ror = next((f"https://ror.org/{m[1]}" for t in known if (m := ROR.fullmatch(t))), "")
    is_person = bool(orcid) or any(facts.has_class(node, f"{p}:Person") for p in ("foaf", "schema"))
    is_body = bool(ror) or any(
        facts.has_class(node, c)
        for c in ("foaf:Organization", "schema:Organization", "org:Organization")
    )
    kind = PERSON if is_person else ORGANISATION if is_body else ""
    mail = facts.plain(node, "foaf:mbox", "vcard:hasEmail", "schema:email").removeprefix("mailto:")
    home = live(facts.plain(node, "foaf:homepage", "vcard:hasURL", "foaf:workplaceHomepage"))
    body = facts.first(node, "org:memberOf", "schema:affiliation")
    affiliation = facts.label(body) if body is not None else ""
    return Agent(facts.label(node) or "unnamed", iri, kind, orcid, ror, mail, home, affiliation)


def data_file(facts: Facts, node: Node) -> DataFile:
    """Return a distribution."""
    licence, form = facts.first(node, "dct:license"), facts.first(node, "dct:format")
    media = facts.plain(node, "dcat:mediaType").partition("/media-types/")
    total = facts.first(node, "spdx:checksum")
    size = facts.plain(node, "dcat:byteSize")
    algorithm = facts.plain(total, "spdx:algorithm").rpartition("_")[2]
    return DataFile(
        iri=str(node) if isinstance(node, URIRef) else "",
        title=facts.text(node, "dct:title", "schema:name"),
        download=facts.plain(node, "dcat:downloadURL"),
        access=facts.plain(node, "dcat:accessURL"),
        format=facts.label(form) if form is not None else "",
        media_type=media[2] or media[0],
        size_bytes=int(float(size))
        if NUMBER.fullmatch(size) and len(size) < UNITS_DIGITS
        else None,
        licence=facts.link(licence) if licence is not None else None,
        checksum=(algorithm, facts.plain(total, "spdx:checksumValue")),
    )


UNITS_DIGITS = 19
"""Digits of a size that can be one: more than an exabyte is a mistake."""


def box(facts: Facts, node: Node) -> EarthBox | None:
    """Return the box of a place, or its point; None if it has none that lies on the earth."""
    for curie in ("dcat:bbox", "locn:geometry", "dcat:centroid"):
        text = facts.plain(node, curie).partition("(")[2]
        found = [_bounds(part) for part in text.split("((") if part.strip()]
        known = [one for one in found if one is not None]
        if not known or len(known) < len(found):
            continue
        west, south = min(one.west for one in known), min(one.south for one in known)
        east, north = max(one.east for one in known), max(one.north for one in known)
        if len(known) == len("EW") and (west, east) == (-WEST_EAST, WEST_EAST):
            first, second = sorted(known, key=lambda one: -one.west)
            if first.east == WEST_EAST and second.west == -WEST_EAST < second.east < first.west:
                west, east = first.west, second.east
        return EarthBox(west, south, east, north, facts.label(node))
    return None


def _bounds(text: str) -> EarthBox | None:
    """Return the bounds of the points of well-known text; None for points off the earth."""
    numbers = [float(n) for n in NUMBER.findall(text)]
    xs, ys = numbers[0::AXES], numbers[1::AXES]
    if not ys or len(xs) != len(ys) or min(xs) < -WEST_EAST or max(map(abs, ys)) > SOUTH_NORTH:
        return None
    west, east = min(xs), max(xs)
    if west < WEST_EAST < east < west + 2 * WEST_EAST:  # counted on beyond the antimeridian
        east -= 2 * WEST_EAST
    return EarthBox(west, min(ys), east, max(ys)) if east <= WEST_EAST else None


def period(facts: Facts, node: Node) -> CoveredPeriod | None:
    """Return a period; None for one without a date."""
    start = facts.plain(node, "dcat:startDate", "schema:startDate")
    end = facts.plain(node, "dcat:endDate", "schema:endDate")
    return CoveredPeriod(day(start), day(end)) if start or end else None


def variable(facts: Facts, node: Node) -> Variable:
    """Return a variable, of schema.org's PropertyValue or a column of CSVW."""
    unit = facts.plain(node, "schema:unitText", "schema:unitCode")
    text = facts.text(node, "schema:description", "csvw:description", "dct:description")
    kind = facts.plain(node, "csvw:datatype", "cr:dataType").rpartition("/")[2].rpartition("#")[2]
    name = facts.text(node, "csvw:title", "csvw:name")
    return Variable(name or facts.label(node) or "unnamed", text, unit, kind)


def day(text: str) -> str:
    """Return a date without its time; what is no date is returned as it is."""
    return text.partition("T")[0] if YEAR.match(text) else text


def year(text: str) -> int | None:
    """Return the year of a date."""
    found = YEAR.match(text)
    return int(found[1]) if found and len(found[1]) <= len("-10000") else None


def shown_size(size_bytes: int | None) -> str:
    """Return a size in the unit that people use: 12000000 is 12 MB."""
    if size_bytes is None:
        return ""
    size, unit = float(size_bytes), 0
    while size >= LAST_BYTES and unit < len(UNITS) - 1:
        size, unit = size / LAST_BYTES, unit + 1
    return f"{size:.3g} {UNITS[unit]}" if size < LAST_BYTES else f"{size:,.0f} {UNITS[unit]}"

"""Put the final IRIs into the lines of one capture, and into what hangs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from rdflib import RDF

from ld_convert.rdf.lines import iris, replaced
from ld_convert.vocab.distribution_names import beginning, moved, owner
from ld_convert.vocab.namespaces import DCAT, FOAF, SCHEMA, VCARD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


IS_PAGE = f" <{RDF.type}> <{FOAF.Document}> ".encode()
"""What a line says of a page; the dataset that is known by its address has another name."""
ADDRESSES = frozenset(
    f"<{name}>".encode()
    for name in (
        *(DCAT.landingPage, DCAT.accessURL, DCAT.downloadURL, DCAT.endpointURL),
        *(FOAF.page, FOAF.homepage, VCARD.hasURL),
        *(SCHEMA + name for name in ("url", "contentUrl", "mainEntityOfPage")),
    )
)
"""Properties whose object is a page or a file at its address, and nothing that is known by it."""
FEW = 32
"""Names that are searched for one by one; of more, each IRI of a line is looked up."""


class FinalNames(Protocol):
    """The final IRIs of a run: a ledger that is settled, or what a worker was sent of one."""

    @property
    def is_changed(self) -> bool:
        """Whether any IRI has another final one, or any dataset several descriptions."""

    @property
    def has_several(self) -> bool:
        """Whether any dataset has several descriptions."""

    def renamed(self, iris: Iterable[str]) -> dict[str, str]:
        """Return the final IRI of each IRI that has another one."""

    def several(self, iris: Iterable[str]) -> set[str]:
        """Return those final IRIs of datasets that several captures describe."""


class SomeNames(NamedTuple):
    """What a worker has to know of a settled ledger for the captures that it has converted."""

    new: dict[str, str]
    """The final IRI of each IRI that has another one."""
    described: frozenset[str]
    """Final IRIs of datasets that several captures describe."""
    spread: frozenset[str] = frozenset()
    """Those of them that several partitions describe, and the IRIs of their records."""

    @property
    def is_changed(self) -> bool:
        """Whether any IRI has another final one, or any dataset several descriptions."""
        return bool(self.new or self.described)

    @property
    def has_several(self) -> bool:
        """Whether any dataset has several descriptions."""
        return bool(self.described)

    def renamed(self, iris: Iterable[str]) -> dict[str, str]:
        """Return the final IRI of each IRI that has another one."""
        return {iri: self.new[iri] for iri in iris if iri in self.new}

    def several(self, iris: Iterable[str]) -> set[str]:
        """Return those final IRIs of datasets that several captures describe."""
        return set(self.described.intersection(iris))


class Renames:
    """Replaces the IRIs of things, and of their distributions."""

    def __init__(self, names: Mapping[str, str], pages: frozenset[str] = frozenset()) -> None:
        """`pages` are those of the names at which there is a page, described in its own lines."""
        self.names, self._pages = names, pages
        found = (mark for name in names for mark in (f"{name}>", beginning(name)))
        few = found if len(names) <= FEW else ()
        self._marks = [f"<{mark}".encode("utf-8", "replace") for mark in few]
        """One of them is in each line that changes: the IRI, or one of its distributions."""

    def final(self, iri: str) -> str:
        """Return the final IRI of one."""
        new = self.names.get(iri)
        if new is not None:
            return new
        dataset = owner(iri)
        return moved(iri, self.names[dataset]) if dataset in self.names else iri

    def subject(self, iri: str) -> str:
        """Return the final IRI of what lines are about."""
        return iri if iri in self._pages else self.final(iri)

    def lines(self, lines: bytes) -> bytes:
        """Return lines with final IRIs."""
        if self.names:
            return b"".join(map(self.line, lines.splitlines(keepends=True)))
        return lines

    def line(self, line: bytes) -> bytes:
        """Return a line with final IRIs; empty where it would say something of a thing and itself.

        That two names are of one thing is what the final IRI says; no thing is its own part.
        """
        if not self._changes(line):
            return line
        old, predicate, value = line.split(b" ", 2)
        subject = replaced(old, self.subject)
        if predicate in ADDRESSES and value[:1] == b"<":
            address, space, rest = value.partition(b" ")
            return b"%s %s %s" % (subject, predicate, address + space + replaced(rest, self.final))
        new = replaced(value, self.final)
        is_of_itself = new.partition(b" ")[0] == subject and (old, value) != (subject, new)
        return b"" if is_of_itself else b"%s %s %s" % (subject, predicate, new)

    def _changes(self, line: bytes) -> bool:
        if len(self.names) > FEW:
            return any(name in self.names for name in named_in(line))
        for mark in self._marks:  # noqa: SIM110  any() takes three times as long
            if mark in line:
                return True
        return False


def names_in(lines: bytes, names: Mapping[str, str]) -> Mapping[str, str]:
    """Return those of some final IRIs by the IRIs that stand in lines."""
    if len(names) <= FEW:
        return {name: new for name, new in names.items() if name.encode() in lines}
    found = {name for line in lines.splitlines() for name in named_in(line)}
    return {name: new for name, new in names.items() if name in found}


def named_in(line: bytes) -> list[str]:
    """Return each IRI of a line, and the dataset of each that names a distribution."""
    found = iris(line)
    return found + [dataset for dataset in map(owner, found) if dataset]

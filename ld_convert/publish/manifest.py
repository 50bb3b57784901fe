"""Keep the manifest: a graph in the store that says what was published before.

The manifest is a log. While a run goes on, entries are only added, so that a request can be sent
twice without harm. An entry without a checksum says that a graph is about to be written; one with
a checksum says that it is written. The last entry of a graph counts. At the end of a run the log is
written anew if most of its entries are out of date.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from ld_convert.publish.terms import CHECKSUM, GENERATED_BY, SD, TRIPLES, TYPE, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.settings import Settings
    from ld_convert.store.model import Store

NAMED_GRAPH = NamedNode(f"{SD}NamedGraph")
NAME = NamedNode(f"{SD}name")


class ManifestEntry(NamedTuple):
    """What is known of one published graph."""

    graph: str
    digest: str = ""
    """Its hash, with the algorithm; empty while it is on its way."""
    triples: int = 0
    """How many the store holds of it."""
    run: int = 0
    """The run that wrote it, counted from 1."""


@dataclass(slots=True)
class Manifest:
    """The entries of one catalogue in one store."""

    store: Store
    iri: str
    entries: dict[str, ManifestEntry] = field(default_factory=dict)
    run: int = 1
    serial: int = 0
    """Number of the last entry of the log."""
    length: int = 0
    """How many entries the log has."""

    def announce(self, graphs: Iterable[str]) -> None:
        """Say that graphs are about to be written or deleted; what they hold is unknown now."""
        self._append([ManifestEntry(graph, run=self.run) for graph in graphs])

    def record(self, entries: Iterable[ManifestEntry]) -> None:
        """Say that graphs are written."""
        self._append([entry._replace(run=self.run) for entry in entries])

    def finish(self, removed: Iterable[str]) -> None:
        """Forget graphs that are deleted, and write the log anew if it pays."""
        gone = [self.entries.pop(graph) for graph in removed]
        if not gone and self.length <= 1.5 * len(self.entries):
            return
        live = [self.entries[graph] for graph in sorted(self.entries)]
        self.store.replace_graph(self.iri, [_text(self.iri, enumerate(live, 1))])
        self.serial = self.length = len(live)

    def _append(self, entries: list[ManifestEntry]) -> None:
        if entries:
            first = self.serial + 1
            self.store.add(self.iri, _text(self.iri, enumerate(entries, first)))
            self.serial += len(entries)
            self.length += len(entries)
            self.entries |= {entry.graph: entry for entry in entries}


def read_manifest(store: Store, settings: Settings) -> Manifest:
    """Return what the store knows of the catalogue that the settings name."""
    iri = manifest_iri(settings)
    numbered = sorted(_numbered(iri, store.get_graph(iri)))
    entries = {entry.graph: entry for _, entry in numbered}
    runs = [entry.run for _, entry in numbered]
    serial = numbered[-1][0] if numbered else 0
    return Manifest(store, iri, entries, max(runs, default=0) + 1, serial, len(numbered))


def manifest_iri(settings: Settings) -> str:
    """Return the IRI of a catalogue's manifest; two catalogues in one store have two."""
    digest = hashlib.sha256(settings.catalog.encode()).hexdigest()[:16]
    return f"{settings.base}manifest/{digest}"


def _numbered(iri: str, text: bytes) -> Iterator[tuple[int, ManifestEntry]]:
    """Yield the entries of a log with their numbers; one that is only there in part is pending."""
    found: dict[str, dict[NamedNode, str]] = defaultdict(dict)
    for quad in pyoxigraph.parse(text, RdfFormat.N_TRIPLES):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            found[quad.subject.value][quad.predicate] = quad.object.value
    for subject, row in found.items():
        serial = subject.removeprefix(f"{iri}#")
        if serial.isdigit() and NAME in row:
            run = int(row.get(GENERATED_BY, "-0").rpartition("-")[2])
            triples = int(row.get(TRIPLES, "0"))
            digest = row.get(CHECKSUM, "") if triples else ""
            yield int(serial), ManifestEntry(row[NAME], digest, triples, run)


def _text(iri: str, numbered: Iterable[tuple[int, ManifestEntry]]) -> bytes:
    """Return entries as N-Triples, without blank nodes."""
    triples: list[Triple] = []
    for serial, entry in numbered:
        node = NamedNode(f"{iri}#{serial}")
        triples += [
            Triple(node, TYPE, NAMED_GRAPH),
            Triple(node, NAME, NamedNode(entry.graph)),
            Triple(node, GENERATED_BY, NamedNode(f"{iri}#run-{entry.run}")),
        ]
        if entry.digest:
            triples += [
                Triple(node, TRIPLES, number(entry.triples)),
                Triple(node, CHECKSUM, Literal(entry.digest)),
            ]
    return pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b""

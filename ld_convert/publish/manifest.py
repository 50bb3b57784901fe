"""Keep the manifest: graphs in the store that say what was published before.

Each run has a manifest graph of its own, to which nobody else writes, so that several may publish
at once. It is a log: entries are only added, so that a request can be sent twice without harm. An
entry without a checksum says that a graph is about to be written; one with a checksum says that it
is written. A run also notes how much of the other logs it has seen: its entries replace those.
Where two runs that did not see each other disagree about a graph, its content is unknown, and the
next run writes it again. From time to time a run copies all that is known into its own log and
deletes the logs that it replaces.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from ld_convert.catalogue.outward_terms import (
    CHECKSUM,
    GENERATED_BY,
    INFORMED_BY,
    SD,
    TRIPLES,
    TYPE,
    number,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ld_convert.settings import Settings
    from ld_convert.store.model import Store

NAMED_GRAPH = NamedNode(f"{SD}NamedGraph")
NAME = NamedNode(f"{SD}name")
REMOVED = "removed"
"""Stands for the checksum of a graph that was deleted."""
MOST_LOGS = 8
MOST_TIMES = 2
"""How many entries a graph may have, on the average: a first run announces and records each."""


class ManifestEntry(NamedTuple):
    """What is known of one published graph."""

    graph: str
    digest: str = ""
    """Its hash, with the algorithm; empty while it is on its way or not known."""
    triples: int = 0
    """How many the store holds of it."""
    run: int = 0
    """The run that wrote it, counted from 1."""


class Log(NamedTuple):
    """The manifest graph of one run."""

    iri: str
    entries: dict[int, ManifestEntry]
    """By serial number; the last one of a graph counts."""
    seen: dict[str, int]
    """Up to which entry the run had seen the logs of other runs."""
    triples: int
    """How many the graph had when it was read."""
    run: int = 0
    """The number of the run; entries of other numbers are copied from other logs."""


@dataclass(slots=True)
class Manifest:
    """The entries of one catalogue in one store, and the log of this run."""

    store: Store
    root: str
    """How the names of its logs begin; also a name for the catalogue's publications."""
    logs: list[Log] = field(default_factory=list)
    entries: dict[str, ManifestEntry] = field(default_factory=dict)
    others: dict[str, set[str]] = field(default_factory=dict)
    """The checksums by which other catalogues know graphs."""
    run: int = 1
    iri: str = ""
    serial: int = 0

    def __post_init__(self) -> None:
        self.iri = self.iri or f"{self.root}/{secrets.token_hex(8)}"

    def announce(self, graphs: Iterable[str]) -> None:
        """Say that graphs are about to be written or deleted; what they hold is unknown now."""
        self._append([ManifestEntry(graph, run=self.run) for graph in graphs])

    def record(self, entries: Iterable[ManifestEntry]) -> None:
        """Say that graphs are written."""
        self._append([entry._replace(run=self.run) for entry in entries])

    def forget(self, removed: Iterable[str]) -> None:
        """Say that graphs are deleted."""
        self._append([ManifestEntry(graph, REMOVED, 0, self.run) for graph in removed])
        for entry in [entry for entry in self.entries.values() if entry.digest == REMOVED]:
            del self.entries[entry.graph]

    def finish(self, counts: Mapping[str, int]) -> None:
        """Write all that is known into one log if it pays; `counts` are the store's of now."""
        length = self.serial + sum(len(log.entries) for log in self.logs)
        if length <= MOST_TIMES * len(self.entries) and len(self.logs) < MOST_LOGS:
            return
        live = [self.entries[graph] for graph in sorted(self.entries)]
        text = _text(self.iri, enumerate(live, 1)) + self._head()
        self.store.replace_graph(self.iri, [text])
        for log in self.logs:
            if counts.get(log.iri) == log.triples:  # its run does not write any more
                self.store.delete_graph(log.iri)

    def _head(self) -> bytes:
        """Return, as N-Triples, which run this is, and how much of other logs it has read."""
        run = NamedNode(f"{self.iri}#run")
        triples = [Triple(run, GENERATED_BY, NamedNode(f"{self.iri}#run-{self.run}"))]
        triples += [
            Triple(run, INFORMED_BY, NamedNode(f"{log.iri}#{max(log.entries)}"))
            for log in self.logs
            if log.entries
        ]
        return pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b""

    def _append(self, entries: list[ManifestEntry]) -> None:
        if entries:
            head = b"" if self.serial else self._head()
            text = head + _text(self.iri, enumerate(entries, self.serial + 1))
            self.store.add(self.iri, text)
            self.serial += len(entries)
            self.entries |= {entry.graph: entry for entry in entries}


def read_manifest(store: Store, settings: Settings, counts: Mapping[str, int]) -> Manifest:
    """Return what the store knows of the catalogue that the settings name, and of others.

    `counts` says which graphs the store has.
    """
    root, place = manifest_iri(settings), f"{settings.base}manifest/"
    roots: dict[str, list[Log]] = defaultdict(list)
    for graph in sorted(counts):
        if graph.startswith(place):
            owner = place + graph.removeprefix(place).partition("/")[0]
            roots[owner].append(_read(graph, store.get_graph(graph)))
    others: dict[str, set[str]] = defaultdict(set)
    for owner, logs in roots.items():
        if owner != root:
            for entry in _resolved(logs).values():
                others[entry.graph].add(entry.digest)
    logs = roots.get(root, [])
    runs = [entry.run for log in logs for entry in log.entries.values()]
    return Manifest(store, root, logs, _resolved(logs), dict(others), max(runs, default=0) + 1)


def manifest_iri(settings: Settings) -> str:
    """Return how the names of a catalogue's logs begin; two catalogues have two."""
    digest = hashlib.sha256(settings.catalog.encode()).hexdigest()[:16]
    return f"{settings.base}manifest/{digest}"


def _resolved(logs: Iterable[Log]) -> dict[str, ManifestEntry]:
    """Return what is known of each graph; of one that runs disagree about, that it is unknown."""
    last: dict[str, dict[str, tuple[int, ManifestEntry]]] = defaultdict(dict)
    seen, runs = {log.iri: log.seen for log in logs}, {log.iri: log.run for log in logs}
    for log in logs:
        for serial, entry in sorted(log.entries.items()):
            last[entry.graph][log.iri] = serial, entry
    found = {}
    for graph, by_log in last.items():
        own = [entry.run for iri, (_, entry) in by_log.items() if entry.run == runs[iri]]
        valid = [
            entry
            for iri, (serial, entry) in by_log.items()
            if not any(seen[other].get(iri, 0) >= serial for other in by_log if other != iri)
            and not (entry.run != runs[iri] and entry.run <= max(own, default=0))  # a copy
        ]
        newest = max(valid or [entry for _, entry in by_log.values()], key=lambda entry: entry.run)
        if any(entry.digest != newest.digest for entry in valid):
            newest = ManifestEntry(graph, run=newest.run)
        if newest.digest != REMOVED:
            found[graph] = newest
    return found


def _read(iri: str, text: bytes) -> Log:
    """Return a log; an entry that is only there in part is one of a graph on its way."""
    rows: dict[str, dict[NamedNode, str]] = defaultdict(dict)
    seen: dict[str, int] = {}
    triples = 0
    for quad in pyoxigraph.parse(text, RdfFormat.N_TRIPLES):
        triples += 1
        if not isinstance(quad.subject, NamedNode) or not hasattr(quad.object, "value"):
            continue
        if quad.predicate == INFORMED_BY:
            other, _, serial = quad.object.value.rpartition("#")
            seen[other] = int(serial)
        else:
            rows[quad.subject.value][quad.predicate] = quad.object.value
    entries = {}
    for subject, row in rows.items():
        serial = subject.removeprefix(f"{iri}#")
        if serial.isdigit() and NAME in row:
            count = int(row.get(TRIPLES, "0"))
            run = int(row.get(GENERATED_BY, "-0").rpartition("-")[2])
            digest = row.get(CHECKSUM, "")
            known = digest if count or digest == REMOVED else ""
            entries[int(serial)] = ManifestEntry(row[NAME], known, count, run)
    own = rows[f"{iri}#run"].get(GENERATED_BY, "-0").rpartition("-")[2]
    return Log(iri, entries, seen, triples, int(own))


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

"""What a capture adds to a document: its own part, and what other captures say as well.

Agents, catalogues and concepts are shared: many pages name them. A document of triples has each
once; in quads every graph stands alone, and has its own.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rdflib import BNode

from ld_convert.catalogue.origins import place_of
from ld_convert.catalogue.shared import content, divided, nameless
from ld_convert.findings.report import Report
from ld_convert.rdf.index import index, insert, new_graph
from ld_convert.write import QUADS, serialise
from ld_convert.write.rdfxml import unwritable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rdflib import Graph

    from ld_convert.model import Conversion, Finding
    from ld_convert.rdf.index import Index


class Block(NamedTuple):
    """Statements that may stand in other parts too."""

    digest: bytes
    """16 bytes; equal for equal statements, whatever their nameless nodes are called."""
    written: bytes


class Written(NamedTuple):
    """One part of a document; small enough to be sent between processes."""

    own: bytes
    shared: tuple[Block, ...] = ()


def written(graphs: Mapping[str, Graph], form: str) -> Written:
    """Return named graphs in a form; where it has no graphs, what is shared stands apart."""
    if form in QUADS:
        return Written(b"".join(serialise(graph, form, name) for name, graph in graphs.items()))
    own, blocks = [], []
    for graph in graphs.values():
        rest, shared = divided(index(graph))
        own.append(serialise(new_graph(rest), form) if rest else b"")
        blocks += [block for part in shared for block in _blocks(part, form)]
    return Written(b"".join(own), tuple(blocks))


def unwritten(conversion: Conversion, form: str) -> tuple[Finding, ...]:
    """Return a finding for each thing of a capture that a form cannot hold, where it is first."""
    report = Report()
    for code, triple, value in unwritable(conversion.graph) if form == "rdf-xml" else ():
        report.add(code, place_of(triple, conversion), value=value)
    located = sorted(report.findings, key=lambda finding: finding.place.line is None)
    return tuple({(f.code, f.message): f for f in reversed(located)}.values())[::-1]


def _blocks(spo: Index, form: str) -> Iterator[Block]:
    """Yield a subject's statements as one block; in N-Triples each line is one, if it can be."""
    if form == "nt":
        spo, lines = _lines(spo)
        yield from (Block(_digest(line), line) for line in lines)
        if not spo:
            return
    graph = new_graph(spo)
    digest = _digest(content(spo).encode("utf-8", "surrogatepass"))
    nameless = any(isinstance(subject, BNode) for subject in spo)
    yield Block(digest, serialise(graph, form) if nameless else _kept(_Kept(graph, digest, form)))


def _lines(spo: Index) -> tuple[Index, list[bytes]]:
    """Return the statements that need a nameless node, and the lines of the others."""
    plain: Index = spo
    rest: Index = {}
    if nameless(spo, spo):
        plain = {}
        for subject, predicates in spo.items():
            for predicate, values in predicates.items():
                for value in values:
                    needs = isinstance(subject, BNode) or isinstance(value, BNode)
                    insert(rest if needs else plain, subject, predicate, value)
    return rest, serialise(new_graph(plain), "nt").splitlines(keepends=True)


class _Kept(NamedTuple):
    graph: Graph
    digest: bytes
    form: str

    def __hash__(self) -> int:
        return hash((self.digest, self.form))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and self[1:] == other[1:]


@lru_cache(maxsize=1024)
def _kept(wanted: _Kept) -> bytes:
    """Return a block's bytes; most pages of a portal have the same ones."""
    return serialise(wanted.graph, wanted.form)


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()

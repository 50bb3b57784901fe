"""What a capture adds to a document: its own statements, and those that other captures make too.

Agents, catalogues and concepts are shared: many pages describe them. A document of triples has
each once. In quads every named graph is complete and has its own description of them.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rdflib import BNode, Literal, URIRef

from ld_convert.catalogue.blank_nodes import apart
from ld_convert.catalogue.origins import place_of
from ld_convert.catalogue.shared import divided, nameless
from ld_convert.findings.report import Report
from ld_convert.rdf.index import index, insert, new_graph
from ld_convert.vocab.terms import iri
from ld_convert.write import FRAMED, QUADS, serialise
from ld_convert.write.jsonld import LINKS
from ld_convert.write.ntriples import ntriples
from ld_convert.write.rdfxml import unwritable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from rdflib import Graph
    from rdflib.term import Node

    from ld_convert.model import Conversion, Finding
    from ld_convert.rdf.index import Index


REMEMBERED = 512
"""Shared subjects whose statements are kept as they are written."""


class Block(NamedTuple):
    """Statements of one shared subject."""

    subject: str
    digest: bytes
    """16 bytes, a hash of the lines."""
    lines: bytes
    """N-Triples; blank nodes are named by what is said of them."""


class Written(NamedTuple):
    """One capture's part of a document; small enough to be sent between processes."""

    own: bytes = b""
    """In the form of the document, without its head."""
    lines: bytes = b""
    """The same as N-Triples or N-Quads; empty where that is the form."""
    shared: tuple[Block, ...] = ()
    prefixes: tuple[str, ...] = ()
    """Those that `own` uses."""


def written(graphs: Mapping[str, Graph], form: str, catalogue: str) -> Written:
    """Serialise a capture's graphs; in forms without named graphs, shared subjects stand apart."""
    if form in QUADS:
        return _quads(graphs, form)
    own: Index = {}
    blocks: list[Block] = []
    for graph in graphs.values():
        rest, parts = divided(index(graph), iri(catalogue))
        if form in FRAMED:
            _bring_back(rest, parts, iri(catalogue))
        own |= rest
        blocks += [block for part in parts if part for block in _blocks(part)]
    used = set[str]()
    lines = ntriples(own)
    if form == "nt":
        return Written(lines, b"", tuple(blocks))
    data = serialise(new_graph(own), form, catalogue, used) if own else b""
    return Written(data, lines, tuple(blocks), tuple(sorted(used)))


def _bring_back(own: Index, parts: list[Index], catalogue: URIRef) -> None:
    """Move the catalogue's links to what is the page's own from the shared parts to the page."""
    for number, part in enumerate(parts):
        kept: Index = {}
        for link, values in part.get(catalogue, {}).items():
            for value in values:
                insert(own if link in LINKS and value in own else kept, catalogue, link, value)
        parts[number] = {name: said for name, said in part.items() if name != catalogue} | kept


def _quads(graphs: Mapping[str, Graph], form: str) -> Written:
    used = set[str]()
    own = b"".join(serialise(graph, form, name, used) for name, graph in graphs.items())
    lines = b""
    if form != "nquads":
        lines = b"".join(serialise(graph, "nquads", name) for name, graph in graphs.items())
    return Written(own, lines, (), tuple(sorted(used)))


def unwritten(conversion: Conversion, forms: Collection[str]) -> tuple[Finding, ...]:
    """Return a finding for each thing of a capture that forms cannot hold, where it is first."""
    report = Report()
    for code, triple, value in unwritable(conversion.graph) if "rdf-xml" in forms else ():
        report.add(code, place_of(triple, conversion), value=value)
    located = sorted(report.findings, key=lambda finding: finding.place.line is None)
    return tuple({(f.code, f.message): f for f in reversed(located)}.values())[::-1]


def _blocks(spo: Index) -> Iterator[Block]:
    """Yield a shared subject's statements; those that need a blank node are a block of their own.

    Captures that say different things of one subject then share what is equal.
    """
    subject = next(subject for subject in spo if type(subject) is URIRef)
    plain, rest = plain_and_nameless(spo)
    if plain:
        said = tuple((predicate, *values) for predicate, values in plain[subject].items())
        tags = tuple(v.language for values in said for v in values if type(v) is Literal)
        yield _plain_block(subject, said, tags)
    if rest:
        for lines in apart(ntriples(rest).splitlines(keepends=True)):
            yield Block(str(subject), _digest(lines), lines)


@lru_cache(maxsize=REMEMBERED)
def _plain_block(
    subject: Node,
    said: tuple[tuple[Node, ...], ...],
    tags: tuple[str | None, ...],  # noqa: ARG001  rdflib takes `@en-gb` for `@en-GB`
) -> Block:
    """Return the statements of a subject; what pages share comes back on the next page."""
    lines = ntriples({subject: {one[0]: dict.fromkeys(one[1:]) for one in said}})
    return Block(str(subject), _digest(lines), lines)


def plain_and_nameless(spo: Index) -> tuple[Index, Index]:
    """Return the statements without blank nodes, and those with them."""
    if not nameless(spo, spo):
        return spo, {}
    plain: Index = {}
    rest: Index = {}
    for subject, predicates in spo.items():
        for predicate, values in predicates.items():
            for value in values:
                needs = type(subject) is BNode or type(value) is BNode
                insert(rest if needs else plain, subject, predicate, value)
    return plain, rest


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()

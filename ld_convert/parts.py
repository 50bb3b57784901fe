"""What a capture adds to a document: its own part, and what other captures say as well.

Agents, catalogues and concepts are shared: many pages name them. A document of triples has each
once; in quads every graph stands alone, and has its own.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rdflib import RDF, BNode, Graph, URIRef

from ld_convert.contexts import SCHEMA
from ld_convert.findings import Report
from ld_convert.forms.rdfxml import unwritable
from ld_convert.indexed import index, insert, new_graph
from ld_convert.origins import place_of
from ld_convert.vocab import DCAT
from ld_convert.write import QUADS, serialise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rdflib.term import Node

    from ld_convert.indexed import Index
    from ld_convert.model import Conversion, Finding

OWN = frozenset(
    {DCAT.Dataset, DCAT.Distribution, DCAT.CatalogRecord, DCAT.DataService}
    | {URIRef(SCHEMA + name) for name in ("Dataset", "DataDownload")}
)
"""Classes of what belongs to one page, however it is named."""

MAX_INSIDE = 50
"""A shared thing with more nameless nodes in it stays with its page."""


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
        rest, shared = _divided(index(graph))
        own.append(serialise(rest, form) if index(rest) else b"")
        blocks += [block for part in shared for block in _blocks(part, form)]
    return Written(b"".join(own), tuple(blocks))


def unwritten(conversion: Conversion, form: str) -> tuple[Finding, ...]:
    """Return a finding for each thing of a capture that a form cannot hold, where it is first."""
    report = Report()
    for code, triple, value in unwritable(conversion.graph) if form == "rdf-xml" else ():
        report.add(code, place_of(triple, conversion), value=value)
    located = sorted(report.findings, key=lambda finding: finding.place.line is None)
    return tuple({(f.code, f.message): f for f in reversed(located)}.values())[::-1]


def _divided(spo: Index) -> tuple[Graph, list[Graph]]:
    """Return the page's own statements, and those of each shared subject, sorted by name.

    What a shared subject says of the page's own things, such as which datasets a catalogue has,
    is the page's own; so is a nameless node that more than one subject leads to.
    """
    names = [subject for subject in spo if isinstance(subject, URIRef)]
    owned = {name for name in names if not _is_shared(spo, name)}
    uses = Counter(_nameless_values(spo, spo))
    own, shared = new_graph(), []
    taken: set[Node] = set()
    for name in sorted(set(names) - owned):
        part, inside = new_graph(), _inside(spo, name, uses)
        for predicate, value in _statements(spo, name):
            stays = value in owned or (isinstance(value, BNode) and value not in inside)
            insert(index(own if stays else part), name, predicate, value)
        index(part).update((node, spo[node]) for node in inside if node in spo)
        taken |= {name, *inside}
        shared.append(part)
    index(own).update((subject, spo[subject]) for subject in spo if subject not in taken)
    return own, [part for part in shared if index(part)]


def _is_shared(spo: Index, name: Node) -> bool:
    classes = spo[name].get(RDF.type, {})
    return bool(classes) and not any(cls in OWN for cls in classes)


def _inside(spo: Index, name: Node, uses: Counter[Node]) -> set[Node]:
    """Return the nameless nodes that a name leads to; none if something else leads there too."""
    found: set[Node] = set()
    stack = [name]
    while stack and len(found) <= MAX_INSIDE:
        new = set(_nameless_values(spo, [stack.pop()])) - found
        found |= new
        stack += new
    inner = Counter(_nameless_values(spo, [name, *found]))
    is_private = len(found) <= MAX_INSIDE and all(uses[node] == inner[node] for node in found)
    return found if is_private else set()


def _nameless_values(spo: Index, subjects: Iterable[Node]) -> Iterator[Node]:
    for subject in subjects:
        for _, value in _statements(spo, subject):
            if isinstance(value, BNode):
                yield value


def _statements(spo: Index, subject: Node) -> Iterator[tuple[Node, Node]]:
    for predicate, values in spo.get(subject, {}).items():
        for value in values:
            yield predicate, value


def _blocks(graph: Graph, form: str) -> Iterator[Block]:
    """Yield a subject's statements as one block; in N-Triples each line is one, if it can be."""
    if form == "nt":
        graph, lines = _lines(graph)
        yield from (Block(_digest(line), line) for line in lines)
        if not index(graph):
            return
    spo = index(graph)
    digest = _digest(_content(spo).encode("utf-8", "surrogatepass"))
    nameless = any(isinstance(subject, BNode) for subject in spo)
    yield Block(digest, serialise(graph, form) if nameless else _kept(_Kept(graph, digest, form)))


def _lines(graph: Graph) -> tuple[Graph, list[bytes]]:
    """Return the statements that need a nameless node, and the lines of the others."""
    if not any(_nameless_values(index(graph), index(graph))):
        return new_graph(), serialise(graph, "nt").splitlines(keepends=True)
    plain, rest = new_graph(), new_graph()
    for triple in graph:
        (rest if any(isinstance(term, BNode) for term in triple) else plain).add(triple)
    return rest, serialise(plain, "nt").splitlines(keepends=True) if plain else []


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


def _content(spo: Index) -> str:
    """Return what the one named subject of a graph says, without labels of nameless nodes."""
    name = next(subject for subject in spo if isinstance(subject, URIRef))
    return f"{name.n3()} {said(spo, name, ())}"


def said(spo: Index, node: Node, above: tuple[Node, ...]) -> str:
    """Return what a node says, the same whatever it and the nameless nodes in it are called."""
    if node in above:
        return f"^{above.index(node)}"
    path = (*above, node)
    parts = (
        f"{predicate.n3()} {said(spo, value, path) if isinstance(value, BNode) else value.n3()}"
        for predicate, value in _statements(spo, node)
    )
    return "[" + ";".join(sorted(parts)) + "]"


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()

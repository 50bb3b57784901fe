"""Turtle: one block for each subject, datasets first, with a blank line after each."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.plugins.serializers.turtle import SUBJECT, VERB, TurtleSerializer
from rdflib.term import Node

from ld_convert.rdf.index import index
from ld_convert.vocab.namespaces import DCAT, prefixes
from ld_convert.vocab.reading_order import in_reading_order
from ld_convert.write.jsonld_nodes import rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHORT = re.compile(rf"{XSD.integer} (?:0|-?[1-9][0-9]*)|{XSD.boolean} (?:true|false)")
"""Literals that Turtle may write without quotes and datatype."""
LOCAL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
"""Names that need no escapes after a prefix (RDF 1.1 Turtle, production PN_LOCAL, in part)."""
TYPE = str(RDF.type)
DEEPEST = 40
"""Brackets in brackets; rdflib writes them by recursion."""
NAMESPACE = re.compile(r"(.*[/#:])([^/#:]*)", re.DOTALL)
FIRST: dict[Node, int] = {
    cls: rank
    for rank, cls in enumerate(
        (DCAT.Catalog, DCAT.DatasetSeries, DCAT.Dataset, DCAT.DataService, DCAT.Distribution)
    )
}
"""Classes whose members come first, in this order."""


def head(used: Iterable[str]) -> bytes:
    """Return the prefixes that stand at the head of a document."""
    known = prefixes()
    lines = [f"@prefix {prefix}: <{known[prefix]}> .\n" for prefix in sorted(used)]
    return "".join(lines).encode() + b"\n" if lines else b""


def part(graph: Graph, used: set[str]) -> bytes:
    """Return a graph as Turtle (RDF 1.1 Turtle), without the prefixes that it adds to `used`."""
    stream = io.BytesIO()
    if graph:
        _Part(graph, used).serialize(stream)
    written = stream.getvalue().strip(b"\n")
    return written + b"\n" if written else b""


class _Part(TurtleSerializer):
    """rdflib's Turtle writer, with our prefixes and our order; it makes up no prefixes."""

    def __init__(self, store: Graph, used: set[str]) -> None:
        super().__init__(store)
        self._used = used

    def get_pname(self, uri: Node, gen_prefix: bool = True) -> str | None:  # noqa: FBT001, FBT002, ARG002
        """Return a term's prefixed name; None for one that is written in full."""
        found = _pname(str(uri)) if type(uri) is URIRef else None
        if found is None:
            return None
        self._used.add(found[0])
        return ":".join(found)

    def preprocess(self) -> None:
        """Count how often a node is referred to; rdflib would look for prefixes here, too."""
        for subject, said in index(self.store).items():
            self._subjects[subject] = True
            for values in said.values():
                for value in values:
                    self._references[value] += 1

    def buildPredicateHash(self, subject: Node) -> Mapping[Node, list[Node]]:  # noqa: N802  rdflib's name
        """Return the values of a subject by their properties, as they stand in our index."""
        said = index(self.store).get(subject, {})
        return {predicate: list(values) for predicate, values in said.items()}

    def orderSubjects(self) -> list[Node]:  # noqa: N802  rdflib's name
        """Return named subjects before blank nodes, and those of FIRST before all others."""
        spo = index(self.store)

        def rank(subject: Node) -> tuple[bool, int, str]:
            classes = spo[subject].get(RDF.type, ())
            ranks = [FIRST[cls] for cls in classes if cls in FIRST]
            return type(subject) is BNode, min(ranks, default=len(FIRST)), str(subject)

        return sorted(spo, key=rank)

    def sortProperties(self, properties: Mapping[Node, list[Node]]) -> list[Node]:  # noqa: N802  rdflib's name
        """Sort the values of each property, and return the properties in the order of reading."""
        for predicate, values in properties.items():
            if len(values) > 1:
                values.sort(key=rank)
                if predicate == RDF.type:
                    values.sort(key=in_reading_order)
        return sorted(properties, key=in_reading_order)

    def startDocument(self) -> None:  # noqa: N802  rdflib's name
        """Write no prefixes: they stand at the head of the document."""

    def endDocument(self) -> None:  # noqa: N802  rdflib's name
        """Write nothing after the last subject."""

    def path(self, node: Node, position: int, newline: bool = False) -> None:  # noqa: FBT001, FBT002
        """Write a term; only blank nodes, which may stand in brackets, need rdflib's way."""
        if type(node) is BNode:
            super().path(node, position, newline)
        else:
            before = "" if newline or position == SUBJECT else " "
            self.write(before + self.label(node, position))

    def p_squared(self, node: Node, position: int, newline: bool = False) -> bool:  # noqa: FBT001, FBT002
        """Write a blank node in brackets; one that would stand too deep in others has a label."""
        return self.depth < DEEPEST and bool(super().p_squared(node, position, newline))

    def label(self, node: Node, position: int) -> str:
        """Return a term; rdflib would shorten `"1.0E0"^^xsd:double` to another lexical form."""
        if type(node) is Literal:
            datatype = node.datatype
            if datatype is None:
                return node.n3()
            if SHORT.fullmatch(f"{datatype} {node}"):
                return str(node)
            short = self.get_pname(datatype)
            return node.n3().removesuffix(f"<{datatype}>") + short if short else node.n3()
        if type(node) is URIRef and (str(node) != TYPE or position != VERB):
            return self.get_pname(node) or f"<{node}>"
        return str(super().label(node, position))


@lru_cache(maxsize=4096)
def _pname(iri: str) -> tuple[str, str] | None:
    """Return the prefix and the local name of an IRI; None where it has none."""
    match = NAMESPACE.fullmatch(iri)
    prefix = _by_namespace().get(match[1]) if match else None
    if match is None or prefix is None or not LOCAL_NAME.fullmatch(match[2]):
        return None
    return prefix, match[2]


@lru_cache(maxsize=1)
def _by_namespace() -> dict[str, str]:
    return {namespace: prefix for prefix, namespace in prefixes().items()}

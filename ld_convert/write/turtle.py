"""Turtle: one block for each subject, sorted."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from rdflib import XSD, Graph, Literal
from rdflib.namespace import split_uri
from rdflib.plugins.serializers.turtle import TurtleSerializer

from ld_convert.rdf.index import index, insert, new_graph
from ld_convert.vocab.namespaces import prefixes

if TYPE_CHECKING:
    from rdflib.term import Node

SHORT = re.compile(rf"{XSD.integer} (?:0|-?[1-9][0-9]*)|{XSD.boolean} (?:true|false)")
"""Literals that Turtle may write without quotes and datatype."""

HALF = re.compile(r"%[0-9A-Fa-f]?\Z")
"""The first part of a percent-encoded character, at the end of what would be a namespace."""


def prefix_lines() -> bytes:
    """Return the prefixes that stand at the head of a document."""
    lines = (f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in prefixes().items())
    return ("\n".join(lines) + "\n").encode()


def turtle(graph: Graph, stream: IO[bytes]) -> None:
    """Write a graph as Turtle (RDF 1.1 Turtle), without the prefixes of the head."""
    if graph:
        own = new_graph()
        for prefix, namespace in prefixes().items():
            own.bind(prefix, namespace)
        for predicate in sorted(set(map(str, graph.predicates()))):
            with suppress(ValueError):  # a property without a local name is written in full
                if not HALF.search(split_uri(predicate)[0]):
                    own.compute_qname(predicate)
        spo = index(own)
        for triple in graph:
            insert(spo, *triple)
        _Part(own).serialize(stream)


class _Part(TurtleSerializer):
    """rdflib's Turtle writer, which knows that the prefixes stand at the head already."""

    def __init__(self, store: Graph) -> None:
        super().__init__(store)
        self._pnames: dict[tuple[Node, bool], str | None] = {}

    def get_pname(self, uri: Node, gen_prefix: bool = True) -> str | None:  # noqa: FBT001, FBT002
        """Return a term's prefixed name; rdflib asks for each several times."""
        key = (uri, gen_prefix)
        if key not in self._pnames:
            is_encoded = "%" in str(uri)  # rdflib would cut an encoded character in two
            self._pnames[key] = None if is_encoded else super().get_pname(uri, gen_prefix)
        return self._pnames[key]

    def startDocument(self) -> None:  # noqa: N802  rdflib's name
        """Write the prefixes that the head does not have; Turtle allows them anywhere."""
        known = prefixes()
        for prefix, namespace in sorted(self.namespaces.items()):
            if known.get(prefix) != str(namespace):
                self.write(f"\n@prefix {prefix}: <{namespace}> .")

    def label(self, node: Node, position: int) -> str:
        """Return a term; rdflib would shorten `"1.0E0"^^xsd:double` to another lexical form."""
        if isinstance(node, Literal) and not SHORT.fullmatch(f"{node.datatype} {node}"):
            return node.n3(self.store.namespace_manager)
        return str(super().label(node, position))

"""A graph as flattened JSON-LD: one `@graph`, one node object on each line."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import orjson
from rdflib import RDF, XSD, BNode, Literal, URIRef

from ld_convert.rdf.index import index
from ld_convert.vocab.namespaces import curie, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Graph
    from rdflib.term import Node

    from ld_convert.model import Json

JOINT = b",\n"
FOOT: bytes = b"\n]}\n"


def head(used: Iterable[str]) -> bytes:
    """Return the start of a document: a context with the prefixes used, and the opened `@graph`."""
    known = prefixes()
    context = {prefix: known[prefix] for prefix in sorted(used)}
    return b'{"@context": ' + orjson.dumps(context) + b',\n"@graph": [\n'


def part(graph: Graph, used: set[str]) -> bytes:
    """Return the node objects of a graph, sorted, with JOINT between them (JSON-LD 1.1 API, 8.5).

    Literals keep their lexical form: a number stays a string with a datatype. The prefixes of the
    context that the part needs are added to `used`.
    """
    nodes = index(graph)

    def shown(iri: str) -> str:
        name, prefix = _short(str(iri))
        used.add(prefix)
        return name

    found = [orjson.dumps(_node(one, nodes[one], shown)) for one in sorted(nodes, key=rank)]
    used.discard("")
    return JOINT.join(found)


def rank(term: Node) -> tuple[str, str, str, str]:
    """Return the sort key of a term: IRIs first, then blank nodes, then literals."""
    if isinstance(term, Literal):
        return ("2", str(term), term.language or "", str(term.datatype or ""))
    return ("1" if isinstance(term, BNode) else "0", str(term), "", "")


def types_first(predicate: Node) -> tuple[bool, str]:
    """Return the sort key of a property: rdf:type first, the others by IRI."""
    return predicate != RDF.type, str(predicate)


def _node(subject: Node, predicates: dict[Node, dict[Node, None]], shown: Json) -> Json:
    terms = [subject, *predicates, *(value for values in predicates.values() for value in values)]
    if any(map(_looks_compact, terms)):  # our context would read an IRI of it as a compact one
        return {"@context": None, **_members(subject, predicates, str)}
    return _members(subject, predicates, shown)


def _members(subject: Node, predicates: dict[Node, dict[Node, None]], shown: Json) -> Json:
    node: Json = {"@id": _name(subject)}
    for predicate in sorted(predicates, key=types_first):
        values = sorted(predicates[predicate], key=rank)
        if predicate == RDF.type and not any(isinstance(value, Literal) for value in values):
            node["@type"] = [_name(v) if isinstance(v, BNode) else shown(v) for v in values]
        else:
            node[shown(predicate)] = [_value(value, shown) for value in values]
    return node


def _value(term: Node, shown: Json) -> Json:
    if not isinstance(term, Literal):
        return {"@id": _name(term)}
    if term.language:
        return {"@language": term.language, "@value": str(term)}
    if term.datatype and term.datatype != XSD.string:
        return {"@type": shown(term.datatype), "@value": str(term)}
    return str(term)


def _name(term: Node) -> str:
    return f"_:{term}" if isinstance(term, BNode) else str(term)


def _looks_compact(term: Node) -> bool:
    """Return whether a JSON-LD processor would take an IRI, such as <dct:title>, as compact."""
    if isinstance(term, Literal):
        return term.datatype is not None and _looks_compact(term.datatype)
    scheme, _, rest = str(term).partition(":")
    return isinstance(term, URIRef) and scheme in prefixes() and not rest.startswith("//")


@lru_cache(maxsize=4096)
def _short(iri: str) -> tuple[str, str]:
    """Return an IRI as the context shortens it, and the prefix; empty for none."""
    name = curie(iri)
    return name, name.partition(":")[0] if name != iri else ""

"""Find out which predicates a query asks for, so that only their triples need to be fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rdflib import URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class _AnyError(Exception):
    """The query can need any triple."""


def predicates_of(query: str, prefixes: Mapping[str, str]) -> list[str] | None:
    """Return the predicates of all patterns of a query, sorted.

    None where that is not enough to answer it: for a predicate that is a variable, for DESCRIBE,
    for a path that may be empty and so leads to anything, and for what rdflib cannot parse.
    """
    try:
        tree = translateQuery(parseQuery(query), None, dict(prefixes)).algebra
        if tree.name == "DescribeQuery":
            return None
        return sorted(set(_predicates(tree)))
    except Exception:  # noqa: BLE001  rdflib raises what its parts raise; then all is fetched
        return None


def _predicates(part: Any) -> Iterator[str]:
    if isinstance(part, CompValue):
        for name, inner in part.items():
            if name == "triples" and part.name in ("BGP", "TriplesBlock"):
                for triple in inner:
                    yield from _of_path(triple[1])
            elif name != "template":
                yield from _predicates(inner)
    elif isinstance(part, list | tuple | set):
        for inner in part:
            yield from _predicates(inner)


def _of_path(path: Any) -> Iterator[str]:
    """Yield the predicates of a property path (SPARQL 1.1 Query, section 9.1)."""
    if isinstance(path, URIRef):
        yield str(path)
    elif isinstance(path, InvPath):
        yield from _of_path(path.arg)
    elif isinstance(path, SequencePath | AlternativePath):
        for inner in path.args:
            yield from _of_path(inner)
    elif isinstance(path, MulPath) and path.mod == "+":
        yield from _of_path(path.path)
    elif isinstance(path, Path | Variable) or path is not None:
        raise _AnyError

"""SHACL property paths (SHACL, section 2.3.1) as functions, and as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import SH, URIRef

from ld_convert.settings import UsageError
from ld_convert.vocab.namespaces import RDF

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from rdflib import Graph
    from rdflib.term import Node

    from ld_convert.validate.data_view import DataView

    Path = Callable[[Node, DataView], Collection[Node]]
    """Returns the value nodes of a focus node, each once."""

JOINS = {RDF.List: "/", SH.alternativePath: "|"}
SUFFIXES = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


def compile_path(graph: Graph, node: Node, *, inverse: bool = False) -> Path:
    """Return a function for a path of the shapes graph; raises UsageError if it is not a path."""
    if isinstance(node, URIRef):
        if inverse:
            return lambda focus, view: view.subjects(node, focus)
        return lambda focus, view: view.objects(focus, node)
    kind, inner = _read(graph, node)
    if kind == SH.inversePath:
        return compile_path(graph, inner[0], inverse=not inverse)
    ways = [compile_path(graph, part, inverse=inverse) for part in inner]
    if kind == RDF.List:
        return _sequence(ways[::-1] if inverse else ways)
    return BUILDERS[kind](ways)


def path_text(graph: Graph, node: Node, *, inside: bool = False) -> str:
    """Return a path in the syntax of SPARQL 1.1 (section 9.1); a single predicate without <>."""
    if isinstance(node, URIRef):
        return f"<{node}>" if inside else str(node)
    kind, inner = _read(graph, node)
    parts = [path_text(graph, part, inside=True) for part in inner]
    if kind in JOINS:
        return f"({JOINS[kind].join(parts)})"
    return f"^{parts[0]}" if kind == SH.inversePath else f"{parts[0]}{SUFFIXES[kind]}"


def _read(graph: Graph, node: Node) -> tuple[URIRef, list[Node]]:
    """Return the kind of a path and the paths in it; the path is not a predicate."""
    if (node, RDF.first, None) in graph:
        return RDF.List, list(graph.items(node))
    for kind in (SH.alternativePath, SH.inversePath, *SUFFIXES):
        inner = graph.value(node, kind)
        if inner is not None:
            return kind, list(graph.items(inner)) if kind in JOINS else [inner]
    raise UsageError(f"shapes: {node} is not a property path")


def _sequence(ways: list[Path]) -> Path:
    def path(focus: Node, view: DataView) -> Collection[Node]:
        reached: Collection[Node] = (focus,)
        for step in ways:
            reached = dict.fromkeys(end for start in reached for end in step(start, view))
        return reached

    return path


def _alternative(ways: list[Path]) -> Path:
    return lambda focus, view: dict.fromkeys(end for way in ways for end in way(focus, view))


def _zero_or_more(ways: list[Path]) -> Path:
    return lambda focus, view: _reached(ways[0], (focus,), view)


def _one_or_more(ways: list[Path]) -> Path:
    return lambda focus, view: _reached(ways[0], ways[0](focus, view), view)


def _zero_or_one(ways: list[Path]) -> Path:
    return lambda focus, view: dict.fromkeys((focus, *ways[0](focus, view)))


def _reached(step: Path, start: Iterable[Node], view: DataView) -> dict[Node, None]:
    """Return the nodes of `start` and all nodes that steps lead to."""
    found: dict[Node, None] = {}
    waiting = list(start)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found[node] = None
            waiting += step(node, view)
    return found


BUILDERS: dict[URIRef, Callable[[list[Path]], Path]] = {
    SH.alternativePath: _alternative,
    SH.zeroOrMorePath: _zero_or_more,
    SH.oneOrMorePath: _one_or_more,
    SH.zeroOrOnePath: _zero_or_one,
}

"""Graphs against SHACL shapes, and results that point at the page.

Our own shapes are compiled once into functions over the graph's dictionaries (`compiled`); shapes
beyond that, such as SHACL-SPARQL, are handed to pySHACL (`reference`), which is also the engine to
compare with.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rdflib import SH, BNode, Graph, Literal

from ld_convert.model import Detail
from ld_convert.settings import UsageError
from ld_convert.validate import pyshacl, shapes_graph
from ld_convert.validate.engine import Run, compile_shapes
from ld_convert.validate.files import ENDINGS, read_own, read_rdf
from ld_convert.validate.results import ValidationResult, order
from ld_convert.vocab.files import kept_while_unchanged
from ld_convert.vocab.profiles import load_profile, shapes_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rdflib.term import Node

    from ld_convert.findings.report import Report
    from ld_convert.model import Location, Trace

__all__ = [
    "ENGINES",
    "Shapes",
    "ValidationResult",
    "add_finding",
    "load_shapes",
    "read_own",
    "read_rdf",
    "validate",
]

CODES = {str(SH.Violation): "LD501", str(SH.Warning): "LD502", str(SH.Info): "LD503"}


class Shapes(NamedTuple):
    """Shapes, made ready to run."""

    graph: Graph
    run: Run


@kept_while_unchanged(8, lambda profile, files=(), engine="": files)  # noqa: ARG005
def load_shapes(profile: str, files: tuple[str, ...] = (), engine: str = "auto") -> Shapes:
    """Return the shapes of a profile, and those of further files or directories, ready to run.

    `engine` is a key of ENGINES. Raises UsageError for a profile, a file or an engine that there
    is not, for a file that is no RDF, and for shapes that are not well-formed.
    """
    known = load_profile(profile)
    graph = read_own(shapes_file(known, name) for name in known.shapes)
    for name in files:
        path = Path(name)
        inside = sorted(p for p in path.rglob("*") if p.suffix in ENDINGS)
        for file in inside if path.is_dir() else [path]:
            graph += read_rdf(file.read_bytes(), str(file))
    return prepare(graph, engine)


def prepare(graph: Graph, engine: str = "auto") -> Shapes:
    """Return the shapes of a graph, ready to run; raises UsageError as `load_shapes` does."""
    if engine not in ENGINES:
        raise UsageError(f"no engine is called {engine}; there are {', '.join(ENGINES)}")
    shapes = shapes_graph.settled(graph)
    return Shapes(shapes, ENGINES[engine](shapes))


def validate(graph: Graph, shapes: Shapes, head: Graph | None = None) -> list[ValidationResult]:
    """Return the results of all shapes, sorted; empty where the graph conforms.

    `head` is read together with the graph, as if its triples stood there too.
    """
    found = shapes.run(graph, head)
    return sorted(found, key=order) if len(found) > 1 else found


def add_finding(
    result: ValidationResult,
    locate: Callable[[], tuple[Location, Trace | None]],
    report: Report,
    codes: Mapping[str, str] = CODES,
) -> None:
    """Add the finding that a result is.

    `locate` gives its location and the trace that tells what made the value; it is asked when the
    finding is looked at. `codes` gives the finding's code by the result's severity.
    """

    def parts() -> tuple[Location, Detail, dict[str, object]]:
        location, trace = locate()
        about = [part for part in (_shape_name(result), _name(result.focus)) if part]
        detail = Detail(
            focus=str(result.focus),
            path=result.path_text,
            value="" if result.value is None else str(result.value),
            component=str(result.component),
            shape=str(result.shape),
            rule=trace.rule if trace else "",
            clause=result.clause,
            stated=_name(trace.term) if trace and trace.term is not None else "",
            value_type=_type(result.value),
        )
        return location, detail, {"message": result.message, "about": ", ".join(about)}

    report.add_later(codes.get(str(result.severity), "LD501"), parts)


def _shape_name(result: ValidationResult) -> str:
    """Return the last part of a shape's name; of one without a name what it is about."""
    named = str(result.shape)
    if isinstance(result.shape, BNode):
        named = result.path_text or str(result.component)
    return named[max(map(named.rfind, "#/:")) + 1 :]


def _type(value: Node | None) -> str:
    """Return what a value is besides its text; empty for none and for a plain literal."""
    if isinstance(value, Literal):
        return f"@{value.language}" if value.language else str(value.datatype or "")
    return "blank" if isinstance(value, BNode) else "iri" if value is not None else ""


def _name(node: Node) -> str:
    """Return the name of a node; empty for a blank node, whose label means nothing to people."""
    return "" if isinstance(node, BNode) else str(node)


def _auto(graph: Graph) -> Run:
    """Compile what can be compiled, and hand the rest to pySHACL."""
    rest = shapes_graph.beyond(graph)
    own = {root.shape for root in shapes_graph.roots(graph)} - rest
    run = compile_shapes(graph, own)
    if not rest:
        return run
    run_rest = pyshacl.prepare(shapes_graph.without_targets(graph, own))
    return lambda data, head: run(data, head) + run_rest(data, head)


ENGINES: dict[str, Callable[[Graph], Run]] = {"auto": _auto, "pyshacl": pyshacl.prepare}
"""How shapes are run: compiled with the rest by pySHACL, or all by pySHACL."""

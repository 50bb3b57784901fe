"""Validates graphs against SHACL shapes; each result becomes a finding with its place.

`engine` compiles the shapes of ld-convert once. Shapes that it does not support, such as
SHACL-SPARQL, are run by pySHACL, which can also run all of them (`--engine pyshacl`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rdflib import SH, BNode, Graph, Literal, URIRef

from ld_convert.model import Detail
from ld_convert.settings import UsageError
from ld_convert.validate import pyshacl, shapes_graph
from ld_convert.validate.engine import VIOLATIONS, Run, Spared, compile_shapes
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
    "VIOLATIONS",
    "Shapes",
    "ValidationResult",
    "add_finding",
    "load_shapes",
    "read_own",
    "read_rdf",
    "validate",
]

CODES = {str(SH.Violation): "LD501", str(SH.Warning): "LD502", str(SH.Info): "LD503"}
MIN_COUNT = str(SH.MinCountConstraintComponent)


class Shapes(NamedTuple):
    """A shapes graph, and the function that runs it."""

    graph: Graph
    run: Run


@kept_while_unchanged(8, lambda profile, files=(), engine="": files)  # noqa: ARG005
def load_shapes(profile: str, files: tuple[str, ...] = (), engine: str = "auto") -> Shapes:
    """Return the shapes of a profile and of further files or directories, ready to run.

    `engine` is a key of ENGINES. Raises UsageError for an unknown profile, file or engine, for a
    file that is not RDF, and for shapes that are not well-formed.
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


def validate(
    graph: Graph, shapes: Shapes, head: Graph | None = None, spared: Spared | None = None
) -> list[ValidationResult]:
    """Return the results of all shapes, sorted; empty if the graph conforms.

    The shapes see the triples of `head` too, as if they were in the graph. What is found of a node
    that is `spared` may be left out, unless it is a violation.
    """
    found = shapes.run(graph, head, spared)
    return sorted(found, key=order) if len(found) > 1 else found


def add_finding(
    result: ValidationResult,
    locate: Callable[[], tuple[Location, Trace | None]],
    report: Report,
    codes: Mapping[str, str] = CODES,
    form: str = "",
) -> None:
    """Add a result to the report as a finding.

    `locate` returns its location and the trace of its value; it is called when somebody reads the
    finding. `codes` maps the severity of the result to the code of the finding. `form` is that of
    its Detail.
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
            form=form,
        )
        return location, detail, {"message": result.message, "about": ", ".join(about)}

    code = codes.get(str(result.severity), "LD501")
    lacks = _lacks(result) if codes is CODES else ""
    report.add_later(code, str(result.shape), str(result.focus), lacks, parts)


def _lacks(result: ValidationResult) -> str:
    """Return the property of which a named focus has no value; empty for any other result."""
    is_missing = str(result.component) == MIN_COUNT
    is_plain = type(result.focus) is URIRef and type(result.path) is URIRef
    return str(result.path) if is_missing and is_plain else ""


def _shape_name(result: ValidationResult) -> str:
    """Return the last part of a shape's IRI; of a blank node that of its path or component."""
    named = str(result.shape)
    if type(result.shape) is BNode:
        named = result.path_text or str(result.component)
    return named[max(map(named.rfind, "#/:")) + 1 :]


def _type(value: Node | None) -> str:
    """Return the `value_type` of a Detail; empty for no value and for a plain literal."""
    if type(value) is Literal:
        return f"@{value.language}" if value.language else str(value.datatype or "")
    return "blank" if type(value) is BNode else "iri" if value is not None else ""


def _name(node: Node) -> str:
    """Return an IRI or a text; empty for a blank node, whose label means nothing to people."""
    return "" if type(node) is BNode else str(node)


def _auto(graph: Graph) -> Run:
    """Compile the shapes that can be compiled; pySHACL runs the others."""
    rest = shapes_graph.beyond(graph)
    own = {root.shape for root in shapes_graph.roots(graph)} - rest
    run = compile_shapes(graph, own)
    if not rest:
        return run
    run_rest = pyshacl.prepare(shapes_graph.without_targets(graph, own))
    return lambda data, head, spared: run(data, head, spared) + run_rest(data, head, spared)


ENGINES: dict[str, Callable[[Graph], Run]] = {"auto": _auto, "pyshacl": pyshacl.prepare}
"""How shapes are run, by the value of `--engine`."""

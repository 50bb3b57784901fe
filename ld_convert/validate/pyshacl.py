"""Runs shapes with pySHACL: those that `engine` cannot compile, or all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import SH, Graph

from ld_convert.rdf.quiet import literals_as_written, without_warnings
from ld_convert.settings import UsageError
from ld_convert.validate.paths import path_text
from ld_convert.validate.results import ValidationResult, chosen, filled
from ld_convert.validate.shapes_graph import ADVANCED
from ld_convert.vocab.namespaces import RDF, RDFS

if TYPE_CHECKING:
    from rdflib.term import Node

    from ld_convert.validate.engine import Run, Spared


def prepare(shapes: Graph) -> Run:
    """Return a function that runs the shapes of a graph with pySHACL.

    Both raise UsageError, with pySHACL's message, for shapes that pySHACL refuses.
    """
    plain = Graph()
    for triple in shapes:
        plain.add(triple)
    is_advanced = any((None, predicate, None) in shapes for predicate in ADVANCED)
    if (None, SH.js, None) in shapes:
        raise UsageError("shapes: sh:js is not supported; write the constraint in SPARQL")

    def run(
        data: Graph,
        head: Graph | None,
        spared: Spared | None = None,  # noqa: ARG001  all is found
    ) -> list[ValidationResult]:
        together = Graph()
        for graph in (data, *([] if head is None else [head])):
            for triple in graph:
                together.add(triple)
        report = _report(together, plain, advanced=is_advanced)
        nested = set(report.objects(None, SH.detail))
        found = report.subjects(RDF.type, SH.ValidationResult)
        return [_result(report, node, shapes) for node in found if node not in nested]

    run(Graph(), None)
    return run


def _report(data: Graph, shapes: Graph, *, advanced: bool) -> Graph:
    """Return pySHACL's report on a graph; pySHACL may add triples to the graph."""
    # The import takes 0.1 s, and most runs do not need it.
    import pyshacl  # noqa: PLC0415
    from pyshacl.errors import ReportableRuntimeError, ShapeRecursionWarning  # noqa: PLC0415

    try:
        # pySHACL sets rdflib's switch for literals too, and leaves it on.
        with literals_as_written(), without_warnings(ShapeRecursionWarning):
            _, report, text = pyshacl.validate(
                data, shacl_graph=shapes, inplace=True, advanced=advanced
            )
    except ReportableRuntimeError as error:
        raise UsageError(f"shapes: {error}") from error
    if not isinstance(report, Graph):  # a ValidationFailure
        raise UsageError(f"shapes: {text}")
    return report


def _result(report: Graph, node: Node, shapes: Graph) -> ValidationResult:
    component = report.value(node, SH.sourceConstraintComponent)
    shape = report.value(node, SH.sourceShape) or node
    path = report.value(node, SH.resultPath)
    focus = report.value(node, SH.focusNode) or node
    value = report.value(node, SH.value)
    text = "" if path is None else path_text(report, path)
    message = chosen(report.objects(node, SH.resultMessage)) or str(component)
    return ValidationResult(
        focus=focus,
        path=path,
        value=value,
        component=component or SH.ConstraintComponent,
        severity=report.value(node, SH.resultSeverity) or SH.Violation,
        shape=shape,
        message=filled(message, focus, text, value),
        clause=min(map(str, shapes.objects(shape, RDFS.seeAlso)), default=""),
        path_text=text,
    )

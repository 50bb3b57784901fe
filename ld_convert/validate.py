"""Graphs against SHACL shapes, by pySHACL, and results that point at the page."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.sax import SAXParseException

import pyshacl
import rdflib
from rdflib import RDF, Graph
from rdflib.exceptions import ParserError
from rdflib.namespace import SH

from ld_convert.data import data
from ld_convert.profile import load_profile
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from rdflib.term import Node

    from ld_convert.findings import Report
    from ld_convert.model import Location

CODES = {str(SH.Violation): "LD501", str(SH.Warning): "LD502", str(SH.Info): "LD503"}
SYNTAXES = ("turtle", "xml")
"""Turtle reads N-Triples too; JSON-LD goes through our own expansion, which fetches nothing."""

ENDINGS = frozenset({".ttl", ".nt", ".rdf"})


class Result(NamedTuple):
    """One sh:ValidationResult (SHACL, section 3.6.2)."""

    focus: Node
    path: Node | None
    value: Node | None
    component: Node
    severity: Node
    shape: Node
    message: str


@lru_cache(maxsize=8)
def load_shapes(profile: str, files: tuple[str, ...] = ()) -> Graph:
    """Return the shapes of a profile, and those of further files or directories.

    Raises UsageError for a profile or a file that there is not or that is no RDF.
    """
    graph = Graph()
    for shapes in load_profile(profile).shapes:
        graph.parse(data=data(f"shapes/{shapes}.ttl").read_bytes(), format="turtle")
    for name in files:
        path = Path(name)
        inside = sorted(p for p in path.rglob("*") if p.suffix in ENDINGS)
        for file in inside if path.is_dir() else [path]:
            graph += read_rdf(file.read_bytes(), str(file))
    return graph


def read_rdf(content: bytes, source: str) -> Graph:
    """Return the graph of an RDF file, in the first syntax that reads it.

    Raises UsageError, with the parser's words, where none does.
    """
    errors = []
    for syntax in SYNTAXES:
        try:
            return Graph().parse(data=content, format=syntax, publicID=f"file:{source}")
        except (ParserError, SAXParseException, SyntaxError, ValueError) as error:
            errors.append(f"as {syntax}: {str(error).splitlines()[0]}")
    raise UsageError(f"{source}: no RDF; {'; '.join(errors)}")


def validate(graph: Graph, shapes: Graph) -> list[Result]:
    """Return the results of all shapes, sorted; empty where the graph conforms."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True, allow_warnings=True)
    # pySHACL sets it back on its way out; see ld_convert.vocab.
    rdflib.NORMALIZE_LITERALS = False
    nested = set(report.objects(None, SH.detail))
    results = (
        _result(report, node)
        for node in report.subjects(RDF.type, SH.ValidationResult)
        if node not in nested
    )
    return sorted(results, key=lambda result: tuple(str(part or "") for part in result))


def add_finding(result: Result, location: Location, report: Report) -> None:
    """Add the finding that a result is, at a location."""
    report.add(
        CODES.get(str(result.severity), "LD501"),
        location,
        message=result.message,
        shape=str(result.shape).rpartition("#")[2],
        focus=str(result.focus),
    )


def _result(report: Graph, node: Node) -> Result:
    component = report.value(node, SH.sourceConstraintComponent)
    message = report.value(node, SH.resultMessage)
    return Result(
        focus=report.value(node, SH.focusNode) or node,
        path=report.value(node, SH.resultPath),
        value=report.value(node, SH.value),
        component=component or SH.ConstraintComponent,
        severity=report.value(node, SH.resultSeverity) or SH.Violation,
        shape=report.value(node, SH.sourceShape) or node,
        message=str(message or component),
    )

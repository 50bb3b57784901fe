"""Check what captures say only together: of some properties a thing may have one value."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from rdflib import SH, URIRef

from ld_convert.findings.report import Report
from ld_convert.model import About, Detail, Location
from ld_convert.rdf.index import insert, new_graph
from ld_convert.rdf.lines import read_lines
from ld_convert.validate import VIOLATIONS, ValidationResult, add_finding, load_shapes, validate
from ld_convert.vocab.namespaces import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib import Graph

    from ld_convert.catalogue.document import Document
    from ld_convert.model import Finding
    from ld_convert.rdf.index import Index
    from ld_convert.settings import Settings

MOST_AT_ONCE = 200
"""Things that are checked together."""
MOST_VALUES = 3
"""Values that a finding names."""
TYPE = f"<{RDF.type}>".encode()
MAX_COUNT = str(SH.MaxCountConstraintComponent)
UNPLACED = Location("the run")


def surplus(whole: Document, settings: Settings) -> Iterator[Finding]:
    """Yield a violation for each property of which a merged thing has more than its profile allows.

    That is sh:maxCount (SHACL, section 4.2.2). The document must have been written. The place of a
    finding is not known yet; it is about the dataset with which its focus was merged.
    """
    shapes = load_shapes(settings.profile, settings.shapes, settings.engine)
    wanted = _counted(shapes.graph)
    found = ((name, few) for name, lines in whole.merged() if (few := _repeated(lines, wanted)))
    while some := list(islice(found, MOST_AT_ONCE)):
        spo = _index(lines for _, lines in some)
        merged_with = {line.split(b" ")[0]: name for name, lines in some for line in lines}
        for result in validate(new_graph(spo), shapes):
            focus, path = result.focus, result.path
            is_surplus = str(result.component) == MAX_COUNT and result.severity in VIOLATIONS
            if is_surplus and type(focus) is URIRef and type(path) is URIRef:
                values = sorted(map(str, spo[focus][path]))[:MOST_VALUES]
                yield _finding(result, merged_with[focus.n3().encode()], values)


def _finding(result: ValidationResult, dataset: str, values: list[str]) -> Finding:
    report = Report()
    add_finding(result, lambda: (UNPLACED, None), report)
    (finding,) = report.findings
    detail = (finding.detail or Detail())._replace(stated=", ".join(values), form="run")
    return replace(finding, about=About(dataset), detail=detail)


def _counted(graph: Graph) -> frozenset[bytes]:
    """Return the properties to which shapes set an upper bound, and rdf:type, as in a line."""
    paths = (graph.value(shape, SH.path) for shape in graph.subjects(SH.maxCount))
    return frozenset(p.n3().encode() for p in (RDF.type, *paths) if isinstance(p, URIRef))


def _repeated(lines: Iterable[bytes], wanted: frozenset[bytes]) -> list[bytes]:
    """Return the lines to check; none if nothing has two values of a property that is counted."""
    parts = [part for line in lines if (part := line.split(b" ", 2))[1] in wanted]
    values = Counter((subject, name) for subject, name, _ in parts if name != TYPE)
    is_worth = max(values.values(), default=0) > 1
    return [b" ".join(part) for part in parts] if is_worth else []


def _index(things: Iterable[list[bytes]]) -> Index:
    """Return the statements about all things, of whatever graph."""
    found: Index = {}
    for lines in things:
        for index in read_lines(lines).values():
            for subject, predicates in index.items():
                for predicate, values in predicates.items():
                    for value in values:
                        insert(found, subject, predicate, value)
    return found

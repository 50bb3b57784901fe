"""The W3C SHACL core test suite, through `validate`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from rdflib import RDF, SH, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from ld_convert.rdf.quiet import literals_as_written
from ld_convert.validate import ValidationResult, prepare, validate
from ld_convert.validate.paths import path_text
from tests.support.places import SUITES

pytestmark = pytest.mark.suites

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")


class Expected(NamedTuple):
    """What the suite and we say of one result; the path as SPARQL writes it."""

    focus: Node | None
    path: str
    value: Node | None
    component: Node | None
    severity: Node | None
    shape: Node | None


def folder() -> Path | None:
    """The folder of the suite."""
    suite = SUITES / "shacl-core"
    return suite.resolve() if suite.is_dir() else None


def cases() -> list[Path]:
    """The files of the suite that hold a test."""
    suite = folder()
    files = sorted(suite.rglob("*.ttl")) if suite else []
    return [file for file in files if "sht:Validate" in file.read_text("utf-8")]


def read(file: Path) -> Graph:
    with literals_as_written():
        return Graph().parse(file, publicID=file.as_uri())


def expected(manifest: Graph, report: Node) -> Counter[Expected]:
    """The results of a report in a test's own graph."""
    return Counter(
        Expected(
            focus=manifest.value(node, SH.focusNode),
            path=path_text(manifest, path) if (path := manifest.value(node, SH.resultPath)) else "",
            value=manifest.value(node, SH.value),
            component=manifest.value(node, SH.sourceConstraintComponent),
            severity=manifest.value(node, SH.resultSeverity),
            shape=named(manifest.value(node, SH.sourceShape)),
        )
        for node in manifest.objects(report, SH.result)
    )


def named(shape: Node | None) -> Node | None:
    """A shape that has a name; blank nodes of two graphs can't be compared."""
    return shape if isinstance(shape, URIRef) else None


def ours(results: list[ValidationResult]) -> Counter[Expected]:
    return Counter(
        Expected(r.focus, r.path_text, r.value, r.component, r.severity, named(r.shape))
        for r in results
    )


def test_the_suite_is_whole(shared: Path) -> None:
    """All 98 tests of the core suite are run."""
    assert len(cases()) == 98, shared


@pytest.mark.parametrize("file", cases(), ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_validate_agrees_with_the_suite(file: Path) -> None:
    """Focus node, path, value, component, severity and shape of each result are the suite's."""
    manifest = read(file)
    ((case, _, _),) = manifest.triples((None, RDF.type, SHT.Validate))
    action = manifest.value(case, MF.action)
    ((_, _, report),) = manifest.triples((case, MF.result, None))
    files = [
        Path(str(manifest.value(action, key)).removeprefix("file://"))
        for key in (SHT.shapesGraph, SHT.dataGraph)
    ]
    shapes, data = (manifest if path == file else read(path) for path in files)
    results = validate(data, prepare(shapes))
    assert ours(results) == expected(manifest, report)
    assert manifest.value(report, SH.conforms) == Literal(not results)

"""Our DCAT-AP shapes against all official files of 3.0.1: the same findings, but for a named list.

Compared are focus node, path and severity, over mutants of two right catalogues (each triple left
out, each value of another kind, each single value doubled) and over every harvested document.
"""

from __future__ import annotations

import logging
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from rdflib import DCTERMS, RDF, SH, Graph

from ld_convert import Settings, convert_page, read_captures
from ld_convert.catalogue.head import catalogue_head
from ld_convert.rdf.index import new_graph
from ld_convert.validate import Shapes, load_shapes, prepare, validate
from ld_convert.vocab.namespaces import curie
from tests.support.mutants import bare_ones, doublings, mutants, removals, retypings
from tests.support.places import COMPLETE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

    Difference = tuple[str, "Found", frozenset[str]]

FILES = (
    "dcat-ap-SHACL.ttl",
    "ranges.ttl",
    "html-shapes.ttl",
    "html-range.ttl",
    "html-shapes_recommended.ttl",
    "html-mdr-vocabularies.shape.ttl",
    "html-deprecateduris.ttl",
)

KIND = "text where a resource is asked for is reported once, as a Violation of its kind"
PUBLISHER = "defect 11: theirs counts what the publisher lacks as a result of the dataset's"
ONCE = "ours holds themes of whatever has them, theirs per class"
OPEN = "a period may be open: ours asks for one of the two dates, theirs for both"

OURS = {
    ("*", "dcat:theme", "Warning"): ONCE,
    ("*", "dcat:themeTaxonomy", "Warning"): ONCE,
    ("dcat:Catalog", "dcat:dataset|dcat:service", "Warning"): "theirs is the same without a path",
    (
        "dcat:CatalogRecord",
        "dct:language",
        "Violation",
    ): "the text says must; their file forgets it",
    ("dcat:CatalogRecord", "dct:modified", "Violation"): "defect 3: dates are not checked",
    ("dcat:Dataset", "dcat:isVersionOf", "Warning"): "their shape names a path and asks nothing",
    ("dcat:Dataset", "dct:issued", "Violation"): "defect 3: dates are not checked",
    ("dcat:Dataset", "dct:modified", "Violation"): "defect 3: dates are not checked",
    (
        "dcat:DatasetSeries",
        "dct:spatial",
        "Warning",
    ): "the text recommends it; their file forgets it",
    ("dct:LicenseDocument", "dct:type", "Warning"): "the text says should; theirs is a Violation",
    ("dct:PeriodOfTime", "dcat:endDate", "Violation"): "defect 3: dates are not checked",
    ("dct:PeriodOfTime", "dcat:startDate", "Violation"): "defect 3: dates are not checked",
    ("dct:PeriodOfTime", "dcat:startDate|dcat:endDate", "Warning"): OPEN,
    ("foaf:Agent", "dct:type", "Warning"): PUBLISHER,
}
"""Class of the focus node, path and severity of what only we find, and why."""

THEIRS = {
    ("dcat:Catalog", "", "Warning"): "ours is the same with a path",
    ("*", "dct:publisher", "Warning"): PUBLISHER,
    ("*", "dct:spatial", "Warning"): KIND,
    ("*", "dct:accessRights", "Warning"): KIND,
    ("dcat:Dataset", "dct:type", "Warning"): KIND,
    ("dcat:CatalogRecord", "foaf:primaryTopic", "Violation"): "defect 6: no subclass passes",
    ("dcat:DataService", "dcat:endpointDescription", "Violation"): "defects 1 and 2: rdfs:Resource",
    ("dcat:DataService", "dcat:endpointURL", "Violation"): "defects 1 and 2: rdfs:Resource",
    ("dcat:Dataset", "dcat:spatialResolutionInMeters", "Violation"): "defect 7: since 3.0.1 0..*",
    ("dcat:Distribution", "adms:status", "Warning"): "defect 5: the scheme before this one",
    ("dcat:Relationship", "dct:relation", "Violation"): "defect 12: the monolith does not ask it",
    ("dct:LicenseDocument", "dct:type", "Violation"): "the text says should",
    ("dct:PeriodOfTime", "dcat:endDate", "Warning"): OPEN,
    ("dct:PeriodOfTime", "dcat:startDate", "Warning"): OPEN,
    ("dct:Location", "locn:geometry", "Violation"): "defect 8: text and resource at once",
    ("spdx:Checksum", "spdx:algorithm", "Violation"): "defect 4: https in the SPDX namespace",
}
"""The same of what only the official files find."""


class Found(NamedTuple):
    """What is compared of a result."""

    focus: str
    path: str
    severity: str


def official(shared: Path) -> Shapes:
    """All official files, without their links to shapes that they do not define."""
    graph = new_graph()
    for name in FILES:
        graph.parse(shared / "official" / "dcat-ap-3.0.1" / name)
    for node, shape in list(graph.subject_objects(SH.property)):
        if (shape, SH.path, None) not in graph:
            graph.remove((node, SH.property, shape))
    return prepare(graph)


def single(shared: Path) -> set[Node]:
    """The properties that may have one value."""
    graph = Graph().parse(shared / "official" / "dcat-ap-3.0.1" / FILES[0])
    return {path for shape in graph.subjects(SH.maxCount) for path in graph[shape : SH.path]}


def found(page: Graph, shapes: Shapes) -> set[Found]:
    """What a validation finds."""
    return {
        Found(str(result.focus), path_name(result.path_text), curie(str(result.severity))[3:])
        for result in validate(page, shapes)
    }


def path_name(path: str) -> str:
    """A path in compact IRIs."""
    parts = path.strip("()").split("|")
    return "|".join(curie(part.strip("<>")) for part in parts)


def differences(page: Graph, theirs_shapes: Shapes) -> Iterator[Difference]:
    """Yield who alone finds what, and the classes of the focus node."""
    ours, theirs = found(page, load_shapes("dcat-ap")), found(page, theirs_shapes)
    classes: dict[str, set[str]] = {}
    for node, cls in page.subject_objects(RDF.type):
        classes.setdefault(str(node), set()).add(curie(str(cls)))
    for who, alone in (("ours", ours - theirs), ("theirs", theirs - ours)):
        for one in alone:
            yield who, one, frozenset(classes.get(one.focus, set()) | {"*"})


def unexplained(found: Iterable[Difference]) -> Counter[tuple[str, str, str, str]]:
    """The differences that stand in no list."""
    left: Counter[tuple[str, str, str, str]] = Counter()
    for who, one, classes in found:
        known = OURS if who == "ours" else THEIRS
        if not any((cls, one.path, one.severity) in known for cls in classes):
            left[who, "+".join(sorted(classes)), one.path, one.severity] += 1
    return left


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "rdflib")


@cache
def of_mutants(name: str, kind: str, shared: Path) -> tuple[Difference, ...]:
    """The differences over all mutants of one kind of one catalogue."""
    pages = {"example_clean": shared / "facts" / "example_clean.ttl", "complete": COMPLETE}
    page = Graph().parse(pages[name])
    changes = {
        "removed": lambda: removals(page),
        "retyped": lambda: retypings(page),
        "doubled": lambda: doublings(page, single(shared)),
        "open": lambda: bare_ones(page, DCTERMS.PeriodOfTime),
    }
    broken = new_graph()
    broken += mutants(page, changes[kind]())
    return tuple(differences(broken, official(shared)))


NAMES = ("example_clean", "complete")
KINDS = ("removed", "retyped", "doubled", "open")


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_a_mutant_is_judged_as_by_the_official_files(name: str, kind: str, shared: Path) -> None:
    """No finding is ours or theirs alone, but for those of the lists."""
    assert unexplained(of_mutants(name, kind, shared)) == Counter()


@pytest.mark.slow
def test_every_named_difference_is_one(shared: Path) -> None:
    """No row of the lists is without a mutant that shows it."""
    seen = {
        (who, cls, one.path, one.severity)
        for name in NAMES
        for kind in KINDS
        for who, one, classes in of_mutants(name, kind, shared)
        for cls in classes
    }
    rows = {("ours", *row) for row in OURS} | {("theirs", *row) for row in THEIRS}
    assert rows - seen == set()


@pytest.mark.corpus
def test_every_harvested_document_is_judged_as_by_the_official_files(shared: Path) -> None:
    """Over the whole corpus no finding is ours or theirs alone, but for those of the lists."""
    shapes, settings = official(shared), Settings(keep_source=False)
    left: Counter[tuple[str, str, str, str]] = Counter()
    pages = 0
    for capture in read_captures([str(shared / "corpus")]):
        conversion = convert_page(capture, settings)
        if conversion.datasets:
            page = new_graph()
            page += conversion.graph
            page += catalogue_head(settings)
            left += unexplained(differences(page, shapes))
            pages += 1
    assert pages > 100
    assert left == Counter()

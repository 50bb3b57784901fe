from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest
from rdflib import SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import Namespace

from ld_convert.vocab.files import data

if TYPE_CHECKING:
    from pathlib import Path

SHAPE = Namespace("https://w3id.org/ld-convert/shapes/dcat-ap#")

# Class, property and severity where ours follow the text of 3.0.1 and not the official shapes.
ADDED = {
    ("foaf:Agent", "dct:type", "sh:Warning"),  # "should"; theirs is of publishers only, by sh:node
    ("dct:LicenseDocument", "dct:type", "sh:Warning"),  # "should"
    ("dcat:CatalogRecord", "dct:language", "sh:Violation"),  # "must"
}
LEFT_OUT = {
    ("dct:LicenseDocument", "dct:type", "sh:Violation"),
    ("dcat:Catalog", "dcat:themeTaxonomy", "sh:Warning"),  # held at whatever has the property
    ("dcat:Dataset", "dcat:theme", "sh:Warning"),  # the same
    ("dcat:DataService", "dcat:theme", "sh:Warning"),  # the same
}


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(data=data("shapes/dcat-ap.ttl").read_bytes(), format="turtle")


def constrained(graph: Graph, by: set[URIRef], names: Graph) -> set[tuple[str, str, str]]:
    """Return class, property and severity of the property shapes that have a constraint `by`."""
    return {
        (
            target.n3(names.namespace_manager),
            path.n3(names.namespace_manager),
            (graph.value(shape, SH.severity) or SH.Violation).n3(names.namespace_manager),
        )
        for node, target in graph.subject_objects(SH.targetClass)
        for shape in graph.objects(node, SH.property)
        for path in graph.objects(shape, SH.path)
        if isinstance(path, URIRef) and any((shape, kind, None) in graph for kind in by)
    }


def test_the_recommended_properties_are_the_official_ones(shapes: Graph, shared: Path) -> None:
    """A missing property warns where the official file warns; the text adds one for series.

    A period that goes on has no end, so ours asks for one of its two dates by one path.
    """
    official = Graph().parse(shared / "official/dcat-ap-3.0.1/html-shapes_recommended.ttl")
    ours = {row for row in constrained(shapes, {SH.minCount}, shapes) if row[2] == "sh:Warning"}
    theirs = constrained(official, {SH.minCount}, shapes)
    assert ours - theirs == {("dcat:DatasetSeries", "dct:spatial", "sh:Warning")}
    dates = {("dct:PeriodOfTime", f"dcat:{end}Date", "sh:Warning") for end in ("start", "end")}
    assert theirs - ours == dates


def test_the_vocabularies_are_asked_for_where_the_official_file_asks(
    shapes: Graph, shared: Path
) -> None:
    """Class, property and severity agree, but for what the text says otherwise."""
    official = Graph().parse(shared / "official/dcat-ap-3.0.1/html-mdr-vocabularies.shape.ttl")
    theirs = constrained(official, {SH.node, SH.hasValue}, shapes)
    ours = {
        row
        for row in constrained(shapes, {SH["or"]}, shapes)
        if row[1] not in {"dct:issued", "dct:modified", "dcat:startDate", "dcat:endDate"}
        and row[1] not in {"foaf:primaryTopic", "dcat:isVersionOf"}
    }
    assert ours - theirs == ADDED
    assert theirs - ours == LEFT_OUT


@pytest.mark.parametrize(
    "table", ["country", "data-theme", "dataset-type", "file-type", "frequency", "language"]
)
def test_every_code_of_a_table_has_the_form_that_its_shape_asks_for(
    table: str, shapes: Graph, shared: Path
) -> None:
    """No member of an EU table is refused."""
    pattern = str(shapes.value(SHAPE[f"{table}-code"], SH.pattern))
    members = codes(shared, table)
    assert members
    assert [iri for iri in members if not re.search(pattern, iri)] == []


@pytest.mark.parametrize(
    ("shape", "table"),
    [
        ("access-right-code", "access-right"),
        ("availability-code", "planned-availability"),
        ("distribution-status-code", "distribution-status"),
    ],
)
def test_a_short_table_stands_in_its_shape_in_full(
    shape: str, table: str, shapes: Graph, shared: Path
) -> None:
    """The listed codes are the codes of the table."""
    (listed,) = shapes.objects(SHAPE[shape], SH["in"])
    assert {str(iri) for iri in Collection(shapes, listed)} == set(codes(shared, table))


def codes(shared: Path, table: str) -> list[str]:
    """Return the IRIs of an EU authority table, without those that DCAT-AP forbids."""
    text = (shared / "facts" / f"eu_{table.replace('-', '_')}.tsv").read_text()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t")
    allowed = [row for row in rows if row.get("dcat_ap_allowed") != "no"]
    return [iri for row in allowed if (iri := row.get("iri") or row.get("eu_iri"))]

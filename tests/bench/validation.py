"""What validation costs: `python -m pytest tests/bench/validation.py -s`."""

from __future__ import annotations

import gc
from pathlib import Path
from sys import stdout
from time import process_time
from unittest.mock import patch

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ld_convert import pipeline
from ld_convert.catalogue import catalogue_head
from ld_convert.indexed import new_graph
from ld_convert.pipeline import convert_page
from ld_convert.read import read
from ld_convert.settings import Settings
from ld_convert.validate import Result, Shapes, load_shapes, validate
from ld_convert.vocab import DCAT, DCT, EU, FOAF, RDF, SKOS, VCARD, XSD

pytestmark = pytest.mark.bench
write = stdout.write

DATASETS = 10_000
REFERENCE = 40
"""Datasets that pySHACL validates too; it takes about a hundred times as long."""


def dataset(number: int) -> Graph:
    """A dataset of 55 to 65 triples; every fourth lacks something or says it wrongly."""
    me = URIRef(f"https://data.example/{number}#dataset")
    country, theme, language = EU["country/DEU"], EU["data-theme/ENVI"], EU["language/DEU"]
    agent, contact, period = URIRef(f"https://data.example/agent/{number % 50}"), BNode(), BNode()
    rows: list[tuple[Node, Node, Node]] = [
        (me, RDF.type, DCAT.Dataset),
        (me, DCT.title, Literal(f"Gauge {number}", lang="en")),
        (me, DCT.title, Literal(f"Pegel {number}", lang="de")),
        (me, DCT.description, Literal("Hourly water levels " * 5, lang="en")),
        (me, DCT.identifier, Literal(f"gauge-{number}")),
        (me, DCT.issued, Literal("2024-05-01", datatype=XSD.date)),
        (me, DCT.modified, Literal("2024-06-01T10:00:00", datatype=XSD.dateTime)),
        (me, DCT.publisher, agent),
        (agent, RDF.type, FOAF.Agent),
        (agent, FOAF.name, Literal("Water Board")),
        (me, DCAT.contactPoint, contact),
        (contact, RDF.type, VCARD.Kind),
        (contact, VCARD.fn, Literal("Help")),
        (me, DCT.temporal, period),
        (period, RDF.type, DCT.PeriodOfTime),
        (period, DCAT.startDate, Literal("2010", datatype=XSD.gYear)),
        (period, DCAT.endDate, Literal("2020", datatype=XSD.gYear)),
    ]
    rows += [(me, DCAT.keyword, Literal(word, lang="en")) for word in ("tide", "gauge", "water")]
    for predicate, node, cls in (
        (DCT.accessRights, EU["access-right/PUBLIC"], DCT.RightsStatement),
        (DCT.accrualPeriodicity, EU["frequency/HOURLY"], DCT.Frequency),
        (DCAT.landingPage, URIRef(f"https://data.example/{number}"), FOAF.Document),
        (DCT.spatial, country, DCT.Location),
        (DCAT.theme, theme, SKOS.Concept),
        (DCT.language, language, DCT.LinguisticSystem),
    ):
        rows += [(me, predicate, node), (node, RDF.type, cls)]
        rows += [(node, SKOS.prefLabel, Literal(str(node)[-4:], lang="en"))]
    for part in range(2):
        file = URIRef(f"https://data.example/{number}/{part}.csv")
        licence, form = URIRef("https://licence.example/by"), EU["file-type/CSV"]
        rows += [
            (me, DCAT.distribution, file),
            (file, RDF.type, DCAT.Distribution),
            (file, DCT.title, Literal(f"Part {part}", lang="en")),
            (file, DCAT.accessURL, file),
            (file, DCAT.downloadURL, file),
            (file, DCAT.byteSize, Literal("1200", datatype=XSD.nonNegativeInteger)),
            (file, DCT.license, licence),
            (licence, RDF.type, DCT.LicenseDocument),
            (file, DCT["format"], form),
            (form, RDF.type, DCT.MediaTypeOrExtent),
            (file, DCT.issued, Literal("2024-05-01", datatype=XSD.date)),
            (file, DCT.description, Literal("Values of one year", lang="en")),
        ]
    if number % 4 == 0:
        rows = [row for row in rows if row[1] not in (DCT.description, DCAT.accessURL)]
        rows.append((me, DCT.issued, Literal("last year")))
    graph = new_graph()
    for row in rows:
        graph.add(row)
    return graph


def cost(graphs: list[Graph], shapes: Shapes, head: Graph) -> tuple[float, int]:
    """Processor time in ms a dataset, and the number of results."""
    start, results = process_time(), 0
    for graph in graphs:
        results += len(validate(graph, shapes, head))
    return (process_time() - start) * 1000 / len(graphs), results


def test_a_dataset_costs_at_most_half_a_millisecond() -> None:
    """In a run over 10,000; and pySHACL finds as much in a sample, in many times the time."""
    graphs, head = [dataset(number) for number in range(DATASETS)], catalogue_head(Settings())
    assert {55 <= len(graph) <= 65 for graph in graphs} == {True}
    ours, results = cost(graphs, load_shapes("dcat-ap"), head)
    sample = graphs[:REFERENCE]
    reference, found = cost(sample, load_shapes("dcat-ap", (), "pyshacl"), head)
    same, own = cost(sample, load_shapes("dcat-ap"), head)
    times = f"{reference / same:.0f} times ours in one run"
    write(f"\n{ours:.3f} ms a dataset, {results} results; pySHACL {reference:.1f} ms, {times}\n")
    assert own == found
    assert ours <= 0.5


def test_validation_is_at_most_a_quarter_of_convert(captures: Path) -> None:
    """Of a page's way from capture to graph; with its findings, each with its place in the page."""
    (capture,) = read([str(captures / "tide-gauge.html")])
    settings, pages, part = Settings(), 400, 0.0
    graph, add_findings = convert_page(capture, settings).graph, pipeline._share  # noqa: SLF001

    def timed(graph: Graph, shapes: Shapes, head: Graph) -> list[Result]:
        nonlocal part
        part -= process_time()
        return validate(graph, shapes, head)

    def shared(results: list[Result], draft: pipeline.Draft) -> None:
        nonlocal part
        before = len(draft.report.findings)
        add_findings(results, draft)
        for finding in draft.report.findings[before:]:
            assert finding.place.line  # worked out when it is looked at
        part += process_time()

    with patch.object(pipeline, "validate", timed), patch.object(pipeline, "_share", shared):
        gc.collect()
        gc.freeze()  # what pytest holds is not gone through again
        start = process_time()
        for _ in range(pages):
            convert_page(capture, settings)
        whole = process_time() - start
        gc.unfreeze()
    share = f"{part * 1000 / pages:.3f} of {whole * 1000 / pages:.3f} ms, {part / whole:.0%}"
    write(f"\n{share}, a page of {len(graph)} triples\n")
    assert part / whole <= 0.25

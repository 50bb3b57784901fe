"""What validation costs: `python -m pytest tests/bench/validation.py -s`."""

from __future__ import annotations

from pathlib import Path
from sys import stdout
from time import process_time
from unittest.mock import patch

import pytest
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from ld_convert import pipeline
from ld_convert.catalogue.head import catalogue_head
from ld_convert.rdf.index import new_graph
from ld_convert.settings import Settings
from ld_convert.validate import Shapes, load_shapes, validate
from ld_convert.vocab.namespaces import DCAT, DCT, EU, FOAF, RDF, SKOS, XSD
from tests.bench.timing import in_turns
from tests.support.cli import run

pytestmark = pytest.mark.bench
write = stdout.write

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
DATASETS = 10_000
PAGES = 150
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


def test_validation_is_at_most_a_quarter_of_convert(captures: Path, tmp_path: Path) -> None:
    """Whole runs of the command with and without it: that of the source and that of the result.

    Showing the sixteen findings of a page, each with its line and column, is counted apart.
    """
    page = (captures / "tide-gauge.html").read_text("utf-8")
    (tmp_path / "pages").mkdir()
    for number in range(PAGES):
        text = page.replace("Tide gauge readings", f"Tide gauge {number}")
        (tmp_path / "pages" / f"{number}.html").write_text(text, "utf-8")
    arguments = ["convert", str(tmp_path / "pages"), "-o", str(tmp_path / "out.nt"), "-j", "1"]

    def shown() -> None:
        assert run(*arguments).exit_code == 0

    def quiet() -> None:
        assert run("-q", *arguments).exit_code == 0

    def without() -> None:
        with (
            patch.object(pipeline, "validate", lambda *_: []),
            patch.object(pipeline, "check_source", lambda *_: None),
        ):
            quiet()

    times = in_turns({"shown": shown, "quiet": quiet, "without": without}, rounds=9)
    share, whole = (1 - times["without"] / times[name] for name in ("quiet", "shown"))
    milliseconds = times["quiet"] * 1000 / PAGES
    write(f"\n{share:.0%} of {milliseconds:.2f} ms a page; {whole:.0%} where all is shown\n")
    assert share <= 0.25

from __future__ import annotations

import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from ld_convert import Settings, convert_page
from ld_convert.catalogue.document import Document
from ld_convert.catalogue.graphs import capture_graphs
from ld_convert.catalogue.keys import named
from ld_convert.catalogue.parts import unwritten, written
from ld_convert.catalogue.renames import SomeNames
from ld_convert.model import Capture
from ld_convert.read import read
from ld_convert.write import PARTS, QUADS, WRITERS, foot, head, serialise
from tests.support.cli import run
from tests.support.places import CORPUS

S = URIRef("http://a/s")
P = URIRef("http://a/p")
SYNTAX = {"turtle": "turtle", "nt": "nt", "json-ld": "json-ld", "rdf-xml": "xml"}
FORMAT = {
    "turtle": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "json-ld": ox.RdfFormat.JSON_LD,
    "rdf-xml": ox.RdfFormat.RDF_XML,
}
ODD = (
    Literal('quote " & <b> and \\ and\nnewline\r\n\ttab'),
    Literal("]]>"),
    Literal("  spaces  "),
    Literal(""),
    Literal("a", lang="en-GB"),
    Literal("1.50", datatype=XSD.decimal),
    Literal("none", datatype=XSD.boolean),
    Literal("007", datatype=XSD.integer),
    Literal('{"a": 1}', datatype=RDF.JSON),
    Literal("<b/>", datatype=RDF.XMLLiteral),
    Literal("x", datatype=URIRef("dct:own")),
    Literal("\u2028\x85\x7fé😀"),
    URIRef("http://a/?q=1&r='2'#x"),
    URIRef("dct:title"),
    URIRef("urn:x:y"),
    RDF.nil,
    BNode("n1-a_b"),
)
"""Terms that a form could write as something else."""


def document(graph: Graph, form: str) -> bytes:
    stream = io.BytesIO()
    WRITERS[form]([graph], stream)
    return stream.getvalue()


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("form", sorted(PARTS))
@pytest.mark.parametrize("value", ODD, ids=repr)
def test_an_odd_term_is_read_back_by_two_readers(value: Literal | URIRef, form: str) -> None:
    """The library rdflib and pyoxigraph find the very triple."""
    graph = Graph()
    graph.add((S, P, value))
    data = document(graph, form)
    assert isomorphic(Graph().parse(data=data, format=SYNTAX[form]), graph)
    assert terms(data, form) == terms(document(graph, "nt"), "nt")


def terms(data: bytes, form: str) -> set[str]:
    """What pyoxigraph reads, as N-Triples with canonical labels and language tags."""
    quads = (ox.Quad(*q.triple) for q in ox.parse(data, format=FORMAT[form]))
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad.triple) for quad in dataset}


def test_a_property_with_the_look_of_a_compact_iri_stays_itself() -> None:
    """<dct:title> is not dct's title, as subject, property and class too."""
    graph = Graph()
    graph.add((URIRef("dct:s"), URIRef("dct:title"), Literal("x")))
    graph.add((S, RDF.type, URIRef("dct:Class")))
    assert terms(document(graph, "json-ld"), "json-ld") == terms(document(graph, "nt"), "nt")


@pytest.mark.parametrize("form", sorted(QUADS))
def test_quads_name_the_graph_of_each_triple(form: str) -> None:
    """The graph is the one asked for, and the triples are those of N-Triples."""
    graph = Graph()
    for value in ODD:
        graph.add((S, P, value))
    graph.add((S, URIRef("http://unknown.example/ns#p"), Literal("}")))
    used = set[str]()
    part = serialise(graph, form, "http://g/1", used)
    data = head(form, used) + part + foot(form)
    quads = list(ox.parse(data, format=FORMAT[form]))
    assert {str(quad.graph_name) for quad in quads} == {"<http://g/1>"}
    assert terms(data, form) == terms(document(graph, "nt"), "nt")


def test_json_ld_is_one_json_document_of_sorted_nodes() -> None:
    """A JSON reader takes it whole, and each node has a line."""
    graph = Graph()
    graph.add((URIRef("http://a/2"), P, Literal("x")))
    graph.add((URIRef("http://a/1"), P, Literal("x")))
    data = document(graph, "json-ld")
    assert [node["@id"] for node in json.loads(data)["@graph"]] == ["http://a/1", "http://a/2"]


RDFXML = Settings(base="https://c.example/")
HOSTILE = b"""{"@context": ["https://schema.org", {"odd": "http://x/1"}], "@type": "Dataset",
 "@id": "http://a/1", "odd": "kept elsewhere", "name": "a\\u0001b"}"""


def test_what_xml_cannot_hold_is_a_finding_with_its_place_and_no_more_is_lost() -> None:
    """A property that ends in a digit, and a control character."""
    conversion = convert_page(Capture("page.json", HOSTILE, "json"), RDFXML)
    found = unwritten(conversion, ["rdf-xml"])
    assert {(finding.code, finding.place.pointer) for finding in found} == {
        ("LD630", ""),
        ("LD631", "/name"),
    }
    assert all(finding.place.line is not None for finding in found)
    data = document(conversion.graph, "rdf-xml")
    wanted = terms(document(conversion.graph, "nt"), "nt")
    lost = {line for line in wanted if "<http://x/1>" in line}
    kept = {line.replace("\x01", "\ufffd") for line in wanted - lost}
    assert len(lost) == 1
    assert {line.replace("\\u0001", "\ufffd") for line in kept} == terms(data, "rdf-xml")


def test_other_forms_hold_everything() -> None:
    """Only XML has such limits."""
    conversion = convert_page(Capture("page.json", HOSTILE, "json"), RDFXML)
    assert unwritten(conversion, ["turtle"]) == ()


@pytest.mark.parametrize(
    ("ending", "form"),
    [("nq", "nquads"), ("trig", "trig"), ("jsonld", "json-ld"), ("rdf", "rdf-xml")],
)
def test_the_ending_of_a_file_asks_for_its_form(
    captures: Path, tmp_path: Path, ending: str, form: str
) -> None:
    """The same triples as in N-Triples."""
    tide, file = str(captures / "tide-gauge.html"), tmp_path / f"c.{ending}"
    run("convert", tide, "-o", str(file))
    nt = tmp_path / "c.nt"
    run("convert", tide, "-o", str(nt))
    assert terms(file.read_bytes(), form) == terms(nt.read_bytes(), "nt")


def test_graphs_by_origin_are_named_after_the_captures_graph(captures: Path) -> None:
    """What the page says and what settings supply, at least."""
    arguments = ["convert", str(captures / "tide-gauge.html"), "-f", "nquads"]
    result = run(*arguments, "--graphs", "origin")
    quads = ox.parse(result.stdout.encode(), format=ox.RdfFormat.N_QUADS)
    names = {str(quad.graph_name).rpartition("#")[2].rstrip(">") for quad in quads}
    assert {"stated", "supplied"} <= names <= {"stated", "derived", "supplied"}


def test_graphs_are_refused_for_a_form_without_graphs(captures: Path) -> None:
    """A user who asks for graphs in Turtle is told which forms have them."""
    arguments = ["convert", str(captures / "tide-gauge.html"), "--graphs", "origin"]
    with pytest.raises(Exception, match="nquads"):
        run(*arguments)


AGENT = """{"@context": "https://schema.org", "@type": "Dataset", "@id": "http://a/%d",
 "name": "T%d", "inLanguage": "en", "includedInDataCatalog": {"@type": "DataCatalog",
 "name": "Portal"}, "publisher": {"@type": "Organization", "name": "Office",
 "address": {"@type": "PostalAddress", "addressLocality": "Harbourtown"}}}"""


def pages(count: int) -> list[Capture]:
    return [Capture(f"{i}.json", (AGENT % (i, i)).encode(), "json") for i in range(count)]


@pytest.mark.parametrize("form", sorted(PARTS))
def test_what_pages_share_is_written_once(form: str) -> None:
    """An agent with its nameless address, a catalogue and a language of three pages."""
    data = whole(pages(3), form)
    statements = [str(quad) for quad in ox.parse(data, format=FORMAT[form])]
    for part in ('"Office"', '"Harbourtown"', '"English"@en'):
        once = [str(q) for q in ox.parse(whole(pages(1), form), format=FORMAT[form])]
        expected = sum(part in line for line in once)
        assert expected
        assert sum(part in line for line in statements) == expected
    assert sum("#dataset> <http://a/" in line for line in statements) == 6


@pytest.mark.parametrize("form", ["json-ld", "rdf-xml", "trig"])
def test_the_bytes_are_the_same_at_any_number_of_processes(tmp_path: Path, form: str) -> None:
    """Shared blocks are dropped in the order of the captures, whoever converted them."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for capture in pages(45):
        (folder / capture.source.zfill(8)).write_bytes(capture.data)
    outputs = []
    for jobs in ("1", "2"):
        output = tmp_path / f"c{jobs}"
        arguments = ["convert", str(folder), "-f", form, "-j", jobs, "-o", str(output)]
        run(*arguments)
        outputs.append(output.read_bytes())
    assert outputs[0] == outputs[1]
    assert len(list(ox.parse(outputs[0], format=FORMAT[form]))) > 45 * 10


def whole(captures: list[Capture], form: str) -> bytes:
    made = Document(form, RDFXML)
    for capture in captures:
        conversion = convert_page(capture, RDFXML)
        graphs = capture_graphs(conversion, RDFXML)
        made.add(written(graphs, form, RDFXML.catalog), named(conversion))
    data = b"".join(made.pieces(SomeNames({}, frozenset())))
    made.close()
    return data + made.end()


def test_each_graph_has_what_it_shares_with_others() -> None:
    """A named graph stands alone: the agent is in each."""
    data = whole(pages(3), "nquads")
    assert sum('foaf/0.1/name> "Office"' in line for line in data.decode().splitlines()) == 3


def test_a_page_that_says_more_of_an_agent_adds_it() -> None:
    """Nothing is lost because another page was first."""
    more = AGENT.replace('"name": "Office",', '"name": "Office", "email": "o@a.example",') % (9, 9)
    data = whole([*pages(1), Capture("9.json", more.encode(), "json")], "nt")
    assert b"mailto:o@a.example" in data
    assert data.count(b'foaf/0.1/name> "Office"') == 1


@pytest.mark.corpus
@pytest.mark.parametrize(
    "file", sorted(f for f in CORPUS.rglob("*") if f.is_file()), ids=lambda file: file.name
)
def test_every_form_of_a_harvested_document_has_the_same_triples(shared: Path, file: Path) -> None:
    """All forms against N-Triples, read by pyoxigraph; RDF/XML but for what its findings name."""
    assert shared
    for capture in read([str(file)]):
        conversion = convert_page(capture, RDFXML)
        wanted = terms(document(conversion.graph, "nt"), "nt")
        lost = {finding.code for finding in unwritten(conversion, ["rdf-xml"])}
        for form in {"turtle", "json-ld", "rdf-xml"} - ({"rdf-xml"} if lost else set()):
            assert terms(document(conversion.graph, form), form) == wanted

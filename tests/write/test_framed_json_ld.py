from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld
from rdflib import Graph

from ld_convert import Settings, convert_page
from ld_convert.catalogue.document import Document
from ld_convert.catalogue.graphs import capture_graphs
from ld_convert.catalogue.keys import named
from ld_convert.catalogue.parts import written
from ld_convert.catalogue.renames import SomeNames
from ld_convert.model import Capture
from ld_convert.read import read
from ld_convert.vocab.namespaces import prefixes
from ld_convert.vocab.reading_order import terms
from ld_convert.write import write

SETTINGS = Settings(base="https://c.example/", date="2026-01-01", publisher_name="Office")
PAGE: dict[str, object] = {
    "@context": "https://schema.org",
    "@type": "Dataset",
    "@id": "https://a.example/1",
    "name": [{"@value": "Tides", "@language": "en"}, {"@value": "Gezeiten", "@language": "de"}],
    "description": "Water levels",
    "temporalCoverage": "1995/2001",
    "publisher": {"@type": "Organization", "name": "Harbour"},
    "distribution": {"@type": "DataDownload", "contentUrl": "https://a.example/1.csv"},
}
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
NAMES = SomeNames({}, frozenset())


def whole(
    pages: Sequence[dict[str, object] | Capture],
    form: str = "json-ld",
    settings: Settings = SETTINGS,
) -> bytes:
    """The document of some pages, as a run makes it."""
    made = Document(form, settings)
    for number, page in enumerate(pages):
        if not isinstance(page, Capture):
            page = Capture(f"{number}.json", json.dumps(page).encode(), "json")  # noqa: PLW2901
        one = convert_page(page, settings)
        made.add(written(capture_graphs(one, settings), form, settings.catalog), named(one))
    data = b"".join(made.pieces(NAMES))
    made.close()
    return data + made.end() if data else b""


def canonical(data: bytes, form: ox.RdfFormat) -> set[str]:
    """The triples, with canonical labels of blank nodes; none of a document that is not written."""
    if not data:
        return set()
    found = ox.Dataset(ox.Quad(*quad.triple) for quad in ox.parse(data, format=form))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad.triple) for quad in found}


def by_pyld(data: bytes) -> bytes:
    return str(jsonld.to_rdf(json.loads(data), {"format": "application/n-quads"})).encode()


def by_rdflib(data: bytes) -> bytes:
    return Graph().parse(data=data, format="json-ld").serialize(format="nt").encode()


READERS = {"pyoxigraph": None, "pyld": by_pyld, "rdflib": by_rdflib}


def read_back(data: bytes, reader: str) -> set[str]:
    read_it = READERS[reader]
    if read_it is None:
        return canonical(data, ox.RdfFormat.JSON_LD)
    return canonical(read_it(data), ox.RdfFormat.N_QUADS)


def test_the_catalogue_holds_its_datasets_and_records() -> None:
    """A person reads it from the top: the catalogue, then each dataset with its files inside."""
    found = json.loads(whole([PAGE, {**PAGE, "@id": "https://a.example/2"}]))
    assert list(found)[:4] == ["@context", "@id", "@type", "title"]
    assert found["@id"] == SETTINGS.catalog
    assert [one["@id"] for one in found["dataset"]] == [f"https://a.example/{n}" for n in (1, 2)]
    first = found["dataset"][0]
    assert first["distribution"][0]["accessURL"] == "https://a.example/1.csv"
    assert first["temporal"]["@type"] == "PeriodOfTime"
    topics = {record["primaryTopic"] for record in found["record"]}
    assert topics == {one["@id"] for one in found["dataset"]}


def test_texts_in_several_languages_are_a_language_map() -> None:
    """And a text without a language is just a text."""
    dataset = json.loads(whole([PAGE]))["dataset"][0]
    assert dataset["title"] == {"de": "Gezeiten", "en": "Tides"}
    assert dataset["description"] == "Water levels"


def test_the_context_is_in_the_document_and_defines_only_what_it_uses() -> None:
    """No reader fetches anything."""
    text = whole([PAGE]).decode()
    context = json.loads(text)["@context"]
    body = text.partition("\n  },\n")[2]
    assert "title" in context
    assert "byteSize" not in context
    for name, said in context.items():
        start = f'"{name}:' if isinstance(said, str) and said[-1] in "#/:" else f'"{name}"'
        assert start in body, name


def test_no_short_name_is_a_prefix() -> None:
    """One entry of the context would replace the other."""
    assert not {term.name for term in terms().values()} & prefixes().keys()
    names = [term.name for term in terms().values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("reader", READERS)
def test_what_is_shared_stands_once_beside_the_datasets(reader: str) -> None:
    """The publisher of three datasets; three readers find the same triples as in N-Triples."""
    pages = [{**PAGE, "@id": f"https://a.example/{number}"} for number in range(3)]
    data = whole(pages)
    names = [one.get("name") for one in json.loads(data)["@included"]]
    assert names.count("Harbour") == 1
    wanted = canonical(whole(pages, "nt"), ox.RdfFormat.N_TRIPLES)
    assert read_back(data, reader) == wanted


ODD: dict[str, object] = {
    "an IRI that looks compact": {"@id": "dct:title"},
    "an IRI that begins like a short name": {"@id": "title:x"},
    "a number": {"@value": "007", "@type": "http://www.w3.org/2001/XMLSchema#integer"},
    "a large number": 2**60,
    "texts and things in one property": ["a", {"@value": "b", "@language": "en"}, {"@id": "urn:x"}],
    "a thing in itself": {"@id": "_:a", "http://p.example/q": {"@id": "_:a"}},
    "a thing in two": [{"@id": "_:b", "http://p.example/r": 1}, {"@id": "_:b"}],
    "a list": {"@list": [1, 2, "c"]},
    "a boolean of its own": {"@value": "yes", "@type": "http://www.w3.org/2001/XMLSchema#boolean"},
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("term", ["title", "issued", "publisher", "byteSize", "other"])
@pytest.mark.parametrize("name", ODD)
def test_an_odd_value_is_read_back_as_it_is(
    name: str, term: str, reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the value of texts, of dates, of things, of numbers, and of a property without a name."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    iri = {t.name: t.iri for t in terms().values()}.get(term, "http://p.example/other")
    said = json.dumps({"@id": "http://a.example/s", iri: ODD[name]})
    graph = Graph().parse(data=said, format="json-ld")
    stream = io.BytesIO()
    write([graph], stream, "json-ld")
    wanted = canonical(graph.serialize(format="nt").encode(), ox.RdfFormat.N_TRIPLES)
    assert wanted
    assert read_back(stream.getvalue(), reader) == wanted


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("catalogue", ["dct:c", "title:c", "schema:c", "urn:c"])
def test_a_catalogue_whose_iri_looks_compact_keeps_it(catalogue: str, reader: str) -> None:
    """The prefix that it looks like is not used in the document."""
    settings = Settings(catalog_iri=catalogue, date="2026-01-01")
    data = whole([PAGE], settings=settings)
    wanted = canonical(whole([PAGE], "nt", settings), ox.RdfFormat.N_TRIPLES)
    assert read_back(data, reader) == wanted


def test_things_far_inside_each_other_are_written_beside() -> None:
    """Parts of parts of parts neither fail nor are lost."""
    inner: dict[str, object] = {"@id": "http://a.example/end"}
    for _ in range(60):
        inner = {"http://p.example/part": inner}
    graph = Graph().parse(data=json.dumps(inner), format="json-ld")
    stream = io.BytesIO()
    write([graph], stream, "json-ld")
    wanted = canonical(graph.serialize(format="nt").encode(), ox.RdfFormat.N_TRIPLES)
    assert read_back(stream.getvalue(), "pyoxigraph") == wanted


def test_a_graph_of_one_catalogue_is_framed_by_it() -> None:
    """`Catalogue.write` in Python gives what the command gives; other graphs are a list."""
    graph = Graph().parse(data=whole([PAGE], "nt"), format="nt")
    stream = io.BytesIO()
    write([graph], stream, "json-ld")
    assert json.loads(stream.getvalue())["dataset"][0]["@id"] == PAGE["@id"]
    graph.remove((None, rdflib.URIRef("http://www.w3.org/ns/dcat#dataset"), None))
    graph.remove((None, rdflib.URIRef("http://www.w3.org/ns/dcat#record"), None))
    stream = io.BytesIO()
    write([graph], stream, "json-ld")
    assert set(json.loads(stream.getvalue())) == {"@context", "@graph"}


@pytest.mark.corpus
@pytest.mark.parametrize("folder", ["captures", "corpus", "field", "portals"])
def test_real_pages_are_read_back_as_they_are(shared: Path, folder: str) -> None:
    """All files of a folder in one document."""
    files = sorted(file for file in (shared / folder).rglob("*") if file.is_file())
    pages = [one for file in files for one in read([str(file)])]
    wanted = canonical(whole(pages, "nt"), ox.RdfFormat.N_TRIPLES)
    assert len(wanted) > 100
    assert canonical(whole(pages), ox.RdfFormat.JSON_LD) == wanted

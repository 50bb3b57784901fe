from __future__ import annotations

from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef

from ld_convert.expand import expand
from ld_convert.findings.report import Report
from ld_convert.model import Fragment, Json, Location, Origin
from ld_convert.rdf.from_nodes import to_graph

SCHEMA = "http://schema.org/"
CONTEXT = {"@vocab": SCHEMA, "xsd": str(XSD)}


def graph(value: Json) -> tuple[Graph, list[str]]:
    """The graph of a document, and the codes of what was found."""
    report = Report()
    fragment = Fragment({"@context": CONTEXT, **value}, (Origin("document", Location("page")),))
    described = to_graph([expand(fragment, report)], {}, report)
    return described.graph, [finding.code for finding in report.findings]


def test_an_id_cannot_inject_a_triple() -> None:
    """Pyld writes this @id as it is, and a parser reads a second triple out of it."""
    found, codes = graph({"@id": 'http://a/x><urn:p>"o".#', "name": "T"})
    (subject,) = set(found.subjects())
    assert subject == URIRef("http://a/x%3E%3Curn:p%3E%22o%22.#")
    assert codes == ["LD311"]
    assert len(Graph().parse(data=found.serialize(format="nt"), format="nt")) == 1


def test_an_id_with_a_space_is_mended_and_not_dropped() -> None:
    """Pyld and oxigraph lose the node in silence."""
    found, codes = graph({"@id": "http://a/x y", "name": "T"})
    assert (URIRef("http://a/x%20y"), URIRef(f"{SCHEMA}name"), Literal("T")) in found
    assert codes == ["LD311"]


def test_a_key_that_makes_no_iri_is_mended() -> None:
    """Under @vocab every key becomes a predicate, quotes and all."""
    found, codes = graph({"@id": "http://a/x", 'k"q': "T"})
    assert set(found.predicates()) == {URIRef(f"{SCHEMA}k%22q")}
    assert codes == ["LD311"]


def test_language_tags_are_mended_or_dropped_and_texts_are_kept() -> None:
    """`en_US` gets its hyphen, `??` goes, both texts stay."""
    names = [{"@value": "A", "@language": "en_US"}, {"@value": "B", "@language": "??"}]
    found, codes = graph({"@id": "http://a/x", "name": names})
    assert set(found.objects()) == {Literal("A", lang="en-US"), Literal("B")}
    assert sorted(codes) == ["LD313", "LD314"]


def test_numbers_have_the_forms_that_the_specification_asks_for() -> None:
    """JSON-LD 1.1 API, section 7.2.2: fractions as canonical doubles; all integers exact."""
    values = [1, 1.5, True, 10**30, {"@value": "1.50", "@type": "xsd:decimal"}]
    found, _ = graph({"@id": "http://a/x", "name": values})
    assert {term.n3() for term in found.objects()} == {
        '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"1.5E0"^^<http://www.w3.org/2001/XMLSchema#double>',
        '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
        f'"{10**30}"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    }


def test_literals_keep_their_lexical_form() -> None:
    """Rdflib would give the dateTime a time and make the boolean false."""
    values = [
        {"@value": "2011-01-01", "@type": "xsd:dateTime"},
        {"@value": "none", "@type": "xsd:boolean"},
    ]
    found, _ = graph({"@id": "http://a/x", "name": values})
    assert {str(term) for term in found.objects()} == {"2011-01-01", "none"}


def test_a_list_keeps_its_order() -> None:
    """The first cell is the object, and the last rest is rdf:nil."""
    found, _ = graph({"@id": "http://a/x", "creator": {"@list": ["A", "B"]}})
    head = found.value(URIRef("http://a/x"), URIRef(f"{SCHEMA}creator"))
    assert head is not None
    assert [str(item) for item in found.items(head)] == ["A", "B"]
    empty, _ = graph({"@id": "http://a/x", "creator": {"@list": []}})
    assert set(empty.objects()) == {RDF.nil}


def test_a_named_graph_is_part_of_what_the_page_says() -> None:
    """Its statements are in the one graph."""
    found, _ = graph({"@id": "http://a/g", "@graph": [{"@id": "http://a/x", "name": "T"}]})
    assert (URIRef("http://a/x"), URIRef(f"{SCHEMA}name"), Literal("T")) in found


def test_a_lone_surrogate_becomes_a_replacement_character() -> None:
    """It cannot be written in UTF-8."""
    found, _ = graph({"@id": "http://a/x", "name": "a\ud83db"})
    assert set(found.objects()) == {Literal("a\ufffdb")}


def test_a_documents_own_blank_node_label_is_one_node() -> None:
    """Two objects with the label _:p are one, under a label of ours."""
    person = {"@id": "_:p q", "name": "A"}
    found, codes = graph({"@id": "http://a/x", "creator": person, "author": {"@id": "_:p q"}})
    (creator,) = found.objects(URIRef("http://a/x"), URIRef(f"{SCHEMA}creator"))
    assert isinstance(creator, BNode)
    assert list(found.objects(URIRef("http://a/x"), URIRef(f"{SCHEMA}author"))) == [creator]
    assert codes == []

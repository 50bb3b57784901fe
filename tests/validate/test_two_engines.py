"""The compiled shapes against pySHACL, on graphs of every kind."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ld_convert.catalogue.head import catalogue_head
from ld_convert.pipeline import convert_page
from ld_convert.rdf.index import new_graph
from ld_convert.read import read
from ld_convert.settings import Settings, UsageError
from ld_convert.validate import Shapes, ValidationResult, load_shapes, prepare, validate
from ld_convert.vocab.namespaces import DCAT, DCT, EU, FOAF, RDF, SKOS, XSD
from tests.support.places import CORPUS

Compared = tuple[Node, str, Node | None, Node, Node, Node, str, str]


def compared(results: list[ValidationResult]) -> Counter[Compared]:
    """All that two engines must agree on; for standard messages each has its own words."""
    return Counter(
        (r.focus, r.path_text, r.value, r.component, r.severity, r.shape, r.message, r.clause)
        for r in results
    )


@pytest.fixture(scope="module")
def engines() -> tuple[Shapes, Shapes]:
    """The DCAT-AP shapes, compiled and for pySHACL."""
    return load_shapes("dcat-ap"), load_shapes("dcat-ap", (), "pyshacl")


# -- random graphs over DCAT terms ---------------------------------------------------------------

NODES = [URIRef(f"https://a.example/{name}") for name in "abc"] + [BNode("x"), BNode("y")]
CLASSES = [
    *(DCAT.Dataset, DCAT.Distribution, DCAT.Catalog, DCAT.DataService, DCAT.CatalogRecord),
    *(FOAF.Agent, DCT.PeriodOfTime, DCT.Location, DCT.LicenseDocument, SKOS.Concept),
]


@pytest.fixture(scope="module")
def predicates(engines: tuple[Shapes, Shapes]) -> list[Node]:
    """Every predicate that the shapes look at."""
    graph = engines[0].graph
    found = {path for path in graph.objects(None, SH.path) if isinstance(path, URIRef)}
    return sorted(found, key=str)


LITERALS = st.builds(
    Literal,
    st.sampled_from(["2024-05-01", "2024", "last year", "12", "true", "2024-05-01T10:00:00", ""]),
    datatype=st.sampled_from([None, XSD.date, XSD.dateTime, XSD.gYear, XSD.decimal, XSD.duration]),
) | st.builds(Literal, st.just("title"), lang=st.sampled_from(["en", "de", "EN"]))
TERMS = (
    st.sampled_from(NODES)
    | LITERALS
    | st.sampled_from([EU["language/ENG"], EU["data-theme/ENVI"], EU["access-right/PUBLIC"]])
)


@pytest.mark.slow
@given(data=st.data())
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_both_engines_find_the_same_in_any_graph(
    data: st.DataObject, engines: tuple[Shapes, Shapes], predicates: list[Node]
) -> None:
    """Focus node, path, value, component, severity, shape, message and clause of each result."""
    typed = st.tuples(st.sampled_from(NODES), st.just(RDF.type), st.sampled_from(CLASSES))
    stated = st.tuples(st.sampled_from(NODES), st.sampled_from(predicates), TERMS)
    graph = new_graph()
    for subject, predicate, value in (
        *data.draw(st.lists(typed, min_size=1, max_size=8)),
        *data.draw(st.lists(stated, max_size=30)),
    ):
        graph.add((subject, predicate, value))
    ours, reference = (compared(validate(graph, shapes)) for shapes in engines)
    assert ours == reference


# -- the corpus ------------------------------------------------------------------------------------


def folder() -> Path:
    """The folder of the harvested documents."""
    return CORPUS


def documents() -> list[str]:
    """The documents of the corpus, by their path in its folder."""
    if not (folder() / "index.tsv").is_file():
        return []
    with (folder() / "index.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row["file"] for row in rows]


@pytest.mark.corpus
@pytest.mark.parametrize("name", documents())
def test_both_engines_find_the_same_in_a_harvested_document(
    name: str, engines: tuple[Shapes, Shapes]
) -> None:
    """In each capture's graph with the head of the catalogue, as a run validates it."""
    head = catalogue_head(Settings())
    for capture in read([str(folder() / name)]):
        graph = convert_page(capture, Settings()).graph
        ours, reference = (compared(validate(graph, shapes, head)) for shapes in engines)
        assert ours == reference
        assert not len(graph) or ours


# -- shapes of the user's ------------------------------------------------------------------------

PREFIXES = """
@prefix : <https://a.example/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def parsed(turtle: str) -> Graph:
    return new_graph().parse(data=PREFIXES + turtle, format="turtle")


class Case(NamedTuple):
    """Shapes, data, and how many results there are."""

    shapes: str
    data: str
    results: int


CASES = {
    "sparql": Case(
        """:S a sh:NodeShape ; sh:targetClass :T ; sh:sparql [ sh:message "{$this} has {?value}" ;
           sh:select "SELECT $this ?value WHERE { $this <https://a.example/p> ?value }" ] .""",
        ":x a :T ; :p 1, 2 .",
        2,
    ),
    "beside": Case(
        """:S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :q ; sh:minCount 1 ] .
           :U a sh:NodeShape ; sh:targetClass :T ; sh:sparql [
           sh:select "SELECT $this WHERE { $this <https://a.example/p> ?value }" ] .""",
        ":x a :T ; :p 1 .",
        2,
    ),
    "custom component": Case(
        """:C a sh:ConstraintComponent ; sh:parameter [ sh:path :below ] ; sh:validator [
           a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER ($value < $below) }" ] .
           :S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :p ; :below 5 ] .""",
        ":x a :T ; :p 4, 5, 6 .",
        2,
    ),
    "sparql target": Case(
        """:S a sh:NodeShape ; sh:property [ sh:path :q ; sh:minCount 1 ] ; sh:target [
           a sh:SPARQLTarget ;
           sh:select "SELECT ?this WHERE { ?this <https://a.example/p> ?any }" ] .""",
        ":x :p 1 . :y :p 2 ; :q 3 .",
        1,
    ),
    "recursive": Case(
        """:S a sh:NodeShape ; sh:targetClass :T ;
           sh:property [ sh:path :q ; sh:maxCount 1 ; sh:node :S ] .""",
        ":x a :T ; :q :y . :y :q 1, 2 .",
        1,
    ),
    "subclass": Case(
        ":S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :q ; sh:class :K ] .",
        ":N rdfs:subClassOf :M . :M rdfs:subClassOf :T, :K . :x a :N ; :q :x, :z . :z a :L .",
        1,
    ),
    "implicit class": Case(
        ":T a sh:NodeShape, rdfs:Class ; sh:property [ sh:path :q ; sh:minCount 1 ] .",
        ":x a :T . :y a :T ; :q 1 .",
        1,
    ),
    "dangling property": Case(
        ":S a sh:NodeShape ; sh:targetClass :T ; sh:property :nowhere ; sh:nodeKind sh:BlankNode .",
        ":x a :T .",
        1,
    ),
    "deactivated": Case(
        """:S a sh:NodeShape ; sh:targetClass :T ; sh:node :D ; sh:property :P .
           :D sh:deactivated true ; sh:nodeKind sh:Literal .
           :P sh:path :q ; sh:minCount 1 ; sh:deactivated true .""",
        ":x a :T .",
        0,
    ),
    "warning inside or": Case(
        """:S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :q ; sh:or (
           [ sh:datatype xsd:date ; sh:severity sh:Warning ] [ sh:nodeKind sh:IRI ] ) ] .""",
        ":x a :T ; :q 1 .",
        1,
    ),
    "paths": Case(
        """:S a sh:NodeShape ; sh:targetNode :x ;
           sh:property [ sh:path ( :p [ sh:zeroOrMorePath :q ] ) ; sh:maxCount 2 ] ,
           [ sh:path [ sh:inversePath :p ] ; sh:minCount 1 ] ,
           [ sh:path [ sh:alternativePath ( :p [ sh:oneOrMorePath :q ] ) ] ; sh:nodeKind sh:IRI ] ,
           [ sh:path [ sh:zeroOrOnePath :p ] ; sh:hasValue :x ] .""",
        ":x :p :a ; :q 1 . :a :q :b . :b :q :c, :a .",
        3,
    ),
    "nested properties": Case(
        """:S a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:property [ sh:path :p ;
           sh:property [ sh:path :q ; sh:minInclusive 3 ; sh:lessThan :r ] ] .""",
        ":x :p :a . :a :q 2, 5 ; :r 4 .",
        2,
    ),
    "closed and qualified": Case(
        """:S a sh:NodeShape ; sh:targetObjectsOf :p ; sh:closed true ;
           sh:ignoredProperties ( :z ) ; sh:property [ sh:path :q ; sh:qualifiedMinCount 1 ;
           sh:qualifiedMaxCount 1 ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ] .""",
        ":x :p :a . :a :q :b, :c ; :r 1 ; :z 2 .",
        2,
    ),
    "languages": Case(
        """:S a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :p ;
           sh:languageIn ( "en" "de" ) ; sh:uniqueLang true ; sh:pattern "^a" ; sh:flags "i" ] .""",
        ':x :p "Abc"@en-GB, "abd"@en-GB, "abe"@fr, "b"@de .',
        3,
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_both_engines_agree_on_shapes_of_the_users(case: Case) -> None:
    """Whatever is not compiled goes to pySHACL, and nothing is run twice or left out."""
    ours, reference = (
        validate(parsed(case.data), prepare(parsed(case.shapes), engine))
        for engine in ("auto", "pyshacl")
    )
    assert [r[:6] for r in ours] == [r[:6] for r in reference]
    assert len(ours) == case.results


def test_a_message_is_filled_with_the_focus_node_and_the_value() -> None:
    """A shape without SPARQL may use {$this}, {?path} and {?value} too."""
    shapes = """:S a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :p ;
        sh:datatype xsd:date ; sh:message "{?value} of {$this} by {?path}", "anders"@de ] ."""
    for engine in ("auto", "pyshacl"):
        (result,) = validate(parsed(':x :p "z" .'), prepare(parsed(shapes), engine))
        assert result.message == "z of https://a.example/x by https://a.example/p"


WRONG: dict[str, tuple[str, str]] = {
    "no such engine": (":S a sh:NodeShape .", "no engine"),
    "pattern": (':S sh:targetNode :x ; sh:pattern "(" .', "pattern"),
    "javascript": (":S sh:targetNode :x ; sh:js [] .", "sh:js"),
    "service": (
        ':S sh:targetNode :x ; sh:sparql [ sh:select "SELECT $this { SERVICE :s { $this :p 1}}"].',
        "SERVICE",
    ),
    "two counts": (":S sh:targetNode :x ; sh:path :p ; sh:minCount 1, 2 .", "minCount"),
    "no number": (':S sh:targetNode :x ; sh:path :p ; sh:minCount "few" .', "minCount"),
    "no path": (":S sh:targetNode :x ; sh:path [] ; sh:minCount 1 .", "path"),
}


@pytest.mark.parametrize(("shapes", "words"), WRONG.values(), ids=WRONG)
def test_shapes_that_cannot_be_run_are_the_users_mistake(shapes: str, words: str) -> None:
    """The message names what is wrong with them; a wrong shape is never left out in silence."""
    engine = "missing" if words == "no engine" else "auto"
    with pytest.raises(UsageError, match=words):
        validate(parsed(":x :p 1 ."), prepare(parsed(shapes), engine))


def test_the_graph_and_the_catalogues_head_are_read_as_one(
    engines: tuple[Shapes, Shapes],
) -> None:
    """A class or a value in the head counts, and neither of the two graphs is changed."""
    graph = parsed(
        ":c a <http://www.w3.org/ns/dcat#Catalog> ; <http://purl.org/dc/terms/publisher> :p ."
    )
    head = parsed(
        ':p a <http://xmlns.com/foaf/0.1/Agent> . :c <http://purl.org/dc/terms/title> "c".'
    )
    for shapes in engines:
        names = {str(r.shape).rpartition("#")[2] for r in validate(graph, shapes, head)}
        assert "Agent-name-exists" in names
        assert not names & {"Catalog-publisher-class", "Catalog-title-exists"}
    assert (len(graph), len(head)) == (2, 2)


def test_of_a_node_that_is_spared_only_violations_are_found() -> None:
    """A warning counts all the same where it decides whether a value conforms to a shape."""
    shapes = """:S sh:targetNode :x , :y ; sh:property
        [ sh:path :advised ; sh:minCount 1 ; sh:severity sh:Warning ] ,
        [ sh:path :wanted ; sh:minCount 1 ] , [ sh:path :inner ; sh:node :Inner ] .
    :Inner sh:property [ sh:path :advised ; sh:minCount 1 ; sh:severity sh:Warning ] ."""
    graph = parsed(":x :inner :z . :y :inner :z .")
    results = validate(graph, prepare(parsed(shapes)), None, lambda node: node.endswith("x"))  # type: ignore[attr-defined]
    found = {(result.focus[-1:], str(result.path).rpartition("/")[2]) for result in results}  # type: ignore[index]
    everything = {("y", "advised"), ("y", "wanted"), ("y", "inner")}
    assert found == everything | {("x", "wanted"), ("x", "inner")}


def test_results_come_in_one_order(tmp_path: Path) -> None:
    """Blank nodes of a shapes file are named by their order, so that no run differs."""
    files = [tmp_path / "shapes.ttl", tmp_path / "same.ttl"]
    shapes = [f"sh:property [ sh:path :p{n} ; sh:minCount 1 ]" for n in range(9)]
    for file in files:
        file.write_text(f"{PREFIXES}:S sh:targetNode :x ; {' ; '.join(shapes)} .", "utf-8")
    first, second = (validate(new_graph(), load_shapes("dcat-ap", (str(f),))) for f in files)
    assert len(first) == 9
    assert first == second

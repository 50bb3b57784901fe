from __future__ import annotations

import socket
import sys
import warnings

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from ld_convert.expand import expand
from ld_convert.extract import extract
from ld_convert.extract.markup.rdfa import SUBJECTS, rdfa
from ld_convert.extract.scan import FoundObject
from ld_convert.findings.locate import place
from ld_convert.findings.report import Report
from ld_convert.model import Capture, Text
from ld_convert.rdf.from_nodes import to_graph

pytest.importorskip("pyRdfa", reason="pyRdfa3 is an extra: pip install 'ld-convert[rdfa]'")

S = Namespace("http://schema.org/")
BASE = "https://a.example/sets/page"
DATASET = (
    '<div vocab="http://schema.org/" lang="en">\n<p typeof="Dataset" resource="#d">'
    '<b property="name">Tides</b><a property="license" href="/by">BY</a>'
    '<i property="creator" typeof="Person"><b property="name">Ann</b></i></p></div>'
)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test here fails if a socket is opened."""

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


def found(html: str) -> tuple[list[FoundObject], Report]:
    report = Report()
    return list(rdfa(Text.whole(html.encode()), BASE, "p.html", report)), report


def graph(html: str) -> Graph:
    report = Report()
    html = f'<link rel=canonical href="{BASE}">{html}'
    page = extract(Capture("p.html", html.encode(), "html"), report)
    assert {origin.kind for part in page.fragments for origin in part.origins} <= {"rdfa"}
    return to_graph([expand(part, report) for part in page.fragments], {}, report).graph


def test_rdfa_of_a_dataset_becomes_its_triples() -> None:
    """Types, literals with language, addresses and the nested person arrive."""
    triples = graph(DATASET)
    subject = URIRef(f"{BASE}#d")
    (person,) = triples.objects(subject, S.creator)
    assert set(triples) == {
        (subject, RDF.type, S.Dataset),
        (subject, S.name, Literal("Tides", lang="en")),
        (subject, S.license, URIRef("https://a.example/by")),
        (subject, S.creator, person),
        (person, RDF.type, S.Person),
        (person, S.name, Literal("Ann", lang="en")),
    }


def test_the_place_of_a_thing_is_its_typeof() -> None:
    """Found by the address in any of four attributes; that of the page's first without one."""
    (item,), _ = found(DATASET)
    spot = place(item.location)
    assert (spot.line, spot.column) == (2, 1)
    several = "".join(f'\n<p typeof="Thing" {name}=" /{name}"></p>' for name in SUBJECTS)
    items, _ = found(f'<div vocab="http://schema.org/">{several}</div>')
    places = {item.value["@id"]: place(item.location).line for item in items}
    assert places == {f"https://a.example/{name}": n for n, name in enumerate(SUBJECTS, 2)}
    nameless = "".join(f'\n<p typeof="Thing"><b property="name">{n}</b></p>' for n in "ab")
    items, _ = found(f'<div vocab="http://schema.org/">{nameless}</div>')
    assert [place(item.location).line for item in items] == [2, 2]


def test_dcat_in_rdfa_counts_too() -> None:
    """A portal may state DCAT itself."""
    (item,), _ = found('<p prefix="dcat: http://www.w3.org/ns/dcat#" typeof="dcat:Dataset"></p>')
    assert item.value["@type"] == ["Dataset"]
    assert item.value["@context"] == {"@vocab": "http://www.w3.org/ns/dcat#"}


def test_things_of_other_vocabularies_are_no_fragments() -> None:
    """What a content manager says of its own pages describes no data."""
    html = '<p prefix="sioc: http://rdfs.org/sioc/ns#" typeof="sioc:Item">schema.org</p>'
    assert found(html)[0] == []


def test_open_graph_alone_is_not_read_as_rdfa() -> None:
    """It has property and prefix, but no typeof, so pyRdfa3 is not started."""
    html = '<html prefix="og: https://ogp.me/ns#"><meta property="og:title" content="schema">'
    items, report = found(html)
    assert (items, report.findings) == ([], [])


def test_a_vocabulary_inside_a_network_is_never_fetched() -> None:
    """Entry 44 of the tricky inputs: the autouse fixture makes any connection fail."""
    html = (
        '<div vocab="http://169.254.169.254/latest/" profile="http://localhost/p">'
        '<p typeof="X"><b property="name">x</b></p>'
        '<p vocab="http://schema.org/" typeof="Thing"><b property="name">y</b></p></div>'
    )
    items, report = found(html)
    assert [item.value["name"] for item in items] == [[{"@value": "y"}]]
    assert report.findings == []


def test_two_datasets_of_one_catalogue_stand_inside_it() -> None:
    """Nesting tells later stages which thing the page is about."""
    (item,), _ = found(
        '<div vocab="http://schema.org/" typeof="DataCatalog"><p property="dataset" '
        'typeof="Dataset"></p><p property="dataset" typeof="Dataset"></p></div>'
    )
    assert item.value["@type"] == ["DataCatalog"]
    assert [inner["@type"] for inner in item.value["dataset"]] == [["Dataset"], ["Dataset"]]


def test_of_things_that_lead_to_each_other_one_comes_first() -> None:
    """A circle is one fragment and ends."""
    items, _ = found(
        '<div vocab="http://schema.org/"><p typeof="Thing" resource="#a"><i property="hasPart" '
        'resource="#b"></i></p><p typeof="Thing" resource="#b"><i property="isPartOf" '
        'resource="#a"></i></p></div>'
    )
    (item,) = items
    (inner,) = item.value["hasPart"]
    assert (item.value["@id"], inner["@id"]) == (f"{BASE}#a", f"{BASE}#b")
    assert inner["isPartOf"] == [{"@id": f"{BASE}#a"}]


def test_the_same_page_gives_the_same_document_each_time() -> None:
    """The labels and the order of pyRdfa3 are new in each run."""
    html = '<div vocab="http://schema.org/" typeof="Dataset">' + "".join(
        f'<p property="author" typeof="Person"><b property="name">{name}</b></p>'
        for name in "zyxwvu"
    )
    assert len({repr(found(html)[0][0].value) for _ in range(5)}) == 1


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ('<div vocab="x">' * 3000, "elements are nested 2048 deep"),
        ("<b>" * 398, ""),
        ("<b>" * 399, "elements are nested 401 deep"),
        (f'<b prefix="{" ".join(f"a{n}: h:{n}" for n in range(500))}">',
         "it names 1001 prefixes and namespaces"),
        (f'<b prefix="{" ".join(f"a{n}: h:{n}" for n in range(499))} a0:">', ""),
    ],
)  # fmt: skip
def test_a_page_too_deep_or_with_too_many_prefixes_for_pyrdfa_is_a_finding(
    more: str, error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """At its first class; nothing is printed. The parser of the page gives up at 2048 levels."""
    items, report = found(DATASET + more)
    assert len(items) == (not error)
    told = [(f.code, f.place.line, f.place.column) for f in report.findings]
    assert told == [("LD270", 2, 1)] * bool(error)
    assert error in "".join(f.message for f in report.findings)
    assert capsys.readouterr() == ("", "")


def test_entities_that_a_page_defines_are_not_expanded() -> None:
    """A doctype with entities in entities would take gigabytes as XML; HTML knows none."""
    levels = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(9))
    html = f'<!DOCTYPE html [<!ENTITY e0 "x">{levels}]><p>&e9;</p>{DATASET}'
    ((item,), report) = found(html)
    assert item.value["name"] == [{"@value": "Tides", "@language": "en"}]
    assert report.findings == []


def test_reading_rdfa_leaves_the_filters_of_warnings() -> None:
    """A program that uses this as a library keeps its own."""
    before = list(warnings.filters)
    found(DATASET)
    assert warnings.filters == before


def test_without_pyrdfa_a_finding_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is not silently poorer."""
    monkeypatch.setattr(sys.modules[rdfa.__module__], "find_spec", lambda _: None)
    items, report = found(DATASET)
    assert items == []
    assert [(f.code, f.place.line) for f in report.findings] == [("LD269", 2)]


@pytest.mark.parametrize(
    "attributes",
    [
        'vocab="http://schema.org" typeof="Dataset"',
        "vocab='https://schema.org' typeof='Dataset'",
        "vocab=//schema.org/ typeof=Dataset",
        'vocab="http://www.schema.org/" typeof="Dataset"',
        'vocab=" HTTP://Schema.org# " typeof="Dataset"',
        'vocab="schema.org" typeof="Dataset"',
        'vocab="http://schema.org/" typeof="https://schema.org/Dataset"',
        "prefix='s: https://schema.org dct: http://purl.org/dc/' vocab=schema.org typeof=s:Dataset",
        'xmlns:sdo="http://schema.org" vocab="http://schema.org" typeof="sdo:Dataset"',
        'VOCAB="http://schema.org" TYPEOF="schema:Dataset"',
    ],
)
def test_each_spelling_of_schema_org_describes_a_dataset(attributes: str) -> None:
    """The class and the property have their official IRIs."""
    triples = graph(f'<div {attributes} resource="#d"><b property="name">Tides</b></div>')
    subject = URIRef(f"{BASE}#d")
    assert set(triples) == {(subject, RDF.type, S.Dataset), (subject, S.name, Literal("Tides"))}


def test_a_vocabulary_that_only_begins_like_schema_org_is_another() -> None:
    """`http://schema.organic` is nobody's schema.org."""
    html = '<div vocab="http://schema.organic/" typeof="Dataset"><b property="name">T</b></div>'
    assert found(html)[0] == []


@pytest.mark.parametrize(
    "html",
    [
        "<p>schema</p>",
        '<p title="typeof vocab schema">x</p>',
        '<p typeof="Dataset">no vocabulary</p>',
        '<p vocab="http://schema.org/" title=" typeof= ">x</p>',
        '<p vocab="http://x.example/" typeof="Dataset">another</p>',
    ],
)
def test_a_page_without_a_class_of_schema_org_is_not_read(html: str) -> None:
    """The words alone are no markup."""
    items, report = found(html)
    assert (items, report.findings) == ([], [])


def test_what_pyrdfa_does_not_expect_of_a_page_is_a_finding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With its words, at the first class; the page is read on."""

    def fail(*_: object) -> None:
        raise KeyError("odd")

    monkeypatch.setattr("pyRdfa.pyRdfa.graph_from_DOM", fail)
    items, report = found(DATASET)
    assert items == []
    assert [(f.code, f.place.line, f.place.column) for f in report.findings] == [("LD270", 2, 1)]
    assert "KeyError: 'odd'" in report.findings[0].message

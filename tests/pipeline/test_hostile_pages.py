from __future__ import annotations

import io
import json

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

from ld_convert import Capture, Conversion, Settings, convert_page
from ld_convert.catalogue.graphs import capture_graphs
from ld_convert.model import Json
from ld_convert.rdf.parse import parse, reason
from ld_convert.report.text import full, line
from ld_convert.vocab.term_syntax import LANGUAGE
from ld_convert.write import serialise, write

SETTINGS = Settings(date="2026-01-01")
PAGE = {"@context": "https://schema.org/", "@type": "Dataset", "name": "A title"}


def converted(page: Json) -> Conversion:
    """What a page becomes; a strict reader has read it in three forms, under our graph names."""
    data = json.dumps(page).encode()
    done = convert_page(Capture("page.json", data, "json"), SETTINGS)
    for form, syntax in (("nt", RdfFormat.N_TRIPLES), ("turtle", RdfFormat.TURTLE)):
        stream = io.BytesIO()
        write([done.graph], stream, form)
        list(pyoxigraph.parse(stream.getvalue(), syntax))
    for name, graph in capture_graphs(done, SETTINGS).items():
        quads = pyoxigraph.parse(serialise(graph, "nquads", name), RdfFormat.N_QUADS)
        assert {str(quad.graph_name) for quad in quads} <= {f"<{name}>"}
    return done


def says(done: Conversion, text: str) -> bool:
    return any(text == str(value) for value in done.graph.objects())


BREAKOUT = "_:a .\n<http://evil.example/s> <http://evil.example/p> <http://evil.example/o> .\n_:b"


@pytest.mark.parametrize(
    "more",
    [
        {"@type": ["Dataset", BREAKOUT]},
        {"@type": ["Dataset", "_:x <urn:graph>"]},
        {"creator": {"@id": BREAKOUT, "name": "Eve"}},
        {"creator": {"@id": "_:a\tb", "@type": "Person", "name": "Eve"}},
        {BREAKOUT: "x"},
        {"http://evil.example/> <http://evil.example/p> <o": "x"},
        {"version": {"@value": "1", "@type": "http://evil.example/> ."}},
        {"version": {"@value": "1", "@type": BREAKOUT}},
        {"name": ["A title", {"@value": "x", "@language": "en .\n<http://evil.example/s>"}]},
        {"sameAs": {"@id": "http://evil.example/> <http://evil.example/p> <http://evil.example/o"}},
    ],
)
def test_a_page_adds_no_statement_but_its_own(more: Json) -> None:
    """Whatever stands in its labels, keys, classes, datatypes and language tags."""
    done = converted(PAGE | more)
    assert says(done, "A title")
    assert not any(str(s).startswith("http://evil.example/s") for s in done.graph.subjects())


@pytest.mark.parametrize(
    ("written", "as_iri"),
    [
        ("http://a.example/\ufffd", "http://a.example/%EF%BF%BD"),
        ("http://a.example/\u202ex", "http://a.example/%E2%80%AEx"),
        ("http://a.example/\ue000", "http://a.example/%EE%80%80"),
        ("http://a.example/\U000e0041", "http://a.example/%F3%A0%81%81"),
        ("http://a.example/100%", "http://a.example/100%25"),
        ("http://a.example/[1]", "http://a.example/%5B1%5D"),
        ("http://a.example/a#b#c", "http://a.example/a#b%23c"),
        ("http://[2001:db8::1]/x", "http://[2001:db8::1]/x"),
    ],
)
def test_a_name_is_written_as_an_iri(written: str, as_iri: str) -> None:
    """Percent-encoded, with a finding where it had to be."""
    done = converted(PAGE | {"@id": written})
    assert done.datasets == (as_iri,)
    assert ("LD311" in {finding.code for finding in done.findings}) == (written != as_iri)


@pytest.mark.parametrize(
    "written",
    ["http://[::1]x/", "http://[1:2]/", "http://a.example:ab/", "http://a@b@c/"],
)
def test_a_dataset_whose_name_can_be_no_iri_is_kept(written: str) -> None:
    """It gets another name, and a reference to it leads there."""
    done = converted(PAGE | {"@id": written, "hasPart": {"@type": "Dataset", "name": "P"}})
    assert "LD317" in {finding.code for finding in done.findings}
    assert says(done, "A title")
    assert done.datasets


@pytest.mark.parametrize(
    "more",
    [
        {"@context": ["https://schema.org/", {"x": {"@id": "http://x/x", "@container": 5}}]},
        {"@context": ["https://schema.org/", {"x": {"@id": "http://x/x", "@container": [{}]}}]},
        {"@context": [{"@vocab": "https://schema.org/", "name": {"@container": "@type"}}]},
        {"@set": {"@type": "Place"}},
        {"@set": [{"@type": "Place", "@set": 1}]},
        {"@included": ["x", {"@value": 1}, {"@list": [1]}]},
        {"@reverse": {"isPartOf": ["x", 1, {"@value": 2}]}},
        {"@reverse": ["x"]},
        {"@graph": [{}, 5, {"@value": 1}]},
        {"version": {"@graph": [{}]}},
        {"version": {"@value": {"a": 1}}},
        {"version": {"@value": "x", "@language": 5}},
        {"version": {"@list": [[1, [2]], {"@value": [1]}]}},
        {"@type": ["Dataset", 5, None, {"@id": "x"}]},
        {"@nest": ["x", 5]},
        {"@index": {"a": 1}},
    ],
)
def test_odd_values_of_keywords_cost_themselves(more: Json) -> None:
    """The page is converted, or is a finding; no error is raised."""
    done = converted(PAGE | more)
    assert not done.rejected or done.findings


@pytest.mark.parametrize(
    ("tag", "is_one"),
    [
        *((tag, True) for tag in ("en", "de-CH-1996", "zh-Hant-TW", "i-klingon", "x-own")),
        *((tag, True) for tag in ("sl-rozaj-biske", "de-a-value", "es-419")),
        *(
            (tag, False)
            for tag in ("e", "en-a", "i-foo", "en-us-us", "en-x", "in German", "1en", "")
        ),
    ],
)
def test_a_language_tag_is_what_stores_take(tag: str, is_one: bool) -> None:  # noqa: FBT001
    """RFC 5646; oxigraph refuses a whole file for another."""
    assert bool(LANGUAGE.fullmatch(tag)) == is_one
    converted(PAGE | {"alternateName": {"@value": "x", "@language": tag}})


@pytest.mark.parametrize(
    "address", ["http://w.example/{id}", 'http://w.e"x/', "http://[::1", "a b"]
)
def test_the_address_of_a_page_is_checked(address: str) -> None:
    """Whether a HAR, a WARC or the page's head gives it."""
    data = json.dumps(PAGE).encode()
    done = convert_page(Capture("page.json", data, "json", url=address), SETTINGS)
    stream = io.BytesIO()
    write([done.graph], stream, "nt")
    list(pyoxigraph.parse(stream.getvalue(), RdfFormat.N_TRIPLES))
    assert says(done, "A title")


@pytest.mark.parametrize(
    "key", ["\x1b]0;x\x07", "\u202eabc", "a\nb: violation LD000 forged", "\x9b2J"]
)
def test_a_key_cannot_command_the_terminal(key: str) -> None:
    """Nor forge a line of its own."""
    done = convert_page(
        Capture(f"{key}.json", json.dumps(PAGE | {key: "x"}).encode(), "json"), SETTINGS
    )
    assert done.findings
    for finding in done.findings:
        assert line(finding).isprintable()
        assert all(text.isprintable() for text in full(finding).splitlines())


XML = """<?xml version="1.0"?><!DOCTYPE r [{declared}]><rdf:RDF
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:d="http://purl.org/dc/terms/">
<rdf:Description rdf:about="http://x.org/a"><d:title>{text}</d:title></rdf:Description></rdf:RDF>"""
LAUGHS = '<!ENTITY a0 "lol">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("declared", "text", "why"),
    [
        (LAUGHS, "&a8;", "expand to more than"),
        (f'<!ENTITY a "{"x" * 50_000}">', "&a;" * 2_000, "expand to more than"),
        ('<!ENTITY a "&b;"><!ENTITY b "&a;">', "&a;", "contains itself"),
        ("<!ENTITY % p \"<!ENTITY a 'x'>\">%p;", "&a;", "parameter entities"),
        ('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;", "other files"),
    ],
)
def test_entities_that_blow_up_are_refused(declared: str, text: str, why: str) -> None:
    """Before the file is parsed."""
    graph, error = parse(XML.format(declared=declared, text=text).encode(), "http://b.example/")
    assert error is not None
    assert why in reason(error)
    assert not len(graph)


def test_entities_for_namespaces_are_read() -> None:
    """As vocabularies use them."""
    data = XML.format(declared='<!ENTITY x "http://x/">', text="&x;y &amp; &#122;").encode()
    graph, error = parse(data, "http://b.example/")
    assert error is None
    assert [str(value) for value in graph.objects()] == ["http://x/y & z"]

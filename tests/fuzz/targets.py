"""What is fuzzed: each takes any bytes, and raises only where ld-convert is at fault.

Bad input gives findings; it raises nothing, and what is written of it can be read.
"""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import RdfFormat
from rdflib import Literal, URIRef

from ld_convert.expand.rdf_file import read_rdf
from ld_convert.extract.flight.is_flight import looks_like_flight
from ld_convert.extract.jsontext.lenient import read as read_json
from ld_convert.extract.scripts import decoded
from ld_convert.extract.state.devalue import nuxt_data
from ld_convert.extract.state.turbo_stream import turbo
from ld_convert.findings.report import Report
from ld_convert.model import Capture, Location, Text, is_iri
from ld_convert.pipeline import convert_page
from ld_convert.query.keywords import uses
from ld_convert.read import _captures
from ld_convert.read.stream import Opened, buffered
from ld_convert.settings import Settings
from ld_convert.values import VALUES
from ld_convert.values.iris import clean_iri
from ld_convert.vocab.term_syntax import mended_iri
from ld_convert.write import serialise
from tests.support.flight import decode

if TYPE_CHECKING:
    from collections.abc import Callable

    from ld_convert.model import Conversion

logging.getLogger("rdflib").setLevel(logging.CRITICAL)

MOST_BYTES = 65_536
"""Texts are kept this short: what is slow is for the tests of time."""
KINDS = ("html", "json", "flight", "rdf")


def written(conversion: Conversion) -> None:
    """Read what is written of a conversion, strictly, as a store does."""
    for form, syntax in (("nt", RdfFormat.N_TRIPLES), ("turtle", RdfFormat.TURTLE)):
        data = serialise(conversion.graph, form)
        if form == "turtle":
            continue
        quads = list(pyoxigraph.parse(data, syntax))
        assert len({str(quad) for quad in quads}) == len(conversion.graph), "a triple is lost"
    for finding in conversion.findings:
        assert finding.message
        str(finding.place)


def flight(data: bytes) -> None:
    """Decode a flight payload whole."""
    looks_like_flight(data)
    for problem in decode(data).findings:
        assert problem.code.startswith("LD")


def scripts(data: bytes) -> None:
    """Find the scripts of a page, and decode each."""
    report = Report()
    for found in decoded(Text.whole(data), "page", report):
        assert found.kind
    for finding in report.findings:
        str(finding.place)


def json_texts(data: bytes) -> None:
    """Read a text as JSON, with every repair."""
    report = Report()
    text = Text.whole(data)
    for partial in (False, True):
        found = read_json(text, report, Location("page", text), partial=partial)
        assert found is None or isinstance(found.value, list | dict)
    for finding in report.findings:
        str(finding.place)


def states(data: bytes) -> None:
    """Decode the containers in which frameworks keep their state."""
    report = Report()
    for reader in (nuxt_data, turbo):
        for found in reader(Text.whole(data), "page", report):
            str(found.location)


def values(data: bytes) -> None:
    """Convert a text by each value function; what comes back is a term that can be written."""
    text = data.decode("utf-8", "surrogateescape" if data[:1] == b"\xff" else "replace")
    for name, function in VALUES.items():
        terms = [Literal(text), Literal(text, lang="en"), *([URIRef(text)] if is_iri(text) else [])]
        for term in terms:
            found = function(term)
            for one in found if isinstance(found, tuple) else (found,):
                if isinstance(one, URIRef):
                    assert is_iri(str(one)), f"{name}: {one!r} is no IRI"
                else:
                    assert one is None or isinstance(one, Literal), name


def iris(data: bytes) -> None:
    """Mend any text as an IRI; what is given back is one that a store takes."""
    text = data.decode("utf-8", "replace")
    clean = clean_iri(text, any_scheme=True)
    if clean is not None:
        assert is_iri(clean), clean
        pyoxigraph.NamedNode(clean)
        assert clean_iri(clean, any_scheme=True) == clean, "mended twice is not mended once"
    mended = mended_iri(text)
    if mended is not None:
        lines = f"<{mended}> <urn:p> <urn:o> .".encode()
        list(pyoxigraph.parse(lines, RdfFormat.N_TRIPLES))


def rdf(data: bytes) -> None:
    """Read an RDF file of any syntax."""
    report = Report()
    read_rdf(Capture("file", data, "rdf"), report)
    for finding in report.findings:
        str(finding.place)


def readers(data: bytes) -> None:
    """Open any content: containers in containers."""
    report = Report()
    opened = Opened("file", buffered(io.BytesIO(data).read))
    for capture in _captures(opened, report):
        assert isinstance(capture.data, bytes)


def pages(data: bytes) -> None:
    """Convert a capture; the first byte chooses its kind, and whether it has an address."""
    first = data[0] if data else 0
    url = "https://a.example/page" if first & 4 else None
    capture = Capture("page", data[1:], KINDS[first & 3], url=url)
    written(convert_page(capture, Settings(account=bool(first & 8))))


def queries(data: bytes) -> None:
    """Judge a query: one that names SERVICE, and is a query, is known to."""
    text = data.decode("utf-8", "replace")
    service, dataset = uses(text, "SERVICE", {}), uses(text, "FROM", {})
    assert isinstance(service, bool)
    assert isinstance(dataset, bool)
    if not service:
        try:
            found = pyoxigraph.Store().query(text)
            if not isinstance(found, pyoxigraph.QueryBoolean):
                next(iter(found), None)  # nothing is asked before
        except (SyntaxError, ValueError, RuntimeError):
            pass  # no query; the message may name SERVICE among what could stand there
        except OSError as error:
            raise AssertionError(text) from error  # it has asked an end point


TARGETS: dict[str, Callable[[bytes], None]] = {
    "flight": flight,
    "scripts": scripts,
    "json": json_texts,
    "states": states,
    "values": values,
    "iris": iris,
    "rdf": rdf,
    "readers": readers,
    "pages": pages,
    "queries": queries,
}
SEEDS: dict[str, tuple[bytes, ...]] = {
    "flight": (
        (
            b'0:["$","div",null,{"a":"$1","b":"$L2"}]\n1:{"@type":"Dataset","d":"$D2024-01-02"}\n'
            b'2:I[5,["x"],"n"]\n3:T5,hello4:"$Q1"\n5:{"s":"$W6","n":"$n12","u":"$undefined"}\n'
        ),
    ),
    "scripts": (
        b'<script type="application/ld+json">{"@type":"Dataset","name":"T"}</script>',
        b'<script>self.__next_f.push([1,"0:{\\"a\\":1}\\n"])</script>',
        b'<script>(self.__next_s=self.__next_s||[]).push([0,{"children":"{}"}])</script>',
        b'<script id="__NEXT_DATA__" type="application/json">{"props":{}}</script>',
    ),
    "json": (b'{"a": [1, 2.5e3, "x\\u00e9", null, true,], /* c */ \'b\': 1}', b"[{}"),
    "states": (
        b'[["ShallowReactive",1],{"data":2},["Map",3,4],"k",["Date","2024-01-02"]]',
        b'[{"_1":2},"a",["P",1]]\nP1:[{"_1":2}]\n',
    ),
    "values": (
        b"2024-01-02",
        b"P1Y2M",
        b"12 MB",
        b"POINT(1 2)",
        b"1995/..",
        b"https://doi.org/10.1/x",
    ),
    "iris": (
        b"https://a.example/x y#z",
        b"mailto:a@b.c",
        b"//a.b/c",
        b"http://[::1]/",
        b"doi:10.1/x",
    ),
    "rdf": (
        b"@prefix a: <http://a/> .\na:b a:c [ a:d 1.5, 'x'@en ] .\n",
        (
            b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            b'<rdf:Description rdf:about="http://a/"/></rdf:RDF>'
        ),
        b"<http://a/> <http://b/> <http://c/> <http://g/> .\n",
    ),
    "readers": (
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\xae\x05\x00C\xbf\xa6\xa3\x02\x00\x00\x00",
        (
            b'{"log":{"version":"1.2","entries":[{"request":{"url":"https://a.example/"},'
            b'"response":{"status":200,"content":{"mimeType":"text/html","text":"<p>"}}}]}}'
        ),
        b'{"a":1}\n{"b":2}\n',
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 19\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    ),
    "pages": (
        (
            b'\x05{"@context":"https://schema.org/","@type":"Dataset","@id":"#d","name":"T",'
            b'"distribution":{"@type":"DataDownload","contentUrl":"x.csv","contentSize":"2 MB"},'
            b'"spatialCoverage":{"geo":{"@type":"GeoShape","box":"1 2 3 4"}}}'
        ),
        (
            b'\x04<html><head><link rel=canonical href="https://a.example/"><div itemscope '
            b'itemtype="https://schema.org/Dataset"><b itemprop=name>T</b></div>'
        ),
        b"\x07@prefix dcat: <http://www.w3.org/ns/dcat#> . <http://a/> a dcat:Dataset .",
    ),
    "queries": (
        b"SELECT ?a { SERVICE <http://a/> { ?a ?b 'x' } }",
        b'# SERVICE\nASK FROM <a:b> { ?s a:service "SERVICE" }',
    ),
}
"""By target, what mutation begins with."""


def run(name: str, data: bytes) -> None:
    """Run one target on some bytes."""
    TARGETS[name](data[:MOST_BYTES])

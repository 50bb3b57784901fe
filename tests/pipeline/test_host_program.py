from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import rdflib

from ld_convert.rdf.parse import parse

HOST = """
import gc, logging, sys, warnings
def state():
    import rdflib
    from pyld import jsonld
    return {
        "literals": rdflib.NORMALIZE_LITERALS,
        "date": str(rdflib.Literal("2024-01-01", datatype=rdflib.XSD.dateTime)),
        "truth": str(rdflib.Literal("1", datatype=rdflib.XSD.boolean)),
        "loader": type(jsonld.get_document_loader()).__name__,
        "levels": {name: (logging.getLogger(name).level, logging.getLogger(name).filters)
                   for name in ("", "rdflib", "rdflib.term", "pyld", "pyshacl")},
        "threshold": gc.get_threshold(),
        "collects": gc.isenabled(),
        "warnings": list(warnings.filters),
        "requests": "requests" in sys.modules,
        "path": list(sys.path),
    }
"""
CONVERT = """
from ld_convert import Capture, Settings, convert_page
page = open(sys.argv[1], "rb").read()
settings = Settings(date="2026-01-01", shapes=tuple(sys.argv[2:]))
done = convert_page(Capture("page.html", page, "html"), settings)
assert done.datasets
"""

SPARQL_SHAPE = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
<urn:s> a sh:NodeShape ; sh:targetClass dcat:Dataset ;
    sh:sparql [ sh:message "never" ; sh:select "SELECT $this WHERE { $this a $this }" ] .
"""


def state(code: str, *arguments: str) -> str:
    """What a program that runs some code finds of the process afterwards."""
    command = [sys.executable, "-c", HOST + code + "\nprint(state())", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert not done.stderr
    return done.stdout


@pytest.mark.parametrize("with_pyshacl", [False, True])
def test_a_program_that_converts_a_page_finds_its_process_as_before(
    captures: Path, tmp_path: Path, *, with_pyshacl: bool
) -> None:
    """Rdflib, pyld, logging, warnings and the collector are the host's; ours is imported first."""
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(SPARQL_SHAPE)
    more = [str(shapes)] if with_pyshacl else []
    assert state(CONVERT, str(captures / "tide-gauge.html"), *more) == state("")


ODD = b"""
@prefix s: <http://schema.org/> . @prefix x: <http://www.w3.org/2001/XMLSchema#> .
<http://a/1> a s:Dataset ; s:name "a" ; s:version "01"^^x:integer, 1.50, 007, true, 1.0e0 ;
  s:dateModified "2024-01-01"^^x:dateTime ; s:isAccessibleForFree "none"^^x:boolean .
"""
TRIG = b"""
@prefix s: <http://schema.org/> . @prefix x: <http://www.w3.org/2001/XMLSchema#> .
<http://g/1> { <http://a/1> s:dateModified "2024-01-01"^^x:dateTime ; s:version 007 . }
"""
QUADS = b"""<http://a/1> <http://schema.org/dateModified> "2024-01-01"^^\
<http://www.w3.org/2001/XMLSchema#dateTime> <http://g/1> .
"""
XML = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:s="http://schema.org/"><rdf:Description rdf:about="http://a/1">
<s:dateModified rdf:datatype="http://www.w3.org/2001/XMLSchema#dateTime">2024-01-01</s:dateModified>
<s:text rdf:parseType="Literal"><b>a</b> &amp; b<i/></s:text></rdf:Description></rdf:RDF>"""


@pytest.mark.parametrize("switch", [True, False])
@pytest.mark.parametrize(
    ("data", "literals"),
    [
        (ODD, ["01", "1.50", "7", "true", "1.0e0", "2024-01-01", "none", "a"]),
        (TRIG, ["2024-01-01", "7"]),
        (QUADS, ["2024-01-01"]),
        (XML, ["2024-01-01", "<b>a</b> &amp; b<i></i>"]),
    ],
)
def test_literals_of_rdf_files_stay_as_written(
    monkeypatch: pytest.MonkeyPatch, data: bytes, literals: list[str], *, switch: bool
) -> None:
    """Whatever rdflib's switch for the process says."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", switch)
    graph, error = parse(data, "http://base.example/")
    assert error is None
    found = {str(term) for term in graph.objects() if isinstance(term, rdflib.Literal)}
    assert found == set(literals)

"""The W3C tests of Microdata to RDF, through our own reader of pages, `expand` and `to_graph`."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from rdflib import Graph, Literal, Namespace
from rdflib.compare import isomorphic

from ld_convert.expand import expand
from ld_convert.extract.html.head import head_of
from ld_convert.extract.markup.microdata import microdata
from ld_convert.findings.report import Report
from ld_convert.model import Fragment, Origin, Text
from ld_convert.rdf.from_nodes import to_graph
from tests.support.places import SUITES

pytestmark = pytest.mark.suites

FOLDER = SUITES / "microdata-rdf"
BASE = "http://w3c.github.io/microdata-rdf/tests/"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SPACES = re.compile(r"\s+")
NO_REGISTRY = "its registry is made for the test; the one of the W3C expands schema.org's only"
EXCEPTIONS = {
    "test0073": NO_REGISTRY,
    "test0074": NO_REGISTRY,
    "test0085": "items that lead to each other are kept: RDF can say so, and nothing is lost",
}
"""By name of a test: why our statements are not those that it lists."""


def names() -> list[str]:
    """The names of the tests; none where the suite is absent."""
    manifest = FOLDER / "manifest.ttl"
    if not manifest.is_file():
        return []
    found = Graph().parse(manifest, publicID=BASE)
    return sorted(str(test).rpartition("#")[2] for test in found.subjects(MF.action, None))


def stated(page: Text, address: str) -> tuple[Graph, list[str]]:
    """The statements of a page's microdata, and the codes of the findings."""
    report, base = Report(), urljoin(address, head_of(page).base or "")
    fragments = [
        Fragment(found.value, (Origin("microdata", found.location),), base)
        for found in microdata(page, base, "page", report)
    ]
    graph = to_graph([expand(fragment, report) for fragment in fragments], {}, report).graph
    return folded(graph), [finding.code for finding in report.findings]


def folded(graph: Graph) -> Graph:
    """The statements, white space in texts as a browser shows it: so do we write texts."""
    copy = Graph()
    for subject, predicate, value in graph:
        if isinstance(value, Literal):
            text = SPACES.sub(" ", value).strip()
            copy.add((subject, predicate, Literal(text, value.language, value.datatype)))
        else:
            copy.add((subject, predicate, value))
    return copy


@pytest.mark.parametrize("name", names())
def test_microdata_agrees_with_the_suite(name: str, request: pytest.FixtureRequest) -> None:
    """The statements are those that the suite lists; a listed exception must really differ."""
    if name in EXCEPTIONS:
        request.applymarker(pytest.mark.xfail(reason=EXCEPTIONS[name], strict=True))
    manifest = Graph().parse(FOLDER / "manifest.ttl", publicID=BASE)
    test = next(s for s in manifest.subjects(MF.action) if str(s).endswith(f"#{name}"))
    action, result = manifest.value(test, MF.action), manifest.value(test, MF.result)
    page = Text.whole((FOLDER / str(action).rpartition("/")[2]).read_bytes())
    found, codes = stated(page, str(action))
    if result is None:  # a page that is wrong
        assert len(found) == 0
        return
    file = FOLDER / str(result).rpartition("/")[2]
    assert isomorphic(found, folded(Graph().parse(file, publicID=str(result)))), codes

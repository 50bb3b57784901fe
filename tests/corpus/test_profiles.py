"""Every harvested document under every profile, against the official shapes and against ours."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyshacl
import pytest
from rdflib import OWL, RDF, SH, Graph, Literal, URIRef

from ld_convert import Settings, convert_page
from ld_convert.catalogue.head import catalogue_head
from ld_convert.read import read
from ld_convert.vocab.namespaces import DCAT, SCHEMA
from ld_convert.vocab.profiles import profile_names
from tests.support.places import SHARED

if TYPE_CHECKING:
    from rdflib.term import Node

    from ld_convert.model import Conversion

pytestmark = pytest.mark.corpus

OFFICIAL = {
    "dcat-ap": [f"dcat-ap-3.0.1/{n}.ttl" for n in ("dcat-ap-SHACL", "html-shapes", "html-range")],
    "fdp": [f"fdp/fdp-{n}.ttl" for n in ("resource", "catalog", "dataset", "distribution")]
    + ["fdp/fdp-data-service.ttl"],
    "dcat-us": ["dcat-us-3.ttl"],
}
"""By profile, the official files that state violations."""

FOLDERS = ("corpus", "field/mapping", "field/extract")
NO_INPUTS = frozenset({"index.tsv", "expect.toml", "README.md"})

KEPT = frozenset(
    {"title", "description", "publisher", "name", "accessURL", "notation", "endpointURL"}
)
"""What a DCAT-AP page can lack: each is mandatory and nothing may stand in for it."""
PAGES_OWN = frozenset({"hasBeginning", "hasEnd", "contactPoint"})
"""Properties that a page states itself: of things to which it gives no class in OWL-Time, and in
vCard of things to which it gives no IRI, as a FAIR Data Point wants it."""


class Broken(NamedTuple):
    """A violation of an official shape."""

    document: str
    focus: Node
    path: Node | None
    component: Node | None


def folder() -> Path:
    """The folder of the harvested documents and official shapes."""
    return SHARED


@cache
def converted(profile: str) -> dict[str, Conversion]:
    """Each document of the corpus and of the field cases under a profile, by its path; kept."""
    settings = Settings(profile=profile, date="2026-11-24")
    folders = [folder() / name for name in FOLDERS]
    files = sorted(p for place in folders for p in place.rglob("*") if p.is_file())
    captures = (c for p in files if p.name not in NO_INPUTS for c in read([str(p)]))
    return {c.source.removeprefix(f"{folder()}/"): convert_page(c, settings) for c in captures}


@cache
def broken(profile: str) -> list[Broken]:
    """The violations of the official shapes, each with its document.

    The documents are validated as one graph, which is many times faster than one by one. What
    two documents describe under one name gets a name for each, so that they stay apart.
    """
    head = catalogue_head(Settings(profile=profile))
    graphs = {
        name: dcat(found.graph) + head
        for name, found in converted(profile).items()
        if not found.rejected
    }
    together = Graph()
    owners: dict[Node, tuple[str, Node]] = {}
    counts = Counter(s for graph in graphs.values() for s in set(graph.subjects()))
    shared_nodes = {node for node, count in counts.items() if count > 1}
    for number, (name, graph) in enumerate(graphs.items()):
        names = {s: apart(s, number) for s in set(graph.subjects()) & shared_nodes}
        owners |= {names.get(s, s): (name, s) for s in set(graph.subjects())}
        for s, p, o in graph:
            together.add((names.get(s, s), p, names.get(o, o)))
    found = [
        Broken(*owners[focus], report.value(result, SH.resultPath), component)
        for report in (validated(together, official(profile)),)
        for result, focus in report.subject_objects(SH.focusNode)
        for component in report.objects(result, SH.sourceConstraintComponent)
        if (result, SH.resultSeverity, SH.Violation) in report
    ]
    return list(dict.fromkeys(found))  # two files of DCAT-AP state most constraints twice


def dcat(graph: Graph) -> Graph:
    """The catalogue's own triples, without what the page says in schema.org's words."""
    found = Graph()
    for s, p, o in graph:
        if not str(o if p == RDF.type else p).startswith(SCHEMA):
            found.add((s, p, o))
    return found


def apart(node: Node, number: int) -> Node:
    """A name of a node for one document only; the form that shapes look at stays."""
    if not isinstance(node, URIRef):
        return node
    return URIRef(f"{node}?{number}") if "#" not in node else URIRef(f"{node}-{number}")


def official(profile: str) -> Graph:
    """The official shapes, without links to shapes that they do not define, and imports."""
    shapes = Graph()
    for file in OFFICIAL[profile]:
        shapes.parse(folder() / "official" / file)
    for node, shape in list(shapes.subject_objects(SH.property)):
        if (shape, SH.path, None) not in shapes:
            shapes.remove((node, SH.property, shape))
    shapes.remove((None, OWL.imports, None))
    return shapes


def validated(graph: Graph, shapes: Graph) -> Graph:
    """The report of pySHACL, which is not our engine."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True, allow_warnings=True)
    assert isinstance(report, Graph)
    return report


def short(node: Node | None) -> str:
    """The last word of an IRI."""
    return str(node).replace("#", "/").rpartition("/")[2]


@pytest.mark.parametrize("profile", profile_names())
def test_every_document_is_converted_under_every_profile(shared: Path, profile: str) -> None:
    """None is lost by the choice of a profile; with -s the findings are counted by code."""
    assert shared
    found = converted(profile)
    datasets = sum(len(one.datasets) for one in found.values())
    codes = Counter(finding.code for one in found.values() for finding in one.findings)
    used = sum(not one.rejected for one in found.values())
    print(f"\n{profile}: {len(found)} documents, {used} converted, {datasets} datasets")  # noqa: T201  shown on request
    print("  " + " ".join(f"{code}:{n}" for code, n in sorted(codes.items())))  # noqa: T201
    assert sum(name.startswith("corpus/") for name in found) == 137
    assert [name for name, one in found.items() if one.rejected] == [
        name for name, one in converted("dcat").items() if one.rejected
    ]


@pytest.mark.parametrize("profile", OFFICIAL)
def test_each_official_violation_is_a_finding_of_ours_at_the_page(
    shared: Path, profile: str
) -> None:
    """A page's author learns of each by LD501, with the thing and the property that it is about.

    The finding has a line, so that it is the page's; only that our catalogue has no dataset, where
    a page describes none, has no line.
    """
    assert shared
    ours = {
        (name, finding.detail.focus, finding.detail.path)
        for name, one in converted(profile).items()
        for finding in one.findings
        if finding.code == "LD501" and finding.detail
        if finding.place.line or finding.detail.path == str(DCAT.dataset)
    }
    table = Counter((short(b.path), short(b.component)) for b in broken(profile))
    print(f"\n{profile}: {len(broken(profile))} violations of the official shapes")  # noqa: T201  shown on request
    for (path, component), number in table.most_common():
        print(f"  {number:4} {path} {component}")  # noqa: T201
    silent = [b for b in broken(profile) if (b.document, str(b.focus), str(b.path)) not in ours]
    assert silent == []


@pytest.mark.parametrize("profile", OFFICIAL)
def test_only_what_is_missing_violates_official_shapes(shared: Path, profile: str) -> None:
    """No value that we write is of a wrong kind, or one too many."""
    assert shared
    wrong = [b for b in broken(profile) if b.component != SH.MinCountConstraintComponent]
    assert [b for b in wrong if short(b.path) not in PAGES_OWN] == []


def test_no_violation_of_dcat_ap_comes_from_the_conversion(shared: Path) -> None:
    """Each that remains is a mandatory property, and the page gives nothing for it."""
    assert shared
    found = [b for b in broken("dcat-ap") if short(b.path) not in PAGES_OWN]
    assert {short(b.path) for b in found} <= KEPT
    sources = {
        "title": ("name", "headline"),
        "description": ("description", "abstract", "disambiguatingDescription"),
        "name": ("name", "legalName", "givenName"),
        "accessURL": ("url", "contentUrl", "embedUrl"),
        "notation": ("value", "url"),
        "endpointURL": ("url", "contentUrl", "embedUrl", "urlTemplate"),
    }
    unread = []
    for b in found:
        one = converted("dcat-ap")[b.document]
        stated = [
            value
            for name in sources[short(b.path)]
            for value in one.graph.objects(b.focus, URIRef(SCHEMA + name))
            if not isinstance(value, Literal) or value.strip()
        ]
        refused = [f.message for f in one.findings if f.code == "LD401"]
        told = any(str(value)[:60] in message for value in stated for message in refused)
        if stated and not told:
            unread.append((b, stated))
    assert unread == []


def test_the_corpus_is_not_empty_of_dcat(shared: Path) -> None:
    """The counts above are counts of something."""
    assert shared
    graphs = [one.graph for one in converted("dcat-ap").values()]
    assert sum(len(list(graph.subjects(RDF.type, DCAT.Distribution))) for graph in graphs) > 80

"""What the pages of a site say is what the site was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import Graph, URIRef
from rdflib.compare import graph_diff

from ld_convert import Settings, convert
from ld_convert.catalogue.head import catalogue_head
from tests.support.places import CAPTURES, COMPLETE
from tests.support.sites import DATE, URL, dcat, made, page_of, pages

if TYPE_CHECKING:
    from pathlib import Path

BOX = "POLYGON((2 50,3 50,3 51,2 51,2 50))"
AGENT = {"@type": "Organization", "name": "Water Board"}
API = {"@type": ["DataDownload", "WebAPI"], "name": "API", "url": "https://a.example/api"}
NAMELESS = page_of(
    "Levels",
    **{
        "@id": "https://a.example/d",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": "https://a.example/s?q={q}"},
        },
        "distribution": [API],
        "funder": AGENT,
        "funding": {"@type": "Grant", "name": "G", "funder": AGENT},
        "http://www.opengis.net/ont/geosparql#hasGeometry": {
            "http://www.opengis.net/ont/geosparql#asWKT": BOX
        },
    },
)
"""A page of which rules make nodes without a name: services, attributions, places."""
INPUTS: dict[str, Path | str] = {
    "capture": CAPTURES / "tide-gauge.html",
    "complete": COMPLETE,
    "nameless": NAMELESS,
}
"""A page in schema.org's words, and a catalogue with every property of DCAT-AP."""
SETTINGS = Settings(date=DATE)


WAS_DERIVED_FROM = URIRef("http://www.w3.org/ns/prov#wasDerivedFrom")


def said(graph: Graph, page: str) -> Graph:
    """A graph without our own catalogue, of which each run has one, and without its own page."""
    head = {s for s in catalogue_head(SETTINGS).subjects() if str(s).startswith("urn:")}
    found = Graph()
    for triple in graph:
        if triple[0] not in head and triple[1:] != (WAS_DERIVED_FROM, URIRef(page)):
            found.add(triple)
    return found


@pytest.mark.parametrize("name", INPUTS)
def test_converting_a_page_gives_the_dcat_that_it_holds(name: str, tmp_path: Path) -> None:
    """Nothing of it is lost or said twice, and the page adds nothing to what its DCAT says."""
    source = INPUTS[name]
    if isinstance(source, str):
        (tmp_path / "page.html").write_text(source, "utf-8")
        source = tmp_path / "page.html"
    count, lost = check(source, tmp_path)
    assert count
    assert lost == ""


def check(source: Path, folder: Path) -> tuple[int, str]:
    """Make a site, and convert each page: it says what its DCAT says where that stands alone.

    Returns how many pages there were, and what of their DCAT is not found again.
    """
    made(folder / "site", source)
    missed = ""
    # Not the pages of catalogues: for convert a catalogue without its datasets is no input.
    found = [page for page in pages(folder / "site") if page.parent.parent.name != "catalog"]
    for page in found:
        held, address = dcat(page), URL + page.parent.relative_to(folder / "site").as_posix() + "/"
        alone = folder / "held.nt"
        alone.write_text(held.serialize(format="nt"), "utf-8")
        again = said(convert(page, SETTINGS).graph, address)
        same = said(convert(alone, SETTINGS).graph, address)
        _, less, more = graph_diff(same, again)
        assert not len(less) + len(more), f"{nt(less)}\n\n{nt(more)}"
        missed += nt(graph_diff(held, again)[1])
    return len(found), missed


def nt(graph: Graph) -> str:
    """A graph as N-Triples; empty for an empty one."""
    return graph.serialize(format="nt").strip()

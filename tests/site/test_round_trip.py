"""What the pages of a site say is what the site was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import Graph, URIRef
from rdflib.compare import graph_diff, to_isomorphic

from ld_convert import Settings, convert
from ld_convert.catalogue.head import catalogue_head
from tests.support.places import CAPTURES
from tests.support.sites import DATE, URL, dcat, made, pages

if TYPE_CHECKING:
    from pathlib import Path

INPUTS = {
    "capture": CAPTURES / "tide-gauge.html",
}
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
    check(INPUTS[name], tmp_path)


def check(source: Path, folder: Path) -> int:
    """Make a site, convert each page, and compare; return how many pages there were."""
    made(folder / "site", source)
    found = pages(folder / "site")
    for page in found:
        held, address = dcat(page), URL + page.parent.relative_to(folder / "site").as_posix() + "/"
        alone = folder / "held.ttl"
        alone.write_text(held.serialize(format="turtle"), "utf-8")
        again = said(convert(page, SETTINGS).graph, address)
        _, lost, _ = graph_diff(held, again)
        assert not len(lost), lost.serialize(format="nt")
        same = said(convert(alone, SETTINGS).graph, address)
        _, less, more = graph_diff(to_isomorphic(same), to_isomorphic(again))
        assert not len(less) + len(more), (
            less.serialize(format="nt") + "\n\n" + more.serialize(format="nt")
        )
    return len(found)

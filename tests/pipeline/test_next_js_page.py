"""A page built with two versions of Next.js, as HTML and as the payload alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, Graph, Namespace

from ld_convert import Settings, convert_pages, read_captures

DCAT = Namespace("http://www.w3.org/ns/dcat#")


def datasets(file: Path) -> dict[str, str]:
    """IRI and title of each dataset of a capture."""
    graph = Graph()
    for conversion in convert_pages(list(read_captures([str(file)])), Settings()):
        graph += conversion.graph
    return {
        str(dataset): str(graph.value(dataset, DCTERMS.title))
        for dataset in graph.subjects(RDF.type, DCAT.Dataset)
    }


@pytest.mark.parametrize("version", ["13.4.19", "15.1.0"])
def test_both_forms_of_a_page_hold_the_same_three_datasets(shared: Path, version: str) -> None:
    """One of them stands in the page as JSON-LD and as a component prop, and is one dataset."""
    page = shared / "captures" / "next" / f"next-{version}"
    html, payload = (datasets(page.with_name(page.name + end)) for end in (".html", ".rsc"))
    assert html == payload
    assert sorted(html.values()) == ["Größe — 漢字", "after interactive", "plain element"]

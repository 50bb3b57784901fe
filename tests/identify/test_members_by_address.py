"""What a catalogue lists by an address alone is the dataset that another page describes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rdflib import Literal, URIRef

from ld_convert import Settings, convert
from ld_convert.vocab.namespaces import DCAT, DCT

if TYPE_CHECKING:
    from pathlib import Path

    from ld_convert.model import Json

URL, CATALOGUE = "https://portal.example/d/1", URIRef("https://portal.example/c")
CONTEXT = ["https://schema.org/", {"dcat": str(DCAT), "dct": str(DCT)}]


@pytest.mark.parametrize(
    ("member", "own"),
    [
        ({"@id": URL}, {"url": URL}),
        (URL, {"url": URL}),
        ({"@id": f"{URL}/"}, {"url": URL}),
        ({"@id": URL.replace("https", "http")}, {"url": URL}),
        ({"@id": URL.replace("https", "http")}, {"@id": URL, "url": URL}),
        ({"@id": "https://doi.org/10.5555/tides"}, {"@id": "https://doi.org/10.5555/TIDES"}),
        ({"@id": "https://doi.org/10.5555/tides"}, {"url": URL, "identifier": "10.5555/tides"}),
    ],
)
@pytest.mark.parametrize("link", ["dataset", "dcat:dataset"])
def test_a_bare_member_of_a_catalogue_is_the_dataset_of_its_own_page(
    tmp_path: Path, link: str, member: Json, own: Json
) -> None:
    """In the spelling of the address that the page has; nothing without a title is left."""
    value = {"@id": member} if isinstance(member, str) and ":" in link else member
    listed = {"@type": "DataCatalog", "@id": CATALOGUE, "name": "Portal", link: [value]}
    described = {"@type": "Dataset", "name": "Tides", "description": "Heights", **own}
    for name, page in (("a", listed), ("b", described)):
        (tmp_path / f"{name}.json").write_text(json.dumps({"@context": CONTEXT, **page}), "utf-8")
    graph = convert(sorted(tmp_path.iterdir()), Settings(date="2026-01-01")).graph
    (found,) = graph.objects(CATALOGUE, DCAT.dataset)
    assert (found, DCT.title, Literal("Tides")) in graph
    assert len(set(graph.subjects(predicate=DCAT.landingPage))) <= 1


def test_ids_that_differ_in_http_and_https_are_one_thing(tmp_path: Path) -> None:
    """A crawl that takes months meets a site before and after its move."""
    for name, own in (("a", URL), ("b", URL.replace("https", "http"))):
        page = {"@context": CONTEXT, "@type": "Dataset", "@id": own, "name": "Tides"}
        (tmp_path / f"{name}.json").write_text(json.dumps(page), "utf-8")
    assert len(convert(sorted(tmp_path.iterdir()), Settings(date="2026-01-01")).datasets) == 1

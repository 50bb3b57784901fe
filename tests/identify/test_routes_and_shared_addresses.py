"""An address whose fragment is a route names its own page, and one of two datasets names one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rdflib import URIRef

from ld_convert import Settings, convert
from ld_convert.vocab.addresses import comparable, page_address, thing_at
from ld_convert.vocab.namespaces import DCT

if TYPE_CHECKING:
    from pathlib import Path

    from ld_convert.model import Json

PORTAL = "https://portal.example/search#/metadata"


def titles(folder: Path, *pages: Json) -> dict[str, list[str]]:
    """Return the titles of each dataset of captures with the datasets given."""
    for number, datasets in enumerate(pages):
        graph = [{"@type": "Dataset", "description": "Heights", **one} for one in datasets]
        page = json.dumps({"@context": "https://schema.org/", "@graph": graph})
        (folder / f"{number}.json").write_text(page, "utf-8")
    made = convert(sorted(folder.iterdir()), Settings(date="2026-01-01"))
    return {
        about.dataset: sorted(map(str, made.graph.objects(URIRef(about.dataset), DCT.title)))
        for about in made.datasets
    }


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://a.example/x#/d/1", "https://a.example/x#/d/1"),
        ("https://a.example/#!d=1", "https://a.example/#!d=1"),
        ("https://a.example/x#top", "https://a.example/x"),
        ("https://a.example/x#", "https://a.example/x"),
        ("https://a.example/x#/", "https://a.example/x"),
        ("https://a.example/x#!/", "https://a.example/x"),
        ("https://a.example/x?utm_source=m#/d 1", "https://a.example/x#/d%201"),
    ],
)
def test_a_fragment_that_is_a_route_belongs_to_the_address_of_a_page(
    address: str, clean: str
) -> None:
    """Any other fragment is a place in the page."""
    assert page_address(address) == clean


def test_addresses_of_two_routes_differ_and_a_bare_route_is_the_page() -> None:
    """As for paths, a slash at the end makes no difference."""
    assert comparable(f"{PORTAL}/1") != comparable(f"{PORTAL}/2")
    assert comparable(f"{PORTAL}/1/") == comparable(f"{PORTAL}/1")
    assert comparable("http://a.example/#/") == comparable("https://www.a.example")


def test_the_name_of_a_thing_has_one_fragment() -> None:
    """A second `#` would make it no IRI (RFC 3987, section 2.2)."""
    assert thing_at("https://a.example/x", "dataset") == "https://a.example/x#dataset"
    assert thing_at(f"{PORTAL}/1/", "dataset") == f"{PORTAL}/1/dataset"


def test_datasets_of_two_routes_of_one_page_are_two(tmp_path: Path) -> None:
    """GeoNetwork's addresses differ in the route alone."""
    pages = [[{"name": name, "url": f"{PORTAL}/{name}"}] for name in ("tides", "winds")]
    assert titles(tmp_path, *pages) == {
        f"{PORTAL}/tides/dataset": ["tides"],
        f"{PORTAL}/winds/dataset": ["winds"],
    }


def test_two_datasets_of_a_page_that_state_its_address_stay_two(tmp_path: Path) -> None:
    """The first has the address (LD306); that of another page meets it, and not the other."""
    url = "https://portal.example/rivers"
    page = [{"name": "Otters", "url": url}, {"name": "Voles", "url": url}]
    found = titles(tmp_path, page, [{"name": "Otters", "url": f"{url}/"}])
    assert found[f"{url}#dataset"] == ["Otters"]
    assert sorted(found.values()) == [["Otters"], ["Voles"]]


def test_a_catalogue_that_states_the_address_of_its_dataset_is_another_thing(
    tmp_path: Path,
) -> None:
    """A small site has one page for both."""
    url = "https://portal.example/rivers"
    portal: Json = {"@type": "DataCatalog", "name": "Rivers", "url": url}
    portal["dataset"] = {"@type": "Dataset", "name": "Otters", "url": url}
    assert titles(tmp_path, [portal]) == {f"{url}#dataset": ["Otters"]}


def test_a_dataset_that_states_the_address_of_its_portal_is_not_the_portal(tmp_path: Path) -> None:
    """Templates write the home page into each dataset."""
    url = "https://portal.example/"
    portal = [{"@type": "DataCatalog", "name": "Portal", "url": url}]
    found = titles(tmp_path, portal, [{"name": "Otters", "url": url}])
    assert found == {f"{url}#dataset": ["Otters"]}

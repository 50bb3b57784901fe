"""Agents whose name is an object instead of a text."""

from __future__ import annotations

import json

import pytest
from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF

from ld_convert import Settings, convert_page
from ld_convert.model import Capture, Json

S = Namespace("http://schema.org/")


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ({"@type": "Person", "name": "Ann Berg"}, "urn:ld-convert:agent/ann-berg"),
        ({"@value": "Ann Berg", "@language": "en"}, "urn:ld-convert:agent/ann-berg"),
        ({"@id": "#n", "name": {"@value": "Ann Berg"}}, "urn:ld-convert:agent/ann-berg"),
        ([{"@type": "Person"}, "Ann Berg"], "urn:ld-convert:agent/ann-berg"),
    ],
)
def test_an_agent_is_called_by_the_text_inside_its_name(name: Json, iri: str) -> None:
    """No label of a nameless node becomes a name or an IRI."""
    page = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": "https://a.example/d",
        "name": "Tide levels",
        "creator": {"@type": "Person", "name": name},
    }
    found = convert_page(Capture("page.json", json.dumps(page).encode(), "json"), Settings()).graph
    agents = list(found.objects(URIRef("https://a.example/d"), DCTERMS.creator))
    assert agents == [URIRef(iri)]
    assert [str(text) for text in found.objects(agents[0], FOAF.name)] == ["Ann Berg"]

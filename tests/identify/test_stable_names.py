"""The IRIs that are made for what has none are the same in every version."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rdflib import URIRef

from ld_convert import Settings, convert_page
from ld_convert.model import Capture

if TYPE_CHECKING:
    from ld_convert.model import Json

BASE = "https://c.example/"
TIDES: Json = {
    "@type": "Dataset",
    "name": "Tides of  the Harbour",
    "identifier": ["T-1", "T-2"],
    "url": ["https://a.example/t", "https://a.example/u"],
    "description": "Levels <b>each</b> hour",
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "creator": {"@type": "Person", "name": "Ann Sand"},
    "publisher": {"@type": "Organization", "name": "Port of  Bay"},
    "distribution": [
        {"contentUrl": ["https://a.example/1.csv", "https://a.example/2.csv"]},
        {"contentUrl": "https://a.example/3.csv?sig=1", "name": "A", "encodingFormat": "text/csv"},
        {"contentUrl": "https://a.example/3.csv", "name": "B"},
        {"url": "https://a.example/p", "name": "P"},
        {"identifier": "7", "name": "I"},
        {"name": "N", "encodingFormat": "CSV", "inLanguage": "en"},
    ],
}
OTHERS: Json = [
    {"@type": "Dataset", "name": "Waves"},
    {"@type": "Dataset", "name": "Waves", "description": "Other"},
    {"@type": "WebAPI", "name": "Levels now", "documentation": "https://a.example/doc"},
    {"@type": "CreativeWorkSeries", "name": "All Tides"},
    {"@type": "DataCatalog", "name": "Bay Data"},
]
NAMES = """
agent/ann-sand
agent/port-of-bay
agent/unknown-publisher
catalog
catalog/bay-data
dataset/09e3cef5e5bf5dc6
dataset/0f5a023fd8f7d5a8
dataset/3de74679d10184d9
dataset/3de74679d10184d9#distribution-0dc2d676420a7784
dataset/3de74679d10184d9#distribution-28311adda27addd8
dataset/3de74679d10184d9#distribution-7902699be42c8a8e
dataset/3de74679d10184d9#distribution-7f9c33b9da59fc5d
dataset/3de74679d10184d9#distribution-8095a522fb541c65
dataset/3de74679d10184d9#distribution-8d4c71b8e00de56d
identifier/4ed39c7bac26a5ca
identifier/cd4a8a25abc253aa
series/all-tides
service/adeb16135b5089b5
"""


def test_what_has_no_iri_keeps_the_one_that_was_made_for_it() -> None:
    """Others have published under it: datasets, files, agents, series, services, identifiers."""
    document = {"@context": "https://schema.org/", "@graph": [TIDES, *OTHERS]}
    capture = Capture("page.json", json.dumps(document).encode(), "json")
    graph = convert_page(capture, Settings(base=BASE)).graph
    ends = {end for subject, _, value in graph for end in (subject, value)}
    made = {str(end) for end in ends if isinstance(end, URIRef) and end.startswith(BASE)}
    assert sorted(made) == [BASE + name for name in NAMES.split()]

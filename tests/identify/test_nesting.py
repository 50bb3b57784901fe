"""Nameless nodes of a flattened document are read as those of a nested one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from rdflib.compare import isomorphic

from ld_convert import Settings, convert_page
from ld_convert.identify.nesting import DEEPEST, nest
from ld_convert.model import Capture, Expanded
from tests.support.growth import is_linear

if TYPE_CHECKING:
    from ld_convert.model import Conversion, Json

ORCID = {"@type": "PropertyValue", "propertyID": "ORCID", "value": "0000-0002-1825-0097"}
FILE = {"@type": "DataDownload", "contentUrl": "https://a.example/s.csv"}
SIZE = {"@type": "QuantitativeValue", "value": 2, "unitText": "MB"}
NESTED = {
    "@type": "Dataset",
    "@id": "https://a.example/d",
    "name": "Otters",
    "description": "Counts of otters.",
    "creator": {"name": "Ann Berg", "identifier": ORCID},
    "hasPart": {"@type": "Dataset", "name": "Part", "distribution": {**FILE, "contentSize": SIZE}},
}


def flattened(value: Json, found: list[Json]) -> Json:
    """What is left of a value when each object of it stands by itself in `found`."""
    if isinstance(value, list):
        return [flattened(one, found) for one in value]
    if not isinstance(value, dict):
        return value
    node = {"@id": f"_:b{len(found)}"}
    found.append(node)
    node |= {key: flattened(one, found) for key, one in value.items()}
    return {"@id": node["@id"]}


def converted(*graph: Json) -> Conversion:
    page = orjson.dumps({"@context": "https://schema.org/", "@graph": graph})
    return convert_page(Capture("page.json", page, "json"), Settings(keep_source=False))


def test_a_flattened_document_gives_the_graph_of_the_nested_one() -> None:
    """People are known by their ORCID iD, nameless datasets by their files, in any order."""
    flat: list[Json] = []
    flattened(NESTED, flat)
    nested = converted(NESTED).graph
    assert len(nested) > 20
    assert isomorphic(converted(*flat).graph, nested)
    assert isomorphic(converted(*flat[::-1]).graph, nested)


def numbered(*links: tuple[int, int], count: int) -> Expanded:
    """Expanded nodes of which some refer to others."""
    nodes: list[Json] = [{"@id": f"_:{n}", "x:n": [{"@value": n}]} for n in range(count)]
    for one, other in links:
        nodes[one].setdefault("x:to", []).append({"@id": f"_:{other}"})
    return Expanded(nodes, {}, "")


def outer(expanded: Expanded) -> list[str]:
    nest(expanded)
    return [node["@id"] for node in expanded.nodes]


def test_circles_and_what_several_refer_to_stay_where_they_are() -> None:
    """No node stands in itself, and none twice."""
    assert outer(numbered((0, 1), (1, 2), count=3)) == ["_:0"]
    assert outer(numbered((0, 1), (1, 0), count=2)) == ["_:0", "_:1"]
    assert outer(numbered((0, 0), count=2)) == ["_:0", "_:1"]
    assert outer(numbered((0, 2), (1, 2), count=3)) == ["_:0", "_:1", "_:2"]


def test_a_long_chain_is_no_deep_tree() -> None:
    """Ten thousand levels would be too deep for what reads the nodes."""
    count = 10_000
    chain = numbered(*((n, n + 1) for n in range(count - 1)), count=count)
    assert len(outer(chain)) == count - DEEPEST


def test_deep_nodes_make_no_deeper_tree_together() -> None:
    """What is put into a deep place is counted from the top."""
    chain = numbered(*((n, n + 1) for n in range(19)), count=20)
    for node in chain.nodes:
        inner = node
        for level in range(20):
            inner["x:in"] = [{"@id": f"{node['@id']}-{level}", "x:to": inner.pop("x:to", [])}]
            inner = inner["x:in"][0]
    assert len(outer(chain)) == 19
    assert chain.nodes[0]["@id"] == "_:0"


def test_many_nodes_take_linear_time() -> None:
    """Each is looked at once."""

    def run(count: int) -> None:
        nest(numbered(*((0, n) for n in range(1, count)), count=count))

    assert is_linear(run, 5_000, 20_000, times=8, least=0.05)

"""Nothing from a page reaches a store unchecked: no graph, no triple and no label is the page's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph
import pytest

from ld_convert.publish import PublishTarget
from ld_convert.store import open_store
from tests.support.published import run

if TYPE_CHECKING:
    from pathlib import Path

QUAD = "_:a <urn:g> .\v<urn:victim> <urn:p> <urn:o> <urn:theirs> .\v<urn:x> <urn:y> _:b"
LINE = "_:a .\n<urn:victim> <urn:p> <urn:o> <urn:theirs> .\n_:b"
ODD = (
    LINE,
    QUAD,
    "_:a b",
    "_:",
    "_:\u00e9",
    "_:a\u2028b",
    '_:a" "b',
    "_:-",
    "_:a.",
    "_:a>",
    "_: a",
)


def placed(label: str) -> dict[str, dict[str, Any]]:
    """The label in each place where JSON-LD takes one."""
    return {
        "id": {"creator": {"@type": "Person", "@id": label, "name": "x"}},
        "reference": {"sameAs": {"@id": label}},
        "class": {"@type": ["Dataset", label]},
        "class of a part": {"creator": {"@type": ["Person", label], "name": "x"}},
        "datatype": {"name": {"@value": "n", "@type": label}},
        "property": {label: "x"},
        "reverse": {"@reverse": {"about": {"@id": label, "name": "x"}}},
        "list": {"keywords": {"@list": [{"@id": label}]}},
        "graph": {"@graph": [{"@type": label, "@id": "urn:n", "name": "x"}]},
    }


@pytest.mark.parametrize("label", ODD)
def test_a_label_of_a_page_makes_no_graph_and_no_triple(tmp_path: Path, label: str) -> None:
    """Wherever it stands, it becomes a label of ours or nothing; the page itself is published."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number, (name, part) in enumerate(placed(label).items()):
        whole = {"@context": "https://schema.org/", "@type": "Dataset", "name": name} | part
        page = whole | {"url": f"https://data.example/{number}"}
        (folder / f"{number}.json").write_text(json.dumps(page))
    run(folder, PublishTarget(str(tmp_path / "store")))
    store = open_store(str(tmp_path / "store"))
    graphs = store.counts()
    assert len(graphs) > len(list(folder.iterdir()))
    assert [graph for graph in graphs if not graph.startswith("urn:ld-convert:")] == []
    for graph in graphs:
        for quad in pyoxigraph.parse(store.get_graph(graph), pyoxigraph.RdfFormat.N_TRIPLES):
            assert "victim" not in str(quad.subject)
            assert not str(quad.predicate).startswith("<urn:p")
    store.close()


def test_equal_labels_of_two_pages_are_two_nodes(tmp_path: Path) -> None:
    """Also where the label is a class, which no node of the page is named by."""
    for number in range(2):
        page = {
            "@context": "https://schema.org/",
            "@type": ["Dataset", "_:kind"],
            "name": f"n{number}",
            "url": f"https://data.example/{number}",
        }
        (tmp_path / f"{number}.json").write_text(json.dumps(page))
    store = tmp_path / "store"
    run(tmp_path, PublishTarget(str(store)))
    opened = open_store(str(store))
    found = opened.query(
        "PREFIX dcat: <http://www.w3.org/ns/dcat#> "
        "SELECT DISTINCT ?kind { ?d a dcat:Dataset, ?kind FILTER(isBlank(?kind)) }"
    )
    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert len(list(found)) == 2
    opened.close()


@pytest.mark.hostile
def test_hostile_labels_and_quads_make_no_graph(shared: Path, tmp_path: Path) -> None:
    """Inputs that once put a triple into a graph of their choice: all graphs are ours."""
    inputs = shared / "hostile" / "inputs"
    folder = tmp_path / "in"
    folder.mkdir()
    for file in (*sorted(inputs.glob("bn-*")), inputs / "inject-quad.json"):
        own = file.read_text("utf-8").replace('"A dataset"', f'"{file.stem}"')  # not one of a name
        (folder / file.name).write_text(own, "utf-8")
    run(folder, PublishTarget(str(tmp_path / "store")))
    store = open_store(str(tmp_path / "store"))
    graphs = store.counts()
    assert len(graphs) > len(list(folder.iterdir()))
    assert [graph for graph in graphs if not graph.startswith("urn:ld-convert:")] == []
    store.close()

"""What ld-convert tells people to copy gives a dataset the property that it lacks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ld_convert.model import Capture
from ld_convert.pipeline import convert_page
from ld_convert.score.indicators import quality
from ld_convert.settings import Settings
from ld_convert.vocab.namespaces import DCAT, RDF, expand_curie

if TYPE_CHECKING:
    from rdflib import Graph

EXAMPLES = [(thing, name) for thing, found in quality().examples.items() for name in found]


def converted(dataset: str, distribution: str) -> Graph:
    """The graph of a page with these members in its dataset and in its distribution."""
    page = (
        '{"@context": "https://schema.org/", "@type": "Dataset", "@id": "https://a.example/d"'
        f'{dataset}, "distribution": {{"@type": "DataDownload"{distribution}}}}}'
    )
    json.loads(page)
    return convert_page(Capture("page", page.encode(), "json"), Settings(keep_source=False)).graph


@pytest.mark.parametrize(("thing", "name"), EXAMPLES)
def test_an_example_gives_the_property_that_was_missing(thing: str, name: str) -> None:
    """Without it the dataset, or its distribution, has no such property; with it, it has."""
    example = ", " + quality().examples[thing][name]
    kind = DCAT[thing.capitalize()]
    if name == "dcat:distribution":
        pytest.skip("the page has one already")
    for members, is_there in ((("", ""), False), (_placed(thing, example), True)):
        graph = converted(*members)
        nodes = list(graph.subjects(RDF.type, kind))
        assert any((node, expand_curie(name), None) in graph for node in nodes) is is_there


def _placed(thing: str, example: str) -> tuple[str, str]:
    return (example, "") if thing == "dataset" else ("", example)

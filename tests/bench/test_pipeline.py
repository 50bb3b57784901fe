"""What the whole pipeline must hold against others, in one run; `python -m tests.bench` prints it.

The bounds leave room for what else runs on the machine: the figures themselves stand in the print.
"""

from __future__ import annotations

from functools import cache

import pytest

from ld_convert.pipeline import convert_page
from tests.bench import glue, naive
from tests.bench.found import by_glue
from tests.bench.pages import SHAPES, catalogue_html, keywords_html
from tests.bench.pipeline import NAIVE, OURS, PYLD, SETTINGS, compare, growth, ours, shapes
from tests.bench.timing import in_turns

pytestmark = [
    pytest.mark.bench,
    # rdflib's own parser and pySHACL use what rdflib gives up; the naive pipeline uses both.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]


@cache
def measured(shape: str) -> dict[str, float]:
    """The time of each way that a claim is about."""
    return compare(shape, rounds=3, wanted=(OURS, NAIVE, PYLD))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_of_each_shape_is_one_dataset_for_us_and_for_the_naive(shape: str) -> None:
    """The two pipelines that are compared read the same record."""
    page = SHAPES[shape](1)
    assert len(convert_page(page, SETTINGS).datasets) == 1
    assert b"<http://www.w3.org/ns/dcat#Dataset>" in naive.convert(page, shapes()).statements


@pytest.mark.skipif(bool(glue.MISSING), reason=glue.MISSING)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_glue_finds_the_dataset_of_each_page_and_what_it_lacks(shape: str) -> None:
    """The fastest peer is whole: five pages are five datasets with recommendations unmet."""
    found = by_glue([SHAPES[shape](number) for number in range(5)])
    assert found.datasets == 5
    assert found.findings >= 5 * 5
    assert found.triples > 5 * 15


def test_the_whole_pipeline_takes_four_times_as_long_as_pylds_expansion_at_most() -> None:
    """Reading, mapping, validation and writing together, on pages like the real capture."""
    found = measured("LEO-like flight")
    assert found[OURS] <= 4 * found[PYLD]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_naive_pipeline_takes_many_times_as_long(shape: str) -> None:
    """Ten times at least, whatever the shape."""
    found = measured(shape)
    assert found[NAIVE] >= 10 * found[OURS]


@pytest.mark.slow
def test_the_time_for_a_dataset_does_not_grow_with_the_page() -> None:
    """From 10 to 10,000 datasets in one page, within half as much again."""
    found = growth((10, 100, 1_000, 10_000), rounds=1)
    assert max(found.values()) <= 1.5 * min(found.values())


def test_the_time_for_a_keyword_does_not_grow_with_their_number() -> None:
    """From 500 to 4,000 keywords of one dataset, within twice as much each."""
    few, many = (keywords_html(number) for number in (500, 4_000))
    ways = {"few": lambda: ours([few] * 8), "many": lambda: ours([many])}
    found = in_turns(ways, rounds=3)
    assert found["many"] <= 2 * found["few"]


def test_a_catalogue_page_has_as_many_datasets_as_asked_for() -> None:
    """What is measured for a number of datasets is that number."""
    assert len(convert_page(catalogue_html(10), SETTINGS).datasets) == 10

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import suppress

import pytest

from ld_convert import Settings, convert_page
from ld_convert.pipeline.collector import uncollected
from tests.bench.pages import leo_like


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    yield
    gc.enable()


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_is_afterwards_as_it_was(is_on: bool) -> None:  # noqa: FBT001
    """A program that has it off keeps it off, and an error changes nothing."""
    if not is_on:
        gc.disable()
    with suppress(ZeroDivisionError), uncollected():
        assert not gc.isenabled()
        _ = 1 / 0
    assert gc.isenabled() == is_on


def test_a_page_leaves_nothing_for_the_collector() -> None:
    """What was made for a page goes with its conversion, so that memory does not grow."""
    page = leo_like(1)
    convert_page(page, Settings())
    gc.collect()
    gc.disable()
    convert_page(page, Settings())
    assert gc.collect() == 0

"""Extraction against the extractors that others use, on the same pages in the same run."""

from __future__ import annotations

import logging
from functools import cache

import pytest

from tests.bench import extraction

pytestmark = pytest.mark.bench

FACTOR = 3
"""How many times as fast as extruct, called without options, we have to be over all pages."""

MOST = {"texts and elements": 5.0, "records and references": 8.0}
"""By payload: how many times as long as the standard library reads JSON we may take to decode it.
Quiet runs gave 1.3 to 3.0, since to get memory for long texts takes a time that differs threefold,
and 4.1 to 5.5. Of two payloads of one size the second has more references."""

LEAST = 2.25
"""The same on each kind of page. Quiet runs gave 2.5 to 2.9 on the two captured pages of Next.js,
on which extruct has little to do, and 6 or more on all others."""


@cache
def measured() -> dict[str, list[extraction.Reading]]:
    """Every reader on every set of pages."""
    logging.disable()
    found = {name: extraction.measure(*entry) for name, entry in extraction.sets().items()}
    logging.disable(logging.NOTSET)
    return found


@pytest.mark.parametrize("name", extraction.sets())
def test_no_reader_finds_more_datasets(name: str) -> None:
    """Not on any kind of page."""
    mine, *others = measured()[name]
    assert mine.datasets >= max(other.datasets for other in others)


def test_extruct_takes_three_times_as_long_and_finds_less() -> None:
    """Over all pages in HTML; on each kind of them it takes more than twice as long."""
    pairs = [
        (readings[0], other)
        for readings in measured().values()
        for other in readings
        if other.reader == "extruct"
    ]
    assert all(o.seconds > LEAST * m.seconds for m, o in pairs), pairs
    assert sum(o.seconds for _, o in pairs) > FACTOR * sum(m.seconds for m, _ in pairs)
    assert sum(o.datasets for _, o in pairs) < sum(m.datasets for m, _ in pairs)


@pytest.mark.parametrize("name", extraction.PAYLOADS)
def test_ten_megabytes_of_flight_take_a_few_times_what_json_takes(name: str) -> None:
    """Rows found and references resolved, beside `json.loads` of the same content in one run."""
    payload = extraction.PAYLOADS[name]()
    ours, plain = extraction.decoding(payload)
    assert len(payload) > 10_000_000
    assert ours < MOST[name] * plain

"""The indicators of quality and their points (`vocab/quality.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import NamedTuple

from ld_convert.vocab.files import data

RATINGS = (("excellent", 351), ("good", 221), ("sufficient", 121), ("bad", 0))
"""From the best, with the least points of each."""

DIMENSIONS = ("findability", "accessibility", "interoperability", "reusability", "contextuality")


class Indicator(NamedTuple):
    """One of the 23 questions that data.europa.eu asks of a dataset."""

    id: str
    """Its local name in the piveau vocabulary."""
    dimension: str
    points: int
    on: str
    """dataset or distribution."""
    label: str
    """What is lacking where it fails."""
    property: str = ""
    """The property whose presence is all that is asked, as a CURIE."""
    network: bool = False
    """Whether a server must be asked."""


class Quality(NamedTuple):
    """All that `vocab/quality.toml` says."""

    indicators: tuple[Indicator, ...]
    formats: dict[str, frozenset[str]]
    """Codes of file types by the name of their list."""
    coverage: dict[str, tuple[str, ...]]
    """Properties that a report counts, as CURIEs, of a dataset and of a distribution."""


@cache
def quality() -> Quality:
    """Return the table of indicators."""
    table = tomllib.loads(data("vocab/quality.toml").read_text("utf-8"))
    return Quality(
        tuple(Indicator(name, **row) for name, row in table["indicators"].items()),
        {name: frozenset(text.split()) for name, text in table["formats"].items()},
        {name: tuple(text.split()) for name, text in table["coverage"].items()},
    )


def indicators(on: str | None = None) -> tuple[Indicator, ...]:
    """Return all indicators, or those of a dataset or of a distribution."""
    return tuple(found for found in quality().indicators if on in (None, found.on))


def most_points(*, probed: bool) -> int:
    """Return the points of all indicators; without those of the network where none is asked."""
    return sum(found.points for found in indicators() if probed or not found.network)


def rating(points: float) -> str:
    """Return excellent, good, sufficient or bad."""
    return next(name for name, least in RATINGS if points >= least)

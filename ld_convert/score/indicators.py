"""The indicators of quality and their points (`vocab/quality.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import NamedTuple

from ld_convert.vocab.files import data

RATINGS = (("excellent", 351), ("good", 221), ("sufficient", 121), ("bad", 0))
"""Name and least points of each rating, the best first."""

DIMENSIONS = ("findability", "accessibility", "interoperability", "reusability", "contextuality")


class Indicator(NamedTuple):
    """One of the 23 quality indicators of data.europa.eu."""

    id: str
    """Its local name in the piveau vocabulary."""
    dimension: str
    points: int
    on: str
    """dataset or distribution."""
    label: str
    """What the dataset lacks if the indicator fails."""
    property: str = ""
    """The property that must be there, as a CURIE; empty if `checks` has a function for it."""
    network: bool = False
    """Whether it needs --probe-urls."""


class Quality(NamedTuple):
    """The content of `vocab/quality.toml`."""

    indicators: tuple[Indicator, ...]
    formats: dict[str, frozenset[str]]
    """Codes of file types by the name of their list."""
    coverage: dict[str, tuple[str, ...]]
    """Properties that the HTML report counts, as CURIEs; the keys are dataset and distribution."""
    examples: dict[str, dict[str, str]]
    """Members of JSON-LD that give a thing a property, by the kind of thing and the CURIE."""


@cache
def quality() -> Quality:
    """Return the content of `vocab/quality.toml`."""
    table = tomllib.loads(data("vocab/quality.toml").read_text("utf-8"))
    return Quality(
        tuple(Indicator(name, **row) for name, row in table["indicators"].items()),
        {name: frozenset(text.split()) for name, text in table["formats"].items()},
        {name: tuple(text.split()) for name, text in table["coverage"].items()},
        table["examples"],
    )


def indicators(on: str | None = None) -> tuple[Indicator, ...]:
    """Return all indicators, or those of a dataset or of a distribution."""
    return tuple(found for found in quality().indicators if on in (None, found.on))


def most_points(*, probed: bool) -> int:
    """Return the points of all indicators; 80 fewer if addresses are not probed."""
    return sum(found.points for found in indicators() if probed or not found.network)


def rating(points: float) -> str:
    """Return excellent, good, sufficient or bad."""
    return next(name for name, least in RATINGS if points >= least)


def question(indicator: Indicator) -> str:
    """Return what an indicator asks for, and of what: `a theme of the dataset`."""
    return f"{indicator.label} of the {indicator.on}"

"""How many datasets get a theme if a table of names gives one to their most useful keywords."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ld_convert.findings.codes import counted
from ld_convert.score.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping

MOST_KEYWORDS = 12
"""As many keywords a person gives a theme in a few minutes."""
THEME = "dcat:theme"


class Gain(NamedTuple):
    """What a table of names would gain whose most useful keywords had a theme."""

    keywords: int
    covered: int
    """Datasets that have one of them."""
    datasets: int
    """All that have keywords, and no theme."""

    def __str__(self) -> str:
        """Return it in words, with the points that each dataset gains (MQA, 405 points)."""
        points = sum(one.points for one in indicators("dataset") if one.property == THEME)
        of = f"{self.covered:,} of {counted(self.datasets, 'dataset')} without one"
        keywords = counted(self.keywords, "keyword")
        return f"give one to {keywords}; that reaches {of}, {points} points each"


def gain_of(having: Mapping[str, Collection[Hashable]]) -> Gain:
    """Return what the most useful of some keywords gain; `having` are the datasets of each.

    The next keyword is always the one that most datasets have which are not covered yet.
    """
    left = {dataset for datasets in having.values() for dataset in datasets}
    number, keywords = len(left), 0
    sets = [set(datasets) for datasets in having.values()]
    while left and keywords < MOST_KEYWORDS:
        best = max(sets, key=lambda datasets: len(datasets & left))
        keywords, left = keywords + 1, left - best
    return Gain(keywords, number - len(left), number)

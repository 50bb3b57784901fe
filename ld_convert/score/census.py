"""Counts over the datasets of a run: their properties, indicators and points, by portal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.score.gains import gain_of
from ld_convert.score.indicators import indicators, rating

if TYPE_CHECKING:
    from ld_convert.score.gains import Gain
    from ld_convert.score.indicators import Indicator

MOST_SOURCES = 100_000
"""Captures whose portal a census remembers, and datasets whose keywords."""

FAULTLESS = "dcatApCompliance"
"""The one indicator that a violation takes away; the others ask whether something is there."""

LOWEST = 500
"""Datasets with the fewest points that a census remembers."""


class Offer(NamedTuple):
    """The indicators that one distribution passes."""

    iri: str
    """Empty for a blank node."""
    passed: frozenset[str]
    """Ids of the indicators that it passes."""
    stated: frozenset[str]
    """The properties of `quality().coverage` that it has."""
    access: tuple[str, ...]
    """Its access URLs."""
    download: tuple[str, ...]
    """Its download URLs."""


class Score(NamedTuple):
    """The indicators that one dataset passes."""

    dataset: str
    title: str
    passed: frozenset[str]
    stated: frozenset[str]
    offers: tuple[Offer, ...]
    keywords: tuple[str, ...] = ()
    """Of a dataset without a theme, in lower case."""
    faults: frozenset[str] = frozenset()
    """IRIs of mandatory properties that it lacks; an empty text stands for any other violation."""

    @property
    def best(self) -> Offer | None:
        """The distribution with the most points; its indicators count for the dataset."""
        return max(self.offers, key=lambda offer: worth(offer.passed), default=None)

    @property
    def all_passed(self) -> frozenset[str]:
        """The indicators that the dataset and its best distribution pass."""
        return self.passed | (self.best.passed if self.best else frozenset())

    @property
    def points(self) -> int:
        """The sum of the points of all indicators passed."""
        return worth(self.all_passed)

    def lacks(self, *, probed: bool) -> list[Indicator]:
        """Return the indicators that were checked and failed, the most points first."""
        passed = self.all_passed
        failed = [i for i in indicators() if i.id not in passed and (probed or not i.network)]
        return sorted(failed, key=lambda indicator: -indicator.points)


def faulty(dataset: str) -> Score:
    """Return what a violation adds to the score of a dataset that captures describe together."""
    return Score(dataset, "", frozenset(), frozenset(), (), (), frozenset({""}))


class PageCensus(NamedTuple):
    """The scores of one capture; small enough to send between processes."""

    source: str
    portal: str
    """Host of the page; empty if its address is not known."""
    scores: tuple[Score, ...]


@dataclass(slots=True)
class CensusCounts:
    """Sums over datasets."""

    datasets: int = 0
    distributions: int = 0
    points: int = 0
    stated: Counter[str] = field(default_factory=Counter)
    """Number of datasets with a property."""
    offered: Counter[str] = field(default_factory=Counter)
    """Number of distributions with a property."""
    passed: Counter[str] = field(default_factory=Counter)
    """Number of datasets, or distributions, that pass an indicator."""
    ratings: Counter[str] = field(default_factory=Counter)

    def add_page(self, page: PageCensus) -> None:
        """Add the datasets of a capture."""
        for score in page.scores:
            self.datasets += 1
            self.stated.update(score.stated)
            self.points += score.points
            self.ratings[rating(score.points)] += 1
            self.passed.update(score.passed)
            for offer in score.offers:
                self.distributions += 1
                self.passed.update(offer.passed)
                self.offered.update(offer.stated)

    def add(self, other: CensusCounts) -> None:
        """Add other sums."""
        self.datasets += other.datasets
        self.distributions += other.distributions
        self.points += other.points
        self.stated.update(other.stated)
        self.offered.update(other.offered)
        self.passed.update(other.passed)
        self.ratings.update(other.ratings)

    def share(self, indicator: Indicator) -> float:
        """Return the share of datasets, or of distributions, that pass an indicator; 0 of none."""
        looked_at = self.datasets if indicator.on == "dataset" else self.distributions
        return self.passed[indicator.id] / looked_at if looked_at else 0.0

    @property
    def score(self) -> float:
        """The score of the datasets together: for each indicator its points times its share."""
        return sum(indicator.points * self.share(indicator) for indicator in indicators())


@dataclass(slots=True)
class Census:
    """The sums of a run by portal."""

    portals: dict[str, CensusCounts] = field(default_factory=dict)
    of_source: dict[str, str] = field(default_factory=dict)
    """Portal by capture, for the first MOST_SOURCES captures."""
    lowest: list[tuple[int, str, str, tuple[str, ...]]] = field(default_factory=list)
    """Points, IRI, title and failed indicators of the LOWEST datasets with the fewest points."""
    probed: bool = False
    """Whether addresses were probed."""
    having: dict[str, list[int]] = field(default_factory=dict)
    """By keyword the datasets without a theme that have it, of the first MOST_SOURCES of these."""
    themeless: int = 0
    """Datasets with keywords, and without a theme."""

    def add_page(self, page: PageCensus) -> None:
        """Add the scores of one capture."""
        self.portals.setdefault(page.portal, CensusCounts()).add_page(page)
        if page.portal and len(self.of_source) < MOST_SOURCES:
            self.of_source[page.source] = page.portal
        for score in page.scores:
            lacks = tuple(indicator.id for indicator in score.lacks(probed=self.probed))
            self.lowest.append((score.points, score.dataset, score.title, lacks))
            self.themeless += bool(score.keywords)
            for keyword in score.keywords if self.themeless <= MOST_SOURCES else ():
                self.having.setdefault(keyword, []).append(self.themeless)
        self._cut()

    @property
    def gain(self) -> Gain:
        """What themes for the most useful keywords would gain."""
        return gain_of(self.having)

    @property
    def total(self) -> CensusCounts:
        """The sums over all portals."""
        total = CensusCounts()
        for counts in self.portals.values():
            total.add(counts)
        return total

    def _cut(self) -> None:
        if len(self.lowest) > 2 * LOWEST:
            self.lowest = sorted(self.lowest)[:LOWEST]


def worth(passed: frozenset[str]) -> int:
    """Return the points of some indicators."""
    return sum(indicator.points for indicator in indicators() if indicator.id in passed)

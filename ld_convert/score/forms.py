"""Scores as text, JSON and data quality triples (W3C Data Quality Vocabulary)."""

from __future__ import annotations

import hashlib
import json
from typing import IO, TYPE_CHECKING, Protocol

from rdflib import Literal, URIRef

from ld_convert.quality import DIMENSIONS, indicators, most_points, rating

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.census import Census, Counts, Offer, Score
    from ld_convert.model import Json
    from ld_convert.quality import Indicator


class Form(Protocol):
    """Writes scores to a stream, dataset by dataset, the sums last."""

    def __init__(self, file: IO[str], is_probed: bool) -> None:  # noqa: FBT001  a form has two
        """Write what stands before the first dataset."""

    def dataset(self, score: Score) -> None:
        """Write the score of a dataset."""

    def end(self, census: Census) -> None:
        """Write the sums, and what stands behind the last dataset."""


class TextForm:
    """For people: a line a dataset, what it lacks, and a table of the indicators."""

    def __init__(self, file: IO[str], is_probed: bool) -> None:  # noqa: FBT001
        self.file, self.is_probed = file, is_probed

    def dataset(self, score: Score) -> None:
        """Write its points, its name, and what it lacks."""
        most = most_points(probed=self.is_probed)
        self.file.write(f"{score.points:3} of {most} {rating(score.points):10} {score.dataset}\n")
        lacks = [f"{i.label} ({i.points})" for i in score.lacks(probed=self.is_probed)]
        if lacks:
            self.file.write(f"    lacks {', '.join(lacks)}\n")

    def end(self, census: Census) -> None:
        """Write the table of the whole catalogue, and a line for each portal."""
        total = census.total
        self.file.write(f"\n{total.datasets} datasets, {total.distributions} distributions\n")
        for dimension in DIMENSIONS:
            for indicator in indicators():
                if indicator.dimension == dimension:
                    self.file.write(f"{_row(indicator, total, is_probed=self.is_probed)}\n")
        most = most_points(probed=self.is_probed)
        self.file.write(f"{total.score:5.1f} of {most} points, {rating(total.score)}")
        hint = "" if self.is_probed else "; 80 more by addresses that answer, see --probe-urls"
        self.file.write(f"{hint}\n")
        for portal, counts in sorted(census.portals.items()):
            name = portal or "(no address)"
            self.file.write(f"{counts.score:5.1f} {name}, {counts.datasets} datasets\n")


def _row(indicator: Indicator, total: Counts, *, is_probed: bool) -> str:
    start = f"{indicator.dimension:16} {indicator.id:36} {indicator.points:3} "
    if indicator.network and not is_probed:
        return f"{start}not probed"
    share = total.share(indicator)
    return f"{start}{indicator.points * share:5.1f} {share:4.0%} of {indicator.on}s"


class JsonForm:
    """For programs: an object with the datasets and the catalogue."""

    def __init__(self, file: IO[str], is_probed: bool) -> None:  # noqa: FBT001
        self.file, self.is_probed = file, is_probed
        self.before = '{"datasets":[\n'

    def dataset(self, score: Score) -> None:
        """Write one object on a line."""
        row = {
            "dataset": score.dataset,
            "title": score.title,
            "points": score.points,
            "rating": rating(score.points),
            "passed": [i.id for i in indicators() if i.id in score.all_passed],
            "failed": [i.id for i in score.lacks(probed=self.is_probed)],
        }
        self.file.write(self.before + json.dumps(row))
        self.before = ",\n"

    def end(self, census: Census) -> None:
        """Write the sums."""
        if self.before.startswith("{"):
            self.file.write(self.before)
        rest = {
            "catalogue": summary(census.total, is_probed=self.is_probed),
            "portals": {
                name: summary(counts, is_probed=self.is_probed)
                for name, counts in sorted(census.portals.items())
            },
        }
        self.file.write(f"\n],{json.dumps(rest, indent=1)[1:]}\n")


def summary(counts: Counts, *, is_probed: bool) -> Json:
    """Return sums as a JSON object; an indicator that nobody checked has null."""
    return {
        "datasets": counts.datasets,
        "distributions": counts.distributions,
        "points": round(counts.score, 1),
        "most": most_points(probed=is_probed),
        "rating": rating(counts.score),
        "indicators": {
            i.id: None if i.network and not is_probed else round(counts.share(i), 4)
            for i in indicators()
        },
    }


PREFIXES = {
    "dqv": "http://www.w3.org/ns/dqv#",
    "pv": "https://piveau.eu/ns/voc#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
SCORING = f"{PREFIXES['pv']}scoring"


class NTriplesForm:
    """As dqv:QualityMeasurement, by the metrics of data.europa.eu; a triple a line.

    Turtle reads it too. A measurement is named by a hash of what it measures, so that the same
    score gives the same triples.
    """

    def __init__(self, file: IO[str], is_probed: bool) -> None:  # noqa: FBT001
        self.file, self.is_probed = file, is_probed
        for dimension in DIMENSIONS:
            self._write(_pv(dimension), "rdf:type", _iri("dqv:Dimension"))
        for indicator in indicators():
            metric = _pv(indicator.id)
            self._write(metric, "rdf:type", _iri("dqv:Metric"))
            self._write(metric, "dqv:inDimension", _pv(indicator.dimension))
            self._write(metric, "dqv:expectedDataType", _iri("xsd:boolean"))
            self._write(metric, "skos:prefLabel", Literal(indicator.label, lang="en").n3())
        self._write(_pv("scoring"), "rdf:type", _iri("dqv:Metric"))
        self._write(_pv("scoring"), "dqv:expectedDataType", _iri("xsd:integer"))

    def dataset(self, score: Score) -> None:
        """Write a measurement for each indicator that was checked, and the sum."""
        for on, node, passed in _measured(score):
            for indicator in indicators(on):
                if self.is_probed or not indicator.network:
                    value = Literal(indicator.id in passed)
                    self._measurement(node, indicator.id, value)
        self._measurement(score.dataset, "scoring", Literal(score.points))

    def end(self, census: Census) -> None:
        """Write nothing: the sums belong to no resource that the file could name."""

    def _measurement(self, of: str, metric: str, value: Literal) -> None:
        digest = hashlib.sha256(f"{of}\n{metric}".encode("utf-8", "replace")).hexdigest()[:16]
        node, subject = f"_:m{digest}", URIRef(of).n3()
        self._write(subject, "dqv:hasQualityMeasurement", node)
        self._write(node, "rdf:type", _iri("dqv:QualityMeasurement"))
        self._write(node, "dqv:isMeasurementOf", _pv(metric))
        self._write(node, "dqv:computedOn", subject)
        self._write(node, "dqv:value", value.n3())

    def _write(self, subject: str, predicate: str, value: str) -> None:
        self.file.write(f"{subject} {_iri(predicate)} {value} .\n")


def _measured(score: Score) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield what is measured with what it passes.

    A distribution without an IRI cannot be named in another file; the best of those speaks for
    the dataset.
    """
    yield "dataset", score.dataset, score.passed
    nameless: Offer | None = None if score.offers else score.best
    for offer in score.offers:
        if offer.iri:
            yield "distribution", offer.iri, offer.passed
        elif offer == score.best:
            nameless = offer
    if nameless is not None or not score.offers:
        yield "distribution", score.dataset, nameless.passed if nameless else frozenset()


def _pv(name: str) -> str:
    return f"<{PREFIXES['pv']}{name}>"


def _iri(curie: str) -> str:
    prefix, _, name = curie.partition(":")
    return f"<{PREFIXES[prefix]}{name}>"


FORMS: dict[str, type[Form]] = {
    ".txt": TextForm,
    ".json": JsonForm,
    ".nt": NTriplesForm,
    ".ttl": NTriplesForm,
}
"""By ending of the file name."""

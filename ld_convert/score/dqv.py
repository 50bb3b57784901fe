"""Scores as triples of the W3C Data Quality Vocabulary, with the metrics of piveau."""

from __future__ import annotations

import hashlib
from typing import IO, TYPE_CHECKING

from rdflib import Literal, URIRef

from ld_convert.score.indicators import DIMENSIONS, indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.score.census import Census, Offer, Score

PREFIXES = {
    "dqv": "http://www.w3.org/ns/dqv#",
    "pv": "https://piveau.eu/ns/voc#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class NTriplesForm:
    """Writes each indicator as a dqv:QualityMeasurement, one N-Triples statement a line.

    The label of a measurement is a hash of what it measures: the same score gives the same triples.
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
        """Write nothing: the sums have no resource to be computed on."""

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
    """Yield the kind, the IRI and the passed indicators of a dataset and its distributions.

    A distribution without an IRI cannot be named in this file. The best one of these is written
    as a measurement of the dataset.
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

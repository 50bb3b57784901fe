"""Scores the datasets of a graph: which indicators each of them passes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rdflib import RDF, Graph, URIRef

from ld_convert.rdf.index import Index, index
from ld_convert.score.census import FAULTLESS, Offer, PageCensus, Score
from ld_convert.score.checks import CHECKS
from ld_convert.score.indicators import indicators, quality
from ld_convert.values.lookup import bare
from ld_convert.vocab.namespaces import DCAT, DCT, PROV, SCHEMA, expand_curie

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

    from ld_convert.model import Conversion, Finding
    from ld_convert.score.checks import Known

VIOLATION = "LD501"
ENDS = frozenset({DCAT.Catalog, DCAT.CatalogRecord, DCAT.Dataset, DCAT.DatasetSeries})
"""Classes at which a dataset ends: their faults do not count for a dataset that links to them."""

LONGEST_TITLE = 200


def page_census(conversion: Conversion) -> PageCensus:
    """Return the scores of the datasets of a converted capture."""
    return graph_census(
        conversion.graph, conversion.source, conversion.findings, conversion.datasets
    )


def graph_census(
    graph: Graph, source: str, findings: Iterable[Finding], datasets: Iterable[str] | None = None
) -> PageCensus:
    """Return the scores of datasets of a graph: those in `datasets`, else all.

    `findings` are those of the graph's validation. A violation at a node counts for each dataset
    that the node is a part of (MQA, dcatApCompliance).
    """
    triples = index(graph)
    if datasets is None:
        named = [n for n, known in triples.items() if DCAT.Dataset in known.get(RDF.type, ())]
    else:
        named = [URIRef(iri) for iri in datasets]
    faults = _faults(findings)
    scores = tuple(_score(triples, dataset, faults) for dataset in named)
    return PageCensus(source, _portal(triples, named, source), scores)


Faults = dict[str, set[str]]
"""By node: the properties that it lacks, and an empty text for any other violation.

A violation without a known node counts for every dataset; it stands under an empty name.
"""


def _faults(findings: Iterable[Finding]) -> Faults:
    faults: Faults = {}
    for finding in findings:
        if finding.code == VIOLATION:
            node = finding.detail.focus.removeprefix("_:") if finding.detail else ""
            faults.setdefault(node, set()).add(finding.lacks)
    return faults


def _score(triples: Index, dataset: Node, faults: Faults) -> Score:
    known = triples.get(dataset, {})
    passed = set(_passed(triples, dataset, "dataset"))
    broken = {name for name in ("", *_parts(triples, dataset)) if name in faults}
    own = faults.get(str(dataset), set())
    all_faults = frozenset({*own, ""} if broken - {str(dataset)} else own)
    if not all_faults:
        passed.add(FAULTLESS)
    title = str(next(iter(known.get(DCT.title, ())), ""))[:LONGEST_TITLE]
    offers = tuple(_offer(triples, n) for n in known.get(DCAT.distribution, ()) if n in triples)
    told = () if DCAT.theme in known else known.get(DCAT.keyword, ())
    keywords = tuple(sorted({bare(str(word)) for word in told} - {""}))
    stated = _stated(known, "dataset")
    return Score(str(dataset), title, frozenset(passed), stated, offers, keywords, all_faults)


def _offer(triples: Index, node: Node) -> Offer:
    known = triples.get(node, {})
    access, download = (
        tuple(str(iri) for iri in known.get(by, ()) if isinstance(iri, URIRef))
        for by in (DCAT.accessURL, DCAT.downloadURL)
    )
    iri = str(node) if isinstance(node, URIRef) else ""
    passed = frozenset(_passed(triples, node, "distribution"))
    return Offer(iri, passed, _stated(known, "distribution"), access, download)


def _passed(triples: Index, node: Node, on: str) -> Iterator[str]:
    """Yield the indicators that a dataset or a distribution passes by its own properties."""
    known = triples.get(node, {})
    for indicator in indicators(on):
        if indicator.property:
            if expand_curie(indicator.property) in known:
                yield indicator.id
        elif indicator.id in CHECKS and CHECKS[indicator.id](known):
            yield indicator.id


def _parts(triples: Index, dataset: Node) -> set[str]:
    """Return the names of the dataset and of the nodes that are a part of it."""
    found, todo = {dataset}, [dataset]
    while todo:
        for predicate, values in triples.get(todo.pop(), {}).items():
            if str(predicate).startswith(str(SCHEMA)):
                continue
            for value in values:
                if value in triples and value not in found and not _is_own(triples, value):
                    found.add(value)
                    todo.append(value)
    return {str(node) for node in found}


def _is_own(triples: Index, node: Node) -> bool:
    return not ENDS.isdisjoint(triples[node].get(RDF.type, ()))


def _stated(known: Known, on: str) -> frozenset[str]:
    return frozenset(name for name in quality().coverage[on] if expand_curie(name) in known)


def _portal(triples: Index, datasets: list[Node], source: str) -> str:
    """Return the host of a page: of its own address, else of its first dataset's IRI."""
    pages = [v for known in triples.values() for v in known.get(PROV.wasDerivedFrom, ())]
    for name in (*map(str, pages), *map(str, datasets), source.rpartition(" ")[2]):
        try:
            host = urlsplit(name).hostname if name.startswith(("http://", "https://")) else None
        except ValueError:
            continue
        if host:
            return host
    return ""

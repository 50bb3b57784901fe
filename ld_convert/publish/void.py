"""Describe what is published: counts by class and property, dumps, end point (VoID)."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from ld_convert.publish.terms import DCT, FOAF, TRIPLES, TYPE, VOID, number
from ld_convert.store.texts import IRI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.publish.graphs_on_disk import GraphsOnDisk
    from ld_convert.settings import Settings

RDF_TYPE = f"<{TYPE.value}>".encode()


class Addresses(NamedTuple):
    """Where the published data can be had."""

    dumps: tuple[str, ...] = ()
    """Addresses of files with all of it."""
    endpoint: str = ""
    """Address of its SPARQL end point."""


class VoidCounts(NamedTuple):
    """What was counted; a triple that stands in two graphs counts twice."""

    triples: int
    subjects: int
    classes: Counter[bytes]
    properties: Counter[bytes]


def description(spool: GraphsOnDisk, settings: Settings, addresses: Addresses) -> tuple[str, bytes]:
    """Return the IRI of a VoID description and its triples as N-Triples.

    Source: Describing Linked Datasets with the VoID Vocabulary, sections 2, 3.4, 4.5 and 4.6.
    """
    key = hashlib.sha256(settings.catalog.encode()).hexdigest()[:16]
    document = NamedNode(f"{settings.base}void/{key}")
    dataset = NamedNode(f"{document.value}#dataset")
    counts = count(spool)
    triples = [
        Triple(document, TYPE, _void("DatasetDescription")),
        Triple(document, NamedNode(f"{FOAF}primaryTopic"), dataset),
        Triple(dataset, TYPE, _void("Dataset")),
        Triple(dataset, NamedNode(f"{DCT}title"), Literal(settings.catalog_title)),
        Triple(dataset, NamedNode(f"{FOAF}topic"), NamedNode(settings.catalog)),
        Triple(dataset, TRIPLES, number(counts.triples)),
        Triple(dataset, _void("distinctSubjects"), number(counts.subjects)),
        Triple(dataset, _void("classes"), number(len(counts.classes))),
        Triple(dataset, _void("properties"), number(len(counts.properties))),
    ]
    triples += [Triple(dataset, _void("dataDump"), NamedNode(url)) for url in addresses.dumps]
    if addresses.endpoint:
        triples.append(Triple(dataset, _void("sparqlEndpoint"), NamedNode(addresses.endpoint)))
    triples += _partitions(dataset, "class", "entities", counts.classes)
    triples += _partitions(dataset, "property", "triples", counts.properties)
    return document.value, pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def count(spool: GraphsOnDisk) -> VoidCounts:
    """Return what the graphs of a spool hold."""
    triples, subjects = 0, set[int]()
    classes, properties = Counter[bytes](), Counter[bytes]()
    for graph in spool.graphs():
        for line in spool.triples(graph):
            subject, predicate, value = line.split(b" ", 2)
            triples += 1
            subjects.add(hash(subject))
            properties[predicate] += 1
            if predicate == RDF_TYPE:
                classes[value] += 1
    return VoidCounts(triples, len(subjects), classes, properties)


def _partitions(
    dataset: NamedNode, kind: str, unit: str, counted: Counter[bytes]
) -> Iterable[Triple]:
    """Yield one part of the dataset for each class or property, named by its hash."""
    for term, found in sorted(counted.items()):
        iri = term.strip(b"<>").decode()
        if IRI.fullmatch(iri):
            key = hashlib.sha256(term).hexdigest()[:16]
            part = NamedNode(f"{dataset.value}-{kind}-{key}")
            yield Triple(dataset, _void(f"{kind}Partition"), part)
            yield Triple(part, _void(kind), NamedNode(iri))
            yield Triple(part, _void(unit), number(found))


def _void(name: str) -> NamedNode:
    return NamedNode(f"{VOID}{name}")

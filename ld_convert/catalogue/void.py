"""Describe a catalogue as data: counts by class and property, dumps, end point (VoID).

Source: Describing Linked Datasets with the VoID Vocabulary, sections 2, 3.4, 4.5 and 4.6.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from ld_convert.catalogue.outward_terms import DCT, FOAF, TRIPLES, TYPE, VOID, number
from ld_convert.model import is_iri

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable


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


class VoidSubject(NamedTuple):
    """What is described: the IRI of the description, title and IRI of the catalogue."""

    document: str
    title: str
    catalogue: str


def described(counts: VoidCounts, subject: VoidSubject, addresses: Addresses) -> bytes:
    """Return a VoID description as N-Triples."""
    document = NamedNode(subject.document)
    dataset = NamedNode(f"{document.value}#dataset")
    triples = [
        Triple(document, TYPE, _void("DatasetDescription")),
        Triple(document, NamedNode(f"{FOAF}primaryTopic"), dataset),
        Triple(dataset, TYPE, _void("Dataset")),
        Triple(dataset, NamedNode(f"{DCT}title"), Literal(subject.title)),
        Triple(dataset, NamedNode(f"{FOAF}topic"), NamedNode(subject.catalogue)),
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
    return pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def _partitions(
    dataset: NamedNode, kind: str, unit: str, counted: Counter[bytes]
) -> Iterable[Triple]:
    """Yield one part of the dataset for each class or property, named by its hash."""
    for term, found in sorted(counted.items()):
        iri = term.strip(b"<>").decode()
        if is_iri(iri):
            key = hashlib.sha256(term).hexdigest()[:16]
            part = NamedNode(f"{dataset.value}-{kind}-{key}")
            yield Triple(dataset, _void(f"{kind}Partition"), part)
            yield Triple(part, _void(kind), NamedNode(iri))
            yield Triple(part, _void(unit), number(found))


def _void(name: str) -> NamedNode:
    return NamedNode(f"{VOID}{name}")

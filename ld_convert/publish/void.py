"""Describe what is published: counts by class and property, dumps, end point (VoID)."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from ld_convert.catalogue.outward_terms import TYPE
from ld_convert.catalogue.void import Addresses, VoidCounts, VoidSubject, described

if TYPE_CHECKING:
    from ld_convert.publish.graphs_on_disk import GraphsOnDisk
    from ld_convert.settings import Settings

RDF_TYPE = f"<{TYPE.value}>".encode()


def description(spool: GraphsOnDisk, settings: Settings, addresses: Addresses) -> tuple[str, bytes]:
    """Return the IRI of a VoID description and its triples as N-Triples.

    Source: Describing Linked Datasets with the VoID Vocabulary, sections 2, 3.4, 4.5 and 4.6.
    """
    key = hashlib.sha256(settings.catalog.encode()).hexdigest()[:16]
    document = f"{settings.base}void/{key}"
    subject = VoidSubject(document, settings.catalog_title, settings.catalog)
    return document, described(count(spool), subject, addresses)


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

"""The named graphs of a catalogue: one for each capture, and one for the catalogue itself."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ld_convert.catalogue.head import catalogue_head
from ld_convert.catalogue.origins import ORIGINS, is_remark, origin_of
from ld_convert.catalogue.records import record_iri
from ld_convert.rdf.index import index, new_graph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Graph

    from ld_convert.model import Conversion
    from ld_convert.settings import Settings


def capture_graphs(conversion: Conversion, settings: Settings) -> dict[str, Graph]:
    """Return the named graphs of a capture by their IRIs; none for a rejected capture.

    With `settings.graphs` "capture" it is one graph. With "origin" it is one for each of ORIGINS
    that has triples, named by the graph's IRI and `#stated`, `#derived` or `#supplied`. With
    "capture", provenance has a graph of its own, named with `#provenance`. Each graph
    is complete: agents and concepts that several captures use are described in each of them.
    """
    if not index(conversion.graph):  # a graph counts its triples to say whether it has any
        return {}
    if settings.graphs != "origin":
        return (
            _with_provenance(conversion)
            if settings.provenance
            else {conversion.name: conversion.graph}
        )
    found = {origin: new_graph() for origin in ORIGINS}
    for triple in conversion.graph:
        found[origin_of(triple, conversion)].add(triple)
    return {f"{conversion.name}#{origin}": graph for origin, graph in found.items() if graph}


def _with_provenance(conversion: Conversion) -> dict[str, Graph]:
    """Return the graph of a capture, and that of the remarks on its derived triples."""
    spo = index(conversion.graph)
    remarks = {node for node in spo if is_remark(node, conversion)}
    own = {node: said for node, said in spo.items() if node not in remarks}
    about = {node: spo[node] for node in remarks}
    graphs = {conversion.name: own, f"{conversion.name}#provenance": about}
    return {name: new_graph(triples) for name, triples in graphs.items() if triples}


def head_graphs(settings: Settings) -> dict[str, Graph]:
    """Return the named graph that describes the catalogue; the graph's IRI is the catalogue's.

    All its triples come from the settings.
    """
    name = settings.catalog + ("#supplied" if settings.graphs == "origin" else "")
    return {name: catalogue_head(settings)}


def graph_iri(entries: Iterable[object], address: str, settings: Settings) -> str:
    """Return the IRI of a capture's graph.

    A capture with one entry uses the IRI of that entry's record; any other gets a hash of its
    `address`, which is the page's URL or, without one, the name of the capture.
    """
    found = [str(entry) for entry in entries]
    if len(found) == 1:
        return str(record_iri(found[0], settings))
    digest = hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{settings.base}capture/{digest}"

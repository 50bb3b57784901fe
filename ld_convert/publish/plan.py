"""Plan what a run changes in a store, by comparing checksums."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ld_convert.catalogue.event_stream import (
    CREATED,
    FOREIGN,
    GONE,
    KINDS,
    REMOVED,
    UNCHANGED,
    UPDATED,
    GraphChange,
)
from ld_convert.publish.digest import digest, without_record_dates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ld_convert.publish.graphs_on_disk import GraphsOnDisk
    from ld_convert.publish.manifest import Manifest

WRITTEN = (CREATED, UPDATED)


def make_plan(
    spool: GraphsOnDisk,
    manifest: Manifest,
    counts: Mapping[str, int],
    *,
    prune: bool,
    adopt: bool,
) -> list[GraphChange]:
    """Return a change for each graph of the run and of the manifest, sorted by graph.

    `counts` says how many triples the store has in each graph. A graph of another count than the
    manifest's was changed by somebody else or lost, and is written again. A graph that
    another catalogue has with the same content is shared with it. One that the run does not have is
    removed if `prune` says so, or if what it held has another graph now.
    """
    changes = []
    known, others = manifest.entries, manifest.others
    for graph in spool.graphs():
        triples = spool.triples(graph)
        content = without_record_dates(triples) if graph in spool.undated else triples
        found, entry, there = digest(content), known.get(graph), counts.get(graph, 0)
        theirs = others.get(graph, {found})
        same = entry is not None and entry.digest == found and entry.triples == there
        shared = entry is None and graph in others and there == len(triples)
        if (same or shared) and theirs == {found}:
            kind = UNCHANGED
        elif entry is None and there and not adopt:
            kind = FOREIGN
        else:
            kind = UPDATED if there else CREATED
        changes.append(GraphChange(kind, graph, there if kind == FOREIGN else len(triples), found))
    for graph in known.keys() - set(spool.graphs()):
        is_removed = prune or graph in spool.superseded
        changes.append(GraphChange(REMOVED if is_removed else GONE, graph, counts.get(graph, 0)))
    return sorted(changes, key=lambda change: change.graph)


def summary(changes: list[GraphChange]) -> str:
    """Return a plan's counts in one line."""
    graphs, triples = Counter[str](), Counter[str]()
    for change in changes:
        graphs[change.kind] += 1
        triples[change.kind] += change.triples
    shown = [kind for kind in KINDS if graphs[kind] or kind in KINDS[:4]]
    return ", ".join(f"{graphs[kind]} {kind} ({triples[kind]} triples)" for kind in shown)

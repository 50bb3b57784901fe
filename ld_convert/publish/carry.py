"""Carry out a plan in a store. A run that is killed at any moment is completed by the next one.

The steps are: announce the graphs in the manifest, write them, add them to the change feed, record
them in the manifest. If a run is killed before the record, the graph has a manifest entry without a
checksum. The next run then knows that the graph is ours and that its content is unknown: it writes
the graph again, or deletes it if the capture is gone.
"""

from __future__ import annotations

import secrets
import time
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat

from ld_convert.catalogue.event_stream import (
    CREATED,
    FOREIGN,
    GONE,
    REMOVED,
    UNCHANGED,
    GraphChange,
)
from ld_convert.publish.manifest import ManifestEntry
from ld_convert.publish.plan import WRITTEN
from ld_convert.store.texts import STAGING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ld_convert.publish.graphs_on_disk import GraphsOnDisk
    from ld_convert.publish.manifest import Manifest

    Tell = Callable[[Sequence[GraphChange]], None]

BATCH_BYTES = 32_000_000
"""A store sorts and merges what comes in many small pieces again and again."""
BATCH_GRAPHS = 1_000
MENDINGS = 5
"""How often what came out wrong is written again."""
FIRST_PAUSE_SECONDS = 0.2


def carry_out(
    plan: Sequence[GraphChange], spool: GraphsOnDisk, manifest: Manifest, tell: Tell
) -> None:
    """Make the store what the plan says; `tell` gets the changes as they are carried out."""
    store = manifest.store
    # A graph that was announced before may be on its way still, from a run that was killed while
    # the server was at work: what is replaced cannot be there twice.
    known = set(manifest.entries)
    new = [c for c in plan if c.kind == CREATED and c.graph not in known]
    replaced = [c for c in plan if c.kind in WRITTEN and (c.kind != CREATED or c.graph in known)]
    manifest.announce(c.graph for c in plan if c.kind in (*WRITTEN, REMOVED))
    for batch in batches(new, spool):
        store.create_graphs({c.graph: spool.body(c.graph) for c in batch})
        _record(batch, manifest, tell)
    for batch in batches(replaced, spool):
        for change in batch:
            store.replace_graph(change.graph, [spool.body(change.graph)])
        _record(batch, manifest, tell)
    removed = [change for change in plan if change.kind == REMOVED]
    for change in removed:
        if change.graph not in manifest.others:  # another catalogue has the same capture
            store.delete_graph(change.graph)
    tell(removed)
    manifest.forget(change.graph for change in removed)
    shared = [c for c in plan if c.kind == UNCHANGED and c.graph not in known]
    manifest.record(ManifestEntry(c.graph, c.digest, c.triples) for c in shared)


def batches(changes: Iterable[GraphChange], spool: GraphsOnDisk) -> Iterator[list[GraphChange]]:
    """Yield changes in lists of at most BATCH_BYTES and BATCH_GRAPHS, and at least one."""
    batch: list[GraphChange] = []
    size = 0
    for change in changes:
        more = spool.size_bytes(change.graph)
        if batch and (size + more > BATCH_BYTES or len(batch) == BATCH_GRAPHS):
            yield batch
            batch, size = [], 0
        batch.append(change)
        size += more
    if batch:
        yield batch


def is_done(plan: Iterable[GraphChange], manifest: Manifest) -> bool:
    """Return whether a plan asks for nothing, not even for an entry in the manifest."""
    left_alone = (FOREIGN, GONE)
    return all(
        change.kind in left_alone or (change.kind == UNCHANGED and change.graph in manifest.entries)
        for change in plan
    )


def clear_staging(manifest: Manifest, counts: Mapping[str, int], now: datetime) -> None:
    """Delete what runs that were cut off left on its way into another graph, a day ago or more.

    What is younger may be a neighbour's who is at work.
    """
    oldest = f"{STAGING}{now - timedelta(days=1):%Y%m%dT%H%M}"
    for graph in counts:
        if graph.startswith(STAGING) and graph < oldest:
            manifest.store.delete_graph(graph)


def mend(
    plan: Sequence[GraphChange], spool: GraphsOnDisk, manifest: Manifest
) -> tuple[list[tuple[GraphChange, int]], Mapping[str, int]]:
    """Write again what came out with another number of triples; return what is still so.

    Two runs that write one graph at once can add to each other, since few servers keep apart what
    is sent at once. They mend after pauses of different length: whoever writes last counts last.
    Also returned are the store's counts.
    """
    manifest.store.settle()
    counts = manifest.store.counts()
    wrong = lost(plan, spool, manifest, counts)
    for attempt in range(MENDINGS):
        if not wrong:
            break
        again = [change for change, _ in wrong]
        time.sleep(secrets.SystemRandom().uniform(0, FIRST_PAUSE_SECONDS * 2**attempt))
        counts = manifest.store.counts()
        for change, _ in lost(again, spool, manifest, counts):
            manifest.store.replace_graph(change.graph, [spool.body(change.graph)])
        manifest.record(ManifestEntry(c.graph, c.digest, c.triples) for c in again)
        counts = manifest.store.counts()
        wrong = lost(again, spool, manifest, counts)
    return wrong, counts


def lost(
    plan: Iterable[GraphChange], spool: GraphsOnDisk, manifest: Manifest, counts: Mapping[str, int]
) -> list[tuple[GraphChange, int]]:
    """Return the graphs of which the store now has another number of triples, with that number.

    Two triples can become one where a store changes literals; then its own number is remembered.
    What is lost is announced anew, so that the next run writes it again.
    """
    wrong, merged = [], []
    for change in plan:
        there = counts.get(change.graph, 0)
        if change.kind not in WRITTEN or there == change.triples:
            continue
        if manifest.store.rewrites and there == _stored(spool.body(change.graph)):
            merged.append(ManifestEntry(change.graph, change.digest, there))
        else:
            wrong.append((change, there))
    manifest.record(merged)
    manifest.announce(change.graph for change, _ in wrong)
    return wrong


def _record(batch: Sequence[GraphChange], manifest: Manifest, tell: Tell) -> None:
    tell(batch)
    manifest.record(ManifestEntry(c.graph, c.digest, c.triples) for c in batch)


def _stored(body: bytes) -> int:
    """Return how many triples are left when literals are stored as values."""
    store = pyoxigraph.Store()
    store.load(body, RdfFormat.N_TRIPLES, to_graph=NamedNode("urn:graph"))
    return len(list(islice(store, None)))
